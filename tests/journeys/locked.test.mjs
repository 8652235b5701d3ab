// A locked tablet: what it keeps is sealed, it names nobody, and it opens with its passphrase or code.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT, untilKept } from './harness.mjs';
import {
  button, enterDepartment, exported, found, go, locked, lockOnly, nameDepartment, PASSPHRASE, saved, share, TODAY, unlock, writeDown,
} from './steps.mjs';
import { assertSealed, kept, NAMES } from './sealed_stores.mjs';

/** A page whose clock goes on, and can be put forward. */
async function arrive(site, size) {
  const tablet = await site.tablet(size);
  await tablet.context.clock.install({ time: TODAY });
  return tablet.open();
}

/** All that the caches hold beside the files of the app, as one text. */
const cached = (page) => page.evaluate(async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    if (!/^yixin-(known|shared)-/.test(name)) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      texts.push(`${name} ${request.url} ${[...response.headers].join()} ${await response.text()}`);
    }
  }
  return texts.join('\n');
});

/** Locks the tablet in 设置, and unlocks it; gives the recovery code. */
async function lock(page) {
  const code = await lockOnly(page);
  await unlock(page);
  await page.locator('.rail').waitFor();
  return code;
}

/** Enters a member with a telephone number, and opens his page; gives its address. */
async function enterMember(page) {
  await go(page, '#/register/member/new');
  await page.getByLabel(/^姓名/).fill('王芳');
  await page.getByLabel(/^工号/).fill('S004217');
  await page.getByLabel(/^联系电话/).fill('13800001234');
  await button(page, '保存').first().tap();
  await saved(page);
  await page.waitForFunction(() => /^#\/register\/member\/./.test(location.hash) && !location.hash.endsWith('/new'));
  return page.evaluate(() => location.hash);
}

journey('a locked tablet holds nothing in clear, and opens with its passphrase alone', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '检验科');
  await saved(page);
  await lock(page);
  assertSealed(await kept(page));
  await go(page, '#/settings');
  await page.getByText('已加锁').waitFor();
  await checkAccessible(page);

  await enterDepartment(page, '影像科');
  await saved(page);
  await button(page, '锁定').first().tap();
  await locked(page);
  assertSealed(await kept(page));
  assert.equal(await page.title(), '医心台账');
  assert.equal(new URL(page.url()).hash.replace('#/', ''), '');
  assert.doesNotMatch(await page.locator('body').innerText(), NAMES);
  await checkAccessible(page);

  for (const wrong of ['枇杷晚翠梧桐', '枇杷晚翠', '梧桐早凋']) {
    await unlock(page, wrong);
    await page.getByText(/口令不对/).waitFor();
  }
  await page.getByRole('button', { name: /请等 \d 秒/ }).waitFor();
  await button(page, '打开').waitFor();
  await unlock(page);
  await page.locator('.rail').waitFor();
  await go(page, '#/register/department');
  await page.getByText('检验科').first().waitFor();
  await page.getByText('影像科').first().waitFor();
});

journey('before anyone unlocks no store, cache or address names anyone', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const page = await tablet.open();
  await untilKept(page);
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '检验科');
  const address = await enterMember(page);
  assert.doesNotMatch(address, /S004217/);
  // What a page of before notes beside the stores, and a file that waits there.
  await page.evaluate(async () => {
    const known = (await caches.keys()).find((name) => name.startsWith('yixin-known-')) ?? 'yixin-known-/yixin/';
    const note = [{ id: '0'.repeat(32), name: '示例市人民医院', seen: '', edits: 3, backup: '' }];
    await (await caches.open(known)).put('./known', new Response(JSON.stringify(note)));
    const shared = await caches.open('yixin-shared-/yixin/');
    await shared.put('./shared/1-0', new Response('王芳 13800001234', { headers: { 'X-Name': 'a.txt' } }));
  });
  assert.match(await cached(page), NAMES);
  assert.match(JSON.stringify(await kept(page)), /S004217/);
  const other = await tablet.open();
  await other.locator('.rail').waitFor();

  await lockOnly(page);
  for (const one of [page, other]) await locked(one);
  const all = await kept(page);
  assertSealed(all);
  assert.doesNotMatch(JSON.stringify(all), /S004217/);
  assert.doesNotMatch(await cached(page), NAMES);
  await page.evaluate(() => history.back());
  await page.waitForTimeout(500);
  assert.doesNotMatch(page.url(), /S004217/);
  assert.match(new URL(page.url()).hash, /^(#\/)?$/);
  await locked(page);

  // The address of the member is still one once it is unlocked.
  await unlock(page);
  await page.locator('.rail').waitFor();
  await go(page, address);
  await page.locator('main').getByText('S004217').first().waitFor();
  assert.equal(await page.evaluate(() => location.hash), address);
});

