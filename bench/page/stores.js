// Fills both stores as the app would have, and does by hand what can be compared with opening them.

const settled = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** Puts texts where app/src/browser/ has them. */
globalThis.fill = async ({ local, journal }) => {
  localStorage.clear();
  for (const [key, text] of Object.entries(local)) localStorage.setItem(key, text);
  const opening = indexedDB.open('yixin', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('entries');
  const database = await settled(opening);
  const writing = database.transaction('entries', 'readwrite');
  for (const [key, text] of Object.entries(journal)) writing.objectStore('entries').put(text, key);
  await new Promise((done, failed) => {
    writing.oncomplete = done;
    writing.onerror = () => failed(writing.error);
  });
  database.close();
};

/** The packed bytes of all segments: what follows the last space of `yx1 d 1/1 … <base64>`. */
const packed = () => Object.keys(localStorage)
  .filter((key) => key.includes('/s/'))
  .map((key) => localStorage.getItem(key))
  .map((text) => Uint8Array.from(atob(text.slice(text.lastIndexOf(' ') + 1)), (c) => c.charCodeAt(0)));

/** The milliseconds that reading and inflating all segments takes. */
globalThis.inflate = async () => {
  const start = performance.now();
  let bytes = 0;
  for (const part of packed()) {
    const inflating = new Blob([part]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    bytes += (await new Response(inflating).arrayBuffer()).byteLength;
  }
  const took = performance.now() - start;
  if (bytes === 0) throw new Error('there are no segments');
  return took;
};

const CHUNK = 8192;
const textOf = (codes) => {
  let text = '';
  for (let at = 0; at < codes.length; at += CHUNK) text += String.fromCharCode(...codes.subarray(at, at + CHUNK));
  return text;
};
const latin = {
  write: textOf,
  read: (text) => Uint8Array.from(text, (c) => c.charCodeAt(0)),
};
const base64 = {
  write: (bytes) => btoa(textOf(bytes)),
  read: (text) => latin.read(atob(text)),
};
/** Fifteen bits a character, from U+0100 on: none is a surrogate. The length stands in front. */
const wide = {
  write: (bytes) => {
    const codes = new Uint16Array(Math.ceil((bytes.length * 8) / 15));
    let [held, bits, at] = [0, 0, 0];
    for (const byte of bytes) {
      held = (held << 8) | byte;
      bits += 8;
      if (bits >= 15) {
        bits -= 15;
        codes[at++] = (held >>> bits) + 0x100;
        held &= (1 << bits) - 1;
      }
    }
    if (bits > 0) codes[at] = (held << (15 - bits)) + 0x100;
    return `${bytes.length}:${textOf(codes)}`;
  },
  read: (text) => {
    const colon = text.indexOf(':');
    const bytes = new Uint8Array(Number(text.slice(0, colon)));
    let [held, bits, at] = [0, 0, 0];
    for (let place = colon + 1; place < text.length; place += 1) {
      held = (held << 15) | (text.charCodeAt(place) - 0x100);
      bits += 15;
      while (bits >= 8 && at < bytes.length) {
        bits -= 8;
        bytes[at++] = held >>> bits;
        held &= (1 << bits) - 1;
      }
    }
    return bytes;
  },
};

const isSame = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

/** What the segments take and how long writing and reading them again takes, for each encoding, in turn. */
globalThis.encodings = (times) => {
  const parts = packed();
  const ways = Object.entries({ base64, 'Latin-1': latin, '15 bits a character': wide });
  const found = ways.map(([name]) => ({ name, units: 0, bytes: 0, taken: [] }));
  for (let turn = 0; turn < times; turn += 1) {
    for (const [place, [, way]] of ways.entries()) {
      localStorage.clear();
      const start = performance.now();
      parts.forEach((part, number) => localStorage.setItem(`text/${number}`, way.write(part)));
      const back = parts.map((_, number) => way.read(localStorage.getItem(`text/${number}`)));
      found[place].taken.push(performance.now() - start);
      if (!back.every((bytes, number) => isSame(bytes, parts[number]))) throw new Error('not the same bytes');
      const texts = Object.values(localStorage);
      found[place].units = texts.reduce((sum, text) => sum + text.length, 0);
      // WebKit takes a byte a character where all are Latin-1, and two otherwise.
      found[place].bytes = texts.reduce((sum, text) => sum + text.length * (/[^\x00-\xff]/.test(text) ? 2 : 1), 0);
    }
  }
  return found;
};
