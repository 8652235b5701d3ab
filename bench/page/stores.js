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
/** Fifteen bits a character and a set bit at the end, as src/storage/utf16_packing.rs has it. */
const FIRST = 0x2100;
const wide = {
  write: (bytes) => {
    const codes = new Uint16Array(Math.floor((bytes.length * 8) / 15) + 1);
    let [held, bits, at] = [0, 0, 0];
    for (const byte of bytes) {
      held = (held << 8) | byte;
      bits += 8;
      if (bits >= 15) {
        bits -= 15;
        codes[at++] = (held >>> bits) + FIRST;
        held &= (1 << bits) - 1;
      }
    }
    codes[at] = (((held << 1) | 1) << (14 - bits)) + FIRST;
    return textOf(codes);
  },
  read: (text) => {
    // The set bit and the noughts behind it are no part of it.
    const last = text.charCodeAt(text.length - 1) - FIRST;
    const noughts = 31 - Math.clz32(last & -last);
    const bytes = new Uint8Array((text.length * 15 - noughts - 1) / 8);
    let [held, bits, at] = [0, 0, 0];
    for (let place = 0; place < text.length; place += 1) {
      held = (held << 15) | (text.charCodeAt(place) - FIRST);
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

/** The packed bytes of all segments: what follows the last space of `yx2 w 1/1 … <15 bits a character>`. */
const packed = () => Object.keys(localStorage)
  .filter((key) => key.includes('/s/'))
  .map((key) => localStorage.getItem(key))
  .map((text) => wide.read(text.slice(text.lastIndexOf(' ') + 1)));

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
