//! 满意度: the surveys of a month by department, beside last month and the month a year ago.

use std::collections::BTreeMap;

use crate::ledger::{Month, Record};
use crate::ordered;
use crate::registers::{
    AUDIENCES, Context, OVERALL, SATISFACTION, SATISFACTION_ORDER, SURVEY_QUESTIONS,
    SatisfactionSource, Satisfied, SurveyRate, WITHHELD, counted_satisfaction, name_of,
    percent_text, points_text, survey_rate, withheld_answers,
};
use crate::reports::{Column, Table, Width};

use super::small_numbers::{Pooled, pooled};

/// The surveys of an audience in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveySheet {
    /// A line for each department, in the order of their names' codes.
    pub lines: Vec<SurveyLine>,
    /// All of them; `None` where the whole hospital was asked at once, or nobody was.
    pub total: Option<SurveyLine>,
    /// How many departments' rates are in no total, as they could be found by subtraction.
    pub left_out: usize,
    /// The questions that were asked, by their names in [`SURVEY_QUESTIONS`].
    pub questions: Vec<&'static str>,
}

/// A department's survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyLine {
    /// The survey as text of its id; empty for the total.
    pub record: String,
    /// What the department is called.
    pub name: String,
    /// How many questionnaires were handed out.
    pub issued: i64,
    /// How many of them are valid.
    pub valid: i64,
    /// The share of those who are satisfied.
    pub rate: SurveyRate,
    /// The same a month ago.
    pub last_month: SurveyRate,
    /// The same a year ago.
    pub last_year: SurveyRate,
    /// The shares by question, as [`SurveySheet::questions`].
    pub by_question: Vec<SurveyRate>,
    /// Where the satisfaction that counts for the department's members is from, and how high it is, in
    /// tenths of a percent; `None` where there is none, and for the total.
    pub counted: Option<(SatisfactionSource, i64)>,
}

/// The surveys of an audience in a month, by department; empty for the whole hospital.
struct MonthOf<'a> {
    surveys: BTreeMap<&'a str, Vec<Record<'a>>>,
}

impl<'a> MonthOf<'a> {
    fn read(context: &Context<'a>, audience: &str, month: Month) -> Self {
        let of_month = month.to_string();
        let mut surveys: BTreeMap<&str, Vec<Record<'a>>> = BTreeMap::new();
        for record in context.records(SATISFACTION.name) {
            if record.text("month") == of_month && record.text("audience") == audience {
                surveys.entry(record.text("department")).or_default().push(record);
            }
        }
        Self { surveys }
    }

    /// The rate of a department. Of two surveys of one month neither is.
    fn rate(&self, department: &str, question: &str, context: &Context<'_>) -> SurveyRate {
        match self.surveys.get(department).map(Vec::as_slice) {
            Some([one]) => survey_rate(one, question, context),
            _ => SurveyRate::Unknown,
        }
    }

    /// The rate of all departments together, and what is left out of it.
    fn total(&self, question: &str, context: &Context<'_>) -> (SurveyRate, usize) {
        let each: Vec<Satisfied> = self
            .surveys
            .iter()
            .filter(|(department, _)| !department.is_empty())
            .filter_map(|(department, surveys)| match self.rate(department, question, context) {
                SurveyRate::Published(satisfied) => Some(satisfied),
                SurveyRate::Withheld => withheld_answers(surveys.first()?, question),
                SurveyRate::Unknown => None,
            })
            .collect();
        let Pooled { sum, left_out } = pooled(&each);
        let rate = match sum.of {
            0 if left_out == 0 => SurveyRate::Unknown,
            0 => SurveyRate::Withheld,
            _ => SurveyRate::Published(sum),
        };
        (rate, left_out)
    }
}

impl SurveySheet {
    /// The last month until another in which an audience was asked.
    pub fn last_month(context: &Context<'_>, audience: &str, until: Month) -> Option<Month> {
        let ours =
            context.records(SATISFACTION.name).filter(|one| one.text("audience") == audience);
        ours.filter_map(|one| one.text("month").parse().ok()).filter(|one| *one <= until).max()
    }

