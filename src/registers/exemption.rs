//! Exemptions from the assessment (不参评审批).

use crate::ledger::{Ledger, Month, Record, RecordId};

use super::field::{Field, Kind};
use super::problem::Problem;
use super::register::Register;

/// The kinds of exemption (domain.md §1.6, rule 8).
pub const KINDS: &[(&str, &str)] = &[
    ("retired", "离退休"),
    ("long_sick", "长期病休（满 3 个月）"),
    ("floating", "外出流动"),
    ("study", "脱产进修"),
    ("aid", "长期援外"),
    ("maternity", "产假"),
];

/// The register of exemptions.
pub static EXEMPTION: Register = Register {
    about: "不参加积分考核要经支委会或党委审批。批准以后才不计入平均和名次。",
    title: &["member", "kind"],
    columns: &["from", "until", "approved_on"],
    check,
    ..Register::new(
        "exemption",
        "不参评审批",
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new("kind", "类型", Kind::Choice(KINDS)).required(),
            Field::new("from", "起始月份", Kind::Month).required(),
            Field::new("until", "截止月份", Kind::Month).help("不填表示直到另行通知"),
            Field::new("reason", "理由", Kind::Lines(500)).required(),
            Field::new(
                "approved_by",
                "审批",
                Kind::Choice(&[("branch", "支委会"), ("committee", "医院党委")]),
            ),
            Field::new("approved_on", "批准日期", Kind::Day).help("没有批准日期就还不生效"),
            Field::new("opinion", "审批意见", Kind::Lines(500)),
        ],
    )
};

/// An approved exemption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// The record.
    pub id: RecordId,
    /// Whom it concerns.
    pub member: RecordId,
    /// Its kind, as in [`KINDS`].
    pub kind: String,
    /// The first month.
    pub from: Month,
    /// The last month, where there is one.
    pub until: Option<Month>,
}

impl Exemption {
    /// Reads an exemption; `None` where it is not approved, deleted or faulty.
    pub fn read(record: &Record<'_>) -> Option<Self> {
        if record.is_deleted() || record.get("approved_on").is_null() {
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

fn check(record: &Record<'_>, _: &Ledger) -> Vec<Problem> {
    let mut found = Vec::new();
    let months = (record.text("from").parse::<Month>(), record.text("until").parse::<Month>());
    if let (Ok(from), Ok(until)) = months
        && until < from
    {
        found.push(Problem::new("until", "截止月份早于起始月份"));
    }
    if !record.get("approved_on").is_null() && record.get("approved_by").is_null() {
        found.push(Problem::new("approved_by", "请写明由谁审批"));
    }
    found
}
