// Figures with their tables, the member's page that is signed, and a draft of the standard that is
// tried on months that have passed.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PHONE, PORTRAIT } from './harness.mjs';
import { printed, signs } from './pdf.mjs';
import { arrive, button, go, lowerBase } from './steps.mjs';
import { workbook } from './workbook.mjs';

/** Opens the sample, whose months to October are locked but for one branch. */
async function sample(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
}

const figure = (page, title) => page.locator('.figure').filter({ hasText: title });

/** The drawing is named, and the table behind it says as much. */
async function turn(page, title) {
  const one = figure(page, title).first();
  await one.getByRole('img').waitFor();
  assert.match(await one.getByRole('img').getAttribute('aria-label'), /。/);
  await button(one, '看表').tap();
  await one.getByRole('table').waitFor();
  assert.ok((await one.locator('tbody tr').count()) > 0, `${title}: rows`);
  await button(one, '看图').tap();
  await one.getByRole('img').waitFor();
}

journey('figures stand on the home page, the quarter and the year, each with a table behind it', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await turn(page, '人均积分走势');
  await checkAccessible(page);

  await go(page, '#/quarter/2026-Q3');
  await turn(page, '各支部人均');
  await turn(page, '等级分布');
  await checkAccessible(page);

  await go(page, '#/year/2026');
  await turn(page, '年度积分的等级分布');
  await turn(page, '2026年各月人均');
  await checkAccessible(page);
});

journey('the table of a month is handed over from its place in the navigation too', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await page.getByRole('link', { name: '考核', exact: true }).tap();
  await button(page, '打印和导出').tap();
  const file = await workbook(page, () => page.getByRole('menuitem', { name: '导出表格（.xlsx）' }).tap());
  assert.match(file.name, /月考核表_/);
  assert.ok(file.rows[0].length > 10, `${file.rows[0].length} rows`);
});

/** The member's page, from the list of members. */
async function member(page) {
  await go(page, '#/register/member');
  await page.locator('main').getByRole('gridcell').first().tap();
  await page.getByRole('link', { name: '个人积分' }).tap();
  await page.getByText('逐项得分').waitFor();
}

journey('a member\'s year is read item by item, and printed for the signature', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await sample(page);
  await member(page);
  await turn(page, '2026年各月积分');
  await page.getByText('已锁定').first().waitFor();
  for (const name of ['A1', 'B3', 'C6', '结果', '绩效系数']) {
    await page.getByRole('cell', { name: new RegExp(`^${name}`) }).or(page.getByRole('rowheader', { name: new RegExp(`^${name}`) })).first().waitFor();
  }
  await checkAccessible(page);
  const file = await workbook(page, () => button(page, '导出表格（.xlsx）').tap());
  assert.match(file.name, /^医心台账_2026-11-21_\d{4}_.*2026年个人积分.*\.xlsx$/);
  const results = file.rows[0].find(([first]) => first === '结果');
  assert.ok(results.slice(1).every((result) => result === '—' || (result >= 0 && result <= 100)), results.join());

  await page.getByRole('link', { name: '打印签字页' }).tap();
  await page.getByText('党员签字确认：').waitFor();
  const paper = page.locator('.set-paper .paper');
  await paper.locator('svg[role=img]').waitFor();
  assert.match(await paper.innerText(), /年度积分[\s\S]*有效月/);
  await checkAccessible(page);
  const [sheet, ...more] = await printed(page);
  assert.deepEqual([Math.round(sheet.width), Math.round(sheet.height), more.length], [210, 297, 0], 'one sheet of A4');
  assert.equal(signs(sheet.text), signs(await paper.textContent()));
});

journey('a draft is tried on locked months, explained line by line, and changes nothing', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await go(page, '#/standard');
  await button(page, '修改标准').tap();
  // The draft as it begins is the standard in force.
  await page.getByRole('link', { name: '试算' }).tap();
  await page.getByText('没有变化').waitFor();
  await page.goBack();

  await lowerBase(page);
  await page.getByText('会降').waitFor();
  await checkAccessible(page);

  await page.getByRole('grid', { name: '会变的党员' }).getByRole('gridcell').first().tap();
  await page.getByRole('heading', { name: /^A4 主题党日：/ }).first().waitFor();
  await page.getByText(/基础分 8 分/).first().waitFor();
  await page.getByText(/基础分 7 分/).first().waitFor();
  await checkAccessible(page);

  // Fewer months, and all branches.
  const chosen = page.getByRole('group', { name: '用哪几个月来试' }).or(page.locator('.field', { hasText: '用哪几个月来试' })).first();
  await chosen.waitFor();
  await page.getByRole('checkbox', { name: '2026年9月', exact: true }).uncheck();
  await page.getByRole('grid', { name: '会变的党员' }).or(page.getByText('没有变化')).first().waitFor();

  // The months are as they were locked.
  await go(page, '#/quarter/2026-Q3');
  await page.getByText('已锁定').first().waitFor();
});

journey('on a phone figures keep to the page', async (site) => {
  const page = await arrive(site, PHONE);
  await sample(page);
  await figure(page, '人均积分走势').getByRole('img').waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wider, 'nothing is wider than the screen');
  await member(page);
  await figure(page, '2026年各月积分').getByRole('img').waitFor();
  await checkAccessible(page);
});
