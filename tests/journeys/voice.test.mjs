// Opinions: from the box to their closing, with a reopening; the rates, and the answers for the wall.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { printed } from './pdf.mjs';
import { arrive, button, found, go, saved, visit } from './steps.mjs';

const fill = async (page, fields) => {
  for (const [label, text] of fields) await page.getByLabel(label, { exact: false }).first().fill(text);
};
const choose = (page, label, choice) => page.locator('.field').filter({ hasText: label }).getByText(choice, { exact: true }).tap();

async function change(page) {
  await page.getByRole('link', { name: '修改' }).tap();
  await page.getByLabel('诉求').waitFor();
}

journey('an opinion goes from the box to its closing, and is taken up again by a call-back', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await go(page, '#/register/opinion/new');
  await page.getByLabel('诉求').waitFor();
  await fill(page, [['收到日期', '2026.11.2'], ['诉求', '候诊时间太长'], ['反映人', '赵女士']]);
  await choose(page, '来源', '意见箱');
  // Nothing is closed without an answer.
  await page.getByLabel('销号日期').fill('2026.11.20');
  await button(page, '保存').tap();
  await page.getByText('没有回复的不能销号').first().waitFor();
  await page.getByLabel('销号日期').fill('');
  await button(page, '保存').tap();
  await saved(page);
  await visit(page, '#/life/duties', '该做什么');
  await page.getByText('群众意见待回复：候诊时间太长').first().waitFor();
  await page.getByText('群众意见待回复：候诊时间太长').first().tap();
  await page.getByLabel('诉求').waitFor();
  await fill(page, [['回复日期', '2026.11.5'], ['回复内容', '已增加两个诊室'], ['回访日期', '2026.11.10']]);
  await choose(page, '回复方式', '电话');
  await choose(page, '办结类型', '已解决');
  await choose(page, '回访结果', '不满意');
  await button(page, '保存').tap();
  await saved(page);
  await page.getByText('重新办理').first().waitFor();
  await visit(page, '#/register/opinion/rates', '意见办理情况');
  await page.getByText('100%（1/1）').first().waitFor();
  await page.getByText('已增加两个诊室').first().waitFor();
  await checkAccessible(page);
  const text = await printed(page);
  assert.match(text, /群众意见答复公示/);
  assert.doesNotMatch(text, /赵女士/);
});
