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

/** The workbook that `act` has the page hand over: its file's name, its sheets, and all its texts. */
export async function workbook(page, act) {
  const coming = page.waitForEvent('download');
  await act();
  const download = await coming;
  const files = filesOf(readFileSync(await download.path()));
  const sheets = Object.keys(files).filter((name) => name.startsWith('xl/worksheets/'));
  return { name: download.suggestedFilename(), sheets: sheets.map((name) => files[name]), texts: files['xl/sharedStrings.xml'] };
}
