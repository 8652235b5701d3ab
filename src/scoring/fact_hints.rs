//! What a record would count for, said while it is still being filled in: what is entered already, what
//! a cap cuts off, and in which month it counts. Hints, by which nothing is held up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::ledger::{Day, Draft, Ledger, Month, Record, RecordId, day_label, parse_day};
use crate::ordered;
use crate::registers::form::{self, Input};
use crate::registers::{
    Context, Fact, FactRule, Head, Problem, Schema, Severity, Step, Subject, assessment_id,
    points_text, step, title,
};

use super::explain::{Start, explain};
use super::scores::Scores;
use super::sheet::{MonthSheet, line_points};
use super::standard::Rule;

/// So many people are named; of more their number is told.
const NAMED: usize = 2;

/// What would be said of a record if a form were saved as it is (see [`form::preview`]), with hints about
/// what it would count for.
pub fn preview(
    (ledger, scores): (&Ledger, &mut Scores),
    schema: &Schema,
    id: Option<&RecordId>,
    form: (&Input, Draft),
    is_touched: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut more = |record: &Record<'_>, context: &Context<'_>| {
        scores.fact_hints(ledger, schema.head, record, context)
    };
    form::preview(schema, ledger, id, form, is_touched, &mut more)
}

/// What a member has of an item in a month without the record, and what the record adds.
struct Standing {
    /// What counts so far, and the most that can: of the item, or of the line where its own cap is nearer.
    has: i64,
    most: i64,
    least: i64,
    /// Whether entries have changed it.
    is_moved: bool,
    /// What the record says, and what of it counts.
    said: i64,
    counts: i64,
}

/// In which months after its own a record counts, in words.
fn further_months(own: Month, facts: &[Fact]) -> Option<String> {
    let months = ordered::set(facts.iter().map(|fact| fact.month).filter(|month| *month != own));
    let words: Vec<String> = months.into_iter().map(|month| spoken(month, own)).collect();
    (!words.is_empty()).then(|| format!("{}也各计一次", words.join("、")))
}

impl Scores {
    /// Hints about what a record that is not saved yet would count for.
    fn fact_hints(
        &mut self,
        ledger: &Ledger,
        head: &Head,
        record: &Record<'_>,
        context: &Context<'_>,
    ) -> Vec<Problem> {
        let mut found = Vec::new();
        let Some(month) = head.month_of(record) else { return found };
        for rule in head.facts {
            let mut facts = rule.facts(head, record, context);
            found.extend(further_months(month, &facts).map(|text| hint(rule.day, text)));
            facts.retain(|fact| fact.month == month);
            for fact in &mut facts {
                fact.subject = ledger.resolve(&fact.subject).clone();
            }
            self.load_month(ledger, month);
            let (Subject::Field(place) | Subject::Rows(place)) = rule.subject;
            if let Ok(day) = parse_day(record.text(rule.day)) {
                let text = self.other_month(ledger, (Month::of(day), month), &facts);
                found.extend(text.map(|text| hint(rule.day, text)));
            }
            let doubled = self.doubled(ledger, record.id(), &facts, context.today());
            found.extend(doubled.map(|text| hint(place, text)));
            found.extend(self.beyond_bounds(ledger, record.id(), (rule, place), &facts));
        }
        found
    }

    /// Says that something did not happen in the month in which it counts, and how that month stands.
    fn other_month(
        &mut self,
        ledger: &Ledger,
        (happened, counts): (Month, Month),
        facts: &[Fact],
    ) -> Option<String> {
        if happened == counts {
            return None;
        }
        let who: BTreeSet<&RecordId> = facts.iter().map(|fact| &fact.subject).collect();
        let branches: BTreeSet<RecordId> = self
            .participants(ledger, happened)
            .iter()
            .filter(|one| who.contains(&one.member))
            .map(|one| one.branch.clone())
            .collect();
        let is_locked = |branch: &RecordId| {
            step(ledger.record(&assessment_id(branch, happened)).as_ref()) == Step::Locked
        };
        let (then, now) = (spoken(happened, counts), spoken(counts, happened));
        let text = if branches.is_empty() {
            format!("发生在{then}，计入{now}")
        } else if branches.iter().all(is_locked) {
            format!("发生在{then}，{then}已经锁定，计入{now}")
        } else {
            format!("发生在{then}，计入{now}；{then}还没有锁定，也可以改为计入{then}")
        };
        Some(text)
    }

