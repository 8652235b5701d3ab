// 已保存 means saved: the browser is killed within 50 ms after the word shows, as by a power cut, and
// all that was acknowledged is there when the same profile is opened again.
//
//   make soak KILLS=50

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journey } from './harness.mjs';
import { departments, found, nameDepartment } from './steps.mjs';

const KILLS = Number(process.env.KILLS ?? 5);
/** Each moment between 0 and 50 ms gets its turn. */
const delayOf = (kill) => Math.round((50 * ((kill * 7) % KILLS)) / Math.max(1, KILLS - 1));

/** Saves the form, and is back the moment that the word shows. */
const saveUntilTheWord = (page) => page.evaluate(() => new Promise((done) => {
  const word = document.querySelector('.saving');
  let isBusy = false;
  new MutationObserver(() => {
    isBusy ||= word.textContent.includes('保存中');
    if (isBusy && word.textContent.includes('已保存')) done();
  }).observe(word, { childList: true, subtree: true, characterData: true });
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === '保存').click();
}));

journey(`nothing acknowledged is missing after the browser is killed ${KILLS} times, 0–50 ms after 已保存`, async (site) => {
  const profile = mkdtempSync(join(tmpdir(), 'yixin-kill-'));
  let tablet;
  try {
    const entered = [];
    tablet = await site.tabletWithProfile(profile);
    await found(await tablet.open(), '王芳', '平板A');
    for (let kill = 0; kill < KILLS; kill += 1) {
      const [page] = tablet.context.pages().slice(-1);
      const name = `第${kill + 1}科`;
      await nameDepartment(page, name);
      await saveUntilTheWord(page);
      await new Promise((done) => setTimeout(done, delayOf(kill)));
      await tablet.kill();
      entered.push(name);

      tablet = await site.tabletWithProfile(profile);
      const again = await tablet.open();
      assert.deepEqual((await departments(again)).sort(), [...entered].sort(), `killed ${delayOf(kill)} ms after the word`);
    }
    console.log(`${KILLS} kills, nothing lost`);
  } finally {
    await tablet?.context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}, 60_000 + KILLS * 20_000);
