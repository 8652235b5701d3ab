//! Decisions by which a member pays less dues, or none (党费减免).

use std::collections::BTreeMap;

use crate::ledger::{Month, RecordId};

use super::engine::{
    Check, Context, Display, Field, Head, Kind, Period, RecordRule, RegisterGroup, STAGE, Schema,
    Stage, When, is_at_end,
};

/// The register of such decisions.
pub static DUES_RELIEF: Head = Head {
    group: RegisterGroup::Dues,
    period: Period::Months("from", "until"),
    ..Head::new("dues_relief", "党费减免").owned_by("member", "member")
};

/// The schema of such decisions.
pub static DUES_RELIEF_SCHEMA: Schema = Schema {
    about: "生活确有困难的，支部研究、上一级党委批准以后，可以少交或免交。批准以后才按减免的算。",
    title: &["member", "from"],
    columns: &["amount", "until", STAGE],
    stages: STAGES,
    rules: &[
        RecordRule::fault(
            "until after from",
            Check::Order { earlier: "from", later: "until" },
            "截止月份早于起始月份",
        ),
        RecordRule::fault(
            "approved after it was decided",
            Check::Order { earlier: "decided_on", later: "approved_on" },
            "批准早于支部研究",
        ),
    ],
    display: Display { new: "登记减免", ..Display::USUAL },
    ..Schema::new(
        &DUES_RELIEF,
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new("from", "起始月份", Kind::Month).required(),
            Field::new("until", "截止月份", Kind::Month).help("不填表示直到另行通知"),
            Field::new("amount", "每月交（元）", Kind::Money)
                .required()
                .restricted()
                .help("免交的写 0"),
            Field::new("reason", "理由", Kind::Lines(300)).required().restricted(),
            Field::new("decided_on", "支部研究日期", Kind::Day).required(),
            Field::new("approved_on", "党委批准日期", Kind::Day),
        ],
    )
};

const STAGES: &[Stage] = &[
    Stage::new("decided", "待批准", &[]),
    Stage::new("approved", "已批准", &[When::Filled("approved_on")]).on("approved_on").end(),
];

/// A decision that is approved and counts in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DuesRelief {
    /// What the member pays, in fen; `None` in a part of a ledger, which has no sums of decisions.
    pub amount: Option<i64>,
}

/// The decisions that count in a month, by member; of several of one member that by which the least is paid.
pub fn reliefs_in(context: &Context<'_>, month: Month) -> BTreeMap<RecordId, DuesRelief> {
    let mut found: BTreeMap<RecordId, DuesRelief> = BTreeMap::new();
    for record in context.records(DUES_RELIEF.name) {
        let of = |field: &str| record.text(field).parse::<Month>().ok();
        let counts = of("from").is_some_and(|from| from <= month)
            && of("until").is_none_or(|until| month <= until)
            && is_at_end(STAGES, &record, context);
        let Some(member) = record.named(record.text("member")).filter(|_| counts) else { continue };
        let one = found.entry(member).or_insert(DuesRelief { amount: None });
        let amounts = [one.amount, record.get("amount").as_int()];
        one.amount = amounts.into_iter().flatten().min();
    }
    found
}
