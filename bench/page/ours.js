// The shipped wasm. What the names of the work mean is told in app/src/app/speed.rs.

export async function load() {
  const page = new DOMParser().parseFromString(await (await fetch('dist/index.html')).text(), 'text/html');
  const { js, wasm } = page.getElementById('boot').dataset;
  const dist = new URL('dist/', document.baseURI);
  const shipped = await import(new URL(js, dist));
  const { memory } = await shipped.default({ module_or_path: new URL(wasm, dist) });
  const work = (name) => ({
    run: (times) => shipped.speed_run(name, times),
    checksum: () => shipped.speed_checksum(name),
  });
  // app/src/app/speed_exchange.rs
  const exchange = (name, { times = 1, file } = {}) => shipped.speed_exchange(name, times, file);
  return { memory, work, exchange };
}
