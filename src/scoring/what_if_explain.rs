//! Why a member's month would change under another standard: item by item, the old line beside the
//! new one.

use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::points_text;

use super::explain::{ItemExplanation, Start};
use super::scores::Scores;
use super::sheet::MonthSheet;
use super::standard::{Item, Line, Rule, Standard};
use super::standard_words::line_words;

/// An item that would change; points in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// Its id.
    pub id: String,
    /// Its name, in the tried standard where it is there.
    pub name: String,
    /// Its score; `None` where the standard in force has no such item.
    pub before: Option<i32>,
    /// Its score as it would be; `None` where the tried standard has no such item.
    pub after: Option<i32>,
    /// What brings the difference: their differences add up to that of the item.
    pub lines: Vec<LineChange>,
}

/// A part of an item's score that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// As the standard in force has it.
    pub before: Option<LineSide>,
    /// As the tried one would have it.
    pub after: Option<LineSide>,
}

/// A part of an item's score by one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSide {
    /// The rule, in words.
    pub words: String,
    /// What it brings, in tenths.
    pub points: i64,
}

/// A part of an item's score: the id of its rule line, or what it begins or ends with.
struct ComparedPart {
    id: String,
    side: LineSide,
}

impl Scores {
    /// Why a member's month would change under another standard; nothing where the member is on no
    /// sheet of the month.
    pub fn explain_change(
        &mut self,
        ledger: &Ledger,
        standard: &Arc<Standard>,
        member: &RecordId,
        month: Month,
    ) -> Vec<ItemChange> {
        let Ok(before) = self.sheet(ledger, month) else {
            return Vec::new();
        };
        let after = self.compute_sheet(ledger, standard, month);
        let Some(row) = before.row_of(member) else {
            return Vec::new();
        };
        let gone = before.standard.items.iter().filter(|item| standard.item(&item.id).is_none());
        let items = standard.items.iter().chain(gone);
        let change = |item: &Item| {
            let was = self.parts(&before, row, &item.id);
            let would_be = self.parts(&after, row, &item.id);
            let (score, parts) = was.map_or((None, Vec::new()), |(score, of)| (Some(score), of));
            let (new_score, new) =
                would_be.map_or((None, Vec::new()), |(score, of)| (Some(score), of));
            (score != new_score).then(|| ItemChange {
                id: item.id.clone(),
                name: item.name.clone(),
                before: score,
                after: new_score,
                lines: pair(parts, new),
            })
        };
        items.filter_map(change).collect()
    }

    /// An item's score in a row, and the parts that it adds up from.
    fn parts(&self, sheet: &MonthSheet, row: usize, id: &str) -> Option<(i32, Vec<ComparedPart>)> {
        let (place, item) = sheet.standard.item(id)?;
        let explanation = self.explain(sheet, row, place)?;
        Some((explanation.score, parts(item, &explanation)))
    }
}

/// Stands for what an item begins with; no rule line has such an id.
const START: &str = "";
/// Stands for what its cap cuts off, or its floor adds.
const BOUND: &str = " ";

fn parts(item: &Item, explanation: &ItemExplanation) -> Vec<ComparedPart> {
    let points = |tenths: i32| points_text(tenths.into());
    let part = |id: &str, words: String, points: i64| ComparedPart {
        id: id.to_owned(),
        side: LineSide { words, points },
    };
    let mut all = vec![match &explanation.start {
        Start::Base(base) => part(START, format!("基础分 {} 分", points(*base)), (*base).into()),
        Start::Instead { points, line, amount, .. } => {
            let words = item.lines.get(*line).map(|line| words(line, Some(*amount)));
            part(START, words.unwrap_or_default(), (*points).into())
        }
    }];
    for of in &explanation.lines {
        let Some(line) = item.lines.get(of.line) else {
            continue;
        };
        let amount: i64 = of.entries.iter().map(|(_, amount, _)| i64::from(*amount)).sum();
        all.push(part(&line.id, format!("{}×{amount}", words(line, None)), of.points));
    }
    match explanation.cut() {
        0 => {}
        cut if cut > 0 => all.push(part(BOUND, format!("每月上限 {} 分", points(item.cap)), -cut)),
        cut => all.push(part(BOUND, format!("下限 {} 分", points(item.floor)), -cut)),
    }
    all
}

/// A rule line in words, perhaps with the measure (in tenths) that it is read for.
fn words(line: &Line, measure: Option<i32>) -> String {
    let rule = format!("{}：{}", line.event, line_words(line));
    match (&line.rule, measure) {
        (Rule::Tier { .. }, Some(tenths)) => format!("{rule}（{}）", points_text(tenths.into())),
        _ => rule,
    }
}

/// Puts the parts of both sides beside each other, and keeps those that bring other points.
fn pair(before: Vec<ComparedPart>, after: Vec<ComparedPart>) -> Vec<LineChange> {
    let mut left = before;
    let mut all: Vec<LineChange> = Vec::new();
    for part in after {
        let was = left.iter().position(|one| one.id == part.id).map(|place| left.remove(place));
        all.push(LineChange { before: was.map(|one| one.side), after: Some(part.side) });
    }
    all.extend(left.into_iter().map(|one| LineChange { before: Some(one.side), after: None }));
    let points = |side: &Option<LineSide>| side.as_ref().map_or(0, |side| side.points);
    all.retain(|one| points(&one.before) != points(&one.after));
    all
}
