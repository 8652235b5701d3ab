// Contenders take turns, round by round (bench/README.md).

/** Short work is done many times over, so that a measurement takes about so many milliseconds. */
const SLICE = 25;
const WARM_UPS = 3;

const breathe = () => new Promise((done) => setTimeout(done));

async function time(contender, times) {
  const start = performance.now();
  await contender.run(times);
  return (performance.now() - start) / times;
}

/** Warms up until the compilers had their chance, and gives how many times fill a slice. */
async function calibrate(contender) {
  let [times, took] = [1, 0];
  for (let round = 0; round < WARM_UPS; round += 1) {
    took = await time(contender, times);
    while (took * times < SLICE) {
      times = Math.max(2 * times, Math.min(10 * times, Math.ceil(SLICE / Math.max(took, 1e-4))));
      took = await time(contender, times);
    }
    times = Math.max(1, Math.ceil(SLICE / took));
    if (took > 500) break;
  }
  return times;
}

/** The milliseconds of each contender in each round: A, B, C, A, B, C … */
export async function race(contenders, rounds, say) {
  const times = [];
  for (const contender of contenders) {
    times.push(await calibrate(contender));
    await breathe();
  }
  const taken = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, contender] of contenders.entries()) {
      taken[place].push(await time(contender, times[place]));
      await breathe();
    }
    say(`round ${round + 1} of ${rounds}`);
  }
  return contenders.map(({ name }, place) => ({ name, times: times[place], taken: taken[place] }));
}

export const repeat = (work) => (times) => {
  for (let k = 0; k < times; k += 1) work();
};

export function same(what, sums) {
  const all = Object.values(sums).map(String);
  if (all.some((sum) => sum !== all[0])) throw new Error(`${what}: outputs differ: ${JSON.stringify(sums)}`);
}
