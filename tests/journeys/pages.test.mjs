// Every page of the app with the sample ledger: accessible, quiet, and nothing sticks out.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT } from './harness.mjs';
import { MEMBER, MONTH, PAGES } from './places.mjs';
import { visit } from './steps.mjs';

const SAMPLE = /示例台账，数据均为虚构/;

/** Rows of which the lower part is hidden: what scrolls aside lets itself be pressed together. */
function pressed() {
  const isRow = ({ clientHeight }) => clientHeight > 8 && clientHeight < 60;
  const hides = (one) => one.scrollHeight > one.clientHeight + 4 && getComputedStyle(one).overflowY !== 'visible';
  return [...document.querySelectorAll('main *')].filter((one) => isRow(one) && hides(one)).map((one) => one.className);
}

for (const [name, size] of Object.entries({ landscape: LANDSCAPE, portrait: PORTRAIT, phone: PHONE })) {
  journey(`every page is accessible, marked as sample, and fits (${name})`, async (site) => {
    const tablet = await site.tablet(size);
    await tablet.context.clock.setFixedTime(new Date('2026-11-21T10:00:00+08:00'));
    const page = await tablet.open();
    await page.getByRole('button', { name: /试用示例/ }).tap();
    await page.getByText(SAMPLE).first().waitFor();
    for (const [title, [hash, own, role]] of Object.entries(PAGES)) {
      await visit(page, hash, own, role);
      await page.waitForTimeout(150);
      assert.match(await page.locator('body').innerText(), SAMPLE, `${title} is marked as sample`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${title} sticks out by ${wide} px`);
      assert.deepEqual(await page.evaluate(pressed), [], `${title} shows a row in part`);
      await checkAccessible(page);
      await tablet.shot(page, `${title}-${name}`);
    }
  });
}

journey('two tabs see what each other enters', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.setFixedTime(new Date('2026-11-21T10:00:00+08:00'));
  const one = await tablet.open();
  await one.getByRole('button', { name: /试用示例/ }).tap();
  await one.getByText(SAMPLE).first().waitFor();
  const two = await tablet.open(`${MONTH.replace('2026-10', '2026-11')}/entries`);
  await two.getByText(/共 \d+ 条/).waitFor();
  await one.evaluate((to) => { location.hash = to; }, `${MONTH.replace('2026-10', '2026-11')}/new/C3.1`);
  await one.locator('.roll').getByRole('button').filter({ hasText: '王素芬' }).tap();
  await one.getByLabel('事由').fill('两个窗口一起用');
  await one.getByRole('button', { name: '登记', exact: true }).tap();
  await one.locator('.saving').getByText('已保存').waitFor();
  await two.getByText('两个窗口一起用').first().waitFor();
});

const BAD = {
  'cut off': [(text) => text.slice(0, text.length / 2), /不完整|截断/],
  'edited by hand': [(text) => text.replace('内科党支部', '外科党支部'), /校验|改动/],
  'of a newer version': [(text) => text.replace('"version":"1.0"', '"version":"2.0"'), /更新/],
  'of another format': [() => '姓名,支部\n张三,一支部', /不是|花名册/],
  'empty': [() => '', /空/],
};

journey('a bundle that is no good is refused with a sentence, and nothing changes', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  const page = await tablet.open();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByText(SAMPLE).first().waitFor();
  await page.evaluate(() => { location.hash = '#/exchange'; });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出全部', exact: true }).tap();
  const stream = await (await download).createReadStream();
  const parts = [];
  for await (const part of stream) parts.push(part);
  const good = Buffer.concat(parts).toString('utf8');
  for (const [name, [damage, sentence]] of Object.entries(BAD)) {
    await page.evaluate(() => { location.hash = '#/'; });
    await page.evaluate(() => { location.hash = '#/exchange'; });
    const buffer = Buffer.from(damage(good));
    await page.locator('input[type=file]').setInputFiles({ name: `${name}.json`, mimeType: 'application/json', buffer });
    await page.locator('.notice').filter({ hasText: sentence }).first().waitFor();
  }
  await page.evaluate(() => { location.hash = '#/'; });
  await page.evaluate(() => { location.hash = '#/exchange'; });
  await page.locator('input[type=file]').setInputFiles({ name: 'same.json', mimeType: 'application/json', buffer: Buffer.from(good) });
  await page.getByText('没有新内容').first().waitFor();
});

journey('a page whose part of the app does not arrive says so, and comes when it does', async (site) => {
  const tablet = await site.tablet({ ...LANDSCAPE, serviceWorkers: 'block' });
  tablet.expect(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  tablet.expect(/[Ss]ervice [Ww]orker/);
  const page = await tablet.open();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { level: 1 }).waitFor();

  await page.route(/part-month/, (route) => route.abort('internetdisconnected'));
  await page.getByRole('link', { name: '考核' }).tap();
  await page.getByRole('heading', { name: '这一页还没有取到' }).waitFor();
  await page.getByRole('link', { name: '首页' }).tap();
  await page.getByText('要办的事').first().waitFor();

  await page.unroute(/part-month/);
  await page.getByRole('link', { name: '考核' }).tap();
  await page.getByRole('grid').first().waitFor();
});

journey('after a form back leads to the list, and a toast takes back its own edit', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.setFixedTime(new Date('2026-11-21T10:00:00+08:00'));
  const page = await tablet.open();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByText(SAMPLE).first().waitFor();
  const change = async (field, text) => {
    await page.evaluate((to) => { location.hash = to; }, `#/register/member/${MEMBER}`);
    await page.getByRole('link', { name: '修改', exact: true }).tap();
    await page.getByLabel(field).fill(text);
    await page.getByRole('button', { name: '保存', exact: true }).first().tap();
    await noted(text).waitFor();
  };
  const noted = (note) => page.locator('.record-fields').getByText(note, { exact: true });

  await page.evaluate(() => { location.hash = '#/register/member'; });
  await change('备注', '先写的');
  await page.goBack();
  await page.waitForFunction(() => location.hash === '#/register/member');

  // Of two edits, the toast of the first takes back the first, as far as the second left it alone.
  await change('籍贯', '山东青岛');
  await page.locator('.toast').first().getByRole('button', { name: '撤销' }).tap();
  await noted('先写的').waitFor({ state: 'detached' });
  await noted('山东青岛').waitFor();
});
