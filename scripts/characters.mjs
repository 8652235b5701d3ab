// Makes public/characters.txt, the table of Chinese characters behind 姓氏笔画 and search by pinyin:
// first one line for each count of strokes, with its characters in order; in the last line the
// syllables of pinyin, each with the first character that the browsers' pinyin order puts under it.
//
//   node scripts/characters.mjs           writes it
//   node scripts/characters.mjs --check   fails where it is not what it would be
//
// Orders and readings are those of cnchar and cnchar-order (MIT).

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cnchar = require('cnchar');
const { orders } = require('cnchar-order').dict;

const TABLE = new URL('../public/characters.txt', import.meta.url);

// Strokes by their letters in cnchar-order, in the order of GF 3003-1999: 横竖撇点折, within each the
// main form before the others, and folds by how often and from which stroke they turn (GF 2001-2001).
const CLASSES = ['ji', 'fg', 's', 'kdl', 'cebhnmtyvprxuoqazw'];
const classOf = {};
const formOf = {};
CLASSES.forEach((letters, place) => [...letters].forEach((letter, form) => {
  classOf[letter] = place + 1;
  formOf[letter] = String.fromCharCode(97 + (letter === 'd' ? 0 : form));
}));

// What the strokes leave equal stands as in the list of the standard (通用规范汉字表), where the
// characters are in that order.
const EQUAL = ['儿匕', '几九', '八人入乂', '刀力', '工土士', '开井亓', '父从爻', '元无', '冈内', '勾凤', '午牛', '天夫', '犬太', '夭攵',
  '曰日', '气毛', '旦目且', '丘仕', '兄叱叽', '加召', '叼叨叻另', '叭史央', '石右', '叶甲申', '矢失', '未末', '田由', '件仵', '旬旨旭',
  '纨约', '网肉', '杠杜', '沈沉', '纲纳', '肛肚', '味果杲', '押抻', '泪沮', '录隶', '钢钠', '化仇仉', '丸凡', '己已巳', '晕晖', '员呗', '吴呋'];
const placeOf = new Map(EQUAL.flatMap((list) => [...list].map((one, place) => [one, place])));

const key = (one, table) => [...orders[one]].map((letter) => table[letter]).join('');

function compare(one, other) {
  const keys = [one, other].map((of) => [orders[of].length, key(of, classOf), key(of, formOf), placeOf.get(of) ?? 99, of.codePointAt(0)]);
  const at = keys[0].findIndex((part, place) => part !== keys[1][place]);
  if (at < 0) return 0;
  return keys[0][at] < keys[1][at] ? -1 : 1;
}

function strokes() {
  const all = Object.keys(orders).sort(compare);
  const most = orders[all.at(-1)].length;
  return Array.from({ length: most }, (_, place) => all.filter((one) => orders[one].length === place + 1).join(''));
}

const SYLLABLE = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiou!]+(?:ng|n|r)?$/;

// Where a syllable begins is where the fewest characters stand on a side on which none of their
// readings is; of places that are equal, where the fewest are cut off from one of their readings.
function syllables() {
  // The browsers put lü between lu and luan, as this sign does, and lüe between luan and lun.
  const plain = (text) => text.toLowerCase().normalize('NFC').replace('üe', 'ue').replace('ü', 'u!');
  const byPinyin = new Intl.Collator('zh-u-co-pinyin').compare;
  const all = Object.keys(orders).sort(byPinyin);
  const read = all.map((one) => cnchar.spell(one, 'low', 'poly').replace(/[()]/g, '').split('|').map(plain));
  const known = [...new Set(all.map((one) => plain(cnchar.spell(one, 'low'))))].filter((one) => SYLLABLE.test(one)).sort();
  const listed = [];
  let last = -1;
  for (const [place, syllable] of known.entries()) {
    const isBefore = (one) => one < syllable;
    const costOf = (readings, before) => {
      const is = before ? readings.some(isBefore) : !readings.every(isBefore);
      const cut = readings.includes(before ? syllable : known[place - 1]);
      return (is ? 0 : 1000) + (cut ? 1 : 0);
    };
    // Some hundred characters around where it is by the first readings alone: what lies farther off costs the same at each.
    const about = read.filter(([first]) => first < syllable).length;
    const from = Math.max(0, about - 200);
    const near = read.slice(from, about + 200);
    const costs = [near.reduce((sum, readings) => sum + costOf(readings, false), 0)];
    for (const readings of near) costs.push(costs.at(-1) - costOf(readings, false) + costOf(readings, true));
    const at = from + costs.indexOf(Math.min(...costs));
    if (at < last || at === all.length) continue;
    // Nothing is left to one that begins where the next begins: “tei”, of which the browsers have none.
    if (at === last) listed.pop();
    listed.push([syllable, all[at]]);
    last = at;
  }
  // Where a boundary is wrong, whole rows of characters are read wrongly; a few are where cnchar and the browsers differ.
  const isMisread = (one, place) => !read[place].includes(listed.findLast(([, first]) => byPinyin(first, one) <= 0)?.[0]);
  const misread = all.filter(isMisread);
  if (misread.length > 40) throw new Error(`read wrongly: ${misread.join('')}`);
  return listed.map(([syllable, first]) => syllable.replace('u!', 'v').replace(/^([ln])ue$/, '$1ve') + first).join('');
}

const table = [...strokes(), syllables(), ''].join('\n');
if (process.argv.includes('--check')) {
  if (readFileSync(TABLE, 'utf8') !== table) {
    console.error('public/characters.txt: run node scripts/characters.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(TABLE, table);
}
