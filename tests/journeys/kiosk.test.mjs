// The kiosk: an afternoon handed over and taken back, what is kept of it, and two tablets put together.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT } from './harness.mjs';
import { bring, button, enterDepartment, exported, finger, found, go, join, lockOnly, PASSPHRASE, saved, TODAY, unlock, visit } from './steps.mjs';
import { kept } from './sealed_stores.mjs';

const PIN = '4071';
const ANSWERS = ['很满意', '满意', '一般', '不满意', '很不满意'];
const question = (page) => page.getByRole('heading', { name: /满意吗/ });

async function arrive(site, size) {
  const tablet = await site.tablet(size);
  await tablet.context.clock.install({ time: TODAY });
  return tablet.open();
}

/** Hands the tablet over for a department; on one without a lock with a passphrase of its own. */
async function handOver(page, department) {
  await visit(page, '#/register/kiosk_month/hand-over', '交给病人评价');
  await page.getByRole('button', { name: /选择科室/ }).tap();
  await page.getByRole('option', { name: department }).tap();
  await page.getByLabel(/^退出密码/).fill(PIN);
  await page.getByLabel('再写一次退出密码').fill(PIN);
  if (await page.getByLabel(/^口令/).count()) {
    await page.getByLabel(/^口令/).fill(PASSPHRASE);
    await page.getByLabel('再写一次口令').fill(PASSPHRASE);
  }
  await button(page, '交给病人').tap();
  await question(page).waitFor();
}

/** Two taps, and thanks; returns how many it took. */
async function rate(page, answer, reasons = [], comment = '') {
  const hand = finger();
  await hand.tap(page.getByRole('button', { name: answer, exact: true }));
  for (const reason of reasons) await hand.tap(page.getByRole('button', { name: reason, exact: true }));
  if (comment) await page.getByLabel(/^想说的话/).fill(comment);
  await hand.tap(button(page, '提交'));
  await page.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
  // The next one comes later, and neither repeats this one nor is of a burst with it.
  await page.clock.fastForward(61_000);
  await question(page).waitFor();
  return hand.taps;
}

async function holdCorner(page) {
  const corner = page.getByRole('button', { name: '工作人员：按住两秒' });
  await corner.dispatchEvent('pointerdown');
  await page.clock.runFor(2_100);
  await corner.dispatchEvent('pointerup');
  await page.getByRole('heading', { name: '工作人员拿回平板' }).waitFor();
}

async function type(page, pin) {
  for (const digit of pin) await button(page, digit).tap();
  await button(page, '拿回').tap();
}

async function takeBack(page) {
  await holdCorner(page);
  await type(page, PIN);
}

const inKiosk = async (page) => {
  await question(page).waitFor();
  assert.equal(await page.locator('.rail').count(), 0);
};

journey('an afternoon of answers is counted on two tablets and adds up', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '内科门诊');
  await saved(page);
  const shared = await exported(page);
  await handOver(page, '内科门诊');
  await checkAccessible(page);
  // All five answers are given alike, without a network.
  await page.context().setOffline(true);
  for (const answer of ANSWERS) {
    const taps = await rate(page, answer);
    if (answer === ANSWERS[0]) console.log(`taps: a patient's answer: ${taps} (at most 2)`);
    assert.ok(taps <= 2);
  }
  const words = ['等得久', '', '', '谢谢医生', '', ''];
  for (const one of words) await rate(page, '很满意', ['服务态度', '讲解病情', '等候时间'], one);
  await page.context().setOffline(false);
  // Nothing that is kept says when, or in which order.
  const { local } = await kept(page);
  const texts = local.filter(([key]) => key.startsWith('yixin/kiosk/inbox/'));
  assert.equal(texts.length, 1);
  assert.match(texts[0][1], /"2026-11":\[7,1,1,1,1,6,6,0,0,6,0,0,0,0\]/);
  assert.match(texts[0][1], /"comments":\[\["2026-11-16","等得久"\],\["2026-11-16","谢谢医生"\]\]/);
  await takeBack(page);
  await page.locator('.rail').waitFor();
  await visit(page, '#/register/kiosk_month/results', '评价结果');
  const card = (one) => one.locator('.kiosk-cards > li').filter({ hasText: '内科门诊' });
  await card(page).getByText('满意率，11 份').waitFor();
  await card(page).getByText('72.7%').waitFor();
  await checkAccessible(page);
  // What was written waits until its week is over.
  assert.equal(await page.locator('main').getByText('想说的话：').count(), 0);
  const ours = await exported(page);
  const edits = JSON.parse(ours.toString('utf8')).edits.filter(({ act }) => act === 'take-in-kiosk');
  assert.equal(edits.length, 1, 'the afternoon is one edit');
  assert.ok(!ours.toString('utf8').includes('等得久'));
  await page.clock.fastForward(3 * 86_400_000);
  await page.reload();
  await visit(page, '#/register/kiosk_month/results/2026-11', '评价结果');
  await card(page).getByText('谢谢医生').waitFor();
  await card(page).getByText('等得久').waitFor();

  const other = await arrive(site, PORTRAIT);
  await join(other, shared, '李强', '平板B');
  await handOver(other, '内科门诊');
  for (let more = 0; more < 10; more += 1) await rate(other, '满意');
  await takeBack(other);
  await other.locator('.rail').waitFor();
  await bring(other, ours);
  await visit(other, '#/register/kiosk_month/results', '评价结果');
  await card(other).getByText('满意率，21 份').waitFor();
});

