//! The annual appraisal of a branch (年度民主评议): the head of the ballot, the votes on each member,
//! and what the branch decided.

use crate::ledger::{RecordId, Value};

use super::engine::{
    Check, Field, Head, Kind, NaturalKey, Period, RecordRule, RegisterGroup, Schema, rows,
};

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
    rules: &[
        at_most("present at most due", "ballot.present", "ballot.due", "实到比应到多"),
        at_most(
            "issued at most present",
            "ballot.issued",
            "ballot.present",
            "发出的票比实到的人多",
        ),
        at_most(
            "received at most issued",
            "ballot.received",
            "ballot.issued",
            "收回的票比发出的多",
        ),
        at_most("valid at most received", "ballot.valid", "ballot.received", "有效票比收回的多"),
    ],
    ..Schema::new(
        &APPRAISAL,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("year", "年度", Kind::Count(1900, 9000, "年")).required(),
            BALLOT_HEAD,
            VOTE_ROWS,
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

/// A count that may be blank: it is not known yet, which is not none.
const fn count(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, MOST, ""))
}

/// What the head of a ballot should keep to (本单位): it can be saved as it was counted.
const fn at_most(
    name: &'static str,
    less: &'static str,
    more: &'static str,
    text: &'static str,
) -> RecordRule {
    RecordRule::hint(name, Check::AtMost { less, more }, text)
}

const BALLOT_HEAD: Field = Field::new("ballot", "测评票", Kind::Columns(BALLOT));

const VOTE_ROWS: Field = Field::new("votes", "得票", Kind::Columns(VOTES)).rows_of("member");

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

/// The head of a ballot: how many there were at each step, as far as it is filled in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ballot {
    /// 应到: those with a vote.
    pub due: Option<i64>,
    /// 实到.
    pub present: Option<i64>,
    /// 发出.
    pub issued: Option<i64>,
    /// 收回.
    pub received: Option<i64>,
    /// 有效.
    pub valid: Option<i64>,
}

impl Ballot {
    /// Reads it as it is stored.
    pub fn read(value: &Value) -> Option<Self> {
        let [due, present, issued, received, valid] = counts(value, &BALLOT_HEAD)?;
        Some(Self { due, present, issued, received, valid })
    }

    /// Its counts with what each is called.
    pub fn named(self) -> [(&'static str, Option<i64>); 5] {
        let counts = [self.due, self.present, self.issued, self.received, self.valid];
        std::array::from_fn(|at| (BALLOT[at].label, counts[at]))
    }

    /// Writes it as it is stored.
    pub fn to_value(self) -> Value {
        let counts = [self.due, self.present, self.issued, self.received, self.valid];
        group(&BALLOT_HEAD, counts)
    }
}

/// The votes on a member, by grade, the best first; what is blank counts nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes(pub [Option<i64>; 4]);

impl Votes {
    /// Reads them as they are stored.
    pub fn read(value: &Value) -> Option<Self> {
        counts(value, &VOTE_ROWS).map(Self)
    }

    /// Writes them as they are stored.
    pub fn to_value(self) -> Value {
        group(&VOTE_ROWS, self.0)
    }

    /// How many there are.
    pub fn total(self) -> i64 {
        self.0.iter().flatten().sum()
    }
}

/// `None` where there are none, or where one cannot be read.
fn counts<const N: usize>(value: &Value, field: &Field) -> Option<[Option<i64>; N]> {
    if value.is_null() {
        return None;
    }
    let mut all = [None; N];
    for (count, column) in all.iter_mut().zip(rows::columns(field)) {
        let own = rows::column(field, value, column.name);
        if !own.is_null() {
            *count = Some(own.as_int().filter(|count| (0..=MOST).contains(count))?);
        }
    }
    Some(all)
}

fn group<const N: usize>(field: &Field, counts: [Option<i64>; N]) -> Value {
    let columns = rows::columns(field).iter().zip(counts);
    let written: Vec<(&str, Value)> =
        columns.filter_map(|(column, count)| Some((column.name, Value::Int(count?)))).collect();
    rows::with_columns(field, &Value::Null, &written)
}
