// A ledger is removed in one window while another has it open, and a ledger that is left is released.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey } from './harness.mjs';
import { button, departments, enterDepartment, exported, found, go, join, nameDepartment, saved } from './steps.mjs';

const GONE = '这本台账已从这台设备移除';
const gone = (page) => page.getByRole('heading', { name: GONE }).waitFor();

/** Which ledger is open. */
const opened = (page) => page.evaluate(() => localStorage.getItem('yixin/last'));

/** Everything that any store or cache of the site has: keys, texts, names and bodies. */
const everything = (page) => page.evaluate(async () => {
  const all = Object.entries(localStorage).map(([key, text]) => `localStorage ${key} ${text}`);
  all.push(...Object.entries(sessionStorage).map(([key, text]) => `sessionStorage ${key} ${text}`));
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = failed;
    });
    for (const store of database.objectStoreNames) {
      const ask = (method) => new Promise((done) => {
        const request = database.transaction(store).objectStore(store)[method]();
        request.onsuccess = () => done(request.result);
      });
      const [keys, texts] = [await ask('getAllKeys'), await ask('getAll')];
      all.push(...keys.map((key, place) => `${name} ${key} ${texts[place]}`));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const text = name.includes('known') ? await (await cache.match(request)).text() : '';
      all.push(`cache ${name} ${request.url} ${text}`);
    }
  }
  return all;
});

/** Fails where anything is left of a ledger, other than the mark that it was removed. */
async function nothingLeft(page, id) {
  const left = (await everything(page)).filter((line) => line.includes(id) || line.includes('示例市人民医院'));
  assert.deepEqual(left.filter((line) => !line.includes(`yixin/deleted/${id}`)), []);
}

/** Removes the ledger that is open, as the settings offer it. */
async function remove(page) {
  await go(page, '#/settings');
  await button(page, '移除“示例市人民医院”').tap();
  await page.getByRole('switch', { name: /最新的导出文件/ }).tap();
  await button(page, '从这台设备移除').tap();
  await page.getByText('“示例市人民医院”已从这台设备移除').waitFor();
}

/** A window that hears nothing of others, as one that sleeps. */
async function deafWindow(site, tablet, hash = '') {
  const page = await tablet.context.newPage();
  await page.addInitScript(() => {
    window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true);
    Object.defineProperty(BroadcastChannel.prototype, 'onmessage', { set() {} });
  });
  await page.goto(site.url + hash);
  return page;
}

const wake = (page) => page.evaluate(() => document.dispatchEvent(new Event('resume')));

async function downloaded(page, label) {
  const coming = page.waitForEvent('download');
  await button(page, label).tap();
  return readFileSync(await (await coming).path());
}

journey('a second window shuts when its ledger is removed, offers what it has, and nothing stays', async (site) => {
  const tablet = await site.tablet();
  const writer = await tablet.open();
  await found(writer, '王芳', '平板A');
  await enterDepartment(writer, '存下科');
  await saved(writer);
  const id = await opened(writer);
  const other = await tablet.open();
  await other.locator('.rail').waitFor();
  await nameDepartment(writer, '没填完科');
  await remove(other);

  await gone(writer);
  await writer.getByText('没填完科').first().waitFor();
  await checkAccessible(writer);
  await tablet.shot(writer, 'removed');
  assert.equal(await writer.locator('.saving').count(), 0);
  await nothingLeft(other, id);
  await writer.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await nothingLeft(other, id);

  assert.match((await downloaded(writer, '把没填完的内容存成文件')).toString('utf8'), /没填完科/);
  const bundle = await downloaded(writer, '存成文件');
  assert.match(bundle.toString('utf8'), /存下科/);
  await nothingLeft(other, id);

  for (const page of [writer, other]) {
    await page.reload();
    await page.getByRole('button', { name: /新建台账/ }).waitFor();
    await nothingLeft(page, id);
  }
  await writer.close();
  // It comes again from the file, under the same id.
  await join(other, bundle, '王芳', '平板A');
  assert.equal(await opened(other), id);
  await enterDepartment(other, '又来科');
  await saved(other);
  await other.reload();
  await other.locator('.rail').waitFor();
  assert.deepEqual((await departments(other)).sort(), ['又来科', '存下科']);
});

journey('removing the ledger that is open leaves nothing of its last entries', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await saved(page);
  const id = await opened(page);
  await exported(page);
  await enterDepartment(page, '最后科');
  await remove(page);
  await page.getByRole('button', { name: /新建台账/ }).waitFor();
  await nothingLeft(page, id);
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await nothingLeft(page, id);
  await page.reload();
  await page.getByRole('button', { name: /新建台账/ }).waitFor();
  await nothingLeft(page, id);
});

