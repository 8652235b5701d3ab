// What is said is what is: of saving that failed and works again, of an erasure that was not kept, of files that may not
// have been saved, and by clocks that were wrong.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT, untilKept } from './harness.mjs';
import {
  agreeToErasure, arrive, askErasure, bring, button, choose, departments, doErasure, enterDepartment, exported, found,
  go, join, saved, TODAY,
} from './steps.mjs';

const at = (days) => new Date(TODAY.getTime() + days * 86_400_000);
const YEARS = 3 * 365;

/** Lets both stores refuse whatever is written, until `window.works` is set. */
const refuse = (page) => page.evaluate(() => {
  window.works = false;
  const full = () => new DOMException('full', 'QuotaExceededError');
  for (const [type, name] of [[Storage, 'setItem'], [IDBObjectStore, 'put'], [IDBObjectStore, 'add']]) {
    const write = type.prototype[name];
    type.prototype[name] = function refused(...words) {
      if (!window.works) throw full();
      return write.apply(this, words);
    };
  }
});

const work = (page) => page.evaluate(() => { window.works = true; });

journey('what is not saved is said before one goes to another ledger, and offered as a file', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await saved(page);
  await refuse(page);
  await enterDepartment(page, '没存科');
  await page.getByText('1 笔登记没有存下，只在这个页面里').waitFor();
  const dialog = page.getByRole('dialog', { name: '有 1 笔登记还没有存下' });
  for (const way of ['试用示例', '新建或加入另一本']) {
    await go(page, '#/settings');
    await button(page, way).tap();
    await dialog.waitFor();
    await checkAccessible(page);
    await button(dialog, '留在这里').tap();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.rail').waitFor();
  }
  await button(page, '新建或加入另一本').tap();
  const coming = page.waitForEvent('download');
  await button(dialog, '存成文件').tap();
  assert.match(readFileSync(await (await coming).path(), 'utf8'), /没存科/);
  await button(dialog, '不要了，离开').tap();
  await page.getByRole('button', { name: /新建台账/ }).waitFor();
});

journey('nothing is asked before one goes to another ledger once all is saved', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await refuse(page);
  await enterDepartment(page, '存下科');
  await page.getByText('1 笔登记没有存下，只在这个页面里').waitFor();
  await work(page);
  await go(page, '#/settings');
  await button(page, '新建或加入另一本').tap();
  await page.getByRole('button', { name: /新建台账/ }).waitFor();
  await page.reload();
  await page.locator('.rail').waitFor();
  assert.deepEqual(await departments(page), ['存下科']);
});

journey('what both stores refused is not said to be entered, and is kept once they work', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await saved(page);
  await refuse(page);
  await enterDepartment(page, '一科');
  await page.getByText('1 笔登记没有存下，只在这个页面里').waitFor();
  assert.equal(await page.locator('.toast').count(), 0, 'nothing says that it is done');
  await checkAccessible(page);
  await work(page);
  await enterDepartment(page, '二科');
  await page.getByText('笔登记没有存下').waitFor({ state: 'detached' });
  await saved(page);
  await page.reload();
  await page.locator('.rail').waitFor();
  assert.deepEqual((await departments(page)).sort(), ['一科', '二科']);
});

journey('an import whose erasure is not kept says so and brings nothing', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板1');
  const buffer = Buffer.from('姓名,工号,支部\n张三,1001,内科党支部\n李四,1002,内科党支部\n');
  await go(one, '#/import-roster');
  await one.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer });
  await button(one, '下一步').tap();
  await one.getByRole('button', { name: /^导入/ }).tap();
  await one.getByText('已导入 2 名党员').waitFor();
  await join(two, await exported(one), '林静', '平板2');
  await askErasure(one, '1002', '李四', '本人申请删除');
  await doErasure(one, at(2));
  const clean = await exported(one);

  await two.context().clock.setFixedTime(at(3));
  await go(two, '#/exchange');
  await choose(two, clean);
  await agreeToErasure(two);
  await refuse(two);
  await two.getByRole('button', { name: /删除 1 人的个人信息/ }).tap();
  await two.getByText('本次导入没有生效，本机数据没有改动').waitFor();
  await checkAccessible(two);
  assert.equal(await two.getByText('已按文件依法删除').count(), 0);
  assert.equal(await two.getByText(/^已导入 \d+ 处/).count(), 0);
  await work(two);
  await two.reload();
  await two.locator('.rail').waitFor();
  const kept = (await exported(two)).toString('utf8');
  assert.ok(kept.includes('李四') && !kept.includes('"redacted"'), 'neither the erasure nor the rest');
});

journey('on an iPad a download is a backup only once the file was chosen again, what is shared at once', async (site) => {
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.setFixedTime(TODAY);
  await tablet.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'standalone', { get: () => true, configurable: true });
    Object.defineProperty(Navigator.prototype, 'canShare', { value: () => window.shares === true, configurable: true });
    Object.defineProperty(Navigator.prototype, 'share', { value: async () => {}, configurable: true });
  });
  const page = await tablet.open();
  await found(page, '王芳', '平板A');
  const file = await exported(page);
  await page.getByText('还不知道文件存好没有').waitFor();
  await checkAccessible(page);
  await page.locator('.exchange-out').getByText('这台设备上还没有备份过').waitFor();
  await choose(page, file);
  await page.getByText('文件和台账对得上，记为一份备份').waitFor();
  await button(page, '返回').tap();
  await go(page, '#/');
  await page.getByText('上次备份今天，之后没有修改').waitFor();

  await enterDepartment(page, '一科');
  await saved(page);
  await page.evaluate(() => { window.shares = true; });
  await go(page, '#/exchange');
  await button(page, '导出全部').tap();
  await page.getByText('已交出去').waitFor();
  await go(page, '#/');
  await page.getByText('上次备份今天，之后没有修改').waitFor();
});

journey('by a clock that was years ahead imports can be taken back and backups are asked for', async (site) => {
  const other = await arrive(site, LANDSCAPE);
  const tablet = await site.tablet(LANDSCAPE);
  await tablet.context.clock.setFixedTime(at(YEARS));
  const page = await tablet.open();
  await found(other, '林静', '平板B');
  await join(page, await exported(other), '王芳', '平板A');
  await exported(page);
  await page.locator('.exchange-out').getByText('上次备份今天').waitFor();
  // It is set right again.
  await tablet.context.clock.setFixedTime(TODAY);
  await page.reload();
  await enterDepartment(other, '一科');
  await saved(other);
  await bring(page, await exported(other));
  await page.locator('.import').getByText('本台账由此开始').waitFor();
  assert.equal(await page.locator('.import').getByText('本台账由此开始').count(), 1);
  await button(page, '撤回“台账.json”').waitFor();
  await go(page, '#/');
  await page.getByText('该备份了').waitFor();
});

journey('a host that redirects to the file of the page is opened without a network, too', async (site) => {
  await site.redirect();
  const tablet = await site.tablet(LANDSCAPE);
  const page = await tablet.open();
  await page.getByRole('button', { name: /新建台账/ }).waitFor();
  await untilKept(page);
  await site.goOffline();
  const again = await tablet.open();
  await again.getByRole('button', { name: /新建台账/ }).waitFor();
});
