// What one is at stays: what is typed stays whatever arrives meanwhile, an open page goes on to the
// next day, and the focus is never left on nothing.

import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { TODAY, arrive, button, go, saved } from './steps.mjs';

/** Opens the sample. */
async function sample(page) {
  await page.getByRole('button', { name: /试用示例/ }).tap();
  await page.getByRole('heading', { name: '要办的事', exact: true }).waitFor();
}

/** What another window would tell: an edit that names a department, and one of the hospital's telephone. */
const tell = (page, number) => page.evaluate(([nth, at]) => {
  const key = Object.keys(localStorage).find((one) => /^yixin\/[0-9a-f]{32}\//.test(one));
  const channel = new BroadcastChannel(key.split('/').slice(0, 2).join('/'));
  channel.postMessage(JSON.stringify({
    id: `00000000000000ff-${nth}`,
    at,
    offset: 480,
    by: { name: '林静', role: '组织委员', tablet: '平板B' },
    act: 'change',
    size: 2,
    changes: [
      { record: `department:=新科室${nth}`, field: 'name', value: `新科室${nth}` },
      { record: 'hospital:=', field: 'phone', value: `010-5555${String(nth).padStart(4, '0')}` },
    ],
  }));
  channel.close();
}, [number, TODAY.getTime() + number * 1000]);

/** Types into every input of the page, and says how many there are; the last has the focus. */
const typeEverywhere = (page) => page.locator('main').evaluate((main) => {
  const open = (one) => !one.readOnly && !one.disabled && one.offsetWidth > 0;
  const all = [...main.querySelectorAll('input.input:is([type=text], [type=password]):not([role=combobox]), textarea')].filter(open);
  for (const [place, one] of all.entries()) {
    one.focus();
    one.dataset.mine = String(place);
    one.value = one.inputMode === 'decimal' || one.inputMode === 'numeric' ? '3' : `2026.11.${place + 1}`;
    one.dispatchEvent(new Event('input', { bubbles: true }));
  }
  all.at(-1)?.focus();
  return all.length;
});

/** What stands in the inputs that were typed into, and which of them has the focus. */
const typed = (page) => page.evaluate(() => ({
  texts: [...document.querySelectorAll('[data-mine]')].map((one) => one.value),
  focus: document.activeElement.dataset.mine,
}));

journey('every form keeps what is being typed when the ledger changes', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await go(page, '#/quarter/2026-Q3');
  const month = await page.locator('.quarter-month').first().getAttribute('href');
  const branch = month.split('/')[2];
  const open = (label) => async () => { await button(page, label).first().tap(); };
  const forms = [
    ['#/quarter/2026-Q3'],
    [`#/quarter/2026-Q3/${branch}`],
    [`#/month/${branch}/2026-11/new`],
    [`#/month/${branch}/2026-11/close`],
    [`#/month/${branch}/2026-10/close`, open('重新打开这个月')],
    [`#/year/2026/${branch}/ballots`],
    ['#/register/department/new'],
    ['#/register/member/new'],
    ['#/register/appeal/new'],
    ['#/register/branch/new'],
    ['#/exchange'],
    ['#/redactions'],
    ['#/settings'],
    ['#/standard', async () => {
      await button(page, '修改标准').tap();
      await page.locator('.list-item', { hasText: '主题党日' }).tap();
      await page.getByLabel('基础分').waitFor();
    }],
    ['#/exchange', async () => { await page.getByRole('switch', { name: '加密（用口令）' }).tap(); }],
    ['#/settings', async () => {
      await button(page, '加锁').tap();
      await button(page.getByRole('dialog'), '下一步').tap();
      await page.getByLabel('再写一次新口令').waitFor();
    }],
  ];
  for (const [place, [route, prepare]] of forms.entries()) {
    await go(page, route);
    await page.locator('#page-title').waitFor();
    await page.waitForTimeout(700);
    await prepare?.();
    await page.waitForTimeout(200);
    const count = await typeEverywhere(page);
    assert.ok(count > 0, `${route} has inputs`);
    const before = await typed(page);
    await tell(page, place + 1);
    await page.waitForTimeout(400);
    assert.deepEqual(await typed(page), before, `${route}: ${count} inputs stay as they were`);
  }
  // It did arrive.
  await go(page, '#/register/department');
  await page.getByText(`新科室${forms.length}`, { exact: true }).first().waitFor();
});

