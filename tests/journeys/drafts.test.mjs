// What is typed into a form is there again, whichever way the form was left, until it is saved or given up.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { arrive, button, go, lockOnly, locked, saved, unlock } from './steps.mjs';

async function sample(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
}

/** The forms: where each is, a field of it by its label, and what is done before it shows. */
async function formsOf(page) {
  await go(page, '#/quarter/2026-Q3');
  const month = await page.locator('.quarter-month').first().getAttribute('href');
  const branch = month.split('/')[2];
  const tap = (name) => () => button(page, name).first().tap();
  return [
    ['#/register/department/new', '科室名称'],
    ['#/register/member/new', /^姓名/],
    [`#/month/${branch}/2026-11/new`, '事由'],
    [`#/month/${branch}/2026-11/close`, '哪次会议、几人到会'],
    [`#/month/${branch}/2026-10/close`, '理由', tap('重新打开这个月')],
    [`#/year/2026/${branch}/ballots`, '应到'],
    ['#/redactions', '依据和理由'],
    ['#/settings', '通知正文'],
  ];
}

const field = (page, label) => page.getByLabel(label).first();

/** The ways of leaving a form, and of coming to it again. */
const WAYS = {
  back: async (page) => page.goBack(),
  rail: async (page) => page.locator('.rail a').first().tap(),
  // Nothing is told to the page that is reloaded right after a pause in typing.
  reload: async (page) => {
    await page.waitForTimeout(500);
    await page.reload();
  },
};

journey('a form that was left without saving is found as it was', async (site) => {
  const page = await arrive(site);
  await sample(page);
  const forms = await formsOf(page);
  for (const [route, label, prepare] of forms) {
    for (const [way, leave] of Object.entries(WAYS)) {
      await go(page, '#/');
      await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
      await go(page, route);
      await page.locator('#page-title').waitFor();
      if (way === 'back') {
        await prepare?.();
        await field(page, label).fill('23');
        await page.locator('.saving').getByText('还没保存').waitFor();
      } else {
        // What was found the way before stays until now.
        await field(page, label).waitFor();
      }
      await leave(page);
      await page.locator('.fetching').waitFor({ state: 'detached' });
      await go(page, '#/');
      await page.getByText('没填完：').first().waitFor();
      await page.getByRole('link', { name: '接着填' }).first().tap();
      await field(page, label).waitFor();
      assert.equal(await field(page, label).inputValue(), '23', `${route} after ${way}`);
    }
    // Given up on purpose.
    const over = button(page, '重新填写');
    if (await over.count()) await over.first().tap();
    else await field(page, label).fill('');
    await page.locator('.saving').getByText('还没保存').waitFor({ state: 'detached' });
  }
  await go(page, '#/');
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
  assert.equal(await page.getByText('没填完：').count(), 0);
});

journey('on a locked tablet a draft is sealed, and one unlocks to where one was', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await lockOnly(page);
  await unlock(page);
  await page.locator('.rail').waitFor();
  await go(page, '#/register/member/new');
  await page.getByLabel(/^姓名/).fill('王芳');
  await page.locator('.saving').getByText('还没保存').waitFor();
  await button(page, '锁定').first().tap();
  await locked(page);
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  assert.doesNotMatch(kept, /王芳/);
  await unlock(page);
  await page.getByText('这是上次没有保存的内容').waitFor();
  assert.equal(await page.getByLabel(/^姓名/).inputValue(), '王芳');
});

journey('the texts of a bulletin are in it once one has left them', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await go(page, '#/quarter/2026-Q3');
  await page.getByLabel('下一步要求').fill('请各支部补学九月党课。');
  await page.getByRole('link', { name: /^(预览|看通报)和打印$/ }).first().tap();
  await page.getByText('请各支部补学九月党课').first().waitFor();
  await saved(page);
});
