// Which files each lazily loaded chunk of a build fetches with it, from the script that fetches them.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LOADER = /([\w$]+)=(?:[\w$]+\()?[\w$]+\(\(\)=>\{(?:const|let) [\w$]+=fetch\(new URL\("\.\/(part-[\w-]+\.wasm)",.*?\},\[([\w$,]*)\]\)/g;

/** By file, the files of wasm that come with it, itself included. */
export function chunksIn(folder) {
  const files = readdirSync(folder);
  const script = readFileSync(join(folder, files.find((file) => /^parts-[0-9a-f]+\.js$/.test(file))), 'utf8');
  const loaders = [...script.matchAll(LOADER)].map(([, name, file, needs]) => ({ name, file, needs: needs.split(',').filter(Boolean) }));
  const missed = files.filter((file) => /^part-.*\.wasm$/.test(file) && !loaders.some((one) => one.file === file));
  if (missed.length) throw new Error(`chunks: no loader found for ${missed.join(', ')}`);

  const byName = new Map(loaders.map((one) => [one.name, one]));
  const withAll = ({ file, needs }, all = new Set()) => {
    all.add(file);
    for (const need of needs) if (!all.has(byName.get(need).file)) withAll(byName.get(need), all);
    return all;
  };
  const chunks = new Map();
  // Several functions may have one file.
  for (const one of loaders) chunks.set(one.file, withAll(one, chunks.get(one.file)));
  return chunks;
}
