// Minifies the page, scripts and style sheets of a build, in place; wasm-opt does the same for wasm.

import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { filesIn } from './stamp.mjs';

// What DESIGN.md promises to run on. floor.js tells older browsers that they are too old;
// theme.js runs before it.
const BROWSERS = ['chrome99', 'safari15.4', 'firefox100'];
const OLD_SCRIPTS = ['floor.js', 'theme.js'];
// Lines of the service worker into which scripts/stamp.mjs writes, also when it stamps anew.
const STAMPED = /^const (BUILD|HASHES) = .*;\n/gm;

/** Without its comments and indents, which no text of the page needs. */
const minifiedPage = (text) => text.replace(/<!--[^]*?-->/g, '').replace(/\n\s*/g, '\n');

function minified(file, text) {
  if (extname(file) === '.html') return minifiedPage(text);
  const kept = text.match(STAMPED) ?? [];
  return kept.join('') + minifiedCode(file, text.replace(STAMPED, ''));
}

function minifiedCode(file, text) {
  const loader = extname(file).slice(1);
  const isModule = loader === 'js' && /^(import|export)\b/m.test(text);
  return transformSync(text, {
    loader,
    minify: true,
    // Only of a module are the outermost names its own.
    format: isModule ? 'esm' : undefined,
    target: OLD_SCRIPTS.includes(file) ? 'es5' : BROWSERS,
    legalComments: 'none',
  }).code;
}

/** Minifies all pages, scripts and style sheets under `folder`. */
export function minify(folder) {
  const isCode = (file) => ['.html', '.js', '.css'].includes(extname(file));
  for (const file of filesIn(folder).filter(isCode)) {
    const path = join(folder, file);
    writeFileSync(path, minified(file, readFileSync(path, 'utf8')));
  }
}
