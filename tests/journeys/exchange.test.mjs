// Tablets that work apart and come together by files.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkAccessible, journey, LANDSCAPE, PORTRAIT } from './harness.mjs';
import { arrive, body, bring, button, choose, exported, found, go, join, saved, TODAY } from './steps.mjs';

const ROSTER = '姓名,工号,支部\n张三,1001,内科党支部\n李四,1002,内科党支部\n';
const memberAt = (number) => `#/register/member/${encodeURIComponent(`member:=${number}`)}`;
const MEMBER = memberAt('1001');

async function importRoster(page) {
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
  await button(page, '下一步').tap();
  await page.getByRole('button', { name: /^导入/ }).tap();
  await page.getByText('已导入 2 名党员').waitFor();
  await saved(page);
}

/** Changes one field of 张三, or of another. */
async function note(page, text, where = MEMBER) {
  await go(page, where);
  await page.getByRole('link', { name: '修改', exact: true }).tap();
  await page.getByLabel('备注').fill(text);
  await button(page, '保存').first().tap();
  await page.locator('.record-fields').getByText(text, { exact: true }).waitFor();
  await saved(page);
}

journey('what both sides changed is shown, chosen, and the choice travels', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await join(two, await exported(one), '林静', '平板B');

  await note(one, '王芳写的');
  await note(two, '林静写的');
  await bring(two, await exported(one));
  await go(two, '#/');
  await two.getByText('1 处两边都改过').waitFor();
  await go(two, MEMBER);
  await two.getByText('备注：两份都留着').waitFor();
  await checkAccessible(two);
  await two.getByRole('link', { name: '去选定' }).tap();
  const dispute = two.locator('.dispute');
  await dispute.getByText('王芳写的').waitFor();
  await dispute.getByText('林静写的').waitFor();
  await checkAccessible(two);
  await dispute.locator('.dispute-side').filter({ hasText: '王芳写的' }).getByRole('button').tap();
  await two.getByText('没有等您选定的').waitFor();
  await saved(two);

  await bring(one, await exported(two));
  await go(one, '#/exchange/disputes');
  await one.getByText('没有等您选定的').waitFor();
  await go(one, MEMBER);
  await one.locator('.record-fields').getByText('王芳写的', { exact: true }).waitFor();
  assert.equal(body(await exported(one)), body(await exported(two)));
});

journey('a third value ends a conflict, and 撤销 brings back what stood before', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, LANDSCAPE);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await join(two, await exported(one), '林静', '平板B');
  await note(one, '甲');
  await note(two, '乙');
  await bring(one, await exported(two));
  await go(one, '#/exchange/disputes');
  // Which of the two came later is for the stamps to say: the clocks stand still.
  const standing = one.locator('.dispute-side').filter({ hasText: '现在用的' });
  const stood = await standing.locator('.dispute-value').innerText();
  await button(one, '都不对，另写一个').tap();
  await one.getByLabel('备注应当是').fill('丙');
  await button(one, '就用这个').tap();
  await one.getByText('没有等您选定的').waitFor();
  await go(one, MEMBER);
  await one.locator('.record-fields').getByText('丙', { exact: true }).waitFor();
  await one.locator('.toast').filter({ hasText: '已选定' }).getByRole('button', { name: '撤销' }).tap();
  await one.locator('.record-fields').getByText(stood, { exact: true }).waitFor();
});

journey('the handover file holds all that an export of everything does, under its own name', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  await one.getByRole('button', { name: /试用示例/ }).tap();
  await one.locator('.rail').waitFor();
  const all = await exported(one);
  await go(one, '#/exchange/handover');
  await one.getByText('接手的人怎么做').waitFor();
  const coming = one.waitForEvent('download');
  await button(one, '导出交接包').tap();
  const download = await coming;
  assert.match(download.suggestedFilename(), /交接包/);
  assert.equal(body(readFileSync(await download.path())), body(all));
});

journey('a branch goes out by itself, and opens on a tablet that was never here', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  await one.getByRole('button', { name: /试用示例/ }).tap();
  await one.locator('.rail').waitFor();
  await go(one, '#/exchange');
  await one.getByRole('radio', { name: '一个支部' }).tap();
  await one.getByText(/只有这个支部的党员/).waitFor();
  await checkAccessible(one);
  const bundle = await exported(one, '导出内科党支部');

  const two = await arrive(site, PORTRAIT);
  await join(two, bundle, '林静', '平板B');
  await go(two, '#/register/member');
  await two.getByText(/16 名/).first().waitFor();
  await go(two, '#/exchange');
  await choose(two, bundle);
  await two.getByText('没有新内容').waitFor();
  await two.getByText(/只有内科党支部/).waitFor();
});

