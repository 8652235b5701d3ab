// Room and backups: what is told, when, and what is done about it.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT } from './harness.mjs';
import { arrive, bring, button, exported, found, go, join, saved, TODAY } from './steps.mjs';

const later = (days) => new Date(TODAY.getTime() + days * 86_400_000);

/** Adds 张三, by a roster. */
async function add(page) {
  const buffer = Buffer.from('姓名,工号,支部\n张三,1001,内科党支部\n');
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 1 名党员').waitFor();
  await saved(page);
}

/** Fills localStorage to the brim, or up to a share of it. */
const fill = (page, share = 1) => page.evaluate((wanted) => {
  const room = 5 << 20;
  let used = 0;
  for (let place = 0; place < localStorage.length; place += 1) {
    const key = localStorage.key(place);
    used += key.length + localStorage.getItem(key).length;
  }
  if (wanted < 1) {
    localStorage.setItem('filler', 'x'.repeat(Math.ceil(room * wanted) - used - 6));
    return;
  }
  for (let size = room, number = 0; size >= 1; number += 1) {
    try {
      localStorage.setItem(`filler-${number}`, 'x'.repeat(size));
    } catch {
      size = Math.floor(size / 2);
    }
  }
}, share);

const clear = (page) => page.evaluate(() => {
  for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key);
});

/** As when the page goes out of sight: what only the journal holds is packed up. */
const hide = (page) => page.evaluate(() => window.dispatchEvent(new Event('pagehide')));

journey('an export is read back and counts as a backup, over a restart too', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await page.getByText('这台设备上还没有备份过').waitFor();
  await exported(page);
  await page.getByText('已导出，请在“下载”里看到它再离开').waitFor();
  await page.locator('.exchange-out').getByText('上次备份今天，之后没有修改').waitFor();
  await checkAccessible(page);

  await add(page);
  await page.context().clock.setFixedTime(later(3));
  await go(page, '#/');
  await page.reload();
  const line = page.getByText(/^上次备份 3 天前，之后有 \d+ 处修改$/);
  await line.waitFor();
  await checkAccessible(page);
  await go(page, '#/settings');
  await line.waitFor();
  await checkAccessible(page);
});

journey('after a week with changes a backup is asked for, until there is one', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await add(page);
  await page.context().clock.setFixedTime(later(7));
  await go(page, '#/');
  await page.reload();
  await page.getByText('这台设备上还没有备份过').waitFor();
  assert.equal(await page.getByText('该备份了').count(), 0, 'it is not yet more than a week');

  await page.context().clock.setFixedTime(later(8));
  await page.reload();
  const note = page.locator('.notice').filter({ hasText: '该备份了' });
  await note.waitFor();
  assert.equal(await page.getByText('眼下没有要办的事').count(), 0);
  await checkAccessible(page);
  await note.getByRole('link', { name: '去导出' }).tap();
  const coming = page.waitForEvent('download');
  await button(page, '导出全部').tap();
  await coming;
  await page.locator('.exchange-out').getByText('上次备份今天，之后没有修改').waitFor();
  await go(page, '#/');
  await page.getByText('上次备份今天，之后没有修改').waitFor();
  assert.equal(await page.getByText('该备份了').count(), 0);
});

journey('the handover file is a backup too, and a part of the ledger is none', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await add(page);
  await go(page, '#/exchange');
  await page.getByRole('radio', { name: '一个支部' }).tap();
  await exported(page, '导出内科党支部');
  await page.locator('.toast').filter({ hasText: '已导出' }).waitFor();
  await page.locator('.exchange-out').getByText('这台设备上还没有备份过').waitFor();
  await go(page, '#/exchange/handover');
  await page.getByText('这台设备上还没有导出过全部').first().waitFor();
  const coming = page.waitForEvent('download');
  await button(page, '导出交接包').tap();
  await coming;
  await page.getByText(/2026年11月21日 10:00，在这台设备上/).first().waitFor();
});

journey('a share that is closed is no backup', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.setFixedTime(TODAY);
  await tablet.context.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async () => { throw new DOMException('closed', 'AbortError'); };
  });
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  await go(page, '#/exchange');
  await button(page, '导出全部').tap();
  await page.getByText('没有导出', { exact: true }).waitFor();
  await page.locator('.exchange-out').getByText('这台设备上还没有备份过').waitFor();
});

