// Two browsers, driven by what they bring along: WebKitGTK by WebDriver over HTTP, Firefox by
// Marionette, which takes the same commands over a socket. Each gives {navigate, run, end}.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const SCRIPT_MILLIS = 60_000;

/** A port that is free. */
const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Tries until it succeeds, for half a minute. */
async function patiently(attempt) {
  for (let left = 60; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await pause(500);
    }
  }
}

/** Starts a program as the leader of a group, and gives what ends the whole group. */
function start(command, args, env = {}) {
  const child = spawn(command, args, { detached: true, stdio: 'ignore', env: { ...process.env, ...env } });
  const failed = new Promise((_, fail) => child.once('error', fail));
  failed.catch(() => {});
  return { failed, end: () => { try { process.kill(-child.pid, 'SIGKILL'); } catch { /* it has ended */ } } };
}

/** A script is told the arguments, then what to call with its result. */
const body = (act) => `const done = arguments[arguments.length - 1];
  (${act})(...Array.from(arguments).slice(0, -1)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;

function driven(ask, end) {
  return {
    navigate: (url) => ask('navigate', { url }),
    async run(act, ...args) {
      const { value, error } = await ask('script', { script: body(act), args });
      if (error) throw new Error(error);
      return value;
    },
    end,
  };
}

/** WebKitGTK's MiniBrowser, by WebKitWebDriver (both from Debian). */
export async function webkit(home) {
  const port = await freePort();
  const driver = start('WebKitWebDriver', [`--port=${port}`], { HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home });
  const post = async (path, content) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(content) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const options = { binary: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] };
  const { sessionId } = await Promise.race([
    patiently(() => post('/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } })),
    driver.failed,
  ]);
  await post(`/session/${sessionId}/timeouts`, { script: SCRIPT_MILLIS });
  const paths = { navigate: 'url', script: 'execute/async' };
  return driven((command, content) => post(`/session/${sessionId}/${paths[command]}`, content), driver.end);
}

/** Firefox ESR without a window, by its own Marionette. */
export async function firefox() {
  const port = await freePort();
  const profile = mkdtempSync(join(tmpdir(), 'yixin-firefox-'));
  writeFileSync(join(profile, 'user.js'), `user_pref('marionette.port', ${port});\n`);
  const browser = start('firefox-esr', ['--headless', '--marionette', '--no-remote', '--profile', profile]);
  const socket = await patiently(() => new Promise((done, failed) => {
    const trying = connect(port, '127.0.0.1', () => done(trying));
    trying.once('error', failed);
  }));

  // A message is its length in bytes, a colon, and JSON; the first one greets.
  const waiting = new Map();
  let held = Buffer.alloc(0);
  socket.on('data', (more) => {
    held = Buffer.concat([held, more]);
    for (;;) {
      const colon = held.indexOf(':');
      const end = colon + 1 + Number(held.subarray(0, Math.max(0, colon)));
      if (colon < 0 || held.length < end) return;
      const message = JSON.parse(held.subarray(colon + 1, end));
      held = held.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const { done, failed } = waiting.get(id);
      waiting.delete(id);
      if (error) failed(new Error(`${error.error}: ${error.message}`));
      else done(result?.value ?? result);
    }
  });
  let last = 0;
  const ask = (name, content) => new Promise((done, failed) => {
    const message = JSON.stringify([0, (last += 1), name, content]);
    waiting.set(last, { done, failed });
    socket.write(`${Buffer.byteLength(message)}:${message}`);
  });
  await ask('WebDriver:NewSession', {});
  await ask('WebDriver:SetTimeouts', { script: SCRIPT_MILLIS });
  const names = { navigate: 'WebDriver:Navigate', script: 'WebDriver:ExecuteAsyncScript' };
  const end = async () => {
    socket.destroy();
    browser.end();
    await pause(500);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return driven((command, content) => ask(names[command], content), end);
}
