//! Issuing a bulletin (出具): its numbers under a hash, so that it is printed the same ever after.
//!
//! As with a locked month, members and branches stand in it by their ids; their names, and what was
//! typed, stand beside, so that redaction leaves the hash whole. What comes later, be it a fact or an
//! adjustment, counts in later results alone; a bulletin is corrected by issuing it anew, for a
//! reason, and the earlier one stays in the history.

use crate::ledger::{
    Day, Draft, Ledger, Month, Quarter, Record, RecordId, Timestamp, Value, day_text, parse_day,
};
use crate::registers::{BulletinWords, WORDS, bulletin_id, title};

use super::edition::Edition;
use super::issued_rate::IssuedRate;
use super::month_lock::SnapshotError;
use super::quarter_results::{MonthPlace, QuarterRow, quarter_mean};
use super::rank::Mean;
use super::results::{MonthResult, ResultSource, adjustments};
use super::scores::Scores;
use super::standard::Grade;
use super::standard_value::hash_of;
use super::tally::Tally;
use super::tie_break::TieBreak;
use super::year::grading_standard;

/// What a bulletin says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The branch; `None` where it is of the whole hospital.
    pub branch: Option<RecordId>,
    /// The quarter.
    pub quarter: Quarter,
    /// The day of it.
    pub day: Day,
    /// Until when it hangs on the wall.
    pub notice: NoticeDays,
    /// One row a member, by id.
    pub rows: Vec<QuarterRow>,
    /// The members in the order of the list, as far as it was known; of editions before the third it
    /// is not kept.
    pub order: Vec<RecordId>,
    /// The grades by which the results are told apart.
    pub grades: Vec<Grade>,
    /// What added points, by item.
    pub added: Vec<Tally>,
    /// What cost points, by item and event.
    pub cost: Vec<Tally>,
    /// The mean of the quarter before, in tenths, where there is one.
    pub before: Option<i32>,
    /// The mean of the same quarter of the year before, where there is one.
    pub year_before: Option<i32>,
    /// How many adjustments of its months are counted.
    pub adjustments: usize,
    /// How far branches held their owed meetings; of editions before the fourth it is not kept.
    pub meetings: Vec<IssuedRate>,
    /// How it is made into a document.
    pub edition: Edition,
}

/// Until when a bulletin hangs on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeDays {
    /// For how many working days.
    pub days: u32,
    /// The last of them.
    pub until: Day,
    /// Whether the holidays of the time are not known yet (暂算).
    pub provisional: bool,
}

/// What is wrong with an issued bulletin.
pub type IssueError = SnapshotError;

/// A bulletin as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its numbers.
    pub issue: Issue,
    /// The names of members and branches of that day, by id.
    pub names: Value,
    /// What was typed.
    pub words: BulletinWords,
    /// The hash of its numbers.
    pub hash: String,
}

impl Issue {
    /// The mean of those who are assessed.
    pub fn mean(&self) -> Mean {
        quarter_mean(&self.rows)
    }

    /// The place of the grade of a result.
    pub fn grade(&self, result: i32) -> usize {
        let place = self.grades.iter().position(|grade| result >= grade.at_least);
        place.unwrap_or(self.grades.len().saturating_sub(1))
    }

    fn body(&self) -> Value {
        let number = |number: Option<i32>| number.map_or(Value::Null, |of| Value::Int(of.into()));
        let grade = |grade: &Grade| {
            Value::group([
                ("at_least", Value::Int(grade.at_least.into())),
                ("name", grade.name.as_str().into()),
            ])
        };
        let tallies = |all: &[Tally]| Value::List(all.iter().map(Tally::to_value).collect());
        let rows = self.rows.iter().map(|row| (row.member.as_str(), row_value(row, self.edition)));
        let edition = self.edition.to_value().map(|number| ("edition", number));
        let body = [
            ("branch", self.branch.as_ref().map_or(Value::Null, |id| id.as_str().into())),
            ("quarter", self.quarter.to_string().into()),
            ("day", day_text(self.day).into()),
            ("notice_days", Value::Int(self.notice.days.into())),
            ("notice_until", day_text(self.notice.until).into()),
            ("notice_provisional", self.notice.provisional.into()),
            ("rows", Value::group(rows)),
            ("grades", Value::List(self.grades.iter().map(grade).collect())),
            ("added", tallies(&self.added)),
            ("cost", tallies(&self.cost)),
            ("before", number(self.before)),
            ("year_before", number(self.year_before)),
            ("adjustments", Value::Int(self.adjustments as i64)),
        ];
        let order = (self.edition >= Edition::Third).then(|| {
            let members = self.order.iter().map(|member| member.as_str().into());
            ("order", Value::List(members.collect()))
        });
        let meetings = (self.edition >= Edition::Fourth).then(|| {
            let rates = self.meetings.iter().map(IssuedRate::to_value);
            ("meetings", Value::List(rates.collect()))
        });
        Value::group(body.into_iter().chain(edition).chain(order).chain(meetings))
    }

