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
// of; src/browser/given.rs takes them out.
const SHARED = `yixin-shared-${folder}`;

async function keep(cache, [path, hash]) {
  const url = new URL(path, scope);
  const response = await fetch(url, { cache: 'reload' });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  // A host in the middle of an upload may still serve the former build's file.
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== hash) throw new Error(`${path}: not of build ${BUILD}`);
  await cache.put(url, response);
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
  return kept ?? fetch(request);
}

async function receive(request) {
  try {
    const files = (await request.formData()).getAll('file').filter((one) => one instanceof File);
    const cache = await caches.open(SHARED);
    for (const [place, file] of files.entries()) {
      const headers = { 'X-Name': encodeURIComponent(file.name) };
      await cache.put(new URL(`shared/${Date.now()}-${place}`, scope), new Response(file, { headers }));
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
