// Files from someone who means harm: whatever a person may write in them tries to run, to load
// something, to change the page, or to mislead. And a watch over the page that shows them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** Short enough for names. What becomes an element carries `yx`, so that it can be counted. */
export const PAYLOADS = [
  '<img yx src=x onerror=pwned()>',
  '<svg yx onload=pwned()>',
  '<script yx>pwned()</script>',
  '"><b yx onfocus=pwned() autofocus>',
  "'-pwned()-'",
  '<a yx href=javascript:pwned()>',
  '<iframe yx src=//e.test>',
  '<base yx href=//e.test>',
  '<style yx>*{display:none}</style>',
  '</textarea><img yx src=//e.test/x>',
  'javascript:pwned()',
  '=HYPERLINK("//e.test?"&A1)',
  '@SUM(1)*cmd|"/c calc"!A0',
  '{{pwned()}}${pwned()}',
  '&lt;img yx src=x onerror=pwned()&gt;',
  '\u202E\u2066gnp.\u200B\uFEFF',
  '\u0007\u001B[2J\u0085',
];

/** What may stand in a name: the app refuses characters that cannot be seen. */
export const VISIBLE = PAYLOADS.filter((text) => !/[\p{Cc}\p{Cf}]/u.test(text));

/** The payloads, one after the other, without end. */
function turns(list) {
  let turn = 0;
  return () => list[turn++ % list.length];
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The hash of what is kept under one: of its JSON, names in order. */
function hashOf(value) {
  const inOrder = (_, one) => (one && typeof one === 'object' && !Array.isArray(one)
    ? Object.fromEntries(Object.keys(one).sort().map((name) => [name, one[name]]))
    : one);
  return sha256(JSON.stringify(value, inOrder));
}

const isWritten = (text) => /\p{Script=Han}/u.test(text) && !/^[a-z_]+:/.test(text);

/** The same value, every written text of it hostile, and under a right hash where it is under one. */
function spoil(value, next) {
  if (typeof value === 'string') return isWritten(value) ? value + next() : value;
  if (Array.isArray(value)) return value.map((one) => spoil(one, next));
  if (value === null || typeof value !== 'object') return value;
  const spoiled = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoil(one, next)]));
  return 'body' in spoiled && 'hash' in spoiled ? { ...spoiled, hash: hashOf(spoiled.body) } : spoiled;
}

/** Standards with hostile texts: each under its new hash, wherever that is named. */
function spoilStandards(edits, next) {
  const renamed = new Map();
  for (const change of edits.flatMap(({ changes }) => changes)) {
    if (!/^standard:=/.test(change.record) || change.field !== 'body') continue;
    change.value = spoil(change.value, next);
    renamed.set(change.record.slice('standard:='.length), hashOf(change.value));
  }
  const text = JSON.stringify(edits);
  return JSON.parse([...renamed].reduce((all, [old, hash]) => all.replaceAll(old, hash), text));
}

/** A bundle whose every written text is hostile, under right hashes; ids and choices stay. */
export function hostileBundle(bundle) {
  const { edits: clean, ...header } = JSON.parse(bundle.toString('utf8'));
  const [next, name, some] = [turns(PAYLOADS), turns(VISIBLE), turns([...VISIBLE, ...VISIBLE, ...PAYLOADS])];
  const edits = spoilStandards(clean, name);
  for (const edit of edits) {
    edit.by = { name: `某人${next()}`, role: next(), tablet: next() };
    edit.reason = `因为${next()}`;
    edit.act += name();
    for (const change of edit.changes) {
      if (/^standard:=/.test(change.record) && change.field === 'body') continue;
      // Now and then there are characters that make a record faulty, which shows elsewhere.
      change.value = spoil(change.value, change.field === 'name' ? name : some);
    }
  }
  header.hospital += name();
  header.from = { name: name(), role: next(), tablet: name() };
  const body = JSON.stringify(edits);
  return Buffer.from(`${JSON.stringify({ ...header, sha256: sha256(body) }).slice(0, -1)},"edits":${body}}`);
}

/** A roster that is hostile in its head, in every cell, and in the names that become ids. */
export function hostileRoster() {
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = PAYLOADS.map((payload, place) => [
    `党员${payload}`, 9000 + place, `支部${VISIBLE[place % 3]}`, `科室${VISIBLE[place % VISIBLE.length]}`, payload, `备注${payload}`,
  ]);
  const head = ['姓名', '工号', '所在党支部', '科室', '职称', '备注', ...PAYLOADS];
  return Buffer.from([head, ...rows].map((row) => row.map(String).map(cell).join(',')).join('\r\n'));
}

/** The name of a file, as a browser gives it. */
export const FILE_NAME = '"><img yx src=x onerror=pwned()>';

/** What is told of all pages of a tablet, but for what the harness tells already. */
export async function watch(context) {
  const told = [];
  context.on('dialog', async (dialog) => {
    told.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  context.on('page', (page) => page.opener().then((opener) => opener && told.push(`window: ${page.url()}`)));
  await context.exposeBinding('pwned', (_, by) => told.push(`run: ${by ?? 'a payload'}`));
  await context.exposeBinding('toldOfViolation', (_, what) => told.push(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      window.toldOfViolation(`${violatedDirective}: ${blockedURI}`);
    });
  });
  return told;
}

/** Fails where a payload has become more than text on the page as it stands. */
export async function checkOnlyText(page, where) {
  const found = await page.evaluate(() => {
    const foreign = 'iframe, frame, object, embed, base, portal, form[action], [yx], meta[http-equiv=refresh], body style';
    const acts = (element) => [...element.attributes].some(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value));
    return [...document.querySelectorAll('*')]
      .filter((element) => element.matches(foreign) || acts(element))
      .map((element) => element.outerHTML.slice(0, 200));
  });
  assert.deepEqual(found, [], `elements that a file brought in, at ${where}`);
}
