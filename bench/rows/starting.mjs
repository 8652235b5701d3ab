// From the tap on the icon to a usable home, without a network: a browser that was not running, the files from the
// service worker, the sample from its stores.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchProfile } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { stamp } from '../../scripts/stamp.mjs';
import { beside, median } from '../figures.mjs';

const TABLET = { viewport: { width: 1180, height: 820 }, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
/** What is measured beside ours: a page with a heading, which the service worker keeps as well. */
const EMPTY = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>空</title><main><h2>空</h2></main></html>';
const EMPTY_FILE = 'empty.html';
const PHASES = ['fetching', 'compiling', 'opening', 'drawing'];

/** Notes, on the page that is to come, when it is drawn and what has happened till then. */
function watch() {
  const marks = (globalThis.marks = { compiled: 0, read: 0, built: 0 });
  const noting = (owner, name, note) => {
    const original = owner[name];
    owner[name] = function noted(...values) {
      note(...values);
      return original.apply(this, values);
    };
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...values) => {
      const result = await original(...values);
      marks.compiled ||= performance.now();
      return result;
    };
  }
  noting(Storage.prototype, 'getItem', () => Object.assign(marks, { read: performance.now(), built: 0 }));
  for (const [owner, name] of [[Document.prototype, 'createElement'], [Node.prototype, 'cloneNode']]) {
    noting(owner, name, () => { marks.built ||= performance.now(); });
  }
  new MutationObserver((_, observer) => {
    if (!document.querySelector('main h2')) return;
    observer.disconnect();
    const { built } = marks;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { globalThis.shown = { ...marks, built, at: performance.now() }; };
      port2.postMessage(null);
    });
  }).observe(document, { childList: true, subtree: true });
}

/** The milliseconds until each phase of a start has ended; the last one is the whole. */
function phasesOf({ compiled, built, at }, files) {
  const fetched = Math.max(...files.filter(({ name }) => /\.(js|wasm|css)$/.test(name)).map(({ end }) => end), 0);
  return [Math.min(fetched, compiled), compiled, built, at];
}

export async function startingRows(dist, rounds, say) {
  mkdirSync('target/bench', { recursive: true });
  const [site, profile] = ['site-', 'profile-'].map((name) => mkdtempSync(join('target/bench', name)));
  cpSync(dist, site, { recursive: true });
  writeFileSync(join(site, EMPTY_FILE), EMPTY);
  stamp(site);
  const { server, url } = await serve({ root: site, prefix: '/yixin/' });
  try {
    const first = await launchProfile(profile, TABLET);
    const page = first.pages()[0];
    await page.goto(url);
    await page.getByRole('button', { name: /试用示例/ }).tap();
    await page.getByText('已保存').first().waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    // The first opening tidies, and the browser keeps what it has compiled.
    await page.waitForTimeout(4_000);
    await first.close();

    const start = async (file, rate) => {
      const context = await launchProfile(profile, TABLET);
      try {
        await context.setOffline(true);
        const page = context.pages()[0];
        const devtools = await context.newCDPSession(page);
        await devtools.send('Emulation.setCPUThrottlingRate', { rate });
        await page.addInitScript(watch);
        // The browser itself is done with its start.
        await page.waitForTimeout(700);
        await page.goto(url + file, { waitUntil: 'commit' });
        await page.waitForFunction(() => globalThis.shown, null, { timeout: 60_000, polling: 50 });
        const shown = await page.evaluate(() => globalThis.shown);
        const files = await page.evaluate(() => performance.getEntriesByType('resource')
          .map(({ name, responseEnd }) => ({ name, end: responseEnd })));
        return { at: shown.at, phases: phasesOf(shown, files.filter(({ end }) => end < shown.compiled)) };
      } finally {
        await context.close();
      }
    };

    const at = async (rate) => {
      const [ours, theirs, phases] = [[], [], []];
      // The first round warms up.
      for (let turn = -1; turn < rounds; turn += 1) {
        const [empty, home] = [await start(EMPTY_FILE, rate), await start('', rate)];
        say(`starting at ${rate}×: an empty page ${empty.at.toFixed(0)} ms, home ${home.at.toFixed(0)} ms`);
        if (turn < 0) continue;
        ours.push(home.at);
        theirs.push(empty.at);
        phases.push(home.phases);
      }
      return { ours, theirs, phases };
    };
    const [full, slow] = [await at(1), await at(4)];
    const name = (rate) => `cold start without a network, at ${rate}×: the sample → home drawn`;
    const peer = 'an empty page from the same service worker';
    const line = (rate, { phases }) => {
      const ends = PHASES.map((_, place) => median(phases.map((ends) => ends[place])));
      const parts = PHASES.map((phase, place) => `${phase} ${(ends[place] - (ends[place - 1] ?? 0)).toFixed(0)} ms`);
      return `Where the time of a cold start goes, at ${rate}×: ${parts.join(', ')}.`;
    };
    return {
      rows: [
        beside('B9-start', name(1), full.ours, full.theirs, peer, 2.5),
        beside('B9-start-slow', name(4), slow.ours, slow.theirs, peer, 3),
      ],
      lines: [line(1, full), line(4, slow)],
    };
  } finally {
    server.close();
    for (const folder of [site, profile]) rmSync(folder, { recursive: true, force: true });
  }
}
