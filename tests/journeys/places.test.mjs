// The places of the app: the rail of a tablet, the bar of a phone, and what a new ledger leads to.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE } from './harness.mjs';
import { arrive, button } from './steps.mjs';

/** Where DESIGN.md has nine of them. */
const PLACES = 9;

async function sample(site, size, letters = 'standard') {
  const tablet = await site.tablet(size);
  const page = await tablet.open();
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.locator('.rail').waitFor();
  await page.evaluate((name) => { document.documentElement.dataset.size = name; }, letters);
  return page;
}

journey('a phone has the daily places in its bar, and the others behind the last', async (site) => {
  const page = await sample(site, PHONE);
  const words = page.locator('.rail .place:visible');
  assert.deepEqual(await words.allInnerTexts(), ['首页', '活动', '考核', '党员', '更多']);
  await words.last().tap();
  await page.getByRole('heading', { name: '更多', exact: true }).waitFor();
  await checkAccessible(page);
  await page.getByRole('link', { name: /^交换/ }).and(page.locator('.list-item')).tap();
  await page.getByRole('heading', { name: '交换', exact: true }).waitFor();
  assert.equal(await page.locator('.rail [aria-current=page]:visible').innerText(), '更多');
  await page.goBack();
  await page.getByRole('heading', { name: '更多', exact: true }).waitFor();
});

journey('the rail has room for all nine places, with the largest letters too', async (site) => {
  const page = await sample(site, LANDSCAPE, 'xlarge');
  const spare = await page.evaluate((count) => {
    const rail = document.querySelector('.rail');
    const list = rail.querySelector('ul');
    for (let place = list.querySelectorAll('.place').length; place <= count; place += 1) {
      list.append(list.firstElementChild.cloneNode(true));
    }
    return rail.clientHeight - rail.scrollHeight;
  }, PLACES);
  assert.equal(spare, 0);
});

journey('who assessed on paper before is led to bringing those months in', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await page.getByRole('button', { name: /新建台账/ }).tap();
  for (const [label, text] of [['单位名称', '示例市人民医院'], ['你的支部', '内科党支部'], ['你的姓名', '王芳'], ['你的职务', '支部书记']]) {
    await page.getByLabel(label).fill(text);
  }
  await page.getByRole('switch', { name: /以前的月份已在纸上考核过/ }).tap();
  await button(page, '开始').tap();
  await page.getByRole('heading', { name: '引入以往月份', exact: true }).waitFor();
  await page.getByRole('link', { name: '导入花名册' }).tap();
  await page.getByText('选择花名册').waitFor();
});
