// Organizational life: a roll called by touch, offline; votes, make-up study and what it counts for; the same roll on
// two tablets. Taps are counted and printed.

import assert from 'node:assert/strict';
import { journey, LANDSCAPE, PORTRAIT } from './harness.mjs';
import { arrive, bring, button, exported, finger, found, join, place, saved, visit } from './steps.mjs';

const NAMES = '王强 李敏 张伟 刘洋 陈静 杨磊 赵艳 黄勇 周涛 吴芳 徐杰 孙丽 马超 朱琳 胡军 郭娜'.split(' ');
const roster = (names) => Buffer.from(['姓名,工号,所在党支部,党员类别', ...names.map((name, at) => `${name},${1000 + at},内科党支部,正式党员`)].join('\r\n'));
const MANY = Array.from({ length: 80 }, (_, at) => `${'赵钱孙李周吴郑王'[at % 8]}${'一二三四五六七八九十'[Math.floor(at / 8)]}`);

const chip = (page, name) => page.locator('.roll-chip').filter({ hasText: name }).first();
const brush = (page, name) => page.locator('.roll-brush').filter({ hasText: name }).first();
const counts = (page) => page.locator('.roll-counts').textContent();

/** A branch of those members, offline from here on. */
async function branch(site, size, names = NAMES) {
  const page = await arrive(site, size);
  await found(page, '王芳', '平板A');
  await page.evaluate(() => { location.hash = '#/import-roster'; });
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: roster(names) });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText(`已导入 ${names.length} 名党员`).waitFor();
  await saved(page);
  return page;
}

journey('a themed day of sixteen is recorded offline in six taps, and two more an exception', async (site) => {
  const page = await branch(site, PORTRAIT);
  await place(page, '活动').tap();
  await page.getByText('会议', { exact: true }).first().waitFor();
  await place(page, '首页').tap();
  await page.context().setOffline(true);
  const hand = finger();
  await hand.tap(place(page, '活动'));
  await hand.tap(button(page, '主题党日'));
  await hand.tap(page.getByRole('button', { name: /^其余全部到会/ }));
  assert.equal(await counts(page), '应到 16，实到 16');
  await hand.tap(button(page, '完成'));
  hand.told('a new meeting, all sixteen present', 6);
  await saved(page);

  await page.locator('.life-mark, .list-item').first().tap();
  await hand.tap(brush(page, '请假'));
  await hand.tap(chip(page, '李敏'));
  hand.told('an exception', 2);
  await page.getByText('应到 16，实到 15，请假 1').waitFor();
  // It has to be made up for, and is settled in place.
  await page.locator('.makeup-line').filter({ hasText: '李敏' }).getByRole('button', { name: '看记录' }).tap();
  await page.locator('.makeup-line').getByText('已补学').waitFor();
  await saved(page);

  // What is filled in fills blanks only.
  await brush(page, '到会').tap();
  await chip(page, '张伟').tap();
  await page.getByText('未点名 1').waitFor();
  await page.getByRole('button', { name: /^其余全部到会/ }).tap();
  assert.equal(await counts(page), '应到 16，实到 15，请假 1');
  await saved(page);
});

journey('eighty people with eight exceptions take twenty taps', async (site) => {
  const page = await branch(site, PORTRAIT, MANY);
  const hand = finger();
  await hand.tap(place(page, '活动'));
  await hand.tap(button(page, '支部党员大会'));
  await hand.tap(brush(page, '请假'));
  for (const name of MANY.slice(0, 4)) await hand.tap(chip(page, name));
  await hand.tap(brush(page, '因公'));
  for (const name of MANY.slice(4, 8)) await hand.tap(chip(page, name));
  await hand.tap(page.getByRole('button', { name: /^其余全部到会/ }));
  await page.getByText('应到 80，实到 72，因公 4，请假 4').waitFor();
  await hand.tap(button(page, '完成'));
  hand.told('eighty people, eight exceptions', 20);
  await saved(page);
});

