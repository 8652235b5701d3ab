// Starts the Chromium that scripts/setup.sh found or installed.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

export function launch() {
  return chromium.launch({
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
    ],
  });
}

/** Waits until the app has mounted and says so. */
export function untilReady(page) {
  return page.waitForFunction(() => document.documentElement.dataset.ready === 'yes');
}