journey('where sealing is cut short the page says so, and unlocking goes on with it', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await lock(page);
  await button(page, '锁定').first().tap();
  await locked(page);
  // As a page that died in the middle would have left them.
  await page.evaluate(() => {
    localStorage.setItem('yixin/left/1', '王芳');
    localStorage.setItem('yixin/left/2', '王芳');
  });
  await page.reload();
  await page.getByText('还有 2 处没有加密完，输入口令后接着加密').waitFor();
  assert.equal(await page.getByRole('heading', { name: '已锁定' }).count(), 0);
  await checkAccessible(page);
  await page.getByLabel(/^口令/).fill(PASSPHRASE);
  await button(page, '打开').tap();
  await page.locator('.rail').waitFor();
  assertSealed(await kept(page));
});

journey('the pause after wrong passphrases survives a reload and holds on every page and form', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await lock(page);
  await button(page, '锁定').first().tap();
  for (let tries = 0; tries < 5; tries += 1) {
    await button(page, '打开').waitFor();
    await unlock(page, '枇杷晚翠');
    await page.getByText(/口令不对/).waitFor();
  }
  const waits = (one) => one.getByRole('button', { name: /请等 \d 秒/ }).waitFor();
  await waits(page);
  await page.reload();
  await waits(page);
  const other = await tablet.open();
  await waits(other);
  await button(other, '打开').waitFor();
  await unlock(other);
  await other.locator('.rail').waitFor();
  await go(other, '#/settings');
  await button(other, '换口令').tap();
  const dialog = other.getByRole('dialog');
  await dialog.getByLabel(/^新口令/).fill('seven green umbrellas sing');
  await dialog.getByLabel('再写一次新口令').fill('seven green umbrellas sing');
  for (let tries = 0; tries < 3; tries += 1) {
    await dialog.getByLabel('现在的口令').fill(`枇杷晚翠${tries}`);
    await button(dialog, '完成').tap();
    await dialog.getByText(/不对，打不开/).waitFor();
    await dialog.getByLabel('现在的口令').fill('');
    await button(dialog, '完成').tap();
    await dialog.getByText('请写现在的口令').waitFor();
  }
  await dialog.getByLabel('现在的口令').fill(PASSPHRASE);
  await button(dialog, '完成').tap();
  await dialog.getByText(/请等 \d 秒再试/).waitFor();
});

journey('a tablet with a lock takes no file that another app shares', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const page = await tablet.open();
  await untilKept(page);
  await found(page, '王芳', '平板A');
  await lock(page);
  await share(page, site, [['名单.txt', '王芳']]);
  await page.getByText('加了锁的设备不收别的应用共享来的文件').waitFor();
  assert.doesNotMatch(await cached(page), NAMES);
});

journey('who forgot the passphrase comes in with the code, and chooses another', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  const code = await lock(page);
  await page.reload();
  await locked(page);
  await button(page, '用恢复码').tap();
  await page.getByLabel(/^恢复码/).fill(code.join(' ').slice(1));
  await button(page, '打开').tap();
  await page.getByText(/恢复码一共 28 位/).waitFor();
  await checkAccessible(page);
  await page.getByLabel(/^恢复码/).fill(code.join(' ').toLowerCase());
  await button(page, '打开').tap();
  await page.getByRole('heading', { name: '换一个口令' }).waitFor();
  await page.getByLabel(/^新口令/).fill('seven green umbrellas sing');
  await page.getByLabel('再写一次新口令').fill('seven green umbrellas sing');
  await checkAccessible(page);
  await button(page, '换好，打开').tap();
  await page.locator('.rail').waitFor();

  await page.reload();
  await unlock(page);
  await page.getByText(/口令不对/).waitFor();
  await unlock(page, 'seven green umbrellas sing');
  await page.locator('.rail').waitFor();

  // Unlocked for good nothing is asked for, and nothing is sealed.
  await go(page, '#/settings');
  await button(page, '关闭加锁').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('现在的口令').fill('seven green umbrellas sing');
  // The page opens anew by itself once everything is in clear.
  const reloaded = page.waitForEvent('load');
  await button(dialog, '完成').tap();
  await reloaded;
  await page.getByText('台账刚建好').waitFor();
  const { local, journal } = await kept(page);
  for (const [key, text] of [...local, ...journal]) assert.doesNotMatch(text, /^yv[12] /, key);
});

journey('a tablet locks itself after a while without a touch, and when out of sight', async (site) => {
  const page = await arrive(site, PHONE);
  await found(page, '王芳', '平板A');
  await lock(page);
  await go(page, '#/settings');
  await page.getByRole('radio', { name: '5 分钟', exact: true }).check();
  await page.clock.fastForward(4 * 60_000 + 10_000);
  const warning = page.getByRole('dialog', { name: '1 分钟后锁定' });
  await warning.waitFor();
  await checkAccessible(page);
  await button(warning, '继续').tap();
  await warning.waitFor({ state: 'detached' });
  await page.clock.fastForward(4 * 60_000 + 10_000);
  await warning.waitFor();
  await page.clock.fastForward(70_000);
  await unlock(page);
  await page.locator('.rail').waitFor();

  const see = (state) => page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { get: () => to, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await see('hidden');
  // The part that watches may still be on its way: it looks as soon as it is there.
  await page.locator('body').waitFor({ state: 'hidden' });
  await page.clock.fastForward(20_000);
  await see('visible');
  await page.locator('.rail').waitFor();
  assert.equal(await page.locator('body').evaluate((body) => getComputedStyle(body).visibility), 'visible');
  await see('hidden');
  await page.clock.fastForward(70_000);
  await locked(page);
});

journey('another tab that is open locks too', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  const two = await tablet.open();
  await two.locator('.rail').waitFor();
  await lock(one);
  await locked(two);
  assert.doesNotMatch(await two.locator('body').innerText(), NAMES);
});

