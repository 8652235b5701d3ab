// From a tap to what one sees of it, and to 已保存; and what is left after the browser is killed.

import { spawnSync } from 'node:child_process';
import { launch } from '../../scripts/chromium.mjs';
import { alone, quantile, quartiles } from '../figures.mjs';

const TODAY = new Date('2026-11-21T10:00:00+08:00');
const FORM = `#/month/${encodeURIComponent('branch:=内科党支部')}/2026-11/new/C3.1`;
const KILLS = 10;

/** Notes, of the next tap, when the page was drawn again and when 已保存 came; from the tap on. */
const watchTap = () => new Promise((done) => {
  const word = document.querySelector('.saving');
  addEventListener('click', ({ timeStamp }) => {
    const since = () => performance.now() - timeStamp;
    const drawn = new Promise((told) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => told(since());
      port2.postMessage(null);
    }));
    const saved = new Promise((told) => {
      let isBusy = false;
      const observer = new MutationObserver(() => {
        isBusy ||= word.textContent.includes('保存中');
        if (!isBusy || !word.textContent.includes('已保存')) return;
        observer.disconnect();
        told(since());
      });
      observer.observe(word, { childList: true, subtree: true, characterData: true });
    });
    globalThis.tapped = Promise.all([drawn, saved]);
  }, { capture: true, once: true });
  done();
});

/** Registers an entry for one member so many times, and gives both times of each 登记. */
async function taps(page, times) {
  const [drawn, saved] = [[], []];
  const members = page.locator('.roll').getByRole('button');
  const register = page.getByRole('button', { name: '登记', exact: true });
  for (let turn = -3; turn < times; turn += 1) {
    await members.nth((turn + 3) % 10).tap();
    await page.evaluate(watchTap);
    await register.tap();
    const [toDraw, toSave] = await page.evaluate(() => globalThis.tapped);
    // The first ones warm up.
    if (turn < 0) continue;
    drawn.push(toDraw);
    saved.push(toSave);
  }
  return { drawn, saved };
}

/** Of a list, what only one of twenty exceeds. */
const row = (id, name, list, bar) => alone(id, name, quantile(list, 0.95), quartiles(list), 'ms', bar);

/** How many entries are missing after so many kills: the journey itself says which. */
function lost() {
  const { status, stdout } = spawnSync('node', ['--test', 'tests/journeys/kill.test.mjs'], {
    encoding: 'utf8',
    env: { ...process.env, KILLS: String(KILLS) },
  });
  if (status !== 0) console.error(stdout);
  return status === 0 ? 0 : 1;
}

export async function savingRows(url, rounds, say) {
  const browser = await launch();
  try {
    const context = await browser.newContext({
      viewport: { width: 1180, height: 820 }, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    });
    await context.clock.setFixedTime(TODAY);
    const page = await context.newPage();
    await page.goto(`${url}dist/`);
    await page.getByRole('button', { name: /试用示例/ }).tap();
    await page.locator('.rail').waitFor();
    await page.evaluate((to) => { location.hash = to; }, FORM);
    await page.locator('.roll').waitFor();
    const session = await context.newCDPSession(page);
    const at = async (rate) => {
      say(`taps at ${rate}×`);
      await session.send('Emulation.setCPUThrottlingRate', { rate });
      return taps(page, 2 * rounds);
    };
    const [full, slow] = [await at(1), await at(4)];
    const name = (rate) => `the sample: 登记 tapped, at ${rate}×; 95 of 100 taps`;
    say(`the browser is killed ${KILLS} times`);
    return [
      row('B7-tap', `${name(1)} → drawn again`, full.drawn, 50),
      row('B7-tap-slow', `${name(4)} → drawn again`, slow.drawn, 100),
      row('B7-saved', `${name(1)} → 已保存`, full.saved, 50),
      row('B7-saved-slow', `${name(4)} → 已保存`, slow.saved, null),
      alone('B8-kill', `the browser killed ${KILLS} times, 0–50 ms after 已保存 → entries that are missing`, lost(), null, 'missing', 0),
    ];
  } finally {
    await browser.close();
  }
}
