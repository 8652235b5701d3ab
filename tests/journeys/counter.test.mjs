// Counting at a free clinic: by touch on a tablet held upright, at ten taps a second, through a kill, and with two windows.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { checkAccessible, journey, PORTRAIT } from './harness.mjs';
import { arrive, bring, button, exported, found, go, join } from './steps.mjs';

/** How long nothing is counted before what was counted becomes an edit, at most. */
const PAUSE = 34_000;

const pad = (page, name = '服务人次') => page.locator('.counter-pad').filter({ hasText: name });
/** What a pad says that all devices counted, and this one. */
async function counted(page, name = '服务人次') {
  const label = await pad(page, name).getAttribute('aria-label');
  const [, total, own] = /(\d+) 本机 (\d+)$/.exec(label);
  return [Number(total), Number(own)];
}
const shows = (page, total, name = '服务人次') => page.waitForFunction(
  ([one, sum]) => [...document.querySelectorAll('.counter-pad')].some(
    (pad) => pad.ariaLabel.startsWith(`${one} ${sum} `)),
  [name, total],
);
const kept = (page) => page.locator('.counter .saving').getByText('已保存').waitFor();
/** Ends counting: what was counted becomes an edit once the next page has come. */
const done = async (page) => {
  await button(page.locator('.counter'), '完成').tap();
  await page.waitForTimeout(1000);
};

/** Opens the counter of today's event, or of the one that the first tap creates. */
async function open(page) {
  await go(page, '#/life/count');
  await page.locator('.counter-pads').waitFor();
}

/** How many edits of a bundle write what was counted. */
const counts = (bundle) => JSON.parse(bundle.toString('utf8')).edits.filter(({ act }) => act === 'count').length;

journey('the first person is counted by the first tap on the counter, and each further one by one', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await open(page);
  await page.getByText('今天还没有登记活动。点第一下就登记一场').waitFor();
  await checkAccessible(page);
  await pad(page).tap();
  await shows(page, 1);
  // From home: 活动, its 计数, and the pad.
  console.log('taps: the first person counted: 3 (at most 3), each further one 1');
  for (let one = 2; one <= 5; one += 1) await pad(page).tap();
  await shows(page, 5);
  await kept(page);
  assert.deepEqual(await counted(page), [5, 5]);
  // The address is that of the event by now, and the counter is the same.
  assert.match(await page.evaluate(() => location.hash), /^#\/life\/count\/.+/);

  await button(page, '撤销上一下').tap();
  await button(page, '撤销上一下').tap();
  await shows(page, 3);
  await kept(page);

  await button(page, '计数项目').tap();
  const dialog = page.getByRole('dialog');
  await button(dialog, '测血压').tap();
  await button(dialog, '发资料').tap();
  await button(dialog, '好了').tap();
  await pad(page, '测血压').tap();
  await pad(page, '发资料').tap();
  await pad(page, '发资料').tap();
  await shows(page, 2, '发资料');
  // Papers are no persons.
  await page.getByText('合计 4 人次').waitFor();
  await page.getByText('上一下：发资料').waitFor();
  await checkAccessible(page);

  await button(page, '大字模式').tap();
  for (const one of await page.locator('.counter-pad').all()) {
    const { width, height } = await one.boundingBox();
    assert.ok(width >= 120 && height >= 120, `${width} × ${height}`);
  }
  await checkAccessible(page);
  await button(page, '大字模式').tap();
  // By keys, too, and a click without a pointer.
  await pad(page, '测血压').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await shows(page, 3, '测血压');

  await done(page);
  await page.locator('main').getByText('服务人次').first().waitFor();
  const bundle = await exported(page);
  assert.ok(counts(bundle) <= 2, `${counts(bundle)} edits for nine taps`);
});

journey('a thousand counts at ten a second are a thousand, and a handful of edits', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await open(page);
  const { x, y, width, height } = await pad(page).boundingBox();
  const begun = Date.now();
  for (let one = 0; one < 1000; one += 1) {
    await page.touchscreen.tap(x + width / 2, y + height / 2);
    const ahead = begun + (one + 1) * 100 - Date.now();
    if (ahead > 0) await new Promise((go) => setTimeout(go, ahead));
  }
  await shows(page, 1000);
  await kept(page);
  assert.deepEqual(await counted(page), [1000, 1000]);
  console.log(`1000 counts in ${Math.round((Date.now() - begun) / 1000)} s`);
  await done(page);
  const bundle = await exported(page);
  assert.ok(counts(bundle) <= 4, `${counts(bundle)} edits`);
  await open(page);
  await shows(page, 1000);
}, 600_000);

