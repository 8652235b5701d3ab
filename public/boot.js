// Starts the app, then looks after the service worker. floor.js has run before.
//
// With the app it speaks by events on `window`:
//   yixin-update        → app   a new version waits
//   yixin-take-update   ← app   the user wants it now
//   yixin-update-taken  → app   it is in force, and the page is about to reload; cancelled by an
//                               app that holds unsaved input, which then reloads by itself
//   yixin-given         → app   files that the system opens with it wait in `yixinGiven`

// That this script has arrived, for floor.js.
window.yixinBooted = true;

// All that a start takes long for begins at once, before the page has been read to its end and its
// styles are there: fetching and compiling, and having the browser open the stores. What goes wrong
// here goes wrong once more where it is waited for.
const { js, wasm } = document.getElementById('boot').dataset;
const glue = import(new URL(js, document.baseURI));
const compiled = fetch(new URL(wasm, document.baseURI)).then(compile);
for (const coming of [glue, compiled]) coming.catch(() => {});
warmStores();

/** A host may know no type for .wasm, without which no browser compiles while it comes. */
async function compile(answer) {
  if (answer.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** Opens the database of src/browser/indexed_db.rs, where there is one, and lets go of it. */
function warmStores() {
  try {
    const opening = indexedDB.open('yixin');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => opening.result.close();
    opening.onerror = (event) => event.preventDefault();
  } catch {
    // The app says it where there are none.
  }
}

// The keys that an input method takes while it composes are its own: the Enter that confirms pinyin
// picks nothing, and the Esc that gives it up closes nothing. Safari says so by the code alone.
window.addEventListener('keydown', (event) => {
  if (!event.isComposing && event.keyCode !== 229) return;
  event.stopPropagation();
  if (event.key === 'Enter') event.preventDefault();
}, true);

async function start() {
  const { default: init } = await glue;
  await init({ module_or_path: compiled });
}

// A new version never takes over by itself: the page keeps the files it was opened with until
// the user takes the update.
async function keepUpdated() {
  const workers = navigator.serviceWorker;
  // The first worker takes charge of the very page that brought it, which is no update.
  let isUpdate = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    if (isUpdate && window.dispatchEvent(new Event('yixin-update-taken', { cancelable: true }))) {
      location.reload();
    }
    isUpdate = true;
  });

  const registration = await workers.register('./sw.js', { updateViaCache: 'none' });
  const announce = () => window.dispatchEvent(new Event('yixin-update'));
  window.addEventListener('yixin-take-update', () => {
    isUpdate = true;
    registration.waiting?.postMessage('SKIP_WAITING');
  });
  if (registration.waiting) announce();
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registration.active) announce();
    });
  });

  // An app on a home screen is seldom opened anew, but looked at every day.
  const hour = 3_600_000;
  let checked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checked < hour) return;
    checked = Date.now();
    registration.update().catch(() => {}); // no network: the next hour will do
  });
}

// Files that the system opens with the app wait for the exchange page; src/browser/launch_files.rs takes
// them. The page may be open already, hence the event.
window.launchQueue?.setConsumer(({ files }) => {
  if (!files?.length) return;
  (window.yixinGiven ??= []).push(...files);
  location.hash = '#/exchange';
  window.dispatchEvent(new Event('yixin-given'));
});

// floor.js is the last script of the page.
if (document.readyState === 'loading') {
  await new Promise((read) => document.addEventListener('DOMContentLoaded', read, { once: true }));
}
const { mayStart, failed, fell } = window.yixinStart;
if (mayStart) {
  try {
    await start();
    // A panic of the program arrives as this error, from whatever called it.
    const stop = (error) => error instanceof WebAssembly.RuntimeError && fell(error);
    window.addEventListener('error', ({ error }) => stop(error));
    window.addEventListener('unhandledrejection', ({ reason }) => stop(reason));
  } catch (error) {
    console.error(error);
    failed(error);
    // Should this very build be at fault, the next one may be waiting already.
    window.addEventListener('yixin-update', () => window.dispatchEvent(new Event('yixin-take-update')));
  }
  // Stamped builds only: a debug build has no service worker. Nor has a page that came by plain
  // http from another machine, where browsers allow none.
  if (document.documentElement.dataset.build && navigator.serviceWorker) {
    keepUpdated().catch((error) => console.warn('no service worker:', error));
  }
}
