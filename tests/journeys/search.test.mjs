// The search over everything, the groups of 设置, and light and dark.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { arrive, button, found, go, visit } from './steps.mjs';

const MEMBER = '陈雪琴';

async function withSample(site, size) {
  const page = await arrive(site, size);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.rail').waitFor();
  await page.getByText('示例台账，数据均为虚构').first().waitFor();
  return page;
}

const field = (page) => page.getByRole('combobox', { name: '搜索' });
const first = (page) => page.getByRole('option').first();
const closed = (page) => page.getByRole('dialog').waitFor({ state: 'detached' });

/** The headings of what is found. */
const groups = (page) => page.locator('.finder-heading').allInnerTexts();

journey('Ctrl+K and initials lead to a member, and back leads to the page before', async (site) => {
  const page = await withSample(site, LANDSCAPE);
  await visit(page, '#/exchange', '交换');
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.getByText('正在备好各本台账').waitFor({ state: 'detached' });
  await checkAccessible(page);
  for (const typed of ['cxq', 'chenxueqin', 'chen xue', '雪琴']) {
    await field(page).fill(typed);
    await page.getByRole('option', { name: MEMBER }).first().waitFor();
    assert.equal((await groups(page))[0], '党员', typed);
  }
  await field(page).fill('cxq');
  await first(page).filter({ hasText: MEMBER }).waitFor();
  await page.keyboard.press('Enter');
  await closed(page);
  await page.getByRole('heading', { name: MEMBER }).first().waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: '交换', exact: true }).waitFor();
  // The next press of 返回 leads where it led before: the dialog has left nothing in the history.
  await page.goBack();
  await page.waitForFunction(() => location.hash !== '#/exchange');
});

journey('records, registers, pages, settings and actions are found, and Esc and back close it', async (site) => {
  const page = await withSample(site, LANDSCAPE);
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.getByText('正在备好各本台账').waitFor({ state: 'detached' });
  for (const [typed, group, name] of [
    ['登记积分', '操作', '登记积分'],
    ['备份', '操作', '导出全部（备份）'],
    ['bf', '页面', '设置：备份与恢复'],
    ['深色', '页面', '设置：我和设备'],
    ['khbz', '页面', '考核标准'],
    ['nk', '党支部', '内科党支部'],
    ['c4 随访', '积分登记', 'C4.3'],
  ]) {
    await field(page).fill(typed);
    const of = page.getByRole('group', { name: group, exact: true });
    await of.getByRole('option', { name }).first().waitFor();
  }
  // Of many the first, and more where one asks.
  const entries = page.getByRole('group', { name: '积分登记', exact: true }).getByRole('option');
  await entries.filter({ hasText: '还有' }).waitFor();
  assert.equal(await entries.count(), 9);
  await entries.filter({ hasText: '还有' }).tap();
  await page.waitForFunction(() => document.querySelectorAll('.finder-row').length > 9);
  await field(page).fill('没有这个');
  await page.getByText('没有找到“没有这个”').waitFor();
  await page.keyboard.press('Escape');
  await closed(page);
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  assert.equal(await field(page).inputValue(), '');
  await page.goBack();
  await closed(page);

  // A group of the settings is scrolled to.
  await page.keyboard.press('Control+k');
  await field(page).fill('备份与恢复');
  await page.getByRole('option', { name: '设置：备份与恢复' }).tap();
  const heading = page.getByRole('heading', { name: '备份与恢复', exact: true });
  await heading.waitFor();
  await page.waitForFunction(() => {
    const { top } = document.getElementById('settings-backup').getBoundingClientRect();
    return top > 0 && top < innerHeight / 2;
  });
  await page.getByRole('link', { name: '导出全部（备份）' }).waitFor();
  await page.getByRole('navigation', { name: '设置的分组' }).getByRole('link', { name: '安全' }).tap();
  await page.waitForFunction(() => {
    const { top } = document.getElementById('settings-safety').getBoundingClientRect();
    return top > 0 && top < innerHeight / 2;
  });
});

journey('on a phone the glass in the head opens the search, and what was entered just now is found', async (site) => {
  const page = await arrive(site, PHONE);
  await found(page, '王芳', '手机');
  await go(page, '#/register/department');
  const glass = button(page, '搜索');
  const { width, height } = await glass.boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
  await glass.tap();
  await field(page).fill('急诊');
  await page.getByText('没有找到“急诊”').waitFor();
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  await button(page, '关闭').tap();
  await closed(page);
  await go(page, '#/register/department/new');
  await page.getByLabel('科室名称').fill('急诊科');
  await button(page, '保存').first().tap();
  await page.locator('main').getByText('急诊科', { exact: true }).first().waitFor();
  await button(page, '搜索').tap();
  await field(page).fill('jz');
  await page.getByRole('option', { name: '急诊科' }).tap();
  await closed(page);
  await page.getByRole('heading', { name: '急诊科' }).first().waitFor();
});

/** All colours of the style sheet as they are in force, and those of the browser's own frame. */
const colours = (page) => page.evaluate(() => {
  const style = getComputedStyle(document.documentElement);
  const names = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.selectorText === ':root').flatMap((rule) => [...rule.style])
    .filter((name) => name.startsWith('--'));
  const meta = [...document.querySelectorAll('meta[name=theme-color]')].find(({ media }) => matchMedia(media).matches);
  return { meta: meta.content, ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()])) };
});

journey('light and dark are chosen on this device, and hold before the page is drawn', async (site) => {
  const page = await withSample(site, LANDSCAPE);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await colours(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await colours(page);
  assert.notDeepEqual(dark, light);
  assert.ok(Object.keys(dark).length > 30);

  await visit(page, '#/settings/own', '我和设备');
  const choose = (name) => page.getByRole('radio', { name, exact: true }).check();
  await choose('深色');
  assert.deepEqual(await colours(page), dark);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  await page.emulateMedia({ colorScheme: 'dark' });
  await choose('浅色');
  assert.deepEqual(await colours(page), light);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'light');

  // As soon as the style sheet is there.
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue('--ink'));
  assert.deepEqual(await colours(page), light);
  await visit(page, '#/settings/own', '我和设备');
  assert.ok(await page.getByRole('radio', { name: '浅色', exact: true }).isChecked());
  await choose('跟随系统');
  assert.deepEqual(await colours(page), dark);
});
