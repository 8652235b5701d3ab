//! What the hospital changed in the rules of what is due (办事规则).

use super::engine::{Display, Field, Head, Kind, NaturalKey, RegisterGroup, Schema};

/// Over which time something is due once or more often.
pub const DUTY_CYCLES: &[(&str, &str)] = &[
    ("month", "每月"),
    ("quarter", "每季"),
    ("half_year", "每半年"),
    ("year", "每年"),
    ("off", "不要求"),
];

/// The rules of what recurs, by id, with what is due: `reports::duties` has what they ask.
pub const DUTY_NAMES: &[(&str, &str)] = &[
    ("general", "支部党员大会"),
    ("committee", "支委会"),
    ("group", "党小组会"),
    ("lecture", "党课"),
    ("themed", "主题党日"),
    ("study", "集中学习"),
    ("warning", "警示教育"),
    ("organizational", "组织生活会"),
    ("appraisal", "民主评议党员"),
    ("commitments", "年度承诺"),
    ("study_plan", "理论学习计划"),
    ("study_check", "季末学时核对"),
    ("spot_check", "三亮抽查"),
    ("dues", "收缴党费"),
];

/// The register of changed rules: one record a rule, by its id.
pub static DUTY_RULE: Head = Head {
    group: RegisterGroup::Duty,
    key: NaturalKey::Fields(&["rule"]),
    ..Head::new("duty_rule", "办事规则")
};

/// The schema of changed rules.
pub static DUTY_RULE_SCHEMA: Schema = Schema {
    about: "各项工作多久一次，可以按本院的规定改；没有改过的按默认。",
    title: &["rule"],
    columns: &["cycle", "times"],
    display: Display { new: "改一条规则", ..Display::USUAL },
    ..Schema::new(
        &DUTY_RULE,
        &[
            Field::new("rule", "规则", Kind::Choice(DUTY_NAMES)).required(),
            Field::new("cycle", "周期", Kind::Choice(DUTY_CYCLES)),
            Field::new("times", "次数", Kind::Count(1, 99, "次")),
            Field::new("days", "提前提醒天数", Kind::Count(0, 366, "天")),
            Field::new("basis", "依据", Kind::Text(120)),
        ],
    )
};
