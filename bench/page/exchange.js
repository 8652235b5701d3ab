// B2: two ledgers of 200,000 changes each, half of them shared, are united.

import { changesOf, countConflicts, lastWriterWins, sumOf } from './changes.js';
import { load } from './ours.js';
import { race, repeat, same } from './race.js';
import { Automerge, TinyBase, Yjs } from './replicas.js';

/** Automerge and TinyBase get so much smaller ledgers: at full size they take most of a minute. */
const PART = 20;

/** The beginning of what both have, and of what one of them went on with. */
function beginning(list) {
  const half = list.length / 2;
  const few = Math.floor(half / PART);
  return [...list.slice(0, few), ...list.slice(half, half + few)];
}

globalThis.bench = async (rounds, say) => {
  const ours = await load();
  const texts = [await ours.exchange('ours'), await ours.exchange('theirs')];
  const lists = texts.map(changesOf);
  const few = lists.map(beginning);

  await ours.exchange('unite');
  const [conflicts, sum] = await ours.exchange('sums');
  const standing = lastWriterWins(lists);
  same('two ledgers', { ours: [conflicts, sum], map: [countConflicts(lists), sumOf(standing)] });

  say('two ledgers: making replicas');
  const [yjs, automerge, tinybase] = [new Yjs(lists), new Automerge(few), new TinyBase(few)];
  for (const [name, peer, size] of [
    ['Yjs', yjs, standing.size],
    ['Automerge', automerge, lastWriterWins(few).size],
    ['TinyBase', tinybase, lastWriterWins(few).size],
  ]) {
    peer.unite();
    same(`two ledgers: cells in ${name}`, { theirs: peer.size, expected: size });
  }

  say('two ledgers: uniting');
  const peer = (name, replica) => ({ name, run: repeat(() => replica.unite()) });
  const united = await race(
    [
      { name: 'ours', run: (times) => ours.exchange('unite', { times }) },
      { name: 'map', run: repeat(() => lastWriterWins(lists)) },
      peer('yjs', yjs),
      peer('automerge', automerge),
      peer('tinybase', tinybase),
    ],
    rounds,
    say,
  );
  const size = { changes: lists[0].length, cells: standing.size, conflicts, few: few[0].length };
  return { united, size, file: texts[1] };
};
document.documentElement.dataset.loaded = 'yes';
