//! The plan of theory study of a year (理论学习计划).

use super::engine::{
    Display, Field, Head, Kind, NaturalKey, Period, RegisterGroup, RowKeys, Schema,
};

/// The register of plans of study: one a branch and year, and one of the whole hospital.
pub static STUDY_PLAN: Head = Head {
    unit: "份",
    group: RegisterGroup::Activity,
    key: NaturalKey::OptionalFirst(&["branch", "year"]),
    period: Period::Year("year"),
    ..Head::new("study_plan", "理论学习计划").owned_by("branch", "branch")
};

/// The schema of plans of study.
pub static STUDY_PLAN_SCHEMA: Schema = Schema {
    about: "全年学什么、哪个月学；和实际开的会对照，哪些学过了一眼看到。",
    title: &["branch", "year"],
    columns: &["topics"],
    display: Display { new: "新增计划", ..Display::USUAL },
    ..Schema::new(
        &STUDY_PLAN,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).help("全院的计划不填"),
            Field::new("year", "年度", Kind::Count(2000, 9000, "年")).required(),
            Field::new(
                "topics",
                "学习安排",
                Kind::Columns(&[
                    Field::new("topic", "内容", Kind::Text(120)).required(),
                    Field::new("month", "月份", Kind::Count(1, 12, "月")),
                    Field::new("lecturer", "主讲或领学", Kind::Text(40)),
                    // The meeting at which it was studied, where its subject does not say so.
                    Field::new("meeting", "学过的会议", Kind::Reference("meeting")),
                ]),
            )
            .rows(RowKeys::Created),
            Field::new("note", "要求", Kind::Lines(1000)),
        ],
    )
};