journey('room that runs out is told at 70 %, warned of at 85 %, with the way out', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await go(page, '#/settings');
  await page.getByRole('meter', { name: '本机存储' }).waitFor();
  assert.ok(Number(await page.getByRole('meter').getAttribute('aria-valuenow')) <= 2);
  assert.equal(await page.getByText('现在可以做的').count(), 0);

  await fill(page, 0.72);
  await go(page, '#/');
  const note = page.locator('.notice').filter({ hasText: /本机存储已用 7\d%/ });
  await note.waitFor();
  await checkAccessible(page);
  await note.getByRole('link', { name: '看看占用' }).tap();
  await page.getByText('已用 72%').or(page.getByText('已用 73%')).waitFor();
  await page.getByText('现在可以做的').waitFor();
  await checkAccessible(page);

  await clear(page);
  await fill(page, 0.86);
  await go(page, '#/');
  const warning = page.locator('.notice.is-warn').filter({ hasText: /本机存储已用 8\d%/ });
  await warning.getByRole('link', { name: '去导出' }).waitFor();
  await checkAccessible(page);
  await clear(page);
});

journey('where localStorage is full the work goes on in the journal, and every page says so', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await hide(page);
  await fill(page);
  await add(page);
  await hide(page);
  const alarm = page.getByRole('alert').filter({ hasText: '本机存储满了' });
  await alarm.waitFor();
  await checkAccessible(page);
  await alarm.getByRole('link', { name: '去导出' }).waitFor();
  await go(page, '#/register/member');
  await alarm.waitFor();

  // It is in the journal: nothing is lost by a restart.
  await page.reload();
  await page.getByText('张三').first().waitFor();
  await hide(page);
  await alarm.waitFor();
  await clear(page);
  await hide(page);
  await alarm.waitFor({ state: 'detached' });
});

journey('what an import brought that was taken back can be cleared', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, LANDSCAPE);
  await found(one, '王芳', '平板A');
  await join(two, await exported(one), '林静', '平板B');
  await add(one);
  // Of what came with the joining nothing can be taken back.
  await two.context().clock.setFixedTime(new Date(TODAY.getTime() + 60_000));
  await bring(two, await exported(one));
  await button(two, '撤回“台账.json”').tap();
  await two.getByRole('dialog').getByRole('button', { name: '撤回导入' }).tap();
  await two.locator('.imports').getByText('已撤回').waitFor();
  await go(two, '#/settings');
  await two.getByText('撤回的导入', { exact: true }).waitFor();
  await button(two, '清理撤回的导入').tap();
  await checkAccessible(two);
  await button(two, '清理').tap();
  await two.getByText('撤回的导入已清理').waitFor();
  await two.getByText('撤回的导入', { exact: true }).waitFor({ state: 'detached' });
  await go(two, '#/exchange');
  await two.locator('.imports').getByText('本台账由此开始').waitFor();
  assert.equal(await two.locator('.imports').getByText('已撤回').count(), 0);
});

journey('on an iPad one is told to install first, in drawings; elsewhere in a line', async (site) => {
  const tablet = await site.tablet(PORTRAIT);
  await tablet.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'standalone', { get: () => false, configurable: true });
  });
  const page = await tablet.open();
  await page.getByText('先装到主屏幕，再录入').waitFor();
  assert.equal(await page.locator('.install-steps svg').count(), 3);
  await checkAccessible(page);
  await tablet.shot(page, 'install-ipad');
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.rail').waitFor();
  await go(page, '#/settings');
  await page.getByText(/正在 iPad 的浏览器里打开/).waitFor();
  await checkAccessible(page);

  const other = await arrive(site, LANDSCAPE);
  await other.getByText(/请用普通窗口打开/).waitFor();
  assert.equal(await other.locator('.install-steps').count(), 0);
});

journey('the browser is asked once to keep the data, when there is something of one\'s own', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.addInitScript(() => {
    window.askedToKeep = 0;
    // A page that is not secure, as the first blank one, has none.
    if (!navigator.storage) return;
    navigator.storage.persisted = async () => false;
    navigator.storage.persist = async () => { window.askedToKeep += 1; return false; };
  });
  const page = await tablet.open();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.home-figures').waitFor();
  assert.equal(await page.evaluate(() => window.askedToKeep), 0, 'the sample is nobody\'s');
  await go(page, '#/settings');
  await button(page, '新建或加入另一本').tap();
  await found(page, '王芳', '平板A');
  await page.waitForFunction(() => window.askedToKeep === 1);
  await go(page, '#/register/member');
  await go(page, '#/');
  await page.getByText('台账刚建好').waitFor();
  assert.equal(await page.evaluate(() => window.askedToKeep), 1);
});