journey('of a file some records are taken, and the rest is offered again', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await join(two, await exported(one), '林静', '平板B');
  await note(one, '甲');
  await note(one, '乙', memberAt('1002'));
  const bundle = await exported(one);

  await go(two, '#/exchange');
  await choose(two, bundle);
  // In a line what and about whom, unfolded one by one.
  const changed = two.locator('.plan-line', { hasText: '有改动 2 条' });
  await changed.getByText('张三：备注；李四：备注').waitFor();
  await changed.locator('summary').tap();
  await changed.locator('li', { hasText: '李四：备注' }).waitFor();
  await two.getByRole('rowheader', { name: '李四' }).tap();
  await two.getByRole('switch', { name: '导入这一条' }).tap();
  await checkAccessible(two);
  await button(two, '导入 1 处').tap();
  await two.getByText('已导入 1 处').waitFor();
  await go(two, MEMBER);
  await two.locator('.record-fields').getByText('甲', { exact: true }).waitFor();
  await go(two, memberAt('1002'));
  await two.locator('.record-fields').getByText('李四', { exact: true }).waitFor();
  assert.equal(await two.locator('.record-fields').getByText('乙', { exact: true }).count(), 0);

  await bring(two, bundle);
  await go(two, memberAt('1002'));
  await two.locator('.record-fields').getByText('乙', { exact: true }).waitFor();
  assert.equal(body(await exported(two)), body(bundle));
});

journey('a partner is given just what it lacks, and answers as shortly', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await go(one, '#/exchange');
  await one.getByRole('radio', { name: '对方缺的' }).tap();
  await one.getByText('还没有导入过别人的文件').first().waitFor();
  await checkAccessible(one);
  await one.getByRole('radio', { name: '全部' }).tap();
  await join(two, await exported(one), '林静', '平板B');

  // The file with which it began says what the other tablet had.
  await note(two, '林静写的');
  await go(two, '#/exchange');
  await two.getByRole('radio', { name: '对方缺的' }).tap();
  await two.getByText('王芳 · 平板A，11月21日给过文件').waitFor();
  await checkAccessible(two);
  const reply = await exported(two, '导出王芳缺的');
  assert.match(reply.toString(), /"kind":"lacking"/);
  assert.equal(JSON.parse(reply.toString()).counts.edits, 1);
  await bring(one, reply);

  // It said what its tablet has, though it held little.
  await note(one, '王芳写的', memberAt('1002'));
  await go(one, '#/exchange');
  await one.getByRole('radio', { name: '对方缺的' }).tap();
  const answer = await exported(one, '导出林静缺的');
  assert.equal(JSON.parse(answer.toString()).counts.edits, 1);
  await bring(two, answer);
  await one.getByRole('radio', { name: '全部' }).tap();
  await two.getByRole('radio', { name: '全部' }).tap();
  assert.equal(body(await exported(one)), body(await exported(two)));
});

journey('the public version names nobody, and opens as a ledger of its own', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  await one.getByRole('button', { name: /试用示例/ }).tap();
  await go(one, '#/exchange');
  await one.getByRole('radio', { name: '公开版' }).tap();
  await one.getByText(/姓名只留姓/).waitFor();
  await checkAccessible(one);
  const bundle = await exported(one, '导出公开版');
  assert.doesNotMatch(bundle.toString(), /staff_number|member:=|score_entry/);

  const two = await arrive(site, PORTRAIT);
  await two.getByRole('button', { name: /加入已有台账/ }).tap();
  await choose(two, bundle);
  await two.getByText(/这是公开版/).waitFor();
});

journey('before an import is taken back, what was built on it is said', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await join(two, await exported(one), '林静', '平板B');
  // What came first is what the ledger began with here; this comes later.
  await two.context().clock.setFixedTime(new Date(TODAY.getTime() + 60_000));
  await note(one, '王芳写的');
  await bring(two, await exported(one));
  await note(two, '林静改的');
  await go(two, '#/exchange');
  const last = two.locator('.import').filter({ hasText: '已导入' });
  await last.getByRole('button', { name: /撤回/ }).tap();
  const dialog = two.getByRole('dialog');
  await dialog.getByText('会拿走这个文件带来的 1 处').waitFor();
  await dialog.getByText('党员：张三').waitFor();
  await checkAccessible(two);
  await button(two, '不撤回').tap();
  await dialog.waitFor({ state: 'hidden' });
  await last.getByRole('button', { name: /撤回/ }).tap();
  await dialog.getByRole('button', { name: '撤回导入' }).tap();
  await two.getByText('已撤回导入').waitFor();
  await go(two, MEMBER);
  await two.locator('.record-fields').getByText('林静改的', { exact: true }).waitFor();
});

