//! The monthly assessment of a branch (月考核): where it stands between entry and lock.

use crate::ledger::{Month, Record, RecordId};

use super::engine::{
    Affects, Field, Head, Kind, Length, NaturalKey, Period, RegisterGroup, STAGE, Schema, Span,
    Stage, When, stage_at,
};

/// The register of monthly assessments: one record a branch and month.
pub static ASSESSMENT: Head = Head {
    group: RegisterGroup::Unlisted,
    key: NaturalKey::Fields(&["branch", "month"]),
    period: Period::Month("month"),
    affects: Affects::Results,
    ..Head::new("assessment", "月考核").owned_by("branch", "branch")
};

/// The schema of assessment records.
pub static ASSESSMENT_SCHEMA: Schema = Schema {
    about: "各支部各月的审定、公示和锁定。在“考核”里办理。",
    title: &["branch", "month"],
    columns: &[STAGE],
    stages: STAGES,
    ..Schema::new(&ASSESSMENT, &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new(
                "approval",
                "支委会审定",
                Kind::Columns(&[
                    Field::new("day", "会议日期", Kind::Day).required(),
                    Field::new("meeting", "会议", Kind::Text(200)).required(),
                    Field::new("hash", "校验值", Kind::Data).required(),
                ]),
            ),
            Field::new(
                "notice",
                "公示",
                Kind::Columns(&[
                    Field::new("from", "开始", Kind::Day).required(),
                    Field::new("until", "截止", Kind::Day).required(),
                    Field::new("days", "工作日", Kind::Count(0, 366, "个")).required(),
                    Field::new("provisional", "暂算", Kind::YesNo).required(),
                    Field::new("place", "地点", Kind::Text(200)).required(),
                ]),
            ),
            Field::new("lock", "锁定", Kind::Data).conflict_note(
                "两台平板把这个月锁成了不同的结果，两份都已保留。选定以前，季度和年度按现在用的一份算。",
            ),
            Field::new("names", "锁定时的姓名", Kind::Data),
        ])
};

/// The id of a branch's assessment of a month.
pub fn assessment_id(branch: &RecordId, month: Month) -> RecordId {
    ASSESSMENT.id(&[branch.as_str(), &month.to_string()])
}

/// The steps of a month (录入 → 支委会审定 → 公示 → 锁定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Entries are still being made.
    Entry,
    /// The branch committee has approved the sheet.
    Approved,
    /// The sheet hangs on the wall.
    Notice,
    /// The snapshot is kept.
    Locked,
}

impl Step {
    /// The state of the month, and what a later entry leads to; `None` while entries are being made.
    pub const fn late_entry(self) -> Option<(&'static str, &'static str)> {
        const REAPPROVE: &str = "分数有变化就要退回录入、重新审定。";
        match self {
            Self::Entry => None,
            Self::Approved => Some(("已经审定", REAPPROVE)),
            Self::Notice => Some(("正在公示", REAPPROVE)),
            Self::Locked => Some((
                "已经锁定",
                "新的登记不会改动锁定的结果，会列为待处理的差额，转成调整分录后计入。",
            )),
        }
    }

    /// All steps, in their order.
    pub const ALL: [Self; 4] = [Self::Entry, Self::Approved, Self::Notice, Self::Locked];

    /// The name of its stage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Approved => "approved",
            Self::Notice => "notice",
            Self::Locked => "locked",
        }
    }

    /// Where a month is, in a word.
    pub fn word(self) -> &'static str {
        STAGES.iter().find(|stage| stage.name == self.name()).map_or("", |stage| stage.label)
    }
}

/// The stages of a month: each is a [`Step`], by its name.
const STAGES: &[Stage] = &[
    Stage::new("entry", "录入中", &[]),
    Stage::new("approved", "已审定", &[When::Filled("approval")]),
    Stage::new("notice", "公示中", &[When::Filled("notice")]),
    Stage::new("locked", "已锁定", &[When::Filled("lock")])
        .not_before(Span::after("notice.until", Length::Days(1)))
        .end(),
];

/// How far an assessment has come; a month without one is at entry. Undoing the first step of a
/// month deletes its record.
pub fn step(record: Option<&Record<'_>>) -> Step {
    let record = record.filter(|record| !record.is_deleted());
    // No stage of a month waits for a day.
    let stage = record.and_then(|record| STAGES.get(stage_at(STAGES, record, &|_| true)?));
    let step = stage.and_then(|stage| Step::ALL.into_iter().find(|one| one.name() == stage.name));
    step.unwrap_or(Step::Entry)
}
