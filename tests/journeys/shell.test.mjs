// The shell around the app: what shows before the wasm does, what shows where it cannot, and
// what the service worker promises.

import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT, untilKept } from './harness.mjs';
import { send, share } from './steps.mjs';

const buildOf = (page) => page.evaluate(() => document.documentElement.dataset.build);
const isHidden = (page, id) => page.locator(id).evaluate((element) => element.hidden);
const wasm = (response) => response.url().endsWith('_bg.wasm');

for (const [name, size] of Object.entries({ landscape: LANDSCAPE, portrait: PORTRAIT, phone: PHONE })) {
  journey(`a skeleton shows before the wasm is there (${name})`, async (site) => {
    const tablet = await site.tablet(size);
    let release;
    const held = new Promise((done) => { release = done; });
    await tablet.context.route(/_bg\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });

    const page = await tablet.open();
    assert.ok(await page.locator('.skeleton-rail').isVisible());
    assert.ok(await page.locator('.skeleton-page').isVisible());
    assert.equal(await page.locator('.skeleton-status').textContent(), '正在打开医心台账');
    // Nothing sticks out sideways.
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await checkAccessible(page);
    await tablet.shot(page, `skeleton-${name}`);

    const arrived = page.waitForResponse(wasm);
    release();
    await arrived;
    assert.ok(await isHidden(page, '#not-started'));
  });
}

const BELOW_FLOOR = {
  'no BroadcastChannel': () => { delete window.BroadcastChannel; },
  'no structuredClone': () => { delete window.structuredClone; },
  'no reference types': () => { WebAssembly.validate = () => false; },
  'no WebAssembly': () => { delete window.WebAssembly; },
};
for (const [name, age] of Object.entries(BELOW_FLOOR)) {
  journey(`a browser below the floor gets a sentence that names the minimum (${name})`, async (site) => {
    const tablet = await site.tablet();
    await tablet.context.addInitScript(age);
    const page = await tablet.open();
    const sentence = page.locator('#below-floor');
    assert.ok(await sentence.isVisible());
    assert.match(await sentence.textContent(), /Chromium 99[^]*15\.4[^]*Firefox 需要 100/);
    assert.ok(await page.locator('#app').isHidden());
    await checkAccessible(page);
    await tablet.shot(page, 'below-floor');
  });
}

journey('a browser without JavaScript gets a sentence', async (site) => {
  const tablet = await site.tablet({ ...LANDSCAPE, javaScriptEnabled: false });
  const page = await tablet.open();
  assert.ok(await page.locator('noscript .stop').isVisible());
  await tablet.shot(page, 'no-script');
});

for (const missing of ['boot.js', '_bg.wasm', 'yixin-app-[0-9a-f]+.js']) {
  journey(`the page says what to do where ${missing} does not arrive`, async (site) => {
    const tablet = await site.tablet();
    tablet.expect(/Failed to load resource|Failed to fetch/);
    await tablet.context.route(new RegExp(`${missing}$`), (route) => route.abort());
    const page = await tablet.open();
    await page.locator('#not-started').waitFor();
    assert.match(await page.locator('#not-started').textContent(), /仍在这台设备上[^]*重新打开/);
    assert.ok(await page.locator('#app').isHidden());
    await checkAccessible(page);
    await tablet.shot(page, 'not-started');

    await tablet.context.unroute(new RegExp(`${missing}$`));
    const arrived = page.waitForResponse(wasm);
    await page.getByRole('button', { name: '重新打开' }).tap();
    await arrived;
    assert.ok(await isHidden(page, '#not-started'));
  });
}

journey('the content-security policy forbids inline script, inline style and other hosts', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await untilKept(page);
  assert.deepEqual(tablet.trouble, [], 'the site itself keeps to the policy');

  tablet.expect(/Content Security Policy/);
  const refused = await page.evaluate(async () => {
    const directives = [];
    document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
    document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.planted = 1' }));
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' }));
    await fetch('https://example.org/').catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    return directives;
  });
  assert.deepEqual(refused.sort(), ['connect-src', 'script-src-elem', 'style-src-elem']);
  assert.equal(await page.evaluate(() => window.planted), undefined);
});

