//! Exemptions from the assessment (不参评审批).

use crate::ledger::{Month, Record, RecordId};

use super::engine::{
    Affects, Check, Context, Field, Head, Kind, Period, RecordRule, RegisterGroup, STAGE, Schema,
    Stage, When, is_at_end,
};

/// The kinds of exemption (domain.md §1.6, rule 8).
pub const EXEMPTION_KINDS: &[(&str, &str)] = &[
    ("retired", "离退休"),
    ("long_sick", "长期病休（满 3 个月）"),
    ("floating", "外出流动"),
    ("study", "脱产进修"),
    ("aid", "长期援外"),
    ("maternity", "产假"),
];

/// The register of exemptions.
pub static EXEMPTION: Head = Head {
    group: RegisterGroup::Assessment,
    period: Period::Months("from", "until"),
    affects: Affects::Participants,
    blocks_closing: true,
    ..Head::new("exemption", "不参评审批").owned_by("member", "member")
};

/// The schema of exemption records.
pub static EXEMPTION_SCHEMA: Schema = Schema {
    about: "不参加积分考核要经支委会或党委审批。批准以后才不计入平均和名次。",
    title: &["member", "kind"],
    columns: &["from", "until", STAGE],
    stages: STAGES,
    rules: &[RecordRule::fault(
        "until after from",
        Check::Order { earlier: "from", later: "until" },
        "截止月份早于起始月份",
    )],
    ..Schema::new(
        &EXEMPTION,
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new("kind", "类型", Kind::Choice(EXEMPTION_KINDS)).required(),
            Field::new("from", "起始月份", Kind::Month).required(),
            Field::new("until", "截止月份", Kind::Month).help("不填表示直到另行通知"),
            Field::new("reason", "理由", Kind::Lines(500)).required(),
            Field::new(
                "approved_by",
                "审批",
                Kind::Choice(&[("branch", "支委会"), ("committee", "医院党委")]),
            )
            .also(&["审批机构", "批准机构"]),
            Field::new("approved_on", "批准日期", Kind::Day)
                .help("没有批准日期就还不生效")
                .also(&["审批日期"]),
            Field::new("opinion", "审批意见", Kind::Lines(500)),
        ],
    )
};

/// The stages of an exemption.
const STAGES: &[Stage] = &[
    Stage::new("asked", "待审批", &[]),
    Stage::new("approved", "已批准", &[When::Filled("approved_on")])
        .on("approved_on")
        .needs(&["approved_by"])
        .end(),
];

/// Whether an exemption is approved: until then it does not count.
pub fn is_approved(record: &Record<'_>, context: &Context<'_>) -> bool {
    is_at_end(STAGES, record, context)
}

/// An approved exemption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// The record.
    pub id: RecordId,
    /// Whom it concerns.
    pub member: RecordId,
    /// Its kind, as in [`EXEMPTION_KINDS`].
    pub kind: String,
    /// The first month.
    pub from: Month,
    /// The last month, where there is one.
    pub until: Option<Month>,
}

impl Exemption {
    /// Reads an exemption; `None` where it is not approved, deleted or faulty.
    pub fn read(record: &Record<'_>, context: &Context<'_>) -> Option<Self> {
        if record.is_deleted() || !is_approved(record, context) {
            return None;
        }
        Some(Self {
            id: record.id().clone(),
            member: record.text("member").parse().ok()?,
            kind: record.text("kind").to_owned(),
            from: record.text("from").parse().ok()?,
            until: match record.text("until") {
                "" => None,
                until => Some(until.parse().ok()?),
            },
        })
    }

    /// Whether it covers a month.
    pub fn covers(&self, month: Month) -> bool {
        self.from <= month && self.until.is_none_or(|until| month <= until)
    }
}
