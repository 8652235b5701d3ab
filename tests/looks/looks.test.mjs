// How every page looks at every size, with the usual and the largest letters, in light and dark: measured, with a picture
// of each in target/looks. By hand: make looks. With LOOKS=quick, as in make test: two of the sizes, without pictures.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { launch } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { BRANCH, MEMBER, PAGES } from '../journeys/places.mjs';
import { TODAY, go } from '../journeys/steps.mjs';

const { DIST = 'dist', LOOKS } = process.env;
const OUT = 'target/looks';
const SIZES = { landscape: [1180, 820], small: [1080, 810], portrait: [820, 1180], phone: [390, 844] };
const LETTERS = { standard: 1, xlarge: 1.5 };
/** LOOK.md: notes and charts, body, section, title, figures. */
const SCALE = [13, 16, 18, 24, 28];
/** What make test looks at: size, letters, colours. */
const QUICK = ['small standard light', 'phone xlarge dark'];
/** Addresses of more pages than the journeys name. */
const ADDRESSES = {
  ...Object.fromEntries(Object.entries(PAGES).map(([name, [hash]]) => [name, hash])),
  quarter: '#/quarter/2026-Q3',
  bulletin: '#/quarter/2026-Q3/paper',
  year: `#/year/2026/${BRANCH}`,
  ballots: `#/year/2026/${BRANCH}/ballots`,
  uses: `#/year/2026/${BRANCH}/uses`,
  summary: `#/year/2026/${BRANCH}/print-summary`,
  'member-year': `#/year/2026/member/${MEMBER}`,
  versions: '#/standard/versions',
  appeals: '#/register/appeal',
  departments: '#/register/department',
  department: '#/register/department/new',
  'import-records': '#/register/department/import',
  own: '#/settings/own',
  safety: '#/settings/safety',
  backup: '#/settings/backup',
  data: '#/settings/data',
  about: '#/settings/about',
  more: '#/more',
  voice: '#/register/opinion/place',
  opinion: '#/register/opinion/new',
  opinions: '#/register/opinion/rates',
  surveys: '#/register/satisfaction/rates',
  callbacks: '#/register/callback/rates',
  'kiosk-results': '#/register/kiosk_month/results/2026-10',
  'hand-over': '#/register/kiosk_month/hand-over',
  dues: '#/register/dues_month/month',
  'dues-closed': '#/register/dues_month/month/2026-10',
  statistics: '#/register/member/statistics',
  candidates: '#/register/member/candidates',
  course: '#/register/course/new',
};

/** What is wrong with the page as it stands. */
function measure([scale, factor]) {
  const found = [];
  const name = (element) => element.className || element.tagName;
  const say = (what, element) => found.push(`${what}: ${name(element)} “${element.textContent.trim().slice(0, 12)}”`);
  const isShown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && one.getClientRects().length > 0;
  if (document.documentElement.scrollWidth > innerWidth) found.push(`sideways by ${document.documentElement.scrollWidth - innerWidth} px`);
  const body = document.querySelector('.page-body');
  if (body && body.scrollWidth > body.clientWidth + 1) found.push(`the body sideways by ${body.scrollWidth - body.clientWidth} px`);
  const primary = [...document.querySelectorAll('.button-primary')].filter(isShown);
  if (primary.length > 1) found.push(`${primary.length} primary actions`);
  // Cells of a table are as high as its rows.
  for (const one of document.querySelectorAll('button, [role=tab], select, input:not([type=hidden], [type=file])')) {
    if (!isShown(one) || one.closest('.paper, .unseen')) continue;
    const { width, height } = (one.closest('label, th') ?? one).getBoundingClientRect();
    const least = one.closest('table, [role=grid]') ? 35.5 : 43.5;
    if (width > 1 && height < least) found.push(`target ${Math.round(height)} px high: ${name(one)}`);
  }
  const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
  const view = body?.getBoundingClientRect();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement;
    if (!node.data.trim() || !isShown(one) || one.closest('.paper, .unseen, svg')) continue;
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize) / factor;
    if (!scale.some((step) => Math.abs(step - size) < 0.6)) found.push(`letters of ${size.toFixed(1)} px: ${name(one)}`);
    const isCut = one.scrollWidth > one.clientWidth + 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis';
    if (isCut && one.clientWidth > 0 && !/auto|scroll/.test(style.overflowX)) say('cut', one);
    // What is drawn over the middle of a text neither holds it nor belongs to it; tables scroll under their heads.
    if (!view || !one.closest('.page-body') || one.closest('table, [role=grid]')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (top < view.top || bottom > view.bottom || left < view.left || right > view.right) continue;
    const isClipped = (box) => box !== body && getComputedStyle(box).overflowX !== 'visible' && x > box.getBoundingClientRect().right;
    let box = one.parentElement;
    while (box && !isClipped(box)) box = box.parentElement;
    if (box) continue;
    const above = document.elementFromPoint(x, y);
    if (above && !above.contains(one) && !one.contains(above) && !above.closest('.toasts, a, input, .form-actions, .page-action, .split-detail')) say(`under ${name(above)}`, one);
  }
  return [...new Set(found)];
}

test('every page keeps to its size', { timeout: 1_800_000 }, async () => {
  mkdirSync(OUT, { recursive: true });
  const { server, url } = await serve({ root: DIST });
  const browser = await launch();
  /** Where each fault is seen. */
  const wrong = new Map();
  try {
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      for (const [letters, factor] of Object.entries(LETTERS)) {
        for (const colorScheme of ['light', 'dark']) {
          if (LOOKS === 'quick' && !QUICK.includes(`${size} ${letters} ${colorScheme}`)) continue;
          const context = await browser.newContext({ viewport: { width, height }, hasTouch: true, colorScheme, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
          await context.addInitScript((name) => localStorage.setItem('yixin/look/size', name), letters);
          const page = await context.newPage();
          await page.clock.setFixedTime(TODAY);
          await page.goto(url);
          await page.getByRole('button', { name: /试用示例/ }).tap();
          await page.locator('.rail').waitFor();
          for (const [name, hash] of Object.entries(ADDRESSES)) {
            // By way of no page, so that what is measured is there, and is a page.
            await go(page, PAGES.nowhere[0]);
            await page.getByRole('heading', { name: PAGES.nowhere[1] }).waitFor();
            await go(page, hash);
            if (name !== 'nowhere') await page.getByRole('heading', { name: PAGES.nowhere[1] }).waitFor({ state: 'detached' }).catch(() => assert.fail(`${name} is no page`));
            await page.locator('.fetching').waitFor({ state: 'detached' });
            await page.locator('#page-title').waitFor();
            await page.waitForTimeout(150);
            for (const fault of await page.evaluate(measure, [SCALE, factor])) {
              wrong.set(fault, [...(wrong.get(fault) ?? []), `${name} ${size} ${letters} ${colorScheme}`]);
            }
            if (LOOKS !== 'quick') await page.screenshot({ path: `${OUT}/${name}-${size}-${letters}-${colorScheme}.png` });
          }
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
  const said = [...wrong].map(([fault, places]) => `${fault} (${places.length} ×: ${places.slice(0, 3).join(', ')})`);
  assert.ok(said.length === 0, `\n  ${said.join('\n  ')}`);
});
