// Nothing that comes by a file runs, and nothing leaves. Hostile bundles and rosters are taken in, and
// every page is walked; then a script is let into the page, as if something had run, and reaches
// nothing. (What no policy of a page can forbid is going elsewhere with the whole page.) Nor can
// another page put the app into a frame.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journey } from './harness.mjs';
import { checkOnlyText, FILE_NAME, hostileBundle, hostileRoster, PAYLOADS, VISIBLE, watch } from './hostile.mjs';
import { button, choose, exported, found, go, saved, TODAY } from './steps.mjs';

/** A page of a tablet that is watched from the first moment on, and what was told of it. */
async function arrive(site) {
  const tablet = await site.tablet();
  await tablet.context.clock.setFixedTime(TODAY);
  const told = await watch(tablet.context);
  return [await tablet.open(), told];
}

/** Pages to which there may be no link that shows with this ledger. */
const PLACES = [
  '#/', '#/month', '#/quarter', '#/year', '#/standard', '#/standard/versions', '#/registers', '#/import-roster',
  '#/import-totals', '#/exchange', '#/exchange/disputes', '#/exchange/handover', '#/exchange/twins', '#/branches',
  '#/redactions', '#/settings', '#/nowhere',
  ...['member', 'branch', 'department', 'group', 'score_entry', 'veto', 'exemption'].flatMap((register) =>
    ['', '/new', '/print'].map((side) => `#/register/${register}${side}`)),
];

/** The sides of a branch's month, quarter and year, for a branch of the ledger. */
const sidesOf = (branch, member) => [
  ...['', '/entries', '/new', '/new/C3.1', '/close', '/print-form', '/print-sheet', '/print-notice', `/explain/${member}`, `/explain/${member}/C3`, '/item/C3']
    .flatMap((side) => ['2026-09', '2026-10'].map((month) => `#/month/${branch}/${month}${side}`)),
  ...['', `/${branch}`].flatMap((whose) => ['', '/paper'].map((side) => `#/quarter/2026-Q3${whose}${side}`)),
  ...['', '/ballots', '/uses', '/print-ballot', '/print-summary', '/print-members'].map((side) => `#/year/2026/${branch}${side}`),
];

/** The same place of another record or month is of the same kind. */
const kindOf = (address) => address.split('/').map((part) => (/%|^\d|^[A-Z]\d/.test(part) ? '*' : part)).join('/');

/** Goes to a place and waits for its own heading: where the section is another, that of before has gone. */
async function arriveAt(page, address) {
  const heading = page.locator('h1').first();
  const old = await heading.elementHandle();
  const before = { words: await old.textContent(), title: await page.title() };
  await go(page, address);
  // The title follows the address at once.
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  if (await page.title() !== before.title) {
    const isGone = ([old, words]) => !old.isConnected || old.textContent !== words;
    await page.waitForFunction(isGone, [old, before.words]);
  }
  await page.locator('.fetching').waitFor({ state: 'detached' });
  await heading.waitFor();
}

/** Goes to all places and to what they link to, so many times to each kind, and says which kinds there were. */
async function walk(page, places, most) {
  const kinds = new Map();
  const known = new Set(places);
  for (const address of known) {
    const times = kinds.get(kindOf(address)) ?? 0;
    if (times >= most) continue;
    kinds.set(kindOf(address), times + 1);
    await arriveAt(page, address);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    // What was brought in would need a moment to run.
    await page.waitForTimeout(80);
    await checkOnlyText(page, address);
    const links = await page.locator('a[href^="#/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    links.forEach((link) => known.add(link));
  }
  return [...kinds.keys()];
}

/** Waits until a text is shown as text. */
const shows = (page, text) => page.waitForFunction((text) => document.body.innerText.includes(text), text);

const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });

