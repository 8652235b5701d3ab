// Steps that several journeys take: coming in, giving out, taking in.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkAccessible } from './harness.mjs';

/** Every day is the same day, so that months and deadlines are those of the test. */
export const TODAY = new Date('2026-11-21T10:00:00+08:00');

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const saved = (page) => page.locator('.saving').getByText('已保存').waitFor();

/** Goes to a place by its address. */
export const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);

/** Goes there, and waits for what that page alone has: a heading, or another part by its name. */
export async function visit(page, hash, own, role = 'heading') {
  await go(page, hash);
  await page.locator('.fetching').waitFor({ state: 'detached' });
  await page.getByRole(role, { name: own, exact: true }).first().waitFor();
}

/** Picks a choice of a field of a form, by its label. */
export const pick = (page, label, choice) => {
  const field = page.locator('.field').filter({ hasText: new RegExp(`^${label}`) }).first();
  return field.getByRole('radio', { name: choice, exact: true }).tap();
};

/** A page on a tablet of its own, whose clock stands still. */
export async function arrive(site, size) {
  const tablet = await site.tablet(size);
  await tablet.context.clock.setFixedTime(TODAY);
  return tablet.open();
}

async function keeper(page, name, tablet) {
  await page.getByLabel('你的姓名').fill(name);
  await page.getByLabel('你的职务').fill('支部书记');
  await page.getByLabel('这台设备叫什么').fill(tablet);
}

/** Founds a ledger. */
export async function found(page, name, tablet) {
  await page.getByRole('button', { name: /新建台账/ }).tap();
  await page.getByLabel('单位名称').fill('示例市人民医院');
  await page.getByLabel('你的支部').fill('内科党支部');
  // From January on, as most journeys look back.
  await page.locator('.month-now').tap();
  await button(page, '1月').tap();
  await keeper(page, name, tablet);
  await button(page, '开始').tap();
  await page.getByText('台账刚建好').waitFor();
}

/** Fills the form of a new department; saving it is left to be done. */
export async function nameDepartment(page, name) {
  await go(page, '#/register/department');
  await go(page, '#/register/department/new');
  await page.getByLabel('科室名称').fill(name);
}

/** Enters a department. */
export async function enterDepartment(page, name) {
  await nameDepartment(page, name);
  await button(page, '保存').first().tap();
  await page.locator('main').getByText(name, { exact: true }).first().waitFor();
}

/** The names of all departments. */
export async function departments(page) {
  const bundle = JSON.parse((await exported(page)).toString('utf8'));
  const named = bundle.edits.flatMap(({ changes }) => changes);
  return named.filter(({ record, field }) => record?.startsWith('department:') && field === 'name').map(({ value }) => value);
}

/** Joins the ledger of a bundle. */
export async function join(page, bundle, name, tablet) {
  await page.getByRole('button', { name: /加入已有台账/ }).tap();
  await choose(page, bundle);
  await page.getByRole('radio', { name: '内科党支部' }).tap();
  await keeper(page, name, tablet);
  await button(page, '加入').tap();
  await page.locator('.rail').waitFor();
}

/** In a draft of the standard, takes a point from where 主题党日 begins, and tries it on the last months. */
export async function lowerBase(page) {
  await page.locator('.list-item', { hasText: '主题党日' }).tap();
  await page.getByRole('heading', { name: 'A4 主题党日' }).waitFor();
  await page.getByLabel('基础分').fill('7');
  await page.getByLabel('基础分').blur();
  await saved(page);
  await page.getByRole('link', { name: '试算' }).tap();
  await page.getByRole('grid', { name: '会变的党员' }).waitFor();
}

/** Deletes a member of the roll, as one entered by mistake, and asks for the data to be erased (依法删除). */
export async function askErasure(page, key, name, reason) {
  await go(page, `#/register/member/${encodeURIComponent(`member:=${key}`)}`);
  await button(page, '删除').tap();
  // Whom entries name, one is asked why.
  const dialog = page.getByRole('dialog');
  const gone = page.getByText(`已删除“${name}”`);
  await dialog.or(gone).first().waitFor();
  if (await dialog.isVisible()) {
    await dialog.getByRole('radio', { name: /误录/ }).tap();
    await button(dialog, '删除').tap();
    await gone.waitFor();
  }
  await go(page, '#/redactions');
  await page.getByRole('button', { name: /从已不在册的党员里选/ }).tap();
  await page.getByRole('option', { name: new RegExp(name) }).tap();
  await page.getByLabel('依据和理由').fill(reason);
  await button(page, '登记申请').tap();
  await page.getByText('起可以执行').waitFor();
}

