// From three locked months to the end of the year, on one tablet: a bulletin, previewed, issued and
// printed → a late fact becomes an adjustment → the old bulletin is printed the same → ballots and a
// decision → awards and coefficients as files → another standard tried on the months.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey } from './harness.mjs';
import { plain, printed, printedByMenu, signs } from './pdf.mjs';
import { workbook } from './workbook.mjs';
import { arrive, button, go, lowerBase, saved } from './steps.mjs';

const PAPER = '#/quarter/2026-Q3/paper';
const TITLE = '关于2026年第三季度党员积分考核情况的通报';

/** Opens the sample, whose months to October are locked but for one branch. */
async function sample(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
}

/** What the sheets of paper say, each with its number. */
const sheets = (page) => page.locator('.set-paper .paper').allInnerTexts();

/** The address of the first branch, as the duties of the home page have it. */
async function firstBranch(page) {
  await go(page, '#/month');
  await page.getByRole('link', { name: '季度' }).waitFor();
  await go(page, '#/quarter/2026-Q3');
  const link = page.locator('.quarter-month').first();
  await link.waitFor();
  return (await link.getAttribute('href')).split('/')[2];
}

/** Prints the bulletin on the page: A4, within the margins (domain.md §3.3), each page what its sheet is. */
async function print(page) {
  const shown = await page.locator('.set-paper .paper').evaluateAll((all) => all.map((sheet) => ({
    text: sheet.textContent,
    lies: sheet.classList.contains('is-landscape'),
  })));
  const pages = await printed(page);
  assert.equal(pages.length, shown.length, 'a page for each sheet');
  assert.ok(plain(pages[0].text).includes(plain(TITLE)));
  for (const [place, paper] of pages.entries()) {
    const { text, lies } = shown[place];
    const told = `page ${place + 1}`;
    const size = [Math.round(paper.width), Math.round(paper.height)];
    assert.deepEqual(size, lies ? [297, 210] : [210, 297], `${told} is A4`);
    assert.equal(signs(paper.text), signs(text), `${told} says what its sheet says`);
    // What a font has above and below its letters counts with them: a third of their size.
    const [left, top, right, bottom] = lies ? [15, 15, 15, 12] : [28, 37, 26, 18];
    const out = paper.words.filter((word) => word.left < left - 1 || word.right > paper.width - right + 1
      || word.top < top - 3.5 || word.bottom > paper.height - bottom + 3.5);
    assert.deepEqual(out, [], `${told} keeps its margins`);
    // The number in the last line: at the right of odd pages, at the left of even ones.
    const lowest = Math.max(...paper.words.map((word) => word.bottom));
    const foot = paper.words.filter((word) => word.bottom > lowest - 3);
    assert.equal(foot.map((word) => word.text).join(''), `—${place + 1}—`, told);
    assert.equal(foot[0].left > paper.width / 2, place % 2 === 0, `${told}: the side of its number`);
  }
  return pages;
}

/** The bulletin that stands as both versions of it are shown and printed, and what its hash is. */
async function versions(page) {
  await go(page, '#/quarter/2026-Q3');
  const hash = await page.getByText(/校验值 [0-9a-f]{12}/).first().innerText();
  await go(page, PAPER);
  return { hash: hash.match(/[0-9a-f]{12}/)[0], ...await bothPrinted(page) };
}

/** Both versions of the bulletin on the page. */
async function bothPrinted(page) {
  const found = {};
  for (const version of ['公示版', '内部版']) {
    await page.getByRole('radio', { name: version }).tap();
    await page.getByText(version === '内部版' ? '内部版不要张贴' : '贴出去的就是下面这几张').waitFor();
    found[version] = { sheets: await sheets(page), pages: await print(page) };
  }
  return found;
}

