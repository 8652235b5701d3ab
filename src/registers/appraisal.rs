//! The annual appraisal of a branch (年度民主评议): the head of the ballot, the votes on each member,
//! and what the branch decided.

use crate::ledger::{RecordId, Value};

use super::engine::{Field, Head, Kind, NaturalKey, Period, RegisterGroup, Schema};

/// The grades of the appraisal, the best first (domain.md §2.4); they are not those of the points.
pub const APPRAISAL_GRADES: &[(&str, &str)] = &[
    ("excellent", "优秀"),
    ("qualified", "合格"),
    ("basic", "基本合格"),
    ("unqualified", "不合格"),
];

/// The register of appraisals: one record a branch and year.
pub static APPRAISAL: Head = Head {
    group: RegisterGroup::Unlisted,
    key: NaturalKey::Fields(&["branch", "year"]),
    period: Period::Year("year"),
    ..Head::new("annual_appraisal", "年度评议").owned_by("branch", "branch")
};

/// The schema of appraisal records.
pub static APPRAISAL_SCHEMA: Schema = Schema {
    about: "各支部的年度民主评议：测评票和评定的等次。在“考核 → 年度”里办理。",
    title: &["branch", "year"],
    ..Schema::new(
        &APPRAISAL,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("year", "年度", Kind::Count(1900, 9000, "年")).required(),
            Field::new("ballot", "测评票", Kind::Columns(BALLOT)),
            Field::new("votes", "得票", Kind::Columns(VOTES)).rows_of("member"),
            Field::new("decisions", "评定等次", Kind::Choice(APPRAISAL_GRADES)).rows_of("member"),
            Field::new("reasons", "与建议不同的理由", Kind::Lines(300)).rows_of("member"),
        ],
    )
};

/// The id of a branch's appraisal of a year.
pub fn appraisal_id(branch: &RecordId, year: i32) -> RecordId {
    APPRAISAL.id(&[branch.as_str(), &year.to_string()])
}

/// No meeting has more.
const MOST: i64 = 9999;

const fn count(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, MOST, "")).required()
}

/// The head of a ballot, in the order of the meeting.
const BALLOT: &[Field] = &[
    count("due", "应到"),
    count("present", "实到"),
    count("issued", "发出"),
    count("received", "收回"),
    count("valid", "有效"),
];

/// The votes on a member: one column a grade.
const VOTES: &[Field] = &[
    count(APPRAISAL_GRADES[0].0, APPRAISAL_GRADES[0].1),
    count(APPRAISAL_GRADES[1].0, APPRAISAL_GRADES[1].1),
    count(APPRAISAL_GRADES[2].0, APPRAISAL_GRADES[2].1),
    count(APPRAISAL_GRADES[3].0, APPRAISAL_GRADES[3].1),
];

/// The head of a ballot: how many there were at each step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ballot {
    /// 应到: those with a vote.
    pub due: i64,
    /// 实到.
    pub present: i64,
    /// 发出.
    pub issued: i64,
    /// 收回.
    pub received: i64,
    /// 有效.
    pub valid: i64,
}

impl Ballot {
    /// Reads it as it is stored.
    pub fn read(value: &Value) -> Option<Self> {
        let [due, present, issued, received, valid] = counts(value, BALLOT)?;
        Some(Self { due, present, issued, received, valid })
    }

    /// Writes it as it is stored.
    pub fn to_value(self) -> Value {
        let counts = [self.due, self.present, self.issued, self.received, self.valid];
        group(BALLOT, counts)
    }
}

/// The votes on a member, by grade, the best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes(pub [i64; 4]);

impl Votes {
    /// Reads them as they are stored.
    pub fn read(value: &Value) -> Option<Self> {
        counts(value, VOTES).map(Self)
    }

    /// Writes them as they are stored.
    pub fn to_value(self) -> Value {
        group(VOTES, self.0)
    }

    /// How many there are.
    pub fn total(self) -> i64 {
        self.0.iter().sum()
    }
}

fn counts<const N: usize>(value: &Value, columns: &[Field]) -> Option<[i64; N]> {
    let mut all = [0; N];
    for (count, column) in all.iter_mut().zip(columns) {
        *count = value.get(column.name)?.as_int().filter(|count| (0..=MOST).contains(count))?;
    }
    Some(all)
}

fn group<const N: usize>(columns: &[Field], counts: [i64; N]) -> Value {
    let members = columns.iter().zip(counts);
    Value::group(members.map(|(column, count)| (column.name, Value::Int(count))))
}
