// A worker that hashes the file that it is given (app/src/browser/files.rs): the
// browser's own function copies its input first, which for a large file would keep the page from
// drawing. `null`: it cannot be read.
onmessage = async ({ data }) => {
  const hash = data.arrayBuffer().then((bytes) => crypto.subtle.digest('SHA-256', bytes));
  postMessage(await hash.catch(() => null));
};
