//! The periods of a year, rule by rule, and what is said of each in a word.

use crate::ledger::{Day, Ledger, day_label};
use crate::registers::name_of;

use super::bucket::Bucket;
use super::recurring::{BucketState, DutyBucket, Late};
use super::rules::Whom;

/// How it is with a period, as one looks through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Owed, its last day past.
    Overdue,
    /// Owed, with time left.
    Open,
    /// Settled in time.
    Settled,
    /// Settled late.
    SettledLate,
    /// Not applicable by its rule, or waived with a reason.
    NotApplicable,
}

impl Standing {
    /// The word for it in the grid of a year.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "欠",
            Self::Open => "待办",
            Self::Settled => "✓",
            Self::SettledLate => "补",
            Self::NotApplicable => "不适用",
        }
    }

    /// What the word means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Overdue => "到期还没有办",
            Self::Open => "还没有到期",
            Self::Settled => "已办",
            Self::SettledLate => "过后补办或补录",
            Self::NotApplicable => "不需要办，或已注明理由",
        }
    }

    /// All of them, as the grid explains them.
    pub const ALL: [Self; 5] =
        [Self::Settled, Self::SettledLate, Self::Open, Self::Overdue, Self::NotApplicable];
}

impl DutyBucket {
    /// How it is on a day.
    pub fn standing(&self, today: Day) -> Standing {
        match &self.state {
            BucketState::Owed { .. } if self.due < today => Standing::Overdue,
            BucketState::Owed { .. } => Standing::Open,
            BucketState::Settled { late: None, .. } => Standing::Settled,
            BucketState::Settled { late: Some(_), .. } => Standing::SettledLate,
            BucketState::Waived { .. } | BucketState::NotApplicable(_) => Standing::NotApplicable,
        }
    }

    /// What is to be said of it beside its period.
    pub fn words(&self) -> String {
        match &self.state {
            BucketState::Owed { done: 0, lacking } if lacking.is_empty() => {
                format!("{}前", day_label(self.due))
            }
            BucketState::Owed { done, lacking } if lacking.is_empty() => {
                let left = self.times.saturating_sub(*done);
                format!("还差 {left} 次，{}前", day_label(self.due))
            }
            BucketState::Owed { lacking, .. } => format!("{} 人未登记", lacking.len()),
            BucketState::Settled { late: None, .. } => "已办".to_owned(),
            BucketState::Settled { late: Some(Late::Done(day)), .. } => {
                format!("{}补办", day_label(*day))
            }
            BucketState::Settled { late: Some(Late::Written(day)), .. } => {
                format!("{}补录", day_label(*day))
            }
            BucketState::Waived { reason, .. } => format!("不适用：{reason}"),
            BucketState::NotApplicable(why) => (*why).to_owned(),
        }
    }

    /// What it is, without its period: the rule, and the group where it is about one.
    pub fn title(&self, ledger: &Ledger) -> String {
        match self.rule.whom {
            Whom::Groups if self.subject != self.branch => {
                format!("{} · {}", self.rule.label(), name_of(ledger, &self.subject))
            }
            _ => self.rule.label().to_owned(),
        }
    }

    /// What distinguishes it from all others.
    pub fn key(&self) -> String {
        format!("{}|{}|{}", self.rule.id, self.subject, self.bucket)
    }
}

/// The periods of a year, one row a rule and group. Each begins with the first period since the ledger
/// began.
pub fn year_rows(all: Vec<DutyBucket>, year: i32) -> Vec<Vec<DutyBucket>> {
    let of_year = |one: &DutyBucket| one.bucket.first.year() == year;
    let all: Vec<DutyBucket> = all.into_iter().filter(of_year).collect();
    let is_one = |one: &DutyBucket, other: &DutyBucket| {
        (one.rule.id, &one.subject) == (other.rule.id, &other.subject)
    };
    all.chunk_by(is_one).map(<[DutyBucket]>::to_vec).collect()
}

/// The columns of a row over the twelve months of its year: how many months each takes, and its
/// period; `None` before the ledger began and for what is to come.
pub fn year_spans(row: &[DutyBucket]) -> Vec<(i32, Option<&DutyBucket>)> {
    let mut spans = Vec::new();
    let number = |bucket: Bucket| i32::try_from(bucket.first.number()).unwrap_or(1) - 1;
    let before = row.first().map_or(12, |one| number(one.bucket));
    if before > 0 {
        spans.push((before, None));
    }
    spans.extend(row.iter().map(|one| (one.bucket.cycle.months(), Some(one))));
    let taken: i32 = spans.iter().map(|(months, _)| months).sum();
    if taken < 12 {
        spans.push((12 - taken, None));
    }
    spans
}
