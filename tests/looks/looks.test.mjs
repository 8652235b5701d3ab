// How every page looks at every size, with the usual and the largest letters, in light and dark: measured, with a picture
// of each in target/looks. By hand: make looks.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { launch } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { PAGES } from '../journeys/places.mjs';
import { TODAY, visit } from '../journeys/steps.mjs';

const { DIST = 'dist' } = process.env;
const OUT = 'target/looks';
const SIZES = { landscape: [1180, 820], small: [1080, 810], portrait: [820, 1180], phone: [390, 844] };
const LETTERS = { standard: 1, xlarge: 1.5 };
/** LOOK.md: notes and charts, body, section, title, figures. */
const SCALE = [13, 16, 18, 24, 28];

/** What is wrong with the page as it stands. */
function measure([scale, factor]) {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.className || element.tagName} “${element.textContent.trim().slice(0, 20)}”`);
  const isShown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && one.getClientRects().length > 0;
  if (document.documentElement.scrollWidth > innerWidth) found.push(`sideways by ${document.documentElement.scrollWidth - innerWidth} px`);
  const primary = [...document.querySelectorAll('.button-primary')].filter(isShown);
  if (primary.length > 1) found.push(`${primary.length} primary actions`);
  for (const one of document.querySelectorAll('button, [role=tab], select, input:not([type=hidden], [type=file])')) {
    if (!isShown(one) || one.closest('.paper, .unseen')) continue;
    const { width, height } = one.getBoundingClientRect();
    if (width > 1 && height < 35.5) say(`target of ${Math.round(width)} × ${Math.round(height)} px`, one);
  }
  const sizes = new Set();
  const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement;
    if (!node.data.trim() || !isShown(one) || one.closest('.paper, .unseen, svg')) continue;
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize) / factor;
    if (!scale.some((step) => Math.abs(step - size) < 0.6)) sizes.add(`${size.toFixed(1)} px at ${one.className || one.tagName}`);
    const isCut = one.scrollWidth > one.clientWidth + 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis';
    if (isCut && one.clientWidth > 0 && !/auto|scroll/.test(style.overflowX)) say('cut', one);
  }
  return { found, sizes: [...sizes] };
}

test('every page keeps to its size', { timeout: 1_800_000 }, async () => {
  mkdirSync(OUT, { recursive: true });
  const { server, url } = await serve({ root: DIST });
  const browser = await launch();
  const wrong = [];
  const sizes = new Set();
  try {
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      for (const [letters, factor] of Object.entries(LETTERS)) {
        for (const colorScheme of ['light', 'dark']) {
          const context = await browser.newContext({ viewport: { width, height }, hasTouch: true, colorScheme, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
          await context.addInitScript((name) => localStorage.setItem('yixin/look/size', name), letters);
          const page = await context.newPage();
          await page.clock.setFixedTime(TODAY);
          await page.goto(url);
          await page.getByRole('button', { name: /试用示例/ }).tap();
          await page.locator('.rail').waitFor();
          for (const [name, [hash, own, role]] of Object.entries(PAGES)) {
            await visit(page, hash, own, role);
            await page.waitForTimeout(150);
            const seen = await page.evaluate(measure, [SCALE, factor]);
            wrong.push(...seen.found.map((text) => `${name}, ${size}, ${letters}, ${colorScheme}: ${text}`));
            if (letters === 'standard') seen.sizes.forEach((one) => sizes.add(one));
            await page.screenshot({ path: `${OUT}/${name}-${size}-${letters}-${colorScheme}.png` });
          }
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
  if (sizes.size) console.log(`letters beside the scale:\n  ${[...sizes].join('\n  ')}`);
  assert.deepEqual(wrong, []);
});
