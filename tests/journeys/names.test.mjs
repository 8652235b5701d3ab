// Names: their order, and finding them while an input method composes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { journey, LANDSCAPE } from './harness.mjs';
import { arrive, button, found, go, saved } from './steps.mjs';

const STROKES = readFileSync(new URL('../fixtures/cases/strokes.csv', import.meta.url));

/** Tells a field what an input method tells it: a key that is its own. */
const composed = (field, key) => field.evaluate((node, pressed) => node.dispatchEvent(
  new KeyboardEvent('keydown', { key: pressed, keyCode: 229, bubbles: true, cancelable: true }),
), key);

async function withRoster(site) {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: STROKES });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 11 名党员').waitFor();
  await saved(page);
  return page;
}

const ORDER = '王芳 毛宁 文静 方明 尹力 田富 田大利 杨一 何二 宋三 张四'.split(' ');

journey('members stand in the order of Party papers, and are found while one composes', async (site) => {
  const page = await withRoster(site);
  await go(page, '#/register/member');
  await button(page, '显示全部').tap();
  await page.getByText('张四').first().waitFor();
  const names = page.locator('.table [role=rowheader]');
  const shown = (await names.allInnerTexts()).map((name) => name.trim()).filter((name) => ORDER.includes(name));
  assert.deepEqual(shown, ORDER);
  const search = page.locator('.search-input').first();
  for (const typed of ["tian'da'li", 't d l', 'ｔｄｌ', 'tian\u2006dal']) {
    await search.fill(typed);
    await page.getByText('张四').first().waitFor({ state: 'detached' });
    await page.getByText('田大利').first().waitFor();
  }
});

journey('the keys of an input method pick nothing and close nothing', async (site) => {
  const page = await withRoster(site);
  await go(page, '#/month');
  await page.getByRole('link', { name: '登记积分' }).first().tap();
  await page.getByRole('button', { name: /细则/ }).first().tap();
  const search = page.getByRole('combobox', { name: '查找' });
  await search.fill('yz');
  await composed(search, 'Enter');
  await composed(search, 'Escape');
  await search.waitFor();
  await search.press('Enter');
  await search.waitFor({ state: 'detached' });
  // In the roll Enter takes the only one who is found, and never sends the form.
  const names = page.getByRole('textbox', { name: '查找姓名' });
  const taken = () => page.locator('.roll-chip[aria-pressed=true]').allInnerTexts();
  await names.fill('tdl');
  await composed(names, 'Enter');
  assert.deepEqual(await taken(), []);
  await names.press('Enter');
  await page.waitForFunction(() => document.querySelector('.roll .search-input').value === '');
  assert.deepEqual((await taken()).map((text) => text.trim()), ['田大利']);
  await names.fill('t');
  await names.press('Enter');
  assert.equal((await taken()).length, 1);
  await names.waitFor();
});
