// Opens a workbook that a page hands over: an archive of XML.

import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** The texts of all files in an archive, by their names. */
function filesOf(bytes) {
  const files = {};
  const directory = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = bytes.readUInt32LE(directory + 16);
  for (let left = bytes.readUInt16LE(directory + 10); left > 0; left -= 1) {
    const packed = bytes.readUInt32LE(at + 20);
    const [name, more, note] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const start = bytes.readUInt32LE(at + 42);
    const content = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    files[bytes.toString('utf8', at + 46, at + 46 + name)] = inflateRawSync(bytes.subarray(content, content + packed)).toString('utf8');
    at += 46 + name + more + note;
  }
  return files;
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The cells of a sheet, row by row: texts and numbers; one that is empty is an empty text. */
function rowsOf(sheet, texts) {
  const cell = ([, attributes, value]) => (attributes.includes('t="s"') ? texts[value] : value && Number(value)) ?? '';
  const cells = (row) => [...row.matchAll(/<c ([^>]*?)(?:\/>|><v>(.*?)<\/v><\/c>)/g)].map(cell);
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => cells(row));
}

/** The workbook that `act` has the page hand over: its file's name, its sheets, their rows, and all its texts. */
export async function workbook(page, act) {
  const coming = page.waitForEvent('download');
  await act();
  const download = await coming;
  const files = filesOf(readFileSync(await download.path()));
  const sheets = Object.keys(files).filter((name) => name.startsWith('xl/worksheets/'));
  const texts = files['xl/sharedStrings.xml'];
  const each = [...texts.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text.replace(/&(\w+);/g, (all, name) => ENTITIES[name] ?? all));
  return {
    name: download.suggestedFilename(),
    sheets: sheets.map((name) => files[name]),
    rows: sheets.map((name) => rowsOf(files[name], each)),
    texts,
  };
}
