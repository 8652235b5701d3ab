//! Meaning of a roster's headings: known ones for sure, others guessed by a known word inside.

use super::roster_fields::{FIELDS, FieldKind, RosterField};
use super::text;

/// The longest heading that is known for sure, in characters.
const LONGEST: usize = 16;

/// Known headings that say less than others of their field: beside one of those (科室 beside 单位,
/// 党员类别 beside 政治面貌) they are not taken.
#[rustfmt::skip]
const GENERAL: &[&str] = &[
    "党员", "被考核人", "全日制学历", "全日制学位", "人员类别", "类别", "党员身份", "政治面貌", "职务",
    "岗位", "工作岗位", "现岗位", "岗位名称", "从事岗位", "人员岗位", "单位", "工作单位", "所在单位", "部门",
    "所在部门", "工作部门", "任职部门", "现工作部门", "病区", "所在党组织", "所属党组织", "党组织名称",
    "所在党组织名称", "组织关系", "小组", "电话", "联系方式", "通讯方式", "电话号码", "状态", "人员情况",
    "联系人", "说明", "单位及职务", "工作单位及职务", "单位职务",
];

/// Known headings that are too general to be looked for inside others (健康状态, 教育类别).
const ONLY_WHOLE: &[&str] = &["类别", "状态", "单位", "说明", "入党", "转正", "出生"];

/// Words of people other than the member: what stands under them is theirs.
const OTHER_PEOPLE: &[&str] = &[
    "介绍人",
    "联系人",
    "配偶",
    "父",
    "母",
    "子女",
    "家庭",
    "家属",
    "亲属",
    "社会关系",
    "紧急",
    "培养人",
];

/// Words of headings that speak of something else than the known word inside them: a place before
/// or after this one, a step on the way into the Party, a paper.
#[rustfmt::skip]
const OTHER_THINGS: &[&str] = &[
    "是否", "志愿书", "编号", "证", "党费", "积分", "得分", "书记", "负责人", "签", "邮", "地址", "住址",
    "谈话", "原", "曾", "转出", "转入", "流入", "流出", "档案", "上级", "户籍", "户口", "党籍", "联合",
    "申请", "积极分子", "发展对象", "入党时所", "入党时支", "入党时单", "入党支部", "志愿", "预计", "期满", "延期", "应转", "拟",
    "来院", "进院", "入院", "到院", "院工作", "调入", "调出", "学习", "填表", "填报", "审核", "推荐", "领导",
    "主管", "单位性质", "单位类", "单位属性", "支部类", "岗位等级", "岗位级别",
];

/// Ends of headings of dates.
const DATE_ENDS: &[&str] = &["时间", "日期", "年月", "年月日", "日", "月份"];

/// Ends of headings of people, numbers and places, of which the roster has none to guess.
#[rustfmt::skip]
const OTHER_ENDS: &[&str] = &[
    "人", "主任", "组长", "小组长", "护士长", "院长", "委员", "干部", "数", "费", "分", "率", "址", "地",
    "额", "意见", "照片", "情形", "流向", "年限", "时长",
];

/// What a heading says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// A field of the roster.
    Field(&'static RosterField),
    /// A field of the roster in a general word, used only where no column says more.
    General(&'static RosterField),
    /// Identity-card numbers, which the ledger does not keep.
    IdentityNumber,
    /// The running number of the rows.
    RowNumber,
}

impl Heading {
    /// The field that the heading names.
    #[must_use]
    pub fn field(self) -> Option<&'static RosterField> {
        match self {
            Self::Field(field) | Self::General(field) => Some(field),
            Self::IdentityNumber | Self::RowNumber => None,
        }
    }
}

/// What a heading means, if it is one that is known. Spaces, line breaks, width, brackets and
/// what stands in them, numbering, stars, colons and a translation beside do not matter.
#[must_use]
pub fn of_heading(heading: &str) -> Option<Heading> {
    spellings(heading).iter().find_map(|plain| known(plain))
}

/// The plain spellings of a heading, each without something that may stand around its words: a
/// number before them, a translation beside them.
#[must_use]
pub fn spellings(heading: &str) -> [String; 3] {
    let plain = plain_heading(heading);
    [unnumbered(&plain), without_latin(unnumbered(&plain)), after_numerals(&plain)]
        .map(str::to_owned)
}

/// What a plain heading means.
fn known(plain: &str) -> Option<Heading> {
    if plain.is_empty() || plain.chars().count() > LONGEST {
        return None;
    }
    if plain.contains("身份证")
        || matches!(plain, "公民身份号码" | "公民身份号" | "证件号码" | "证件号")
    {
        return Some(Heading::IdentityNumber);
    }
    if matches!(plain, "序号" | "编号" | "序" | "顺序号" | "顺号" | "项次" | "行号")
        || plain.eq_ignore_ascii_case("no")
    {
        return Some(Heading::RowNumber);
    }
    let field = FIELDS.iter().find(|field| field.words().any(|word| word == plain))?;
    Some(if GENERAL.contains(&plain) { Heading::General(field) } else { Heading::Field(field) })
}