journey('a vote tells both tests as it is typed, and more votes than voters', async (site) => {
  const page = await branch(site, LANDSCAPE);
  await place(page, '活动').tap();
  await button(page, '支部党员大会').tap();
  await page.getByRole('button', { name: /^其余全部到会/ }).tap();
  await button(page, '加一项表决').tap();
  const vote = page.locator('.vote');
  await vote.getByText('到会 16，至少要 8，达到').waitFor();
  const count = (name) => vote.locator('.vote-count').filter({ hasText: name }).locator('input');
  await count('同意').fill('8');
  await vote.getByText('未通过').waitFor();
  await count('同意').fill('9');
  await vote.getByText('赞成 9，至少要 9，通过').waitFor();
  await count('同意').fill('17');
  await vote.getByText('请核对').waitFor();
  await count('同意').fill('12');
  await count('同意').blur();
  await saved(page);
  // What cannot be read is not left behind without a word.
  await count('弃权').fill('-2');
  await button(page, '完成').tap();
  await page.waitForFunction(() => document.activeElement.closest('.vote-count .is-invalid') !== null);
  // What can be read is written in a pause, also while one is still in the field.
  await count('弃权').fill('2');
  await page.waitForTimeout(1500);
  await saved(page);
  await page.reload();
  await page.locator('.vote').getByText('赞成 12，至少要 9，通过').waitFor();
  assert.equal(await count('弃权').inputValue(), '2');
  // The usual form prints it.
  await page.getByRole('link', { name: '会议记录' }).tap();
  await page.locator('.paper').getByText('应到 16，实到 16').first().waitFor();
});

/** What the row of a member says of an item in the month's sheet, by its head. */
async function scoreOf(page, name, item) {
  const grid = page.locator('table').first();
  await grid.locator('tbody tr[aria-rowindex]').first().waitFor();
  const row = grid.locator('tbody tr').filter({ hasText: name }).first();
  // Heads stand in two rows: the cell is the one below the head.
  const head = await grid.locator('th').filter({ hasText: item }).last().boundingBox();
  for (const cell of await row.locator('th, td').all()) {
    const box = await cell.boundingBox();
    if (Math.abs(box.x - head.x) < 3) return (await cell.innerText()).trim();
  }
  throw new Error(`no cell below ${item}`);
}

/** Chooses a record in the picker of a field. */
async function pick(page, label, text) {
  await page.locator('.field').filter({ hasText: label }).locator('.picker').first().tap();
  await page.locator('.option').filter({ hasText: text }).first().tap();
}

journey('what a roll says is in the month at once; who was operating has fifteen days', async (site) => {
  const page = await branch(site, LANDSCAPE);
  await place(page, '活动').tap();
  await button(page, '主题党日').tap();
  await brush(page, '无故').tap();
  await chip(page, '王强').tap();
  await brush(page, '因公').tap();
  await chip(page, '李敏').tap();
  await page.locator('.duty-reason').filter({ hasText: '李敏' }).getByRole('button', { name: '手术' }).tap();
  await page.getByRole('button', { name: /^其余全部到会/ }).tap();
  await saved(page);
  await place(page, '考核').tap();
  await page.locator('.month-now').tap();
  await button(page, '11月').tap();
  assert.equal(Number(await scoreOf(page, '王强', '主题党日')), 4);
  assert.equal(Number(await scoreOf(page, '李敏', '主题党日')), 8);
  // The duty waits on home, with its day.
  await place(page, '首页').tap();
  await page.locator('.duty').filter({ hasText: '补学' }).first().waitFor();
});

journey('two tablets call one roll: no mark is lost', async (site) => {
  const first = await branch(site, LANDSCAPE);
  await place(first, '活动').tap();
  await button(first, '主题党日').tap();
  await brush(first, '到会').tap();
  await chip(first, '王强').tap();
  await first.locator('.roll-counts').getByText('实到 1').waitFor();
  await saved(first);
  const address = await first.evaluate(() => location.hash);
  const second = await arrive(site, LANDSCAPE);
  await join(second, await exported(first), '李丽', '平板B');
  for (const [page, names, mark] of [[first, NAMES.slice(1, 8), '到会'], [second, NAMES.slice(8), '迟到']]) {
    await visit(page, address, '主题党日');
    await brush(page, mark).tap();
    for (const name of names) await chip(page, name).tap();
    await page.locator('.roll-counts').getByText(mark === '到会' ? '实到 8' : '迟到 8').waitFor();
    await saved(page);
  }
  await bring(first, await exported(second));
  await visit(first, address, '主题党日');
  await first.getByText('应到 16，实到 16，迟到 8').waitFor();
});