/** Erases what was asked for, on a day on which that can be done. */
export async function doErasure(page, day) {
  await page.context().clock.setFixedTime(day);
  await page.reload();
  await go(page, '#/redactions');
  await button(page, '执行删除').tap();
  await page.getByRole('dialog').getByRole('button', { name: '永久删除' }).tap();
  await page.getByText('已删除。请再导出一次').waitFor();
}

/** Agrees to what a bundle that is shown erases and deletes. */
export async function agreeToErasure(page) {
  await page.getByRole('switch', { name: '同意删除这 1 条' }).tap();
  await page.getByRole('switch', { name: '同意删除', exact: true }).tap();
}

/** The bundle that an export hands over. */
export const exported = async (page, label) => (await exportedFile(page, label)).bundle;

/** The same, with the name of its file. */
export async function exportedFile(page, label = '导出全部') {
  await go(page, '#/exchange');
  const coming = page.waitForEvent('download');
  await button(page, label).tap();
  const download = await coming;
  return { name: download.suggestedFilename(), bundle: readFileSync(await download.path()) };
}

/** Chooses a bundle in the picker of the page. */
export async function choose(page, bundle) {
  const file = { name: '台账.json', mimeType: 'application/json', buffer: bundle };
  await page.locator('input[type=file]').setInputFiles(file);
}

/** Takes a bundle in. */
export async function bring(page, bundle) {
  await go(page, '#/exchange');
  await choose(page, bundle);
  await page.getByRole('button', { name: /^导入 \d+ 处|^记下已删除的/ }).tap();
  await page.getByText(/^已导入 \d+ 处|^已同步文件里的依法删除记录/).last().waitFor();
}

/** The body of a bundle, which is equal where the ledgers are. */
export const body = (bundle) => {
  const text = bundle.toString('utf8');
  return text.slice(text.indexOf('"edits":['));
};

/** Sends files to where the system shares them, by a form on the page that is open. */
export async function send(page, target, files) {
  await page.evaluate(([action, all]) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', enctype: 'multipart/form-data', action });
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', name: 'file', multiple: true });
    const given = new DataTransfer();
    for (const [name, content] of all) given.items.add(new File([content], name, { type: 'text/plain' }));
    input.files = given.files;
    form.append(input);
    document.body.append(form);
    form.submit();
  }, [target, files]);
  await page.waitForURL((url) => url.href.startsWith(target.replace(/share$/, '')) && !url.href.endsWith('share'));
}

/** Shares files with the app as the system does: from no page at all. */
export async function share(page, site, files) {
  await page.goto('about:blank');
  await send(page, `${site.url}share`, files);
}

export const PASSPHRASE = '枇杷晚翠梧桐早凋';

/** Waits for the page of a locked tablet. */
export const locked = (page) => page.getByRole('heading', { name: '已锁定' }).waitFor();

/** Opens a locked tablet. */
export async function unlock(page, passphrase = PASSPHRASE) {
  await locked(page);
  await page.getByLabel(/^口令/).fill(passphrase);
  await button(page, '打开').tap();
}

/** Locks the tablet in 设置; gives the recovery code. */
export async function lockOnly(page) {
  await go(page, '#/settings');
  await button(page, '加锁').tap();
  const dialog = page.getByRole('dialog');
  await button(dialog, '下一步').tap();
  await dialog.getByText('口令至少要 6 个汉字').first().waitFor();
  await dialog.getByLabel(/^新口令/).fill(PASSPHRASE);
  await dialog.getByLabel('再写一次新口令').fill(PASSPHRASE);
  await button(dialog, '下一步').tap();
  return writeDown(dialog, page);
}

/** Writes a new recovery code down, and types the group that is asked for. */
export async function writeDown(dialog, page) {
  const list = dialog.getByRole('list', { name: '恢复码' });
  await list.waitFor();
  const groups = await list.getByRole('listitem').allTextContents();
  assert.equal(groups.length, 7);
  const field = dialog.getByLabel(/^写出第 \d 组/);
  await field.fill('0000');
  await button(dialog, '完成').tap();
  await dialog.getByText(/第 \d 组不对/).waitFor();
  const asked = Number(/第 (\d) 组/.exec(await dialog.getByText(/^写出第 \d 组/).textContent())[1]);
  await checkAccessible(page);
  await field.fill(groups[asked - 1].toLowerCase());
  await button(dialog, '完成').tap();
  return groups;
}

/** A place in the rail. */
export const place = (page, name) => page.locator('.rail').getByRole('link', { name, exact: true });

/** A finger that counts its taps, and says how many a piece of work took. */
export function finger() {
  let taps = 0;
  return {
    get taps() {
      return taps;
    },
    async tap(one) {
      await one.tap();
      taps += 1;
    },
    told(work, bar) {
      console.log(`taps: ${work}: ${taps} (at most ${bar})`);
      assert.ok(taps <= bar, `${work}: ${taps}`);
      taps = 0;
    },
  };
}
