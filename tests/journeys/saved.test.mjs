// What is said of saving is true, and nothing is lost: with two tabs at once, with a store that is
// full, and with stores that are not to be had.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { departments, enterDepartment, found, saved } from './steps.mjs';

const seen = (page, word) => page.locator('.saving').getByText(word).waitFor();

/** Fills localStorage to the brim, as another app of the same origin may. */
const fill = (page) => page.evaluate(() => {
  let number = 0;
  for (let size = 5 << 20; size > 0;) {
    try {
      localStorage.setItem(`theirs-${number}`, 'x'.repeat(size));
      number += 1;
    } catch {
      size = Math.floor(size / 2);
    }
  }
});
const free = (page) => page.evaluate(() => {
  Object.keys(localStorage).filter((key) => key.startsWith('theirs-')).forEach((key) => localStorage.removeItem(key));
});
const segments = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('/s/')).length);

const same = (found, expected) => assert.deepEqual([...found].sort(), [...expected].sort());

const noLocks = () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });

journey('without locks both of two tabs in which entries are made for ten seconds write, and lose nothing', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(noLocks);
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  const two = await tablet.open();
  const end = Date.now() + 10_000;
  const work = async (page, side) => {
    const names = [];
    while (Date.now() < end) {
      names.push(`${side}${names.length + 1}科`);
      await enterDepartment(page, names.at(-1));
      // Now and then the page is hidden, and packs up.
      if (names.length % 3 === 0) await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    }
    await saved(page);
    return names;
  };
  const entered = (await Promise.all([work(one, '左'), work(two, '右')])).flat();
  assert.ok(entered.length >= 4);
  for (const page of [one, two]) same(await departments(page), entered);
  await one.close();
  await two.close();
  same(await departments(await tablet.open()), entered);
  console.log(`${entered.length} entries in two tabs`);
});

journey('with localStorage full edits go on, are saved, and reach it once there is room', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await saved(page);
  await fill(page);
  const before = await segments(page);
  await enterDepartment(page, '满时一科');
  await saved(page);
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await enterDepartment(page, '满时二科');
  await saved(page);
  await page.close();

  // What it said was true: it is there, though nothing of it is in localStorage.
  const full = await tablet.open();
  same(await departments(full), ['满时一科', '满时二科']);
  assert.equal(await segments(full), before);
  await free(full);
  await full.close();

  const roomy = await tablet.open();
  same(await departments(roomy), ['满时一科', '满时二科']);
  while (await segments(roomy) === before) await roomy.waitForTimeout(50);
  // Now localStorage has everything too: it gives it back alone. That both have it is noted where it is read.
  await roomy.reload();
  await roomy.locator('.rail').waitFor();
  const isNoted = () => roomy.evaluate(() => Object.keys(localStorage).some((key) => key.endsWith('/h/1')));
  while (!await isNoted()) await roomy.waitForTimeout(50);
  await roomy.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase('yixin');
    request.onsuccess = done;
    request.onerror = failed;
  }));
  await roomy.close();
  const alone = await tablet.open();
  await alone.getByText('日志副本不见了').waitFor();
  same(await departments(alone), ['满时一科', '满时二科']);
});

const noJournal = () => Object.defineProperty(window, 'indexedDB', { value: undefined });
const noLocalStorage = () => Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('blocked', 'SecurityError'); },
});

journey('with localStorage blocked the app works, saves, and says what is at risk', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(noLocalStorage);
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await page.getByText('浏览器存储用不了').waitFor();
  await enterDepartment(page, '一科');
  await saved(page);
  await page.close();
  const again = await tablet.open();
  await again.getByText('台账只保存在日志副本里').waitFor();
  same(await departments(again), ['一科']);
});

journey('without IndexedDB the app works, does not say 已保存, and says what is at risk', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(noJournal);
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await page.getByText('日志副本用不了').waitFor();
  await enterDepartment(page, '一科');
  await seen(page, '已记录');
  // With no room either, that is said, and export is at hand.
  await fill(page);
  await enterDepartment(page, '二科');
  await page.getByText('1 笔登记没有存下，只在这个页面里').waitFor();
  assert.equal(await page.locator('.saving').getByText('已保存').count(), 0);
  same(await departments(page), ['一科', '二科']);
  await free(page);
  await enterDepartment(page, '三科');
  await seen(page, '已记录');
  await page.close();
  const again = await tablet.open();
  await again.getByText('请多导出备份').waitFor();
  same(await departments(again), ['一科', '二科', '三科']);
});

journey('with no store at all the app says so and what to do', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.addInitScript(noLocalStorage);
  await tablet.context.addInitScript(noJournal);
  const page = await tablet.open();
  await page.getByText('读不到本机的台账数据').first().waitFor();
  await page.getByText('请换普通窗口打开').first().waitFor();
});
