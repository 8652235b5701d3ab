// The show of the 三亮 board: it goes on with what is public while the tablet is locked.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE } from './harness.mjs';
import { assertSealed, kept } from './sealed_stores.mjs';
import { button, found, go, locked, lockOnly, saved, TODAY, unlock } from './steps.mjs';

/** Takes in a roster of so many members of the branch. */
async function enterRoster(page, count) {
  const members = Array.from({ length: count }, (_, at) => `李${'一二三四五六七八'[at % 8]}${'甲乙丙'[Math.floor(at / 8)]},${1000 + at},内科党支部,正式党员`);
  const buffer = Buffer.from(['姓名,工号,所在党支部,党员类别', ...members].join('\r\n'));
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(`已导入 ${count} 名党员`).waitFor();
  await saved(page);
}

journey('the show goes on with its public pages while the tablet is locked', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await enterRoster(page, 24);
  await lockOnly(page);
  await unlock(page);
  await page.locator('.rail').waitFor();
  await go(page, '#/settings');
  await page.getByRole('radio', { name: '5 分钟', exact: true }).check();
  await go(page, '#/life/board');
  await page.getByRole('link', { name: '全屏播放' }).tap();
  const shown = page.locator('.show-name').first();
  await shown.waitFor();
  // Where nothing is typed the minute before is not told; the page is opened anew.
  const reloaded = page.waitForEvent('load');
  await page.clock.fastForward(4 * 60_000 + 30_000);
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.clock.fastForward(40_000);
  await reloaded;
  await shown.waitFor();
  assertSealed(await kept(page));
  assert.match(await page.locator('.show-branch').innerText(), /内科党支部　2026年第四季度/);
  assert.equal(await page.locator('.rail').count(), 0);
  assert.equal(new URL(page.url()).hash.replace('#/', ''), '');
  assert.equal(await page.title(), '医心台账');
  assert.equal(await page.evaluate(() => window.name), '');
  await checkAccessible(page);
  // It turns its pages as before.
  const first = await shown.innerText();
  await page.clock.runFor(11_000);
  await page.waitForFunction((was) => document.querySelector('.show-name').textContent !== was, first);

  // Whoever leaves it needs the passphrase, and is at the board then.
  await page.locator('.show').tap();
  await button(page, '离开').tap();
  await locked(page);
  assert.equal(await page.locator('.show').count(), 0);
  assert.doesNotMatch(await page.locator('body').innerText(), /内科党支部|李一甲/);
  await unlock(page);
  await page.getByRole('heading', { name: '三亮公示' }).waitFor();

  // Opened anew by hand, or left by Escape, it does not come again.
  await page.getByRole('link', { name: '全屏播放' }).tap();
  await shown.waitFor();
  const again = page.waitForEvent('load');
  await page.clock.fastForward(5 * 60_000 + 10_000);
  await again;
  await shown.waitFor();
  await page.keyboard.press('Escape');
  await locked(page);
  await page.reload();
  await locked(page);
});
