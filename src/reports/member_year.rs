//! A member's year (个人积分): month by month and item by item, as the member confirms it.

use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::ordered;
use crate::registers::{ADJUSTMENT, Adjustment, Member, title};
use crate::scoring::{Grade, Mean, ResultSource, Scores, Standard, adjustments, pay_permille};

use super::bulletin::{kind_label, shown};
use super::figure::Figure;
use super::figure_columns::{MonthColumn, months_figure};
use super::month::{MonthRow, MonthView};

/// A member's year; points in tenths.
#[derive(Debug, Clone)]
pub struct MemberYear {
    /// The member.
    pub member: RecordId,
    /// The name.
    pub name: String,
    /// The branch's name, as of the last month in which the member has one.
    pub branch: String,
    /// The year.
    pub year: i32,
    /// Its months up to the last that is over.
    pub months: Vec<MemberMonth>,
    /// The mean of those that count.
    pub mean: Mean,
    /// The grade of the mean; empty where no month counts.
    pub grade: String,
    /// What has to be known: adjustments, vetoes, exemptions.
    pub notes: Vec<String>,
}

/// A member's month; points in tenths.
#[derive(Debug, Clone)]
pub struct MemberMonth {
    /// The month.
    pub month: Month,
    /// The branch to which the member belonged.
    pub branch: Option<RecordId>,
    /// Where its numbers come from; `None` where the member is on no sheet of it.
    pub source: Option<ResultSource>,
    /// The standard by which it was scored, where its items are there.
    pub standard: Option<Arc<Standard>>,
    /// The standard by which its result is graded; `None` where the member is on no sheet of it.
    pub graded_by: Option<Arc<Standard>>,
    /// The item scores in the order of the standard.
    pub items: Vec<i32>,
    /// The subtotals of the aspects.
    pub aspects: Vec<i32>,
    /// What adopted adjustments add.
    pub adjusted: i32,
    /// Whether a veto is in force.
    pub vetoed: bool,
    /// What counts; `None` where the member is not assessed.
    pub result: Option<i32>,
    /// The grade of what counts.
    pub grade: String,
    /// The coefficient of performance pay, in thousandths, of a month that is settled.
    pub permille: Option<i64>,
}

impl MemberMonth {
    /// Where the month is, in a word.
    pub fn state(&self) -> &'static str {
        match self.source {
            None => "",
            Some(_) if self.result.is_none() => "不参评",
            Some(ResultSource::Locked) => "已锁定",
            Some(ResultSource::BroughtIn) => "引入",
            Some(ResultSource::Open) => "未锁定",
        }
    }

    /// Whether the result may still change.
    pub fn is_open(&self) -> bool {
        self.source == Some(ResultSource::Open)
    }
}

impl MemberYear {
    /// A member's year up to a month; `None` where the member is not at hand.
    pub fn of(
        ledger: &Ledger,
        scores: &mut Scores,
        member: &RecordId,
        year: i32,
        until: Month,
    ) -> Option<Self> {
        let member = ledger.resolve(member).clone();
        ledger.record(&member).filter(|record| record.is_live())?;
        let months: Vec<Month> = (1..=12)
            .filter_map(|number| Month::new(year, number))
            .filter(|month| *month <= until)
            .collect();
        let mean = scores.mean(ledger, &member, &months);
        let of_months: Vec<MemberMonth> =
            months.iter().map(|month| month_of(ledger, scores, &member, *month)).collect();
        let branch = of_months.iter().rev().find_map(|one| one.branch.as_ref());
        let standard = standard_of(&of_months);
        let grade = mean.rounded().map(|mean| standard.grade_name(mean).to_owned());
        Some(Self {
            name: title(ledger, &member),
            branch: branch.map(|id| title(ledger, id)).unwrap_or_default(),
            year,
            mean,
            grade: grade.unwrap_or_default(),
            notes: notes(ledger, scores, &member, (year, until)),
            months: of_months,
            member,
        })
    }

    /// The standard of the last month that has one; else the one that grades the last month, and for
    /// a year without any the built-in one.
    pub fn standard(&self) -> Arc<Standard> {
        standard_of(&self.months)
    }

    /// The months as columns, each built up from its aspects.
    pub fn figure(&self) -> Figure {
        let standard = self.standard();
        let names: Vec<String> = standard.aspects.iter().map(|one| one.name.clone()).collect();
        let grades: &[Grade] = &standard.grades;
        let columns: Vec<MonthColumn> = self.months.iter().map(column).collect();
        let title = format!("{}{}年各月积分", self.name, self.year);
        months_figure(&title, &columns, &names, grades, self.short_table())
    }
}

