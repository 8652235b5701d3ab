// B4: 1,000 members × 20 columns, sorted anew by another column, up to the paint.

import { load } from './ours.js';
import { same } from './race.js';
import { MEMBERS, makeTable } from './rows.js';
import { peers } from './table_peers.js';

/** As tall as the table of a tablet. */
const TALL = '760px';
const WARM_UPS = 3;
/** What all show of the sorted table: the virtual ones have little more in the page. */
const SHOWN = 15;
const SLOWER = 4;

/** Once the page has been drawn: the first task after a frame. */
const painted = () =>
  new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(null);
    });
  });

/** Lets everything that is still due come to rest. */
async function settle() {
  await painted();
  await new Promise((done) => setTimeout(done, 30));
  await painted();
}

/** The app's own style sheets. */
async function dress() {
  const page = new DOMParser().parseFromString(await (await fetch('dist/index.html')).text(), 'text/html');
  const sheets = [...page.querySelectorAll('link[rel=stylesheet]')].map(
    (link) =>
      new Promise((done, failed) => {
        const sheet = document.createElement('link');
        Object.assign(sheet, { rel: 'stylesheet', href: `dist/${link.getAttribute('href').replace(/^\.?\//, '')}`, onload: done, onerror: failed });
        document.head.append(sheet);
      }),
  );
  await Promise.all(sheets);
}

/** A table in a place of its own, as tall as the others. */
async function stand(name, mount) {
  const place = document.createElement('div');
  document.body.append(place);
  await mount(place);
  await settle();
  let box = place.querySelector('.table-box');
  for (let turn = 0; !box && turn < 100; turn += 1) {
    await settle();
    box = place.querySelector('.table-box');
  }
  if (!box) throw new Error(`${name} shows no table`);
  box.style.cssText = `height: ${TALL}; max-height: none; overflow: auto`;
  globalThis.dispatchEvent(new Event('resize'));
  await settle();
  const contender = {
    name,
    place,
    press: (column) => place.querySelectorAll('thead .table-sort')[column].click(),
    names: () => [...place.querySelectorAll('tbody tr:not([aria-hidden]) td:first-child')].map((cell) => cell.textContent),
  };
  place.hidden = true;
  return contender;
}

/** Keeps frames coming, one as soon as the other is drawn, until it is told to stop: a page that has
 * drawn nothing for a while waits for its next frame, which is no work of who is measured. */
function keepDrawing() {
  let going = true;
  const draw = () => going && requestAnimationFrame(draw);
  draw();
  return () => (going = false);
}

async function sort(contender, column) {
  contender.place.hidden = false;
  await settle();
  const stop = keepDrawing();
  await painted();
  const start = performance.now();
  contender.press(column);
  await painted();
  const took = performance.now() - start;
  stop();
  const names = contender.names();
  contender.place.hidden = true;
  return { took, names };
}

/** Contenders take turns; each round sorts by another column. */
async function race(contenders, { heads, rows }, rounds, say) {
  const taken = contenders.map(() => []);
  for (let round = -WARM_UPS; round < rounds; round += 1) {
    const column = 1 + ((round + WARM_UPS) % (heads.length - 1));
    const expected = [...rows].sort((left, right) => right[column] - left[column]).map(([name]) => name);
    for (const [place, contender] of contenders.entries()) {
      const { took, names } = await sort(contender, column);
      same(`sorted by ${heads[column]}`, { expected: expected.slice(0, SHOWN), [contender.name]: names.slice(0, SHOWN) });
      if (round >= 0) taken[place].push(took);
    }
    say(`sorted: ${contenders.map(({ name }, place) => `${name} ${taken[place].at(-1)?.toFixed(0) ?? '…'} ms`).join(', ')}`);
  }
  return contenders.map(({ name }, place) => ({ name, taken: taken[place] }));
}

/** How many rows ours has in the page while it is printed. */
async function printed(ours) {
  ours.place.hidden = false;
  await settle();
  const before = ours.names().length;
  globalThis.dispatchEvent(new Event('beforeprint'));
  // What is due runs before a browser prints, and nothing more.
  for (let turn = 0; turn < 20; turn += 1) await null;
  const all = ours.names().length;
  globalThis.dispatchEvent(new Event('afterprint'));
  if (before >= MEMBERS || all !== MEMBERS) throw new Error(`printed ${all} rows of ${MEMBERS}, ${before} of them shown before`);
}

globalThis.bench = async (rounds, say) => {
  await dress();
  const table = makeTable();
  const shipped = await load();
  const contenders = [await stand('ours', (place) => shipped.table(place, table.text))];
  for (const [name, mount] of Object.entries(peers)) contenders.push(await stand(name, (place) => mount(place, table)));
  for (const full of ['react', 'solid']) {
    const { names } = contenders.find(({ name }) => name === full);
    if (names().length !== MEMBERS) throw new Error(`${full} shows ${names().length} rows`);
  }
  const sorted = await race(contenders, table, rounds, say);
  await globalThis.throttle(SLOWER);
  const [slow] = await race(contenders.slice(0, 1), table, rounds, say);
  await globalThis.throttle(1);
  await printed(contenders[0]);
  return { sorted, slow: slow.taken };
};
document.documentElement.dataset.loaded = 'yes';