    /// How it is stored: the body and its hash.
    pub fn to_value(&self) -> Value {
        let body = self.body();
        let hash = hash_of(&body);
        Value::group([("body", body), ("hash", hash.into())])
    }

    /// Reads a stored one, with its hash.
    ///
    /// # Errors
    /// Where it cannot be read, is of a newer version of the app, or is not what its hash says.
    pub fn from_value(value: &Value) -> Result<(Self, String), IssueError> {
        let body = value.get("body").ok_or(IssueError::Malformed)?;
        let edition = Edition::read(body.get("edition"))?;
        let issue = Self::read(body, edition).ok_or(IssueError::Malformed)?;
        let hash = hash_of(body);
        let kept = value.get("hash").and_then(Value::as_text);
        if kept == Some(&*hash) { Ok((issue, hash)) } else { Err(IssueError::Altered) }
    }

    fn read(body: &Value, edition: Edition) -> Option<Self> {
        let day = |name: &str| parse_day(body.get(name)?.as_text()?).ok();
        let number = |name: &str| match body.get(name)? {
            Value::Null => Some(None),
            number => i32::try_from(number.as_int()?).ok().map(Some),
        };
        let grade = |grade: &Value| {
            Some(Grade {
                at_least: i32::try_from(grade.get("at_least")?.as_int()?).ok()?,
                name: grade.get("name")?.as_text()?.to_owned(),
            })
        };
        let list = |name: &str| body.get(name)?.as_list();
        let tallies = |name: &str| list(name)?.iter().map(Tally::read).collect::<Option<Vec<_>>>();
        let order = match edition {
            Edition::First | Edition::Second => Vec::new(),
            Edition::Third | Edition::Fourth => {
                let member = |member: &Value| member.as_text()?.parse().ok();
                list("order")?.iter().map(member).collect::<Option<_>>()?
            }
        };
        let meetings = match edition >= Edition::Fourth {
            true => list("meetings")?.iter().map(IssuedRate::read).collect::<Option<_>>()?,
            false => Vec::new(),
        };
        let Value::Group(rows) = body.get("rows")? else {
            return None;
        };
        let rows = rows.iter().map(|(member, row)| read_row(member.parse().ok()?, row, edition));
        Some(Self {
            branch: match body.get("branch")? {
                Value::Null => None,
                id => Some(id.as_text()?.parse().ok()?),
            },
            quarter: body.get("quarter")?.as_text()?.parse().ok()?,
            day: day("day")?,
            notice: NoticeDays {
                days: u32::try_from(body.get("notice_days")?.as_int()?).ok()?,
                until: day("notice_until")?,
                provisional: body.get("notice_provisional")?.is_true(),
            },
            rows: rows.collect::<Option<_>>()?,
            order,
            grades: list("grades")?.iter().map(grade).collect::<Option<_>>()?,
            added: tallies("added")?,
            cost: tallies("cost")?,
            before: number("before")?,
            year_before: number("year_before")?,
            adjustments: usize::try_from(body.get("adjustments")?.as_int()?).ok()?,
            meetings,
            edition,
        })
    }
}

/// A month that counts is its points, one of an exemption its kind, one on no sheet nothing.
fn row_value(row: &QuarterRow, edition: Edition) -> Value {
    let months = row.months.iter().map(|month| match month {
        MonthPlace::Counts(result) => Value::Int(result.tenths.into()),
        MonthPlace::Exempt(kind) => kind.as_str().into(),
        MonthPlace::Absent => Value::Null,
    });
    let tie = (edition >= Edition::Second).then(|| ("tie", row.tie.to_value()));
    let first = [
        ("branch", row.branch.as_str().into()),
        ("months", Value::List(months.collect())),
        ("sum", Value::Int(row.mean.sum)),
        ("count", Value::Int(row.mean.count)),
        ("zeroed", row.zeroed.into()),
    ];
    Value::group(first.into_iter().chain(tie))
}

fn read_row(member: RecordId, row: &Value, edition: Edition) -> Option<QuarterRow> {
    let month = |month: &Value| {
        Some(match month {
            Value::Null => MonthPlace::Absent,
            Value::Text(kind) => MonthPlace::Exempt(kind.to_string()),
            points => {
                let tenths = i32::try_from(points.as_int()?).ok()?;
                MonthPlace::Counts(MonthResult { tenths, source: ResultSource::Locked })
            }
        })
    };
    let count = row.get("count")?.as_int().filter(|count| (0..=12).contains(count))?;
    Some(QuarterRow {
        member,
        branch: row.get("branch")?.as_text()?.parse().ok()?,
        months: row.get("months")?.as_list()?.iter().map(month).collect::<Option<_>>()?,
        mean: Mean { sum: row.get("sum")?.as_int()?, count },
        zeroed: row.get("zeroed")?.is_true(),
        tie: match edition {
            Edition::First => TieBreak::default(),
            _ => TieBreak::read(row.get("tie")?)?,
        },
    })
}

