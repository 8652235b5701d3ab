// The commitments of a year: typed for many members at once, approved at once, and on the board; kept while one types.

import assert from 'node:assert/strict';
import { journey, LANDSCAPE, PHONE } from './harness.mjs';
import { arrive, button, found, go, saved, visit } from './steps.mjs';

const NAMES = '王强 李敏 张伟 刘洋 陈静'.split(' ');
const ROSTER = Buffer.from(['姓名,工号,所在党支部,党员类别', ...NAMES.map((name, at) => `${name},${1000 + at},内科党支部,正式党员`)].join('\r\n'));

const input = (page, name) => page.getByLabel(`${name}的新承诺`, { exact: true });
const row = (page, name) => page.locator('.commitment-row').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** A branch of five, on the sheet of its commitments, by way of the board. */
async function sheet(site, size) {
  const page = await arrive(site, size);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: ROSTER });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(`已导入 ${NAMES.length} 名党员`).waitFor();
  await visit(page, '#/life/board', '三亮公示');
  await page.getByText('5 名党员还没有登记年度承诺').waitFor();
  await page.getByRole('link', { name: '登记承诺' }).tap();
  await input(page, '王强').waitFor();
  return page;
}

/** Pastes a text where the focus is. */
const paste = (page, text) => page.evaluate((copied) => {
  const data = new DataTransfer();
  data.setData('text/plain', copied);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);

journey('commitments of three members are saved, approved and shown on the board', async (site) => {
  const page = await sheet(site, LANDSCAPE);
  // The address says of which branch and year they are.
  assert.match(await page.evaluate(() => location.hash), /^#\/life\/commitments\/2026-\d\d\/./);
  assert.ok(await button(page, '保存').isDisabled());
  await input(page, '王强').fill('参加义诊不少于 6 次');
  await input(page, '李敏').fill('带教一名新人');
  await input(page, '张伟').fill('长'.repeat(121));
  await row(page, '张伟').getByText('承诺事项最多 120 个字，请改短').waitFor();
  await button(page, '保存（2 条）').waitFor();

  // What is typed outlives the page.
  await page.locator('.saving').getByText('还没保存').waitFor();
  await page.waitForTimeout(500);
  await page.reload();
  await page.getByText('这是上次没有保存的内容').waitFor();
  assert.equal(await input(page, '李敏').inputValue(), '带教一名新人');
  await go(page, '#/');
  await page.getByText('没填完：').first().waitFor();
  await page.getByRole('link', { name: '接着填' }).first().tap();
  assert.equal(await input(page, '王强').inputValue(), '参加义诊不少于 6 次');

  await input(page, '张伟').fill('每季度讲一次党课');
  await button(page, '保存（3 条）').tap();
  await page.getByText('已登记 3 条承诺').waitFor();
  await saved(page);
  assert.equal(await page.getByText('待审核', { exact: true }).count(), 3);
  assert.equal(await input(page, '王强').inputValue(), '');
  // One edit, one undo.
  await button(page, '撤销').tap();
  await page.getByText('5 名还没有登记').waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('Control+Shift+Z');
  await page.getByText('3 条承诺待审核').waitFor();

  // The same once more is told, and not refused.
  await input(page, '王强').fill('参加义诊不少于6次');
  await row(page, '王强').getByText('已有同样的承诺').waitFor();
  await button(page, '保存（1 条）').waitFor();
  await input(page, '王强').fill('');

  await button(page, '全部审核通过').tap();
  await page.getByText('已审核通过 3 条承诺').waitFor();
  await saved(page);
  assert.equal(await page.getByText('进行中', { exact: true }).count(), 3);
  await visit(page, '#/life/board', '三亮公示');
  for (const matter of ['参加义诊不少于 6 次', '带教一名新人', '每季度讲一次党课']) await page.getByText(matter).waitFor();
  await page.getByText('2 名党员还没有登记年度承诺').waitFor();

  // 兑现 opens the form of the one.
  await page.getByRole('link', { name: '登记承诺' }).tap();
  await row(page, '李敏').getByRole('link', { name: '兑现：带教一名新人' }).tap();
  await page.getByLabel('兑现日期').fill('2026.11.20');
  await page.getByLabel('履诺情况').fill('已出师');
  await button(page, '保存').tap();
  await saved(page);
  await visit(page, '#/life/commitments/2026-11', '年度承诺');
  await row(page, '李敏').getByText('已兑现').waitFor();
});

journey('a column copied out of Excel fills the members below, or those that it names', async (site) => {
  const page = await sheet(site, PHONE);
  const order = await page.locator('.commitment-name').allInnerTexts();
  await input(page, order[1]).focus();
  await paste(page, '读书一本,写心得\r\n参加义诊\r\n');
  await page.getByText('已填入 2 条，还没有保存').waitFor();
  assert.equal(await input(page, order[1]).inputValue(), '读书一本,写心得');
  assert.equal(await input(page, order[2]).inputValue(), '参加义诊');
  await paste(page, '姓名\t承诺事项\r\n陈静\t带教新人\r\n\t值守夜班\r\n钱进\t讲党课\r\n');
  await page.getByText('1 行没有对上党员').waitFor();
  assert.equal(await input(page, '陈静').inputValue(), '带教新人');
  await page.getByRole('button', { name: /^保存（/ }).tap();
  await page.getByText(/已登记 \d 条承诺/).waitFor();
  await saved(page);
  assert.equal(await row(page, '陈静').getByText('待审核').count(), 1);
});
