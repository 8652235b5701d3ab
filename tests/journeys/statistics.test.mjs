// Statistics of members: each number opens the members it counts, what nobody registered is no nought, and
// the table says the same.

import assert from 'node:assert/strict';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { plain, printed } from './pdf.mjs';
import { arrive, place } from './steps.mjs';

const numbers = (page, section) => page
  .locator('section')
  .filter({ has: page.getByRole('heading', { name: section, exact: true }) })
  .locator('.stat-line-count')
  .allTextContents();

const sum = (texts) => texts.map((text) => Number(text.trim()) || 0).reduce((one, other) => one + other, 0);

journey('each number of the statistics opens its members, and each breakdown adds up', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
  await place(page, '党员').tap();
  await page.getByRole('link', { name: '党员统计' }).tap();
  await page.getByRole('heading', { name: '性别', exact: true }).waitFor();
  await checkAccessible(page);
  const all = sum(await numbers(page, '党员'));
  assert.ok(all > 0);
  for (const section of ['性别', '年龄', '学历', '职称', '岗位类型', '党员类别', '在岗状态', '支部']) {
    assert.equal(sum(await numbers(page, section)), all, section);
  }
  // Candidates are none of them; one of the sample waits in each stage.
  const candidates = await numbers(page, '发展党员');
  assert.equal(candidates.length, 4);
  assert.ok(candidates.every((text) => Number(text) >= 1), String(candidates));
  const row = page.locator('.stat-line').filter({ hasText: '正式党员' });
  const count = Number(await row.locator('.stat-line-count').textContent());
  await row.tap();
  await page.locator('.behind-line').first().waitFor();
  assert.equal(await page.locator('.behind-line').count(), Math.min(count, 200));
  await page.locator('.behind-text').first().tap();
  await page.waitForFunction(() => location.hash.startsWith('#/register/member/'));
  await page.goBack();
  await page.getByRole('heading', { name: '本年变动', exact: true }).waitFor();
  const text = plain((await printed(page)).map((one) => one.text).join(''));
  assert.match(text, /党员统计表/);
  assert.match(text, /党员变动表/);
});
