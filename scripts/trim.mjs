// Takes out of the first wasm and its glue what nobody calls, and shortens what they call each other by.

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

// Streams that only the functions of a server have. Leptos brings them, and exports keep what nothing calls.
const UNUSED_EXPORT = /intounderlying(bytesource|source|sink)/;
const UNUSED_CLASS = /export class IntoUnderlying\w+ \{[^]*?\n\}\nif \(Symbol\.dispose\).*\n/g;
const UNUSED_REGISTRY = /const IntoUnderlying\w+Finalization = [^;]*;\n/g;

const [IMPORTS, FUNCTION] = [2, 0];
/** The module from which the wasm imports what the glue defines. */
const GLUE = /_bg\.js$/;

/** Writes a number as https://webassembly.github.io/spec/core/binary/values.html#integers has it. */
function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value);
  return Buffer.from(bytes);
}

const vector = (content) => Buffer.concat([number(content.length), content]);

/** Takes unused exports out of a module, with what only they reach, and their classes out of its glue. */
function prune(module, glue, features) {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(module))).map(({ name }) => name);
  const kept = names.filter((name) => !UNUSED_EXPORT.test(name));
  const text = readFileSync(glue, 'utf8');
  const without = text.replace(UNUSED_CLASS, '').replace(UNUSED_REGISTRY, '');
  if (kept.length === names.length || without.includes('IntoUnderlying')) throw new Error('trim: the streams look otherwise');
  const graph = `${module}.json`;
  writeFileSync(graph, JSON.stringify(kept.map((name) => ({ name, export: name, root: true }))));
  execFileSync('wasm-metadce', ['--graph-file', graph, ...features, module, '-o', module], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(graph);
  writeFileSync(glue, without);
}

/** Gives what a module imports from its glue names of a few letters: theirs carry hashes, which do not compress. */
function shorten(module, glue) {
  const bytes = readFileSync(module);
  const short = new Map();
  let at = 8;
  const read = () => {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  const readBytes = () => {
    const length = read();
    return bytes.subarray(at, (at += length));
  };
  const renamed = () => {
    const [module, name, start] = [readBytes(), readBytes(), at];
    if (bytes[at++] !== FUNCTION) throw new Error(`trim: ${name} is no function`);
    read();
    let called = name;
    if (GLUE.test(module)) {
      called = Buffer.from(`_${short.size.toString(36)}`);
      short.set(`${name}`, `${called}`);
    }
    return Buffer.concat([vector(module), vector(called), bytes.subarray(start, at)]);
  };
  const sections = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const [start, id, length] = [at, bytes[at++], read()];
    const end = at + length;
    if (id === IMPORTS) {
      const imports = Array.from({ length: read() }, renamed);
      sections.push(Buffer.from([id]), vector(Buffer.concat([number(imports.length), ...imports])));
    } else sections.push(bytes.subarray(start, end));
    at = end;
  }
  const called = (line, name) => line.replace(name, short.get(name) ?? name);
  const text = readFileSync(glue, 'utf8').replace(/^ {8}(__w\w+): function/gm, called);
  const missing = [...short].filter(([, name]) => !text.includes(`        ${name}: `));
  if (missing.length) throw new Error(`trim: the glue has no ${missing.map(([name]) => name)}`);
  writeFileSync(module, Buffer.concat(sections));
  writeFileSync(glue, text);
}

/** Does both to a module and its glue, in place. */
export function trim(module, glue, features) {
  prune(module, glue, features);
  shorten(module, glue);
}
