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
  // app/src/ui/speed_table.rs
  const table = async (place, rows) => {
    if (!(await shipped.speed_table(place, rows))) throw new Error('the part of the table did not arrive');
  };
  const workbook = (rows) => shipped.speed_workbook(rows);
  return { memory, work, exchange, table, workbook };
}
