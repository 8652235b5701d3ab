// Every print of a branch of 5, 13, 16, 31 and 60 members: as many pages as the preview has sheets, each
// with what its sheet says, signatures with what they sign, names and numbers whole.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { plain, printedByMenu, signs } from './pdf.mjs';
import { arrive, button, found, go, saved } from './steps.mjs';

const BRANCH = encodeURIComponent('branch:=内科党支部');
const HOSPITAL = '示例市人民医院';
const MONTH = `#/month/${BRANCH}/2026-10`;
const YEAR = `#/year/2026/${BRANCH}`;
const MEMBER = encodeURIComponent('member:=1003');
const REASON = '东街社区义诊';

const LONG = ['买买提·艾力', '欧阳娜娜', '阿卜杜热合曼·图尔荪'];
const FAMILIES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = ['芳', '秀英', '伟', '娜', '敏', '静', '建国', '丽', '强', '磊', '晓燕'];

/** Invented names, each another: short ones, and a few as long as they come. */
const namesOf = (count) => Array.from({ length: count }, (_, at) => {
  const long = at % 5 === 2 && LONG[(at - 2) / 5];
  return long || `${FAMILIES[at % 20]}${GIVEN[(at * 7) % 11]}${at >= 40 ? '华' : ''}`;
});

/** A ledger of a branch with these members, three of whom have points of their own. */
async function ledgerOf(page, names) {
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  const rows = names.map((name, at) => `${at + 1},${name},${1001 + at},男,1980.5,内科党支部,心内科,正式党员`);
  const buffer = Buffer.from(['序号,姓名,工号,性别,出生年月,所在党支部,科室,党员类别', ...rows].join('\r\n'));
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(/^已导入 \d+ 名党员/).waitFor();
  await saved(page);
  await go(page, `${MONTH}/new/C3.1`);
  for (const name of names.slice(0, 3)) await page.locator('.roll').getByText(name, { exact: true }).tap();
  await page.getByLabel('事由').fill(REASON);
  await button(page, '登记').tap();
  await page.locator('.just-done').waitFor();
  await saved(page);
}

/** What the sheets of the preview say, and whether what stands on them stands as it should. */
const sheetsOf = (page) => page.locator('.set-paper .paper').evaluateAll((all) => all.map((sheet) => {
  const broken = (element) => element.getClientRects().length > 1
    || (element.matches('td') && (element.scrollWidth > element.clientWidth + 1 || element.querySelector('br')));
  const lines = (element) => Math.round(element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight));
  const columns = [...sheet.querySelectorAll('table')].flatMap((table) => {
    const rows = [...table.tBodies[0].rows];
    return [...(rows[0]?.cells ?? [])].map((_, at) => rows.map((row) => row.cells[at]).filter((cell) => cell.classList.contains('is-number')));
  });
  const decimals = (text) => /^[+-]?\d+(\.\d+)?%?$/.test(text) && (text.match(/\.(\d+)/)?.[1].length ?? 0);
  const body = sheet.querySelector('.paper-body');
  const paragraphs = [...body.querySelectorAll(':scope > p:not(.paper-note-line)')];
  return {
    text: sheet.textContent,
    lies: sheet.classList.contains('is-landscape'),
    isNumbered: Boolean(sheet.querySelector('.paper-number')),
    isOfficial: sheet.classList.contains('is-official'),
    broken: [...sheet.querySelectorAll('.is-whole')].filter(broken).map((one) => one.textContent),
    headings: [...sheet.querySelectorAll('th span, .paper-title span')].filter((one) => lines(one) > 1).map((one) => one.textContent),
    uneven: columns.filter((cells) => new Set(cells.map((cell) => decimals(cell.textContent)).filter((one) => one !== false)).size > 1)
      .map((cells) => cells.map((cell) => cell.textContent)),
    signed: Boolean(sheet.querySelector('.paper-signs, .paper-signature')),
    signedBy: sheet.querySelectorAll('tbody tr').length + paragraphs.map(lines).reduce((sum, one) => sum + one, 0),
    // Nothing stands lower than the sheet has room for.
    overflow: sheet.scrollHeight > sheet.clientHeight + 1 || sheet.offsetHeight > (sheet.classList.contains('is-landscape') ? 210 : 297) / 25.4 * 96 + 1,
    letters: Math.min(...[...sheet.querySelectorAll('table')].map((table) => parseFloat(getComputedStyle(table).fontSize) * 0.75)),
  };
}));

