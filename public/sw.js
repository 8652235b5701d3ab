// Keeps one build whole: its page, scripts and wasm come from one cache, never from two builds.
// scripts/stamp.mjs fills in the build and its files ('./' is the page itself).
const BUILD = '';
const HASHES = {};

const PAGE = './';
const scope = self.registration.scope;
const folder = new URL(scope).pathname;
// Caches belong to the whole origin, which other apps may share, or a copy of this one at
// another path.
const OURS = `yixin-${folder}-`;
const CACHE = OURS + BUILD;

// Files that the system shares with the app wait here for the exchange page, whichever build it is
// of; src/browser/launch_files.rs takes them out.
const SHARED = `yixin-shared-${folder}`;

async function keep(cache, [path, hash]) {
  const url = new URL(path, scope);
  const response = await fetch(url, { cache: 'reload' });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  // A host in the middle of an upload may still serve the former build's file.
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!found.startsWith(hash)) throw new Error(`${path}: not of build ${BUILD}`);
  await cache.put(url, direct(response));
}

// All or nothing: where one file fails, the installation does, and the former build stays.
async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(HASHES).map((entry) => keep(cache, entry)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
  // The page of a first visit can lose the network at once.
  await self.clients.claim();
}

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(new URL(path, scope), { ignoreVary: true });
  return kept ? direct(kept) : fetch(request);
}

// A host may have redirected (./ to ./index.html), and no navigation accepts what says so.
function direct(response) {
  if (!response.redirected) return response;
  const { body, status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

// What the system shares at once: no more files than these, and no more of each than the app could
// read; one byte more, so that it says itself that the file is too large (exchange/limits.rs).
const FILES = 20;
const BYTES = 64 * 1024 * 1024 + 1;

// A page of another origin can send a form here as well. What the system shares comes from no page:
// as a navigation of a whole window, without a referrer and with an origin that is nobody's. Not all
// browsers show a worker the Sec-Fetch headers.
function isForeign({ headers, mode, destination, referrer, referrerPolicy }) {
  const { origin } = new URL(scope);
  const sender = headers.get('Origin') ?? 'null';
  const isNobodys = sender === 'null' && referrer === '' && referrerPolicy !== 'no-referrer';
  return mode !== 'navigate' || destination !== 'document'
    || !['none', 'same-origin'].includes(headers.get('Sec-Fetch-Site') ?? 'none')
    || !(sender === origin || isNobodys);
}

// Whether the tablet has a lock, as storage/device_lock.rs notes it: what is shared would lie here in
// clear, for as long as nobody unlocks.
function hasLock() {
  return new Promise((tell) => {
    const request = indexedDB.open('yixin');
    // There is none yet, and none is to be made here.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => tell(request.error.name !== 'AbortError');
    request.onsuccess = () => {
      const database = request.result;
      const found = database.transaction('entries').objectStore('entries')
        .getAllKeys(IDBKeyRange.bound('yixin/vault/', 'yixin/vault/\uFFFF'));
      found.onsuccess = () => tell(found.result.length > 0);
      // Where that is not known, nothing is taken.
      found.onerror = () => tell(true);
      database.close();
    };
  });
}

async function receive(request) {
  try {
    if (isForeign(request)) return Response.redirect(scope, 303);
    if (!(await hasLock())) {
      const files = (await request.formData()).getAll('file').filter((one) => one instanceof File);
      const cache = await caches.open(SHARED);
      const room = FILES - (await cache.keys()).length;
      const taken = files.slice(0, Math.max(room, 0)).map((file) => [file.name, file.slice(0, BYTES)]);
      const rest = files.length - taken.length;
      // The page says of it that it was not taken in.
      if (rest > 0 && room > -FILES) taken.push([`其余 ${rest} 个文件（一次最多 ${FILES} 个）`, '']);
      for (const [place, [name, content]] of taken.entries()) {
        const headers = { 'X-Name': encodeURIComponent(name) };
        await cache.put(new URL(`shared/${Date.now()}-${place}`, scope), new Response(content, { headers }));
      }
    }
  } catch (error) {
    // The page opens all the same, and the file can be chosen there.
    console.warn('not shared:', error);
  }
  return Response.redirect(new URL('./#/exchange', scope), 303);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'SKIP_WAITING') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (!request.url.startsWith(scope)) return;
  const path = new URL(request.url).pathname.slice(folder.length);
  if (request.method === 'POST' && path === 'share') event.respondWith(receive(request));
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && (path === '' || path === 'index.html')) {
    event.respondWith(answer(request, PAGE));
  } else if (Object.hasOwn(HASHES, path)) {
    event.respondWith(answer(request, path));
  }
});