journey('the first run keeps what is typed when another window founds a ledger', async (site) => {
  const page = await arrive(site);
  await page.getByRole('button', { name: /新建台账/ }).tap();
  await page.getByLabel('单位名称').waitFor();
  const fill = () => page.locator('body').evaluate((body) => {
    const all = [...body.querySelectorAll('input.input[type=text]')];
    for (const [place, one] of all.entries()) {
      one.focus();
      one.dataset.mine = String(place);
      one.value = `字${place}`;
      one.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return all.length;
  });
  assert.ok(await fill() >= 5);
  const before = await typed(page);
  const other = await page.context().newPage();
  await other.goto(site.url);
  await sample(other);
  await page.bringToFront();
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('pageshow'));
    window.dispatchEvent(new Event('focus'));
  });
  await page.waitForTimeout(800);
  assert.deepEqual(await typed(page), before);
});

journey('an open page goes on to the next day', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.clock.install({ time: new Date('2026-11-30T23:58:00+08:00') });
  const page = await tablet.open();
  await sample(page);
  const entry = page.getByRole('link', { name: '登记积分' });
  assert.match(await entry.getAttribute('href'), /\/2026-11\/new$/);
  await page.clock.runFor(3 * 60_000);
  await page.getByText('2026年12月1日').first().waitFor();
  assert.match(await entry.getAttribute('href'), /\/2026-12\/new$/);
  await entry.tap();
  await page.getByLabel('发生日期').waitFor();
  assert.match(await page.getByLabel('发生日期').inputValue(), /12.*1/);
  // Asleep over another midnight, on a form in which nothing is typed yet.
  await page.clock.fastForward(24 * 3_600_000);
  await page.waitForFunction(() => [...document.querySelectorAll('.is-date input.input')].some((one) => /12\D+2/.test(one.value)));
});

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.tagName);

/** Where a refused form puts the focus: on its first fault, or on the line that says why. */
const onFault = (page) => page.waitForFunction(() => document.activeElement.closest('.is-invalid, [role=alert]'));

/** Presses Tab until what has the focus is called so, and says how often. */
async function tabTo(page, name, most = 40) {
  for (let count = 1; count <= most; count += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const label = one.labels?.[0]?.textContent ?? '';
      return one.getAttribute('aria-label') || label.replace('必填', '') || one.textContent;
    });
    if (at.trim().startsWith(name)) return count;
  }
  throw new Error(`Tab does not reach ${name}`);
}

journey('a month is closed by keyboard alone, the next step always near', async (site) => {
  const tablet = await site.tablet();
  await tablet.context.clock.setFixedTime(new Date('2026-11-03T10:00:00+08:00'));
  const page = await tablet.open();
  await page.getByRole('button', { name: /新建台账/ }).focus();
  await page.keyboard.press('Enter');
  for (const [label, text] of [
    ['单位名称', '示例市人民医院'], ['你的支部', '内科党支部'], ['你的姓名', '王芳'], ['你的职务', '支部书记'], ['这台设备叫什么', '平板A'],
  ]) {
    await page.getByLabel(label).focus();
    await page.keyboard.type(text);
  }
  await page.locator('.month-now').focus();
  await page.keyboard.press('Enter');
  await button(page, '10月').focus();
  await page.keyboard.press('Enter');
  await button(page, '开始').focus();
  await page.keyboard.press('Enter');
  await page.getByText('台账刚建好').waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'page-title');
  assert.ok(await tabTo(page, '添加党员', 8) <= 8);
  await page.keyboard.press('Enter');
  await page.getByLabel('姓名').waitFor();
  // A form that is refused has the focus on its first fault.
  await button(page, '保存').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.closest('.is-invalid'));
  assert.ok(await page.evaluate(() => document.activeElement.closest('.field') === document.querySelector('.field.is-invalid')));
  await page.getByLabel('姓名').fill('李明');
  await page.getByLabel('生效日期').fill('2026.1.1');
  await button(page, '保存').first().focus();
  await page.keyboard.press('Enter');
  await saved(page);
  await page.waitForFunction(() => ['split-title', 'page-title'].some((name) => document.activeElement.classList.contains(name)));
  // The month's grid is one stop.
  await go(page, '#/month');
  await page.locator('tbody td[tabindex="0"]').waitFor();
  await page.locator('tbody td[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('tbody')), null);
  // Approval, notice, lock.
  await go(page, '#/');
  await page.getByRole('link', { name: /2026年10月的月表等支委会审定/ }).focus();
  await page.keyboard.press('Enter');
  await button(page, '审定通过').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '公示', exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement.textContent.trim() === '公示');
  assert.ok(await tabTo(page, '开始公示', 12) <= 12);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '锁定', exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement.textContent.trim() === '锁定');
  await tablet.context.clock.setFixedTime(new Date('2026-11-20T10:00:00+08:00'));
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  assert.ok(await tabTo(page, '锁定这个月', 3) <= 3);
  await page.keyboard.press('Enter');
  await page.getByText('已锁定').first().waitFor();
  await page.waitForFunction(() => document.activeElement.tagName !== 'BODY');
  assert.notEqual(await focused(page), 'BODY');
});

