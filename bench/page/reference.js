// The reference ledgers T and S, made as src/reference/facts.rs tells, and its checksum.

function mulberry32(s) {
  return () => {
    let t = (s = (s + 0x6d2b79f5) | 0);
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** FNV-1a over numbers as four bytes each, the lowest first. */
export function checksum(numbers) {
  let h = 0x811c9dc5;
  for (const v of numbers) {
    for (let k = 0; k < 32; k += 8) h = Math.imul(h ^ ((v >>> k) & 255), 0x01000193);
  }
  return h >>> 0;
}

/** The first numbers of a span of a name: ids, padded so that they sort. */
export const names = (prefix, count, from = 0) =>
  Array.from({ length: count }, (_, place) => `${prefix}${String(place + from).padStart(4, '0')}`);

/** The months of years from 2026 on, `2026-01` first. */
export const monthNames = (count) =>
  Array.from({ length: count }, (_, place) => `${2026 + Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`);

/** The standard with what the peers need of it: items, and rule lines that count by the unit. */
export async function readStandard(url) {
  const standard = await (await fetch(url)).json();
  const items = standard.items.map((item) => ({
    id: item.id,
    aspect: standard.aspects.findIndex((aspect) => aspect.id === item.aspect),
    base: item.base_tenths,
    floor: item.floor_tenths,
    cap: item.cap_tenths,
  }));
  const lines = standard.items.flatMap((item, place) =>
    item.lines
      .filter((line) => line.kind === 'per-unit')
      .map((line) => ({ id: line.id, item: item.id, itemPlace: place, tenths: line.tenths, cap: line.cap_tenths ?? Infinity })),
  );
  return { items, lines };
}

export function ledgerT({ lines }) {
  const next = mulberry32(42);
  const below = (bound) => next() % bound;
  const [MEMBERS, MONTHS, FACTS] = [80, 12, 6];
  const branches = [];
  for (let member = 0; member < MEMBERS; member += 1) {
    branches.push(below(5));
    below(36); // its department
  }
  const facts = [];
  for (let month = 0; month < MONTHS; month += 1) {
    for (let member = 0; member < MEMBERS; member += 1) {
      for (let k = 0; k < FACTS; k += 1) facts.push({ member, month, line: below(lines.length), amount: 1 + below(2) });
    }
  }
  return { members: MEMBERS, months: MONTHS, branches, facts };
}

export function ledgerS({ items }) {
  const next = mulberry32(43);
  const [members, months] = [1000, 120];
  const cells = new Int16Array(months * members * items.length);
  const steps = items.map(({ floor, cap }) => (cap - floor) / 5 + 1).map(Math.floor);
  for (let cell = 0, item = 0; cell < cells.length; cell += 1) {
    cells[cell] = items[item].floor + 5 * (next() % steps[item]);
    item = item + 1 === items.length ? 0 : item + 1;
  }
  return { members, months, cells };
}

/**
 * The edit with a number, the same as `Year::edit` makes it: by turns one entry more, and its
 * withdrawal.
 */
export function editOf(number, { members, months }, { lines }) {
  const entry = Math.floor(number / 2);
  const fact = { member: entry % members, month: entry % months, line: entry % lines.length, amount: 1 };
  return { fact, isNew: number % 2 === 0 };
}
