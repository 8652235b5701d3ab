// The most used form: how few taps an entry takes, how rule lines and names are found, and what is said
// before and after.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT } from './harness.mjs';
import { arrive, button, found, go, saved } from './steps.mjs';

/** Opens the form of a new entry in the sample. */
async function openForm(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
  await page.getByRole('link', { name: '登记积分' }).first().tap();
  await page.locator('.roll-chip').nth(15).waitFor();
}

const summary = (page) => page.locator('.act-summary');
const chips = (page) => page.locator('.rule-chip:visible');

/** A hand whose taps are counted. */
function counted() {
  const count = { taps: 0 };
  count.tap = async (locator) => {
    count.taps += 1;
    await locator.tap();
  };
  return count;
}

for (const [name, size] of Object.entries({ landscape: LANDSCAPE, portrait: PORTRAIT, phone: PHONE })) {
  journey(`nine members are registered in eleven taps, ${name}`, async (site) => {
    const page = await arrive(site, size);
    await openForm(page);
    await checkAccessible(page);
    const hand = counted();
    await hand.tap(chips(page).first());
    const line = (await chips(page).first().getAttribute('aria-label')).trim();
    for (let place = 0; place < 9; place += 1) await hand.tap(page.locator('.roll-chip').nth(place));
    await summary(page).getByText(`已选 9 人 · ${line}`).waitFor();
    await hand.tap(button(page, '登记'));
    const strip = page.locator('.just-done');
    await strip.getByText(/等 9 人/).waitFor();
    assert.ok((await strip.innerText()).includes(line));
    // The toast does not say it again, and the form is ready for the next.
    assert.equal(await page.locator('.toast').count(), 0);
    assert.equal(await page.locator('.roll-chip[aria-pressed=true]').count(), 0);
    console.log(`taps for nine members, ${name}: ${hand.taps}`);
    assert.ok(hand.taps <= 11);
    await saved(page);
    await checkAccessible(page);
    // Who has it already is told before it is done again.
    await page.locator('.roll-chip').first().tap();
    await page.locator('.act-doubt').getByText(/今天已登记过这一条/).waitFor();
    await button(strip, '撤销').tap();
    await page.getByText('已撤销').waitFor();
    await strip.waitFor({ state: 'detached' });
  });
}

journey('a rule line is found as a secretary looks for it', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await openForm(page);
  const face = page.getByRole('button', { name: /^细则/ });
  await face.tap();
  const search = page.getByRole('combobox', { name: '查找' });
  const options = page.getByRole('option');
  const heads = page.locator('.pane-head .pane-title');
  for (const [typed, item, line] of [
    ['义诊', 'C3', '单次满2小时'],
    ['志愿', 'C3', '单次满2小时'],
    ['C3', 'C3', '单次满2小时'],
    ['主题党日', 'A4', '无故缺席'],
    ['ztdr', 'A4', '无故缺席'],
    ['请假未补学', 'A1', '请假逾期未补学'],
    ['主题党日 迟到', 'A4', '迟到或早退'],
  ]) {
    await search.fill(typed);
    await heads.first().getByText(new RegExp(`^${item} `)).waitFor();
    await options.first().getByText(line, { exact: true }).waitFor();
  }
  await search.fill('足球');
  await page.getByText('没有找到').waitFor();
  // Without a word both panes are there: an item, and its lines with their points.
  await search.fill('');
  await page.getByRole('tab', { name: 'C3 志愿服务与义诊' }).tap();
  await options.filter({ hasText: '单次不足2小时' }).getByText('+1', { exact: true }).waitFor();
  await checkAccessible(page);
  await options.filter({ hasText: '单次不足2小时' }).tap();
  await search.waitFor({ state: 'detached' });
  await face.getByText('C3 志愿服务与义诊 · 单次不足2小时').waitFor();
  // A hint before a fault: what has happened in another month, and what no cap takes.
  await page.getByLabel('发生日期').fill('2026.10.30');
  await page.getByLabel('发生日期').blur();
  await page.getByText(/发生在10月，.*计入11月/).first().waitFor();
});

journey('a name that is looked for is taken, and there is room for the next one', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await openForm(page);
  const search = page.getByRole('textbox', { name: '查找姓名' });
  const [first] = await page.locator('.roll-name').allInnerTexts();
  await search.tap();
  await page.keyboard.type(first);
  await page.locator('.roll-item:visible').first().locator('.roll-chip').tap();
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label') === '查找姓名' && document.activeElement.value === '');
  assert.equal(await page.locator('.roll-chip[aria-pressed=true]').count(), 1);
  assert.ok(await page.locator('.roll-item:visible').count() >= 16);
});

journey('a tap on one of two hundred names is drawn in its chip alone', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  const rows = [...Array(200)].map((_, at) => `张${at + 1},内科党支部,2020.1.1,${1000 + at}`);
  await go(page, '#/import-roster');
  const roster = Buffer.from(['姓名,所在支部,生效日期,工号', ...rows].join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: roster });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 200 名党员').waitFor();
  await saved(page);
  await go(page, `#/month/${encodeURIComponent('branch:=内科党支部')}/2026-11/new/C3.1`);
  await page.locator('.roll-chip').nth(199).waitFor();
  await page.evaluate(() => {
    window.drawnChips = new Set();
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const chip = (target.nodeType === 1 ? target : target.parentElement)?.closest('.roll-item');
        if (chip) window.drawnChips.add(chip);
      }
    }).observe(document.querySelector('.roll'), { subtree: true, childList: true, attributes: true, characterData: true });
  });
  for (const place of [3, 77, 150]) {
    await page.locator('.roll-chip').nth(place).tap();
    await page.locator('.roll-chip').nth(place).and(page.locator('[aria-pressed=true]')).waitFor();
  }
  await summary(page).getByText('已选 3 人').waitFor();
  assert.equal(await page.evaluate(() => window.drawnChips.size), 3);
});
