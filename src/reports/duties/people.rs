//! How many members branches and groups had in which month, and which branches had a committee.

use std::collections::BTreeMap;

use crate::ledger::{Day, Ledger, Month, RecordId, parse_day};
use crate::ordered;
use crate::registers::{MEMBER, TERM, is_committee_post};
use crate::reports::Roster;

/// How many members a branch or a group had, month by month.
#[derive(Debug, Clone, Default)]
struct Presence {
    /// All of them and the full ones among them, as of each month's last day, or today.
    months: Vec<(u32, u32)>,
}

/// Members, and how many there were where.
#[derive(Debug)]
pub struct People<'a> {
    first: Month,
    /// All members.
    pub roster: Roster<'a>,
    presence: BTreeMap<String, Presence>,
    /// From when on a branch has a committee, or none, in order of days.
    committees: BTreeMap<&'a str, Vec<(Day, bool)>>,
}

impl<'a> People<'a> {
    /// Reads the members of a ledger, and counts them from a month on until today.
    pub fn new(ledger: &'a Ledger, first: Month, today: Day) -> Self {
        let roster = Roster::of(ledger);
        let mut people =
            Self { first, roster, presence: BTreeMap::new(), committees: BTreeMap::new() };
        people.count(today);
        people.find_committees(ledger);
        people
    }

    fn count(&mut self, today: Day) {
        let length = usize::try_from(Month::of(today).since(self.first) + 1).unwrap_or(0);
        let place_of = |day: Day| {
            // The first month at whose end, or on whose today, the day has come.
            usize::try_from(Month::of(day).since(self.first)).unwrap_or(0)
        };
        for person in self.roster.all() {
            for (from, until, member) in person.spans().filter(|(from, _, _)| *from <= today) {
                let until = until.filter(|until| *until <= today);
                let until = until.map_or(length, place_of).min(length);
                let places = [Some(&member.branch), member.group.as_ref()];
                for place in places.into_iter().flatten() {
                    if !self.presence.contains_key(place.as_str()) {
                        let months = vec![(0, 0); length];
                        self.presence.insert(place.to_string(), Presence { months });
                    }
                    let Some(presence) = self.presence.get_mut(place.as_str()) else { continue };
                    for month in
                        presence.months.get_mut(place_of(from)..until).into_iter().flatten()
                    {
                        month.0 += 1;
                        month.1 += u32::from(member.category == "full");
                    }
                }
            }
        }
    }

    /// Committees are known by their terms, and by members whose post in the Party is one of a
    /// committee of the branch (组织委员); since when is not known of the latter.
    fn find_committees(&mut self, ledger: &'a Ledger) {
        let mut found: BTreeMap<&'a str, Vec<(Day, bool)>> = BTreeMap::new();
        let mut note = |branch: &'a str, from: Day, has_committee: bool| {
            found.entry(branch).or_default().push((from, has_committee));
        };
        for term in ledger.records(TERM.name) {
            let body = term.text("body");
            if ["branch_committee", "branch"].contains(&body)
                && let Ok(from) = parse_day(term.text("from"))
            {
                note(term.text("branch"), from, body == "branch_committee");
            }
        }
        for record in ledger.records(MEMBER.name) {
            if is_committee_post(record.text("party_post")) {
                note(record.latest("branch").as_text().unwrap_or(""), Day::MIN, true);
            }
        }
        found.values_mut().for_each(|terms| ordered::sort(terms));
        self.committees = found;
    }

    /// How many members a branch or group had in a month, and how many of them were full members;
    /// `None` where it never had a member, so that nothing follows from it.
    pub fn count_in(&self, place: &RecordId, month: Month) -> Option<(u32, u32)> {
        let presence = self.presence.get(place.as_str())?;
        let at = usize::try_from(month.since(self.first)).ok();
        Some(at.and_then(|at| presence.months.get(at)).copied().unwrap_or((0, 0)))
    }

    /// Whether a branch had a committee in a month.
    pub fn has_committee(&self, branch: &RecordId, month: Month) -> bool {
        let terms = self.committees.get(branch.as_str()).map_or(&[][..], Vec::as_slice);
        let begun = terms.iter().rev().find(|(from, _)| *from <= month.last_day());
        begun.is_some_and(|(_, has_committee)| *has_committee)
    }
}
