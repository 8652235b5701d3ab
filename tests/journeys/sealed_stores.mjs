// What the stores of a tablet hold, and whether it is sealed.

import assert from 'node:assert/strict';

/** Names of the ledgers of the journeys about locked tablets. */
export const NAMES = /示例市人民医院|内科党支部|王芳|检验科|13800001234/;

/** All that both stores hold, as one text. */
export const kept = (page) => page.evaluate(async () => {
  const local = Object.entries(localStorage).filter(([key]) => key.startsWith('yixin/'));
  const database = await new Promise((done, failed) => {
    const request = indexedDB.open('yixin');
    request.onsuccess = () => done(request.result);
    request.onerror = failed;
  });
  const entries = database.transaction('entries').objectStore('entries');
  const all = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = failed;
  });
  const [keys, texts] = await Promise.all([all(entries.getAllKeys()), all(entries.getAll())]);
  database.close();
  return { local, journal: keys.map((key, place) => [key, texts[place]]) };
});

/** Fails where anything is clear but what opens the lock and how the page looks. */
export function assertSealed({ local, journal }) {
  for (const [key, text] of [...local, ...journal]) {
    assert.doesNotMatch(key + text, NAMES);
    if (!/^yixin\/(vault|look)\//.test(key)) assert.match(text, /^yv[12] /, key);
  }
  assert.ok(local.length > 2 && journal.length > 2);
}
