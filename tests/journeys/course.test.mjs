// Development: a candidate from the application to full membership, a step of it out of order, printed and kept.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { printed } from './pdf.mjs';
import { arrive, button, finger, found, go, saved, visit } from './steps.mjs';

const ROSTER = ['姓名,工号,所在党支部,党员类别', '王强,1000,内科党支部,正式党员', '李敏,1001,内科党支部,正式党员'];
const csv = (lines) => ({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });

/** The candidates: 林小雨 as far as the approval, with 政治审查 after 支部大会; 周桐 who has just applied. */
const CANDIDATES = [
  '姓名,工号,支部,出生年月,递交入党申请书,派人谈话,确定入党积极分子,确定发展对象,政治审查,上级党委预审,支部大会讨论接收,上级党委审批',
  '林小雨,2001,内科党支部,1995.5,2022.3.1,2022.3.20,2022.9.1,2023.10.8,2024.1.20,2023.12.20,2024.1.10,2024.3.5',
  '周桐,2002,内科党支部,1998.8,2026.11.2,,,,,,,',
];

const phase = (page, label) => page.getByRole('region', { name: label, exact: true });
const step = (page, label) => page.locator('.course-step').filter({ hasText: label }).first();

async function import_(page, address, lines, done) {
  await go(page, address);
  await page.locator('input[type=file]').setInputFiles(csv(lines));
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  if (done) await page.getByText(done).waitFor();
  await saved(page);
}

/** Writes a day and enters it for a step. */
async function enter(page, hand, label, day) {
  await page.getByRole('region', { name: '下一步', exact: true }).getByLabel('日期').first().fill(day);
  await hand.tap(step(page, label).getByRole('button', { name: '登记' }));
}

journey('a candidate goes from the application to full membership with a step out of order', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await import_(page, '#/import-roster', ROSTER, '已导入 2 名党员');
  // A roster with days out of order is taken with a warning, never refused.
  await import_(page, '#/register/course/import', CANDIDATES);
  await page.context().setOffline(true);
  await visit(page, '#/register/course', '发展党员');
  await page.getByText('林小雨').first().tap();
  await page.getByRole('link', { name: '发展进程' }).first().tap();
  await page.getByRole('region', { name: '下一步', exact: true }).waitFor();
  await checkAccessible(page);
  await step(page, '政治审查').getByText('2024年1月20日').waitFor();

  // Onto the roster of members; the course stays.
  await button(page, '编入党员花名册').tap();
  await page.getByRole('link', { name: '花名册里的本人' }).waitFor();

  // The rest, a tap a step.
  const hand = finger();
  await enter(page, hand, '入党宣誓', '2024.3.20');
  await enter(page, hand, '提出转正申请', '2025.1.10');
  await enter(page, hand, '支部大会讨论转正', '2025.1.12');
  await enter(page, hand, '上级党委审批转正', '2025.3.1');
  console.log(`taps: four steps of a course: ${hand.taps} (at most 4)`);
  assert.ok(hand.taps <= 4);
  await button(page, '改为正式党员').tap();
  await enter(page, hand, '材料归档', '2025.3.20');
  await saved(page);
  await page.getByText(/步骤都已办完，还有 \d+ 步的日期待补/).waitFor();
  await step(page, '指定培养联系人').getByText('日期待补').waitFor();

  // The paper has the steps with their clauses.
  const text = await printed(page);
  assert.match(text, /林小雨发展党员进程表/);
  assert.match(text, /支部大会讨论转正/);

  // The member is a full one, since the end of the probation.
  await page.getByRole('link', { name: '花名册里的本人' }).tap();
  await page.getByText('正式党员').first().waitFor();
  await page.getByText('2025年1月10日').first().waitFor();

  // Who has just applied is a duty with its last day.
  await visit(page, '#/life/duties', '该做什么');
  await page.getByText('发展党员下一步：周桐 · 派人谈话').first().tap();
  await page.getByRole('region', { name: '下一步', exact: true }).getByText('不晚于2026年12月2日').waitFor();
  await phase(page, '申请入党').getByRole('button', { name: '打印材料清单' }).waitFor();
});
