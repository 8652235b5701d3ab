// Calling the roll of a thousand members, counting people served, marking dues, and answering at the kiosk: what a
// touch takes until it is drawn, beside what a button alone on a page takes in the same browser.

import { launch } from '../../scripts/chromium.mjs';
import { alone, quantile, quartiles, round } from '../figures.mjs';
import { enroll } from './entering.mjs';

const MEMBERS = 1000;
// Both are full turns of an answer at the kiosk.
const TAPS = 21;
const WARM = 6;
const RATES = [[1, 50], [4, 100]];
const FLOOR = `<button id="button" onclick="this.textContent = Number(this.textContent) + 1">0</button>`;

const button = (page, name) => page.getByRole('button', { name, exact: true });
const place = (page, name) => page.locator('.rail').getByRole('link', { name, exact: true });

const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);

/** Hands the tablet over for a department of its own. */
async function handOver(page) {
  await go(page, '#/register/department/new');
  await page.getByLabel(/^科室名称/).fill('内科门诊');
  await button(page, '保存').tap();
  await page.getByRole('heading', { name: '内科门诊' }).waitFor();
  await go(page, '#/register/kiosk_month/hand-over');
  await page.getByRole('button', { name: /选择科室/ }).tap();
  await page.getByRole('option', { name: '内科门诊' }).tap();
  for (const label of [/^退出密码/, /再写一次退出密码/]) await page.getByLabel(label).fill('4071');
  for (const label of [/^口令/, /再写一次口令/]) await page.getByLabel(label).fill('秋天的银杏叶子黄了');
  await button(page, '交给病人').tap();
  await page.locator('.kiosk-face').first().waitFor();
}

/** From now on notes what each interaction takes, of its events the longest. */
function watch() {
  globalThis.interactions = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries().filter((one) => one.interactionId)) {
      globalThis.interactions.set(interactionId, Math.max(duration, globalThis.interactions.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16 });
}

/** What the interactions since the last time took. */
const taken = (page) => page.evaluate(() => {
  const durations = [...globalThis.interactions.values()];
  globalThis.interactions.clear();
  return durations;
});

/**
 * A finger that rests as long as fingers do, two times a second. A tap of Playwright takes no time, and also looks what
 * lies under it.
 */
async function touch(page, devtools, target) {
  const { x, y, width, height } = await target.boundingBox();
  const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await page.waitForTimeout(60);
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForTimeout(440);
}

/** What the touches of a round take at a rate; `target` gives what each is for. */
async function touches({ page, devtools }, target, rate) {
  await page.bringToFront();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
  // The first ones warm up.
  for (let at = 0; at < WARM; at += 1) await touch(page, devtools, target(at));
  await page.waitForTimeout(500);
  await taken(page);
  for (let at = 0; at < TAPS; at += 1) await touch(page, devtools, target(at));
  await page.waitForTimeout(500);
  // The browser tells none that was drawn within 16 ms.
  const told = await taken(page);
  const durations = [...told, ...Array(Math.max(0, TAPS - told.length)).fill(16)];
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return durations;
}

export async function rollingRows(url, rounds, say) {
  const browser = await launch();
  try {
    const context = await browser.newContext({
      viewport: { width: 820, height: 1180 }, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    });
    const open = async () => {
      const page = await context.newPage();
      return { page, devtools: await context.newCDPSession(page) };
    };
    const floor = await open();
    await floor.page.setContent(FLOOR);
    await floor.page.evaluate(watch);
    // Playwright's clock would also draw the frames, at times of its own: the real one is kept.
    const app = await open();
    const { page } = app;
    await page.goto(`${url}dist/`);
    await enroll(page, MEMBERS);
    const rows = [];
    // Turn by turn, as the machine's own share changes from minute to minute.
    const measure = async (id, name, target) => {
      for (const [rate, bar] of RATES) {
        const [ours, floors] = [[], []];
        for (let at = 0; at < rounds; at += 1) {
          say(`${name} at ${rate}×, round ${at + 1} of ${rounds}`);
          floors.push(...(await touches(floor, () => floor.page.locator('#button'), rate)));
          ours.push(...(await touches(app, target, rate)));
        }
        rows.push({
          ...alone(`${id}-${rate}`, `${name}, at ${rate}× → drawn; 95 of 100`, quantile(ours, 0.95), quartiles(ours), 'ms', bar),
          peer: round(quantile(floors, 0.95)),
          peer_name: 'a button alone on a page',
        });
      }
    };
    await place(page, '活动').tap();
    await button(page, '主题党日').tap();
    const chips = page.locator('.roll-chip');
    await chips.nth(MEMBERS - 1).waitFor({ state: 'attached' });
    await chips.first().evaluate((chip) => chip.scrollIntoView({ block: 'center' }));
    await page.evaluate(watch);
    await measure('L1-roll', `a mark in the roll of ${MEMBERS} members`, (at) => chips.nth((at * 3) % 14));
    await place(page, '活动').tap();
    await button(page, '义诊').tap();
    await page.getByRole('link', { name: '开始计数' }).tap();
    const counter = page.locator('.counter-pad').first();
    await counter.waitFor();
    await measure('L2-count', `a count with ${MEMBERS} members`, () => counter);
    await go(page, '#/register/dues_month/month');
    await chips.nth(MEMBERS - 1).waitFor({ state: 'attached' });
    await chips.first().evaluate((chip) => chip.scrollIntoView({ block: 'center' }));
    await measure('L3-dues', `a mark in the dues of ${MEMBERS} members`, (at) => chips.nth((at * 3) % 14));
    await handOver(page);
    await page.evaluate(watch);
    const turn = [page.locator('.kiosk-face').nth(1), page.locator('.kiosk-chip').first(), button(page, '重选')];
    await measure('L4-kiosk', 'a touch at the kiosk', (at) => turn[at % turn.length]);
    return rows;
  } finally {
    await browser.close();
  }
}
