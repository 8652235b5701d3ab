// Runs in Chromium: all contenders in one page, round by round in turn (bench/README.md).

import * as arrays from './arrays.js';
import { BranchMonth } from './hyperformula.js';
import * as objects from './objects.js';
import { load } from './ours.js';
import { race, repeat, same } from './race.js';
import { ledgerS, ledgerT, readStandard } from './reference.js';
import * as sqlite from './sqlite.js';

const contender = (name, peer, method = 'compute') => ({ name, run: repeat(() => peer[method]()) });

async function raceYear(ours, standard, rounds, say) {
  const ledger = ledgerT(standard);
  const [map, typed, sql] = [new objects.Year(standard, ledger), new arrays.Year(standard, ledger), await sqlite.Year.open(standard, ledger)];
  const branchMonth = new BranchMonth(standard, ledger, { branch: 0, month: 0 });
  branchMonth.compute();
  const [year, entry] = [ours.work('year'), ours.work('entry')];

  await year.run(1);
  same('T', { ours: await year.checksum(), objects: map.checksum(), arrays: typed.checksum(), sqlite: sql.checksum() });
  const sheet = branchMonth.expected(map, 0);
  same('T in HyperFormula', { objects: sheet, hyperformula: branchMonth.checksum() });

  // Each entry and each withdrawal, in every month and branch.
  for (let edit = 0; edit < 40; edit += 1) {
    await entry.run(1);
    for (const peer of [map, typed, sql]) peer.edit();
    const [a, b, c] = [map, typed, sql].map((peer) => peer.checksumOfEdit());
    same(`T, edit ${edit}`, { ours: await entry.checksum(), objects: a, arrays: b, sqlite: c });
  }

  say('T: totals');
  const totals = await race(
    [
      { name: 'ours', run: year.run },
      contender('objects', map),
      contender('arrays', typed),
      contender('sqlite', sql),
      contender('hyperformula', branchMonth),
    ],
    rounds,
    say,
  );
  say('T: one entry');
  const edits = await race(
    [
      { name: 'ours', run: entry.run },
      contender('objects', map, 'edit'),
      contender('arrays', typed, 'edit'),
      contender('sqlite', sql, 'edit'),
      contender('hyperformula', branchMonth, 'edit'),
    ],
    rounds,
    say,
  );
  say('the app: one entry');
  const hospital = ours.work('hospital');
  await hospital.run(1);
  // A branch in month, quarter and year; a build that does not know this work gives something else.
  const ranked = await hospital.checksum();
  if (ranked === 0 || ranked > 3 * 80) throw new Error('the sample: the branch is not ranked');
  const app = await race([{ name: 'ours', run: hospital.run }], rounds, () => {});
  say('T: what if');
  const whatIf = ours.work('what-if');
  await whatIf.run(1);
  // A build that does not know this work gives something else.
  const changed = await whatIf.checksum();
  if (changed === 0 || changed > 80) throw new Error('T: the what-if changes nobody, or more than there are');
  const tried = await race([{ name: 'ours', run: whatIf.run }], rounds, () => {});
  const size = { members: branchMonth.members.length, facts: branchMonth.facts, sumifs: branchMonth.members.length * standard.lines.length };
  return { totals, edits, app, tried, loading: sql.loading, size };
}

async function raceCells(ours, standard, rounds, say) {
  const ledger = ledgerS(standard);
  say('S: filling the peers');
  const [map, typed, sql] = [new objects.Cells(standard, ledger), new arrays.Cells(standard, ledger), await sqlite.Cells.open(standard, ledger)];
  const cube = ours.work('cube');
  await cube.run(1);
  for (const peer of [map, typed, sql]) peer.compute();
  same('S', { ours: await cube.checksum(), objects: map.checksum(), arrays: typed.checksum(), sqlite: sql.checksum() });

  say('S: totals');
  const totals = await race(
    [{ name: 'ours', run: cube.run }, contender('objects', map), contender('arrays', typed), contender('sqlite', sql)],
    rounds,
    say,
  );

  say('S: where the time goes');
  const part = (name) => ({ name, run: ours.work(name).run });
  const bytes = new Uint8Array(ledger.cells.buffer);
  // Room in the wasm's memory of which its own allocator does not know.
  const room = ours.memory.grow(Math.ceil(bytes.length / 65536)) * 65536;
  const copy = { name: 'copy', run: repeat(() => new Uint8Array(ours.memory.buffer, room).set(bytes)) };
  const parts = await race([{ name: 'cube', run: cube.run }, part('cube-items'), part('cube-spans'), copy], rounds, () => {});
  return { totals, parts, loading: sql.loading, bytes: bytes.length };
}

globalThis.bench = async (rounds, say) => {
  const standard = await readStandard('standard18.json');
  const ours = await load();
  const year = await raceYear(ours, standard, rounds, say);
  const cells = await raceCells(ours, standard, rounds, say);
  if (!globalThis.crossOriginIsolated) throw new Error('the page is not alone: its clock is coarse');
  return { year, cells };
};
document.documentElement.dataset.loaded = 'yes';
