// 科室月考核 as a table of one month: typed as in Excel, pasted after a look, nothing lost.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { arrive, button, found, go, saved } from './steps.mjs';

const COUNT = 36;
const NAMES = Array.from({ length: COUNT }, (_, at) => `${'一二三四五六七八九'[at % 9]}病区${at + 1}组`);
const BRANCH = encodeURIComponent('branch:=内科党支部');

/** A ledger with as many departments as names, each with a member. */
async function withDepartments(page, names) {
  await found(page, '王芳', '平板A');
  const rows = names.map((name, at) => `党员${'甲乙丙丁戊己庚辛壬'[at % 9]}${'子丑寅卯'[Math.floor(at / 9)]},${1000 + at},内科党支部,${name},正式党员`);
  const buffer = Buffer.from(['姓名,工号,所在党支部,科室,党员类别', ...rows].join('\r\n'));
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(/^已导入 \d+ 名党员/).waitFor();
  await saved(page);
}

/** Pastes a text where the focus is. */
const paste = (page, text) => page.evaluate((text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);

const cell = (page, name, column) => page.getByLabel(`${name} ${column}`, { exact: true });

journey('the results of 36 departments come from Excel in three taps, after a look at them', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await withDepartments(page, NAMES);
  let taps = 0;
  const tap = async (one) => {
    await one.tap();
    taps += 1;
  };
  await go(page, `#/month/${BRANCH}/2026-10/close`);
  await page.getByText('36 个科室没有本月考核得分').waitFor();
  await tap(page.getByRole('link', { name: '去填写' }));
  await page.getByText('36 个科室，还有 36 个没填').waitFor();
  await page.getByRole('button', { name: '还没填', pressed: true }).waitFor();
  await checkAccessible(page);
  await tap(cell(page, NAMES[0], '双考得分'));
  // As Excel has it: another order, a heading, a name that is none, a cell that is no figure, totals.
  const lines = NAMES.map((name, at) => `${name}\t${80 + at / 2}\t${at === 3 ? '未测' : `${90 + (at % 9)}%`}`).reverse();
  await paste(page, ['科室\t双考得分\t满意度', ...lines, '外聘组\t90\t90%', ''].join('\n'));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('有 2 处没有读').waitFor();
  await dialog.getByText(/没有叫“外聘组”的科室/).waitFor();
  await dialog.getByText(/四病区4组的“未测”/).waitFor();
  await dialog.getByText('按名称对上：新填 71 格。').waitFor();
  await checkAccessible(page);
  await tap(button(dialog, '写入 71 格'));
  await page.getByText('已写入 71 格').waitFor();
  await saved(page);
  console.log(`36 departments from Excel, with review, from the month's warning: ${taps} taps`);
  assert.ok(taps <= 3);
  await page.getByText('36 个科室，都填了').waitFor();
  assert.equal(await cell(page, NAMES[35], '双考得分').inputValue(), '97.5');
  assert.equal(await cell(page, NAMES[3], '满意度（%）').inputValue(), '');

  await go(page, `#/month/${BRANCH}/2026-10/close`);
  await page.getByRole('heading', { name: '支委会审定' }).waitFor();
  assert.equal(await page.getByText('没有本月考核得分').count(), 0);

  // A column fills downwards from where one stands; what changes is said, and it goes back as one act.
  await go(page, '#/register/department_result/month/2026-10');
  await cell(page, NAMES[34], '双考得分').tap();
  await paste(page, '60\n61\n62\n');
  await dialog.getByText('从选中的格往下：改动 2 格。').waitFor();
  await dialog.getByText('97 → 60').waitFor();
  await dialog.getByText('多出的 1 行在最后一行以下，没有读').waitFor();
  await button(dialog, '写入 2 格').tap();
  await page.getByText('已写入 2 格').waitFor();
  assert.equal(await cell(page, NAMES[35], '双考得分').inputValue(), '61');
  await page.locator('.toast', { hasText: '已写入 2 格' }).getByRole('button', { name: '撤销' }).tap();
  await page.getByText('已撤销').waitFor();
  assert.equal(await cell(page, NAMES[35], '双考得分').inputValue(), '97.5');
});

journey('figures are typed as in Excel, each saved as it is left, and faults stand beside their cell', async (site) => {
  const page = await arrive(site, PHONE);
  await withDepartments(page, NAMES.slice(0, 3));
  const [one, two, three] = NAMES;
  const [score, part] = ['双考得分', '满意度（%）'];
  await go(page, '#/register/department_result');
  await page.getByRole('link', { name: '按月填写' }).first().tap();
  await go(page, '#/register/department_result/month/2026-10');
  await page.getByText('3 个科室，还有 3 个没填').waitFor();
  await cell(page, one, score).tap();
  await page.keyboard.type('95');
  await page.keyboard.press('Enter');
  await page.keyboard.type('88.5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('97');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('九十');
  await page.keyboard.press('Shift+Tab');
  await page.getByText('3 个科室，还有 1 个没填；1 格还没保存').waitFor();
  await page.getByText('满意度（%）应是数字，最多一位小数').waitFor();
  assert.ok(await cell(page, one, score).evaluate((it) => it === document.activeElement));
  await checkAccessible(page);
  await page.locator('.saving').getByText('还没保存').waitFor();

  // What could not be saved is there after another page; what was saved is there after all.
  await go(page, '#/register/department');
  await page.getByRole('heading', { name: '科室', exact: true }).waitFor();
  await go(page, '#/register/department_result/month/2026-10');
  await cell(page, one, part).waitFor();
  assert.equal(await cell(page, one, part).inputValue(), '九十');
  assert.deepEqual(await Promise.all([[one, score], [two, score], [two, part], [three, score]].map(([name, of]) => cell(page, name, of).inputValue())), ['95', '88.5', '97', '']);
  await cell(page, one, part).fill('99');
  await cell(page, one, part).press('Enter');
  await page.getByText('3 个科室，还有 1 个没填', { exact: true }).waitFor();

  // A figure that needs another waits for it.
  await cell(page, three, part).fill('90');
  await cell(page, three, part).press('Tab');
  await page.getByText('缺少双考得分').waitFor();
  await cell(page, three, score).fill('70');
  await cell(page, three, score).press('Enter');
  await page.getByText('3 个科室，都填了').waitFor();
  await saved(page);
  await page.reload();
  await cell(page, three, part).waitFor();
  assert.equal(await cell(page, three, part).inputValue(), '90');
  assert.equal(await cell(page, one, part).inputValue(), '99');
});
