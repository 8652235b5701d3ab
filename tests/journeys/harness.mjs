// What every journey stands on: the built site at a sub-path of a plain static host, and tablets,
// each a fresh Chromium profile. A journey fails on anything that the browser complains about and
// on any request to another origin.
//
//   journey('what holds', async (site) => {
//     const tablet = await site.tablet(PORTRAIT);
//     const page = await tablet.open('#/…');
//   });

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, launchProfile, SHELL } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { stamp } from '../../scripts/stamp.mjs';

export const LANDSCAPE = { viewport: { width: 1180, height: 820 }, hasTouch: true };
export const PORTRAIT = { viewport: { width: 820, height: 1180 }, hasTouch: true };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const HERE = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
const root = fileURLToPath(new URL('../../', import.meta.url));
const PREFIX = '/yixin/';
// What is tested, from the root of the repository: tests/debug/ has another.
const DIST = process.env.DIST ?? 'dist';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

class Tablet {
  /** What the browser complained about, but for what the journey expects. */
  trouble = [];
  #expected = [];

  constructor(site, context) {
    this.site = site;
    this.context = context;
    // A busy machine takes its time.
    context.setDefaultTimeout(60_000);
    const { origin } = new URL(site.url);
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.#note(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.#note(`uncaught: ${error.error()}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) this.#note(`foreign request: ${url}`);
    });
  }

  #note(line) {
    const expected = this.#expected.filter(({ pattern }) => pattern.test(line));
    for (const one of expected) one.seen = true;
    if (expected.length === 0) this.trouble.push(line);
  }

  /** Trouble that the journey is about: it must come, and does not count. */
  expect(pattern) {
    this.#expected.push({ pattern, seen: false });
  }

  /** Opens a tab. */
  async open(path = '') {
    const page = await this.context.newPage();
    await page.goto(this.site.url + path);
    return page;
  }

  /** A picture, for looking at: target/shots/<name>.png. */
  async shot(page, name) {
    await page.screenshot({ path: join(root, 'target/shots', `${name}.png`) });
  }

  /** Ends its browser as a power cut would, with all its processes; only for one with a profile. */
  async kill() {
    const gone = new Promise((done) => this.context.once('close', done));
    // Playwright starts each browser as the leader of a process group.
    process.kill(-browserOf(this.profile), 'SIGKILL');
    await gone;
  }

  async close() {
    await this.context.close();
    assert.deepEqual(this.trouble, [], 'the browser complained');
    for (const { pattern, seen } of this.#expected) assert.ok(seen, `expected trouble, but none came: ${pattern}`);
  }
}

/** The process of the browser that has a profile open. */
function browserOf(profile) {
  const commandOf = (id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
    } catch {
      return []; // It has ended meanwhile.
    }
  };
  const isBrowser = (words) => words.includes(`--user-data-dir=${profile}`) && !words.some((word) => word.startsWith('--type='));
  return Number(readdirSync('/proc').find((id) => /^\d+$/.test(id) && isBrowser(commandOf(id))));
}

class Site {
  #browser;
  #tablets = [];
  #host;

  static async start(browser) {
    const site = new Site();
    site.#browser = browser;
    mkdirSync(join(root, 'target/journeys'), { recursive: true });
    // A copy, as journeys may publish new builds.
    site.folder = mkdtempSync(join(root, 'target/journeys/site-'));
    cpSync(join(root, DIST), site.folder, { recursive: true });
    await site.#open(0);
    return site;
  }

  async #open(port) {
    // As common hosts do, and the worst for updates: everything may be kept for ten minutes.
    this.#host = await serve({ root: this.folder, prefix: PREFIX, maxAge: 600, port, redirects: this.redirects });
    this.url = this.#host.url;
  }

  async #shut() {
    this.#host.server.closeAllConnections();
    await new Promise((done) => this.#host.server.close(done));
  }

  /** A tablet that was never here before. */
  async tablet(options = LANDSCAPE) {
    return this.#take(await this.#browser.newContext({ ...HERE, ...options }));
  }

  /** A tablet with a browser of its own, which can be killed, and a profile that can be opened again. */
  async tabletWithProfile(profile, options = LANDSCAPE) {
    const tablet = this.#take(await launchProfile(profile, { ...HERE, ...options }, SHELL));
    tablet.profile = profile;
    return tablet;
  }

  #take(context) {
    const tablet = new Tablet(this, context);
    this.#tablets.push(tablet);
    return tablet;
  }

  /** From now on the host leads from its folder to the file of the page. */
  async redirect() {
    await this.#shut();
    this.redirects = true;
    await this.#open(Number(new URL(this.url).port));
  }

  /** The network is gone: the browsers know it, and the host does not answer. What a page has begun to fetch arrives. */
  async goOffline() {
    const pages = this.#tablets.flatMap(({ context }) => context.pages());
    await Promise.all(pages.map((page) => page.waitForLoadState('networkidle')));
    for (const { context } of this.#tablets) await context.setOffline(true);
    await this.#shut();
  }

  async goOnline() {
    await this.#open(Number(new URL(this.url).port));
    for (const { context } of this.#tablets) await context.setOffline(false);
  }

  /** Publishes a build that differs as `edit(folder)` makes it, and returns its id. */
  publish(edit) {
    edit(this.folder);
    return stamp(this.folder);
  }

  async stop() {
    try {
      for (const tablet of this.#tablets) await tablet.close();
    } finally {
      await this.#shut();
      rmSync(this.folder, { recursive: true });
    }
  }
}

/** Waits until the service worker has every file and is in charge of the page. */
export async function untilKept(page) {
  await page.evaluate(async () => {
    const workers = navigator.serviceWorker;
    if (!workers.controller) {
      await new Promise((done) => workers.addEventListener('controllerchange', done, { once: true }));
    }
    await workers.ready;
  });
}

/**
 * Fails where axe-core has a serious finding on the page as it stands. What is fading in has its contrast yet to come:
 * nothing fades meanwhile, not even a toast that appears while axe-core looks.
 */
export async function checkAccessible(page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // What was under way ends first; what leaves the page before its end is not waited for.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  await page.emulateMedia({ reducedMotion: null });
  const serious = violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
  assert.deepEqual(serious, [], 'axe-core found');
}

let browser;
after(() => browser?.close());

/** One test on one site. */
export function journey(name, body, timeout = 240_000) {
  test(name, { timeout }, async () => {
    browser ??= await launch([], SHELL);
    const site = await Site.start(browser);
    try {
      await body(site);
    } catch (error) {
      // What the browser complained about is often the cause: told first, and once.
      await site.stop().catch((cause) => { error.cause ??= cause; });
      throw error;
    }
    await site.stop();
  });
}