/// The bulletin as it would be issued on a day. Of its months those count that are over.
pub fn draft_issue(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: Option<&RecordId>,
    quarter: Quarter,
    day: Day,
    notice: NoticeDays,
) -> Issue {
    let months: Vec<Month> =
        quarter.months().into_iter().filter(|month| month.last_day() < day).collect();
    let mut rows = scores.rows_over(ledger, branch, &months);
    let (added, cost) = scores.tallies(ledger, &rows, &months);
    let grades = grading_standard(ledger, scores, &months).grades.clone();
    let is_ours = |member: &RecordId| rows.iter().any(|row| row.member == *member);
    let counted = months.iter().flat_map(|month| adjustments(ledger, *month));
    let adjustments = counted.filter(|one| is_ours(&one.member)).count();
    scores.break_ties(ledger, &mut rows, &months);
    Issue {
        branch: branch.cloned(),
        quarter,
        day,
        notice,
        grades,
        added,
        cost,
        before: earlier_mean(ledger, scores, branch, quarter.plus(-1)),
        year_before: earlier_mean(ledger, scores, branch, quarter.plus(-4)),
        adjustments,
        edition: Edition::NOW,
        order: Vec::new(),
        meetings: Vec::new(),
        rows,
    }
}

/// The mean of an earlier quarter: as it was issued, or where it was not, from its months, if none of
/// them is open.
fn earlier_mean(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: Option<&RecordId>,
    quarter: Quarter,
) -> Option<i32> {
    if let Some(Ok(issued)) = issued(ledger, branch, quarter) {
        return issued.issue.mean().rounded();
    }
    let rows = scores.rows_over(ledger, branch, &quarter.months());
    let open = rows.iter().flat_map(|row| &row.months).any(
        |month| matches!(month, MonthPlace::Counts(result) if result.source == ResultSource::Open),
    );
    quarter_mean(&rows).rounded().filter(|_| !open)
}

/// Writes that a bulletin is issued: its numbers, and beside them the names of the day and what was
/// typed. Where two tablets issued it differently, that is settled: this one stands.
pub fn issue_bulletin(draft: &mut Draft, ledger: &Ledger, issue: &Issue, words: &BulletinWords) {
    let id = bulletin_id(issue.branch.as_ref(), issue.quarter);
    draft.restore(&id);
    if let Some(branch) = &issue.branch {
        draft.field(&id, "branch", branch.as_str());
    }
    draft.field(&id, "quarter", issue.quarter.to_string());
    let named = issue.rows.iter().flat_map(|row| [&row.member, &row.branch]);
    let named =
        named.chain(issue.branch.as_ref()).map(|id| (id.as_str(), title(ledger, id).into()));
    let typed = words.fields().map(|(name, text)| (name, text.into()));
    // Before the numbers, so that at the timestamp of an issue what stands beside it is there.
    for (field, value) in [("names", Value::group(named)), (WORDS, Value::group(typed))] {
        draft.settle(crate::ledger::Cell::field(&id, field), value);
    }
    draft.settle(crate::ledger::Cell::field(&id, "issue"), issue.to_value());
}

/// The bulletin of a quarter as it was issued last; `None` where it was not.
pub fn issued(
    ledger: &Ledger,
    branch: Option<&RecordId>,
    quarter: Quarter,
) -> Option<Result<Issued, IssueError>> {
    issues(ledger, branch, quarter).into_iter().next()
}

/// All issues of the bulletin of a quarter, the one that stands first.
pub fn issues(
    ledger: &Ledger,
    branch: Option<&RecordId>,
    quarter: Quarter,
) -> Vec<Result<Issued, IssueError>> {
    let record = ledger.record(&bulletin_id(branch, quarter));
    let Some(record) = record.filter(|record| !record.is_deleted()) else {
        return Vec::new();
    };
    let written = record.written_at("issue", None);
    // An undone issue was none.
    if written.first().is_none_or(|stands| stands.value.is_null()) {
        return Vec::new();
    }
    // One that was chosen among several, or brought back, was written again; it is the same issue, and
    // what stands beside it is what stood there when it was first written.
    let first = |value: &Value| written.iter().rposition(|one| one.value == value);
    let again = |place: usize, value: &Value| written[..place].iter().any(|one| one.value == value);
    written
        .iter()
        .enumerate()
        .filter(|(place, one)| !one.value.is_null() && !again(*place, one.value))
        .map(|(_, one)| {
            let one = first(one.value).map_or(one, |place| &written[place]);
            let (issue, hash) = Issue::from_value(one.value)?;
            if (issue.branch.as_ref(), issue.quarter) != (branch, quarter) {
                return Err(IssueError::Altered);
            }
            let names = beside(&record, "names", one.stamp);
            let words = BulletinWords::kept(&beside(&record, WORDS, one.stamp));
            Ok(Issued { issue, names, words, hash })
        })
        .collect()
}

/// What stood in a field when an issue was written.
fn beside(record: &Record<'_>, field: &str, at: Timestamp) -> Value {
    let written = record.written_at(field, None);
    written.iter().find(|one| one.stamp <= at).map_or(Value::Null, |one| one.value.clone())
}