const occurrences = (text, part) => text.split(part).length - 1;

/** Checks what is printed of the page against its preview. */
async function check(page, told, names) {
  await page.evaluate(() => document.fonts.ready);
  const sheets = await sheetsOf(page);
  const pages = await printedByMenu(page);
  assert.equal(pages.length, sheets.length, `${told}: a page for each sheet`);
  assert.ok(/^members? /.test(told) || sheets.length === 1 || sheets.every(({ isNumbered }) => isNumbered), `${told}: numbers`);
  for (const [at, { words, width, height, text }] of pages.entries()) {
    const sheet = sheets[at];
    const where = `${told}, page ${at + 1} of ${pages.length}`;
    assert.deepEqual([Math.round(width), Math.round(height)], sheet.lies ? [297, 210] : [210, 297], `${where} is A4`);
    assert.equal(signs(text), signs(sheet.text), `${where} says what its sheet says`);
    assert.deepEqual(sheet.broken, [], `${where}: names and numbers are whole`);
    assert.deepEqual(sheet.headings, [], `${where}: headings break by word`);
    assert.deepEqual(sheet.uneven, [], `${where}: decimals are aligned`);
    assert.ok(!sheet.overflow, `${where}: all has room`);
    assert.ok(sheet.letters >= 7, `${where}: letters of ${sheet.letters} pt`);
    assert.ok(!sheet.signed || sheet.signedBy >= 2, `${where}: the signature stands with ${sheet.signedBy} rows`);
    for (const name of names) {
      const whole = words.reduce((sum, word) => sum + occurrences(plain(word.text), plain(name)), 0);
      // Some are a part of others, and so are counted alike.
      assert.equal(whole, occurrences(plain(sheet.text), plain(name)), `${where}: ${name} is whole`);
    }
    const [left, top, right, bottom] = sheet.lies ? [15, 15, 15, 12] : sheet.isOfficial ? [28, 37, 26, 18] : [27, 16, 27, 12];
    // What a font has above and below its letters counts with them: where their middle is counts.
    const middle = (word) => (word.top + word.bottom) / 2;
    const out = words.filter((word) => word.left < left - 1 || word.right > width - right + 1
      || middle(word) < top || middle(word) > height - bottom);
    assert.deepEqual(out, [], `${where} keeps its margins`);
    const number = words.filter((word) => word.bottom > height - bottom - 7 && /^[—\d]+$/.test(word.text));
    if (sheet.isNumbered) {
      const top = Math.min(...number.map((word) => word.top));
      assert.ok(number.length > 0, `${where} has its number`);
      const close = words.filter((word) => !number.includes(word) && word.bottom > top + 1);
      assert.deepEqual(close, [], `${where}: its number is clear`);
    }
  }
  return sheets;
}

