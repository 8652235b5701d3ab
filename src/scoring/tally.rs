//! What happened in some months, counted by item: for the bulletin's 突出表现 and 存在问题.
//!
//! Items whose details are restricted (C5) are in neither: not even how often.

use std::collections::BTreeMap;

use crate::fast_hash::FastMap;
use crate::ledger::{Ledger, Month, RecordId, Value};
use crate::ordered;

use super::quarter_results::{MonthPlace, QuarterRow};
use super::scores::Scores;
use super::standard::{Item, Rule};

/// How often something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The item of the standard, by name.
    pub item: String,
    /// What happened; empty where all of the item is counted together.
    pub event: String,
    /// How often.
    pub times: i64,
    /// For how many members.
    pub members: usize,
    /// Who did so most often, and how often.
    pub leaders: Vec<(RecordId, i64)>,
    /// The next ones, who did so equally often but are too many to name: how many, and how often.
    pub equal: Option<(usize, i64)>,
}

/// Leaders are named until there are so many.
const LEADERS: usize = 3;
/// At most so many are named where some of them did equally often.
const NAMED: usize = 6;

/// An item's name, and perhaps what happened.
type ItemHeading = (String, String);

/// How often for each member.
type PointsByMember = BTreeMap<RecordId, i64>;

impl Scores {
    /// What added points, by item, and what cost points, by item and event, for members with months
    /// that count; what happened most often first.
    pub fn tallies(
        &mut self,
        ledger: &Ledger,
        rows: &[QuarterRow],
        months: &[Month],
    ) -> (Vec<Tally>, Vec<Tally>) {
        let mut added: BTreeMap<ItemHeading, PointsByMember> = BTreeMap::new();
        let mut cost: BTreeMap<ItemHeading, PointsByMember> = BTreeMap::new();
        for (step, month) in months.iter().enumerate() {
            let Ok(sheet) = self.sheet(ledger, *month) else {
                continue;
            };
            let counts =
                |row: &&QuarterRow| matches!(row.months.get(step), Some(MonthPlace::Counts(_)));
            let ours = rows.iter().filter(counts);
            let members: FastMap<u32, &RecordId> = ours
                .filter_map(|row| Some((self.facts.subject(&row.member)?, &row.member)))
                .collect();
            for fact in self.facts.month(*month) {
                let event = self.facts.events().get(fact.event as usize);
                let answer = event.and_then(|event| sheet.standard.answer(event));
                let (Some(member), Some((item, line))) = (members.get(&fact.subject), answer)
                else {
                    continue;
                };
                let item = &sheet.standard.items[item];
                let line = &item.lines[line];
                let (tally, event) = match points(item, &line.rule) {
                    _ if item.restricted => continue,
                    1.. => (&mut added, String::new()),
                    ..0 => (&mut cost, line.event.clone()),
                    0 => continue,
                };
                let of = tally.entry((item.name.clone(), event)).or_default();
                *of.entry((*member).clone()).or_default() += i64::from(fact.amount);
            }
        }
        (tallies(added, true), tallies(cost, false))
    }
}

/// What a rule line does to its item: what it adds, or how far it puts it under its base.
fn points(item: &Item, rule: &Rule) -> i32 {
    match rule {
        Rule::PerUnit { tenths, .. } => *tenths,
        Rule::Choice { tenths } => (*tenths - item.base).min(0),
        // A measure is no event.
        Rule::Tier { .. } => 0,
    }
}

fn tallies(by_heading: BTreeMap<ItemHeading, PointsByMember>, names_leaders: bool) -> Vec<Tally> {
    let mut all: Vec<Tally> = by_heading
        .into_iter()
        .map(|((item, event), of)| {
            let (times, members) = (of.values().sum(), of.len());
            let mut most: Vec<(RecordId, i64)> = of.into_iter().collect();
            ordered::sort_by_key(&mut most, |(member, times)| (-times, member.clone()));
            let (named, equal) = if names_leaders { leaders(&most) } else { (0, None) };
            most.truncate(named);
            Tally { item, event, times, members, leaders: most, equal }
        })
        .collect();
    ordered::sort_by_key(&mut all, |one| (-one.times, one.item.clone(), one.event.clone()));
    all
}

/// How many of those who did something most often are named, the most often first: who did so
/// equally often stand together. Behind them those who are too many to name.
fn leaders(most: &[(RecordId, i64)]) -> (usize, Option<(usize, i64)>) {
    let mut named = 0;
    for equals in most.chunk_by(|one, other| one.1 == other.1) {
        if named >= LEADERS {
            break;
        }
        if named + equals.len() > NAMED {
            return (named, equals.first().map(|(_, times)| (equals.len(), *times)));
        }
        named += equals.len();
    }
    (named, None)
}

impl Tally {
    /// How it is stored.
    pub(super) fn to_value(&self) -> Value {
        let leaders = self.leaders.iter().map(|(member, times)| {
            Value::group([("member", member.as_str().into()), ("times", Value::Int(*times))])
        });
        let equal = self.equal.map(|(members, times)| {
            let of = [("members", Value::Int(members as i64)), ("times", Value::Int(times))];
            ("equal", Value::group(of))
        });
        let first = [
            ("item", self.item.as_str().into()),
            ("event", self.event.as_str().into()),
            ("times", Value::Int(self.times)),
            ("members", Value::Int(self.members as i64)),
            ("leaders", Value::List(leaders.collect())),
        ];
        Value::group(first.into_iter().chain(equal))
    }

    /// Reads it as it is stored.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text().map(str::to_owned);
        let leader = |one: &Value| {
            let member = one.get("member")?.as_text()?.parse().ok()?;
            Some((member, one.get("times")?.as_int()?))
        };
        let equal = |one: &Value| {
            Some((
                usize::try_from(one.get("members")?.as_int()?).ok()?,
                one.get("times")?.as_int()?,
            ))
        };
        Some(Self {
            item: text("item")?,
            event: text("event")?,
            times: value.get("times")?.as_int()?,
            members: usize::try_from(value.get("members")?.as_int()?).ok()?,
            leaders: value.get("leaders")?.as_list()?.iter().map(leader).collect::<Option<_>>()?,
            equal: match value.get("equal") {
                None => None,
                Some(one) => Some(equal(one)?),
            },
        })
    }
}