journey('a deletion that comes in is called one, and many are asked about by themselves', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await join(two, await exported(one), '林静', '平板B');

  await go(one, MEMBER);
  await button(one, '删除').tap();
  await one.getByText('已删除“张三”').waitFor();
  await saved(one);

  await go(two, '#/exchange');
  await choose(two, await exported(one));
  await two.getByText('导入会删除本机的 1 条记录').waitFor();
  const deletions = two.locator('.import', { hasText: '党员：删除 1 条，本机共 2 条' });
  await deletions.getByText('张三').waitFor();
  assert.equal(await two.getByText('新增').count(), 0);
  assert.equal(await two.getByText(/项数|只留历史/).count(), 0);
  await checkAccessible(two);
  const take = two.getByRole('button', { name: '导入 1 处，其中删除 1 条' });
  assert.ok(await take.isDisabled(), 'half of the register: it is asked about by itself');
  await deletions.getByRole('switch', { name: '同意删除这 1 条' }).tap();
  await take.tap();
  await two.getByText(/^已导入 \d+ 处/).waitFor();
  await go(two, MEMBER);
  await two.getByText('这条记录已删除').waitFor();
});

/** The files in which an export goes out that is too large for one: a bundle's edits, dealt out. */
function partsOf(bundle, of) {
  const text = bundle.toString('utf8');
  const edits = JSON.parse(text).edits.length;
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('"edits":[')) + 1;
  const rows = lines.slice(first, first + edits).map((line) => line.replace(/,$/, ''));
  return Array.from({ length: of }, (_, at) => {
    const own = rows.filter((_, row) => row % of === at);
    const body = `[\n${own.join(',\n')}\n]`;
    const records = new Set(own.flatMap((line) => JSON.parse(line).changes.map(({ record }) => record)));
    const changes = own.reduce((sum, line) => sum + JSON.parse(line).changes.length, 0);
    const head = lines.slice(0, first - 1).map((line) => {
      if (line.startsWith('"kind":')) return '"kind":"part",';
      if (line.startsWith('"scope":')) return `"scope":{"kind":"everything","number":${at + 1},"of":${of},"scope":null},`;
      if (line.startsWith('"counts":')) return `"counts":{"edits":${own.length},"changes":${changes},"records":${records.size}},`;
      if (line.startsWith('"sha256":')) return `"sha256":"${createHash('sha256').update(body).digest('hex')}",`;
      return line;
    });
    const content = `${head.join('\n')}\n"edits":${body}\n}\n`;
    return { name: `第${at + 1}份.json`, mimeType: 'application/json', buffer: Buffer.from(content) };
  });
}

journey('parts of one export are joined and taken in together, in any order, and each is told', async (site) => {
  const one = await arrive(site, LANDSCAPE);
  const two = await arrive(site, PORTRAIT);
  await found(one, '王芳', '平板A');
  await importRoster(one);
  await two.getByRole('button', { name: /加入已有台账/ }).tap();
  const [first, second] = partsOf(await exported(one), 2);
  await two.locator('input[type=file]').setInputFiles([second, first]);
  await two.getByText('第1份.json：第 1 份，共 2 份').waitFor();
  await two.getByText('第2份.json：第 2 份，共 2 份').waitFor();
  assert.equal(await two.getByText(/还缺第/).count(), 0);
  await checkAccessible(two);
  await two.getByRole('radio', { name: '内科党支部' }).tap();
  await two.getByLabel('你的姓名').fill('林静');
  await two.getByLabel('你的职务').fill('组织委员');
  await two.getByLabel('这台设备叫什么').fill('平板B');
  await button(two, '加入').tap();
  await two.locator('.rail').waitFor();
  assert.equal(body(await exported(two)), body(await exported(one)));

  await note(one, '甲');
  await note(one, '乙', memberAt('1002'));
  const parts = partsOf(await exported(one), 3);
  await go(two, '#/exchange');
  await two.locator('input[type=file]').setInputFiles([parts[2], parts[0]]);
  await two.getByText('还缺第 2 份').waitFor();
  await checkAccessible(two);
  await button(two, '不导入').tap();
  await two.locator('input[type=file]').setInputFiles([parts[1], parts[2], parts[0]]);
  await two.locator('.plan-line', { hasText: '有改动 2 条' }).waitFor();
  for (const number of [1, 2, 3]) await two.getByText(`第${number}份.json：第 ${number} 份，共 3 份`).waitFor();
  await two.getByRole('button', { name: /^导入 \d+ 处/ }).tap();
  await two.getByText(/^已导入 \d+ 处/).last().waitFor();
  assert.equal(body(await exported(two)), body(await exported(one)));
});
