// What the first load weighs, file by file, raw and as brotli; what home needs on a warm start; and what each lazily
// loaded chunk brings with it. Fails where one is over its bar.
//
// With --largest it also lists the ten largest things in the first load.

import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { chunksIn } from './chunks.mjs';
import { largest } from './largest.mjs';
import { foundIn, sentinels } from './schema_texts.mjs';
import { filesIn } from './stamp.mjs';

const { values: options } = parseArgs({ options: { largest: { type: 'boolean' } } });

// In bytes of brotli. What a chunk shares with others counts for each of them.
// What patients, pairs and dues say counts in the scores that home shows: their facts come with it.
const FIRST_LOAD_BAR = 332_000;
// Home's duties come with the chunk `tidy`, once the page is drawn.
const HOME_BAR = 739_000;
const ON_DEMAND_BAR = 2_896_000;
// The year's ballots are a form of the engine, whose code comes with them; every print is laid out sheet by sheet.
const CHUNK_BARS = {
  life: 964_000,
  lock: 177_000,
  month: 783_000,
  misc: 1_622_000,
  registers: 718_000,
  results: 645_000,
  tidy: 394_000,
};
const FILE_BARS = { 'characters.txt': 14_500, 'spreadsheet-worker_bg.wasm': 362_000 };
/** How many texts of schemas may be in the first wasm. */
const SCHEMA_TEXTS_BAR = 0;

/** The chunk that comes with home once it is drawn. */
const HOME_CHUNK = 'tidy';

const FIRST = ['.html', '.css', '.js', '.wasm', '.txt'];
const isOnDemand = (file) => /^part-|^characters|spreadsheet/.test(file);
const isFirstWasm = (file) => /^yixin-app-.*\.wasm$/.test(file);

let hasFailed = false;

function weigh(file) {
  const content = readFileSync(join('dist', file));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return { file, raw: content.length, brotli: brotliCompressSync(content, quality).length };
}

const row = (raw, brotli, name) =>
  console.log(`${String(raw).padStart(10)} ${String(brotli).padStart(10)}  ${name}`);

const sum = (files, key) => files.reduce((total, file) => total + file[key], 0);

function table(title, files) {
  console.log(`\n${title}`);
  row('raw', 'brotli', '');
  for (const { file, raw, brotli } of files) row(raw, brotli, file);
  row(sum(files, 'raw'), sum(files, 'brotli'), 'together');
}

function hold(name, figure, bar, unit = 'bytes') {
  console.log(`${name}: ${figure} ${unit}${bar === null ? '' : `; the bar is ${bar}`}`);
  if (bar === null || figure <= bar) return;
  console.error(`size: ${name} is ${figure - bar} ${unit} over the bar`);
  hasFailed = true;
}

const weighed = filesIn('dist')
  // An interrupted build leaves its stage behind.
  .filter((file) => FIRST.includes(extname(file)) && !file.startsWith('.'))
  .map(weigh);
const first = weighed.filter(({ file }) => !isOnDemand(file));
const later = weighed.filter(({ file }) => isOnDemand(file));
table('First load', first);
table('On demand', later);
console.log();

// Each chunk waits for the style sheet of all.
const styles = later.filter(({ file }) => file.startsWith('part-styles'));
const chunks = new Map();
for (const [file, needs] of chunksIn('dist')) {
  const name = /^part-([a-z]+)-/.exec(file)?.[1];
  if (name) chunks.set(name, [...later.filter(({ file }) => needs.has(file)), ...styles]);
}
const characters = later.filter(({ file }) => file === 'characters.txt');

hold('First load', sum(first, 'brotli'), FIRST_LOAD_BAR);
hold('Home on a warm start', sum([...first, ...chunks.get(HOME_CHUNK), ...characters], 'brotli'), HOME_BAR);
for (const [name, files] of [...chunks].sort()) {
  if (!(name in CHUNK_BARS)) throw new Error(`size: the chunk ${name} has no bar`);
  hold(`The chunk ${name} with what it fetches`, sum(files, 'brotli'), CHUNK_BARS[name]);
}
for (const [file, bar] of Object.entries(FILE_BARS)) hold(file, sum(later.filter((one) => one.file === file), 'brotli'), bar);
hold('All that is fetched on demand', sum(later, 'brotli'), ON_DEMAND_BAR);

const contentOf = (files) => files.filter(({ file }) => file.endsWith('.wasm')).map(({ file }) => readFileSync(join('dist', file)));
const texts = sentinels();
// Texts that no wasm has could not be found in the first either.
const shipped = new Set(contentOf(weighed).flatMap((content) => foundIn(content, texts)));
const present = contentOf(first.filter(({ file }) => isFirstWasm(file))).flatMap((content) => foundIn(content, texts));
console.log(`\nTexts that only schemas have: ${texts.length}, of which the build ships ${shipped.size}`);
if (shipped.size * 2 < texts.length) throw new Error('size: most texts of schemas are in no wasm; what is in dist is another build');
const registers = [...new Set(present.map(({ register }) => register))];
hold('Texts of schemas in the first wasm', present.length, SCHEMA_TEXTS_BAR, 'texts');
if (present.length) console.log(`  of ${registers.join(', ')}; such as ${present.slice(0, 5).map(({ text }) => text).join('、')}`);

if (options.largest) largest();
if (hasFailed) process.exitCode = 1;