journey('after the first visit the site opens with the network off', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await untilKept(page);
  await site.goOffline();

  for (const open of [() => page.reload(), () => tablet.open(), () => tablet.open('index.html'), () => tablet.open('#/any')]) {
    const arrived = tablet.context.waitForEvent('response', wasm);
    await open();
    const response = await arrived;
    assert.ok(response.ok() && response.fromServiceWorker());
  }
  for (const tab of tablet.context.pages()) assert.ok(await isHidden(tab, '#not-started'));
});

// The hardest case: a file that changes under the same name.
const mark = (text) => (folder) => {
  appendFileSync(join(folder, 'boot.js'), `document.documentElement.dataset.mark = '${text}';\n`);
};
const markOf = (page) => page.evaluate(() => document.documentElement.dataset.mark);
const countUpdates = () => {
  window.updates = 0;
  addEventListener('yixin-update', () => { window.updates += 1; });
};

journey('a new build waits until it is taken, and is never mixed with the old one', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(countUpdates);
  const page = await tablet.open();
  await untilKept(page);
  const first = await buildOf(page);

  const second = site.publish(mark('second'));
  assert.notEqual(first, second);
  await page.reload();
  await page.waitForFunction(() => window.updates === 1);
  const other = await tablet.open();
  await other.waitForFunction(() => window.updates === 1);
  for (const tab of [page, other]) {
    assert.equal(await buildOf(tab), first);
    assert.equal(await markOf(tab), undefined);
  }

  // Taken in one tab it is in force in all of them, save where input is held.
  const held = await tablet.open();
  await held.waitForLoadState('networkidle');
  await held.evaluate(() => {
    window.addEventListener('yixin-update-taken', (event) => event.preventDefault());
  });
  const reloaded = [page, other].map((tab) => tab.waitForEvent('load'));
  await page.evaluate(() => window.dispatchEvent(new Event('yixin-take-update')));
  await Promise.all(reloaded);
  for (const tab of [page, other]) {
    await tab.waitForFunction(() => document.documentElement.dataset.mark === 'second');
    assert.equal(await buildOf(tab), second);
  }
  assert.equal(await buildOf(held), first);

  await site.goOffline();
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.mark === 'second');
  assert.equal(await buildOf(page), second);
  const caches = await page.evaluate(() => window.caches.keys());
  assert.deepEqual(caches, [`yixin-/yixin/-${second}`]);
});

journey('a build that is only half uploaded is not taken', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(countUpdates);
  const page = await tablet.open();
  await untilKept(page);
  const first = await buildOf(page);

  const boot = join(site.folder, 'boot.js');
  const old = readFileSync(boot);
  const second = site.publish(mark('second'));
  writeFileSync(boot, old);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((done) => registration.addEventListener('updatefound', () => done(registration.installing)));
    await registration.update().catch(() => {});
    const worker = await found;
    if (worker.state !== 'redundant') {
      await new Promise((done) => worker.addEventListener('statechange', () => worker.state === 'redundant' && done()));
    }
  });
  await page.reload();
  assert.equal(await buildOf(page), first);
  assert.equal(await page.evaluate(() => window.updates), 0);
  assert.deepEqual(await page.evaluate(() => window.caches.keys()), [`yixin-/yixin/-${first}`]);

  // Once the rest is there, it is.
  mark('second')(site.folder);
  await page.reload();
  await page.waitForFunction(() => window.updates === 1);
  await page.evaluate(() => window.dispatchEvent(new Event('yixin-take-update')));
  await page.waitForFunction((id) => document.documentElement.dataset.build === id, second);
});

journey('another app of the same origin keeps its caches', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await page.evaluate(() => Promise.all([window.caches.open('theirs'), window.caches.open('yixin-/elsewhere/-1')]));
  await page.evaluate(() => window.caches.open('yixin-/yixin/-former'));
  await untilKept(page);
  site.publish(mark('second'));
  const names = () => page.evaluate(() => window.caches.keys());
  await page.reload();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
  });
  const reloaded = page.waitForEvent('load');
  await page.evaluate(() => window.dispatchEvent(new Event('yixin-take-update')));
  await reloaded;
  const left = await names();
  assert.ok(left.includes('theirs') && left.includes('yixin-/elsewhere/-1'));
  assert.ok(!left.includes('yixin-/yixin/-former'));
});

