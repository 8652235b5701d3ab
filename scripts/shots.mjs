// Takes the README's pictures, docs/*.png, from the built app with its sample ledger.

import { launch, untilReady } from './chromium.mjs';
import { serve } from './serve.mjs';

// What is on each, and what has to be there before it is taken.
const SHOTS = [
  ['overview', '#/', (page) => page.getByRole('heading', { name: '要办的事', exact: true })],
  ['bulletin', '#/quarter/2026-Q3/paper', (page) => page.locator('.paper').first()],
];

const { server, url } = await serve({ root: 'dist' });
const browser = await launch();
try {
  const page = await browser.newPage({
    viewport: { width: 1180, height: 820 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await page.clock.setFixedTime(new Date('2026-11-21T09:00:00+08:00'));
  await page.goto(url);
  await untilReady(page);
  await page.getByRole('button', { name: '试用示例' }).click();
  // The sample is there once its first edit is kept.
  await page.getByText('已保存').first().waitFor();
  for (const [name, address, there] of SHOTS) {
    await page.evaluate((to) => (location.hash = to), address);
    await there(page).waitFor();
    await page.screenshot({ path: `docs/${name}.png` });
    console.log(`docs/${name}.png`);
  }
} finally {
  await browser.close();
  server.close();
}
