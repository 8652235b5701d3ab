//! How many hours of study a year asks for, and how days are converted (学时要求).

use super::engine::{Context, Field, Head, Kind, NaturalKey, RegisterGroup, Schema};

/// The register of the rule of study; there is one record.
pub static STUDY_RULE: Head = Head {
    group: RegisterGroup::Activity,
    key: NaturalKey::Single,
    ..Head::new("study_rule", "学时要求")
};

/// The schema of the rule of study.
pub static STUDY_RULE_SCHEMA: Schema = Schema {
    about: "每年应达学时和换算办法。默认 32、56 学时（2019—2023 年规划），一天 8、半天 4、一小时 1。",
    title: &[],
    ..Schema::new(
        &STUDY_RULE,
        &[
            hours("member_hours", "党员每年学时").help("默认 32"),
            hours("leader_hours", "书记和支委每年学时").help("默认 56"),
            hours("day_hours", "脱产一天折合").help("默认 8"),
            hours("half_day_hours", "半天折合").help("默认 4"),
        ],
    )
};

const fn hours(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, 999, "学时"))
}

/// The rule of study in force, in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyRule {
    /// What a year asks of a member.
    pub member_hours: i64,
    /// What it asks of secretaries and committee members.
    pub leader_hours: i64,
    /// What a day counts.
    pub day_hours: i64,
    /// What half a day counts.
    pub half_day_hours: i64,
}

impl StudyRule {
    /// The usual one (domain.md §2.7).
    pub const USUAL: Self =
        Self { member_hours: 32, leader_hours: 56, day_hours: 8, half_day_hours: 4 };

    /// The rule in force.
    pub fn of(context: &Context<'_>) -> Self {
        let record = context.record(&STUDY_RULE.id(&[]));
        let number = |field: &str, usual: i64| {
            record.as_ref().and_then(|one| one.get(field).as_int()).unwrap_or(usual)
        };
        Self {
            member_hours: number("member_hours", Self::USUAL.member_hours),
            leader_hours: number("leader_hours", Self::USUAL.leader_hours),
            day_hours: number("day_hours", Self::USUAL.day_hours),
            half_day_hours: number("half_day_hours", Self::USUAL.half_day_hours),
        }
    }
}
