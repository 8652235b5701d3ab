// Dues: a month of sixteen collected by touch, offline; two who have not paid, closed, and paid back later.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { arrive, button, finger, found, go, saved, visit } from './steps.mjs';

const NAMES = '王强 李敏 张伟 刘洋 陈静 杨磊 赵艳 黄勇 周涛 吴芳 徐杰 孙丽 马超 朱琳 胡军 郭娜'.split(' ');
const csv = (lines) => ({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });

const chip = (page, name) => page.locator('.roll-chip').filter({ hasText: name }).first();
const brush = (page, name) => page.locator('.roll-brush').filter({ hasText: name }).first();
const sums = (page) => page.locator('.roll-counts').textContent();

/** A branch of sixteen whose bases are known. */
async function branch(site) {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  const roster = NAMES.map((name, at) => `${name},${1000 + at},内科党支部,正式党员`);
  await page.locator('input[type=file]').setInputFiles(csv(['姓名,工号,所在党支部,党员类别', ...roster]));
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(`已导入 ${NAMES.length} 名党员`).waitFor();
  await go(page, '#/register/dues_base/import');
  await page.getByText('选择表格').waitFor();
  const bases = NAMES.map((name, at) => `${name},2026,${at === 0 ? '10000.01' : '3200'}`);
  await page.locator('input[type=file]').setInputFiles(csv(['党员,年度,月交纳基数（元）', ...bases]));
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(`已导入 ${NAMES.length}`).first().waitFor();
  await saved(page);
  return page;
}

journey('a month of dues of sixteen with two exceptions takes six taps, and back pay no reopening', async (site) => {
  const page = await branch(site);
  await visit(page, '#/register/dues_month/month', '党费收缴');
  await page.locator('.roll-counts').getByText('应交 680.00 元').waitFor();
  // Its part is there by now: what follows is written without a net.
  await page.context().setOffline(true);
  await checkAccessible(page);
  const hand = finger();
  await hand.tap(brush(page, '未交'));
  await hand.tap(chip(page, '刘洋'));
  await hand.tap(chip(page, '王强'));
  await hand.tap(page.getByRole('button', { name: /^其余全部已交/ }));
  await page.locator('.roll-counts').getByText('未交 2 人').waitFor();
  assert.match(await sums(page), /应交 680\.00 元，实交 448\.00 元，已交 14 人，未交 2 人/);
  hand.told('dues of sixteen, two exceptions', 6);
  await button(page, '结账').tap();
  await page.getByText('已结账', { exact: true }).first().waitFor();
  // Closed: a tap changes nothing; what is paid back is written down all the same.
  const owing = (name) => page.locator('section[aria-label=补交] li').filter({ hasText: name });
  await owing('刘洋').getByRole('button', { name: '已补交' }).tap();
  await page.locator('.roll-counts').getByText('补交 32.00 元').waitFor();
  assert.match(await sums(page), /实交 448\.00 元.*补交 32\.00 元/);
  // A part of it, and the rest later: both count.
  await page.getByLabel('王强补交金额').fill('120');
  await owing('王强').getByRole('button', { name: '已补交' }).tap();
  await owing('王强').getByText('还差 80.00 元').waitFor();
  // A second tap on the button pays nothing: the next sum is typed.
  await owing('王强').getByRole('button', { name: '已补交' }).tap();
  await page.getByText('没有登记：请先写补交的金额').first().waitFor();
  await page.getByLabel('王强补交金额').fill('80');
  await owing('王强').getByRole('button', { name: '已补交' }).tap();
  await page.locator('.roll-counts').getByText('补交 232.00 元').waitFor();
  assert.equal(await owing('王强').getByRole('button', { name: '去掉' }).count(), 2);
  assert.equal(await owing('王强').getByRole('button', { name: '已补交' }).count(), 0);
  // A receipt for each who has paid, and for each payment that came later.
  await page.evaluate(() => { window.print = () => {}; });
  await button(page, '打印收据').tap();
  const receipts = page.locator('.paper-only').getByText('党费收据', { exact: true });
  await receipts.nth(16).waitFor({ state: 'attached' });
  assert.equal(await receipts.count(), 17);
  await page.locator('.paper-only').getByText('壹佰贰拾元整').first().waitFor({ state: 'attached' });
  await page.locator('.paper-only').getByText('叁拾贰元整').first().waitFor({ state: 'attached' });
  // Opened again with a reason.
  const open = button(page, '重新开账');
  assert.equal(await open.isDisabled(), true);
  await page.getByLabel('更正原因').fill('误记未交');
  await open.tap();
  await button(page, '结账').tap();
  // Three months before with the same exception: that is told on the page of what is to be done.
  for (const month of ['2026-10', '2026-09', '2026-08']) {
    await go(page, `#/register/dues_month/month/${month}`);
    await page.getByText('没登记 16 人').waitFor();
    await brush(page, '未交').tap();
    await chip(page, '王强').tap();
    await page.getByRole('button', { name: /^其余全部已交/ }).tap();
    await button(page, '结账').tap();
    await page.getByText('已结账', { exact: true }).first().waitFor();
  }
  await go(page, '#/');
  await page.getByText(/连续 3 个月没有交党费：王强/).first().waitFor();
  await saved(page);
});
