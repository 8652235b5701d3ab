// Starts the Chromium that scripts/setup.sh found or installed.

import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';

/** Chromium without the parts of a browser that nobody sees here: the same engine in two thirds of the time. */
export const SHELL = 'chromium-headless-shell';

/** Where a program is; without the shell, the whole browser does what it does. */
const pathOf = (program) => spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim()
  || (program === SHELL && pathOf('chromium')) || undefined;

function options(more = [], program = 'chromium') {
  return {
    executablePath: pathOf(program),
    args: [
      // Nothing but this machine can be reached, whatever the page or the browser tries.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      // Chromium refuses its sandbox to root.
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      ...more,
    ],
  };
}

export const launch = (more, program) => chromium.launch(options(more, program));

/** A browser of its own with a profile in a folder, there to be opened again. */
export const launchProfile = (folder, context, program) =>
  chromium.launchPersistentContext(folder, { ...options([], program), ...context });

/** Waits until the app has mounted and says so. */
export function untilReady(page) {
  return page.waitForFunction(() => document.documentElement.dataset.ready === 'yes');
}
