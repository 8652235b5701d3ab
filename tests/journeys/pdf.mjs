// What a page prints: the pages of its PDF, each with its size and where every word stands. Read by
// pdftotext, which scripts/setup.sh brings as it brings Chromium.

import { execFileSync } from 'node:child_process';
import { button } from './steps.mjs';

const MM = 25.4 / 72;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

// Chromium may write a glyph down as the radical that looks the same. Of most, NFKC knows the character.
const RADICALS = '⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳';
const CHARACTERS = '民西见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟';

/** A text without blanks, one way of writing for each sign. */
export const plain = (text) => text.normalize('NFKC').replace(/\s/g, '')
  .replace(/[⺀-⻿]/g, (sign) => CHARACTERS[RADICALS.indexOf(sign)] ?? sign);

/** The signs of a text in an order of their own, as a PDF has its lines in another. */
export const signs = (text) => [...plain(text)].sort().join('');

/** Prints what the page's button prints, and reads it. */
export async function printed(page, label = '打印') {
  // The page is set for printing until printing is over, which is when the PDF is there.
  await page.evaluate(() => { window.print = () => {}; });
  await button(page, label).tap();
  return printedByMenu(page);
}

/** Prints by the browser's own menu, and reads it. */
export const printedByMenu = async (page) => pagesOf(await page.pdf({ preferCSSPageSize: true }));

/** The pages of a PDF; lengths in millimetres, from the upper left corner. */
function pagesOf(bytes) {
  const boxes = execFileSync('pdftotext', ['-bbox', '-', '-'], { input: bytes, encoding: 'utf8', maxBuffer: 1 << 26 });
  return boxes.split('<page ').slice(1).map((page) => {
    const [width, height] = numbers(page.slice(0, page.indexOf('>')));
    const words = [...page.matchAll(/<word ([^>]*)>([^<]*)<\/word>/g)].map(([, box, text]) => {
      const [left, top, right, bottom] = numbers(box);
      return { left, top, right, bottom, text: text.replace(/&(\w+);/g, (all, name) => ENTITIES[name] ?? all) };
    });
    return { width, height, words, text: words.map(({ text }) => text).join('') };
  });
}

const numbers = (attributes) => [...attributes.matchAll(/="([\d.-]+)"/g)].map(([, points]) => points * MM);
