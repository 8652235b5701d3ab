// What goes out under a passphrase, and comes in with it alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT } from './harness.mjs';
import { arrive, body, button, choose, enterDepartment, exported, exportedFile, found, go, join, saved } from './steps.mjs';

const ROSTER = '姓名,工号,支部,联系电话\n张三,1001,内科党支部,13800001234\n李四,1002,内科党支部,\n';
const PASSPHRASE = '枇杷晚翠梧桐早凋';

async function importRoster(page) {
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 2 名党员').waitFor();
  await saved(page);
}

/** Fills in for whom what goes out is sealed, and under which passphrase. */
async function seal(page, passphrase = PASSPHRASE) {
  await page.getByRole('switch', { name: '加密（用口令）' }).tap();
  await page.getByLabel('给谁').fill('林静');
  await page.getByLabel(/^口令/).fill(passphrase);
  await page.getByLabel('再写一次口令').fill(passphrase);
}

/** Tries a passphrase on the sealed file that is shown. */
async function open(page, passphrase) {
  await page.getByLabel(/^口令/).fill(passphrase);
  await button(page, '打开').tap();
}

journey('a sealed file names nobody, opens with its passphrase alone, and brings the same', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  const start = await exported(one);
  await importRoster(one);

  await go(one, '#/exchange');
  await one.getByRole('switch', { name: '加密（用口令）' }).tap();
  await one.getByText('请写明加密的文件给谁').waitFor();
  await one.getByRole('switch', { name: '加密（用口令）' }).tap();
  await seal(one);
  await checkAccessible(one);
  const { name, bundle: sealed } = await exportedFile(one);
  assert.match(name, /加密/);
  const header = JSON.parse(sealed.toString());
  assert.deepEqual([header.format, header.for, header.from], ['yixin-sealed', '林静', '平板A']);
  assert.doesNotMatch(sealed.toString(), /张三|李四|王芳|示例市人民医院|1001|edits/);
  // What was typed is forgotten once it was used.
  await one.waitForFunction(() => [...document.querySelectorAll('input[type=password]')].every(({ value }) => value === ''));
  await one.getByRole('switch', { name: '加密（用口令）' }).tap();

  await join(two, start, '林静', '平板B');
  await go(two, '#/exchange');
  await choose(two, sealed);
  await two.getByText('这个文件加了密').waitFor();
  await two.getByText('平板A').first().waitFor();
  await checkAccessible(two);
  await open(two, '枇杷晚翠海棠早凋');
  await two.getByText('口令不对，或文件被改动过').waitFor();
  await open(two, PASSPHRASE);
  await two.getByRole('button', { name: /^导入 \d+ 处/ }).tap();
  await two.getByText(/^已导入 \d+ 处/).last().waitFor();
  assert.equal(body(await exported(two)), body(await exported(one)));
});

journey('a new tablet joins by a sealed file', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await go(one, '#/exchange');
  await seal(one);
  const sealed = await exported(one);

  const two = await arrive(site, PORTRAIT);
  await two.getByRole('button', { name: /加入已有台账/ }).tap();
  await choose(two, sealed);
  await two.getByText('这个文件加了密').waitFor();
  await checkAccessible(two);
  await button(two, '不打开').tap();
  await choose(two, sealed);
  await open(two, PASSPHRASE);
  await two.getByRole('radio', { name: '内科党支部' }).tap();
  await two.getByLabel('你的姓名').fill('林静');
  await two.getByLabel('你的职务').fill('组织委员');
  await button(two, '加入').tap();
  await two.locator('.rail').waitFor();
  await go(two, '#/register/member');
  await two.getByText('张三').first().waitFor();
});

journey('what is restricted goes out with a branch only sealed and when asked for', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  const start = await exported(one);
  await importRoster(one);
  await join(two, start, '林静', '平板B');

  await go(one, '#/exchange');
  await one.getByRole('radio', { name: '一个支部' }).tap();
  assert.equal(await one.getByRole('switch', { name: '把限制可见的内容也放进去' }).count(), 0);
  assert.doesNotMatch((await exported(one, '导出内科党支部')).toString(), /13800001234/);
  await seal(one);
  await one.getByRole('switch', { name: '把限制可见的内容也放进去' }).tap();
  await one.getByText(/也在里面/).waitFor();
  const sealed = await exported(one, '导出内科党支部');

  await go(two, '#/exchange');
  await choose(two, sealed);
  await open(two, PASSPHRASE);
  await two.getByText(/含有限制可见的内容/).waitFor();
  await two.getByRole('button', { name: /^导入 \d+ 处/ }).tap();
  await two.getByText(/^已导入 \d+ 处/).last().waitFor();
  assert.match((await exported(two)).toString(), /13800001234/);
});

journey('one passphrase opens all files of one import', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, LANDSCAPE);
  await found(one, '王芳', '平板A');
  const start = await exported(one);
  await importRoster(one);
  await go(one, '#/exchange');
  await seal(one);
  const first = await exported(one);
  await enterDepartment(one, '检验科');
  await saved(one);
  await go(one, '#/exchange');
  await seal(one);
  const second = await exported(one);

  await join(two, start, '林静', '平板B');
  await go(two, '#/exchange');
  const file = (name, buffer) => ({ name, mimeType: 'application/json', buffer });
  await two.locator('input[type=file]').setInputFiles([file('一.json', first), file('二.json', second)]);
  await open(two, PASSPHRASE);
  const take = two.getByRole('button', { name: /^导入 \d+ 处/ });
  await take.tap();
  await two.getByText(/^已导入 \d+ 处/).first().waitFor();
  await take.waitFor();
  assert.equal(await two.getByText('这个文件加了密').count(), 0, 'it is not asked for again');
  await take.tap();
  await two.locator('.imports').getByText('二.json').first().waitFor();
  await go(two, '#/register/department');
  await two.getByText('检验科').first().waitFor();
});

journey('the handover file can be sealed', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await go(page, '#/exchange/handover');
  await seal(page);
  await checkAccessible(page);
  const { name, bundle } = await exportedHere(page);
  assert.match(name, /加密/);
  assert.equal(JSON.parse(bundle.toString()).format, 'yixin-sealed');
  assert.doesNotMatch(bundle.toString(), /王芳|示例市人民医院/);
});

/** The file that 导出交接包 hands over. */
async function exportedHere(page) {
  const coming = page.waitForEvent('download');
  await button(page, '导出交接包').tap();
  const download = await coming;
  return { name: download.suggestedFilename(), bundle: readFileSync(await download.path()) };
}
