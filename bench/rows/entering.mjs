// Choosing among two hundred members in the entry form: what a tap and a letter take until they are drawn.

import { launch } from '../../scripts/chromium.mjs';
import { alone, quantile, quartiles } from '../figures.mjs';

const TODAY = new Date('2026-11-21T10:00:00+08:00');
const FORM = `#/month/${encodeURIComponent('branch:=内科党支部')}/2026-11/new/C3.1`;
const SLOWER = 4;
const [SURNAMES, GIVEN] = ['赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨', '伟芳娜敏静丽强磊军洋勇艳杰涛明超'];
const WORDS = ['zhao', 'wwei', 'lif'];

const roster = (count) => {
  const rows = Array.from({ length: count }, (_, at) => {
    const name = SURNAMES[at % 16] + GIVEN[(at >> 4) % 16] + GIVEN[(at * 7) % 16];
    return `${name},内科党支部,2020.1.1,${1000 + at}`;
  });
  return Buffer.from(['姓名,所在支部,生效日期,工号', ...rows].join('\n'));
};

const button = (page, name) => page.getByRole('button', { name });
const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);

/** Founds a ledger and takes the roster in. */
export async function enroll(page, count = 200) {
  await button(page, /新建台账/).tap();
  const keeper = [['单位名称', '示例市人民医院'], ['你的支部', '内科党支部'], ['你的姓名', '王芳'], ['你的职务', '支部书记']];
  for (const [label, text] of keeper) await page.getByLabel(label).fill(text);
  await button(page, /^开始$/).tap();
  await page.getByText('台账刚建好').waitFor();
  await go(page, '#/import-roster');
  await page.locator('input[type=file]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: roster(count) });
  await button(page, '下一步').tap();
  await button(page, /^导入/).tap();
  await page.getByText(`已导入 ${count} 名党员`).waitFor();
  await page.locator('.saving').getByText('已保存').waitFor();
}

/** From now on notes what each interaction and each long task takes. */
function watch() {
  Object.assign(globalThis, { interactions: [], tasks: [] });
  new PerformanceObserver((list) => {
    globalThis.interactions.push(...list.getEntries().filter((one) => one.interactionId).map((one) => one.duration));
  }).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => {
    globalThis.tasks.push(...list.getEntries().map((one) => one.duration));
  }).observe({ type: 'longtask' });
}

export async function enteringRows(url, rounds, say) {
  const browser = await launch();
  try {
    const context = await browser.newContext({
      viewport: { width: 1180, height: 820 }, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(TODAY);
    await page.goto(`${url}dist/`);
    await enroll(page);
    await go(page, FORM);
    await page.locator('.roll-chip').nth(199).waitFor();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const search = page.getByRole('textbox', { name: '查找姓名' });
    const press = async (key) => {
      await page.keyboard.press(key);
      await page.waitForTimeout(300);
    };
    /** Three names are tapped; then three are looked for, letter by letter, and taken back. */
    const turn = async (at) => {
      for (const name of [0, 1, 2]) {
        await page.locator('.roll-chip').nth((3 * at + name) * 6).tap();
        await page.waitForTimeout(300);
      }
      await search.tap();
      for (const word of WORDS) {
        for (const letter of word) await press(letter);
        for (const _ of word) await press('Backspace');
      }
    };
    say(`200 names at ${SLOWER}×`);
    // The first ones warm up.
    await turn(0);
    await page.evaluate(watch);
    for (let at = 1; at <= rounds; at += 1) await turn(at);
    const { interactions, tasks } = await page.evaluate(() => ({ interactions: globalThis.interactions, tasks: globalThis.tasks }));
    const name = `the entry form with 200 members, at ${SLOWER}×: names tapped and looked for`;
    return [
      alone('B7-names', `${name} → drawn; 95 of 100 interactions`, quantile(interactions, 0.95), quartiles(interactions), 'ms', 100),
      alone('B7-names-task', `${name} → the longest task`, Math.max(0, ...tasks), quartiles([0, ...tasks]), 'ms', 100),
    ];
  } finally {
    await browser.close();
  }
}