journey('the manifest is valid and the app can be installed', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await untilKept(page);

  const browser = await tablet.context.newCDPSession(page);
  const { errors, data, url } = await browser.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  // Every profile of the tests is a private one, which installs nothing.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);

  const manifest = JSON.parse(data);
  assert.equal(manifest.name, '医心台账');
  assert.equal(new URL(manifest.start_url, url).href, site.url);
  assert.equal(new URL(manifest.scope, url).href, site.url);
  const [handler] = manifest.file_handlers;
  assert.equal(new URL(handler.action, url).href, site.url);
  assert.deepEqual(Object.values(handler.accept).flat(), ['.json', '.txt']);
  const share = manifest.share_target;
  assert.equal(new URL(share.action, url).href, `${site.url}share`);
  assert.deepEqual([share.method, share.enctype], ['POST', 'multipart/form-data']);
  for (const { src, sizes, type } of manifest.icons) {
    const response = await page.request.get(new URL(src, url).href);
    assert.equal(response.headers()['content-type'], type);
    if (type !== 'image/png') continue;
    const header = await response.body();
    assert.equal(`${header.readUInt32BE(16)}x${header.readUInt32BE(20)}`, sizes);
  }
});

const SHARED = 'yixin-shared-/yixin/';
const waits = (page) => page.evaluate((name) => window.caches.has(name), SHARED);

journey('a file that the system shares waits until a ledger is open, survives an update, and is read', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await untilKept(page);
  await share(page, site, [['别人给的.txt', '不是数据文件']]);
  assert.equal(new URL(page.url()).hash, '#/exchange', 'it leads to the page');
  assert.ok(await waits(page));

  // A new build has caches of its own, and leaves this one alone.
  site.publish(mark('second'));
  await page.reload();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
  });
  const reloaded = page.waitForEvent('load');
  await page.evaluate(() => window.dispatchEvent(new Event('yixin-take-update')));
  await reloaded;
  assert.ok(await waits(page));

  // The address is that of the exchange still, which reads it as soon as there is a ledger.
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByText('“别人给的.txt”没有导入').waitFor();
  assert.ok(!(await waits(page)));
  await checkAccessible(page);
});

const waiting = (page) => page.evaluate(async (name) => {
  if (!(await caches.has(name))) return [];
  const cache = await caches.open(name);
  const kept = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
  return kept.map((one) => decodeURIComponent(one.headers.get('X-Name')));
}, SHARED);

journey('another site can share nothing with the app, and nobody too much', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await untilKept(page);
  const stranger = createServer((request, response) => {
    const hides = request.url === '/hides' ? '<meta name="referrer" content="no-referrer">' : '';
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html>${hides}<title>x</title><body></body>`);
  });
  await new Promise((done) => stranger.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${stranger.address().port}`;
  tablet.expect(/foreign request/);
  for (const side of ['/', '/hides']) {
    await page.goto(at + side);
    await send(page, `${site.url}share`, [['混进来的.txt', '假的']]);
    await page.getByRole('button', { name: /试用示例/ }).waitFor();
    assert.deepEqual(await waiting(page), [], side);
  }
  await page.evaluate(async () => {
    const form = new FormData();
    form.append('file', new File(['假的'], '混进来的.txt'));
    await fetch('./share', { method: 'POST', body: form, redirect: 'manual' });
  });
  assert.deepEqual(await waiting(page), [], 'no page shares, but the system');

  await share(page, site, Array.from({ length: 23 }, (_, place) => [`${place}.txt`, '不是数据文件']));
  const names = await waiting(page);
  assert.equal(names.length, 21);
  assert.ok(names.includes('其余 3 个文件（一次最多 20 个）'));
  stranger.close();
});

journey('a file that the system opens with the app is read, be the page open or not', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(() => {
    const queue = { setConsumer: (consumer) => { window.launchedWith = consumer; } };
    Object.defineProperty(window, 'launchQueue', { value: queue, configurable: true });
  });
  const page = await tablet.open();
  const launch = (name) => page.evaluate((file) => {
    const handle = { getFile: async () => new File(['不是数据文件'], file) };
    window.launchedWith({ files: [handle] });
  }, name);
  await page.getByRole('button', { name: /试用示例/ }).waitFor();
  await page.evaluate(() => window.launchedWith({ files: [] }));
  assert.equal(await page.evaluate(() => location.hash), '', 'a launch without files leads nowhere');
  await launch('先打开的.json');
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByText('“先打开的.json”没有导入').waitFor();
  await launch('又打开的.txt');
  await page.getByText('“又打开的.txt”没有导入').waitFor();
});
