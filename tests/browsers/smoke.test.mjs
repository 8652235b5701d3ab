// The main way through the app in the other browsers: make browsers. (Chromium has the journeys.)

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import { firefox, webkit } from './drivers.mjs';

const NOTE = '东街社区义诊，换一个浏览器';

/** What follows runs in the page. Waits until `find` gives something. */
const UNTIL = `async (find, what) => {
  for (let left = 400; left > 0; left -= 1) {
    const found = find();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('waited in vain for ' + what + ': ' + document.body.innerText.slice(0, 500));
}`;
const step = (parameters, text) => `async (${parameters}) => { const until = ${UNTIL}; ${text} }`;

/** Taps the button whose text contains something, or is just that. */
const TAP = step('text, exact', `
  const named = (button) => (exact ? button.innerText.trim() === text : button.innerText.includes(text));
  (await until(() => [...document.querySelectorAll('button')].find((button) => named(button) && !button.disabled), text)).click();`);
const SEE = step('text', "await until(() => document.body.innerText.includes(text), text);");
const GO = step('hash', "location.hash = hash; await until(() => document.querySelector('h1'), 'a page');");
const ENTER = step('note', `
  (await until(() => document.querySelector('.roll button'), 'the roll')).click();
  const label = await until(() => [...document.querySelectorAll('label')].find(({ innerText }) => innerText.includes('事由')), '事由');
  const field = document.getElementById(label.htmlFor) ?? label.querySelector('input, textarea');
  field.value = note;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));`);
const SAVED = step('', `
  const word = () => document.querySelector('.saving')?.innerText.trim() ?? '';
  return until(() => /^(已保存|已记录)/.test(word()) && word(), 'saving');`);
const KEPT = step('', `
  await navigator.serviceWorker.ready;
  await until(() => navigator.serviceWorker.controller, 'the service worker');`);

/** Starts the app anew, as after closing the page. */
async function reopen(page, url) {
  await page.navigate('about:blank');
  await page.navigate(url);
}

for (const [name, launch] of Object.entries({ WebKitGTK: webkit, 'Firefox ESR': firefox })) {
  test(`${name}: an entry is saved, is there after reloading and without a network, and goes out`, { timeout: 240_000 }, async () => {
    const { server, url } = await serve({ root: fileURLToPath(new URL('../../dist', import.meta.url)), prefix: '/yixin/' });
    const home = mkdtempSync(join(tmpdir(), 'yixin-browser-'));
    const page = await launch(home);
    try {
      const today = new Date();
      const month = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}`;
      const place = `#/month/${encodeURIComponent('branch:=内科党支部')}/${month}`;
      await page.navigate(url);
      await page.run(TAP, '试用示例', false);
      await page.run(SEE, '示例台账');
      await page.run(GO, `${place}/new/C3.1`);
      await page.run(ENTER, NOTE);
      await page.run(TAP, '登记', true);
      await page.run(SEE, '已登记');
      console.log(`${name}: ${await page.run(SAVED)}`);

      await reopen(page, url);
      await page.run(SEE, '示例台账');
      await page.run(GO, `${place}/entries`);
      await page.run(SEE, NOTE);

      await page.run(KEPT);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await reopen(page, url);
      await page.run(SEE, '示例台账');
      await page.run(GO, `${place}/entries`);
      await page.run(SEE, NOTE);

      await page.run(GO, '#/exchange');
      await page.run(TAP, '导出全部', true);
      await page.run(SEE, '已导出');
    } finally {
      await page.end();
      server.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