    /// Reads the surveys of an audience in a month.
    pub fn of(context: &Context<'_>, audience: &str, month: Month) -> Self {
        let now = MonthOf::read(context, audience, month);
        let before = MonthOf::read(context, audience, month.plus(-1));
        let year_ago = MonthOf::read(context, audience, month.plus(-12));
        let asked = |question: &&str| {
            let mut all = now.surveys.keys();
            all.any(|department| now.rate(department, question, context) != SurveyRate::Unknown)
        };
        let names = SURVEY_QUESTIONS.iter().map(|(name, _)| *name);
        let questions: Vec<&'static str> =
            names.filter(|name| *name != OVERALL).filter(asked).collect();
        let count = |record: &Record<'_>, field: &str| record.get(field).as_int().unwrap_or(0);
        let line = |department: &str, record: &Record<'_>| SurveyLine {
            record: record.id().to_string(),
            name: match record.named(department) {
                Some(id) => name_of(context.ledger(), &id),
                None => "全院".to_owned(),
            },
            issued: count(record, "issued"),
            valid: count(record, "valid"),
            rate: now.rate(department, OVERALL, context),
            last_month: before.rate(department, OVERALL, context),
            last_year: year_ago.rate(department, OVERALL, context),
            by_question: questions.iter().map(|one| now.rate(department, one, context)).collect(),
            counted: record
                .named(department)
                .and_then(|id| counted_satisfaction(&id, month, context)),
        };
        let all = now.surveys.iter().flat_map(|(department, records)| {
            records.iter().map(|record| line(department, record)).collect::<Vec<_>>()
        });
        let mut lines: Vec<SurveyLine> = all.collect();
        ordered::sort_by_key(&mut lines, |line| line.name.clone());
        let has_departments = now.surveys.keys().any(|department| !department.is_empty());
        let (rate, left_out) = now.total(OVERALL, context);
        let total = has_departments.then(|| SurveyLine {
            record: String::new(),
            name: "合计".to_owned(),
            issued: lines.iter().map(|line| line.issued).sum(),
            valid: lines.iter().map(|line| line.valid).sum(),
            rate,
            last_month: before.total(OVERALL, context).0,
            last_year: year_ago.total(OVERALL, context).0,
            by_question: questions.iter().map(|one| now.total(one, context).0).collect(),
            counted: None,
        });
        Self { lines, total, left_out, questions }
    }

    /// The lines, with the total at the end.
    pub fn all_lines(&self) -> impl Iterator<Item = &SurveyLine> {
        self.lines.iter().chain(&self.total)
    }

    /// What is said of departments that are in no total; empty where all are.
    pub fn left_out_words(&self) -> String {
        match self.left_out {
            0 => String::new(),
            count => format!("合计的满意率不含{WITHHELD}的 {count} 个科室，免得相减推算出来。"),
        }
    }
}

/// The difference of two rates in points of a percent: `+1.2`, `-5`, or a stroke where either is not
/// published.
pub fn change_words(now: SurveyRate, before: SurveyRate) -> String {
    let rate = |of: SurveyRate| of.published()?.rate();
    match rate(now).zip(rate(before)) {
        Some((now, before)) if now > before => format!("+{}", points_text(now - before)),
        Some((now, before)) => points_text(now - before),
        None => "—".to_owned(),
    }
}

/// What counts, in words: 患者调查 95.8%; a stroke where nothing does.
fn counted_words(counted: Option<(SatisfactionSource, i64)>) -> String {
    counted.map_or_else(
        || "—".to_owned(),
        |(source, rate)| format!("{} {}", source.word(), percent_text(rate)),
    )
}

/// The surveys of an audience in a month as a table. `name` is that of the hospital.
pub fn surveys_table(name: &str, audience: &str, month: Month, sheet: &SurveySheet) -> Table {
    let columns = vec![
        Column { width: Width::Weight(2), ..Column::text("科室") },
        Column::number("发放", 18),
        Column::number("有效", 18),
        Column::number("满意率", 22),
        Column::number("上月", 22),
        Column::number("比上月", 18),
        Column::number("去年同月", 22),
        Column::number("比去年", 18),
        Column { width: Width::Mm(36), ..Column::text("计分依据") },
    ];
    let row = |line: &SurveyLine| {
        vec![
            line.name.clone(),
            line.issued.to_string(),
            line.valid.to_string(),
            line.rate.words(),
            line.last_month.words(),
            change_words(line.rate, line.last_month),
            line.last_year.words(),
            change_words(line.rate, line.last_year),
            counted_words(line.counted),
        ]
    };
    let mut notes = vec![format!(
        "满意率＝（很满意＋满意）÷有效问卷。{WITHHELD}的不出分。变化的单位是百分点。"
    )];
    notes.extend(Some(sheet.left_out_words()).filter(|words| !words.is_empty()));
    notes.push(SATISFACTION_ORDER.to_owned());
    Table {
        title: format!("{name}{}满意度", audience_word(audience)),
        subtitle: month.label(),
        columns,
        rows: sheet.all_lines().map(row).collect(),
        notes,
        ..Table::default()
    }
}

/// The shares by question as a table; `None` where nothing beside the overall question was asked.
pub fn questions_table(
    name: &str,
    audience: &str,
    month: Month,
    sheet: &SurveySheet,
) -> Option<Table> {
    if sheet.questions.is_empty() {
        return None;
    }
    let label = |question: &&str| {
        let found = SURVEY_QUESTIONS.iter().find(|(own, _)| own == question);
        Column::number(found.map_or("", |(_, label)| *label), 20)
    };
    let mut columns = vec![Column::text("科室")];
    columns.extend(sheet.questions.iter().map(label));
    let row = |line: &SurveyLine| {
        let mut cells = vec![line.name.clone()];
        cells.extend(line.by_question.iter().map(|rate| rate.words()));
        cells
    };
    Some(Table {
        title: format!("{name}{}满意度各题", audience_word(audience)),
        subtitle: month.label(),
        columns,
        rows: sheet.all_lines().map(row).collect(),
        notes: vec![format!("各题按答了这题的份数算，{WITHHELD}的不出分。")],
        landscape: true,
        ..Table::default()
    })
}

/// What an audience is called.
pub fn audience_word(audience: &str) -> &'static str {
    AUDIENCES.iter().find(|(own, _)| *own == audience).map_or("", |(_, word)| word)
}
