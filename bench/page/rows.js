// The table of B4 and B5: 1,000 members × 20 columns, the first of names, the others of points with one
// decimal. mulberry32 of 42.

export const MEMBERS = 1000;
const COLUMNS = 20;

function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function makeTable() {
  const next = random(42);
  const heads = ['姓名', ...Array.from({ length: COLUMNS - 1 }, (_, place) => `C${place + 1}`)];
  const rows = Array.from({ length: MEMBERS }, (_, member) => [
    `党员${String(member).padStart(4, '0')}`,
    ...heads.slice(1).map(() => (Math.floor(next() * 1000) / 10).toFixed(1)),
  ]);
  return { heads, rows, text: [heads, ...rows].map((row) => row.join('\t')).join('\n') };
}
