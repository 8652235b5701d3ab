//! Departments (科室), and their monthly result in the dual assessment (科室月考核).

use crate::ledger::{Ledger, Record, RecordId};

use super::fact::{DEPARTMENT_SATISFACTION, DEPARTMENT_SCORE, Fact};
use super::field::{Field, Kind};
use super::problem::Problem;
use super::register::Register;

/// The register of departments.
pub static DEPARTMENT: Register = Register {
    about: "各科室。科室的月考核得分计入本科室党员的“岗位目标完成”一项。",
    unit: "个",
    columns: &["kind"],
    // Known by its name, so that tablets that import the same roster make the same department.
    key: |text| Some(text("name")).filter(|name| !name.is_empty()),
    ..Register::new(
        "department",
        "科室",
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
pub static DEPARTMENT_RESULT: Register = Register {
    about: "每月各科室双考得分和满意度。缺的科室按标准里的规定计（默认按满分档）。",
    title: &["department", "month"],
    columns: &["score", "satisfaction"],
    key: |text| {
        let (department, month) = (text("department"), text("month"));
        (!department.is_empty() && !month.is_empty()).then(|| format!("{department}|{month}"))
    },
    check: check_result,
    facts: department_facts,
    of_month: Some("month"),
    ..Register::new(
        "department_result",
        "科室月考核",
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
fn check_result(record: &Record<'_>, ledger: &Ledger) -> Vec<Problem> {
    let key = format!("{}|{}", record.text("department"), record.text("month"));
    if record.id().key() == Some(&*key) {
        return Vec::new();
    }
    let other = ledger.record(&RecordId::keyed(DEPARTMENT_RESULT.name, &key));
    match other.filter(Record::is_live) {
        Some(_) => {
            vec![Problem::new("month", "这个科室本月还有一条得分，现在按低的计，请删去一条")]
        }
        None => Vec::new(),
    }
}

fn department_facts(record: &Record<'_>, facts: &mut Vec<Fact>) {
    let (Some(department), Ok(month)) =
        (record.named(record.text("department")), record.text("month").parse())
    else {
        return;
    };
    for (field, event) in [("score", DEPARTMENT_SCORE), ("satisfaction", DEPARTMENT_SATISFACTION)] {
        if let Some(amount) = record.get(field).as_int().and_then(|n| i32::try_from(n).ok()) {
            facts.push(Fact { subject: department.clone(), month, event, amount, day: None });
        }
    }
}
