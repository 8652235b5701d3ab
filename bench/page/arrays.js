// Close to the limit of JavaScript: typed arrays and numbers for names, as ours are.

import { checksum, editOf } from './reference.js';

function sumMonths(months, members, every) {
  const sums = new Int32Array(Math.ceil(months.length / (members * every)) * members);
  for (let place = 0, month = 0; place < months.length; month += 1) {
    const to = Math.floor(month / every) * members;
    for (let member = 0; member < members; member += 1) sums[to + member] += months[place++];
  }
  return sums;
}

const addUp = (months, members) => ({
  months,
  quarters: sumMonths(months, members, 3),
  years: sumMonths(months, members, 12),
});

const inOrder = ({ months, quarters, years }) => [...months, ...quarters, ...years];

export class Year {
  constructor(standard, ledger) {
    this.standard = standard;
    this.ledger = ledger;
    const column = (of) => Int32Array.from(standard.items, of);
    this.items = { base: column((i) => i.base), floor: column((i) => i.floor), cap: column((i) => i.cap) };
    const most = (cap) => (cap === Infinity ? 0x7fffffff : cap);
    this.lines = {
      item: Int32Array.from(standard.lines, (line) => line.itemPlace),
      tenths: Int32Array.from(standard.lines, (line) => line.tenths),
      cap: Int32Array.from(standard.lines, (line) => most(line.cap)),
    };
    // Columns by month, with room for an entry more.
    this.facts = Array.from({ length: ledger.months }, (_, month) => {
      const facts = ledger.facts.filter((fact) => fact.month === month);
      const pack = (of) => Int32Array.from({ length: facts.length + 1 }, (_, place) => of(facts[place] ?? facts[0]));
      return { count: facts.length, member: pack((f) => f.member), line: pack((f) => f.line), amount: pack((f) => f.amount) };
    });
    const { length } = standard.items;
    this.scores = Array.from({ length: ledger.months }, () => new Int32Array(ledger.members * length));
    this.deductions = Array.from({ length: ledger.months }, () => new Int32Array(ledger.members));
    this.units = new Int32Array(ledger.members * standard.lines.length);
    this.totals = { months: new Int32Array(ledger.months * ledger.members) };
    this.edits = 0;
    this.compute();
  }

  computeMonth(month) {
    const { members } = this.ledger;
    const { base, floor, cap } = this.items;
    const { item: itemOf, tenths, cap: most } = this.lines;
    const [width, depth] = [base.length, tenths.length];
    const { units } = this;
    const scores = this.scores[month];
    const deductions = this.deductions[month].fill(0);
    const { count, member, line, amount } = this.facts[month];
    units.fill(0);
    for (let fact = 0; fact < count; fact += 1) {
      units[member[fact] * depth + line[fact]] += amount[fact];
      if (tenths[line[fact]] < 0) deductions[member[fact]] += 1;
    }
    for (let row = 0; row < members; row += 1) {
      for (let item = 0; item < width; item += 1) scores[row * width + item] = base[item];
      for (let place = 0; place < depth; place += 1) {
        const points = tenths[place] * units[row * depth + place];
        scores[row * width + itemOf[place]] += points > most[place] ? most[place] : points < -most[place] ? -most[place] : points;
      }
      let sum = 0;
      for (let item = 0; item < width; item += 1) {
        const score = scores[row * width + item];
        sum += scores[row * width + item] = score < floor[item] ? floor[item] : score > cap[item] ? cap[item] : score;
      }
      this.totals.months[month * members + row] = sum < 0 ? 0 : sum > 1000 ? 1000 : sum;
    }
  }

  compute() {
    for (let month = 0; month < this.ledger.months; month += 1) this.computeMonth(month);
    this.totals = addUp(this.totals.months, this.ledger.members);
  }

  edit() {
    const { ledger, standard } = this;
    const { fact, isNew } = editOf(this.edits, ledger, standard);
    this.edits += 1;
    const { month } = fact;
    const facts = this.facts[month];
    if (isNew) {
      for (const name of ['member', 'line', 'amount']) facts[name][facts.count] = fact[name];
      facts.count += 1;
    } else {
      facts.count -= 1;
    }
    this.computeMonth(month);
    this.totals = addUp(this.totals.months, ledger.members);

    const width = standard.items.length;
    const rows = [];
    for (let row = 0; row < ledger.members; row += 1) if (ledger.branches[row] === ledger.branches[fact.member]) rows.push(row);
    const merits = rows.map((row) => {
      const aspects = [0, 0, 0];
      standard.items.forEach(({ aspect }, item) => (aspects[aspect] += this.scores[month][row * width + item]));
      return [this.totals.months[month * ledger.members + row], aspects[0], aspects[2], -this.deductions[month][row]];
    });
    const above = (one, other) => {
      const place = one.findIndex((merit, at) => merit !== other[at]);
      return place >= 0 && one[place] > other[place];
    };
    const rank = (merits) => merits.map((one) => 1 + merits.filter((other) => above(other, one)).length);
    const of = (totals, span) => rank(rows.map((row) => [totals[span * ledger.members + row]]));
    this.ranked = {
      month,
      ranks: [rank(merits), of(this.totals.quarters, Math.floor(month / 3)), of(this.totals.years, 0)],
    };
  }

  checksum() {
    return checksum([...this.scores.flatMap((scores) => [...scores]), ...inOrder(this.totals)]);
  }

  checksumOfEdit() {
    const { month, ranks } = this.ranked;
    return checksum([...this.scores[month], ...inOrder(this.totals), ...ranks.flat()]);
  }
}

export class Cells {
  constructor(standard, { members, cells }) {
    this.width = standard.items.length;
    this.members = members;
    this.cells = cells;
  }

  compute() {
    const { width, cells } = this;
    const months = new Int32Array(cells.length / width);
    for (let month = 0, cell = 0; month < months.length; month += 1) {
      let sum = 0;
      for (const end = cell + width; cell < end; cell += 1) sum += cells[cell];
      months[month] = sum < 0 ? 0 : sum > 1000 ? 1000 : sum;
    }
    this.totals = addUp(months, this.members);
  }

  checksum() {
    return checksum(inOrder(this.totals));
  }
}
