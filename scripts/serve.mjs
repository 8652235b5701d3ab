// A plain static server, as dumb as the hosts that the site must work on: no rewriting, no
// directory listing. By hand:
//
//   node scripts/serve.mjs [--root dist] [--port 8080] [--prefix /yixin/]
//
// Without a port it takes 8080, or the next one that is free.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

async function respond(request, response, { root, prefix, maxAge, redirects }) {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  const plain = (status, text, headers = {}) => response.writeHead(status, headers).end(text);
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'GET only');
  if (!path.startsWith(prefix)) return plain(302, '', { Location: prefix });
  if (redirects && path === prefix) return plain(302, '', { Location: `${prefix}index.html` });

  let file = resolve(root, path.slice(prefix.length));
  if (file !== root && !file.startsWith(root + sep)) return plain(404, 'not found');
  if (path.endsWith('/')) file = join(file, 'index.html');
  const content = await readFile(file).catch(() => null);
  if (content === null) return plain(404, 'not found');

  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': content.length,
    'Cache-Control': maxAge ? `max-age=${maxAge}` : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}

/**
 * Serves `root` at `prefix`; port 0 is any free one. Where it `redirects`, the folder leads to the file of the page, as
 * on some hosts. Gives the server and its address.
 */
export function serve({ root, port = 0, prefix = '/', maxAge = 0, redirects = false }) {
  const site = { root: resolve(root), prefix: `/${prefix}/`.replace(/\/+/g, '/'), maxAge, redirects };
  const server = createServer((request, response) => {
    // An address that cannot be decoded is all that goes wrong here.
    respond(request, response, site).catch((error) => response.writeHead(400).end(String(error)));
  });
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      done({ server, url: `http://127.0.0.1:${server.address().port}${site.prefix}` });
    });
  });
}

async function serveAtFreePort(site) {
  for (let port = 8080; ; port += 1) {
    try {
      return await serve({ ...site, port });
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: 'dist' },
      port: { type: 'string' },
      prefix: { type: 'string', default: '/' },
    },
  });
  const { url } = await (values.port ? serve({ ...values, port: Number(values.port) }) : serveAtFreePort(values));
  console.log(`医心台账 is at ${url} (Ctrl+C ends)`);
}