journey('ballots that are refused have the focus on the number at fault', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await go(page, '#/quarter/2026-Q3');
  const month = await page.locator('.quarter-month').first().getAttribute('href');
  const branch = month.split('/')[2];
  await go(page, `#/year/2026/${branch}/ballots`);
  await page.getByLabel('应到').fill('12345');
  await button(page, '存下票数').focus();
  await page.keyboard.press('Enter');
  await onFault(page);
  assert.equal(await page.evaluate(() => document.activeElement.value), '12345');
});

journey('what opens in the place of its button takes the focus', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await go(page, '#/quarter/2026-Q3');
  const month = await page.locator('.quarter-month').first().getAttribute('href');
  await go(page, `#/month/${month.split('/')[2]}/2026-10/close`);
  const opener = page.getByRole('button', { name: /^(退回录入|重新打开这个月)$/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.tagName === 'TEXTAREA');
  await button(page, '不了').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /退回录入|重新打开/.test(document.activeElement.textContent));
});

journey('a duty of faulty records leads to just these', async (site) => {
  const page = await arrive(site);
  await sample(page);
  await page.evaluate((at) => {
    const key = Object.keys(localStorage).find((one) => /^yixin\/[0-9a-f]{32}\//.test(one));
    const channel = new BroadcastChannel(key.split('/').slice(0, 2).join('/'));
    const changes = ['甲', '乙'].map((name) => ({ record: `member:=缺${name}`, field: 'name', value: `缺项${name}` }));
    channel.postMessage(JSON.stringify({
      id: '00000000000000fe-1', at, offset: 480, by: { name: '', role: '', tablet: '' }, act: 'change', size: 2, changes,
    }));
    channel.close();
  }, TODAY.getTime());
  // The list is narrowed to those of today, among whom the faulty ones are not.
  await page.getByRole('link', { name: /党员有 2 条记录待修正/ }).tap();
  await page.locator('tbody tr', { hasText: '缺项甲' }).waitFor();
  assert.equal(await page.locator('tbody tr[aria-rowindex]').count(), 2);
});

journey('leaving a page while a picker or menu has the focus breaks nothing', async (site) => {
  const page = await arrive(site);
  await sample(page);
  for (const [route, opener] of [
    ['#/quarter/2026-Q3', '.page-controls .popover .picker'],
    ['#/month', '.page-controls .popover .picker'],
    ['#/register/member', '[aria-haspopup=menu]'],
  ]) {
    await go(page, route);
    await page.locator(opener).first().tap();
    await page.waitForFunction(() => document.activeElement.closest('.popover-panel'));
    await go(page, '#/settings');
    await page.getByRole('heading', { name: '设置', exact: true }).waitFor();
    // The focus went with the panel, and is on the page that came.
    await page.waitForFunction(() => document.activeElement.id === 'page-title');
  }
});
