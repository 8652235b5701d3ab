// HyperFormula: a spreadsheet, as branches keep it. It bears one month of one branch of ledger T:
// a sheet of facts, a sheet of units (SUMIFS by member and rule line), a sheet of scores.

import { checksum } from './reference.js';

/** 0 is A. */
const letters = (column) => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

export class BranchMonth {
  constructor(standard, ledger, { branch, month }) {
    this.members = ledger.branches.flatMap((of, member) => (of === branch ? [member] : []));
    const facts = ledger.facts.filter((fact) => fact.month === month && this.members.includes(fact.member));
    const range = (column) => `Facts!$${column}$1:$${column}$${facts.length}`;
    const unitsOf = (row, place) =>
      `=SUMIFS(${range('C')},${range('A')},$A${row},${range('B')},${letters(place + 1)}$1)`;
    const pointsOf = ({ tenths, cap, place }, row) => {
      const points = `Units!${letters(place + 1)}${row}*${tenths}`;
      return cap === Infinity ? points : `MAX(-${cap},MIN(${cap},${points}))`;
    };
    const scoreOf = (item, row) => {
      const lines = standard.lines.map((line, place) => ({ ...line, place })).filter((line) => line.item === item.id);
      return `=MAX(${item.floor},MIN(${item.cap},${[item.base, ...lines.map((line) => pointsOf(line, row))].join('+')}))`;
    };
    const last = letters(standard.items.length);
    this.width = standard.items.length;
    this.facts = facts.length;
    this.sheets = {
      Facts: facts.map(({ member, line, amount }) => [member, standard.lines[line].id, amount]),
      Units: [
        ['', ...standard.lines.map(({ id }) => id)],
        ...this.members.map((member, row) => [member, ...standard.lines.map((_, place) => unitsOf(row + 2, place))]),
      ],
      Scores: [
        ['', ...standard.items.map(({ id }) => id), 'total'],
        ...this.members.map((member, row) => [
          member,
          ...standard.items.map((item) => scoreOf(item, row + 2)),
          `=MAX(0,MIN(1000,SUM(B${row + 2}:${last}${row + 2})))`,
        ]),
      ],
    };
    this.edits = 0;
  }

  compute() {
    this.engine?.destroy();
    this.engine = globalThis.HyperFormula.buildFromSheets(this.sheets, { licenseKey: 'gpl-v3' });
  }

  /** By turns one unit more in the first fact, and one less. */
  edit() {
    const amount = this.sheets.Facts[0][2] + ((this.edits + 1) % 2);
    this.edits += 1;
    this.engine.setCellContents({ sheet: this.engine.getSheetId('Facts'), row: 0, col: 2 }, amount);
  }

  checksum() {
    const rows = this.engine.getSheetValues(this.engine.getSheetId('Scores')).slice(1);
    return checksum([...rows.flatMap((row) => row.slice(1, -1)), ...rows.map((row) => row.at(-1))]);
  }

  /** What the checksum is to be, from our peer's sheet of the month. */
  expected(objects, month) {
    const name = objects.months[month];
    const items = objects.itemsOf(name);
    const { totals } = objects.sheets.get(name);
    return checksum([
      ...this.members.flatMap((member) => items.slice(member * this.width, (member + 1) * this.width)),
      ...this.members.map((member) => totals.get(objects.members[member].id)),
    ]);
  }
}