journey('a bundle whose every text is hostile is joined and imported, on every page it is text, and nothing runs', async (site) => {
  const [sample, toldOfSample] = await arrive(site);
  await sample.getByRole('button', { name: /试用示例/ }).tap();
  await sample.locator('.rail').waitFor();
  const spoiled = hostileBundle(await exported(sample));

  const [page, told] = await arrive(site);
  await page.getByRole('button', { name: /加入已有台账/ }).tap();
  await choose(page, spoiled);
  await page.getByRole('radio').first().tap();
  await checkOnlyText(page, '加入已有台账');
  for (const label of ['你的姓名', '你的职务', '这台设备叫什么']) await page.getByLabel(label).fill(VISIBLE[0]);
  await button(page, '加入').tap();
  await page.locator('.rail').waitFor();
  const [branch, member] = ['branch:=内科党支部', 'member:=1020'].map(encodeURIComponent);
  // It is read as a ledger: the month is computed by the standard in the file.
  await go(page, `#/month/${branch}/2026-10`);
  await page.getByRole('row').filter({ hasText: '于金凤' }).filter({ hasText: /\d\d\.\d/ }).waitFor();
  for (const text of ['内科党支部<img', '组织生活<img', '<script yx>']) await shows(page, text);
  const kinds = await walk(page, [...PLACES, ...sidesOf(branch, member)], 1);

  // The same, shown before it is taken, on a tablet that has the sample as it was.
  await go(sample, '#/exchange');
  await sample.locator('input[type=file]').setInputFiles(file(`${FILE_NAME}.json`, 'application/json', spoiled));
  await sample.locator('main').getByText(/yx/).first().waitFor();
  await checkOnlyText(sample, '交换');
  assert.deepEqual([told, toldOfSample], [[], []]);
  console.log(`${kinds.length} kinds of pages, ${PAYLOADS.length} payloads`);
}, 600_000);

journey('a roster whose every cell is hostile becomes text, and so do its names in addresses', async (site) => {
  const [page, told] = await arrive(site);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles(file(`${FILE_NAME}.csv`, 'text/csv', hostileRoster()));
  await button(page, '下一步').waitFor();
  await checkOnlyText(page, 'the columns');
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).waitFor();
  await checkOnlyText(page, 'the review');
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(/^已导入 \d+ 名党员/).waitFor();
  await saved(page);
  await go(page, '#/register/member');
  await shows(page, VISIBLE[0]);
  await walk(page, PLACES, 2);
  assert.deepEqual(told, []);
}, 300_000);

/** Another origin, which answers anything, and notes what it was asked for. */
async function elsewhere() {
  const asked = new Set();
  const note = ({ url }) => asked.add(new URL(url, 'http://localhost').pathname.slice(1));
  const server = createServer((request, response) => {
    note(request);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' }).end();
  });
  server.on('upgrade', (request, socket) => {
    note(request);
    socket.destroy();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { asked, url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

journey('even a script that has got into the page reaches nobody elsewhere', async (site) => {
  copyFileSync(new URL('probe.js', import.meta.url), join(site.folder, 'probe.js'));
  // The same page without the policy shows that all of it would arrive.
  const open = readFileSync(join(site.folder, 'index.html'), 'utf8').replace(/<meta http-equiv[^>]*>/, '');
  writeFileSync(join(site.folder, 'open.html'), open);
  const other = await elsewhere();
  try {
    const probe = async (path) => {
      const tablet = await site.tablet({ serviceWorkers: 'block' });
      tablet.expect(/./);
      const page = await tablet.open(path);
      await page.getByRole('heading', { name: '党支部书记自己的台账' }).waitFor();
      await page.addScriptTag({ url: 'probe.js' });
      const tried = await page.evaluate((url) => window.tryAll(url), other.url);
      await page.close();
      const reached = [...other.asked];
      other.asked.clear();
      return { tried, reached };
    };
    const { tried, reached } = await probe('open.html');
    assert.deepEqual(tried.filter((name) => !reached.includes(name)), [], 'not tried in earnest');
    assert.deepEqual((await probe('')).reached, []);
    console.log(`${tried.length} ways out, none open`);
  } finally {
    other.close();
  }
});

journey('in the frame of another page the app does not open', async (site) => {
  const framing = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<link rel="icon" href="data:,"><iframe src="${site.url}"></iframe>`);
  });
  await new Promise((done) => framing.listen(0, '127.0.0.1', done));
  try {
    const tablet = await site.tablet();
    tablet.expect(/^foreign request/);
    const page = await tablet.context.newPage();
    await page.goto(`http://127.0.0.1:${framing.address().port}/`);
    const framed = page.frameLocator('iframe');
    await framed.getByText('不能嵌在别的网页里').waitFor();
    assert.equal(await framed.getByRole('button').filter({ visible: true }).count(), 0);
    const coming = page.waitForEvent('popup');
    await framed.getByRole('link', { name: '单独打开' }).tap();
    const alone = await coming;
    await alone.getByRole('button', { name: /新建台账/ }).waitFor();
    await page.close();
  } finally {
    framing.close();
  }
});
