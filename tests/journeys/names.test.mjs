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

async function withRoster(site, roster = STROKES) {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: roster });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 11 名党员').waitFor();
  await saved(page);
  return page;
}

const ORDER = '王芳 毛宁 文静 方明 尹力 田富 田大利 杨一 何二 宋三 张四'.split(' ');

/** The same people, on the roll of every month. */
const SINCE = Buffer.from(['姓名,所在支部,生效日期', ...ORDER.map((name) => `${name},内科党支部,2020.1.1`)].join('\n'));

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

journey('the review of an import is searched as lists are', async (site) => {
  const page = await withRoster(site);
  await go(page, '#/');
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: STROKES });
  await button(page, '下一步').tap();
  await page.getByText('张四').first().waitFor();
  for (const typed of ["tian'da'li", 'ｔｄｌ', '田 大']) {
    await page.locator('.search-input').first().fill(typed);
    await page.getByText('张四').first().waitFor({ state: 'detached' });
    await page.getByText('田大利').first().waitFor();
  }
});

journey('the keys of an input method pick nothing and close nothing', async (site) => {
  const page = await withRoster(site, SINCE);
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

journey('typing in the entry form compares no readings: they were read before', async (site) => {
  const page = await withRoster(site, SINCE);
  await page.addInitScript(() => {
    window.compared = 0;
    const { get } = Object.getOwnPropertyDescriptor(Intl.Collator.prototype, 'compare');
    Object.defineProperty(Intl.Collator.prototype, 'compare', {
      get() {
        const compare = get.call(this);
        return (one, other) => { window.compared += 1; return compare(one, other); };
      },
    });
    window.made = 0;
    Intl.Collator = new Proxy(Intl.Collator, { construct(what, given) { window.made += 1; return new what(...given); } });
  });
  await page.reload();
  await go(page, '#/month');
  await page.getByRole('link', { name: '登记积分' }).first().tap();
  const search = page.getByLabel('查找姓名');
  await search.waitFor();
  // Readings are compared once the form stands.
  await page.waitForFunction(() => window.compared > 0 && window.made > 0);
  await page.waitForTimeout(500);
  await page.evaluate(() => { window.compared = 0; window.made = 0; });
  for (const [typed, name] of [['t', '田富'], ['td', '田大利'], ['tdl', '田大利'], ['', '张四'], ['zhang', '张四']]) {
    await search.fill(typed);
    await page.locator('.roll-item:visible', { hasText: name }).waitFor();
  }
  assert.deepEqual(await page.evaluate(() => [window.compared, window.made]), [0, 0]);
});