/// What a heading that is not known probably means: by the longest known heading inside it, of
/// equal ones the last, as Chinese says the thing last. None where it speaks of somebody or
/// something else (入党介绍人, 申请入党时间, 档案所在单位), or where its end does (科室主任).
#[must_use]
pub fn guess(heading: &str) -> Option<&'static RosterField> {
    let plain = plain_heading(heading);
    let plain = without_latin(unnumbered(&plain));
    let others = || OTHER_PEOPLE.iter().chain(OTHER_THINGS);
    if !(3..=20).contains(&plain.chars().count()) || others().any(|word| plain.contains(word)) {
        return None;
    }
    let words = FIELDS.iter().flat_map(|field| field.words().map(move |word| (field, word)));
    let inside = words.filter_map(|(field, word)| {
        let long = word.chars().count();
        let at = plain.rfind(word).filter(|_| long > 1 && !ONLY_WHOLE.contains(&word))?;
        (is_of_its_kind(plain, at, word, field)).then_some((long, at, field))
    });
    inside.max_by_key(|(long, at, _)| (*long, *at)).map(|(_, _, field)| field)
}

/// Whether the end of a heading speaks of what the field holds.
fn is_of_its_kind(plain: &str, at: usize, word: &str, field: &RosterField) -> bool {
    let ends_in = |text: &str, ends: &[&str]| ends.iter().any(|end| text.ends_with(end));
    let speaks_of_dates = ends_in(plain, DATE_ENDS);
    match field.kind {
        FieldKind::Date => speaks_of_dates || ends_in(word, DATE_ENDS),
        // 党员思想汇报 tells of no name.
        FieldKind::Name => plain.get(at..).is_some_and(|end| end.ends_with("名")),
        FieldKind::Phone | FieldKind::StaffNumber => !speaks_of_dates,
        _ => !speaks_of_dates && !plain.ends_with(['号', '码']) && !ends_in(plain, OTHER_ENDS),
    }
}

/// Whether what stands under a heading is of somebody else (家庭主要成员, 入党介绍人).
#[must_use]
pub fn is_of_others(heading: &str) -> bool {
    OTHER_PEOPLE.iter().any(|word| heading.contains(word))
}

/// A heading without the number before it: 1.姓名, (2)性别, 三、民族.
fn unnumbered(plain: &str) -> &str {
    let is_digit = |c: char| {
        c.is_ascii_digit() || matches!(c, '①'..='⒛' | '㈠'..='㈩' | '❶'..='❿' | '⓵'..='⓾')
    };
    let rest = plain.trim_start_matches(is_digit);
    if rest.len() != plain.len() {
        return rest.trim_start_matches(['、', ',', ')', '-', '_']);
    }
    match plain.split_once('、') {
        Some((number, rest)) if !number.is_empty() && after_numerals(number).is_empty() => rest,
        _ => plain,
    }
}

/// A heading without the Chinese numerals before it (一.姓名, whose point is gone by now).
fn after_numerals(plain: &str) -> &str {
    plain.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c))
}

/// A heading in Han characters without its translation: Name姓名, 性别/Gender.
fn without_latin(plain: &str) -> &str {
    let han = plain.trim_matches(|c: char| c.is_ascii());
    if han.is_empty() { plain } else { han }
}

/// A heading without spaces, marks, idle words, and what stands in brackets.
fn plain_heading(heading: &str) -> String {
    let squeezed = text::squeezed(heading);
    let mut depth = 0_usize;
    let outside = squeezed.chars().filter(|c| match c {
        '(' | '[' | '【' | '〔' | '〈' | '<' => {
            depth += 1;
            false
        }
        ')' | ']' | '】' | '〕' | '〉' | '>' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    let plain: String = outside.collect();
    // 【姓名】 stands in brackets as a whole.
    let whole = if plain.is_empty() { squeezed } else { plain };
    let is_mark = |c: &char| "*:※★☆●▲△#.⒈的()[]【】〔〕“”\"'".contains(*c);
    let plain: String = whole.chars().filter(|c| !is_mark(c)).collect();
    ["必填", "选填", "请填写"].iter().fold(plain, |plain, idle| plain.replace(idle, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(heading: &str) -> Option<&'static str> {
        of_heading(heading)?.field().map(|field| field.name)
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
        for numbered in [
            "1.姓名",
            "(1)姓 名",
            "①姓名",
            "一、姓名",
            "⒈姓名",
            "（一）姓名",
            "⑴姓名",
            "一.姓名",
            "二、 姓名",
        ] {
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
            for heading in field.words() {
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
