// What the first load is made of: the functions and data that the first wasm keeps, by the module that they belong to.
//
// Names exist only in the wasm before it is cut, and so do relocations, which say what needs what. All that is reached
// from its exports without passing a chunk's entry is in the first load. Sizes are those before wasm-opt.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { CARGO_TARGET_DIR: target = 'target' } = process.env;
const WHOLE = join(target, 'wasm32-unknown-unknown/release/yixin-app.wasm');

/** Reads the binary format: https://webassembly.github.io/spec/core/binary and tool-conventions' Linking.md. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let [result, factor, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      result += (byte & 127) * factor;
      factor *= 128;
    } while (byte & 128);
    return result;
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  skip(length) {
    this.at += length;
  }

  list(read) {
    return Array.from({ length: this.number() }, read);
  }
}

const [IMPORTS, EXPORTS, CODE, DATA] = [2, 7, 10, 11];
const [FUNCTION, DATA_SYMBOL, SECTION_SYMBOL] = [0, 1, 3];
const [UNDEFINED, EXPLICIT_NAME] = [0x10, 0x40];
/** Relocations with an addend: all to places in memory, functions' offsets and sections. */
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);

function readImports(reader) {
  let functions = 0;
  reader.list(() => {
    reader.text();
    reader.text();
    const kind = reader.byte();
    const limits = () => {
      const hasMaximum = reader.number() & 1;
      reader.number();
      if (hasMaximum) reader.number();
    };
    if (kind === 0) functions += 1, reader.number();
    else if (kind === 1) reader.skip(1), limits();
    else if (kind === 2) limits();
    else if (kind === 3) reader.skip(2);
    else reader.skip(1), reader.number();
  });
  return functions;
}

function readSymbols(reader, end) {
  let symbols = [];
  reader.number();
  while (reader.at < end) {
    const [kind, length] = [reader.byte(), reader.number()];
    const next = reader.at + length;
    if (kind === 8) {
      symbols = reader.list(() => {
        const [type, flags] = [reader.byte(), reader.number()];
        if (type === DATA_SYMBOL) {
          const name = reader.text();
          if (flags & UNDEFINED) return { type, name };
          return { type, name, segment: reader.number(), offset: reader.number(), size: reader.number() };
        }
        const index = reader.number();
        if (type === SECTION_SYMBOL) return { type };
        const isNamed = flags & EXPLICIT_NAME || !(flags & UNDEFINED);
        return { type, index, name: isNamed ? reader.text() : undefined };
      });
    }
    reader.at = next;
  }
  return symbols;
}

/** What of the module is needed here. */
function parse(bytes) {
  const wasm = { exports: new Map(), names: new Map(), relocations: new Map(), functions: [], segments: [], symbols: [] };
  const reader = new Reader(bytes, 8);
  let imported = 0;
  for (let section = 0; reader.at < bytes.length; section += 1) {
    const [id, length] = [reader.byte(), reader.number()];
    const [start, end] = [reader.at, reader.at + length];
    if (id === IMPORTS) imported = readImports(reader);
    if (id === EXPORTS) {
      reader.list(() => {
        const [name, kind, index] = [reader.text(), reader.byte(), reader.number()];
        if (kind === FUNCTION) wasm.exports.set(name, index);
      });
    }
    if (id === CODE) {
      wasm.code = section;
      reader.list((_, place) => {
        const size = reader.number();
        wasm.functions.push({ index: imported + place, at: reader.at - start, size });
        reader.skip(size);
      });
    }
    if (id === DATA) {
      wasm.data = section;
      reader.list(() => {
        const flags = reader.number();
        if (flags === 2) reader.number();
        // The offset: an instruction, its operand, the end.
        if (flags !== 1) reader.skip(1), reader.number(), reader.skip(1);
        const size = reader.number();
        wasm.segments.push(reader.at - start);
        reader.skip(size);
      });
    }
    if (id === 0) {
      const name = reader.text();
      if (name === 'linking') wasm.symbols = readSymbols(reader, end);
      if (name.startsWith('reloc.')) {
        const of = reader.number();
        wasm.relocations.set(of, reader.list(() => {
          const [type, offset, symbol] = [reader.number(), reader.number(), reader.number()];
          if (WITH_ADDEND.has(type)) reader.number();
          return { offset, symbol };
        }));
      }
      if (name === 'name') {
        while (reader.at < end) {
          const [kind, size] = [reader.byte(), reader.number()];
          const next = reader.at + size;
          if (kind === 1) reader.list(() => wasm.names.set(reader.number(), reader.text()));
          reader.at = next;
        }
      }
    }
    reader.at = end;
  }
  return wasm;
}

/** Of the things in `sorted`, by `at`, the one that covers an offset. */
function covering(sorted, offset) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].at <= offset) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low - 1];
  return found && offset < found.at + found.size ? found : undefined;
}

