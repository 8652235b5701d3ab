// Texts that only the schemas of registers have, and which of them a wasm holds.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from './stamp.mjs';

const PRODUCT = ['ledger/src', 'src', 'app/src'];
/** Shorter ones are found by chance, as part of other texts. */
const MIN_LETTERS = 4;

/** The texts of the fields, as [register, text]. The tests build the program that tells them, too. */
function textsOfFields() {
  const line = ['run', '--quiet', '--profile', 'test', '--example', 'schema-texts'];
  const told = execFileSync('cargo', line, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return told.trimEnd().split('\n').map((line) => line.split('\t'));
}

/**
 * Those of the texts that the product has in one file alone, the register's own: what is said elsewhere as well may be
 * in the first load for another reason.
 */
export function sentinels() {
  const sources = PRODUCT.flatMap((folder) => filesIn(folder).map((file) => [join(folder, file), readFileSync(join(folder, file), 'utf8')]));
  const isSchemaOnly = ([, text]) => {
    const files = sources.filter(([, source]) => source.includes(text)).map(([path]) => path);
    return [...text].length >= MIN_LETTERS && files.length === 1 && files[0].startsWith('src/registers/');
  };
  return textsOfFields().filter(isSchemaOnly).map(([register, text]) => ({ register, text }));
}

/** Those of `sentinels` that are in `content`. */
export const foundIn = (content, sentinels) => sentinels.filter(({ text }) => content.includes(Buffer.from(text)));
