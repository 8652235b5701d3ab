// Starts the worker that reads workbooks (src/bin/spreadsheet_worker.rs). Trunk could write such a
// shim; in its own a wasm that cannot be fetched or compiled fails without the page hearing of it.
importScripts("./spreadsheet-worker.js");
wasm_bindgen({ module_or_path: "./spreadsheet-worker_bg.wasm" }).catch((error) => {
  // Thrown outside the promise, it reaches the page as the worker's error event.
  setTimeout(() => {
    throw error;
  });
});