journey('hours of one\'s own fit into the event, and what it lacks is said beside the roll', async (site) => {
  const page = await branch(site, PORTRAIT);
  await place(page, '活动').tap();
  await button(page, '义诊').tap();
  for (const name of ['王强', '李敏']) await chip(page, name).tap();
  await page.getByText('没有起止时间，也没有各人时长，先不计分').waitFor();
  await button(page, '写记录').tap();
  await page.getByLabel('开始时间').fill('09:00');
  await page.getByLabel('结束时间').fill('11:30');
  await button(page, '保存').tap();
  await page.getByText('没有起止时间，也没有各人时长，先不计分').waitFor({ state: 'detached' });
  const hours = page.getByLabel('王强的时长');
  await hours.fill('3');
  await hours.press('Enter');
  await page.getByText('活动一共 2.5 小时，没有记下').waitFor();
  await hours.fill('1.5');
  await hours.press('Enter');
  await page.getByText('活动一共 2.5 小时，没有记下').waitFor({ state: 'detached' });
  await saved(page);
  await page.reload();
  await page.locator('.own-hours').waitFor();
  assert.equal(await page.getByLabel('王强的时长').inputValue(), '1.5');
  assert.equal(await page.getByLabel('李敏的时长').inputValue(), '');
});

journey('a form opened from the plan of study knows the branch and the year, and a topic its meeting', async (site) => {
  const page = await branch(site, PORTRAIT);
  await visit(page, '#/life/plan', '理论学习计划');
  await page.getByRole('link', { name: '新增计划' }).tap();
  await page.getByLabel(/^年度/).waitFor();
  assert.equal(await page.getByLabel(/^年度/).inputValue(), '2026');
  await page.locator('.field').filter({ hasText: '支部' }).getByText('内科党支部').first().waitFor();
  await page.getByRole('button', { name: '添一行' }).first().tap();
  await page.getByLabel('内容').first().fill('学习党章');
  await page.getByLabel('月份').first().fill('11');
  await button(page, '保存').tap();
  await saved(page);
  await visit(page, '#/life/plan', '理论学习计划');
  await button(page, '登记会议').tap();
  await page.getByRole('heading', { name: '集中学习' }).waitFor();
  assert.equal(await page.getByLabel('议题或主题').inputValue(), '学习党章');
  await page.getByRole('button', { name: /^其余全部到会/ }).tap();
  await saved(page);
  await visit(page, '#/life/plan', '理论学习计划');
  await page.locator('.topic-line').getByText('已学').waitFor();
});

journey('a quarter long over is checked by itself, and a double tap confirms no other', async (site) => {
  const page = await arrive(site, PORTRAIT);
  await page.getByRole('button', { name: '试用示例' }).tap();
  await saved(page);
  await visit(page, '#/life/hours', '学时');
  const quarters = page.locator('section').filter({ hasText: '季末核对' });
  const open = quarters.filter({ has: page.getByRole('button', { name: /^确认/ }) });
  const before = await open.count();
  assert.ok(before > 1, `${before} quarters to check`);
  const last = open.last().getByRole('button', { name: /^确认/ });
  await last.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await last.boundingBox();
  for (const _ of [0, 1]) await page.touchscreen.tap(x + width / 2, y + height / 2);
  await saved(page);
  await visit(page, '#/life/hours', '学时');
  await quarters.getByText('已核对').first().waitFor();
  assert.equal(await open.count(), before - 1);
  // The duty leads to the same page, not to an empty form.
  await visit(page, '#/life/duties', '该做什么');
  await page.getByRole('link', { name: /季末学时核对/ }).first().tap();
  await page.getByRole('heading', { name: '学时', exact: true }).waitFor();
});