/** The bulletin is previewed in both versions, and issued. */
async function issue(page) {
  await page.getByText('没有什么挡在出具前面').or(page.getByText(/请留意/)).first().waitFor();
  await checkAccessible(page);

  // What is typed is kept; all else is generated.
  await page.getByLabel('下一步要求').fill('九月缺课的党员十月底前补学。联系人 13812345678');
  await page.keyboard.press('Tab');
  await saved(page);

  // The public version has no number that could be someone's, and no results unless asked.
  await go(page, PAPER);
  await page.getByText(TITLE).first().waitFor();
  const paper = (await sheets(page)).join('\n');
  assert.match(paper, /一、总体情况[\s\S]*二、支部情况[\s\S]*三、党员积分情况[\s\S]*四、突出表现[\s\S]*五、存在问题[\s\S]*六、下一步要求/);
  assert.ok(!paper.includes('13812345678') && paper.includes('（略）'), 'numbers stay out');
  for (const secret of ['医德医风', '谈话提醒', '不参评\t']) assert.ok(!paper.includes(secret), secret);
  assert.equal(await page.locator('.set-paper .figure-drawing').count(), 0, 'no figure hangs on the wall');
  const count = await page.locator('.set-paper .paper').count();
  for (let number = 1; number <= count; number += 1) assert.ok(paper.includes(`— ${number} —`), `sheet ${number}`);
  await checkAccessible(page);
  assert.deepEqual(await printedByMenu(page), await printed(page), 'the menu prints what the button prints');

  // The internal one has the results, and the branches in a figure.
  await page.getByRole('radio', { name: '内部版' }).tap();
  await page.getByText('内部版不要张贴').waitFor();
  await page.locator('.set-paper .figure-drawing').waitFor();
  await checkAccessible(page);
  const file = await workbook(page, () => button(page, '导出表格（.xlsx）').tap());
  assert.match(file.name, /^医心台账_2026-11-21_\d{4}_季度通报.*内部版.*\.xlsx$/);
  assert.ok(file.sheets.length >= 2 && file.texts.includes('党员积分汇总一览表'));
  assert.ok(!file.texts.includes('13812345678'));
  assert.ok((await sheets(page)).join('\n').includes('13812345678'));

  await go(page, '#/quarter/2026-Q3');
  await button(page, '出具通报').tap();
  await page.getByText('已出具，快照已留存').waitFor();
  // One sees what was issued; then looking at it is the one main action.
  await page.getByText(TITLE).first().waitFor();
  await saved(page);
  await go(page, '#/quarter/2026-Q3');
  await page.getByText(/校验值 [0-9a-f]{12}/).first().waitFor();
  assert.deepEqual(await page.locator('main .button-primary').allInnerTexts(), ['看通报和打印']);
}

/** A late fact of September is adopted as an adjustment. */
async function adjust(page, branch) {
  // Of several, as who is exempt has no difference.
  await go(page, `#/month/${branch}/2026-09/new/C1.1`);
  for (let place = 0; place < 6; place += 1) await page.locator('.roll-chip').nth(place).tap();
  await button(page, '登记并回月表').tap();
  await go(page, `#/month/${branch}/2026-09/close`);
  await page.getByText(/\d+ 人的结果有差额/).waitFor();
  await page.getByLabel('事由').fill('补登记抽查');
  await page.getByLabel('批准人').fill('支委会');
  await button(page, '转为调整分录').tap();
  await page.getByText('锁定以后没有新的差额').waitFor();
  await saved(page);
}

/** Issued anew for a reason alone; the earlier bulletin is there to be printed as it was. */
async function issueAnew(page, { hash, ...before }) {
  await go(page, '#/quarter/2026-Q3');
  await page.getByText(/通报里是/).first().waitFor();
  // What was issued asks for nothing more, until one wants it anew.
  assert.equal(await page.getByLabel('成文日期').count(), 0);
  await button(page, '改文字，重新出具').tap();
  await page.getByLabel('重新出具的理由').fill('补登记义诊');
  await button(page, '重新出具').tap();
  await page.getByText(TITLE).first().waitFor();
  await saved(page);
  await go(page, '#/quarter/2026-Q3');
  await page.getByText('以前出具过 1 次').waitFor();
  await page.reload();
  await page.getByText('以前出具过 1 次').waitFor();
  const now = await versions(page);
  assert.notEqual(now.hash, hash);
  assert.notDeepEqual(now['内部版'].sheets, before['内部版'].sheets);
  await page.getByRole('radio', { name: /原来那份/ }).tap();
  assert.deepEqual(await bothPrinted(page), before);
}

