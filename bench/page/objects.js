// The everyday way in JavaScript: arrays of objects, and Maps keyed by strings. The facts are
// already grouped by month, as in our table; an edit computes its own month only.

import { checksum, editOf, monthNames, names } from './reference.js';

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value);
const quarterOf = (month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
const yearOf = (month) => month.slice(0, 4);

/** The sheet of a month: item scores by member and item, totals, and how often points were deducted. */
function computeMonth(standard, members, facts) {
  const units = new Map();
  const deductions = new Map();
  for (const { member, item, line, amount } of facts) {
    const key = `${member}|${line}`;
    const found = units.get(key);
    if (found) found.amount += amount;
    else units.set(key, { member, item, line, amount });
    if (standard.lines.get(line).tenths < 0) add(deductions, member, 1);
  }
  const earned = new Map();
  for (const { member, item, line, amount } of units.values()) {
    const { tenths, cap } = standard.lines.get(line);
    add(earned, `${member}|${item}`, clamp(tenths * amount, -cap, cap));
  }
  const items = new Map();
  const totals = new Map();
  for (const { id } of members) {
    let sum = 0;
    for (const item of standard.items) {
      const key = `${id}|${item.id}`;
      const score = clamp(item.base + (earned.get(key) ?? 0), item.floor, item.cap);
      items.set(key, score);
      sum += score;
    }
    totals.set(id, clamp(sum, 0, 1000));
  }
  return { items, totals, deductions };
}

/** Quarter and year totals by member and span, from the sheets of months. */
function addUp(members, sheets) {
  const quarters = new Map();
  const years = new Map();
  for (const [month, { totals }] of sheets) {
    const [quarter, year] = [quarterOf(month), yearOf(month)];
    for (const { id } of members) {
      const total = totals.get(id);
      add(quarters, `${id}|${quarter}`, total);
      add(years, `${id}|${year}`, total);
    }
  }
  return { quarters, years };
}

/** 1, 2, 2, 4: the rank of each by a comparison, the best first. */
function rank(rows, compare) {
  const sorted = [...rows].sort(compare);
  const ranks = new Map();
  sorted.forEach((row, place) => {
    const before = sorted[place - 1];
    ranks.set(row.id, place > 0 && compare(before, row) === 0 ? ranks.get(before.id) : place + 1);
  });
  return ranks;
}

export class Year {
  constructor(standard, ledger) {
    this.reference = { standard, ledger };
    this.standard = { items: standard.items, lines: new Map(standard.lines.map((line) => [line.id, line])) };
    const ids = names('member:=', ledger.members);
    this.members = ids.map((id, place) => ({ id, branch: `branch:=${ledger.branches[place]}` }));
    this.months = monthNames(ledger.months);
    this.facts = new Map(this.months.map((month) => [month, []]));
    ledger.facts.forEach((fact, number) => this.enter(fact, `score_entry:=${number}`));
    this.edits = 0;
    this.compute();
  }

  enter({ member, month, line, amount }, source) {
    const { id, item } = this.reference.standard.lines[line];
    const fact = { source, member: this.members[member].id, month: this.months[month], item, line: id, amount };
    this.facts.get(fact.month).push(fact);
  }

  compute() {
    this.sheets = new Map();
    for (const month of this.months) {
      this.sheets.set(month, computeMonth(this.standard, this.members, this.facts.get(month)));
    }
    this.totals = addUp(this.members, this.sheets);
  }

  edit() {
    const { standard, ledger } = this.reference;
    const { fact, isNew } = editOf(this.edits, ledger, standard);
    this.edits += 1;
    const month = this.months[fact.month];
    const source = `score_entry:=new ${fact.member}`;
    if (isNew) this.enter(fact, source);
    else this.facts.set(month, this.facts.get(month).filter((other) => other.source !== source));

    const sheet = computeMonth(this.standard, this.members, this.facts.get(month));
    this.sheets.set(month, sheet);
    this.totals = addUp(this.members, this.sheets);

    const { branch } = this.members[fact.member];
    const [quarter, year] = [quarterOf(month), yearOf(month)];
    const rows = this.members
      .filter((member) => member.branch === branch)
      .map(({ id }) => {
        const aspects = [0, 0, 0];
        for (const item of this.standard.items) aspects[item.aspect] += sheet.items.get(`${id}|${item.id}`);
        return {
          id,
          total: sheet.totals.get(id),
          aspects,
          deductions: sheet.deductions.get(id) ?? 0,
          ofQuarter: this.totals.quarters.get(`${id}|${quarter}`),
          ofYear: this.totals.years.get(`${id}|${year}`),
        };
      });
    const byMonth = (a, b) =>
      b.total - a.total || b.aspects[0] - a.aspects[0] || b.aspects[2] - a.aspects[2] || a.deductions - b.deductions;
    this.ranked = {
      month,
      rows,
      ranks: [rank(rows, byMonth), rank(rows, (a, b) => b.ofQuarter - a.ofQuarter), rank(rows, (a, b) => b.ofYear - a.ofYear)],
    };
  }

  itemsOf(month) {
    const { items } = this.sheets.get(month);
    return this.members.flatMap(({ id }) => this.standard.items.map((item) => items.get(`${id}|${item.id}`)));
  }

  allTotals() {
    const spans = (map, labels) => labels.flatMap((label) => this.members.map(({ id }) => map.get(`${id}|${label}`)));
    const labels = (of) => [...new Set(this.months.map(of))];
    return [
      ...this.months.flatMap((month) => this.members.map(({ id }) => this.sheets.get(month).totals.get(id))),
      ...spans(this.totals.quarters, labels(quarterOf)),
      ...spans(this.totals.years, labels(yearOf)),
    ];
  }

  checksum() {
    return checksum([...this.months.flatMap((month) => this.itemsOf(month)), ...this.allTotals()]);
  }

  checksumOfEdit() {
    const { month, rows, ranks } = this.ranked;
    const ranked = ranks.flatMap((of) => rows.map(({ id }) => of.get(id)));
    return checksum([...this.itemsOf(month), ...this.allTotals(), ...ranked]);
  }
}

export class Cells {
  constructor(standard, { members, months, cells }) {
    this.members = names('member:=', members);
    this.months = monthNames(months);
    this.cells = [];
    let place = 0;
    for (const month of this.months) {
      for (const member of this.members) {
        for (const item of standard.items) this.cells.push({ member, month, item: item.id, tenths: cells[place++] });
      }
    }
  }

  compute() {
    const months = new Map();
    for (const { member, month, tenths } of this.cells) {
      const key = `${member}|${month}`;
      const found = months.get(key);
      if (found) found.total += tenths;
      else months.set(key, { member, month, total: tenths });
    }
    const quarters = new Map();
    const years = new Map();
    for (const sum of months.values()) {
      sum.total = clamp(sum.total, 0, 1000);
      add(quarters, `${sum.member}|${quarterOf(sum.month)}`, sum.total);
      add(years, `${sum.member}|${yearOf(sum.month)}`, sum.total);
    }
    this.totals = { months, quarters, years };
  }

  checksum() {
    // The Maps are in the order of the cells: by month, in it by member.
    const { months, quarters, years } = this.totals;
    return checksum([...[...months.values()].map(({ total }) => total), ...quarters.values(), ...years.values()]);
  }
}
