// Starts the Chromium that scripts/setup.sh found or installed.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

function options(more = []) {
  return {
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
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

export const launch = (more) => chromium.launch(options(more));

/** A browser of its own with a profile in a folder, there to be opened again. */
export const launchProfile = (folder, context) =>
  chromium.launchPersistentContext(folder, { ...options(), ...context });

/** Waits until the app has mounted and says so. */
export function untilReady(page) {
  return page.waitForFunction(() => document.documentElement.dataset.ready === 'yes');
}
