// First visits to WebKitGTK that walk at random over all pages, from the first second on, alone and beside work that
// leaves them a part of the machine: no panic, and no page that does not follow. By hand: make browsers;
// WALKS=40 for a walk that is to be believed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import { numbers } from '../journeys/numbers.mjs';
import { PAGES } from '../journeys/places.mjs';
import { webkit } from './drivers.mjs';

const WALKS = Number(process.env.WALKS ?? 2);
const STEPS = 60;

/** Comes in by the sample. */
const BEGIN = `async () => {
  globalThis.faults = [];
  addEventListener('error', (event) => globalThis.faults.push(event.message));
  for (let left = 600; left > 0; left -= 1) {
    const begin = [...document.querySelectorAll('button')].find((one) => one.innerText.includes('试用示例'));
    if (document.querySelector('.rail')) return;
    begin?.click();
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the sample does not begin');
}`;

/** Takes steps; gives the first that the page did not follow, or ''. */
const WALK = `async (steps) => {
  const pause = (millis) => new Promise((done) => setTimeout(done, millis));
  const told = () => [...document.querySelectorAll('h1, h2, h3, caption, [aria-label]')]
    .flatMap((one) => [one.textContent.trim(), one.getAttribute('aria-label')]);
  for (const [at, { act, hash, own, part }] of steps.entries()) {
    if (act === 'back') history.back();
    else if (act === 'open') {
      const openers = document.querySelectorAll('main button[aria-haspopup], main button[aria-expanded=false]');
      openers[Math.floor(part * openers.length)]?.click();
    } else location.hash = hash;
    if (act === 'go') {
      const until = performance.now() + 20000;
      while (!told().includes(own)) {
        if (performance.now() > until) return at + ': ' + JSON.stringify(steps.slice(Math.max(0, at - 5), at + 1)) + document.body.innerText.slice(0, 400);
        await pause(30);
      }
    } else await pause(40);
    const fallen = document.querySelector('#fallen');
    if (globalThis.faults.length > 0 || (fallen && !fallen.hidden)) return at + ': ' + act + ' ' + hash + ' ' + globalThis.faults;
  }
  return '';
}`;

const stepsOf = (seed) => {
  const next = numbers(seed);
  const pick = (all) => all[Math.floor(next.next().value * all.length)];
  return Array.from({ length: STEPS }, () => {
    const [hash, own] = pick(Object.values(PAGES));
    return { act: pick(['go', 'go', 'go', 'back', 'open', 'hurry']), hash, own, part: next.next().value };
  });
};

for (const [pace, others] of Object.entries({ alone: 0, 'with a quarter of the machine': 3 * cpus().length })) {
  test(`WebKitGTK ${pace}: first visits walk at random, and every page follows`, { timeout: 240_000 * WALKS }, async () => {
    // They end by themselves where nobody ends them.
    const loop = `const end = Date.now() + ${240_000 * WALKS}; while (Date.now() < end);`;
    const busy = Array.from({ length: others }, () => spawn(process.execPath, ['-e', loop], { stdio: 'ignore' }));
    const { server, url } = await serve({ root: fileURLToPath(new URL('../../dist', import.meta.url)), prefix: '/yixin/' });
    try {
      for (let walk = 1; walk <= WALKS; walk += 1) {
        const home = mkdtempSync(join(tmpdir(), 'yixin-browser-'));
        const page = await webkit(home);
        try {
          await page.navigate(url);
          await page.run(BEGIN);
          const steps = stepsOf(1_000 * walk + others);
          // A script has a minute.
          for (let at = 0; at < STEPS; at += 10) assert.equal(await page.run(WALK, steps.slice(at, at + 10)), '', `walk ${walk}, from step ${at}`);
        } finally {
          await page.end();
          rmSync(home, { recursive: true, force: true, maxRetries: 5 });
        }
      }
    } finally {
      server.close();
      for (const one of busy) one.kill('SIGKILL');
    }
  });
}
