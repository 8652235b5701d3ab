//! The fields of a roster (花名册) and the headings under which hospitals keep them.

use super::text;

/// How a field's cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub struct Field {
    /// The name in the code and in the ledger.
    pub name: &'static str,
    /// The name on the screen.
    pub label: &'static str,
    /// How its cells are read.
    pub kind: Kind,
    /// Other usual headings, squeezed and without brackets.
    headings: &'static [&'static str],
}

const fn field(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    headings: &'static [&'static str],
) -> Field {
    Field { name, label, kind, headings }
}

/// The fields that a roster brings, in the order in which they are shown.
#[rustfmt::skip] // One field a line.
pub const FIELDS: &[Field] = &[
    field("name", "姓名", Kind::Name, &["党员姓名", "名字", "职工姓名", "人员姓名", "被考核人", "党员", "姓名全称", "成员姓名", "党员名字"]),
    field("staff_number", "工号", Kind::StaffNumber, &["职工号", "员工号", "员工编号", "职工编号", "人员编号", "工作证号", "职工工号", "员工工号", "人事编号", "工资号", "胸牌号", "HIS工号", "职工编码", "人员编码"]),
    field("gender", "性别", Kind::Gender, &["男女"]),
    field("ethnicity", "民族", Kind::Ethnicity, &["族别"]),
    field("born", "出生年月", Kind::Date, &["出生日期", "何时出生", "出生时间", "出生年月日", "生日", "出生"]),
    field("native_place", "籍贯", Kind::Text(40), &["出生地", "籍贯地"]),
    field("education", "学历", Kind::Text(20), &["文化程度", "最高学历", "全日制学历", "学历层次", "教育程度"]),
    field("degree", "学位", Kind::Text(20), &["最高学位", "全日制学位"]),
    field("school", "毕业院校及专业", Kind::Text(80), &["毕业院校", "毕业学校", "毕业学校及专业", "毕业院校专业", "毕业院校系及专业", "院校及专业", "毕业院校、专业"]),
    field("work_started", "参加工作时间", Kind::Date, &["参工时间", "工作时间", "参加工作年月", "参加工作日期", "参工年月", "参加工作", "何时参加工作", "何时工作"]),
    field("joined_party", "入党时间", Kind::Date, &["入党年月", "入党日期", "加入党组织时间", "加入党组织日期", "加入中共时间", "何时入党", "入党年月日", "加入中国共产党时间", "入党", "加入党组织的日期", "接收为预备党员日期", "成为预备党员时间"]),
    field("full_since", "转正时间", Kind::Date, &["转正日期", "转正年月", "转为正式党员时间", "转为正式党员日期", "转正", "按期转正时间", "何时转正", "成为正式党员时间", "预备党员转正时间"]),
    field("category", "党员类别", Kind::Category, &["人员类别", "类别", "党员类型", "党员性质", "党员身份", "党员类型别", "政治面貌", "正式/预备", "正式预备"]),
    field("party_post", "党内职务", Kind::Text(40), &["支部职务", "党务职务", "党支部职务", "党内任职", "党务工作职务", "支部任职", "支委职务", "党组织职务", "党内职位"]),
    field("posts", "党内/行政职务", Kind::Posts, &["党内行政职务", "党内及行政职务", "党内、行政职务", "党政职务", "党内外职务", "行政/党内职务"]),
    field("post", "行政职务", Kind::Text(40), &["职务", "现任职务", "工作职务", "岗位职务", "行政职务名称", "职务名称", "现任行政职务", "行政任职", "科室职务", "担任职务"]),
    field("title_rank", "职称", Kind::Text(40), &["专业技术职称", "技术职称", "专业技术职务", "职称等级", "专业技术资格", "现有职称", "职称级别", "职称名称", "聘任职称", "技术职务"]),
    field("job_kind", "岗位类型", Kind::JobKind, &["岗位类别", "岗位", "岗类", "人员岗位类别", "岗位性质", "职业类别", "工作岗位", "从事岗位", "现岗位", "岗位名称", "专业类别", "人员岗位"]),
    field("department", "科室", Kind::Department, &["所在科室", "部门", "所在部门", "科室名称", "工作科室", "单位", "工作单位", "科室部门", "科室/部门", "单位及科室", "工作部门", "所在单位", "任职部门", "现工作部门", "工作单位及部门", "病区", "科别"]),
    field("branch", "所在支部", Kind::Branch, &["支部", "党支部", "所在党支部", "所属支部", "所属党支部", "支部名称", "党支部名称", "组织关系所在支部", "组织关系所在党支部", "所在党组织", "党组织名称", "现所在支部", "现所在党支部", "所在党组织名称", "隶属党支部", "隶属支部", "组织关系"]),
    field("group", "党小组", Kind::Text(40), &["所在党小组", "小组", "所属党小组", "党小组名称"]),
    field("phone", "联系电话", Kind::Phone, &["电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "移动电话", "联系手机", "手机电话", "移动电话号码", "本人电话", "通讯方式", "联系号码", "电话手机"]),
    field("status", "人员状态", Kind::Status, &["状态", "在职状态", "在职情况", "在职/离退休/流动/长病", "在岗情况", "党员状态", "人员情况", "在岗状态", "在职离退休", "在岗", "在册情况", "人员现状", "党员现状", "现状态"]),
    field("dual_leader", "双带头人", Kind::YesNo, &["是否双带头人", "双带头人书记"]),
    field("mentor", "培养联系人", Kind::Text(40), &["入党培养联系人", "联系人"]),
    field("notes", "备注", Kind::Text(500), &["说明", "备考"]),
];

/// The field of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// What a heading says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// A field of the roster.
    Field(&'static Field),
    /// Identity-card numbers, which the ledger does not keep.
    IdentityNumber,
    /// The running number of the rows.
    RowNumber,
}

/// What a heading means, if it is one that is known. Spaces, line breaks, width, brackets and
/// what stands in them, stars and colons do not matter.
#[must_use]
pub fn of_heading(heading: &str) -> Option<Heading> {
    let plain = unnumbered(&plain_heading(heading)).to_owned();
    if plain.is_empty() || plain.chars().count() > 16 {
        return None;
    }
    if plain.contains("身份证")
        || plain == "公民身份号码"
        || plain == "证件号码"
        || plain == "证件号"
    {
        return Some(Heading::IdentityNumber);
    }
    if matches!(plain.as_str(), "序号" | "编号" | "序" | "顺序号" | "NO" | "No" | "no") {
        return Some(Heading::RowNumber);
    }
    FIELDS
        .iter()
        .find(|field| field.label == plain || field.headings.contains(&plain.as_str()))
        .map(Heading::Field)
}

/// What a heading that is not known probably means: by the longest known heading inside it, of
/// equal ones the last, as Chinese says the thing last. None where it speaks of somebody or
/// something else (入党介绍人, 家庭住址, 是否缴费).
#[must_use]
pub fn guess(heading: &str) -> Option<&'static Field> {
    const OTHERS: &[&str] = &[
        "介绍人",
        "联系人",
        "配偶",
        "父",
        "母",
        "子女",
        "家庭",
        "家属",
        "紧急",
        "是否",
        "志愿书",
        "编号",
        "证",
        "党费",
        "积分",
        "得分",
        "书记",
        "负责人",
        "签",
        "邮",
        "地址",
        "住址",
        "谈话",
        "次数",
        "人数",
        "天数",
        "离退休时间",
        "退休时间",
    ];
    let plain = unnumbered(&plain_heading(heading)).to_owned();
    if !(3..=20).contains(&plain.chars().count()) || OTHERS.iter().any(|word| plain.contains(word))
    {
        return None;
    }
    let known = FIELDS.iter().flat_map(|field| {
        let words = field.headings.iter().chain([&field.label]);
        words.map(move |word| (field, *word))
    });
    let inside = known.filter_map(|(field, word)| {
        let long = word.chars().count();
        let at = plain.rfind(word).filter(|_| long > 1)?;
        Some((long, at, field))
    });
    let (_, at, field) = inside.max_by_key(|(long, at, _)| (*long, *at))?;
    // 党员思想汇报 tells of no name.
    let ends_with_it =
        field.name != "name" || plain.get(at..).is_some_and(|end| end.ends_with("名"));
    ends_with_it.then_some(field)
}

/// A heading without the number before it: 1.姓名, (2)性别, 三、民族.
fn unnumbered(plain: &str) -> &str {
    let digits = |c: char| c.is_ascii_digit() || ('①'..='⑳').contains(&c);
    let rest = plain.trim_start_matches(digits);
    if rest.len() != plain.len() {
        return rest.trim_start_matches(['、', ',', ')', '-']);
    }
    let numerals = |c: char| "一二三四五六七八九十".contains(c);
    match plain.split_once('、') {
        Some((number, rest)) if !number.is_empty() && number.chars().all(numerals) => rest,
        _ => plain,
    }
}

/// A heading without spaces, marks, and what stands in brackets.
fn plain_heading(heading: &str) -> String {
    let mut depth = 0_usize;
    text::squeezed(heading)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '【' | '〔' => depth += 1,
                ')' | ']' | '】' | '〕' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0 && !matches!(c, '*' | ':' | '※' | '★' | '#' | '.' | '⒈')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(heading: &str) -> Option<&'static str> {
        match of_heading(heading)? {
            Heading::Field(field) => Some(field.name),
            _ => None,
        }
    }

    #[test]
    fn headings_are_known_however_they_are_set() {
        assert_eq!(name_of("姓 名"), Some("name"));
        assert_eq!(name_of("*姓名："), Some("name"));
        assert_eq!(name_of("入党时间（年月）"), Some("joined_party"));
        assert_eq!(name_of("入党\n时间"), Some("joined_party"));
        assert_eq!(name_of("所在党支部"), Some("branch"));
        assert_eq!(name_of("手机号码"), Some("phone"));
        assert_eq!(name_of("党员类别(正式/预备)"), Some("category"));
        assert_eq!(name_of("家庭住址"), None);
        for numbered in ["1.姓名", "(1)姓 名", "①姓名", "一、姓名", "⒈姓名"] {
            assert_eq!(name_of(numbered), Some("name"), "{numbered}");
        }
    }

    #[test]
    fn a_heading_is_guessed_by_the_longest_known_word_inside() {
        for (heading, field) in [
            ("现工作所在科室", "department"),
            ("本人联系电话", "phone"),
            ("加入中国共产党的时间及入党时间", "joined_party"),
            ("现任行政职务及级别", "post"),
            ("党员所在党支部全称", "branch"),
            ("最高学历情况", "education"),
            ("目前人员状态", "status"),
        ] {
            assert_eq!(guess(heading).map(|field| field.name), Some(field), "{heading}");
        }
        for heading in
            ["入党介绍人", "家庭联系电话", "党费缴纳情况", "支部书记姓名", "是否在职", "思想汇报"]
        {
            assert_eq!(guess(heading).map(|field| field.name), None, "{heading}");
        }
    }

    #[test]
    fn every_label_and_heading_means_one_field() {
        for field in FIELDS {
            for heading in field.headings.iter().chain([&field.label]) {
                assert_eq!(name_of(heading), Some(field.name), "{heading}");
            }
        }
    }

    #[test]
    fn identity_numbers_and_row_numbers_are_known_as_such() {
        assert_eq!(of_heading("身份证号码"), Some(Heading::IdentityNumber));
        assert_eq!(of_heading("公民身份号码"), Some(Heading::IdentityNumber));
        assert_eq!(of_heading("序 号"), Some(Heading::RowNumber));
    }
}
