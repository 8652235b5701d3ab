// What one opens from the month is corrected there; who goes is asked why; what was deleted is named.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT } from './harness.mjs';
import { MEMBER, MONTH } from './places.mjs';
import { arrive, button, go, saved } from './steps.mjs';

async function sample(site, size) {
  const page = await arrive(site, size);
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.rail').waitFor();
  return page;
}

for (const [name, size] of [['wide', LANDSCAPE], ['upright', PORTRAIT], ['phone', PHONE]]) {
  journey(`an entry is read, corrected, deleted and restored beside the sheet (${name})`, async (site) => {
    const page = await sample(site, size);
    await go(page, `${MONTH}/explain/${MEMBER}/A6`);
    await page.getByText('本项得分').waitFor();
    const explained = page.url();
    const score = async () => (await page.locator('.explain-panel').innerText()).match(/下限 [\d.]+\s+([\d.]+)/)[1];
    const before = await score();
    await page.locator('.explain-panel .ladder-face').filter({ hasText: '心得体会' }).first().tap();
    const panel = page.locator('.record-panel');
    await panel.getByText('修改记录').waitFor();
    assert.equal(await page.locator('.button-primary:visible').count(), 1);
    await checkAccessible(page);

    await button(panel, '修改').tap();
    await panel.getByLabel('事由').fill('改过的事由');
    // Going back closes the form first; what was typed is offered again.
    await page.goBack();
    await button(panel, '修改').tap();
    assert.equal(await panel.getByLabel('事由').inputValue(), '改过的事由');
    await checkAccessible(page);
    await button(panel, '保存').tap();
    await panel.getByText('改过的事由').first().waitFor();
    await button(panel, '删除').tap();
    await panel.getByText('这条记录已删除').waitFor();
    await saved(page);
    await page.goBack();
    await page.getByText('本项得分').waitFor();
    assert.equal(page.url(), explained);
    assert.notEqual(await score(), before, 'the sheet follows');
    await page.goForward();
    await button(panel, '恢复').tap();
    await button(panel, '修改').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('本项得分').waitFor();
    assert.equal(await score(), before);
  });
}

journey('who is deleted with entries is asked why, and what names one deleted restores', async (site) => {
  const page = await sample(site, LANDSCAPE);
  const name = '陈雪琴';
  await go(page, `#/register/member/${MEMBER}`);
  await button(page, '删除').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/这些登记里有“.+”：.*\d+ 条积分登记/).waitFor();
  await checkAccessible(page);
  await button(dialog, '记为转出').tap();
  await page.getByText(new RegExp(`“${name}”自.*起转出`)).waitFor();
  const left = page.locator('.record-series').getByText('已转出');
  await left.waitFor();
  await page.keyboard.press('Control+z');
  await left.waitFor({ state: 'detached' });

  await button(page, '删除').tap();
  await dialog.getByRole('radio', { name: /误录/ }).tap();
  await dialog.getByText(/会标为待修正/).waitFor();
  await button(dialog, '删除').tap();
  await page.getByText(`已删除“${name}”`).waitFor();
  await go(page, '#/register/score_entry/faulty');
  await page.locator('main').getByRole('gridcell').first().tap();
  await page.getByText(new RegExp(`党员“${name}”已删除（2026年`)).waitFor();
  await checkAccessible(page);
  await button(page, `恢复“${name}”`).tap();
  await page.getByText(new RegExp(`党员“${name}”已删除（2026年`)).waitFor({ state: 'detached' });
  await saved(page);
});
