// The main job: from a roster to the month's sheet, locked; out as a file, and in again on a wiped
// tablet. By touch, on a sub-path, with the network off after the first load.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT, untilKept } from './harness.mjs';
import { body, button, exported, exportedFile, found, join, saved, TODAY } from './steps.mjs';

const ROSTER = [
  '示例医院党员花名册,,,,,,',
  '序号,姓名,工号,性别,出生年月,所在党支部,科室,党员类别',
  '1,张三,0101,男,1980.5,内科党支部,心内科,正式党员',
  '2,李 四,0102,女,1985年11月,内科党支部,心内科,正式党员',
  '3,王·五,0103,女,19900501,内科党支部,呼吸科,预备党员',
  '4,"<b>赵六</b>",0104,男,1975/3/2,内科党支部,呼吸科,正式党员',
  '5,𠮷田,0105,男,1992-08,内科党支部,心内科,正式党员',
  ',合计,5,,,,,',
].join('\r\n');

const PAST = '2026-10';
const HUNG = '2026-11-03';

/** A tablet whose clock stands still. */
async function tabletOf(site, size) {
  const tablet = await site.tablet(size);
  await tablet.context.clock.setFixedTime(TODAY);
  return tablet;
}

async function bringRoster(page, content = Buffer.from(ROSTER)) {
  await page.goto(new URL('#/import-roster', page.url()).href);
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: content });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(/^已导入 \d+ 名党员/).waitFor();
  await saved(page);
}

journey('a roster becomes a locked month, and the month survives a wiped tablet', async (site) => {
  const tablet = await tabletOf(site, LANDSCAPE);
  let page = await tablet.open();
  await page.getByText('加入已有台账').waitFor();
  await untilKept(page);
  await site.goOffline();
  await checkAccessible(page);

  await found(page, '王芳', '平板A');
  await bringRoster(page);
  await page.getByRole('link', { name: '看党员名册' }).tap();
  await page.getByText('李四').first().waitFor();
  await page.getByText('<b>赵六</b>').first().waitFor();

  // Two entries for the month before this one: a free clinic for three, a complaint for one.
  const branch = encodeURIComponent('branch:=内科党支部');
  const at = (side) => new URL(`#/month/${branch}/${PAST}${side}`, page.url()).href;
  await page.goto(at('/new/C3.1'));
  for (const name of ['张三', '李四', '𠮷田']) await page.locator('.roll').getByText(name, { exact: true }).tap();
  await page.getByLabel('事由').fill('东街社区义诊');
  await button(page, '登记').tap();
  await page.locator('.just-done').getByText('张三').waitFor();
  await saved(page);
  await page.goto(at('/new/C2.2'));
  await page.locator('.roll').getByText('张三', { exact: true }).tap();
  await button(page, '登记并回月表').tap();

  // 72 by doing one's duty; +2 for the clinic; −2 for the complaint.
  const row = (name) => page.getByRole('row').filter({ hasText: name });
  await row('李四').getByText('74.0').waitFor();
  await row('张三').getByText('72.0').waitFor();
  await row('王·五').getByText('72.0').waitFor();
  await checkAccessible(page);

  // A number explains itself, down to the record.
  await row('李四').getByText('74.0').tap();
  await page.getByText('志愿服务与义诊').first().tap();
  await page.getByText('东街社区义诊').first().waitFor();
  await page.getByText('本项得分').waitFor();

  // Approved, put up long enough ago, locked.
  await page.goto(at('/close'));
  await button(page, '审定通过').tap();
  await page.getByText('已记为审定通过').waitFor();
  await page.getByLabel('张贴日期').fill(HUNG);
  await page.getByLabel('张贴日期').blur();
  await button(page, '开始公示').tap();
  await button(page, '锁定这个月').tap();
  await page.getByText('快照校验值').waitFor();
  await saved(page);
  await checkAccessible(page);

  // A later fact stands as pending against the lock, and becomes an adjustment.
  await page.goto(at('/new/C3.1'));
  await page.locator('.roll').getByText('王·五', { exact: true }).tap();
  await button(page, '登记').tap();
  await page.goto(at('/close'));
  await page.getByText('1 人的结果有差额').waitFor();
  await page.getByLabel('事由').fill('补登记义诊');
  await page.getByLabel('批准人').fill('支委会');
  await button(page, '转为调整分录').tap();
  await page.getByText('锁定以后没有新的差额').waitFor();
  await saved(page);

  const first = await exportedFile(page);
  assert.match(first.name, /^医心台账_\d{4}-\d\d-\d\d_\d{4}_全部_内科党支部_[^_]+_[^_]+\.json$/);

  // Another tablet that was never here opens the file, and gives the same body.
  const other = await tabletOf(site, PORTRAIT);
  await site.goOnline();
  page = await other.open();
  await join(page, first.bundle, '王芳', '平板B');
  await page.getByText('要办的事').first().waitFor();
  await page.goto(new URL(`#/month/${branch}/${PAST}`, page.url()).href);
  await page.getByRole('row').filter({ hasText: '李四' }).getByText('74.0').waitFor();
  const second = await exported(page);
  assert.equal(body(second), body(first.bundle));
});

journey('what was entered is there after the tab is closed and opened offline', async (site) => {
  const tablet = await tabletOf(site, LANDSCAPE);
  const page = await tablet.open();
  await page.getByText('加入已有台账').waitFor();
  await untilKept(page);
  await site.goOffline();
  await found(page, '王芳', '平板A');
  await bringRoster(page);
  await page.close();
  const again = await tablet.open('#/register/member');
  await again.getByText('李四').first().waitFor();
  // And an undo of what the earlier tab did is not offered to this one.
  await again.keyboard.press('Control+z');
  await again.getByText('没有可撤销的了').waitFor();
});

journey('an import of a roster is one act that can be taken back', async (site) => {
  const tablet = await tabletOf(site, LANDSCAPE);
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await bringRoster(page);
  await page.getByRole('link', { name: '看党员名册' }).tap();
  await page.getByText('李四').first().waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('已撤销').waitFor();
  await page.getByText('李四').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+Z');
  await page.getByText('李四').first().waitFor();
  // The same roster again brings nothing.
  await page.goto(new URL('#/import-roster', page.url()).href);
  await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
  await button(page, '下一步').tap();
  await page.getByText('相同').first().waitFor();
});