journey('what is begun and left alone goes, and no way leads out but the corner', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '内科门诊');
  await saved(page);
  const second = await page.context().newPage();
  await second.goto(site.url);
  await second.locator('.rail').waitFor();
  await page.bringToFront();
  await handOver(page, '内科门诊');
  await inKiosk(second);
  await second.close();

  const before = JSON.stringify(await kept(page));
  await button(page, '不满意').tap();
  await button(page, '收费透明').tap();
  await page.clock.runFor(21_000);
  await page.getByText(/秒后回到开头/).waitFor();
  await page.clock.runFor(6_000);
  await inKiosk(page);
  assert.equal(JSON.stringify(await kept(page)), before, 'nothing of it is kept');

  await page.evaluate(() => history.back());
  await inKiosk(page);
  await go(page, '#/register/member');
  await inKiosk(page);
  await page.reload();
  await inKiosk(page);
  const third = await page.context().newPage();
  await third.goto(`${site.url}#/settings`);
  await inKiosk(third);
  await third.close();
  // A damaged note opens nothing: another copy of it does.
  await page.evaluate(() => Object.keys(localStorage).filter((key) => /^yixin\/kiosk\/(device|copy)$/.test(key))
    .forEach((key) => { localStorage[key] = '?'; }));
  await page.reload();
  await inKiosk(page);
  // Targets and letters are large.
  for (const face of await page.locator('.kiosk-face').all()) {
    const box = await face.boundingBox();
    assert.ok(box.width >= 88 && box.height >= 88, JSON.stringify(box));
  }
  const small = await page.locator('.kiosk').evaluate((all) => [...all.querySelectorAll('h1,p,button,span')]
    .filter((one) => one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.textContent));
  assert.deepEqual(small, []);

  // A tap of the corner does nothing; a wrong PIN waits longer and longer; the passphrase always opens.
  await page.getByRole('button', { name: '工作人员：按住两秒' }).tap();
  await page.clock.runFor(3_000);
  await inKiosk(page);
  await holdCorner(page);
  await checkAccessible(page);
  for (let tries = 0; tries < 3; tries += 1) {
    await type(page, '4072');
    await page.getByText(/退出密码不对/).waitFor();
  }
  await page.getByRole('button', { name: /请等 \d 秒/ }).waitFor();
  await button(page, '忘了，改用口令').tap();
  await page.getByLabel('口令或恢复码').fill(PASSPHRASE);
  await button(page, '拿回').tap();
  await page.locator('.rail').waitFor();
});

journey('a locked tablet comes back locked, and its key and ledger were away', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await enterDepartment(page, '内科门诊');
  await saved(page);
  await lockOnly(page);
  await unlock(page);
  await page.locator('.rail').waitFor();
  await handOver(page, '内科门诊');
  await rate(page, '一般');
  const { local, journal } = await kept(page);
  const clear = [...local, ...journal].filter(([, text]) => !/^yv[12] /.test(text)).map(([key]) => key);
  assert.ok(clear.every((key) => /^yixin\/(kiosk|vault|look)\//.test(key)), clear.join());
  await takeBack(page);
  await unlock(page);
  await page.locator('.rail').waitFor();
  await visit(page, '#/register/kiosk_month/results', '评价结果');
  // One answer alone tells nothing but that there is one.
  await page.getByText('内科门诊：1 份').waitFor();
  await page.getByText('这个月还没有够 10 份的评价').waitFor();
  assert.equal(await page.locator('main').getByText('一般').count(), 0);
  assert.equal((await kept(page)).local.filter(([key]) => key.startsWith('yixin/kiosk/')).length, 0);
});
