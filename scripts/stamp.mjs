// Makes of the files in a folder one build that can be told from others.
//
// - The build id, a hash over all files, goes into the page (<html data-build>) and the worker.
// - The page gets its content-security policy.
// - The service worker gets its list of files with their hashes.
//
// The post-build hook stamps, and the tests, which make a second build out of the first.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** The files under `folder`, as URLs relative to it, in a fixed order. */
export function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
}

/** A pattern that matches nothing is an error: the template has changed. */
function replace(text, pattern, value) {
  if (!pattern.test(text)) throw new Error(`stamp: nothing matches ${pattern}`);
  return text.replace(pattern, () => value);
}

/** Stamps the build in `folder`, stamped before or not, and returns its id. */
export function stamp(folder) {
  const page = join(folder, 'index.html');
  const worker = join(folder, 'sw.js');
  const files = filesIn(folder).filter((file) => file !== 'sw.js');

  const id = sha256(files.map((file) => `${file} ${sha256(readFileSync(join(folder, file)))}\n`).join('')).slice(0, 16);

  let html = readFileSync(page, 'utf8');
  html = replace(html, /<html lang="zh-CN"[^>]*>/, `<html lang="zh-CN" data-build="${id}">`);
  html = replace(
    html,
    /<meta charset="utf-8"[^>]*>(<meta http-equiv[^>]*>)?/,
    `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
  );
  writeFileSync(page, html);

  // Hosts like to redirect index.html to its folder, and a redirected answer opens no page.
  // Half a hash tells a mixed-up file as well, and the worker is part of the first load.
  const half = (file) => sha256(readFileSync(join(folder, file))).slice(0, 32);
  const hashes = files.map((file) => [file === 'index.html' ? './' : file, half(file)]);
  let script = readFileSync(worker, 'utf8');
  script = replace(script, /^const BUILD = .*;$/m, `const BUILD = '${id}';`);
  script = replace(script, /^const HASHES = .*;$/m, `const HASHES = ${JSON.stringify(Object.fromEntries(hashes))};`);
  writeFileSync(worker, script);
  return id;
}