journey('a topic of a month that is over asks on which day it was studied', async (site) => {
  const page = await branch(site, PORTRAIT);
  await visit(page, '#/life/plan', '理论学习计划');
  await page.getByRole('link', { name: '新增计划' }).tap();
  await page.getByRole('button', { name: '添一行' }).first().tap();
  await page.getByLabel('内容').first().fill('学习条例');
  await page.getByLabel('月份').first().fill('9');
  await button(page, '保存').tap();
  await saved(page);
  await visit(page, '#/life/plan', '理论学习计划');
  await button(page, '登记会议').tap();
  const day = page.getByLabel('哪天开的');
  await day.fill('2025.9.12');
  await button(page, '建好，去点名').tap();
  await page.getByText('这是2026年的计划，请写这一年的日期').waitFor();
  await day.fill('2026.10.12');
  await button(page, '建好，去点名').tap();
  await page.getByRole('heading', { name: '集中学习' }).waitFor();
  await visit(page, '#/life/plan', '理论学习计划');
  await page.locator('.topic-line').getByText('待开').waitFor();
});

journey('a month in the life of a branch: recorded once, and the same wherever it is read', async (site) => {
  const page = await branch(site, LANDSCAPE);
  const other = await arrive(site, LANDSCAPE);
  // Two meetings and a themed day.
  for (const [kind, away] of [['支部党员大会', ['请假', '刘洋']], ['集中学习', ['迟到', '陈静']], ['主题党日', ['因公', '杨磊']]]) {
    await place(page, '活动').tap();
    await button(page, kind).tap();
    await brush(page, away[0]).tap();
    await chip(page, away[1]).tap();
    await page.getByRole('button', { name: /^其余全部到会/ }).tap();
    await page.getByText('实到').first().waitFor();
    await saved(page);
  }
  // A free clinic for three, counted on two tablets.
  await place(page, '活动').tap();
  await button(page, '义诊').tap();
  await page.getByLabel('主题').first().fill('社区义诊');
  await page.getByLabel('主题').first().blur();
  for (const name of ['王强', '李敏', '张伟']) await chip(page, name).tap();
  // The last tap is written a moment after it is drawn.
  await page.waitForTimeout(500);
  await saved(page);
  const clinic = await page.evaluate(() => location.hash);
  await join(other, await exported(page), '李丽', '平板B');
  for (const [tablet, count] of [[page, 5], [other, 3]]) {
    await visit(tablet, clinic, '义诊');
    await tablet.getByRole('link', { name: '开始计数' }).tap();
    for (let one = 0; one < count; one += 1) await tablet.locator('.counter-pad').first().tap();
    await button(tablet.locator('.counter'), '完成').tap();
    // What was counted becomes an edit after the next page is drawn.
    await tablet.waitForTimeout(1000);
    await saved(tablet);
  }
  await bring(page, await exported(other));
  // A make-up study, settled from the duty.
  await place(page, '首页').tap();
  await page.locator('.duty').filter({ hasText: '补学' }).first().tap();
  await page.locator('.makeup-line').getByRole('button', { name: '看记录' }).first().tap();
  await page.locator('.makeup-line').getByText('已补学').first().waitFor();
  // A commitment, kept.
  await page.evaluate(() => { location.hash = '#/register/commitment/new'; });
  await pick(page, '承诺人', '王强');
  await page.getByLabel(/^年度/).fill('2026');
  await page.getByLabel('承诺事项').fill('参加义诊不少于 6 次');
  await page.getByLabel('完成时限').fill('2026.11.30');
  await page.getByLabel('兑现日期').fill('2026.11.20');
  await page.getByLabel('履诺情况').fill('六次都参加了');
  await button(page, '保存').tap();
  await saved(page);

  const read = async (tablet) => {
    const found = {};
    await visit(tablet, '#/life/figures/2026-11', '年度数据');
    found.figures = await tablet.locator('.page-body').innerText();
    await visit(tablet, '#/life/board', '三亮公示');
    found.board = await tablet.locator('.page-body').innerText();
    await place(tablet, '考核').tap();
    await tablet.locator('.month-now').tap();
    await button(tablet, '11月').tap();
    found.sheet = await tablet.getByRole('region', { name: /月表/ }).innerText();
    await visit(tablet, '#/life/duties', '该做什么');
    found.duties = await tablet.locator('.page-body').innerText();
    return found;
  };
  const here = await read(page);
  assert.match(here.figures, /8/);
  assert.match(here.board, /参加义诊不少于 6 次/);
  const third = await arrive(site, LANDSCAPE);
  await join(third, await exported(page), '党办', '党办平板');
  const there = await read(third);
  for (const name of Object.keys(here)) assert.equal(there[name], here[name], name);
});
