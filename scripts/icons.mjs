// Draws the icons' PNGs from public/icons/icon.svg, in Chromium. Run by hand when the drawing
// changes; its results are committed.

import { readFileSync, writeFileSync } from 'node:fs';
import { launch } from './chromium.mjs';

const PAPER = '#faf9f6';
const folder = new URL('../public/icons/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', folder), 'utf8');
const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;

// iPadOS paints transparent corners black, and a launcher cuts a maskable icon down to its inner
// four fifths: both get a ground of paper.
const ICONS = [
  { file: 'icon-180.png', size: 180, share: 0.8, ground: PAPER },
  { file: 'icon-192.png', size: 192, share: 1, ground: 'transparent' },
  { file: 'icon-512.png', size: 512, share: 1, ground: 'transparent' },
  { file: 'icon-maskable-512.png', size: 512, share: 0.62, ground: PAPER },
];

const browser = await launch();
for (const { file, size, share, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground}">
       <img src="${source}" style="width:${share * 100}%">`,
  );
  await page.locator('img').evaluate((image) => image.decode());
  writeFileSync(new URL(file, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
  console.log(file);
}
await browser.close();
