// Tables that come in from other programs: pasted, and as workbooks.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT } from './harness.mjs';
import { arrive, button, enterDepartment, exported, found, go, TODAY } from './steps.mjs';

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

journey('a pasted table of results comes in once what is unclear is said, and goes back whole', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  for (const name of ['心内科', '检验科']) await enterDepartment(page, name);
  await go(page, '#/register/department_result');
  await page.getByText('还没有科室月考核').waitFor();
  await page.getByRole('link', { name: '从表格导入' }).tap();
  await page.getByText('选择表格').waitFor();
  await paste(page, {
    text: '科室\t双考得分\t满意度\n心内科\t95\t98.5%\n检验科\t八十\t97%\n儿科\t91\t99%\n合计\t186\t\n',
  });
  await page.getByRole('heading', { name: '表里没有写的' }).waitFor();
  await page.getByText('2026年11月').first().waitFor();
  await checkAccessible(page);
  await button(page, '下一步').tap();
  await button(page, '导入 1 条').waitFor();
  await page.getByText('没有叫“儿科”的科室').first().waitFor();
  await page.getByText(/B3（双考得分）：写的是“八十”，双考得分应是数字/).first().waitFor();
  await page.locator('.aside-row', { hasText: '第 5 行 · 合计行' }).waitFor();
  await checkAccessible(page);
  // On a phone nothing goes beyond the edge.
  await page.setViewportSize(PHONE.viewport);
  const beyond = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  assert.equal(await page.evaluate(beyond), 0);
  await page.getByRole('radio', { name: '新建科室“儿科”' }).tap();
  await button(page, '导入 2 条').tap();
  await page.getByText('已导入 2 条').waitFor();
  await page.getByText('新建科室“儿科”').waitFor();
  await checkAccessible(page);
  await page.getByRole('link', { name: '看科室月考核' }).tap();
  const list = page.getByRole('grid', { name: '科室月考核' });
  for (const name of ['心内科', '儿科']) await list.getByText(name).first().waitFor();
  assert.equal(await list.getByText('检验科').count(), 0);
  await page.keyboard.press('Control+z');
  await page.getByText('已撤销').waitFor();
  for (const name of ['心内科', '儿科']) await list.getByText(name).waitFor({ state: 'detached' });
});

journey('a bare month is of this year or asked about, and a wrong cell stays blank if one says so', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  for (const name of ['心内科', '检验科']) await enterDepartment(page, name);
  await go(page, '#/register/department_result/import');
  await page.getByText('选择表格').waitFor();
  const table = '科室\t月\t双考得分\t满意度\n心内科\t10\t95\t120\n检验科\t12\t90\t97\n';
  await paste(page, { text: table });
  await button(page, '下一步').tap();
  await page.getByText(/D2（满意度（%））：写的是“120”/).first().waitFor();
  // December is still to come.
  await page.getByText('“12”没有写年份，是哪一年的').first().waitFor();
  await checkAccessible(page);
  await page.getByRole('radio', { name: '2025年' }).first().tap();
  await button(page, '导入 1 条').waitFor();
  const leavesBlank = page.getByRole('switch', { name: '有错的格空着，其余照常导入' });
  await leavesBlank.tap();
  await button(page, '导入 2 条').waitFor();
  // Another file is another question.
  await button(page, '上一步').tap();
  await button(page, '换一个文件').tap();
  await page.getByText('选择表格').waitFor();
  await paste(page, { text: table });
  await button(page, '下一步').tap();
  await page.getByText('“12”没有写年份，是哪一年的').first().waitFor();
  await page.getByText(/D2（满意度（%））：写的是“120”/).first().waitFor();
  assert.equal(await leavesBlank.isChecked(), false);
  await page.getByRole('radio', { name: '2025年' }).first().tap();
  await button(page, '导入 1 条').waitFor();
  await leavesBlank.tap();
  await button(page, '导入 2 条').tap();
  await page.getByText('已导入 2 条').waitFor();
  await page.getByRole('link', { name: '看科室月考核' }).tap();
  const list = page.getByRole('grid', { name: '科室月考核' });
  await list.getByText('心内科').first().waitFor();
  assert.equal(await list.getByText('120').count(), 0);
});
