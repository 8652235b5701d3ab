// What lies over a page closes before anything else when one goes back; and wherever one goes while it is open,
// the page follows and nothing falls over.

import assert from 'node:assert/strict';
import { LANDSCAPE, journey } from './harness.mjs';
import { numbers } from './numbers.mjs';
import { PAGES } from './places.mjs';
import { arrive, button, go, lockOnly, locked, unlock } from './steps.mjs';

const OPENERS = 'main button[aria-haspopup]:visible, main button[aria-expanded=false]:visible';
const OVER = '.popover-panel, [role=dialog]';

async function sample(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
}

/** What went wrong in the page, from now on. */
function faultsOf(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  return faults;
}

async function come(page, [hash, own, role = 'heading']) {
  await go(page, hash);
  await page.locator('.fetching').waitFor({ state: 'detached' });
  await page.getByRole(role, { name: own, exact: true }).first().waitFor();
}

journey('back closes what is open first, and elsewhere one gets with it open, too', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await sample(page);
  const faults = faultsOf(page);
  let opened = 0;
  for (const [name, place] of Object.entries(PAGES)) {
    await come(page, place);
    const count = Math.min(await page.locator(OPENERS).count(), 4);
    for (let nth = 0; nth < count; nth += 1) {
      for (const way of ['back', 'address']) {
        await come(page, PAGES.home);
        await come(page, place);
        const opener = page.locator(OPENERS).nth(nth);
        if (!(await opener.isEnabled())) continue;
        const before = await page.locator(OVER).count();
        await opener.tap();
        // What opens a part of the page lays nothing over it.
        if ((await page.locator(OVER).count()) === before) continue;
        const over = page.locator(OVER).last();
        opened += 1;
        if (way === 'back') {
          await page.goBack();
          await page.waitForFunction(([all, count]) => document.querySelectorAll(all).length === count, [OVER, before]);
          // It goes back and forward again, each a moment later.
          await page.waitForTimeout(100);
          const stays = (hash) => decodeURIComponent(location.hash) === decodeURIComponent(hash);
          await page.waitForFunction(stays, place[0], { timeout: 10_000 })
            .catch(() => assert.fail(`${name}, ${nth}: back closes, and goes`));
        } else {
          await come(page, PAGES.registers);
          assert.equal(await page.locator(OVER).count(), 0, `${name}, ${nth}`);
        }
        assert.deepEqual(faults, [], `${name}, ${nth}, ${way}`);
      }
    }
  }
  assert.ok(opened > 20, `${opened} things were opened`);
});

journey('the tablet locks with something open, and opens whole', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await sample(page);
  await lockOnly(page);
  await unlock(page);
  await page.locator('.rail').waitFor();
  for (const name of ['member', 'sheet', 'new-entry']) {
    await come(page, PAGES[name]);
    const faults = faultsOf(page);
    await page.locator(OPENERS).first().tap();
    await button(page, '锁定').first().dispatchEvent('click');
    await locked(page);
    await unlock(page);
    const [, own, role = 'heading'] = PAGES[name];
    await page.getByRole(role, { name: own, exact: true }).first().waitFor();
    assert.deepEqual(faults, [], name);
  }
});

journey('a fault of the program shows a page that says what is kept', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  tablet.expect(/RuntimeError: unreachable/);
  const page = await tablet.open();
  await sample(page);
  await page.evaluate(() => { Promise.reject(new WebAssembly.RuntimeError('unreachable')); });
  await page.getByRole('heading', { name: '医心台账出了意外，停在了这里' }).waitFor();
  assert.ok(!(await page.locator('.rail').isVisible()));
  await page.getByRole('button', { name: '重新打开' }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
});

for (const slower of [1, 4]) {
  journey(`a random walk from the first second meets no fault, at ${slower}×`, async (site) => {
    const page = await arrive(site, LANDSCAPE);
    const faults = faultsOf(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await page.getByRole('button', { name: /试用示例/ }).tap();
    await page.locator('.rail').waitFor();
    const next = numbers(20_261_129);
    const pick = (all) => all[Math.floor(next.next().value * all.length)];
    const places = Object.values(PAGES);
    const end = Date.now() + 45_000;
    let [steps, last] = [0, []];
    while (Date.now() < end) {
      const act = pick(['go', 'go', 'go', 'back', 'open', 'hurry']);
      last = [...last.slice(-5), act];
      // Going back is on its way for a moment: whoever goes elsewhere meanwhile is overtaken by it, in any browser.
      if (act === 'back') await page.evaluate(() => { history.back(); return new Promise((done) => setTimeout(done, 100)); });
      else if (act === 'open') {
        const openers = page.locator(OPENERS);
        const count = await openers.count();
        if (count) await openers.nth(Math.floor(next.next().value * count)).dispatchEvent('click', {}, { timeout: 1000 }).catch(() => {});
      } else {
        const place = pick(places);
        await go(page, place[0]);
        last.push(place[0]);
        // In a hurry one goes on before anything is there.
        if (act === 'go') {
          const [, own, role = 'heading'] = place;
          await page.getByRole(role, { name: own, exact: true }).first().waitFor({ timeout: 15_000 })
            .catch(() => assert.fail(`the page does not follow after ${last.join(', ')}; it is at ${page.url()}`));
        }
      }
      steps += 1;
      assert.deepEqual(faults, [], `after ${last.join(', ')}`);
    }
    assert.ok(steps > 40, `${steps} steps`);
  });
}
