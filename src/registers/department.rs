//! Departments (科室), and their monthly result in the dual assessment (科室月考核).

use crate::ledger::Record;

use super::engine::{
    Amount, Check, Context, DEPARTMENT_SATISFACTION, DEPARTMENT_SCORE, EventOf, FactRule, Field,
    Group, Head, Kind, NaturalKey, Period, Rule, Schema, Subject,
};

/// The register of departments.
pub static DEPARTMENT: Head = Head {
    unit: "个",
    // Known by its name, so that tablets that import the same roster make the same department.
    key: NaturalKey::Fields(&["name"]),
    ..Head::new("department", "科室")
};

/// The schema of department records.
pub static DEPARTMENT_SCHEMA: Schema = Schema {
    about: "各科室。科室的月考核得分计入本科室党员的“岗位目标完成”一项。",
    columns: &["kind"],
    ..Schema::new(
        &DEPARTMENT,
        &[
            Field::new("name", "科室名称", Kind::Text(40)).required().public(),
            Field::new(
                "kind",
                "类型",
                Kind::Choice(&[
                    ("clinical", "临床"),
                    ("technical", "医技"),
                    ("nursing", "护理"),
                    ("office", "职能"),
                    ("logistics", "后勤"),
                ]),
            )
            .public(),
            Field::new("head", "负责人", Kind::Text(40)).public(),
            Field::new("notes", "备注", Kind::Lines(500)),
        ],
    )
};

/// The register of departments' monthly results.
pub static DEPARTMENT_RESULT: Head = Head {
    group: Group::Assessment,
    key: NaturalKey::Fields(&["department", "month"]),
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[
        FactRule::new(
            Subject::Field("department"),
            EventOf::Known(DEPARTMENT_SCORE),
            Amount::Field("score"),
        ),
        FactRule::new(
            Subject::Field("department"),
            EventOf::Known(DEPARTMENT_SATISFACTION),
            Amount::Field("satisfaction"),
        ),
    ],
    ..Head::new("department_result", "科室月考核").owned_by("department", "department")
};

/// The schema of department_result records.
pub static DEPARTMENT_RESULT_SCHEMA: Schema = Schema {
    about: "每月各科室双考得分和满意度。缺的科室按标准里的规定计（默认按满分档）。",
    title: &["department", "month"],
    columns: &["score", "satisfaction"],
    rules: &[Rule::fault("one a month", Check::By(one_a_month), "")],
    ..Schema::new(
        &DEPARTMENT_RESULT,
        &[
            Field::new("department", "科室", Kind::Reference("department")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("score", "双考得分", Kind::Points(0, 1000))
                .required()
                .help("百分制，可有一位小数；不得引用业务收入指标"),
            Field::new("satisfaction", "满意度（%）", Kind::Percent).help("没有样本就空着"),
            Field::new("note", "说明", Kind::Lines(500)),
        ],
    )
};

/// Two departments that turned out to be one may each have a result of the month. Until one is
/// deleted the lower counts.
fn one_a_month(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let named = DEPARTMENT_RESULT.id(&[record.text("department"), record.text("month")]);
    if *record.id() == named {
        return None;
    }
    let text = "这个科室本月还有一条得分，现在按低的计，请删去一条";
    context.record(&named).filter(Record::is_live).map(|_| ("month", text.to_owned()))
}
