// A roster as hospitals keep it: what is nobody is set aside, what is wrong is corrected in place.

import assert from 'node:assert/strict';
import { checkAccessible, journey, LANDSCAPE, PHONE, PORTRAIT } from './harness.mjs';
import { arrive, button, found, go, saved, visit } from './steps.mjs';

const MESSY = [
  '内科党支部党员花名册,,,,,,',
  '序号,姓名,工号,出生年月,人员状态,兴趣爱好,联系电话',
  '1,张三,1001,1990.13,居家,棋,13800138000',
  '2,李四,1002,1985.07,居家,,',
  '3,总玉兰,1003,1979.3,在职,,13900139000',
  '4,古丽·买买提,1004,1988.11,在职,,',
  ',83人,,,,,',
  '共 4 人,,,,,,',
  '制表人：,赵六,,,,审核：,',
].join('\n');

/** Chooses a roster; the one tap of it is that on the place for files. */
const chooseRoster = (page, text, name = '花名册.csv') =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

journey('a messy roster is mended where it is shown, and comes in by five taps', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  let taps = 0;
  const tap = async (what) => {
    await what.tap();
    taps += 1;
  };
  await chooseRoster(page, MESSY);
  taps += 1;
  // What was not recognised comes first, and what comes of it.
  await page.getByText('没有认出 F 列“兴趣爱好”').waitFor();
  await page.getByText(/导入的人都没有科室，B1 岗位目标完成.*C2 患者评价/).waitFor();
  await page.getByRole('list', { name: '花名册导入' }).waitFor();
  await checkAccessible(page);
  await tap(button(page, '下一步'));

  const mend = page.getByRole('region', { name: '请先看这些' });
  await mend.waitFor();
  await page.getByRole('list', { name: '花名册导入' }).waitFor();
  const aside = page.locator('details', { hasText: '放在一边、不当作党员的 3 行' });
  for (const text of ['83人', '共4人', '制表人: 赵六 审核:']) await aside.getByText(text, { exact: true }).waitFor();
  await button(page, '导入 2 名').waitFor();
  await checkAccessible(page);
  await page.screenshot({ path: 'target/shots/roster-review.png' });
  // One word for all rows that have it; one cell where it stands.
  await tap(mend.getByRole('button', { name: '长病', exact: true }));
  await mend.getByText('“居家”当作“长病”').waitFor();
  await button(page, '导入 3 名').waitFor();
  const born = mend.getByLabel(/张三 · 出生年月 D3/);
  await tap(born);
  await born.fill('1990.12');
  await born.press('Enter');
  await button(page, '导入 4 名').waitFor();
  await tap(button(page, '导入 4 名'));
  await page.getByText('已导入 4 名党员').waitFor();
  console.log(`# a roster of a messy file: ${taps} taps`);
  assert.ok(taps <= 5, `${taps}`);
  await page.getByText('3 行不是人员，放在一边').waitFor();
  await checkAccessible(page);
  await saved(page);
  await page.getByRole('link', { name: '看党员名册' }).tap();
  const list = page.getByRole('grid').first();
  for (const name of ['张三', '李四', '总玉兰', '古丽·买买提']) await list.getByText(name, { exact: true }).waitFor();
  assert.equal(await list.getByText(/83人|赵六/).count(), 0);
});

