//! Fields of a roster (花名册) and the headings under which hospitals keep them.
//!
//! What a heading means is found out in [`headings`](super::headings).

/// How a field's cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A person's name.
    Name,
    /// 男 or 女.
    Gender,
    /// A people (民族), written with 族.
    Ethnicity,
    /// A date to the day or month.
    Date,
    /// 正式 or 预备.
    Category,
    /// 在职, 离退休, 流动 or 长病.
    Status,
    /// 医, 护, 技, 药, 管 or 工勤.
    JobKind,
    /// Telephone numbers.
    Phone,
    /// A number given by the hospital.
    StaffNumber,
    /// The name of a branch.
    Branch,
    /// The name of a department.
    Department,
    /// 是 or 否.
    YesNo,
    /// Posts in the Party and others in one cell (党内/行政职务), read into both fields.
    Posts,
    /// A line of text of at most so many characters.
    Text(usize),
}

/// A field of a roster.
#[derive(Debug, PartialEq, Eq)]
pub struct RosterField {
    /// The name in the code and in the ledger.
    pub name: &'static str,
    /// The name on the screen.
    pub label: &'static str,
    /// How its cells are read.
    pub kind: FieldKind,
    /// Other usual headings, squeezed and without brackets.
    headings: &'static [&'static str],
}

impl RosterField {
    /// The headings that mean the field, its label first.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        [self.label].into_iter().chain(self.headings.iter().copied())
    }
}

const fn field(
    name: &'static str,
    label: &'static str,
    kind: FieldKind,
    headings: &'static [&'static str],
) -> RosterField {
    RosterField { name, label, kind, headings }
}

