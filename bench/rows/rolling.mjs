// Calling the roll of a thousand members, and counting people served: what a tap takes until it is drawn.

import { launch } from '../../scripts/chromium.mjs';
import { alone, quantile, quartiles } from '../figures.mjs';
import { enroll, watch } from './entering.mjs';

const TODAY = new Date('2026-11-21T10:00:00+08:00');
const MEMBERS = 1000;
const TAPS = 12;

const button = (page, name) => page.getByRole('button', { name, exact: true });
const place = (page, name) => page.locator('.rail').getByRole('link', { name, exact: true });

/** A touch and no more: a tap of Playwright also looks what lies under it, which it would be charged for. */
const touch = async (page, target) => {
  const { x, y, width, height } = await target.boundingBox();
  await page.touchscreen.tap(x + width / 2, y + height / 2);
};

/** What the interactions since the watch began took. */
const taken = (page) => page.evaluate(() => globalThis.interactions.splice(0));

export async function rollingRows(url, rounds, say) {
  const browser = await launch();
  try {
    const context = await browser.newContext({
      viewport: { width: 820, height: 1180 }, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(TODAY);
    await page.goto(`${url}dist/`);
    await enroll(page, MEMBERS);
    const devtools = await context.newCDPSession(page);
    const rows = [];
    await place(page, '活动').tap();
    await button(page, '主题党日').tap();
    await page.locator('.roll-chip').nth(MEMBERS - 1).waitFor();
    await page.locator('.roll-chip').first().evaluate((chip) => chip.scrollIntoView({ block: 'center' }));
    await page.evaluate(watch);
    for (const [rate, bar] of [[1, 50], [4, 100]]) {
      say(`a roll of ${MEMBERS} at ${rate}×`);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate });
      // The first ones warm up.
      for (let at = 0; at < TAPS * (rounds + 1); at += 1) {
        if (at === TAPS) await taken(page);
        await touch(page, page.locator('.roll-chip').nth((at * 3 + rate) % 14));
        await page.waitForTimeout(120);
      }
      const interactions = await taken(page);
      rows.push(alone(`L1-roll-${rate}`, `a mark in the roll of ${MEMBERS} members, at ${rate}× → drawn; 95 of 100`, quantile(interactions, 0.95), quartiles(interactions), 'ms', bar));
    }
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await place(page, '活动').tap();
    await button(page, '义诊').tap();
    await page.getByRole('link', { name: '开始计数' }).tap();
    const counter = page.locator('.counter-pad').first();
    await counter.waitFor();
    await taken(page);
    for (const [rate, bar] of [[1, 50], [4, 100]]) {
      say(`counting at ${rate}×`);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate });
      for (let at = 0; at < TAPS * (rounds + 1); at += 1) {
        if (at === TAPS) await taken(page);
        await touch(page, counter);
        await page.waitForTimeout(120);
      }
      const interactions = await taken(page);
      rows.push(alone(`L2-count-${rate}`, `a count with ${MEMBERS} members, at ${rate}× → drawn; 95 of 100`, quantile(interactions, 0.95), quartiles(interactions), 'ms', bar));
    }
    return rows;
  } finally {
    await browser.close();
  }
}
