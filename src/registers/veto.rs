//! Vetoes (一票否决): records beside the score, which stays visible.

use crate::ledger::{Month, Record, RecordId};

use super::engine::{
    Affects, Context, Field, Head, Kind, Length, Period, RegisterGroup, STAGE, Schema, Severity,
    Span, Stage, When, is_at_end,
};

/// The clause that makes the whole year zero.
const YEAR_ZERO: &str = "V2";

/// The register of vetoes.
pub static VETO: Head = Head {
    group: RegisterGroup::Assessment,
    period: Period::RestOfYear("month"),
    affects: Affects::Participants,
    blocks_closing: true,
    ..Head::new("veto", "一票否决").owned_by("member", "member")
};

/// The schema of veto records.
pub static VETO_SCHEMA: Schema = Schema {
    about: "一票否决事项。原得分仍然保留可见，旁边写明否决结果；可以撤销。",
    title: &["member", "clause"],
    columns: &["month", "event", STAGE],
    stages: STAGES,
    ..Schema::new(
        &VETO,
        &[
            Field::new("member", "党员", Kind::Reference("member")).required().restricted(),
            Field::new(
                "clause",
                "后果",
                Kind::Choice(&[("V1", "当月清零，当年不得评先"), (YEAR_ZERO, "年度积分记 0")]),
            )
            .required()
            .restricted(),
            Field::new("month", "生效月份", Kind::Month).required().restricted(),
            Field::new("event", "情形", Kind::Text(60)).required().restricted(),
            Field::new("facts", "事实", Kind::Lines(1000)).required().restricted(),
            Field::new("decided_by", "认定单位", Kind::Text(60)).required().restricted(),
            Field::new("document", "文号", Kind::Text(60)).identifier().required().restricted(),
            Field::new("decided_on", "认定日期", Kind::Day).required().restricted(),
            Field::new("committee", "支委会决定", Kind::Lines(500)).required().restricted(),
            Field::new("lifted_on", "撤销日期", Kind::Day).restricted(),
            Field::new("lifted_why", "撤销理由", Kind::Lines(500)).restricted(),
        ],
    )
};

/// The stages of a veto.
const STAGES: &[Stage] = &[
    Stage::new("in_force", "生效", &[]),
    Stage::new("lifted", "已撤销", &[When::Filled("lifted_on")])
        .on("lifted_on")
        .needs(&["lifted_why"])
        .not_before(Span::with("decided_on", Length::Days(1)))
        .severity(Severity::Fault)
        .end(),
];

/// Whether a veto is lifted.
pub fn is_lifted(record: &Record<'_>, context: &Context<'_>) -> bool {
    is_at_end(STAGES, record, context)
}

/// A veto that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// The record.
    pub id: RecordId,
    /// Whom it concerns.
    pub member: RecordId,
    /// The clause of the standard: `V1` or `V2`.
    pub clause: String,
    /// The month in which it takes effect.
    pub month: Month,
}

impl Veto {
    /// Reads a veto; `None` where it is lifted, deleted or faulty.
    pub fn read(record: &Record<'_>, context: &Context<'_>) -> Option<Self> {
        if record.is_deleted() || is_lifted(record, context) {
            return None;
        }
        Some(Self {
            id: record.id().clone(),
            member: record.text("member").parse().ok()?,
            clause: Some(record.text("clause")).filter(|clause| !clause.is_empty())?.to_owned(),
            month: record.text("month").parse().ok()?,
        })
    }
}

impl Veto {
    /// Whether it makes the whole year zero, and not its month alone.
    pub fn zeroes_year(&self) -> bool {
        self.clause == YEAR_ZERO
    }

    /// Whether it is in force in a month: its own, and with a year made zero the rest of the year.
    pub fn covers(&self, month: Month) -> bool {
        let later = self.zeroes_year() && self.month.year() == month.year() && self.month <= month;
        self.month == month || later
    }
}