fn standard_of(months: &[MemberMonth]) -> Arc<Standard> {
    let last = |of: fn(&MemberMonth) -> &Option<Arc<Standard>>| {
        months.iter().rev().find_map(|one| of(one).clone())
    };
    let last = last(|one| &one.standard).or_else(|| last(|one| &one.graded_by));
    last.unwrap_or_else(|| Arc::new(Standard::built_in()))
}

/// What a look means beside the aspects: a total without any.
const WHOLE: usize = 3;

fn column(of: &MemberMonth) -> MonthColumn {
    let parts = match of.result {
        // A month made zero has nothing that counts.
        None | Some(0) => Vec::new(),
        Some(result) if of.aspects.is_empty() => vec![(WHOLE, result)],
        Some(_) => of.aspects.iter().copied().enumerate().collect(),
    };
    MonthColumn { month: of.month, parts, result: of.result, open: of.is_open() }
}

fn month_of(ledger: &Ledger, scores: &mut Scores, member: &RecordId, month: Month) -> MemberMonth {
    let on = ledger.record(member).and_then(|record| Member::on(&record, month.first_day()));
    let branch = on.map(|member| member.branch);
    let view = branch.as_ref().and_then(|of| MonthView::of(ledger, scores, of, month).ok());
    let found = view.and_then(|view| {
        let theirs = |row: &&MonthRow| ledger.resolve(&row.member) == member;
        let row = view.rows.iter().find(theirs)?.clone();
        Some((row, view.source, view.standard, view.graded_by))
    });
    let Some((row, source, standard, by)) = found else {
        return MemberMonth {
            month,
            branch,
            source: None,
            standard: None,
            graded_by: None,
            items: Vec::new(),
            aspects: Vec::new(),
            adjusted: 0,
            vetoed: false,
            result: None,
            grade: String::new(),
            permille: None,
        };
    };
    let results = branch.as_ref().map(|of| scores.results(ledger, of, month));
    let result = results.and_then(|all| all.get(member).map(|one| one.tenths));
    let is_settled = source != ResultSource::Open;
    let theirs = adjustments(ledger, month).into_iter().filter(|one| one.member == *member);
    MemberMonth {
        month,
        branch,
        source: Some(source),
        adjusted: if source == ResultSource::Locked {
            theirs.map(|one| one.tenths).sum()
        } else {
            0
        },
        vetoed: row.vetoed,
        grade: result.map_or_else(String::new, |result| by.grade_name(result).to_owned()),
        permille: result.filter(|_| is_settled).map(|result| pay_permille(&by, result)),
        result,
        items: row.items,
        aspects: row.aspects,
        standard,
        graded_by: Some(by),
    }
}

/// Adjustments, vetoes and exemptions of a member in a year, each in a sentence. What a veto is about
/// is restricted: only what it does is told.
fn notes(
    ledger: &Ledger,
    scores: &Scores,
    member: &RecordId,
    (year, until): (i32, Month),
) -> Vec<String> {
    let mut notes: Vec<(Month, String)> = Vec::new();
    for record in ledger.records(ADJUSTMENT.name) {
        let Some(one) = Adjustment::read(&record).filter(|one| one.member == *member) else {
            continue;
        };
        let sign = if one.tenths < 0 { "−" } else { "+" };
        let (points, why) = (shown(one.tenths.abs()), record.text("reason"));
        let by = record.text("approved_by");
        notes.push((one.month, format!("调整 {sign}{points} 分：{why}（批准人 {by}）。")));
    }
    let vetoes = scores.vetoes(ledger).into_iter();
    for veto in vetoes.filter(|one| one.member == *member) {
        let what = match veto.zeroes_year() {
            true => "一票否决，全年积分记 0。",
            false => "一票否决，当月清零，当年不得评先。",
        };
        notes.push((veto.month, what.to_owned()));
    }
    notes.retain(|(month, _)| month.year() == year && *month <= until);
    let exemptions = scores.exemptions(ledger).into_iter();
    for one in exemptions.filter(|one| one.member == *member) {
        let reaches = one.until.is_none_or(|last| last.year() >= year);
        if one.from.year() > year || one.from > until || !reaches {
            continue;
        }
        let end = one.until.map_or_else(String::new, |last| format!("至{}", last.label()));
        let kind = kind_label(&one.kind);
        notes.push((one.from, format!("起{end}不参评（{kind}），不计入平均。")));
    }
    ordered::sort_by_key(&mut notes, |(month, _)| *month);
    notes.into_iter().map(|(month, text)| format!("{}{text}", month.label())).collect()
}
