// The month's sheet: whole at 1080, told in words, and moved in as in Excel.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { BRANCH, MONTH } from './places.mjs';
import { arrive, button, go } from './steps.mjs';

const NARROW = { viewport: { width: 1080, height: 810 }, hasTouch: true };

async function sample(site, size) {
  const page = await arrive(site, size);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByText('示例台账，数据均为虚构').first().waitFor();
  await go(page, MONTH);
  await page.getByRole('region', { name: '内科党支部2026年10月月表' }).waitFor();
  return page;
}

const focused = (page) => page.evaluate(() => document.activeElement.innerText);

journey('the sheet of 18 items is whole at 1080, and an item opens, sorts and names who differs', async (site) => {
  const page = await sample(site, NARROW);
  const box = page.locator('.table-box');
  await box.waitFor();
  const beyond = await box.evaluate((it) => it.scrollWidth - it.clientWidth);
  console.log(`the sheet is ${await box.locator('table').evaluate((it) => it.offsetWidth)} px wide`);
  assert.equal(beyond, 0);
  const cut = await box.locator('th').evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.innerText));
  assert.deepEqual(cut, []);
  await checkAccessible(page);

  await page.getByRole('button', { name: '党小组会', exact: true }).tap();
  await page.getByRole('heading', { name: /^A2 党小组会/ }).waitFor();
  await page.getByText('没有登记时 6 分，每月最多 6 分，最少 0 分。').waitFor();
  await page.getByText('无故缺席').first().waitFor();
  await checkAccessible(page);
  const below = page.locator('.split-detail .ladder-face').first();
  const name = (await below.locator('.ladder-label').innerText()).trim();
  await button(page, '按这一项排序').tap();
  await page.locator('tbody tr').first().getByText(name, { exact: true }).waitFor();
  // Who differs leads to why.
  await below.tap();
  await page.getByRole('heading', { name, exact: true }).waitFor();
  await page.getByText('本项得分').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.split-detail').waitFor({ state: 'detached' });

  // Plain heads sort.
  await page.getByRole('button', { name: '总分', exact: true }).tap();
  await page.locator('th[aria-sort=descending]').waitFor();
});

journey('the explanation follows the arrows, Esc closes it, and cells copy to Excel', async (site) => {
  const page = await sample(site, LANDSCAPE);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const row = (at) => page.locator('tbody tr[aria-rowindex]').nth(at);
  const name = async (at) => (await row(at).locator('td').first().innerText()).trim();
  await row(0).locator('td').nth(3).tap();
  await page.getByRole('heading', { name: await name(0), exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: await name(1), exact: true }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('.explain-heading').getByText(/A2|党小组会/).first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.split-detail').waitFor({ state: 'detached' });
  // Going through them is one step back.
  assert.ok(page.url().endsWith('2026-10'));

  const copied = async () => {
    await page.keyboard.press('Control+c');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await row(1).locator('td').nth(1).focus();
  const cells = (await copied()).split('\t');
  assert.equal(cells[0], await name(1));
  assert.equal(cells.length, await row(1).locator('td').count());
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  const block = (await copied()).split('\n').map((line) => line.split('\t'));
  assert.deepEqual(block.map((line) => line.length), [2, 2]);
  assert.equal(block[0][0], cells[1]);
  assert.equal(block[1][1], (await focused(page)).trim());
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.locator('.is-picked').count(), 0);
});

journey('the sheet is filtered by grade and by points taken, and rows are low if one wants', async (site) => {
  const page = await sample(site, LANDSCAPE);
  const rows = page.locator('tbody tr[aria-rowindex]');
  const all = await rows.count();
  for (const word of ['良好', '有扣分']) {
    const chip = page.getByRole('button', { name: new RegExp(`^${word}`) });
    const count = Number((await chip.innerText()).match(/\d+/)[0]);
    await chip.tap();
    await page.getByText('所列平均').waitFor();
    assert.equal(await rows.count(), count, word);
    assert.ok(count < all, word);
    await chip.tap();
    assert.equal(await rows.count(), all);
  }
  await button(page, '紧凑').tap();
  assert.equal(await rows.first().evaluate((it) => it.offsetHeight), 36);
  await page.reload();
  await rows.first().waitFor();
  assert.equal(await rows.first().evaluate((it) => it.offsetHeight), 36);
});

journey('a locked month says so and offers what comes next', async (site) => {
  const page = await sample(site, LANDSCAPE);
  await go(page, `#/month/${BRANCH}/2026-09`);
  const strip = page.getByRole('note').filter({ hasText: '已锁定' });
  await strip.waitFor();
  assert.equal(await page.locator('.button-primary', { hasText: '登记积分' }).count(), 0);
  await checkAccessible(page);
  await strip.getByRole('link').tap();
  await page.getByRole('heading', { name: '季度通报' }).waitFor();
});

journey('on a phone the sheet is a list with key figures, and a member opens', async (site) => {
  const page = await sample(site, PHONE);
  const first = page.locator('.month-member').first();
  await first.getByText(/组织生活 \d/).waitFor();
  assert.equal(await page.locator('.table-box').count(), 0);
  await checkAccessible(page);
  const name = (await first.locator('strong').innerText()).trim();
  await first.tap();
  await page.getByRole('heading', { name, exact: true }).waitFor();
  await page.getByRole('button', { name: '返回' }).tap();
  await first.waitFor();
});
