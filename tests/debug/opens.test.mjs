// The debug build of `make dev` opens the sample, every page, and every chunk: no panic, and nothing on
// the console, where a debug build of Leptos complains of more than a release.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { journey } from '../journeys/harness.mjs';
import { BRANCH, PAGES } from '../journeys/places.mjs';
import { locked, lockOnly, TODAY, unlock, visit } from '../journeys/steps.mjs';

/** Pages that other journeys look at closely. */
const MORE = {
  quarter: ['#/quarter/2026-Q3', '季度通报'],
  year: [`#/year/2026/${BRANCH}`, '年度评议'],
  'import-records': ['#/register/department/import', '从表格导入科室'],
};

journey('the debug build opens the sample, every page and every chunk', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.clock.install({ time: TODAY });
  const chunks = new Set();
  tablet.context.on('response', (response) => {
    const chunk = /\/part-([a-z]+)-[0-9a-f]+\.wasm$/.exec(response.url());
    if (chunk) chunks.add(chunk[1]);
  });
  const page = await tablet.open();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.rail').waitFor();
  for (const [title, [hash, own, role]] of Object.entries({ ...PAGES, ...MORE })) {
    await visit(page, hash, own, role).catch((cause) => { throw new Error(`${title} does not open`, { cause }); });
  }
  await lockOnly(page);
  await locked(page);
  await unlock(page);
  await page.locator('.rail').waitFor();

  // Those with a name are fetched for pages and tasks; what several share goes by numbers.
  const named = readdirSync(site.folder).flatMap((file) => /^part-([a-z]+)-[0-9a-f]+\.wasm$/.exec(file)?.[1] ?? []);
  assert.ok(named.length >= 6, `the chunks are ${named}`);
  assert.deepEqual([...chunks].sort(), named.sort());
});
