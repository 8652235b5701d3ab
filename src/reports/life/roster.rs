//! Who belonged to which branch and group on a day, read once for many questions.

use std::collections::BTreeMap;

use crate::ledger::{Day, Ledger, RecordId, parse_day};
use crate::ordered;
use crate::registers::{MEMBER, Member};

/// Memberships of all members as spans of days.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    stays: Vec<(RecordId, Vec<Stay>)>,
    /// The places of members in `stays`.
    places: BTreeMap<RecordId, usize>,
    /// The members that ever belonged to a branch.
    of_branch: BTreeMap<RecordId, Vec<usize>>,
}

/// A span of days in one branch and group.
#[derive(Debug, Clone)]
struct Stay {
    from: Day,
    /// The first day on which it is over.
    until: Option<Day>,
    branch: RecordId,
    group: Option<RecordId>,
}

impl Stay {
    fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

impl Roster {
    /// Reads the memberships of a ledger.
    pub fn of(ledger: &Ledger) -> Self {
        let mut roster = Self::default();
        for record in ledger.records(MEMBER.name) {
            let dated = ["branch", "group", "standing"].into_iter();
            let keys = dated.flat_map(|field| record.entries(field)).map(|(key, _)| key);
            // A member's state is the same between two days from which some value holds.
            let days: Vec<Day> =
                ordered::set(keys.filter_map(|key| parse_day(key).ok())).into_iter().collect();
            let mut stays = Vec::new();
            for (at, from) in days.iter().enumerate() {
                if let Some(member) = Member::on(&record, *from) {
                    let (branch, group) = (member.branch, member.group);
                    stays.push(Stay {
                        from: *from,
                        until: days.get(at + 1).copied(),
                        branch,
                        group,
                    });
                }
            }
            let place = roster.stays.len();
            for branch in ordered::set(stays.iter().map(|stay| stay.branch.clone())) {
                roster.of_branch.entry(branch).or_default().push(place);
            }
            roster.places.insert(record.id().clone(), place);
            roster.stays.push((record.id().clone(), stays));
        }
        roster
    }

    fn stay(&self, member: &RecordId, day: Day) -> Option<&Stay> {
        let (_, stays) = self.stays.get(*self.places.get(member)?)?;
        stays.iter().find(|stay| stay.covers(day))
    }

    /// The branch of a member on a day; `None` where the member was on no books.
    pub fn branch_on(&self, member: &RecordId, day: Day) -> Option<&RecordId> {
        self.stay(member, day).map(|stay| &stay.branch)
    }

    /// The Party group of a member on a day.
    pub fn group_on(&self, member: &RecordId, day: Day) -> Option<&RecordId> {
        self.stay(member, day)?.group.as_ref()
    }

    /// The day since which a member has been on the books without a break, as of a day.
    pub fn since(&self, member: &RecordId, day: Day) -> Option<Day> {
        let (_, stays) = self.stays.get(*self.places.get(member)?)?;
        let at = stays.iter().position(|stay| stay.covers(day))?;
        let mut from = stays.get(at)?.from;
        for stay in stays.iter().take(at).rev() {
            if stay.until != Some(from) {
                break;
            }
            from = stay.from;
        }
        Some(from)
    }

    /// The members of a branch on a day, or of all branches.
    pub fn members_on<'a>(
        &'a self,
        branch: Option<&RecordId>,
        day: Day,
    ) -> Box<dyn Iterator<Item = &'a RecordId> + 'a> {
        let Some(branch) = branch.cloned() else {
            let there = move |stays: &[Stay]| stays.iter().any(|stay| stay.covers(day));
            let all = self.stays.iter().filter(move |(_, stays)| there(stays));
            return Box::new(all.map(|(id, _)| id));
        };
        let places = self.of_branch.get(&branch).into_iter().flatten();
        let ours = places.filter_map(move |place| {
            let (id, stays) = self.stays.get(*place)?;
            let there = stays.iter().any(|stay| stay.branch == branch && stay.covers(day));
            there.then_some(id)
        });
        Box::new(ours)
    }
}
