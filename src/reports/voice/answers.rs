//! 答复公示: what was asked and what was answered, as it is put on the wall. Who asked is not on it.

use chrono::Datelike;

use crate::ledger::{Day, Record, parse_day};
use crate::ordered;
use crate::registers::{CHANNELS, Context, OPINION, OPINION_OUTCOMES, answered_on};
use crate::reports::{Align, Column, Content, Table, Width};

use super::rates::last_outcome;

/// The answers that were given from one day to another; of a branch, or of all where it is empty. `name` is
/// that of the branch or the hospital.
pub fn answers_table(
    context: &Context<'_>,
    (branch, name): (&str, &str),
    (from, until): (Day, Day),
    period: &str,
) -> Table {
    let ours = context.records(OPINION.name).filter(|record| {
        let is_ours = branch.is_empty() || record.text("branch") == branch;
        // What is taken up again has no answer that holds, until the second one is given.
        let is_reopened = record.text("satisfied") == "no" && record.text("again").is_empty();
        is_ours && last_outcome(record) != "duplicate" && !is_reopened
    });
    let answered = ours.filter_map(|record| {
        let day = last_answer(&record, context)?;
        (from..=until).contains(&day).then_some((day, record))
    });
    let mut answered: Vec<(Day, Record<'_>)> = answered.collect();
    ordered::sort_by_key(&mut answered, |(day, record)| (*day, record.id().clone()));
    let word = |codes: &[(&str, &str)], code: &str| {
        let found = codes.iter().find(|(own, _)| *own == code);
        found.map_or_else(String::new, |(_, word)| (*word).to_owned())
    };
    let row = |(at, (day, record)): (usize, &(Day, Record<'_>))| {
        let answer = match record.text("again") {
            "" => record.text("answer"),
            again => again,
        };
        vec![
            at.to_string(),
            word(CHANNELS, record.text("channel")),
            record.text("request").to_owned(),
            answer.to_owned(),
            word(OPINION_OUTCOMES, last_outcome(record)),
            format!("{}月{}日", day.month(), day.day()),
        ]
    };
    Table {
        title: format!("{name}群众意见答复公示"),
        subtitle: period.to_owned(),
        columns: vec![
            Column { align: Align::Center, width: Width::Mm(12), ..Column::text("序号") }
                .of(Content::Number),
            Column { width: Width::Mm(20), ..Column::text("来源") },
            Column { width: Width::Weight(2), ..Column::text("意见") },
            Column { width: Width::Weight(3), ..Column::text("答复") },
            Column { width: Width::Mm(22), ..Column::text("结果") },
            Column { width: Width::Mm(20), ..Column::text("答复日期") },
        ],
        rows: (1..).zip(&answered).map(row).collect(),
        notes: vec!["公示前请核对内容里没有写到人名、电话和病情。".to_owned()],
        ..Table::default()
    }
}

/// The day of the last answer.
fn last_answer(record: &Record<'_>, context: &Context<'_>) -> Option<Day> {
    let again = parse_day(record.text("again_on")).ok().filter(|day| context.has_come(*day));
    again.filter(|_| !record.text("again").is_empty()).or_else(|| answered_on(record, context))
}
