// The standard: a draft with its checks, published, adopted from a month on; every page accessible.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { arrive, button, choose, exported, found, go, join, saved, TODAY } from './steps.mjs';

const item = (page, name) => page.locator('.list-item', { hasText: name });

/** A tablet with the sample open at the standard. */
async function sample(site, size) {
  const tablet = await site.tablet(size);
  await tablet.context.clock.setFixedTime(TODAY);
  const page = await tablet.open('#/standard');
  await page.getByText('试用示例').first().tap();
  await page.locator('.rail').waitFor();
  await go(page, '#/standard');
  await page.locator('.standard-page').waitFor();
  return page;
}

/** Types into a field and leaves it. */
async function type(field, text) {
  await field.fill(text);
  await field.blur();
}

journey('a standard is edited, published and adopted, and undone', async (site) => {
  const page = await sample(site, LANDSCAPE);
  await checkAccessible(page);
  await item(page, '主题党日').tap();
  await page.getByText('请假逾期未补学').waitFor();
  await item(page, '按时足额交纳党费').tap();
  await page.getByText('催缴后当月补交').waitFor();
  await checkAccessible(page);

  await button(page, '修改标准').tap();
  await item(page, '主题党日').tap();
  await page.getByRole('heading', { name: 'A4 主题党日' }).waitFor();
  await item(page, '志愿服务与义诊').tap();
  await page.getByRole('heading', { name: /志愿服务与义诊$/ }).waitFor();
  assert.equal(await page.getByLabel('项目名称').inputValue(), '志愿服务与义诊');
  await type(page.getByLabel('基础分'), '9');
  await page.getByText('先改正 1 处').waitFor();
  await type(page.getByLabel('基础分'), '0');
  await type(page.getByLabel('情形').first(), '每日打卡');
  await page.locator('.rule-card').getByText('按“打卡”给分').waitFor();
  await checkAccessible(page);
  await type(page.getByLabel('情形').first(), '单次满2小时');
  await type(page.getByLabel('每月上限', { exact: true }), '6');
  await saved(page);
  // What does not add up is said beside it, and beside its aspect.
  await page.locator('.split-body .cap-sum.is-off').getByText('各项合计 31 分，比本方面的 30 分多 1 分').waitFor();
  assert.equal(await page.locator('.split-list .cap-sum.is-off').count(), 1);
  await item(page, '名称、方面和等级').tap();
  await page.locator('.split-body').getByText('各方面合计 100 分，正好').waitFor();
  await page.locator('.split-body').getByText('各项合计 31 分').waitFor();
  assert.equal(await page.getByLabel('这一版的名称').inputValue(), '默认标准(三方面十八项)（2026年11月修订）');
  await checkAccessible(page);

  await page.getByRole('link', { name: '比较' }).tap();
  await page.getByText('共 2 处不同：1 项的分值有改动，文字改 1 处').waitFor();
  await page.goBack();
  await button(page, '核对并发布').tap();
  // What changes, and for whom it would have: only then it is published.
  await page.getByRole('heading', { name: /与正在用的.*相比/ }).waitFor();
  await page.getByText('1 项的分值有改动，文字改 1 处。').waitFor();
  await page.getByText(/看了 \d+ 人/).waitFor();
  await checkAccessible(page);
  await page.getByRole('link', { name: '打印试算' }).tap();
  await page.locator('.paper').getByText('考核标准试算').first().waitFor();
  assert.match(await page.locator('.paper').first().innerText(), /与正在用的一版相比：1 项的分值有改动[\s\S]*只是试算/);
  await page.goBack();
  await button(page, '发布').tap();
  await page.getByText('这一版已发布，还没有采用').waitFor();
  await button(page, '采用这一版').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2026年11月', { exact: true }).waitFor();
  await button(dialog, '上个月').tap();
  await dialog.getByText('已经锁定，不能再换标准').waitFor();
  await checkAccessible(page);
  await button(dialog, '下个月').tap();
  await button(dialog, '采用').tap();
  await page.getByText('自2026年11月起采用').first().waitFor();
  await saved(page);

  await go(page, '#/standard/versions');
  await page.getByText('2026年11月起', { exact: true }).waitFor();
  await checkAccessible(page);
  await page.keyboard.press('Control+z');
  await page.getByText('2026年11月起', { exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.getByText(/修改$/).waitFor();
});

journey('on a phone the standard reads and prints', async (site) => {
  const page = await sample(site, PHONE);
  await item(page, '志愿服务与义诊').tap();
  await page.getByText('单次满2小时').waitFor();
  await checkAccessible(page);
  await button(page, '返回').tap();
  await page.getByText('单次满2小时').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '打印' }).tap();
  await page.locator('.paper-table').first().waitFor();
  assert.equal(await page.locator('.paper-table tbody tr').count(), 18);
});

/** Adopts a standard of one's own from this month on. */
async function adopt(page, cap) {
  await go(page, '#/standard');
  await button(page, '修改标准').tap();
  await item(page, '志愿服务与义诊').tap();
  await type(page.getByLabel('每月上限', { exact: true }), cap);
  await button(page, '核对并发布').tap();
  await button(page, '发布').tap();
  await button(page, '采用这一版').tap();
  await button(page.getByRole('dialog'), '采用').tap();
  await page.getByText('自2026年11月起采用').first().waitFor();
}

journey('two standards adopted for one month are told apart, and one is chosen', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, LANDSCAPE);
  await found(one, '王芳', '平板A');
  await join(two, await exported(one), '林静', '平板B');

  await adopt(one, '6');
  await adopt(two, '7');
  const theirs = await exported(one);
  await go(two, '#/exchange');
  await choose(two, theirs);
  await two.getByRole('gridcell', { name: '两边都改过' }).waitFor();
  await two.getByRole('button', { name: /^导入 \d+ 处/ }).tap();
  await button(two, '撤回导入').waitFor();

  await go(two, '#/standard');
  await two.getByText('两台平板为同一个月采用了不同的标准').waitFor();
  await checkAccessible(two);
  await two.getByRole('link', { name: '去选定' }).tap();
  const notice = two.locator('.notice').filter({ hasText: '两台平板不一致' });
  await notice.getByText(/王芳.*发布/).waitFor();
  await checkAccessible(two);
  await notice.getByRole('button').last().tap();
  await notice.waitFor({ state: 'detached' });
  await saved(two);
});
