// SQLite in wasm, in memory: sums by GROUP BY, caps and floors by min() and max(), ranks by rank().

import sqlite3InitModule from './sqlite/index.js';
import { checksum, editOf } from './reference.js';

const TOTALS_READ = [
  'SELECT total FROM of_month ORDER BY month, member',
  'SELECT sum(total) FROM of_month GROUP BY month / 3, member',
  'SELECT sum(total) FROM of_month GROUP BY month / 12, member',
];

const sqlite = sqlite3InitModule();

async function open(schema) {
  const { oo1 } = await sqlite;
  const db = new oo1.DB(':memory:');
  db.exec(schema);
  return db;
}

function fill(db, table, rows) {
  db.transaction(() => {
    let insert;
    for (const row of rows) {
      insert ??= db.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join()})`);
      insert.bind(row).stepReset();
    }
    insert?.finalize();
  });
}

/** The whole numbers of a statement's only column. */
function column(statement) {
  const numbers = [];
  while (statement.step()) numbers.push(statement.getInt(0));
  statement.reset();
  return numbers;
}

const YEAR_SCHEMA = `
  CREATE TABLE member (id INTEGER PRIMARY KEY, branch INTEGER);
  CREATE TABLE month (id INTEGER PRIMARY KEY);
  CREATE TABLE item (id INTEGER PRIMARY KEY, aspect INTEGER, base INTEGER, floor INTEGER, cap INTEGER);
  CREATE TABLE line (id INTEGER PRIMARY KEY, item INTEGER, tenths INTEGER, cap INTEGER);
  CREATE TABLE fact (source INTEGER PRIMARY KEY, member INTEGER, month INTEGER, line INTEGER, amount INTEGER);
  CREATE INDEX fact_by_place ON fact (month, member, line, amount);
  CREATE TABLE score (month INTEGER, member INTEGER, item INTEGER, tenths INTEGER, PRIMARY KEY (month, member, item)) WITHOUT ROWID;
  CREATE TABLE of_month (month INTEGER, member INTEGER, total INTEGER, PRIMARY KEY (month, member)) WITHOUT ROWID;
`;

const scores = (only) => `
  INSERT INTO score
  WITH units AS MATERIALIZED (
    SELECT month, member, line, sum(amount) AS amount FROM fact ${only('fact.month')} GROUP BY month, member, line
  ), earned AS MATERIALIZED (
    SELECT month, member, item, sum(max(-cap, min(cap, amount * tenths))) AS points
    FROM units JOIN line ON line.id = units.line GROUP BY month, member, item
  )
  SELECT month.id, member.id, item.id, max(floor, min(cap, base + coalesce(points, 0)))
  FROM month CROSS JOIN member CROSS JOIN item
  LEFT JOIN earned ON earned.month = month.id AND earned.member = member.id AND earned.item = item.id
  ${only('month.id')}`;

const totals = (only) => `
  INSERT INTO of_month
  SELECT month, member, max(0, min(1000, sum(tenths))) FROM score ${only('month')} GROUP BY month, member`;

const everything = () => '';
const oneMonth = (name) => `WHERE ${name} = ?1`;

const RANKS = [
  `SELECT rank() OVER (ORDER BY total DESC, a DESC, c DESC, deductions) FROM (
     SELECT of_month.member, total,
       (SELECT sum(tenths) FROM score JOIN item ON item.id = item WHERE aspect = 0 AND month = ?1 AND member = of_month.member) AS a,
       (SELECT sum(tenths) FROM score JOIN item ON item.id = item WHERE aspect = 2 AND month = ?1 AND member = of_month.member) AS c,
       (SELECT count(*) FROM fact JOIN line ON line.id = line WHERE tenths < 0 AND month = ?1 AND member = of_month.member) AS deductions
     FROM of_month JOIN member ON member.id = of_month.member
     WHERE month = ?1 AND branch = ?2
   ) ORDER BY member`,
  ...[3, 12].map(
    (every) => `SELECT rank() OVER (ORDER BY total DESC) FROM (
     SELECT of_month.member, sum(total) AS total FROM of_month JOIN member ON member.id = of_month.member
     WHERE month / ${every} = ?1 / ${every} AND branch = ?2 GROUP BY of_month.member
   ) ORDER BY member`,
  ),
];

export class Year {
  static async open(standard, ledger) {
    const year = new Year();
    const most = (cap) => (cap === Infinity ? 1e9 : cap);
    const start = performance.now();
    const db = await open(YEAR_SCHEMA);
    fill(db, 'member', ledger.branches.map((branch, member) => [member, branch]));
    fill(db, 'month', Array.from({ length: ledger.months }, (_, month) => [month]));
    fill(db, 'item', standard.items.map(({ aspect, base, floor, cap }, item) => [item, aspect, base, floor, cap]));
    fill(db, 'line', standard.lines.map(({ itemPlace, tenths, cap }, line) => [line, itemPlace, tenths, most(cap)]));
    fill(db, 'fact', ledger.facts.map(({ member, month, line, amount }, source) => [source, member, month, line, amount]));
    year.loading = performance.now() - start;
    const prepare = (sql) => db.prepare(sql);
    Object.assign(year, { standard, ledger, db, edits: 0 });
    year.all = ['DELETE FROM score', 'DELETE FROM of_month', scores(everything), totals(everything)].map(prepare);
    year.one = [`DELETE FROM score ${oneMonth('month')}`, `DELETE FROM of_month ${oneMonth('month')}`, scores(oneMonth), totals(oneMonth)].map(prepare);
    year.put = prepare('INSERT INTO fact VALUES (?, ?, ?, ?, ?)');
    year.withdraw = prepare('DELETE FROM fact WHERE source = ?');
    year.read = TOTALS_READ.map(prepare);
    year.rank = RANKS.map(prepare);
    year.compute();
    return year;
  }

  compute() {
    this.db.transaction(() => this.all.forEach((statement) => statement.stepReset()));
    this.totals = this.read.map(column);
  }

  edit() {
    const { fact, isNew } = editOf(this.edits, this.ledger, this.standard);
    this.edits += 1;
    const { member, month, line, amount } = fact;
    const source = this.ledger.facts.length + member;
    this.db.transaction(() => {
      if (isNew) this.put.bind([source, member, month, line, amount]).stepReset();
      else this.withdraw.bind(source).stepReset();
      this.one.forEach((statement) => statement.bind(month).stepReset());
    });
    this.totals = this.read.map(column);
    const branch = this.ledger.branches[member];
    this.ranked = { month, ranks: this.rank.map((statement) => column(statement.bind([month, branch]))) };
  }

  checksum() {
    const items = this.db.selectValues('SELECT tenths FROM score ORDER BY month, member, item');
    return checksum([...items, ...this.totals.flat()]);
  }

  checksumOfEdit() {
    const { month, ranks } = this.ranked;
    const items = this.db.selectValues('SELECT tenths FROM score WHERE month = ? ORDER BY member, item', month);
    return checksum([...items, ...this.totals.flat(), ...ranks.flat()]);
  }
}

const CELLS_SCHEMA = `
  CREATE TABLE cell (month INTEGER, member INTEGER, item INTEGER, tenths INTEGER, PRIMARY KEY (month, member, item)) WITHOUT ROWID;
  CREATE TABLE of_month (month INTEGER, member INTEGER, total INTEGER, PRIMARY KEY (month, member)) WITHOUT ROWID;
`;

function* cellRows({ members, months, cells }, width) {
  let place = 0;
  for (let month = 0; month < months; month += 1) {
    for (let member = 0; member < members; member += 1) {
      for (let item = 0; item < width; item += 1) yield [month, member, item, cells[place++]];
    }
  }
}

export class Cells {
  static async open(standard, ledger) {
    const cells = new Cells();
    const start = performance.now();
    const db = await open(CELLS_SCHEMA);
    fill(db, 'cell', cellRows(ledger, standard.items.length));
    cells.loading = performance.now() - start;
    cells.db = db;
    cells.all = [
      'DELETE FROM of_month',
      'INSERT INTO of_month SELECT month, member, max(0, min(1000, sum(tenths))) FROM cell GROUP BY month, member',
    ].map((sql) => db.prepare(sql));
    cells.read = TOTALS_READ.map((sql) => db.prepare(sql));
    return cells;
  }

  compute() {
    this.db.transaction(() => this.all.forEach((statement) => statement.stepReset()));
    this.totals = this.read.map(column);
  }

  checksum() {
    return checksum(this.totals.flat());
  }
}
