//! Who belonged to which branch and group on a day, read once for many questions.

use std::collections::BTreeMap;

use crate::ledger::{Day, Ledger, Record, RecordId, parse_day};
use crate::ordered;
use crate::registers::{MEMBER, Member};

/// Fields that say where a member belongs.
const PLACES: [&str; 4] = ["branch", "group", "category", "standing"];

/// All members over time.
#[derive(Debug, Default)]
pub struct Roster<'a> {
    all: Vec<Person<'a>>,
    /// The places of members in `all`, by id.
    places: BTreeMap<&'a str, usize>,
    /// Those of the members that ever belonged to a branch.
    of_branch: BTreeMap<RecordId, Vec<usize>>,
}

/// A member over time.
#[derive(Debug)]
pub struct Person<'a> {
    /// The record.
    pub id: &'a RecordId,
    /// The name.
    pub name: &'a str,
    /// From each day on, what the member was; `None` for no member of any branch.
    spans: Vec<(Day, Option<Member>)>,
}

impl<'a> Person<'a> {
    fn read(record: Record<'a>) -> Self {
        let mut days: Vec<Day> = Vec::new();
        for (field, key, value) in record.cells() {
            if PLACES.contains(&field)
                && !value.is_null()
                && let Some(day) = key.and_then(|key| parse_day(key).ok())
                && !days.contains(&day)
            {
                days.push(day);
            }
        }
        ordered::sort(&mut days);
        // What a member is stays the same between two days from which some value holds.
        let spans = days.into_iter().map(|day| (day, Member::on(&record, day))).collect();
        Self { id: record.id(), name: record.text("name"), spans }
    }

    /// What the member was on a day; `None` where on no books.
    pub fn on(&self, day: Day) -> Option<&Member> {
        let span = self.spans.iter().rev().find(|(from, _)| *from <= day);
        span.and_then(|(_, member)| member.as_ref())
    }

    /// The spans of membership: what the member was, from a day on and until the day of the next span.
    pub fn spans(&self) -> impl Iterator<Item = (Day, Option<Day>, &Member)> {
        self.spans.iter().enumerate().filter_map(|(at, (from, member))| {
            let until = self.spans.get(at + 1).map(|(until, _)| *until);
            Some((*from, until, member.as_ref()?))
        })
    }

    /// The day since which the member has been on the books without a break, as of a day.
    fn since(&self, day: Day) -> Option<Day> {
        let begun = self.spans.iter().rev().skip_while(|(from, _)| *from > day);
        begun.take_while(|(_, member)| member.is_some()).last().map(|(from, _)| *from)
    }
}

impl<'a> Roster<'a> {
    /// Reads the members of a ledger.
    pub fn of(ledger: &'a Ledger) -> Self {
        let mut roster = Self::default();
        for record in ledger.records(MEMBER.name) {
            let (place, person) = (roster.all.len(), Person::read(record));
            for branch in ordered::set(person.spans().map(|(_, _, member)| &member.branch)) {
                roster.of_branch.entry(branch.clone()).or_default().push(place);
            }
            roster.places.insert(person.id.as_str(), place);
            roster.all.push(person);
        }
        roster
    }

    /// All who are or were members.
    pub fn all(&self) -> &[Person<'a>] {
        &self.all
    }

    /// The member with an id.
    pub fn find(&self, id: &str) -> Option<&Person<'a>> {
        self.all.get(*self.places.get(id)?)
    }

    /// The branch of a member on a day; `None` where the member was on no books.
    pub fn branch_on(&self, member: &RecordId, day: Day) -> Option<&RecordId> {
        self.find(member.as_str())?.on(day).map(|member| &member.branch)
    }

    /// The day since which a member has been on the books without a break, as of a day.
    pub fn since(&self, member: &RecordId, day: Day) -> Option<Day> {
        self.find(member.as_str())?.since(day)
    }

    /// The members of a branch on a day, or of all branches, as they were then.
    pub fn members_on<'r>(
        &'r self,
        branch: Option<&RecordId>,
        day: Day,
    ) -> Box<dyn Iterator<Item = (&'r Person<'a>, &'r Member)> + 'r> {
        let Some(branch) = branch.cloned() else {
            return Box::new(self.all.iter().filter_map(move |one| Some((one, one.on(day)?))));
        };
        let places = self.of_branch.get(&branch).into_iter().flatten();
        let ours = places.filter_map(move |place| {
            let person = self.all.get(*place)?;
            Some((person, person.on(day)?))
        });
        Box::new(ours.filter(move |(_, member)| member.branch == branch))
    }

    /// The members on a day of the branch that a field names; of all branches where it names none.
    pub fn members_of(&self, branch: &str, day: Day) -> Vec<&Member> {
        let named: Option<RecordId> = branch.parse().ok();
        match (branch, named) {
            ("", _) => self.members_on(None, day).map(|(_, member)| member).collect(),
            (_, Some(branch)) => {
                self.members_on(Some(&branch), day).map(|(_, member)| member).collect()
            }
            (_, None) => Vec::new(),
        }
    }
}
