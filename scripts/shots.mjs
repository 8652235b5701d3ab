// Takes the README's pictures, docs/*.png, from the built app with its sample ledger.

import { launch, untilReady } from './chromium.mjs';
import { serve } from './serve.mjs';

const go = (address) => (page) => page.evaluate((to) => { location.hash = to; }, address);
const whole = (page) => page;

/** The sheet that a member signs: of the first in the list. */
async function member(page) {
  await go('#/register/member')(page);
  await page.locator('main').getByRole('gridcell').first().click();
  await page.getByRole('link', { name: '个人积分' }).click();
  await page.getByRole('link', { name: '打印签字页' }).click();
}
/** The roll of this month's themed day. */
async function roll(page) {
  await go('#/life')(page);
  await page.locator('.life-mark').filter({ hasText: '主题党日' }).first().click();
}
const memberSheet = (page) => page.locator('.set-paper .paper');

const SCREEN = { width: 1180, height: 820 };
/** High enough for a sheet of A4, which is cut off otherwise. */
const HIGH = { width: 1180, height: 1400 };

// Each with the size of the page, the way there, what has to be there before it is taken, and what of
// the page it shows.
const SHOTS = [
  ['overview', SCREEN, go('#/'), (page) => page.getByRole('heading', { name: '要办的事', exact: true }), whole],
  ['roll', SCREEN, roll, (page) => page.locator('.roll-chip').nth(15), whole],
  ['board', SCREEN, go('#/life/board'), (page) => page.getByRole('heading', { name: '三亮公示', exact: true }), whole],
  ['bulletin', SCREEN, go('#/quarter/2026-Q3/paper'), (page) => page.locator('.paper').first(), whole],
  ['member', HIGH, member, memberSheet, memberSheet],
];

const { server, url } = await serve({ root: 'dist' });
const browser = await launch();
try {
  const page = await browser.newPage({
    viewport: SCREEN,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await page.clock.setFixedTime(new Date('2026-11-21T09:00:00+08:00'));
  await page.goto(url);
  await untilReady(page);
  await page.getByRole('button', { name: '试用示例' }).click();
  // The sample is there once its first edit is kept.
  await page.getByText('已保存').first().waitFor();
  for (const [name, size, way, there, part] of SHOTS) {
    await page.setViewportSize(size);
    await way(page);
    await there(page).waitFor();
    await part(page).screenshot({ path: `docs/${name}.png` });
    console.log(`docs/${name}.png`);
  }
} finally {
  await browser.close();
  server.close();
}
