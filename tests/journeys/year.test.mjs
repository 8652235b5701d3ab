// The year as a table: ballots from Excel, 16 grades in few taps, reasons beside what differs.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { BRANCH } from './places.mjs';
import { arrive, button, go, saved } from './steps.mjs';

const YEAR = `#/year/2026/${BRANCH}`;

async function sample(site, size) {
  const page = await arrive(site, size);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
  return page;
}

/** Pastes a text where the focus is. */
const paste = (page, text) => page.evaluate((text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);

const names = (page) => page.locator('.row-grid tbody th').allInnerTexts();

const vote = (page, name, grade) => page.getByLabel(`${name} ${grade}`, { exact: true });

const decision = (page, name) => page.getByLabel(`${name}的评定`, { exact: true });

const told = (page) => page.locator('.year-told').innerText();

/** How many are decided on, as the line above the table has it. */
const chosen = (page) => page.locator('.year-decision select').evaluateAll((all) => all.filter((one) => one.value).length);

/** Fills in the ballots of all members, from Excel, and saves them. */
async function cast(page) {
  await go(page, `${YEAR}/ballots`);
  await page.locator('.row-grid tbody tr').first().waitFor();
  const all = await names(page);
  for (const label of ['实到', '发出', '收回', '有效']) await page.getByLabel(label, { exact: true }).fill('12');
  await vote(page, all[0], '优秀').tap();
  const lines = all.map((name, at) => `${name}\t${at === 2 ? 7 : 8}\t3\t1\t0`).reverse();
  await paste(page, ['姓名\t优秀\t合格\t基本合格\t不合格', ...lines, '合计\t1\t1\t1\t1'].join('\n'));
  await page.getByText(`已填入 ${all.length * 4} 格，1 行没有对上，没有填`).waitFor();
  return all;
}

journey('sixteen grades are decided in four taps at most, and one that differs gets its reason', async (site) => {
  const page = await sample(site, LANDSCAPE);
  const all = await cast(page);
  // 应到 is proposed, and saved with the rest; a sum that does not add up is said in its row.
  const due = await page.getByLabel('应到', { exact: true }).inputValue();
  assert.ok(Number(due) > 0, due);
  const third = page.locator('.row-grid tbody tr').nth(2);
  await third.getByText('有效票是 12').waitFor();
  assert.match(await third.locator('.row-sum').evaluate((it) => `${it.className} ${getComputedStyle(it).color}`), /is-bad/);
  assert.equal(await page.locator('.row-sum.is-bad').count(), 1);
  await checkAccessible(page);
  await vote(page, all[2], '优秀').fill('8');
  await page.getByText('有效票是 12').waitFor({ state: 'detached' });
  await button(page, '存下票数').tap();
  await page.getByText('已存下测评票数').waitFor();
  await saved(page);
  await page.reload();
  await page.getByLabel('应到', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('应到', { exact: true }).inputValue(), due);
  assert.equal(await page.locator('main .button-primary').count(), 1);

  let taps = 0;
  await go(page, YEAR);
  await page.locator('.year-item').first().waitFor();
  assert.equal(await page.locator('main .button-primary').count(), 1);
  const assessed = Number((await told(page)).match(/参评 (\d+) 名/)[1]);
  assert.equal(await told(page), `参评 ${assessed} 名，还有 ${assessed} 名没评定`);
  await checkAccessible(page);
  await button(page, '按建议全部评定').tap();
  taps += 1;
  await page.getByText(`已按建议评定 ${assessed} 名`).waitFor();
  await page.getByText(`参评 ${assessed} 名，都评定了`).waitFor();
  assert.equal(await chosen(page), assessed);
  // One edit: it goes back as one.
  await page.locator('.toast', { hasText: '已按建议评定' }).getByRole('button', { name: '撤销' }).tap();
  await page.getByText(`参评 ${assessed} 名，还有 ${assessed} 名没评定`).waitFor();
  assert.equal(await chosen(page), 0);

  // What was decided by hand stays as it is: blanks alone are filled.
  const differs = await page.locator('.year-item', { hasText: '合格' }).first().locator('th').innerText();
  await decision(page, differs).selectOption({ label: '基本合格' });
  await page.getByText(`${differs}评定为基本合格`, { exact: true }).waitFor();
  await page.getByText('请写明理由').first().waitFor();
  taps += 2;
  await button(page, '按建议全部评定').tap();
  await page.getByText(`已按建议评定 ${assessed - 1} 名`).waitFor();
  assert.equal(await decision(page, differs).inputValue(), 'basic');
  await page.getByLabel(`${differs}与建议不同的理由`).fill('受过提醒谈话');
  await page.keyboard.press('Tab');
  await page.getByText('已存下理由').waitFor();
  await page.getByText('请写明理由').first().waitFor({ state: 'detached' });
  await saved(page);
  console.log(`${assessed} grades, one of them other than suggested: ${taps} taps`);
  assert.ok(taps <= 4);
  await page.reload();
  await decision(page, differs).waitFor();
  assert.equal(await decision(page, differs).inputValue(), 'basic');
  assert.equal(await page.getByLabel(`${differs}与建议不同的理由`).inputValue(), '受过提醒谈话');
  // Done: what comes next is the paper.
  assert.equal(await page.getByRole('link', { name: '打印汇总表' }).evaluate((it) => it.classList.contains('button-primary')), true);

  // More than a third is said at once, in red.
  const best = await page.locator('.year-item').locator('th').allInnerTexts();
  for (const name of best.slice(0, Math.floor(assessed / 3) + 1)) {
    await decision(page, name).selectOption({ label: '优秀' });
    await page.getByText(`${name}评定为优秀`).or(page.locator('.year-told')).first().waitFor();
  }
  await page.locator('.year-bar .is-bad', { hasText: '多了' }).waitFor();
});

journey('without ballots it is said why nothing is suggested, and the table is a list on phones', async (site) => {
  const page = await sample(site, PHONE);
  await go(page, YEAR);
  await page.getByText('还没有得票').first().waitFor();
  await page.getByText('没有评定的都还没有建议').waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  assert.ok(await page.locator('.year-box').evaluate((it) => it.scrollWidth <= it.clientWidth + 1));
  await checkAccessible(page);

  await go(page, `${YEAR}/ballots`);
  await page.locator('.row-grid tbody tr').first().waitFor();
  const [one, two] = await names(page);
  assert.ok(await page.locator('.row-grid').evaluate((it) => it.getBoundingClientRect().right <= window.innerWidth));
  await vote(page, one, '优秀').tap();
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  await page.keyboard.type('7');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('2');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  const cells = [[one, '优秀'], [two, '优秀'], [two, '合格'], [one, '合格']];
  assert.deepEqual(await Promise.all(cells.map(([name, grade]) => vote(page, name, grade).inputValue())), ['9', '7', '2', '1']);
  await checkAccessible(page);
  // Nothing is saved with a proposal alone, and what was typed is there again.
  await page.locator('.saving').getByText('还没保存').waitFor();
});
