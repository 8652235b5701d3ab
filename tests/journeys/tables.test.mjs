// Tables that come in from other programs: pasted, and as workbooks.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT } from './harness.mjs';
import { arrive, button, exported, found, go, TODAY } from './steps.mjs';

const CASES = new URL('../fixtures/cases/', import.meta.url);
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==';

/** Pastes as Excel and WPS do: a picture and HTML of the cells beside their text; or files alone. */
function paste(page, { text = '', files = [] }) {
  return page.evaluate(([text, files, pixel]) => {
    const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    if (text) {
      data.setData('text/plain', text);
      data.setData('text/html', '<table><tr><td>x</td></tr></table>');
      data.items.add(new File([bytes(pixel)], 'image.png', { type: 'image/png' }));
    }
    for (const [name, type, content] of files) data.items.add(new File([content], name, { type }));
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector('.file-drop textarea').dispatchEvent(event);
  }, [text, files, PIXEL]);
}

journey('cells pasted with a picture beside them come in as text everywhere', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  const bundle = (await exported(page)).toString('utf8');
  await go(page, '#/import-roster');
  await page.locator('.file-drop').waitFor();
  await paste(page, { text: '姓名\t工号\n张三\t00123\n' });
  await page.getByText('00123').first().waitFor();
  await go(page, '#/import-totals');
  await page.getByText('选择积分汇总表').waitFor();
  await paste(page, { text: '姓名\t10月\n张三\t86\n' });
  await page.getByRole('tab', { name: /按人/ }).waitFor();
  await go(page, '#/exchange');
  await page.locator('.file-drop').waitFor();
  await paste(page, { text: bundle });
  await page.getByText(/王芳/).first().waitFor();
  // A file without text still comes in.
  await go(page, '#/import-roster');
  await page.getByText('选择花名册').waitFor();
  await paste(page, { files: [['花名册.csv', 'text/csv', '姓名,工号\n李四,00124\n']] });
  await page.getByText('00124').first().waitFor();
});

journey('what a workbook hides is told, left out, and taken in when asked', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await page.clock.setFixedTime(TODAY);
  await go(page, '#/import-roster');
  const file = new URL('hidden-rows-and-column.xlsx', CASES);
  await page.locator('input[type=file]').setInputFiles(decodeURIComponent(file.pathname));
  const rows = page.getByLabel('也读入这 2 行');
  await rows.waitFor();
  assert.equal(await page.getByText('OLD1').count(), 0);
  await checkAccessible(page);
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: '导入 3 名' }).waitFor();
  await page.getByText('原表隐藏的 2 行没有读入（第 3、4 行）').waitFor();
  await button(page, '上一步').tap();
  await rows.tap();
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: '导入 5 名' }).waitFor();
});