/** The prints: where they are, what they say, and on how many pages the members have room at most. */
const PRINTS = [
  ['sheet', `${MONTH}/print-sheet`, '内科党支部党员积分月考核表', { 5: 1, 13: 1, 16: 1, 31: 2, 60: 3 }],
  ['notice', `${MONTH}/print-notice`, '内科党支部党员积分考核公示', { 5: 1, 13: 1, 16: 1, 31: 2, 60: 3 }],
  ['form', `${MONTH}/print-form`, '党员积分月度申报表', { 5: 1, 13: 1, 16: 1, 31: 1, 60: 1 }],
  ['member', `#/year/2026/member/${MEMBER}/print`, '2026年个人积分', { 5: 1, 13: 1, 16: 1, 31: 1, 60: 1 }],
  ['ballot', `${YEAR}/print-ballot`, '年度民主评议党员测评表', { 5: 1, 13: 1, 16: 1, 31: 2, 60: 2 }],
  ['summary', `${YEAR}/print-summary`, '年度民主评议党员汇总表', { 5: 1, 13: 1, 16: 1, 31: 2, 60: 3 }],
  ['members', `${YEAR}/print-members`, '2026年个人积分', { 5: 5, 13: 13, 16: 16, 31: 31, 60: 60 }],
  ['list', '#/register/member/print', '党员花名册', { 5: 1, 13: 1, 16: 1, 31: 2, 60: 3 }],
  ['handover', '#/exchange/handover', '党支部台账工作交接清单', { 5: 1, 13: 1, 16: 1, 31: 1, 60: 1 }],
];

/** Goes to a print; what is made for paper alone is looked at as paper. */
async function preview(page, [, hash, title]) {
  await go(page, '#/settings');
  await page.getByRole('heading', { name: '设置', exact: true }).first().waitFor();
  await go(page, hash);
  await page.locator('.set-paper .paper-title', { hasText: title }).first().waitFor({ state: 'attached' });
}

for (const count of [5, 13, 16, 31, 60]) {
  journey(`prints of ${count} members are the pages of their previews`, async (site) => {
    const page = await arrive(site, { viewport: { width: 1400, height: 900 }, hasTouch: true });
    const names = namesOf(count);
    await ledgerOf(page, names);
    for (const print of PRINTS) {
      const [kind, , , most] = print;
      await preview(page, print);
      await page.emulateMedia({ media: 'print' });
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      const told = `${kind} of ${count}`;
      const sheets = await check(page, told, kind === 'members' ? [] : names);
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
      await page.emulateMedia({ media: null });
      const all = sheets.map(({ text }) => text).join('');
      assert.ok(sheets.length <= most[count], `${told}: ${sheets.length} pages`);
      assert.ok(all.includes(HOSPITAL), `${told}: the name of the hospital`);
      if (kind === 'notice') {
        for (const secret of ['名次', REASON, 'C3', '医德医风']) assert.ok(!all.includes(secret), `${told}: ${secret}`);
      }
      if (kind === 'members') for (const name of names) assert.ok(all.includes(`${name}2026年个人积分`), name);
    }
    for (const version of ['公示版', '内部版']) {
      await preview(page, ['bulletin', '#/quarter/2026-Q4/paper', '党员积分考核情况的通报']);
      await page.getByRole('radio', { name: version }).tap();
      await page.getByText(version === '内部版' ? '内部版不要张贴' : '贴出去的就是下面这几张').waitFor();
      const sheets = await check(page, `bulletin (${version}) of ${count}`, names);
      const all = sheets.map(({ text }) => text).join('');
      assert.ok(!all.includes('名次'), version);
      if (version === '公示版') assert.ok(!all.includes('备注') && !all.includes('季均分'), version);
    }
  });
}

journey('records, lists and the standard of the sample print as they are previewed', async (site) => {
  const page = await arrive(site);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
  for (const register of ['appeal', 'member', 'exemption', 'branch']) {
    await go(page, `#/register/${register}/print`);
    await page.locator('.set-paper .paper').first().waitFor();
    await check(page, `list of ${register}`, []);
    await go(page, `#/register/${register}`);
    await page.locator('main').getByRole('gridcell').first().tap();
    await page.evaluate(() => { window.print = () => {}; });
    await button(page, '打印').first().tap();
    await page.locator('.only-print .set-paper .paper').first().waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    const sheets = await check(page, `record of ${register}`, []);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    assert.ok(sheets.length > 0 && sheets.every(({ text }) => !text.includes('13800')), register);
  }
  await go(page, '#/standard');
  await page.getByRole('link', { name: '打印' }).first().tap();
  await page.locator('.set-paper .paper-title', { hasText: '党员积分考核标准' }).waitFor();
  await check(page, 'standard', []);
});
