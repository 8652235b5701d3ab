// Takes the README's picture, docs/overview.png, from the built app with its sample ledger.

import { launch, untilReady } from './chromium.mjs';
import { serve } from './serve.mjs';

const { server, url } = await serve({ root: 'dist' });
const browser = await launch();
try {
  const page = await browser.newPage({
    viewport: { width: 1180, height: 820 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await page.goto(url);
  await untilReady(page);
  await page.getByRole('button', { name: '试用示例' }).click();
  // The sample is there once its first edit is kept.
  await page.getByText('已保存').first().waitFor();
  await page.screenshot({ path: 'docs/overview.png' });
  console.log('docs/overview.png');
} finally {
  await browser.close();
  server.close();
}
