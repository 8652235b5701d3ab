// Measures the shipped wasm against its peers in Chromium, prints a table, and writes
// target/bench/results.json. By hand, after `make build`: node bench/run.mjs [--rounds 15]
//
// A bar that does not hold is shown and is no failure; outputs that differ are one.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from '../scripts/chromium.mjs';
import { serve } from '../scripts/serve.mjs';
import { alone, beside, median, quartiles, round } from './figures.mjs';
import { enteringRows } from './rows/entering.mjs';
import { rollingRows } from './rows/rolling.mjs';
import { leavingRows } from './rows/leaving.mjs';
import { savingRows } from './rows/saving.mjs';
import { startingRows } from './rows/starting.mjs';
import { storeRows } from './rows/stores.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, dist: { type: 'string', default: 'dist' }, only: { type: 'string' } },
});
const wants = (part) => [undefined, part].includes(values.only);
const ROUNDS = Number(values.rounds);

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const OUT = 'target/bench';
const SITE = join(OUT, 'site');

const say = (text) => console.error(`bench: ${text}`);

/** One folder with all that the page loads. */
function assemble() {
  rmSync(SITE, { recursive: true, force: true });
  mkdirSync(SITE, { recursive: true });
  const copy = (from, to) => cpSync(from, join(SITE, to), { recursive: true });
  copy('bench/page', '.');
  copy(values.dist, 'dist');
  // A worker is looked for beside the page.
  copy(join(values.dist, 'sha256.js'), 'sha256.js');
  copy('src/scoring/standard18.json', 'standard18.json');
  copy('bench/node_modules/hyperformula/dist/hyperformula.full.min.js', 'hyperformula/hyperformula.js');
  copy('bench/node_modules/@sqlite.org/sqlite-wasm/dist/index.mjs', 'sqlite/index.js');
  copy('bench/node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm', 'sqlite/sqlite3.wasm');
  copy('bench/node_modules/@automerge/automerge/dist/iife/iife.js', 'automerge/automerge.js');
  copy('bench/node_modules/tinybase/min/mergeable-store/index.js', 'tinybase/tinybase.js');
  copy('bench/node_modules/yjs/dist/yjs.mjs', 'yjs/yjs.js');
  copy('bench/node_modules/lib0', 'lib0');
  copy('bench/node_modules/xlsx/dist/xlsx.full.min.js', 'sheetjs/xlsx.js');
  copy('bench/node_modules/exceljs/dist/exceljs.min.js', 'exceljs/exceljs.js');
  execFileSync('bench/node_modules/.bin/esbuild', [
    'bench/page/table_peers.js',
    '--bundle',
    '--minify',
    '--format=esm',
    '--define:process.env.NODE_ENV="production"',
    '--log-level=warning',
    `--outfile=${join(SITE, 'table_peers.js')}`,
    '--allow-overwrite',
  ], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Alone in its process, a page has a clock of 5 µs. */
function isolate(server) {
  server.prependListener('request', (_, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  });
}

/** Frames come as soon as they are ready, so that one is not counted as two. */
const UNBOUND = ['--disable-gpu-vsync', '--disable-frame-rate-limit'];

/** What a page of the bench measures; each has a browser of its own. */
async function measureOn(path, url, options) {
  const browser = await launch(options);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.exposeFunction('say', say);
    const devtools = await page.context().newCDPSession(page);
    await page.exposeFunction('sweep', () => devtools.send('HeapProfiler.collectGarbage'));
    await page.exposeFunction('throttle', (rate) => devtools.send('Emulation.setCPUThrottlingRate', { rate }));
    await page.goto(new URL(path, url).href);
    await page.waitForFunction(() => document.documentElement.dataset.loaded, null, { timeout: 30_000 }).catch((error) => {
      throw new Error(`the page did not load: ${faults.join('; ') || error}`);
    });
    const measured = await page.evaluate((rounds) => globalThis.bench(rounds, globalThis.say), ROUNDS);
    if (faults.length) throw new Error(faults.join('; '));
    return { ...measured, browser: browser.version() };
  } finally {
    await browser.close();
  }
}

async function measure() {
  const { server, url } = await serve({ root: SITE });
  isolate(server);
  try {
    const { file, ...exchange } = wants('exchange') ? await measureOn('exchange.html', url) : {};
    if (file) writeFileSync(join(SITE, 'theirs.json'), file);
    const bring = wants('exchange') ? await measureOn('bring.html', url) : {};
    const scores = wants('scores') ? await measureOn('', url) : {};
    const table = wants('table') ? await measureOn('table.html', url, UNBOUND) : {};
    const office = wants('office') ? await measureOn('office.html', url) : {};
    const saving = wants('saving') ? await savingRows(url, ROUNDS, say) : [];
    const entering = wants('entering') ? await enteringRows(url, ROUNDS, say) : [];
    const rolling = wants('rolling') ? await rollingRows(url, ROUNDS, say) : [];
    const stores = wants('stores') ? await storeRows(url, ROUNDS, say) : [];
    const starting = wants('starting') ? await startingRows(values.dist, ROUNDS, say) : { rows: [], lines: [] };
    const leaving = wants('leaving') ? await leavingRows(url, say) : [];
    const ready = [...saving, ...entering, ...rolling, ...stores, ...starting.rows, ...leaving];
    return { ...exchange, ...bring, ...table, ...office, ...scores, ready, lines: starting.lines };
  } finally {
    server.close();
  }
}

/** The row of ours against a peer of a race. */
function against(race, id, name, peer, peerName, bar = null) {
  const [ours, theirs] = ['ours', peer].map((who) => race.find((one) => one.name === who).taken);
  return beside(id, name, ours, theirs, peerName, bar);
}

/** The median of our times, and its quartiles. */
function ofOurs(race) {
  const { taken } = race.find((one) => one.name === 'ours');
  return [round(median(taken)), quartiles(taken)];
}

function firstLoad() {
  const { stdout } = spawnSync('node', ['scripts/size.mjs'], { encoding: 'utf8' });
  const bytes = Number(/^First load: (\d+) bytes/m.exec(stdout)?.[1]);
  if (!bytes) throw new Error(`scripts/size.mjs did not tell the first load:\n${stdout}`);
  return alone('first-load', 'first load (html, css, js, wasm)', bytes / 1000, null, 'KB brotli', 350);
}

const OBJECTS = 'JavaScript objects with Map';
const ARRAYS = 'JavaScript typed arrays';
const SQLITE = 'SQLite-wasm, in memory';

function scoreRows({ year, cells }) {
  const totals = 'T: facts → all items, month, quarter and year totals';
  const entry = 'T: one entry → all totals and ranks of the branch';
  const cube = 'S: 2.16 M cells → month, quarter and year totals';
  const { members, facts, sumifs } = year.size;
  const sheet = `HyperFormula, one branch and month only (${members} members, ${facts} facts, ${sumifs} SUMIFS)`;
  const app = 'the sample hospital: one entry → ledger, sheet, all totals and ranks of the branch, as the app does it';
  return [
    against(year.totals, 'B1t-totals', totals, 'objects', OBJECTS, 0.1),
    against(year.totals, 'B1t-totals-arrays', totals, 'arrays', ARRAYS),
    against(year.totals, 'B1t-totals-sqlite', totals, 'sqlite', SQLITE),
    against(year.totals, 'B1t-totals-hyperformula', totals, 'hyperformula', sheet),
    alone('B1t-entry', entry, ...ofOurs(year.edits), 'ms', 1),
    against(year.edits, 'B1t-entry-objects', entry, 'objects', OBJECTS),
    against(year.edits, 'B1t-entry-arrays', entry, 'arrays', ARRAYS),
    against(year.edits, 'B1t-entry-sqlite', entry, 'sqlite', SQLITE),
    against(year.edits, 'B1t-entry-hyperformula', entry, 'hyperformula', `${sheet}, no ranks`),
    alone('B1t-entry-app', app, ...ofOurs(year.app), 'ms', 1),
    alone('B1t-what-if', 'T: another standard tried on all months → who changes, and by how much', ...ofOurs(year.tried), 'ms', 20),
    against(cells.totals, 'B1s-totals', cube, 'objects', OBJECTS, 0.05),
    against(cells.totals, 'B1s-totals-arrays', cube, 'arrays', ARRAYS),
    against(cells.totals, 'B1s-totals-sqlite', cube, 'sqlite', SQLITE),
  ];
}

function exchangeRows({ united, size, brought, longest, memory }) {
  const union = `two ledgers of ${size.changes} changes, half of them shared → one, its ${size.conflicts} conflicts counted`;
  const few = `with ${size.few} changes each`;
  const file = `a bundle of ${(memory.bytes / 1e6).toFixed(1)} MB → the plan of its import into a ledger that has half of it`;
  const peak = (memory.wasm + memory.heap + memory.outside) / memory.bytes;
  return [
    against(united, 'B2-union', union, 'map', 'JavaScript Map, last writer wins, no conflicts', 1),
    against(united, 'B2-union-yjs', union, 'yjs', 'Yjs, a map of cells'),
    against(united, 'B2-union-automerge', union, 'automerge', `Automerge, a map of cells, ${few}`),
    against(united, 'B2-union-tinybase', union, 'tinybase', `TinyBase, a mergeable store, ${few}`),
    against(brought, 'B3-import', file, 'json', 'Blob.text() and JSON.parse', 1.5),
    alone('B3-import-task', `${file}: longest task`, Math.max(...longest), quartiles(longest), 'ms', 100),
    alone('B3-import-memory', `${file}: peak memory, times the file`, peak, null, '×', 8),
  ];
}

function tableRows({ sorted, slow }) {
  const sort = '1,000 members × 20 columns: sorted by another column → painted';
  const spread = quartiles(slow);
  return [
    against(sorted, 'B4-sort', sort, 'react', 'React, the full table', 0.1),
    against(sorted, 'B4-sort-solid', sort, 'solid', 'Solid, the full table', 0.1),
    against(sorted, 'B4-sort-virtual', sort, 'virtual', 'React with @tanstack/react-virtual', 1),
    alone('B4-sort-slow', `${sort}, on a processor four times slower`, round(median(slow)), spread, 'ms', 150),
  ];
}

function officeRows({ written, sizes }) {
  const name = '1,000 × 20 → .xlsx';
  const kilobytes = (who) => `${Math.round(sizes[who] / 1000)} KB (ours ${Math.round(sizes.ours / 1000)} KB)`;
  return [
    against(written, 'B5-xlsx', name, 'sheetjs', `SheetJS, ${kilobytes('sheetjs')}`, 1),
    against(written, 'B5-xlsx-exceljs', name, 'exceljs', `ExcelJS, ${kilobytes('exceljs')}`, 1),
  ];
}

function rows(measured) {
  return [
    ...(wants('table') ? tableRows(measured) : []),
    ...(wants('office') ? officeRows(measured) : []),
    ...(wants('exchange') ? exchangeRows(measured) : []),
    ...(wants('scores') ? scoreRows(measured) : []),
    ...measured.ready,
    firstLoad(),
  ];
}

/** A Chinese character takes two columns; here all is Latin but for arrows, which take one. */
function print(list, { year, cells, browser, memory, told, lines }) {
  const show = (number) => (number === null ? '' : String(round(number)));
  const bar = (row) => {
    if (row.bar === null) return '';
    const limit = row.ratio === null ? `≤ ${row.bar} ${row.unit}` : `≤ ${row.bar} ×`;
    return `${limit}  ${row.holds ? 'holds' : 'DOES NOT HOLD'}`;
  };
  console.log(`\n${browser ? `Chromium ${browser}, ` : ''}${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`);
  console.log(`${ROUNDS} interleaved rounds; medians; ratios are the median of each round's, with their quartiles; clock of 5 µs`);
  let title = '';
  for (const row of list) {
    if (row.name !== title) console.log(`\n${(title = row.name)}`);
    const ratio = row.ratio === null ? '' : `${show(row.ratio)} ×`;
    const spread = row.spread ? `[${row.spread.map(show).join(' – ')}]` : '';
    const figures = `${show(row.ours).padStart(9)} ${row.unit.padEnd(9)}`;
    const peer = row.peer === null ? ''.padStart(12) : `${show(row.peer).padStart(9)} ms`;
    console.log(`${figures} ${peer}  ${ratio.padStart(12)} ${spread.padEnd(22)} ${bar(row).padEnd(24)} ${row.peer_name ?? ''}`.trimEnd());
  }
  if (memory) {
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(
      `\nA file comes in: the wasm grew by ${megabytes(memory.wasm)} (from ${megabytes(memory.before)}), the heap of JavaScript by ` +
        `${megabytes(memory.heap)}; ${megabytes(memory.outside)} more are the copy that the browser hashes. The page drew ${median(told)} times meanwhile.`,
    );
  }
  for (const line of lines) console.log(`\n${line}`);
  if (!year) return;
  const part = Object.fromEntries(cells.parts.map(({ name, taken }) => [name, median(taken)]));
  const megabytes = cells.bytes / 1e6;
  const ms = (number) => `${number.toFixed(2)} ms`;
  console.log(
    `\nWhere the time goes in S: of ${ms(part.cube)}, adding up the items takes ${ms(part['cube-items'])}, quarters and years ` +
      `${ms(part['cube-spans'])}; what is left, ${ms(part.cube - part['cube-items'] - part['cube-spans'])}, bounds and keeps the months' totals. ` +
      `The memory is not the limit: copying all ${megabytes.toFixed(2)} MB of cells into the wasm, which need not be done, ` +
      `takes ${ms(part.copy)} (${(megabytes / part.copy).toFixed(0)} GB/s).`,
  );
  console.log(`Filling SQLite, not counted above: T ${year.loading.toFixed(0)} ms, S ${cells.loading.toFixed(0)} ms.`);
}

assemble();
const measured = await measure();
const list = rows(measured);
print(list, measured);
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
writeFileSync(join(OUT, 'results.json'), `${JSON.stringify(list, null, 2)}\n`);
console.log(`\nWritten to ${OUT}/results.json (at ${commit}).`);