/** The functions and data, each with its size, its name, and what it needs. */
function graph(bytes) {
  const wasm = parse(bytes);
  if (!wasm.relocations.size) throw new Error(`${WHOLE} has no relocations`);
  const functions = wasm.functions.map((one) => ({ ...one, name: wasm.names.get(one.index) ?? '', needs: new Set() }));
  const byIndex = new Map(functions.map((one) => [one.index, one]));
  const data = new Map();
  for (const symbol of wasm.symbols) {
    if (symbol.type !== DATA_SYMBOL || symbol.segment === undefined) continue;
    const at = wasm.segments[symbol.segment] + symbol.offset;
    // One place may have several names.
    const key = `${at} ${symbol.size}`;
    if (!data.has(key)) data.set(key, { at, size: symbol.size, name: symbol.name, isData: true, needs: new Set() });
    symbol.node = data.get(key);
  }
  for (const symbol of wasm.symbols) if (symbol.type === FUNCTION) symbol.node = byIndex.get(symbol.index);
  const sorted = [...data.values()].sort((one, other) => one.at - other.at);
  for (const [section, nodes] of [[wasm.code, functions], [wasm.data, sorted]]) {
    for (const { offset, symbol } of wasm.relocations.get(section) ?? []) {
      const to = wasm.symbols[symbol]?.node;
      if (to) covering(nodes, offset)?.needs.add(to);
    }
  }
  const roots = [...wasm.exports].filter(([name]) => !name.includes('__wasm_split') && !name.startsWith('__wbindgen_describe'));
  return roots.map(([, index]) => byIndex.get(index)).filter(Boolean);
}

/** All that is reached from the roots; data without a name of its own belongs to what needs it first. */
function reached(roots) {
  const queue = roots.map((node) => [node, null]);
  const seen = new Set(roots);
  for (const [node, by] of queue) {
    node.module = moduleOf(node.name) ?? by ?? 'others';
    for (const next of node.needs) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([next, node.module]);
    }
  }
  return seen;
}

/** The parts of a mangled path, generic types in ordinary letters. */
function segments(name) {
  const [parts, reader] = [[], /^(?:_ZN)?(\d+)/];
  for (let rest = name; ;) {
    const length = reader.exec(rest);
    if (!length) return parts;
    const begin = length[0].length;
    parts.push(rest.slice(begin, begin + Number(length[1])));
    rest = rest.slice(begin + Number(length[1]));
  }
}

const SIGNS = { LT: '<', GT: '>', RF: '&', BP: '*', LP: '(', RP: ')', C: ',' };
const readable = (part) =>
  part
    .replace(/\$u([0-9a-f]+)\$/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\$([A-Z]+)\$/g, (all, name) => SIGNS[name] ?? all)
    .replaceAll('..', '::')
    .replace(/^_(?=[<{])/, '');
/** How many names of a path tell a module of ours from the next; of other crates the crate is enough. */
const DEPTH = { yixin: 2, yixin_ledger: 1, yixin_app: 3 };

/** The module that a function belongs to, by its mangled name. */
function moduleOf(name) {
  let path = segments(name.startsWith('_ZN') ? name : '').map(readable);
  // An implementation for a type belongs to the type, or where that is any type to the trait.
  const implementation = /^<(.*)>$/.exec(path[0] ?? '');
  if (implementation) {
    const [type, trait = ''] = implementation[1].split(' as ').map((part) => part.replace(/^[&*]?(mut |const |dyn )*/, ''));
    path = (/^[a-z_0-9]+::/.test(type) ? type : trait).replace(/<.*/, '').split('::');
  }
  path = path.filter((part) => /^[A-Za-z_0-9]+$/.test(part) && !/^h[0-9a-f]{16}$/.test(part));
  if (path.length < 2 || !/^[a-z_0-9]+$/.test(path[0])) return undefined;
  const modules = path.slice(0, DEPTH[path[0]] ?? 1);
  // Names of types and functions are no modules.
  return modules.filter((part, place) => place === 0 || (/^[a-z_0-9]+$/.test(part) && place < path.length - 1)).join('::');
}

const weight = ({ code, data }) => code + data;

/**
 * Prints the ten largest things in the first load, module by module and one by one. What is compiled anew for each type,
 * like views and collections, counts for the crate that wrote it.
 */
export function largest(count = 10) {
  const modules = new Map();
  const nodes = [...reached(graph(readFileSync(WHOLE)))].sort((one, other) => other.size - one.size);
  const total = nodes.reduce((sum, { size }) => sum + size, 0);
  for (const { module, size, isData } of nodes) {
    const one = modules.get(module) ?? { code: 0, data: 0 };
    one[isData ? 'data' : 'code'] += size;
    modules.set(module, one);
  }
  const line = (size, name) => console.log(`${String(size).padStart(10)} ${`${((100 * size) / total).toFixed(1)} %`.padStart(8)}  ${name}`);
  const sorted = [...modules].sort(([, one], [, other]) => weight(other) - weight(one));
  console.log(`\nThe ${count} largest things in the first wasm, of ${total} bytes before wasm-opt`);
  for (const [name, one] of sorted.slice(0, count)) line(weight(one), `${name}${one.data ? ` (data: ${one.data})` : ''}`);
  line(sorted.slice(count).reduce((rest, [, one]) => rest + weight(one), 0), `${sorted.length - count} others`);
  console.log('\nOne by one');
  for (const { size, name, module, isData } of nodes.slice(0, count)) {
    line(size, isData ? `data of ${module}` : segments(name).map(readable).slice(0, -1).join('::'));
  }
}
