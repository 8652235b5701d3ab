// Satisfaction and call-backs: a month of surveys with a department under ten, a draw that another can
// repeat, and call-backs of those who were drawn.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { plain, printed } from './pdf.mjs';
import { arrive, button, found, go, pick, saved, visit } from './steps.mjs';

const fill = async (page, fields) => {
  for (const [label, text] of fields) await page.getByLabel(label, { exact: false }).first().fill(text);
};

/** A department, known by its name. */
async function department(page, name) {
  await go(page, '#/register/department/new');
  await page.getByLabel('科室名称').fill(name);
  await button(page, '保存').tap();
  await saved(page);
}

/** A survey of outpatients in November with its answers to the overall question. */
async function survey(page, name, valid, answers) {
  await go(page, '#/register/satisfaction/new');
  await page.getByLabel('发放份数').waitFor();
  await pick(page, '对象', '门诊患者');
  await pick(page, '科室', name);
  await fill(page, [['发放份数', '40'], ['有效份数', String(valid)]]);
  const row = page.locator('tr').filter({ hasText: '总体满意度' }).first();
  for (const [at, count] of answers.entries()) await row.getByRole('textbox').nth(at).fill(String(count));
}

journey('a department under ten has no score anywhere, and bad counts are refused', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await department(page, '内科');
  await department(page, '外科');
  // More valid than handed out, then more answers than valid.
  await survey(page, '内科', 41, [16, 3, 1, 0, 0]);
  await button(page, '保存').tap();
  await page.getByText('有效问卷比发放的多').first().waitFor();
  await fill(page, [['有效份数', '19']]);
  await button(page, '保存').tap();
  await page.getByText('比有效的 19 份多').first().waitFor();
  await fill(page, [['有效份数', '20']]);
  await button(page, '保存').tap();
  await saved(page);
  await survey(page, '外科', 9, [0, 0, 0, 0, 9]);
  await button(page, '保存').tap();
  await saved(page);
  await visit(page, '#/register/satisfaction/rates/2026-11', '满意度情况');
  await page.getByText('95%').first().waitFor();
  await page.getByText('合计的满意率不含不足10份的 1 个科室').first().waitFor();
  await checkAccessible(page);
  const text = plain((await printed(page)).map((sheet) => sheet.text).join(''));
  assert.match(text, /门诊患者满意度/);
  assert.match(text, /不足10份/);
  // What counts for the members of the department, and what does not.
  assert.match(text, /患者调查95%/);
  // Neither the nine nor the total with them: 19 of 29.
  assert.doesNotMatch(text, /65\.5%|[^0-9.]0(\.0)?%/);
  // Nor does the page of the survey tell it.
  await page.getByRole('link', { name: '外科' }).first().tap();
  await page.getByText('各题票数不在这里显示').waitFor();
  await page.getByText('有效不足10份：不出满意率').first().waitFor();
  assert.equal(await page.getByRole('region', { name: '各题票数' }).count(), 0);
  // Nor does its history, where it was changed.
  await page.getByRole('link', { name: '修改' }).tap();
  await page.getByLabel('有效份数').waitFor();
  await fill(page, [['有效份数', '8']]);
  await page.locator('tr').filter({ hasText: '总体满意度' }).first().getByRole('textbox').nth(4).fill('8');
  await button(page, '保存').tap();
  await saved(page);
  await page.getByText('内容不在历史里显示').waitFor();
});

journey('a draw is announced, seeded by two, drawn alike by another program, and called back', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  const pool = ['住院0312', '住院0107', '住院0455', '住院0208'];
  await go(page, '#/register/draw/new');
  await page.getByLabel('编号').first().waitFor();
  await fill(page, [['编号', '2026-11-1'], ['日期', '2026.11.20'], ['名单', pool.join('\n')], ['抽几个', '2']]);
  await pick(page, '用途', '回访');
  await button(page, '保存').tap();
  await saved(page);
  const [code, ...picks] = execFileSync(
    'python3',
    ['tests/fixtures/sampling.py', '2026-11-1', '41635216', '35261462', '2'],
    { input: pool.join('\n'), encoding: 'utf8' },
  ).trim().split('\n');
  await page.getByText(code).first().waitFor();
  await page.getByRole('link', { name: '修改' }).tap();
  await page.getByLabel('公布的名单码').waitFor();
  await fill(page, [['公布的名单码', code], ['第一人的种子', '41635216'], ['第二人的种子', '35261462']]);
  await button(page, '保存').tap();
  await saved(page);
  // What is to be done next leads there.
  await visit(page, '#/register/opinion/place', '群众');
  await page.getByRole('link', { name: /抽中的 2 件还没有登记回访/ }).tap();
  await page.getByRole('heading', { name: '抽取单', exact: true }).waitFor();
  for (const pick of picks) await page.getByText(pick.split(' ')[1]).first().waitFor();
  await checkAccessible(page);
  const text = plain((await printed(page)).map((sheet) => sheet.text).join(''));
  assert.match(text, /SHA-256/);
  assert.ok(text.includes(code.replaceAll(' ', '')));
  await button(page, '登记回访（2）').tap();
  await saved(page);
  await visit(page, '#/register/callback/rates/2026-11', '回访情况');
  await page.getByText('待回访').first().waitFor();
  await visit(page, '#/register/opinion/place', '群众');
  await page.getByRole('link', { name: /回访还有 2 件没有结果/ }).waitFor();
  await checkAccessible(page);
});
