// B5: a table of 1,000 × 20 becomes a workbook. What ours wrote is opened by both peers first.

import { load } from './ours.js';
import { race, repeat, same } from './race.js';
import { makeTable } from './rows.js';

const { ExcelJS, XLSX } = globalThis;

/** A text for rows of texts and numbers. */
const told = (rows) => rows.map((row) => row.join('\t')).join('\n');

function bySheetJs(rows) {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'bench');
  return XLSX.write(book, { type: 'array', bookType: 'xlsx', compression: true });
}

async function byExcelJs(rows) {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('bench').addRows(rows);
  return book.xlsx.writeBuffer();
}

/** The rows of a workbook, as each peer reads them. */
function readBySheetJs(bytes) {
  const book = XLSX.read(bytes, { type: 'array' });
  return XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
}

async function readByExcelJs(bytes) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  const rows = [];
  book.worksheets[0].eachRow((row) => rows.push(row.values.slice(1)));
  return rows;
}

globalThis.bench = async (rounds, say) => {
  const { heads, rows, text } = makeTable();
  const numbers = [heads, ...rows.map(([name, ...cells]) => [name, ...cells.map(Number)])];
  const shipped = await load();
  const bytes = await shipped.workbook(text);
  // Ours has a title above.
  same('a workbook', {
    table: told(numbers),
    sheetjs: told(readBySheetJs(bytes).slice(1)),
    exceljs: told((await readByExcelJs(bytes)).slice(1)),
    'sheetjs of its own': told(readBySheetJs(bySheetJs(numbers))),
  });
  const written = await race(
    [
      {
        name: 'ours',
        run: async (times) => {
          for (let k = 0; k < times; k += 1) await shipped.workbook(text);
        },
      },
      { name: 'sheetjs', run: repeat(() => bySheetJs(numbers)) },
      {
        name: 'exceljs',
        run: async (times) => {
          for (let k = 0; k < times; k += 1) await byExcelJs(numbers);
        },
      },
    ],
    rounds,
    say,
  );
  const sizes = { ours: bytes.length, sheetjs: bySheetJs(numbers).byteLength, exceljs: (await byExcelJs(numbers)).byteLength };
  return { written, sizes };
};
document.documentElement.dataset.loaded = 'yes';
