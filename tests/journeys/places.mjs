// The pages of the app with the sample ledger, each with its address and with what it alone has: a
// heading, or another part by its role and name.

export const BRANCH = encodeURIComponent('branch:=内科党支部');
export const MEMBER = encodeURIComponent('member:=1020');
export const MONTH = `#/month/${BRANCH}/2026-10`;

export const PAGES = {
  home: ['#/', '示例用户，今天要办的事'],
  activities: ['#/life', '活动'],
  'new-meeting': [`#/life/new/2026-10/${BRANCH}/themed`, '主题党日'],
  duties: ['#/life/duties', '该做什么'],
  'duties-paper': ['#/life/print-duties', '本月待办'],
  hours: ['#/life/hours/2026-11', '学时'],
  plan: ['#/life/plan/2026-11', '理论学习计划'],
  commitments: ['#/life/commitments/2026-11', '年度承诺'],
  board: ['#/life/board', '三亮公示'],
  facets: ['#/life/facets', '德能勤绩廉'],
  figures: ['#/life/figures/2026-11', '年度数据'],
  sheet: [MONTH, '内科党支部2026年10月月表', 'region'],
  item: [`${MONTH}/item/A4`, 'A4 主题党日'],
  explanation: [`${MONTH}/explain/${MEMBER}/C3`, '陈雪琴'],
  entries: [`${MONTH}/entries`, '本月积分登记', 'grid'],
  'new-entry': [`${MONTH}/new/C3.1`, '登记积分'],
  close: [`${MONTH}/close`, '锁定'],
  locked: [`#/month/${BRANCH}/2026-09/close`, '锁定以后的变化'],
  form: [`${MONTH}/print-form`, '月度申报表'],
  paper: [`${MONTH}/print-sheet`, '月表'],
  notice: [`${MONTH}/print-notice`, '公示表'],
  'fill-month': ['#/register/department_result/month/2026-10', '科室月考核'],
  members: ['#/register/member', '党员', 'grid'],
  member: [`#/register/member/${MEMBER}`, '陈雪琴'],
  'member-form': [`#/register/member/${MEMBER}/edit`, '修改陈雪琴'],
  registers: ['#/registers', '台账'],
  veto: ['#/register/veto/new', '新增一票否决'],
  standard: ['#/standard', '考核标准'],
  'import-roster': ['#/import-roster', '花名册导入'],
  'import-totals': ['#/import-totals', '引入以往月份'],
  exchange: ['#/exchange', '交换'],
  handover: ['#/exchange/handover', '工作交接'],
  disputes: ['#/exchange/disputes', '两边都改过'],
  twins: ['#/exchange/twins', '同一人、同一单位'],
  branches: ['#/branches/2026-10', '各支部进度'],
  redactions: ['#/redactions', '依法删除个人信息'],
  settings: ['#/settings', '设置'],
  nowhere: ['#/nowhere', '没有这一页'],
};