/** Ballots for the member with the most points, and who that is. */
async function ballots(page, branch) {
  await go(page, `#/year/2026/${branch}`);
  await page.locator('.year-item').first().waitFor();
  const items = await page.locator('.year-item').evaluateAll((all) => all.map((item) => ({
    name: item.querySelector('.year-name').textContent,
    points: Number(item.querySelector('.is-number').textContent.match(/[\d.]+/)?.[0] ?? 0),
  })));
  const { name } = items.sort((one, other) => other.points - one.points)[0];

  await go(page, `#/year/2026/${branch}/ballots`);
  for (const [label, count] of [['应到', '16'], ['实到', '15'], ['发出', '15'], ['收回', '15'], ['有效', '16']]) {
    await page.getByLabel(label, { exact: true }).fill(count);
  }
  await page.getByLabel(`${name} 优秀`, { exact: true }).fill('10');
  await page.getByLabel(`${name} 合格`, { exact: true }).fill('5');
  await button(page, '存下票数').tap();
  await page.getByText('有效票比收回的多（16 比 15）').waitFor();
  await page.getByText(/的得票合计 15，与有效票 16 不符/).waitFor();
  await page.getByLabel('有效', { exact: true }).fill('15');
  await button(page, '存下票数').tap();
  await page.getByText('有效票比收回的多').waitFor({ state: 'detached' });
  await checkAccessible(page);
  return name;
}

/** The branch decides on a grade. */
async function decide(page, branch, name) {
  await go(page, `#/year/2026/${branch}`);
  await page.getByLabel(`${name}的评定`, { exact: true }).selectOption({ label: '优秀' });
  await page.getByText(`${name}评定为优秀`).waitFor();
  await saved(page);
}

/** Awards and performance pay as files, read back. */
async function uses(page, branch, name) {
  await go(page, `#/year/2026/${branch}/uses`);
  const coming = page.waitForEvent('download');
  await button(page, '导出绩效系数 CSV').tap();
  const csv = readFileSync(await (await coming).path(), 'utf8');
  assert.match(csv, /^\ufeff姓名,1月,2月/);
  assert.match(csv, /,1\.0[025]?0?,/);
  const pay = await workbook(page, () => button(page, '导出绩效系数（.xlsx）').tap());
  assert.match(pay.name, /^医心台账_2026-11-21_\d{4}_.*绩效系数.*\.xlsx$/);
  assert.match(pay.texts, />姓名<[\s\S]*>示例台账，数据均为虚构</);
  // The coefficients are numbers, one for each month that is locked; nothing is a formula.
  const [, ...months] = pay.rows[0].find(([first]) => first === name);
  assert.equal(months.length, 12);
  assert.ok(months.slice(6, 9).every((one) => [1.05, 1.02, 1, 0.95].includes(one)), months.join());
  assert.deepEqual(months.slice(10), ['', '']);
  assert.ok(!pay.sheets[0].includes('<f>'));
  const awards = await workbook(page, () => button(page, '导出评先选优（.xlsx）').tap());
  const award = (row) => row.slice(3);
  assert.deepEqual(award(awards.rows[0].find(([first]) => first === '姓名')), ['评定', '可否推荐', '原因']);
  assert.deepEqual(award(awards.rows[0].find(([first]) => first === name)), ['优秀', '可以', '']);
  await checkAccessible(page);

  await go(page, `#/year/2026/${branch}/print-ballot`);
  await page.getByText('年度民主评议党员测评表（无记名）').first().waitFor();
  await go(page, `#/year/2026/${branch}/print-summary`);
  await page.getByText('年度民主评议党员汇总表').first().waitFor();
}

journey('from three locked months to the bulletin, its reprint, the year and a what-if', async (site) => {
  const page = await arrive(site);
  await sample(page);
  const branch = await firstBranch(page);
  await issue(page);
  const before = await versions(page);

  await adjust(page, branch);
  // Letter by letter, each at its place: what is told of the adjustment is told elsewhere.
  assert.deepEqual(await versions(page), before);
  await issueAnew(page, before);

  const name = await ballots(page, branch);
  await decide(page, branch, name);
  await uses(page, branch, name);

  await go(page, '#/standard');
  await button(page, '修改标准').tap();
  await lowerBase(page);
  await page.getByText('会降').waitFor();
  await go(page, '#/quarter/2026-Q3');
  await page.getByText('以前出具过 1 次').waitFor();
}, 240_000);
