// What the first load weighs, file by file, raw and as brotli.
//
// Fails where it is over the bar. Files that are fetched when first needed are listed apart: the
// service worker keeps them too, but after the page stands.

import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { filesIn } from './stamp.mjs';

const BAR = 350_000;
const FIRST = ['.html', '.css', '.js', '.wasm', '.txt'];
const isOnDemand = (file) => /^part-|^characters|spreadsheet/.test(file);

function weigh(file) {
  const content = readFileSync(join('dist', file));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return { file, raw: content.length, brotli: brotliCompressSync(content, quality).length };
}

const row = (raw, brotli, name) =>
  console.log(`${String(raw).padStart(10)} ${String(brotli).padStart(10)}  ${name}`);

function table(title, files) {
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  console.log(`\n${title}`);
  row('raw', 'brotli', '');
  for (const { file, raw, brotli } of files) row(raw, brotli, file);
  row(sum('raw'), sum('brotli'), 'together');
  return sum('brotli');
}

const weighed = filesIn('dist')
  // An interrupted build leaves its stage behind.
  .filter((file) => FIRST.includes(extname(file)) && !file.startsWith('.'))
  .map(weigh);
const total = table('First load', weighed.filter(({ file }) => !isOnDemand(file)));
const later = weighed.filter(({ file }) => isOnDemand(file));
if (later.length) table('On demand', later);

console.log(`\nFirst load: ${total} bytes; the bar is ${BAR}`);
if (total > BAR) {
  console.error(`size: the first load is ${total - BAR} bytes over the bar`);
  process.exitCode = 1;
}
