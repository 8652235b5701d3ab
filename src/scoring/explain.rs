//! The way from a number down to the records and rule lines behind it.

use crate::ledger::RecordId;
use crate::ordered;

use super::fact_table::{FactRow, FactTable};
use super::sheet::{MOST, MonthSheet, goes_before, line_points, points_instead};
use super::standard::Rule;

/// How an item's score came about. All points are in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemExplanation {
    /// The place of the item in the standard.
    pub item: usize,
    /// What it began with.
    pub start: Start,
    /// What each rule line brought, in the order of the standard.
    pub lines: Vec<LineExplanation>,
    /// The sum before the item's floor and cap.
    pub raw: i64,
    /// The score.
    pub score: i32,
}

/// What an item began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Its base.
    Base(i32),
    /// What a choice or tier put in the place of the base.
    Instead {
        /// The points.
        points: i32,
        /// The place of the rule line in the item.
        line: usize,
        /// The measure (tenths), or how often.
        amount: i32,
        /// Whether it is the member's own, and not the department's.
        own: bool,
        /// The record that says so.
        source: RecordId,
    },
}

/// What a rule line brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineExplanation {
    /// The place of the rule line in the item.
    pub line: usize,
    /// The entries: the record, the amount, and the points without the line's cap.
    pub entries: Vec<(RecordId, i32, i64)>,
    /// What counts, within the line's own cap.
    pub points: i64,
    /// What the line's own cap cut off.
    pub cut: i64,
}

impl ItemExplanation {
    /// What the item's cap cut off (positive), or its floor added (negative).
    pub fn cut(&self) -> i64 {
        self.raw - i64::from(self.score)
    }
}

/// Explains an item of a row; it always adds up to the sheet's number.
pub fn explain(
    sheet: &MonthSheet,
    facts: &FactTable,
    row: usize,
    place: usize,
) -> Option<ItemExplanation> {
    let item = sheet.standard.items.get(place)?;
    let who = &sheet.rows.get(row)?.who;
    let member = facts.subject(&who.member);
    let department = who.department.as_ref().and_then(|id| facts.subject(id));
    let mut start = Start::Base(item.base);
    let mut best = None;
    let mut amounts = vec![0i32; item.lines.len()];
    let mut entries: Vec<Vec<(RecordId, i32, i64)>> = vec![Vec::new(); item.lines.len()];
    // By day, and not in the order of arrival, which differs from tablet to tablet.
    let mut of_month: Vec<&FactRow> = facts
        .month(sheet.month)
        .iter()
        .filter(|fact| [member, department].contains(&Some(fact.subject)))
        .collect();
    ordered::sort_by_key(&mut of_month, |fact| (fact.day, facts.source(fact.source)));
    for fact in of_month {
        let own = Some(fact.subject) == member;
        let Some((_, line)) = sheet
            .standard
            .answer(&facts.events()[fact.event as usize])
            .filter(|(answering, _)| *answering == place)
        else {
            continue;
        };
        let Some(source) = facts.source(fact.source) else {
            continue;
        };
        match &item.lines[line].rule {
            Rule::PerUnit { tenths, .. } if own => {
                amounts[line] = amounts[line].saturating_add(fact.amount);
                let points = i64::from(*tenths) * i64::from(fact.amount);
                entries[line].push((source.clone(), fact.amount, points));
            }
            Rule::PerUnit { .. } => {}
            rule => {
                let points = points_instead(rule, fact);
                let one = (own, fact.day, points);
                if goes_before(one, best) {
                    best = Some(one);
                    let (amount, source) = (fact.amount, source.clone());
                    start = Start::Instead { points, line, amount, own, source };
                }
            }
        }
    }
    let lines: Vec<LineExplanation> = entries
        .into_iter()
        .enumerate()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(line, entries)| {
            let points = line_points(&item.lines[line].rule, amounts[line]);
            let uncut: i64 = entries.iter().map(|(_, _, points)| points).sum();
            LineExplanation { line, entries, points, cut: uncut - points }
        })
        .collect();
    let begin = match &start {
        Start::Base(points) | Start::Instead { points, .. } => *points,
    };
    let raw = i64::from(begin) + lines.iter().map(|line| line.points).sum::<i64>();
    let score = raw.clamp(item.floor.into(), item.cap.into()) as i32;
    Some(ItemExplanation { item: place, start, lines, raw, score })
}

/// How a month's total came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalExplanation {
    /// The subtotals of the aspects.
    pub aspects: Vec<i32>,
    /// Their sum, before it is kept within 0 and 100.
    pub raw: i32,
    /// The computed score.
    pub computed: i32,
    /// The veto in force, where there is one: then the result is 0.
    pub veto: Option<RecordId>,
    /// The approved exemption, where there is one: then the result counts nowhere.
    pub exemption: Option<RecordId>,
    /// What counts.
    pub result: i32,
}

/// Explains the total of a row.
pub fn explain_total(sheet: &MonthSheet, row: usize) -> Option<TotalExplanation> {
    let of = sheet.rows.get(row)?;
    let aspects: Vec<i32> =
        (0..sheet.standard.aspects.len()).map(|aspect| sheet.aspect(row, aspect)).collect();
    let raw: i32 = aspects.iter().sum();
    Some(TotalExplanation {
        raw,
        computed: raw.clamp(0, MOST),
        aspects,
        veto: of.who.veto.clone(),
        exemption: of.who.exemption.clone(),
        result: of.result,
    })
}
