// What years of use take in the stores, and how long a ledger of ten years takes to open.

import { execFileSync } from 'node:child_process';
import { launch } from '../../scripts/chromium.mjs';
import { alone, beside, median, quartiles } from '../figures.mjs';

/** What Chromium gives, in UTF-16 units (src/storage/quota.rs). */
const ROOM = 5 << 20;
const KI = 1024;
/** As one month is like another, the first ones tell how much a year takes. */
const MONTHS_OF_S = 3;

/** Both stores as they are after so many months of a ledger (bench/reference_stores.rs). */
function storesOf(ledger, ...months) {
  const line = ['run', '--quiet', '--profile', 'test', '--example', 'reference-stores', '--', ledger];
  return JSON.parse(execFileSync('cargo', [...line, ...months.map(String)], { maxBuffer: 1 << 30 }));
}

/** A browser whose stores are full of a ledger, and which has the app for the next visit. */
async function tabletWith(browser, url, stores) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto(`${url}stores.html`);
  await page.waitForFunction(() => globalThis.fill);
  await page.evaluate((texts) => globalThis.fill(texts), stores);
  await page.goto(`${url}dist/`);
  await page.locator('.rail').waitFor({ timeout: 60_000 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The first opening tidies; what is measured comes after.
  await page.waitForTimeout(3_000);
  await page.close();
  return context;
}

/** The milliseconds from the navigation of a new page until the ledger shows. */
async function openingOf(context, url) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (globalThis.shown || !document.querySelector('.rail')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (globalThis.shown = performance.now())));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${url}dist/`);
  const shown = await (await page.waitForFunction(() => globalThis.shown, null, { timeout: 60_000 })).jsonValue();
  await page.close();
  return shown;
}

/** The milliseconds that a new page takes to read the same texts and to inflate them. */
async function inflatingOf(context, url) {
  const page = await context.newPage();
  await page.goto(`${url}stores.html`);
  await page.waitForFunction(() => globalThis.inflate);
  const took = await page.evaluate(() => globalThis.inflate());
  await page.close();
  return took;
}

async function openings(url, rounds, say, month, decade) {
  const browser = await launch();
  try {
    const [small, large] = [await tabletWith(browser, url, month), await tabletWith(browser, url, decade)];
    const [ofSmall, ofLarge, inflating] = [[], [], []];
    // The first round warms up.
    for (let turn = -1; turn < rounds; turn += 1) {
      const taken = [await openingOf(small, url), await openingOf(large, url), await inflatingOf(large, url)];
      if (turn >= 0) [ofSmall, ofLarge, inflating].forEach((list, place) => list.push(taken[place]));
      say(`opening: a month ${taken[0].toFixed(0)} ms, T10 ${taken[1].toFixed(0)} ms; inflating ${taken[2].toFixed(0)} ms`);
    }
    const page = await large.newPage();
    await page.goto(`${url}stores.html`);
    await page.waitForFunction(() => globalThis.encodings);
    const encodings = await page.evaluate((times) => globalThis.encodings(times), rounds);
    return { ofSmall, ofLarge, inflating, encodings };
  } finally {
    await browser.close();
  }
}

export async function storeRows(url, rounds, say) {
  say('stores: filling them with T, T10 and S');
  const [month, year, decade, large] = [storesOf('T', 1), storesOf('T'), storesOf('T10'), storesOf('S', MONTHS_OF_S)];
  const { ofSmall, ofLarge, inflating, encodings } = await openings(url, rounds, say, month, decade);
  const share = ofLarge.map((time, place) => time - ofSmall[place]);
  const opening = `T10 (${decade.sizes.changes} changes): a new page`;
  return [
    alone('room-T', 'T: what it takes of localStorage', year.sizes.units / KI, null, 'Ki units', 250),
    alone('room-T10', 'T10: what it takes of localStorage', (100 * decade.sizes.units) / ROOM, null, '% of it', 50),
    alone('room-S', 'S: how many of its years fit', ROOM / ((large.sizes.units / MONTHS_OF_S) * 12), null, 'years'),
    alone('opening-T10', `${opening} → the ledger shown`, median(ofLarge), quartiles(ofLarge), 'ms', 800),
    beside('opening-T10-share', `${opening} → the ledger shown, less the same with one month`, share, inflating, 'reading and inflating its texts', 2),
    ...encodings.flatMap(({ name, units, bytes, taken }) => [
      alone(`text-${name}`, `T10 packed, as ${name}: room in Chromium, in WebKit; written and read again`, units / KI, null, 'Ki units'),
      alone(`text-${name}-bytes`, `T10 packed, as ${name}: room in Chromium, in WebKit; written and read again`, bytes / KI, null, 'Ki bytes'),
      alone(`text-${name}-time`, `T10 packed, as ${name}: room in Chromium, in WebKit; written and read again`, median(taken), quartiles(taken), 'ms'),
    ]),
  ];
}
