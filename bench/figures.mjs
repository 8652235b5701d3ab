// What the rows of the bench are made of: {id, name, ours, peer, peer_name, unit, ratio, bar, holds, spread}.

export function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place - Math.floor(place));
}
export const median = (numbers) => quantile(numbers, 0.5);

export const round = (number) => Number(number.toPrecision(4));

export const quartiles = (numbers) => [quantile(numbers, 0.25), quantile(numbers, 0.75)].map(round);

/** The row of our times against a peer's: the median of the ratios of each round. */
export function beside(id, name, ours, theirs, peerName, bar = null) {
  const ratios = ours.map((time, place) => time / theirs[place]);
  const ratio = median(ratios);
  return {
    id,
    name,
    ours: round(median(ours)),
    peer: round(median(theirs)),
    peer_name: peerName,
    unit: 'ms',
    ratio: round(ratio),
    bar,
    holds: bar === null ? null : ratio <= bar,
    spread: quartiles(ratios),
  };
}

/** The row of a bar on our own figure; without a bar it is only told. */
export function alone(id, name, ours, spread, unit, bar = null) {
  const holds = bar === null ? null : ours <= bar;
  return { id, name, ours: round(ours), peer: null, peer_name: null, unit, ratio: null, bar, holds, spread };
}
