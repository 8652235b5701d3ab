// Trunk's post_build hook: makes the files in staging what is hosted.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from './minify.mjs';
import { split } from './split.mjs';
import { stamp } from './stamp.mjs';

const { TRUNK_STAGING_DIR: staging, TRUNK_PROFILE: profile, CARGO_TARGET_DIR: target = 'target' } = process.env;
const isRelease = profile === 'release';

split(staging, join(target, 'wasm32-unknown-unknown', profile, 'yixin-app.wasm'), isRelease);
// A debug build (`trunk serve`) has no service worker and no content-security policy: Trunk's own
// reload script is inline.
if (isRelease) {
  minify(staging);
  console.log(`build ${stamp(staging)}`);
} else rmSync(join(staging, 'sw.js'));
