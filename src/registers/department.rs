//! Departments (科室).

use super::engine::{Display, Field, Head, Kind, NaturalKey, Schema};

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
    display: Display { same: "单位", ..Display::USUAL },
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
            Field::new("closed_on", "撤并时间", Kind::DayOrMonth)
                .help("撤并以后的月份不再登记这个科室的内容"),
            Field::new("notes", "备注", Kind::Lines(500)),
        ],
    )
};
