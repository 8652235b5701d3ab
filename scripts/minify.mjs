// Minifies the scripts and style sheets of a build, in place; wasm-opt does the same for wasm.

import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { filesIn } from './stamp.mjs';

// What DESIGN.md promises to run on. floor.js tells older browsers that they are too old.
const BROWSERS = ['chrome99', 'safari15.4', 'firefox100'];
const OLD_SCRIPT = 'floor.js';
// scripts/stamp.mjs writes into it line by line, also when it is stamped anew.
const STAMPED = 'sw.js';

function minified(file, text) {
  const loader = extname(file).slice(1);
  const isModule = loader === 'js' && /^(import|export)\b/m.test(text);
  return transformSync(text, {
    loader,
    minify: true,
    // Only of a module are the outermost names its own.
    format: isModule ? 'esm' : undefined,
    target: file === OLD_SCRIPT ? 'es5' : BROWSERS,
    legalComments: 'none',
  }).code;
}

/** Minifies all scripts and style sheets under `folder`, but for the service worker. */
export function minify(folder) {
  const isCode = (file) => ['.js', '.css'].includes(extname(file)) && file !== STAMPED;
  for (const file of filesIn(folder).filter(isCode)) {
    const path = join(folder, file);
    writeFileSync(path, minified(file, readFileSync(path, 'utf8')));
  }
}