    /// Whose same event of the same day another record says already.
    fn doubled(
        &self,
        ledger: &Ledger,
        own: &RecordId,
        facts: &[Fact],
        today: Day,
    ) -> Option<String> {
        let first = facts.first()?;
        let day = first.day?;
        let own = self.facts.source_number(own);
        let event = self.facts.events().iter().position(|event| *event == first.event)?;
        let same: BTreeSet<u32> = self
            .facts
            .month(first.month)
            .iter()
            .filter(|row| row.event as usize == event && row.day == day.num_days_from_ce())
            .filter(|row| Some(row.source) != own)
            .map(|row| row.subject)
            .collect();
        let is_same = |fact: &&Fact| {
            self.facts.subject(&fact.subject).is_some_and(|subject| same.contains(&subject))
        };
        let who: Vec<String> =
            facts.iter().filter(is_same).map(|fact| title(ledger, &fact.subject)).collect();
        let day = if day == today { "今天".to_owned() } else { day_label(day) };
        let (names, more) = named(who)?;
        Some(format!("{names}{more}{day}已登记过这一条"))
    }

    /// Who has something of the item in the month, and whose entry a bound of the item or of the line
    /// cuts off: in the member's row, and in a sentence.
    fn beyond_bounds(
        &mut self,
        ledger: &Ledger,
        own: &RecordId,
        (rule, place): (&FactRule, &'static str),
        facts: &[Fact],
    ) -> Vec<Problem> {
        let Some(first) = facts.first() else { return Vec::new() };
        let Ok(sheet) = self.sheet(ledger, first.month) else { return Vec::new() };
        let rows: BTreeMap<&RecordId, usize> =
            sheet.rows.iter().enumerate().map(|(at, row)| (&row.who.member, at)).collect();
        let (mut found, mut over, mut under) = (Vec::new(), Vec::new(), Vec::new());
        let mut least = 0;
        for fact in facts {
            let standing =
                rows.get(&fact.subject).and_then(|row| self.standing(&sheet, *row, own, fact));
            let Some(standing) = standing else { continue };
            let has = format!("本月 {}/{}", points_text(standing.has), points_text(standing.most));
            let is_cut = standing.counts != standing.said;
            if is_cut {
                let who = title(ledger, &fact.subject);
                if standing.said > 0 {
                    over.push(who)
                } else {
                    under.push(who)
                }
                least = standing.least;
            }
            if (standing.is_moved || is_cut) && matches!(rule.subject, Subject::Rows(_)) {
                found.push(hint(place, has).in_row(Some(fact.subject.as_str())));
            }
        }
        if let Some((names, more)) = named(over) {
            found.push(hint(place, format!("{names}{more}超过上限的不计")));
        }
        if let Some((names, more)) = named(under) {
            let least = points_text(least);
            found.push(hint(place, format!("{names}{more}扣到 {least} 分为止，超出的不再扣")));
        }
        found
    }

    /// Where a member stands in the item of a fact; `None` where the fact adds nothing by amount.
    fn standing(
        &self,
        sheet: &MonthSheet,
        row: usize,
        own: &RecordId,
        fact: &Fact,
    ) -> Option<Standing> {
        let (place, line) = sheet.standard.answer(&fact.event)?;
        let item = sheet.standard.items.get(place)?;
        let Rule::PerUnit { tenths, cap } = item.lines[line].rule else { return None };
        let why = explain(sheet, &self.facts, row, place)?;
        let start = match &why.start {
            Start::Base(points) => *points,
            Start::Instead { points, .. } => *points,
        };
        let mut units = vec![0_i32; item.lines.len()];
        for line in &why.lines {
            let others = line.entries.iter().filter(|(source, ..)| source != own);
            for (_, amount, _) in others {
                units[line.line] = units[line.line].saturating_add(*amount);
            }
        }
        let (floor, top) = (i64::from(item.floor), i64::from(item.cap));
        let sum = |units: &[i32]| {
            let of_lines = item.lines.iter().zip(units);
            let earned: i64 = of_lines.map(|(line, units)| line_points(&line.rule, *units)).sum();
            (i64::from(start) + earned).clamp(floor, top)
        };
        let (before, of_line) = (sum(&units), line_points(&item.lines[line].rule, units[line]));
        let is_moved = before != i64::from(start);
        units[line] = units[line].saturating_add(fact.amount);
        let counts = sum(&units) - before;
        let of_own = cap.map(|cap| i64::from(cap).abs()).filter(|cap| tenths > 0 && *cap < top);
        let (has, most) = of_own.map_or((before, top), |cap| (of_line, cap));
        let said = i64::from(tenths) * i64::from(fact.amount);
        let is_moved = if of_own.is_some() { of_line != 0 } else { is_moved };
        Some(Standing { has, most, least: floor, is_moved, said, counts })
    }
}

fn hint(field: &'static str, text: String) -> Problem {
    Problem { severity: Severity::Hint, ..Problem::new(field, text) }
}

/// The first of some names, and the number of all where there are more; `None` where there are none.
fn named(names: Vec<String>) -> Option<(String, String)> {
    let count = names.len();
    let shown = names.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
    let more = if count > NAMED { format!("等 {count} 人") } else { String::new() };
    (count > 0).then_some((shown, more))
}

/// A month beside another: with its year where that is another one.
fn spoken(month: Month, beside: Month) -> String {
    if month.year() == beside.year() { format!("{}月", month.number()) } else { month.label() }
}
