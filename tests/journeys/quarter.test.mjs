// The quarter: locked months → a bulletin, previewed and issued → a late fact becomes an adjustment →
// the old bulletin is printed the same. The year: ballots, a decision, and the coefficients as a file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey } from './harness.mjs';
import { workbook } from './workbook.mjs';
import { arrive, button, go, saved } from './steps.mjs';

/** Opens the sample, whose months to October are locked but for one branch. */
async function sample(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
}

/** What the sheets of paper say, each with its number. */
const sheets = (page) => page.locator('.official .paper').allInnerTexts();

/** The address of the first branch, as the duties of the home page have it. */
async function firstBranch(page) {
  await go(page, '#/month');
  await page.getByRole('link', { name: '季度' }).waitFor();
  await go(page, '#/quarter/2026-Q3');
  const link = page.locator('.quarter-month').first();
  await link.waitFor();
  return (await link.getAttribute('href')).split('/')[2];
}

journey('a bulletin is previewed, issued, and printed the same after late facts', async (site) => {
  const page = await arrive(site);
  await sample(page);
  const branch = await firstBranch(page);
  await page.getByText('没有什么挡在出具前面').or(page.getByText(/请留意/)).first().waitFor();
  await checkAccessible(page);

  // What is typed is kept; all else is generated.
  await page.getByLabel('下一步要求').fill('九月缺课的党员十月底前补学。联系人 13812345678');
  await button(page, '存下文字').tap();
  await page.getByText('已存下通报的文字').waitFor();
  await saved(page);

  // The public version has no number that could be someone's, and no results unless asked.
  await go(page, '#/quarter/2026-Q3/paper');
  await page.getByText('关于2026年第三季度党员积分考核情况的通报').first().waitFor();
  let paper = (await sheets(page)).join('\n');
  assert.match(paper, /一、总体情况[\s\S]*二、支部情况[\s\S]*三、党员积分情况[\s\S]*四、突出表现[\s\S]*五、存在问题[\s\S]*六、下一步要求/);
  assert.ok(!paper.includes('13812345678') && paper.includes('（略）'), 'numbers stay out');
  for (const secret of ['医德医风', '谈话提醒', '不参评\t']) assert.ok(!paper.includes(secret), secret);
  const count = await page.locator('.official .paper').count();
  for (let number = 1; number <= count; number += 1) assert.ok(paper.includes(`— ${number} —`), `sheet ${number}`);
  await checkAccessible(page);

  // The internal one has the results.
  await page.getByRole('radio', { name: '内部版' }).tap();
  await page.getByText('内部版不要张贴').waitFor();
  const file = await workbook(page, () => button(page, '导出表格（.xlsx）').tap());
  assert.match(file.name, /季度通报_内部版_2026-11-21\.xlsx$/);
  assert.ok(file.sheets.length >= 2 && file.texts.includes('党员积分汇总一览表'));
  assert.ok(!file.texts.includes('13812345678'));
  assert.ok((await sheets(page)).join('\n').includes('13812345678'));

  // Issued.
  await go(page, '#/quarter/2026-Q3');
  await button(page, '出具通报').tap();
  await page.getByText('已出具，快照已留存').waitFor();
  await page.getByText(/校验值 [0-9a-f]{12}/).first().waitFor();
  await saved(page);
  await go(page, '#/quarter/2026-Q3/paper');
  await page.locator('.official .paper').first().waitFor();
  const before = await sheets(page);

  // A late fact of September, adopted as an adjustment.
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

  // The old bulletin is the same, word for word; that it would differ now is told.
  await go(page, '#/quarter/2026-Q3/paper');
  await page.locator('.official .paper').first().waitFor();
  assert.deepEqual(await sheets(page), before);
  await go(page, '#/quarter/2026-Q3');
  await page.getByText(/通报里是/).first().waitFor();

  // Issued anew for a reason alone; both are there to be read.
  await page.getByLabel('重新出具的理由').fill('补登记义诊');
  await button(page, '重新出具').tap();
  await page.getByText('以前出具过 1 次').waitFor();
  await page.reload();
  await page.getByText('以前出具过 1 次').waitFor();
});

journey('the year: ballots that do not add up are told, a decision stands, pay goes out as a file', async (site) => {
  const page = await arrive(site);
  await sample(page);
  const branch = await firstBranch(page);
  await go(page, `#/year/2026/${branch}/ballots`);
  for (const [label, count] of [['应到', '16'], ['实到', '15'], ['发出', '15'], ['收回', '15'], ['有效', '16']]) {
    await page.getByLabel(label, { exact: true }).fill(count);
  }
  const first = page.locator('.year-row').first();
  await first.locator('input').first().fill('10');
  await first.locator('input').nth(1).fill('5');
  await button(page, '存下票数').tap();
  await page.getByText('有效票比收回的多（16 比 15）').waitFor();
  await page.getByText(/的得票合计 15，与有效票 16 不符/).waitFor();
  await page.getByLabel('有效', { exact: true }).fill('15');
  await button(page, '存下票数').tap();
  await page.getByText('有效票比收回的多').waitFor({ state: 'detached' });
  await checkAccessible(page);

  await go(page, `#/year/2026/${branch}`);
  await button(page, '评定').first().tap();
  await page.locator('.year-form').getByRole('radio', { name: '合格', exact: true }).check();
  await page.getByLabel('与建议不同的理由').fill('支委会研究决定');
  await button(page, '存下评定').tap();
  await page.getByText('评定合格').first().waitFor();
  await saved(page);

  await go(page, `#/year/2026/${branch}/uses`);
  const coming = page.waitForEvent('download');
  await button(page, '导出绩效系数 CSV').tap();
  const csv = readFileSync(await (await coming).path(), 'utf8');
  assert.match(csv, /^\ufeff姓名,1月,2月/);
  assert.match(csv, /,1\.0[025]?0?,/);
  const pay = await workbook(page, () => button(page, '导出绩效系数（.xlsx）').tap());
  assert.match(pay.name, /绩效系数_2026-11-21\.xlsx$/);
  assert.match(pay.texts, />姓名<[\s\S]*>示例台账，数据均为虚构</);
  // The coefficients are numbers, two decimals each; nothing is a formula.
  assert.match(pay.sheets[0], /<c r="[B-M]\d+" s="\d+"><v>[01](\.\d+)?<\/v><\/c>/);
  assert.ok(!pay.sheets[0].includes('<f>'));
  const awards = await workbook(page, () => button(page, '导出评先选优（.xlsx）').tap());
  assert.match(awards.texts, />可否推荐</);
  await checkAccessible(page);

  await go(page, `#/year/2026/${branch}/print-ballot`);
  await page.getByText('年度民主评议党员测评表（无记名）').first().waitFor();
  await go(page, `#/year/2026/${branch}/print-summary`);
  await page.getByText('年度民主评议党员汇总表').first().waitFor();
});
