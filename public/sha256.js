// A worker that hashes what it is given (app/src/browser/files.rs): the browser's own function copies
// its input first, which for a large file would keep the page from drawing.
onmessage = async ({ data }) => postMessage(await crypto.subtle.digest('SHA-256', data));
