// Cuts the app's wasm into what the first load needs and the parts that are fetched when first
// needed (app/src/ui/chunks.rs).
//
// It replaces the JavaScript and wasm that Trunk made of the whole, under their names; the parts
// carry the same hash in theirs.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trim } from './trim.mjs';

// Each part is fetched once, also where the host knows no type for .wasm.
const STREAMED = '(WebAssembly.instantiateStreaming(src, imports))';
const FETCHED = `(src.then(async (answer) =>
        answer.headers.get('content-type') === 'application/wasm'
            ? WebAssembly.instantiateStreaming(answer, imports)
            : WebAssembly.instantiate(await answer.arrayBuffer(), imports)))`;

const LINK = '__wasm_split.js';
const FEATURES = [
  'bulk-memory',
  'bulk-memory-opt',
  'nontrapping-float-to-int',
  'sign-ext',
  'mutable-globals',
  'reference-types',
  'multivalue',
].map((name) => `--enable-${name}`);

// Larger functions with one caller stay apart: that compresses better (2.6 KB of the first load).
const INLINING = ['--one-caller-inline-max-function-size', '40'];

const run = (tool, ...options) => execFileSync(tool, options, { stdio: ['ignore', 'inherit', 'pipe'] });

function place(from, to, small) {
  if (small) run('wasm-opt', '-Oz', ...INLINING, ...FEATURES, '--strip-debug', '--strip-producers', from, '-o', to);
  else copyFileSync(from, to);
}

/** A text that is not there is an error: the tool has changed. */
function replace(text, from, to) {
  if (!text.includes(from)) throw new Error(`split: nothing matches ${from}`);
  return text.replaceAll(from, to);
}

// The first load has one sheet of these: each file more is one more that a start waits for.
const FIRST_SHEETS = ['tokens', 'base', 'skeleton', 'layout', 'components', 'pages'];
// What these say is about pages that come in parts alone.
const SHEETS = [
  'dialogs', 'fields', 'pickers', 'roll', 'tables', 'flow', 'explanation', 'paper', 'finder',
  'month', 'registers', 'exchange', 'standard', 'season', 'figure', 'life', 'duties', 'count', 'life-board', 'kiosk', 'members',
];

// Each part waits for them; where they do not arrive, it is asked for again the next time.
const styled = (sheet) => `
let styles;
const styled = () => styles ??= new Promise((arrived, failed) => {
    const sheet = document.createElement('link');
    sheet.onload = arrived;
    sheet.onerror = (event) => {
        styles = undefined;
        sheet.remove();
        failed(event);
    };
    sheet.rel = 'stylesheet';
    sheet.href = new URL('./${sheet}', import.meta.url);
    // What is said of printing stays the last word.
    (document.querySelector('link[href*="print-"]') ?? document.head.lastElementChild).before(sheet);
});
`;

/** Makes one file of some style sheets, and has `tag` on the page in the place of the first of them. */
function joinSheets(folder, sheets, name, tag = '') {
  const page = join(folder, 'index.html');
  let html = readFileSync(page, 'utf8');
  let joined = '';
  for (const sheet of sheets) {
    const link = new RegExp(`<link rel="stylesheet" href="[^"]*?(${sheet}-[0-9a-f]+\\.css)"[^>]*>\\s*`);
    const [found, file] = link.exec(html) ?? [];
    if (!found) throw new Error(`split: no style sheet ${sheet}`);
    html = html.replace(found, joined === '' ? tag : '');
    joined += readFileSync(join(folder, file), 'utf8');
    rmSync(join(folder, file));
  }
  writeFileSync(page, html);
  writeFileSync(join(folder, name), joined);
}

/**
 * Has the scripts fetched as soon as the page is read, and all at once: what they need of each other they would ask for
 * one after the other. The wasm is fetched by boot.js alone: only so does the browser keep what it has compiled.
 */
function preload(folder, scripts) {
  const page = join(folder, 'index.html');
  const links = scripts.map((script) => `<link rel="modulepreload" href="./${script}">`).join('');
  const html = readFileSync(page, 'utf8').replace(/<link rel="(modulepreload|preload)" href="[^"]*yixin-app-[^>]*>/g, '');
  const [boot] = /<script [^>]*id="boot"[^>]*><\/script>/.exec(html) ?? [];
  if (!boot) throw new Error('split: the page has no #boot');
  writeFileSync(page, html.replace(boot, boot + links));
}

/** Cuts `whole`, which the app in `folder` was made from; `small` takes the time to make it small. */
export function split(folder, whole, small) {
  const script = readdirSync(folder).find((file) => /^yixin-app-[0-9a-f]+\.js$/.test(file));
  if (!script) throw new Error('split: Trunk has made no yixin-app-….js');
  const name = script.slice(0, -'.js'.length);
  const hash = name.slice('yixin-app'.length);

  const cut = join(folder, '.split');
  const bound = join(cut, 'bound');
  mkdirSync(bound, { recursive: true });
  run('wasm-split-cli', whole, cut, '--out-name', name);
  run('wasm-bindgen', join(cut, `${name}.wasm`), '--target', 'web', '--keep-lld-exports', '--no-typescript', '--out-dir', bound, '--out-name', name);

  if (small) trim(join(bound, `${name}_bg.wasm`), join(bound, script), FEATURES);
  place(join(bound, `${name}_bg.wasm`), join(folder, `${name}_bg.wasm`), small);
  let link = replace(readFileSync(join(cut, LINK), 'utf8'), STREAMED, FETCHED);
  for (const file of readdirSync(cut).filter((file) => /^(chunk|split)_.*\.wasm$/.test(file))) {
    const part = `part-${file.replace(/^(chunk|split)_|\.wasm$/g, '')}${hash}.wasm`;
    place(join(cut, file), join(folder, part), small);
    link = replace(link, `./${file}`, `./${part}`);
  }
  const sheet = `part-styles${hash}.css`;
  joinSheets(folder, SHEETS, sheet);
  const first = `first${hash}.css`;
  joinSheets(folder, FIRST_SHEETS, first, `<link rel="stylesheet" href="./${first}">`);
  preload(folder, [script, `parts${hash}.js`]);
  link = replace(link, 'deps.map(d => d());', '[styled(), ...deps.map(d => d())];') + styled(sheet);
  writeFileSync(join(folder, `parts${hash}.js`), link);
  const glue = readFileSync(join(bound, script), 'utf8');
  writeFileSync(join(folder, script), replace(glue, `from "./${LINK}"`, `from "./parts${hash}.js"`));
  rmSync(cut, { recursive: true });
}
