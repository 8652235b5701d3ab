// The hour that issue 15 counts: what a secretary, the committee's clerk and the next secretary do most, by taps alone
// from the home page on; each prints how many it took.

import assert from 'node:assert/strict';
import { journey, LANDSCAPE } from './harness.mjs';
import { arrive, button, exported, finger, found, join, place, saved, TODAY } from './steps.mjs';

const NAMES = '王强 李敏 张伟 刘洋 陈静 杨磊 赵艳 黄勇 周涛 吴芳 徐杰 孙丽 马超 朱琳 胡军 郭娜'.split(' ');
const ROSTER = Buffer.from(['姓名,工号,所在党支部,党员类别', ...NAMES.map((name, at) => `${name},${1000 + at},内科党支部,正式党员`)].join('\r\n'));

const duty = (page, text) => page.locator('.duty').filter({ hasText: text }).first();
const later = (days) => new Date(TODAY.getTime() + days * 86_400_000);

journey('the first day: a ledger, a roster of sixteen, and the first entry', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  const hand = finger();
  await hand.tap(page.getByRole('button', { name: /新建台账/ }));
  for (const [label, text] of [['单位名称', '示例市人民医院'], ['你的支部', '内科党支部'], ['你的姓名', '王芳'], ['你的职务', '支部书记']]) {
    await page.getByLabel(label).fill(text);
  }
  await hand.tap(button(page, '开始'));
  await hand.tap(page.getByRole('link', { name: '导入花名册' }).first());
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: ROSTER });
  await hand.tap(button(page, '下一步'));
  await hand.tap(page.getByRole('button', { name: /^导入/ }));
  await page.getByText('已导入 16 名党员').waitFor();
  await hand.tap(place(page, '首页'));
  // A new ledger is quiet: nothing is overdue.
  await page.getByText('眼下没有要办的事').waitFor();
  assert.equal(await page.getByText('应在').count(), 0);
  await hand.tap(page.getByRole('link', { name: '登记积分' }));
  // Nothing was used yet, so nothing is offered: the rule is looked for.
  await hand.tap(page.locator('.record-form .picker').first());
  await page.locator('.pane-panel input').fill('义诊');
  await hand.tap(page.locator('.pane-option').first());
  await hand.tap(page.locator('.roll-chip').first());
  await hand.tap(button(page, '登记'));
  await page.locator('.just-done').waitFor();
  await saved(page);
  hand.told('from nothing to the first entry', 12);
});

journey('a month: a score explains itself in two taps, and the month is closed in five', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  const hand = finger();
  await found(page, '王芳', '平板A');
  await page.evaluate(() => { location.hash = '#/import-roster'; });
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: ROSTER });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 16 名党员').waitFor();
  await place(page, '首页').tap();

  await hand.tap(place(page, '考核'));
  await hand.tap(page.locator('table tbody tr').first().locator('td').nth(3));
  await page.getByText('本项得分').waitFor();
  hand.told('a score explained, down to its lines', 2);

  await place(page, '首页').tap();
  await hand.tap(duty(page, '月表'));
  await hand.tap(button(page, '审定通过'));
  await hand.tap(button(page, '开始公示'));
  await page.getByText('公示中').first().waitFor();
  await saved(page);
  await page.clock.setFixedTime(later(12));
  await page.reload();
  await place(page, '首页').tap();
  await hand.tap(duty(page, '可以锁定'));
  await hand.tap(button(page, '锁定这个月'));
  await page.getByText('快照校验值').waitFor();
  hand.told('a month closed', 5);
});

journey('a quarter and a hand-over: the bulletin from the duty, and all that the next secretary needs', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  const hand = finger();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await hand.tap(duty(page, '积分通报待出具'));
  await hand.tap(button(page, '出具通报'));
  // One sees what was issued.
  await page.locator('.set-paper .paper').first().waitFor();
  hand.told('the bulletin issued', 3);

  await hand.tap(place(page, '交换'));
  await hand.tap(page.getByRole('link', { name: /工作交接/ }));
  const file = page.waitForEvent('download');
  await hand.tap(button(page, '导出交接包'));
  await file;
  hand.told('the hand-over exported', 3);
});

journey("the clerk's five files come in together", async (site) => {
  const clerk = await arrive(site, LANDSCAPE);
  await found(clerk, '林静', '党办');
  const base = await exported(clerk);
  const files = [];
  for (let at = 1; at <= 5; at += 1) {
    const page = await arrive(site, LANDSCAPE);
    await join(page, base, `书记${at}`, `平板${at}`);
    await page.evaluate(() => { location.hash = '#/register/member/new'; });
    await page.getByLabel('姓名').fill(NAMES[at]);
    await page.getByLabel('工号').fill(`${2000 + at}`);
    await button(page, '保存').tap();
    await saved(page);
    files.push({ name: `支部${at}.json`, mimeType: 'application/json', buffer: await exported(page) });
  }
  const hand = finger();
  await hand.tap(place(clerk, '交换'));
  await clerk.locator('input[type=file]').first().setInputFiles(files);
  for (const { name } of files) {
    await clerk.locator('main').getByText(name).first().waitFor();
    await hand.tap(clerk.getByRole('button', { name: /^导入 \d+ 处/ }));
  }
  await clerk.getByText('选择别人给的数据文件').waitFor();
  hand.told('five files of branches taken in', 7);
  await place(clerk, '党员').tap();
  await clerk.getByText('5 名').first().waitFor();
});