/// The fields that a roster brings, in the order in which they are shown.
#[rustfmt::skip] // One field a line.
pub const FIELDS: &[RosterField] = &[
    field("name", "姓名", FieldKind::Name, &["党员姓名", "名字", "职工姓名", "人员姓名", "被考核人", "党员", "姓名全称", "成员姓名", "党员名字", "员工姓名", "教职工姓名", "本人姓名", "同志姓名"]),
    field("staff_number", "工号", FieldKind::StaffNumber, &["职工号", "员工号", "员工编号", "职工编号", "人员编号", "工作证号", "职工工号", "员工工号", "人事编号", "工资号", "胸牌号", "HIS工号", "职工编码", "人员编码", "员工编码", "职工代码", "员工代码", "人员代码", "工作牌号", "胸卡号", "工牌号", "职工ID", "员工ID"]),
    field("gender", "性别", FieldKind::Gender, &["男女"]),
    field("ethnicity", "民族", FieldKind::Ethnicity, &["族别"]),
    field("born", "出生年月", FieldKind::Date, &["出生日期", "出生日月", "何时出生", "出生时间", "出生年月日", "生日", "出生"]),
    field("native_place", "籍贯", FieldKind::Text(40), &["籍贯地", "籍贯所在地"]),
    field("education", "学历", FieldKind::Text(20), &["文化程度", "最高学历", "全日制学历", "学历层次", "教育程度", "现学历", "学历学位", "学历/学位", "学历、学位", "学历及学位"]),
    field("degree", "学位", FieldKind::Text(20), &["最高学位", "全日制学位"]),
    field("school", "毕业院校及专业", FieldKind::Text(80), &["毕业院校", "毕业学校", "毕业学校及专业", "毕业院校专业", "毕业院校系及专业", "院校及专业", "毕业院校、专业"]),
    field("work_started", "参加工作时间", FieldKind::Date, &["参工时间", "工作时间", "参加工作年月", "参加工作日期", "参工年月", "参加工作", "何时参加工作", "何时工作", "参加革命工作时间", "首次参加工作时间"]),
    field("joined_party", "入党时间", FieldKind::Date, &["入党年月", "入党日期", "加入党组织时间", "加入党组织日期", "加入中共时间", "何时入党", "入党年月日", "加入中国共产党时间", "入党", "加入党组织年月", "接收为预备党员日期", "预备党员时间", "预备党员日期", "加入中国共产党日期", "加入中国共产党", "批准入党时间"]),
    field("full_since", "转正时间", FieldKind::Date, &["转正日期", "转正年月", "转为正式党员时间", "转为正式党员日期", "转正", "按期转正时间", "何时转正", "成为正式党员时间", "预备党员转正时间", "转正式时间", "转正式日期", "转正式党员时间", "转正式党员日期", "正式党员时间", "正式党员日期", "转为正式党员", "转为正式党员年月", "正式转正日期", "正式转正时间"]),
    field("category", "党员类别", FieldKind::Category, &["人员类别", "类别", "党员类型", "党员性质", "党员身份", "党员类型别", "政治面貌", "正式/预备", "正式预备"]),
    field("party_post", "党内职务", FieldKind::Text(40), &["支部职务", "党务职务", "党支部职务", "党内任职", "党务工作职务", "支部任职", "支委职务", "党组织职务", "党内职位", "党内岗位", "党组织内职务", "支部内职务"]),
    field("posts", "党内/行政职务", FieldKind::Posts, &["党内行政职务", "党内及行政职务", "党内、行政职务", "党政职务", "党内外职务", "行政/党内职务"]),
    field("post", "行政职务", FieldKind::Text(40), &["职务", "现任职务", "工作职务", "岗位职务", "行政职务名称", "职务名称", "现任行政职务", "行政任职", "科室职务", "担任职务", "职务名称及级别", "单位及职务", "工作单位及职务", "科室及职务", "所在科室及职务", "单位职务", "现任职务名称"]),
    field("title_rank", "职称", FieldKind::Text(40), &["专业技术职称", "技术职称", "专业技术职务", "职称等级", "专业技术资格", "现有职称", "职称级别", "职称名称", "聘任职称", "技术职务", "专业技术职务级别", "从事专业技术职务", "卫生技术职称", "现任专业技术职务", "职称全称"]),
    field("job_kind", "岗位类型", FieldKind::JobKind, &["岗位类别", "岗位", "岗类", "人员岗位类别", "岗位性质", "职业类别", "工作岗位", "从事岗位", "现岗位", "岗位名称", "专业类别", "人员岗位"]),
    field("department", "科室", FieldKind::Department, &["所在科室", "部门", "所在部门", "科室名称", "工作科室", "单位", "工作单位", "科室部门", "科室/部门", "单位及科室", "工作部门", "所在单位", "任职部门", "现工作部门", "工作单位及部门", "病区", "科别"]),
    field("branch", "所在支部", FieldKind::Branch, &["支部", "党支部", "所在党支部", "所属支部", "所属党支部", "支部名称", "党支部名称", "组织关系所在支部", "组织关系所在党支部", "所在党组织", "党组织名称", "现所在支部", "现所在党支部", "所在党组织名称", "隶属党支部", "隶属支部", "组织关系", "所属党组织", "所在支部名称", "所在党支部名称", "党支部全称"]),
    field("group", "党小组", FieldKind::Text(40), &["所在党小组", "小组", "所属党小组", "党小组名称"]),
    field("phone", "联系电话", FieldKind::Phone, &["电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "移动电话", "联系手机", "手机电话", "移动电话号码", "本人电话", "通讯方式", "联系号码", "电话手机"]),
    field("status", "人员状态", FieldKind::Status, &["状态", "在职状态", "在职情况", "在职/离退休/流动/长病", "在岗情况", "党员状态", "人员情况", "在岗状态", "在职离退休", "在岗", "在册情况", "人员现状", "党员现状", "现状态"]),
    field("dual_leader", "双带头人", FieldKind::YesNo, &["是否双带头人", "双带头人书记", "是否为双带头人", "是否是双带头人"]),
    field("mentor", "培养联系人", FieldKind::Text(40), &["入党培养联系人", "联系人"]),
    field("notes", "备注", FieldKind::Text(500), &["说明", "备考"]),
];

/// The field of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static RosterField> {
    FIELDS.iter().find(|field| field.name == name)
}
