//! What is not asked for this time, with the reason (本期不适用).

use super::duty_rule::DUTY_NAMES;
use super::engine::{Display, Field, Head, Kind, NaturalKey, RegisterGroup, Schema};

/// The register of waivers: one a rule, subject and period.
pub static DUTY_WAIVER: Head = Head {
    group: RegisterGroup::Duty,
    key: NaturalKey::Fields(&["rule", "subject", "bucket"]),
    ..Head::new("duty_waiver", "本期不适用").owned_by("branch", "branch")
};

/// The schema of waivers.
pub static DUTY_WAIVER_SCHEMA: Schema = Schema {
    about: "某一期确实不用办的，写明理由；不写理由的一直欠着。",
    title: &["rule", "bucket"],
    columns: &["branch", "reason"],
    display: Display { new: "注明不适用", ..Display::USUAL },
    ..Schema::new(
        &DUTY_WAIVER,
        &[
            Field::new("rule", "规则", Kind::Choice(DUTY_NAMES)).required(),
            // A branch or a group, by the id of its record.
            Field::new("subject", "对象", Kind::Text(120)).required(),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("bucket", "时期", Kind::Text(20)).required(),
            Field::new("reason", "理由", Kind::Lines(200)).required(),
        ],
    )
};
