// Two windows with one ledger: one writes, the other reads along and can take over. Data of a newer
// version is only read, and a ledger that is gone is missed.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAccessible, journey, PHONE, PORTRAIT, untilKept } from './harness.mjs';
import { button, departments, enterDepartment, exported, found, go, nameDepartment, saved } from './steps.mjs';

const reading = (page) => page.locator('.notice').filter({ hasText: '另一个窗口正在编辑，这里只看' });
const reads = (page) => reading(page).waitFor();
const writes = (page) => reading(page).waitFor({ state: 'detached' });
const same = (seen, expected) => assert.deepEqual([...seen].sort(), [...expected].sort());

/** A list of departments that shows one. */
const shows = (page, name) => page.locator('main').getByText(name, { exact: true }).first().waitFor();

async function takeOver(page, from) {
  await button(page, '接管编辑').tap();
  await writes(page);
  if (from) await reads(from);
}

journey('for ten seconds two windows write by turns, each sees what the other enters, and nothing is lost', async (site) => {
  const tablet = await site.tablet();
  let writer = await tablet.open();
  await found(writer, '王芳', '平板A');
  let reader = await tablet.open('#/register/department');
  await reads(reader);
  assert.equal(await reading(writer).count(), 0);
  const entered = [];
  const end = Date.now() + 10_000;
  while (Date.now() < end || entered.length < 4) {
    await go(reader, '#/register/department');
    for (let round = 0; round < 2; round += 1) {
      entered.push(`第${entered.length + 1}科`);
      await enterDepartment(writer, entered.at(-1));
      // Now and then the page is hidden, and packs up.
      if (entered.length % 3 === 0) await writer.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    }
    // In the midst of saving.
    await takeOver(reader, writer);
    await go(reader, '#/register/department');
    await shows(reader, entered.at(-1));
    [writer, reader] = [reader, writer];
  }
  await saved(writer);
  for (const page of [writer, reader]) same(await departments(page), entered);
  await writer.close();
  await reader.close();
  same(await departments(await tablet.open()), entered);
  console.log(`${entered.length} entries in two windows by turns`);
});

for (const [name, size] of Object.entries({ portrait: PORTRAIT, phone: PHONE })) {
  journey(`a window that reads says so on every page and shows what is entered elsewhere (${name})`, async (site) => {
    const tablet = await site.tablet(size);
    const one = await tablet.open();
    await found(one, '王芳', '平板A');
    const two = await tablet.open('#/register/department');
    for (const hash of ['#/', '#/registers', '#/exchange', '#/settings', '#/register/department']) {
      await go(two, hash);
      await reads(two);
      await checkAccessible(two);
    }
    await tablet.shot(two, `reader-${name}`);
    await enterDepartment(one, '看得见科');
    await shows(two, '看得见科');
  });
}

journey('what is being filled in stays when another window takes over, and is saved after taking over again', async (site) => {
  const tablet = await site.tablet();
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  await nameDepartment(one, '没填完科');
  const two = await tablet.open();
  await reads(two);
  await takeOver(two, one);
  await button(one, '保存').first().tap();
  await one.locator('main').getByText('没有保存：另一个窗口正在编辑').first().waitFor();
  assert.equal(await one.getByLabel('科室名称').inputValue(), '没填完科');
  same(await departments(two), []);
  await takeOver(one, two);
  assert.equal(await one.getByLabel('科室名称').inputValue(), '没填完科');
  await button(one, '保存').first().tap();
  await saved(one);
  await go(two, '#/register/department');
  await shows(two, '没填完科');
});

journey('a window that does not answer is not waited for, and what it wrote is read', async (site) => {
  const tablet = await site.tablet();
  const silent = await tablet.context.newPage();
  await silent.addInitScript(() => { BroadcastChannel.prototype.postMessage = () => {}; });
  await silent.goto(site.url);
  await found(silent, '王芳', '平板A');
  const two = await tablet.open('#/register/department');
  await reads(two);
  await enterDepartment(silent, '没说科');
  await saved(silent);
  await takeOver(two, silent);
  await shows(two, '没说科');
  await enterDepartment(two, '接着科');
  same(await departments(two), ['没说科', '接着科']);
});

