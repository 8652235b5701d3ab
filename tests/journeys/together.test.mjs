// Five tablets of one branch: the same roster imported on each, work apart, files in a tangle.

import assert from 'node:assert/strict';
import { journey, checkAccessible, LANDSCAPE, PORTRAIT } from './harness.mjs';
import {
  agreeToErasure, arrive, askErasure, body, bring, button, choose, doErasure, exported, found, go, join, nameDepartment,
  saved, TODAY,
} from './steps.mjs';

// Some have a staff number, by which every tablet makes the same record of them; the others have not.
const ROSTER = [
  '姓名,工号,出生年月,支部',
  '张三,1001,1980-01,内科党支部',
  '李四,1002,1981-02,内科党支部',
  '王五,,1982-03,内科党支部',
  '赵六,,1983-04,内科党支部',
].join('\n');

const KEEPERS = ['王芳', '林静', '陈明', '刘洋', '周敏'];
const BRANCH = encodeURIComponent('branch:=内科党支部');
const MONTH = `#/month/${BRANCH}/2026-11`;

async function importRoster(page) {
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 4 名党员').waitFor();
  await saved(page);
}

/** An outreach entry for someone. */
async function enter(page, who, why) {
  await go(page, `${MONTH}/new/C3.1`);
  await page.locator('.roll').getByRole('button').filter({ hasText: who }).first().tap();
  await page.getByLabel('事由').fill(why);
  await button(page, '登记').tap();
  await go(page, `${MONTH}/entries`);
  await page.getByText(why).first().waitFor();
  await saved(page);
}

journey('five tablets import one roster, work apart, exchange in a tangle, and end with the same and nobody twice', async (site) => {
  const tablets = [];
  for (const [at, name] of KEEPERS.entries()) {
    const page = await arrive(site, at % 2 ? PORTRAIT : LANDSCAPE);
    // No two clocks agree.
    await page.context().clock.setFixedTime(new Date(TODAY.getTime() + (at - 2) * 3_600_000));
    if (at === 0) await found(page, name, '平板1');
    else await join(page, tablets.founding, name, `平板${at + 1}`);
    tablets.founding ??= await exported(page);
    tablets.push(page);
  }
  for (const page of tablets) await importRoster(page);
  for (const [at, page] of tablets.entries()) {
    await enter(page, '张三', `义诊${at + 1}`);
    await enter(page, '王五', `下乡${at + 1}`);
  }

  // Old files, relays, the same file twice; nobody sends to everybody.
  const [one, two, three, four, five] = tablets;
  const early = await exported(one);
  await bring(two, early);
  await bring(three, await exported(two));
  await go(three, '#/exchange');
  await choose(three, early);
  await three.getByText('没有新内容').waitFor();
  await button(three, '返回').tap();
  await bring(four, await exported(five));
  await bring(one, await exported(four));
  await bring(five, await exported(three));
  await go(five, '#/exchange');
  await choose(five, await exported(one));
  await five.getByRole('button', { name: /^导入 \d+ 处/ }).tap();
  await five.getByText(/^已导入 \d+ 处/).last().waitFor();

  // Two of the four have five records by now; one tap joins them.
  await go(five, '#/exchange/twins');
  await checkAccessible(five);
  await button(five, '合并这 8 对').tap();
  await five.getByText('没有看起来重复的').waitFor();
  await saved(five);
  await checkAccessible(five);

  await bring(two, await exported(five));
  await bring(four, await exported(two));
  await bring(three, await exported(four));
  await bring(one, await exported(three));
  const bodies = [];
  for (const page of tablets) {
    await go(page, '#/register/member');
    await page.getByText('4 名').first().waitFor();
    for (const name of ['张三', '李四', '王五', '赵六']) {
      assert.equal(await page.locator('tbody').getByText(name, { exact: true }).count(), 1, name);
    }
    // Whoever's record it was made under, each of the five entries counts, once.
    await go(page, `${MONTH}/entries`);
    await page.getByText('共 10 条').first().waitFor();
    await go(page, '#/exchange/twins');
    await page.getByText('没有看起来重复的').waitFor();
    bodies.push(body(await exported(page)));
  }
  for (const other of bodies.slice(1)) assert.equal(other, bodies[0]);
});