journey('a row is left out and taken back, one set aside is taken in, and the import can be undone', async (site) => {
  const page = await arrive(site, LANDSCAPE);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await chooseRoster(page, '姓名,工号,科室\n张三,1,内科\n李四,2,内科\n离退休党员,,\n');
  await button(page, '下一步').tap();
  await button(page, '导入 2 名').waitFor();
  const rows = page.getByRole('grid', { name: '名册各行' });
  await rows.getByRole('rowheader', { name: '李四' }).tap();
  await page.getByRole('switch', { name: '导入这一行' }).tap();
  await button(page, '导入 1 名').waitFor();
  await page.getByText('您选了不导入这一行').first().waitFor();
  await checkAccessible(page);
  await page.getByRole('switch', { name: '导入这一行' }).tap();
  await button(page, '导入 2 名').waitFor();
  await button(page, '第 4 行按党员导入').tap();
  await button(page, '导入 3 名').waitFor();
  await button(page, '第 4 行还是放在一边').tap();
  await button(page, '导入 2 名').waitFor();
  // What nobody complained of can be corrected, too.
  await page.getByText('改这一行的内容').tap();
  const name = page.getByLabel('姓名 A3');
  await name.fill('李思');
  await name.press('Enter');
  await rows.getByRole('rowheader', { name: '李思' }).waitFor();
  await button(page, '导入 2 名').tap();
  await page.getByText('已导入 2 名党员').waitFor();
  await page.getByText('新建科室 1 个：内科').waitFor();
  // Long after a note would have gone.
  await page.clock.runFor(60_000);
  await button(page, '撤销这次导入').tap();
  await page.getByText('这次导入已撤销').waitFor();
  assert.equal(await page.getByText('已导入 2 名党员').count(), 0);
  await visit(page, '#/register/member', '党员');
  assert.equal(await page.getByText('李思').count(), 0);
});

journey('what is typed last counts, though 导入 is tapped at once', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await chooseRoster(page, '姓名,工号,出生年月\n张三,1,1990.13\n李四,2,1990.5\n');
  await button(page, '下一步').tap();
  await button(page, '导入 1 名').waitFor();
  await page.getByLabel(/张三 · 出生年月 C2/).fill('1990.12');
  // As tablets have it on which a tap on a button leaves the focus in the input.
  await button(page, '导入 1 名').evaluate((element) => element.click());
  await page.getByText('刚才的改动已算进去').waitFor();
  await button(page, '导入 2 名').tap();
  await page.getByText('已导入 2 名党员').waitFor();
});

/** Goes back where that only closes something: the address comes back by itself. */
async function back(page) {
  await page.goBack();
  await page.waitForURL(/import-roster$/);
}

journey('going back leads a step back and keeps what was corrected', async (site) => {
  const page = await arrive(site, PHONE);
  await found(page, '王芳', '平板A');
  await go(page, '#/register/member');
  await page.getByRole('heading', { name: '党员', exact: true }).first().waitFor();
  await go(page, '#/import-roster');
  await chooseRoster(page, '姓名,工号,出生年月\n张三,1,1990.13\n李四,2,1990.5\n');
  await button(page, '下一步').tap();
  const born = page.getByLabel(/张三 · 出生年月 C2/);
  await born.fill('1990.12');
  await born.press('Enter');
  await button(page, '导入 2 名').waitFor();
  await page.getByRole('grid', { name: '名册各行' }).getByRole('rowheader', { name: '李四' }).tap();
  await page.getByRole('switch', { name: '导入这一行' }).waitFor();
  // The row first, then the steps, then the page.
  await back(page);
  await page.getByRole('switch', { name: '导入这一行' }).waitFor({ state: 'detached' });
  await back(page);
  await page.getByRole('heading', { name: '每一列是什么' }).waitFor();
  await button(page, '下一步').tap();
  await button(page, '导入 2 名').waitFor();
  await button(page, '上一步').tap();
  await back(page);
  await page.getByText('“花名册.csv”还开着，改过的都在').waitFor();
  await checkAccessible(page);
  await button(page, '接着看').tap();
  await button(page, '下一步').tap();
  await button(page, '导入 2 名').waitFor();
  // Another file is another question.
  await button(page, '上一步').tap();
  await button(page, '换一个文件').tap();
  await chooseRoster(page, '姓名,工号,出生年月\n张三,1,1990.13\n', '另一份.csv');
  await button(page, '下一步').tap();
  await born.waitFor();
  await back(page);
  await back(page);
  await page.getByText('选择花名册').waitFor();
  await page.goBack();
  await page.waitForURL(/register\/member$/);
});

journey('a text that comes in without an event of pasting is read by a button', async (site) => {
  const page = await arrive(site, PHONE);
  await found(page, '王芳', '平板A');
  await go(page, '#/import-roster');
  await page.getByLabel('把文件内容粘贴到这里').fill('姓名\t工号\n张三\t00123\n');
  await button(page, '读入粘贴的内容').tap();
  await page.getByText('00123').first().waitFor();
});
