// 归档往年: a locked month leaves the tablet for a file, its sheet stays, and the file brings it back.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { arrive, body, button, choose, exported, exportedFile, go } from './steps.mjs';

const NEXT_YEAR = new Date('2027-03-10T10:00:00+08:00');

/** The section of the settings. */
const section = (page) => page.locator('section.sheet').filter({ has: page.getByRole('heading', { name: '归档往年' }) });

/** Chooses a file in a part of the page. */
const pick = (part, buffer) => part.locator('input[type=file]')
  .setInputFiles({ name: '归档2026.json', mimeType: 'application/json', buffer });

/** The sample as it lies there in the next year. */
async function nextYear(site, size) {
  const page = await arrive(site, size);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.rail').waitFor();
  await page.context().clock.setFixedTime(NEXT_YEAR);
  await page.reload();
  await page.locator('.rail').waitFor();
  return page;
}

/** Exports the archive of 2026, sealed where there is a passphrase, and gives its bytes. */
async function archiveFile(page, passphrase) {
  await go(page, '#/settings');
  await section(page).getByRole('radio', { name: '2026年', exact: true }).check();
  await section(page).getByText(/^可以归档 \d+ 个月，\d+ 条登记。$/).waitFor();
  if (passphrase) {
    await section(page).getByRole('switch', { name: '加密（用口令）' }).check();
    await section(page).getByLabel(/^口令/).fill(passphrase);
    await section(page).getByLabel('再写一次口令').fill(passphrase);
  }
  const coming = page.waitForEvent('download');
  await button(section(page), '导出归档文件').tap();
  return readFileSync(await (await coming).path());
}

/** The address of the entries of January 2026, of the branch that is named first. */
async function entriesOf(page) {
  await go(page, '#/quarter/2026-Q1');
  const link = page.locator('.quarter-month').first();
  await link.waitFor();
  return (await link.getAttribute('href')).replace(/close$/, 'entries');
}

for (const [name, size] of Object.entries({ landscape: LANDSCAPE, phone: PHONE })) {
  journey(`locked months go into a file, do not flow back, and can be fetched back (${name})`, async (site) => {
    const page = await nextYear(site, size);
    const before = await exported(page);
    const file = await archiveFile(page);
    assert.match(file.toString('utf8'), /"kind":"archive"/);
    await checkAccessible(page);

    // A file that lacks something archives nothing.
    await pick(section(page), Buffer.from('{}'));
    await section(page).getByText(/不是完整的数据文件/).waitFor();
    await pick(section(page), file);
    await page.getByText(/^文件核对无误，已归档 \d+ 条登记/).waitFor();
    const back = section(page).getByRole('button', { name: /^取回/ });
    await back.waitFor();
    await section(page).screenshot({ path: `target/shots/archive-${name}.png` });

    // Where the entries are is said in their place, and what a file of now has not of the file.
    await go(page, await entriesOf(page));
    await page.getByText('本月的登记已归档').waitFor();
    await page.getByText(/每一条登记都在“归档2026\.json”里/).waitFor();
    await checkAccessible(page);
    await go(page, '#/exchange');
    await page.getByText(/^已归档的 \d+ 个月的登记明细/).waitFor();

    // The file of before brings nothing back.
    const after = await exported(page);
    assert.notEqual(body(after), body(before));
    await go(page, '#/exchange');
    await choose(page, before);
    await page.getByText(/处已经归档，不会取回/).waitFor();

    // It stays so, and the way back is there, after opening anew.
    await page.reload();
    await page.locator('.rail').waitFor();
    assert.equal(body((await exportedFile(page)).bundle), body(after));
    await go(page, '#/settings');
    await back.tap();
    const dialog = page.getByRole('dialog');
    await pick(dialog, file);
    await page.getByText(/^已取回 \d+ 处/).waitFor();
    await section(page).getByText('已取回', { exact: true }).waitFor();
    assert.equal(body(await exported(page)), body(before));
  });
}

journey('a sealed archive holds nothing that can be read, and is fetched back with its passphrase', async (site) => {
  const passphrase = '早春晒谷场上的三只麻雀';
  const page = await nextYear(site, LANDSCAPE);
  const before = await exported(page);
  const file = await archiveFile(page, passphrase);
  const text = file.toString('utf8');
  assert.ok(!text.includes('score_entry') && text.includes('2026年归档'), 'all but for what it is is sealed');
  await checkAccessible(page);

  // It was sealed on this page a moment ago, so nothing is asked.
  await pick(section(page), file);
  await page.getByText(/^文件核对无误，已归档 \d+ 条登记/).waitFor();

  await page.reload();
  await page.locator('.rail').waitFor();
  await go(page, '#/settings');
  await section(page).getByRole('button', { name: /^取回/ }).tap();
  const dialog = page.getByRole('dialog');
  await pick(dialog, file);
  await dialog.getByRole('heading', { name: '这个文件加了密' }).waitFor();
  await checkAccessible(page);
  await dialog.screenshot({ path: 'target/shots/archive-sealed.png' });
  await dialog.getByLabel(/^口令/).fill('不是这一句话呀');
  await button(dialog, '打开').tap();
  await dialog.getByText(/可以再试/).waitFor();
  await dialog.getByLabel(/^口令/).fill(passphrase);
  await button(dialog, '打开').tap();
  await page.getByText(/^已取回 \d+ 处/).waitFor();
  assert.equal(body(await exported(page)), body(before));
});