journey('what is erased by law is asked for, waited for, confirmed on other tablets, and comes back with no old file', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  const later = (days) => new Date(TODAY.getTime() + days * 86_400_000);
  await found(one, '王芳', '平板1');
  await importRoster(one);
  const old = await exported(one);
  await join(two, old, '林静', '平板2');

  // Who is on the roll stays; the record is deleted first, as of someone entered by mistake.
  await go(one, '#/redactions');
  await one.getByText('在册的党员要先登记转出').waitFor();
  await checkAccessible(one);
  await askErasure(one, '1002', '李四', '误录，本人申请删除');
  assert.equal(await button(one, '执行删除').count(), 0, 'not before a day has passed');

  await one.context().clock.setFixedTime(later(2));
  await one.reload();
  await go(one, '#/');
  await one.getByText('依法删除等最后确认：李四').waitFor();
  await go(one, '#/redactions');
  await button(one, '执行删除').tap();
  await checkAccessible(one);
  await one.getByRole('dialog').getByRole('button', { name: '永久删除' }).tap();
  await one.getByText('已删除。请再导出一次').waitFor();
  await one.getByText('工号 1002').waitFor();
  const clean = await exported(one);
  assert.ok(!clean.toString('utf8').includes('李四') && clean.toString('utf8').includes('张三'));

  // An old file does not bring it back.
  await go(one, '#/exchange');
  await choose(one, old);
  await one.getByText(/处不会带回来/).waitFor();
  await button(one, '返回').tap();
  assert.ok(!(await exported(one)).toString('utf8').includes('李四'));

  // The other tablet is asked, and until it agrees it keeps what it has.
  await two.context().clock.setFixedTime(later(3));
  await go(two, '#/exchange');
  await choose(two, clean);
  await two.getByText('文件要求依法删除 1 人的个人信息').waitFor();
  await checkAccessible(two);
  await two.getByRole('switch', { name: '同意删除这 1 条' }).tap();
  await two.getByRole('button', { name: /^导入 \d+ 处/ }).tap();
  await two.getByText(/^已导入 \d+ 处/).last().waitFor();
  assert.ok((await exported(two)).toString('utf8').includes('李四'));
  await go(two, '#/exchange');
  await choose(two, clean);
  await two.getByRole('switch', { name: '同意删除', exact: true }).tap();
  await button(two, '删除 1 人的个人信息').tap();
  await two.getByText('已按文件依法删除').waitFor();
  assert.equal(body(await exported(two)), body(await exported(one)));

  // Nor is it left anywhere in the browser, after opening anew.
  await two.reload();
  await two.locator('.rail').waitFor();
  assert.equal(body(await exported(two)), body(await exported(one)));
});

journey('an erasure that comes by file takes along what the other tablet had written about the person', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  const later = (days) => new Date(TODAY.getTime() + days * 86_400_000);
  await found(one, '王芳', '平板1');
  await importRoster(one);
  await join(two, await exported(one), '林静', '平板2');
  // What only the second tablet has written when the first one erases.
  await nameDepartment(two, '检验科');
  await two.getByLabel('备注').fill('由李四联络');
  await button(two, '保存').first().tap();
  await saved(two);

  await askErasure(one, '1002', '李四', '李四本人申请删除');
  await doErasure(one, later(2));
  const clean = await exported(one);
  assert.ok(!clean.toString('utf8').includes('李四'), 'what was given as the reason does not travel');

  await two.context().clock.setFixedTime(later(3));
  await go(two, '#/exchange');
  await choose(two, clean);
  await agreeToErasure(two);
  await two.getByText('另有 1 处写着这个姓名').waitFor();
  await two.getByText('由李四联络').waitFor();
  await checkAccessible(two);
  await two.getByRole('button', { name: /^(导入 \d+ 处|删除 1 人的个人信息)/ }).tap();
  await two.getByText(/^已导入 \d+ 处|已按文件依法删除/).last().waitFor();
  const mended = await exported(two);
  assert.ok(!mended.toString('utf8').includes('李四'));
  await bring(one, mended);
  assert.equal(body(await exported(two)), body(await exported(one)));

  // Nor is it in any store, after opening anew.
  for (const page of [one, two]) {
    await page.reload();
    await page.locator('.rail').waitFor();
    assert.ok(!(await exported(page)).toString('utf8').includes('李四'));
  }
});
