// B3: a bundle of 20 MB comes in as a file, up to the plan of its import. Alone in its page, so that
// what it takes of memory can be told.

import { load } from './ours.js';

const parse = async (file) => JSON.parse(await file.text());

globalThis.bench = async (rounds, say) => {
  const ours = await load();
  const file = await (await fetch('theirs.json')).blob();
  await ours.exchange('prepare');

  const heap = () => performance.memory?.usedJSHeapSize ?? 0;
  const before = { wasm: ours.memory.buffer.byteLength, heap: heap() };
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, heap() - before.heap)), 5);

  const [bring, parsing, longest, told] = [[], [], [], []];
  let grown = 0;
  for (let round = -2; round < rounds; round += 1) {
    tasks.length = 0;
    // What the other leaves behind is not swept up in our time.
    await globalThis.sweep();
    let start = performance.now();
    const [changes, shown] = await ours.exchange('bring', { file });
    const took = performance.now() - start;
    if (changes !== 100_000) throw new Error(`a file comes in: ${changes} changes instead of 100000`);
    await new Promise((done) => setTimeout(done, 50));
    // The task of the peer before us may be told late.
    const ofOurs = tasks.filter(({ startTime }) => startTime >= start && startTime < start + took);
    const longestTask = Math.max(0, ...ofOurs.map(({ duration }) => duration));
    if (round === -2) {
      clearInterval(watch);
      grown = ours.memory.buffer.byteLength - before.wasm;
    }
    // The first grows its heap, which is not counted.
    await parse(file);
    start = performance.now();
    const { edits } = await parse(file);
    const parsed = performance.now() - start;
    if (edits.length !== 20_000) throw new Error(`a file comes in: ${edits.length} edits`);
    // The compilers have their chance first.
    if (round >= 0) {
      bring.push(took);
      parsing.push(parsed);
      longest.push(longestTask);
      told.push(shown);
    }
    say(`a file comes in: ${took.toFixed(0)} ms, longest task ${longestTask.toFixed(0)} ms; JSON.parse ${parsed.toFixed(0)} ms`);
  }
  observer.disconnect();
  // Outside of both is the copy that the browser hashes. The buffers of the file count with the heap.
  const memory = { bytes: file.size, wasm: grown, heap: Math.max(0, most), outside: file.size, before: before.wasm };
  return { brought: [{ name: 'ours', taken: bring }, { name: 'json', taken: parsing }], longest, told, memory };
};
document.documentElement.dataset.loaded = 'yes';