journey('a window without an open ledger locks too, and at once when it wakes', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  const choosing = async (page) => {
    await page.locator('.rail').waitFor();
    await go(page, '#/settings');
    await button(page, '新建或加入另一本').tap();
    await page.getByRole('button', { name: /新建台账/ }).tap();
    await page.getByLabel('单位名称').fill('示例市人民医院');
  };
  const two = await tablet.open();
  await choosing(two);
  // It hears nothing, as one that sleeps.
  const asleep = await tablet.context.newPage();
  await asleep.addInitScript(() => {
    window.addEventListener('storage', (event) => { if (!window.wakes) event.stopImmediatePropagation(); }, true);
  });
  await asleep.goto(site.url);
  await choosing(asleep);
  await lockOnly(one);
  await locked(one);
  await locked(two);
  await asleep.evaluate(() => document.dispatchEvent(new Event('resume')));
  await locked(asleep);
  assertSealed(await kept(one));
  assert.equal(await asleep.getByText('示例市人民医院').count(), 0);
});

journey('a window that cannot save what it has writes nothing in clear once another one locks', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  await saved(one);
  await one.evaluate(() => {
    for (const [type, name] of [[Storage, 'setItem'], [IDBObjectStore, 'put']]) {
      const write = type.prototype[name];
      type.prototype[name] = function refused(...words) {
        if (window.works) return write.apply(this, words);
        throw new DOMException('full', 'QuotaExceededError');
      };
    }
  });
  await nameDepartment(one, '检验科');
  await button(one, '保存').first().tap();
  await one.getByText('1 笔登记没有存下，只在这个页面里').waitFor();
  const two = await tablet.open();
  await two.locator('.rail').waitFor();
  await lockOnly(two);
  await one.getByText('没有锁定：有登记还没有存下').waitFor();
  await locked(two);
  // There is room again: even so nothing goes there in clear, and all can be had as a file.
  await one.evaluate(() => { window.works = true; });
  await one.waitForTimeout(1_000);
  await one.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await one.clock.runFor(130_000);
  await one.waitForTimeout(1_000);
  assertSealed(await kept(two));
  assert.match((await exported(one)).toString('utf8'), /检验科/);
  assertSealed(await kept(two));
});

journey('who types the passphrase of a lock that another window took off comes in', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  const two = await tablet.open();
  await two.locator('.rail').waitFor();
  await lock(one);
  await locked(two);
  await go(one, '#/settings');
  await button(one, '关闭加锁').tap();
  const dialog = one.getByRole('dialog');
  await dialog.getByLabel('现在的口令').fill(PASSPHRASE);
  const reloaded = one.waitForEvent('load');
  await button(dialog, '完成').tap();
  await reloaded;
  await one.getByText('台账刚建好').waitFor();
  await unlock(two);
  await two.locator('.rail').waitFor();
});

journey('wiping leaves nothing in either store, no cache and no worker', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.install({ time: TODAY });
  const page = await tablet.open();
  await untilKept(page);
  await found(page, '王芳', '平板A');
  const other = await tablet.open();
  await other.locator('.rail').waitFor();
  await go(page, '#/settings');
  await button(page, '清除本机数据').tap();
  const dialog = page.getByRole('dialog');
  await checkAccessible(page);
  assert.ok(await button(dialog, '全部清除').isDisabled());
  await dialog.getByRole('switch', { name: /我已经有最新的导出文件/ }).tap();
  await button(dialog, '全部清除').tap();
  for (const one of [page, other]) await one.getByText('本机数据已清除').waitFor();
  await checkAccessible(page);
  // What a page would still like to keep when it goes is not kept.
  for (const one of [page, other]) await one.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  const left = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  assert.deepEqual(left, { local: [], databases: [], caches: [], workers: 0 });
  await other.close();
  await button(page, '重新开始').tap();
  await page.getByRole('button', { name: /新建台账/ }).waitFor();
});

journey('who has neither passphrase nor code can begin anew from a backup', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await lock(page);
  await page.reload();
  await locked(page);
  await button(page, '用恢复码').tap();
  await button(page, '都找不到了').tap();
  await page.getByText(/谁也打不开/).waitFor();
  await checkAccessible(page);
  await button(page, '清除本机数据').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('switch').tap();
  await button(dialog, '全部清除').tap();
  await page.getByText('本机数据已清除').waitFor();
});
