// Restore points: what stood before a file was taken in comes back, as an edit that can be undone.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT } from './harness.mjs';
import { arrive, bring, button, enterDepartment, exported, found, go, join, saved } from './steps.mjs';

const POINT = /恢复到这里：导入“台账.json”之前（2026年11月21日/;

/** The departments of the list. */
async function listed(page, names, gone) {
  await go(page, '#/register/department');
  for (const name of names) await page.locator('main').getByText(name, { exact: true }).first().waitFor();
  for (const name of gone) await page.locator('main').getByText(name, { exact: true }).first().waitFor({ state: 'detached' });
}

for (const [name, size] of Object.entries({ landscape: LANDSCAPE, portrait: PORTRAIT, phone: PHONE })) {
  journey(`going back to before an import says what it changes, does it, and can be undone (${name})`, async (site) => {
    const one = await arrive(site, size);
    const two = await arrive(site, LANDSCAPE);
    await found(one, '王芳', '平板A');
    await enterDepartment(one, '一科');
    await join(two, await exported(one), '林静', '平板B');
    await enterDepartment(two, '外来科');
    await bring(one, await exported(two));
    await enterDepartment(one, '后来科');
    await saved(one);
    await listed(one, ['一科', '外来科', '后来科'], []);

    await go(one, '#/settings');
    await one.getByRole('button', { name: POINT }).tap();
    const dialog = one.getByRole('dialog');
    await dialog.getByText('科室：删去后来登记的 2 条').waitFor();
    await checkAccessible(one);
    await dialog.screenshot({ path: `target/shots/going-back-${name}.png` });
    await button(dialog, '恢复到这里').tap();
    await one.getByText(/已恢复到“导入“台账.json”之前（/).waitFor();
    await saved(one);
    await listed(one, ['一科'], ['外来科', '后来科']);

    // Twice is nothing.
    await go(one, '#/settings');
    await one.getByRole('button', { name: POINT }).tap();
    await dialog.getByText('现在和那时一样').waitFor();
    assert.ok(await button(dialog, '恢复到这里').isDisabled());
    await button(dialog, '不恢复').tap();

    await one.keyboard.press('Control+z');
    await listed(one, ['一科', '外来科', '后来科'], []);
    await saved(one);
  });
}

journey('a day gets its point without being asked', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '一科');
  await saved(page);
  await page.reload();
  await page.locator('.rail').waitFor();
  // Some seconds after opening.
  await page.waitForTimeout(5_000);
  await go(page, '#/settings');
  await button(page, '恢复到这里：2026年11月21日打开时的内容').waitFor();
});
