// The ledgers of src/reference/replicas.rs as JavaScript has them: lists of changes, and a Map of
// what stands by cell.

/** A stamp as a file has it: `millis-counter`, and the writer where it is not the edit's. */
function readStamp(text, writer) {
  const [millis, counter, other] = text.split('-');
  return { millis: Number(millis), counter: Number(counter), writer: other ?? writer };
}

const stampText = ({ millis, counter, writer }) => `${millis}-${counter}-${writer}`;

/** The changes of a bundle, each with the name of its cell. */
export function changesOf(bundle) {
  return JSON.parse(bundle).edits.flatMap(({ id, at, changes }) => {
    const writer = id.split('-')[0];
    return changes.map(({ index, record, field, key = '', value, stamp, replaces = [] }, place) => ({
      id: `${id}-${index ?? place}`,
      cell: `${record}|${field}|${key}`,
      value,
      ...(stamp ? readStamp(stamp, writer) : { millis: at, counter: index ?? place, writer }),
      replaces: replaces.map((text) => stampText(readStamp(text, writer))),
    }));
  });
}

const isLater = (one, other) =>
  one.millis !== other.millis
    ? one.millis > other.millis
    : one.counter !== other.counter
      ? one.counter > other.counter
      : one.writer > other.writer;

/** Plain last-writer-wins: what stands in each cell once both lists are taken in. */
export function lastWriterWins(lists) {
  const standing = new Map();
  for (const list of lists) {
    for (const change of list) {
      const found = standing.get(change.cell);
      if (found === undefined || isLater(change, found)) standing.set(change.cell, change);
    }
  }
  return standing;
}

/** In how many cells several values stand that nobody has knowingly replaced. */
export function countConflicts(lists) {
  const cells = new Map();
  const seen = new Set();
  for (const change of lists.flat()) {
    if (seen.has(change.id)) continue;
    seen.add(change.id);
    const found = cells.get(change.cell);
    if (found) found.push(change);
    else cells.set(change.cell, [change]);
  }
  let count = 0;
  for (const changes of cells.values()) {
    const replaced = new Set(changes.flatMap(({ replaces }) => replaces));
    const heads = changes.filter((change) => !replaced.has(stampText(change)));
    count += new Set(heads.map(({ value }) => JSON.stringify(value))).size > 1 ? 1 : 0;
  }
  return count;
}

/** The sum of the FNV-1a checksums of `cell=value` of all that stands. */
export function sumOf(standing) {
  const encoder = new TextEncoder();
  let sum = 0;
  for (const { cell, value } of standing.values()) {
    let h = 0x811c9dc5;
    for (const byte of encoder.encode(`${cell}=${JSON.stringify(value)}`)) h = Math.imul(h ^ byte, 0x01000193);
    sum = (sum + h) | 0;
  }
  return sum >>> 0;
}