journey('a pause makes an edit, and what is counted after it is added', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await open(page);
  for (let one = 0; one < 3; one += 1) await pad(page).tap();
  await kept(page);
  await page.waitForTimeout(PAUSE);
  await shows(page, 3);
  await pad(page).tap();
  await shows(page, 4);
  await kept(page);
  await done(page);
  assert.equal(counts(await exported(page)), 2);
});

journey('a kill loses at most the last count, and counts nothing twice', async (site) => {
  const profile = mkdtempSync(path(tmpdir(), 'yixin-count-'));
  let tablet = await site.tabletWithProfile(profile, PORTRAIT);
  try {
    const first = await tablet.open();
    await found(first, '王芳', '平板A');
    await open(first);
    let sum = 0;
    for (let kill = 0; kill < 4; kill += 1) {
      const [page] = tablet.context.pages().slice(-1);
      for (let one = 0; one < 7; one += 1) await pad(page).tap();
      await shows(page, sum + 7);
      if (kill % 2 === 0) {
        // All but the last tap are acknowledged.
        await kept(page);
        await pad(page).tap();
      } else {
        // In the midst of becoming an edit.
        await kept(page);
        await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
      }
      await tablet.kill();

      tablet = await site.tabletWithProfile(profile, PORTRAIT);
      const again = await tablet.open();
      await again.locator('.rail').waitFor();
      await open(again);
      // What was left is written after the first page is drawn.
      await again.waitForFunction((least) => {
        const label = document.querySelector('.counter-pad')?.ariaLabel;
        return Number(/(\d+) 本机/.exec(label)?.[1]) >= least;
      }, sum + 7);
      const [total, own] = await counted(again);
      assert.ok([sum + 7, sum + 8].includes(total), `${total} after ${sum + 7}`);
      assert.equal(own, total, 'what this device counted before is its own');
      sum = total;
    }
    const [page] = tablet.context.pages().slice(-1);
    await page.reload();
    await shows(page, sum);
    console.log(`4 kills, ${sum} counted`);
  } finally {
    await tablet.context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}, 300_000);

journey('of two windows one counts, the other says so, and goes on where it takes over', async (site) => {
  const tablet = await site.tablet(PORTRAIT);
  const one = await tablet.open();
  await found(one, '王芳', '平板A');
  await open(one);
  for (let tap = 0; tap < 3; tap += 1) await pad(one).tap();
  await kept(one);
  const hash = await one.evaluate(() => location.hash);
  const two = await tablet.open(hash);
  await two.locator('.counter').getByText('另一个窗口正在编辑，这里只看').waitFor();
  assert.ok(await pad(two).isDisabled());
  await checkAccessible(two);
  await button(two.locator('.counter'), '接管编辑').tap();
  await two.locator('.counter').getByText('另一个窗口正在编辑').waitFor({ state: 'detached' });
  // What the first one counted and left is taken up.
  await shows(two, 3);
  await pad(two).tap();
  await shows(two, 4);
  await kept(two);
  assert.ok(await pad(one).isDisabled());
  await done(two);
  await shows(one, 4);
  await button(one.locator('.counter'), '接管编辑').tap();
  await one.locator('.counter').getByText('另一个窗口正在编辑').waitFor({ state: 'detached' });
  await pad(one).tap();
  await shows(one, 5);
  await done(one);
  await one.waitForTimeout(2_000);
  await open(one);
  await shows(one, 5);
});

journey('two tablets count one clinic, and either shows the sum', async (site) => {
  const one = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await open(one);
  for (let tap = 0; tap < 3; tap += 1) await pad(one).tap();
  await done(one);
  const two = await arrive(site, PORTRAIT);
  await join(two, await exported(one), '李明', '平板B');
  await open(two);
  await shows(two, 3);
  assert.deepEqual(await counted(two), [3, 0]);
  await pad(two).tap();
  await pad(two).tap();
  assert.deepEqual(await counted(two), [5, 2]);
  await open(one);
  await pad(one).tap();
  await done(one);
  await done(two);
  const [fromOne, fromTwo] = [await exported(one), await exported(two)];
  await bring(one, fromTwo);
  await bring(two, fromOne);
  for (const [page, own] of [[one, 4], [two, 2]]) {
    await open(page);
    await shows(page, 6);
    assert.deepEqual(await counted(page), [6, own]);
  }
});
