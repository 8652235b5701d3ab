// Development: a candidate from the application to full membership, a step of it out of order, printed and kept.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { plain, printedByMenu } from './pdf.mjs';
import { arrive, button, finger, found, go, place, saved, visit } from './steps.mjs';

/** 林小雨 of the roster is another person than the candidate. */
const ROSTER = [
  '姓名,工号,所在党支部,党员类别',
  '王强,1000,内科党支部,正式党员',
  '李敏,1001,内科党支部,正式党员',
  '林小雨,,内科党支部,正式党员',
];
const csv = (lines) => ({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });

/** The candidates: 林小雨 as far as the approval, with 政治审查 after 支部大会; 周桐 who has just applied. */
const CANDIDATES = [
  '姓名,工号,支部,出生年月,递交入党申请书,派人谈话,确定入党积极分子,确定发展对象,政治审查,上级党委预审,支部大会讨论接收,上级党委审批',
  '林小雨,2001,内科党支部,1995.5,2022.3.1,2022.3.20,2022.9.1,2023.10.8,2024.1.20,2023.12.20,2024.1.10,2024.3.5',
  '周桐,2002,内科党支部,1998.8,2026.11.2,,,,,,,',
];

const phase = (page, label) => page.getByRole('region', { name: label, exact: true });
const step = (page, label) => page.locator('.course-step').filter({ hasText: label }).first();

/** Takes a table in; what is said beside its rows is looked at first. */
async function import_(page, address, lines, done, told) {
  await go(page, address);
  await page.locator('input[type=file]').setInputFiles(csv(lines));
  await button(page, '下一步').tap();
  if (told) await page.getByText(told).first().waitFor();
  await page.getByRole('button', { name: /^导入/ }).tap();
  if (done) await page.getByText(done).waitFor();
  await saved(page);
}

/** What a button prints. */
async function text(page, print) {
  await page.evaluate(() => { window.print = () => {}; });
  await print.tap();
  return plain((await printedByMenu(page)).map((one) => one.text).join(''));
}

/** Writes a day and enters it for a step. */
async function enter(page, hand, label, day) {
  await page.getByRole('textbox', { name: '登记日期', exact: true }).fill(day);
  await hand.tap(step(page, label).getByRole('button', { name: '登记' }));
}

journey('a candidate goes from the application to full membership with a step out of order', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await import_(page, '#/import-roster', ROSTER, '已导入 3 名党员');
  // A roster with days out of order is taken with a warning, never refused.
  await import_(page, '#/register/course/import', CANDIDATES, undefined, /“政治审查”（2024年1月20日），次序不对/);
  // Found from the place of the members without a guide.
  await place(page, '党员').tap();
  await page.getByRole('link', { name: '发展党员', exact: true }).tap();
  await page.getByRole('heading', { name: '预备党员　1 名' }).waitFor();
  await page.getByRole('link', { name: /林小雨/ }).tap();
  await page.getByRole('region', { name: '下一步', exact: true }).getByText('入党宣誓').first().waitFor();
  await checkAccessible(page);
  // What follows is written without a net.
  await page.context().setOffline(true);
  // The step out of order stands where it is, with its explanation; phases that are past are folded.
  await phase(page, '预备党员的接收').locator('summary').tap();
  await step(page, '上级党委预审').getByText(/次序不对.*历史资料，照原表登记/).waitFor();

  // Onto the roster of members, after asking about the member of the name; the course stays.
  await button(page, '编入党员花名册').tap();
  const asked = page.getByRole('dialog', { name: '花名册里已有同名的林小雨' });
  await asked.getByRole('link', { name: /林小雨（内科党支部/ }).waitFor();
  await button(asked, '另一个人，新增一名').tap();
  await page.getByRole('link', { name: '花名册里的本人' }).waitFor();

  // The rest, a tap a step.
  const hand = finger();
  await enter(page, hand, '入党宣誓', '2024.3.20');
  await enter(page, hand, '提出转正申请', '2025.1.10');
  await enter(page, hand, '支部大会讨论转正', '2025.1.12');
  await enter(page, hand, '上级党委审批转正', '2025.3.1');
  hand.told('four steps of a course', 4);
  await button(page, '改为正式党员').tap();
  await enter(page, hand, '材料归档', '2025.3.20');
  await saved(page);
  await page.getByText(/步骤都已办完，还有 \d+ 步的日期待补/).waitFor();
  await phase(page, '入党积极分子的确定和培养教育').locator('summary').tap();
  await step(page, '指定培养联系人').getByText('日期待补').waitFor();

  // The paper has the steps with their clauses.
  const steps = await text(page, button(page, '打印进程表'));
  assert.match(steps, /林小雨发展党员进程表/);
  // A PDF may be read column by column.
  for (const told of ['入党宣誓', '2014年版细则', '2024年3月20日']) assert.ok(steps.includes(told), told);

  await page.context().setOffline(false);

  // The member is a full one, since the end of the probation.
  await page.getByRole('link', { name: '花名册里的本人' }).tap();
  const fields = page.locator('.record-fields').first();
  await fields.getByText('正式党员').first().waitFor();
  await fields.getByText('2025年1月10日').first().waitFor();

  // Who has just applied is a duty with its last day.
  await visit(page, '#/life/duties', '该做什么');
  await page.getByText('发展党员下一步：周桐 · 派人谈话').first().tap();
  await page.getByRole('region', { name: '下一步', exact: true }).getByText('不晚于2026年12月2日').waitFor();
  // A day that is still to come is planned, not done; the day of the page goes back to today.
  const day = page.getByRole('textbox', { name: '登记日期', exact: true });
  const today = await day.inputValue();
  await day.fill('2026.12.10');
  await step(page, '派人谈话').getByRole('button', { name: '计划12月10日' }).tap();
  await step(page, '派人谈话').getByText(/计划2026年12月10日；不晚于/).waitFor();
  assert.equal(await day.inputValue(), today);
  await step(page, '派人谈话').getByText('计划', { exact: true }).waitFor();
  // The day of a step is changed, and taken back, where it is shown.
  await step(page, '派人谈话').getByRole('button', { name: /^改日期：/ }).tap();
  await step(page, '派人谈话').getByRole('textbox', { name: '派人谈话的日期', exact: true }).fill('2026.11.20');
  await button(step(page, '派人谈话'), '改日期').tap();
  await step(page, '派人谈话').getByText('已办').waitFor();
  await step(page, '派人谈话').getByRole('button', { name: /^改日期：/ }).tap();
  await button(step(page, '派人谈话'), '收回这一步').tap();
  await step(page, '派人谈话').getByText('可以办').waitFor();
  // The materials of the phase are ticked off, and printed with what is there.
  await phase(page, '申请入党').getByRole('checkbox', { name: '入党申请书' }).tap();
  await phase(page, '申请入党').getByRole('heading', { name: '材料　已有 1 / 2' }).waitFor();
  const list = await text(page, phase(page, '申请入党').getByRole('button', { name: '打印材料清单' }));
  assert.match(list, /周桐发展党员材料清单/);
  assert.match(list, /☑/);
});
