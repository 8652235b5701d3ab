// Opinions: from the box to their closing, with a reopening; the rates, and the answers for the wall.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { plain, printed } from './pdf.mjs';
import { arrive, button, found, go, pick, saved, visit } from './steps.mjs';

const fill = async (page, fields) => {
  for (const [label, text] of fields) await page.getByLabel(label, { exact: false }).first().fill(text);
};
const save = async (page) => {
  await button(page, '保存').tap();
  await page.getByRole('button', { name: '保存', exact: true }).waitFor({ state: 'detached' });
  await saved(page);
};
/** Opens what is to be done with the opinion from the place of it. */
async function take(page, what) {
  await visit(page, '#/register/opinion/place', '群众');
  await page.getByRole('link', { name: new RegExp(what) }).first().tap();
  await page.getByLabel('诉求').waitFor();
}

journey('an opinion goes from the box to its closing, and is taken up again by a call-back', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await visit(page, '#/register/opinion/place', '群众');
  await checkAccessible(page);
  await page.getByRole('link', { name: '登记意见' }).first().tap();
  await page.getByLabel('诉求').waitFor();
  // It begins with today.
  assert.notEqual(await page.getByLabel('收到日期').first().inputValue(), '');
  await fill(page, [['收到日期', '2026.11.2'], ['诉求', '候诊时间太长'], ['反映人', '赵女士']]);
  await pick(page, '来源', '意见箱');
  // Nothing is closed without an answer.
  await page.getByLabel('销号日期').fill('2026.11.20');
  await button(page, '保存').tap();
  await page.getByText('没有回复的不能销号').first().waitFor();
  await page.getByLabel('销号日期').fill('');
  await save(page);
  // It is listed where the rates are.
  await visit(page, '#/register/opinion/rates', '意见办理情况');
  await page.getByText('在办的意见（1）').waitFor();
  // It is answered, and who gave it is not satisfied: it is taken up again by that alone.
  await take(page, '群众意见待回复：候诊时间太长');
  await fill(page, [['回复日期', '2026.11.5'], ['回复内容', '已增加两个诊室'], ['回访日期', '2026.11.16']]);
  await pick(page, '回复方式', '电话');
  await pick(page, '办结类型', '已解决');
  await pick(page, '回访结果', '不满意');
  await save(page);
  await take(page, '回访不满意，重新办理：候诊时间太长');
  // Not closed by the first answer either, nor without a reason.
  await page.getByLabel('销号日期').fill('2026.11.20');
  await button(page, '保存').tap();
  await page.getByText('要重新办理，再次回复以后才能销号').first().waitFor();
  await page.getByLabel('销号日期').fill('');
  await fill(page, [['再次回复日期', '2026.11.18'], ['再次回复内容', '午间加开一个诊室，已当面说明']]);
  await pick(page, '再次回复方式', '当面');
  await pick(page, '再次办结类型', '部分解决');
  await save(page);
  await take(page, '已回复，待销号：候诊时间太长');
  await page.getByLabel('销号日期').fill('2026.11.20');
  await button(page, '保存').tap();
  await page.getByText('请写明为什么销号').first().waitFor();
  await fill(page, [['不满意仍销号的理由', '受场地限制，已列入明年改造']]);
  await save(page);
  await visit(page, '#/register/opinion/place', '群众');
  await page.getByText('眼下没有要办的事').waitFor();
  await visit(page, '#/register/opinion/rates', '意见办理情况');
  // In time; in part is not solved; nor was who gave it satisfied.
  await page.getByText('1/1 件').first().waitFor();
  assert.equal(await page.getByText('0/1 件').count(), 4);
  await page.getByText('午间加开一个诊室').first().waitFor();
  await checkAccessible(page);
  const text = plain((await printed(page, '打印答复公示')).map((sheet) => sheet.text).join(''));
  assert.match(text, /群众意见答复公示/);
  // A line of the print may be broken anywhere.
  assert.match(text, /午间加/);
  assert.doesNotMatch(text, /赵女士/);
});