journey('a window that slept through the removal saves nothing and keeps the entry for a file', async (site) => {
  const tablet = await site.tablet();
  const asleep = await deafWindow(site, tablet);
  await found(asleep, '王芳', '平板A');
  await saved(asleep);
  const id = await opened(asleep);
  const other = await tablet.open();
  await other.locator('.rail').waitFor();
  await nameDepartment(asleep, '睡着科');
  await remove(other);
  await button(asleep, '保存').first().tap();
  await gone(asleep);
  await asleep.getByText('有 1 笔登记没来得及存下').waitFor();
  assert.match((await downloaded(asleep, '存成文件')).toString('utf8'), /睡着科/);
  await nothingLeft(other, id);
});

journey('a window that wakes asks first what it missed: entries, and that its ledger is gone', async (site) => {
  const tablet = await site.tablet();
  const other = await tablet.open();
  await found(other, '王芳', '平板A');
  const asleep = await deafWindow(site, tablet, '#/register/department');
  await asleep.locator('.rail').waitFor();
  await enterDepartment(other, '夜里科');
  await saved(other);
  assert.equal(await asleep.getByText('夜里科', { exact: true }).count(), 0);
  await wake(asleep);
  await asleep.locator('main').getByText('夜里科', { exact: true }).first().waitFor();
  await remove(other);
  await wake(asleep);
  await gone(asleep);
});

/** Counts what a page has running: timers that repeat, channels between windows, and those that listen. */
const countRunning = () => {
  const [timers, channels] = [new Set(), new Set()];
  const [{ setInterval, clearInterval }, Channel] = [window, window.BroadcastChannel];
  window.setInterval = (...words) => {
    const timer = setInterval.apply(window, words);
    timers.add(timer);
    return timer;
  };
  window.clearInterval = (timer) => {
    timers.delete(timer);
    clearInterval.call(window, timer);
  };
  window.BroadcastChannel = class extends Channel {
    constructor(name) {
      super(name);
      channels.add(this);
    }

    close() {
      channels.delete(this);
      super.close();
    }
  };
  window.running = async () => {
    const { held, pending } = await navigator.locks.query();
    const listening = [...channels].filter((channel) => channel.onmessage);
    return { timers: timers.size, channels: channels.size, listening: listening.length, locks: held.length + pending.length };
  };
};

journey('a ledger that is opened and left twenty times takes no more memory, timers or listeners', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(countRunning);
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '来回科');
  await saved(page);
  await go(page, '#/settings');
  await button(page, '试用示例').tap();
  await page.getByText('示例台账，数据均为虚构').first().waitFor();
  const devtools = await tablet.context.newCDPSession(page);
  await devtools.send('Performance.enable');
  const turn = async () => {
    for (const [from, to] of [['试用示例', '示例市人民医院'], ['示例市人民医院', '试用示例']]) {
      await go(page, '#/settings');
      await button(page, `打开“${to}”`).tap();
      await page.locator('.state', { hasText: to }).getByText('正打开着').waitFor();
      await button(page, `打开“${from}”`).waitFor();
    }
  };
  const measured = async () => {
    // What is under way ends, and what was left is given back.
    await page.waitForTimeout(5_000);
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    const wasm = await page.evaluate(async () => {
      const { js } = document.getElementById('boot').dataset;
      const { default: init } = await import(new URL(js, document.baseURI));
      return (await init()).memory.buffer.byteLength;
    });
    const running = await page.evaluate(() => window.running());
    return { running, wasm: wasm / 1e6, heap: of('JSHeapUsedSize') / 1e6, listeners: of('JSEventListeners'), nodes: of('Nodes') };
  };
  // Twice for all that is made once: parts, caches, the room for two ledgers at a time.
  await turn();
  await turn();
  const before = await measured();
  for (let round = 0; round < 10; round += 1) await turn();
  const after = await measured();
  console.log(JSON.stringify({ before, after }));
  assert.deepEqual(after.running, before.running, 'timers, channels and locks');
  assert.deepEqual([after.running.channels, after.running.listening, after.running.locks], [1, 1, 1], 'of the open ledger alone');
  assert.ok(after.wasm - before.wasm <= 3, `the wasm grew by ${after.wasm - before.wasm} MB`);
  assert.ok(after.heap - before.heap <= 3, `the heap grew by ${after.heap - before.heap} MB`);
  assert.ok(after.listeners - before.listeners <= 20, `${after.listeners - before.listeners} more listeners`);
  assert.ok(after.nodes - before.nodes <= 500, `${after.nodes - before.nodes} more nodes`);
});
