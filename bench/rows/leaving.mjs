// What stays in the memory of a page when a ledger is left and opened again and again.

import { launch } from '../../scripts/chromium.mjs';
import { alone } from '../figures.mjs';

const TIMES = 20;
/** By then all that is made once is there. */
const FROM = 3;
/** A session that was left gives back its memory once nothing under way needs it. */
const RELEASE_MILLIS = 2_500;

export async function leavingRows(url, say) {
  const browser = await launch();
  try {
    const context = await browser.newContext({ hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const sizes = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      // Of a module that has begun, the starter gives what it exports.
      const wasm = await page.evaluate(async () => {
        const { js } = document.getElementById('boot').dataset;
        const { default: init } = await import(new URL(js, document.baseURI));
        return (await init()).memory.buffer.byteLength;
      });
      return { heap: usedSize, wasm };
    };
    await page.goto(`${url}dist/`);
    await page.getByRole('button', { name: /试用示例/ }).tap();
    const found = [];
    for (let turn = 1; turn <= TIMES; turn += 1) {
      await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
      await page.getByText('已保存').first().waitFor();
      await page.evaluate(() => { location.hash = '#/settings'; });
      await page.getByRole('button', { name: '新建或加入另一本' }).tap();
      await page.locator('.outside').waitFor();
      await page.waitForTimeout(RELEASE_MILLIS);
      const { heap, wasm } = await sizes();
      found.push({ heap, wasm });
      say(`left for the ${turn}. time: ${(heap / 1e6).toFixed(2)} MB of JavaScript, ${(wasm / 1e6).toFixed(2)} MB of wasm`);
      await page.getByRole('button', { name: /试用示例/ }).last().tap();
    }
    const grown = (key) => (found.at(-1)[key] - found[FROM - 1][key]) / 1e6;
    const name = `the sample opened and left ${TIMES} times in one page → its memory, the last time less the third`;
    return [
      alone('B10-leaving', `${name}: JavaScript and wasm`, Math.abs(grown('heap') + grown('wasm')), null, 'MB', 3),
      alone('B10-leaving-heap', `${name}: JavaScript`, grown('heap'), null, 'MB'),
      alone('B10-leaving-wasm', `${name}: wasm`, grown('wasm'), null, 'MB'),
    ];
  } finally {
    await browser.close();
  }
}
