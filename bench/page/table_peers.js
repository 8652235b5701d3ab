// The peers of the table, as their users write them: rows known by their id, numbers read once, React's
// rows memoized. They have the app's own style sheets and classes, so that all lay out the same cells.
// Bundled by esbuild (run.mjs).

import { useVirtualizer } from '@tanstack/react-virtual';
import { createElement as h, memo, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { For, createComponent, createMemo, createSignal } from 'solid-js';
import { insert, render, setAttribute, template } from 'solid-js/web';

const classOf = (column) => (column === 0 ? 'cell at-start' : 'cell at-end is-number');
const keyed = ({ heads, rows }) => ({
  heads,
  rows: rows.map((cells, id) => ({ id, cells, numbers: cells.map(Number) })),
});

/** The greatest first; ties in the order given. */
function ordered(rows, column) {
  if (column === null) return rows;
  return [...rows].sort((left, right) => right.numbers[column] - left.numbers[column]);
}

const Head = memo(({ heads, onSort }) =>
  h('thead', null, h('tr', null, heads.map((head, column) =>
    h('th', { key: head, scope: 'col', className: classOf(column) },
      h('button', { type: 'button', className: 'table-sort', onClick: () => onSort(column) }, h('span', null, head)))))));

const Row = memo(({ row }) =>
  h('tr', null, row.cells.map((cell, column) => h('td', { key: column, className: classOf(column) }, cell))));

function Full({ heads, rows }) {
  const [column, setColumn] = useState(null);
  const sorted = useMemo(() => ordered(rows, column), [rows, column]);
  return h('div', { className: 'table-box' },
    h('table', { className: 'table' },
      h(Head, { heads, onSort: setColumn }),
      h('tbody', null, sorted.map((row) => h(Row, { key: row.id, row })))));
}

/** As many rows ready on either side as ours has. */
const OVERSCAN = 10;
const HEIGHT = 44;

function Virtual({ heads, rows }) {
  const [column, setColumn] = useState(null);
  const sorted = useMemo(() => ordered(rows, column), [rows, column]);
  const box = useRef(null);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => box.current,
    estimateSize: () => HEIGHT,
    getItemKey: (place) => sorted[place].id,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const above = items.length ? items[0].start : 0;
  const below = items.length ? virtual.getTotalSize() - items[items.length - 1].end : 0;
  const spacer = (height) => height > 0 && h('tr', { 'aria-hidden': true }, h('td', { style: { height } }));
  return h('div', { className: 'table-box', ref: box },
    h('table', { className: 'table' },
      h(Head, { heads, onSort: setColumn }),
      h('tbody', null,
        spacer(above),
        items.map((item) => h(Row, { key: item.key, row: sorted[item.index] })),
        spacer(below))));
}

const mountReact = (Table) => (place, table) => createRoot(place).render(h(Table, keyed(table)));

// What Solid's compiler makes of JSX.
const boxOf = template('<div class=table-box><table class=table><thead><tr></tr></thead><tbody></tbody></table></div>');
const headOf = template('<th scope=col><button type=button class=table-sort><span></span></button></th>');
const rowOf = template('<tr></tr>');
const cellOf = template('<td></td>');

function mountSolid(place, table) {
  const { heads, rows } = keyed(table);
  const App = () => {
    const [column, setColumn] = createSignal(null);
    const sorted = createMemo(() => ordered(rows, column()));
    const box = boxOf();
    const head = box.querySelector('thead tr');
    insert(head, heads.map((text, at) => {
      const cell = headOf();
      setAttribute(cell, 'class', classOf(at));
      const button = cell.firstChild;
      button.addEventListener('click', () => setColumn(at));
      insert(button.firstChild, text);
      return cell;
    }));
    const children = (row) => {
      const line = rowOf();
      insert(line, row.cells.map((text, at) => {
        const cell = cellOf();
        setAttribute(cell, 'class', classOf(at));
        insert(cell, text);
        return cell;
      }));
      return line;
    };
    insert(box.querySelector('tbody'), createComponent(For, { get each() { return sorted(); }, children }));
    return box;
  };
  render(() => createComponent(App, {}), place);
}

export const peers = { react: mountReact(Full), solid: mountSolid, virtual: mountReact(Virtual) };