journey('when the window that writes is closed, the other writes by itself', async (site) => {
  const tablet = await site.tablet();
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  const two = await tablet.open();
  await reads(two);
  await enterDepartment(one, '先来科');
  await saved(one);
  await one.close();
  await writes(two);
  await enterDepartment(two, '后来科');
  await saved(two);
  same(await departments(two), ['先来科', '后来科']);
});

journey('data of a newer version is shown and exported, and nothing of it is changed', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '原有科');
  await saved(page);
  await page.evaluate(() => {
    const prefix = 'yixin/ledgers/';
    const entry = Object.keys(localStorage).find((key) => key.startsWith(prefix));
    localStorage.setItem(`yixin/${entry.slice(prefix.length)}/v/2`, 'yx2');
  });
  await page.reload();
  await page.getByText('本机数据已由较新的版本写过，这里只能看和导出').waitFor();
  await checkAccessible(page);
  const before = await page.evaluate(() => JSON.stringify(Object.entries(localStorage).sort()));
  await nameDepartment(page, '旧版科');
  await button(page, '保存').first().tap();
  await page.locator('main').getByText('没有保存：本机数据已由较新的版本写过').first().waitFor();
  same(await departments(page), ['原有科']);
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  assert.equal(await page.evaluate(() => JSON.stringify(Object.entries(localStorage).sort())), before);
});

journey('a ledger that the browser has cleared is missed, with the way back', async (site) => {
  const tablet = await site.tablet();
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '没了科');
  await saved(page);
  const bundle = await exported(page);
  // It is noted after opening.
  await page.reload();
  await page.locator('.rail').waitFor();
  await page.waitForFunction(() => window.caches.has('yixin-known-/yixin/'));
  await page.close();
  const elsewhere = await tablet.context.newPage();
  await elsewhere.goto(`${site.url}boot.js`);
  await elsewhere.evaluate(() => new Promise((done, failed) => {
    localStorage.clear();
    const request = indexedDB.deleteDatabase('yixin');
    request.onsuccess = done;
    request.onerror = failed;
  }));
  await elsewhere.close();

  const again = await tablet.open();
  await again.getByText('这台设备上的台账“示例市人民医院”不见了').waitFor();
  await again.getByText(/请点“加入已有台账”/).waitFor();
  await checkAccessible(again);
  await tablet.shot(again, 'missing-ledger');
  await again.getByRole('button', { name: /加入已有台账/ }).tap();
  await again.locator('input[type=file]').setInputFiles({ name: '台账.json', mimeType: 'application/json', buffer: bundle });
  await again.getByRole('radio', { name: '内科党支部' }).tap();
  await again.getByLabel('你的姓名').fill('王芳');
  await again.getByLabel('你的职务').fill('支部书记');
  await button(again, '加入').tap();
  await again.locator('.rail').waitFor();
  same(await departments(again), ['没了科']);
});

// The hardest case: a file that changes under the same name.
const mark = (text) => (folder) => {
  appendFileSync(join(folder, 'boot.js'), `document.documentElement.dataset.mark = '${text}';\n`);
};

journey('a new build that is taken in one window waits in another until what is filled in there is saved', async (site) => {
  const tablet = await site.tablet();
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  await saved(one);
  await untilKept(one);
  const two = await tablet.open();
  await reads(two);
  await takeOver(two, one);
  await nameDepartment(two, '填一半科');

  site.publish(mark('second'));
  await one.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
  });
  const reloaded = one.waitForEvent('load');
  const told = two.getByText('新版本已就绪').waitFor();
  await one.evaluate(() => window.dispatchEvent(new Event('yixin-take-update')));
  await Promise.all([reloaded, told]);
  await one.waitForFunction(() => document.documentElement.dataset.mark === 'second');
  assert.equal(await two.getByLabel('科室名称').inputValue(), '填一半科');
  assert.equal(await two.evaluate(() => document.documentElement.dataset.mark), undefined);

  const renewed = two.waitForEvent('load');
  await button(two, '保存').first().tap();
  await renewed;
  await two.waitForFunction(() => document.documentElement.dataset.mark === 'second');
  await go(two, '#/register/department');
  await shows(two, '填一半科');
});
