//! Usage of the localStorage quota.
//!
//! No browser reports it: `navigator.storage.estimate()` leaves localStorage out.

use std::collections::BTreeSet;

use crate::fast_hash::FastMap;
use crate::ledger::{Ledger, LedgerId, Moment};
use crate::ordered;

use super::import::ImportId;
use super::keys::{self, StorageKey};
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError};

/// What browsers give a site in localStorage, in the units of either [`Reckoning`].
pub const LOCAL_ROOM: usize = 5 << 20;

/// How a browser reckons what a text takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reckoning {
    /// Each UTF-16 unit costs one: Chromium and Firefox.
    Units,
    /// A text of Latin-1 alone takes a byte a character, any other two a unit: WebKit.
    Bytes,
}

impl Reckoning {
    /// What a text takes.
    pub fn cost(self, text: &str) -> usize {
        if text.is_ascii() {
            return text.len();
        }
        let units = text.encode_utf16().count();
        let is_wide = self == Self::Bytes && text.chars().any(|c| c > '\u{ff}');
        if is_wide { units * 2 } else { units }
    }
}

/// What takes room in localStorage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// The ledger that is open, with what was imported into it.
    pub ledger: usize,
    /// What imports brought that were taken back.
    pub leftovers: usize,
    /// Damaged texts of the ledger that were set aside.
    pub set_aside: usize,
    /// The other ledgers on this tablet, and those that are being deleted.
    pub others: Vec<(LedgerId, usize)>,
    /// What belongs to no ledger, other pages of the same address among it.
    pub rest: usize,
}

/// How full it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fullness {
    /// There is no need to think of it.
    Roomy,
    /// From 70 %: good to know.
    Filling,
    /// From 85 %: something is to be done.
    Tight,
}

impl Usage {
    /// Adds up keys with their texts, as a ledger sees them.
    pub fn of(
        ledger: LedgerId,
        reckoning: Reckoning,
        entries: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let mut usage = Self::default();
        let mut others: FastMap<LedgerId, usize> = FastMap::default();
        let mut imports: FastMap<ImportId, usize> = FastMap::default();
        let mut taken_back = BTreeSet::new();
        for (key, text) in entries {
            let cost = reckoning.cost(&key) + reckoning.cost(&text);
            match owner(&key) {
                None => usage.rest += cost,
                Some(other) if other != ledger => *others.entry(other).or_default() += cost,
                Some(_) => match keys::parse(ledger, &key) {
                    StorageKey::Damaged => usage.set_aside += cost,
                    StorageKey::Part(import, _) => *imports.entry(import).or_default() += cost,
                    StorageKey::TakenBack(import) => {
                        taken_back.insert(import);
                        usage.ledger += cost;
                    }
                    _ => usage.ledger += cost,
                },
            }
        }
        for (import, cost) in imports {
            let place =
                if taken_back.contains(&import) { &mut usage.leftovers } else { &mut usage.ledger };
            *place += cost;
        }
        usage.others = others.into_iter().collect();
        ordered::sort(&mut usage.others);
        usage
    }

    /// What all of it takes.
    pub fn total(&self) -> usize {
        let others: usize = self.others.iter().map(|(_, cost)| cost).sum();
        self.ledger + self.leftovers + self.set_aside + others + self.rest
    }

    /// What is left of the room.
    pub fn free(&self) -> usize {
        LOCAL_ROOM.saturating_sub(self.total())
    }

    /// How much of the room is taken, in hundredths, rounded up.
    pub fn percent(&self) -> usize {
        (self.total() * 100).div_ceil(LOCAL_ROOM).min(100)
    }

    /// How full it is.
    pub fn fullness(&self) -> Fullness {
        match self.percent() {
            0..70 => Fullness::Roomy,
            70..85 => Fullness::Filling,
            _ => Fullness::Tight,
        }
    }

    /// For how many years what is left suffices, were they like the last months; `None` where the
    /// ledger is too young or too small to say.
    pub fn years_left(&self, pace: Option<Pace>, ledger: &Ledger) -> Option<usize> {
        let Pace { changes, days } = pace?;
        let all = ledger.change_count();
        // free ÷ (room of a change × changes of a year), in whole years.
        let year = self.ledger as u128 * changes as u128 * 365;
        let years = (self.free() as u128 * all as u128 * days as u128).checked_div(year)?;
        Some(usize::try_from(years).unwrap_or(usize::MAX))
    }
}

/// How much is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// So many changes
    changes: usize,
    /// in so many days.
    days: i64,
}

impl Pace {
    /// The pace of the last months; `None` where there are too few to judge by.
    pub fn of(ledger: &Ledger, now: Moment) -> Option<Self> {
        const DAY: i64 = 86_400_000;
        /// What is looked at.
        const MOST: i64 = 180;
        const LEAST: (i64, usize) = (60, 200);
        let first = ledger.heads().map(|head| head.at.millis).min()?;
        let days = ((now.millis - first) / DAY).min(MOST);
        let since = now.millis - days * DAY;
        let counted = ledger.heads().zip(ledger.iter_counts());
        let changes = counted.filter(|(head, _)| head.at.millis >= since).map(|(_, n)| n).sum();
        (days >= LEAST.0 && changes >= LEAST.1).then_some(Self { changes, days })
    }
}

/// The ledger to which a key belongs.
fn owner(key: &str) -> Option<LedgerId> {
    key.strip_prefix(keys::ROOT)?.split_once('/')?.0.parse().ok()
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// What takes room in localStorage.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn usage(&self, reckoning: Reckoning) -> Result<Usage, StorageError> {
        let local = self.stores.local()?;
        let mut entries = Vec::new();
        for key in local.keys("")? {
            // Another tab may have removed it meanwhile.
            entries.extend(local.get_raw(&key)?.map(|text| (key, text)));
        }
        Ok(Usage::of(self.ledger, reckoning, entries))
    }

    /// Removes what imports brought that were taken back, from both stores. The marks stay, so that
    /// nothing of it comes again; the files, imported again, bring it anew.
    ///
    /// # Errors
    /// What a store says; what remains goes when it is called again.
    pub async fn remove_leftovers(&self) -> Result<(), StorageError> {
        let prefix = keys::prefix(self.ledger);
        let (local, journal) = (self.stores.local(), self.stores.journal());
        let mut found = Vec::new();
        if let Ok(local) = local {
            found.extend(local.keys(&prefix)?);
        }
        if let Ok(journal) = journal {
            found.extend(journal.keys(&prefix).await?);
        }
        let kind = |key: &String| keys::parse(self.ledger, key);
        let taken_back: BTreeSet<ImportId> = ordered::set(found.iter().filter_map(|key| {
            if let StorageKey::TakenBack(import) = kind(key) { Some(import) } else { None }
        }));
        found.retain(|key| match kind(key) {
            StorageKey::Part(import, _) | StorageKey::Receipt(import) => {
                taken_back.contains(&import)
            }
            _ => false,
        });
        if let Ok(journal) = journal {
            journal.remove(&found).await?;
        }
        match local {
            Ok(local) => found.iter().try_for_each(|key| local.remove(key)),
            Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Draft, EditId, RecordId, WriterId};

    const DAY: i64 = 86_400_000;
    const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };

    fn entry(key: &str, size: usize) -> (String, String) {
        (key.to_owned(), "x".repeat(size - key.len()))
    }

    #[test]
    fn chromium_counts_units_and_webkit_doubles_what_is_not_latin() {
        let texts = ["", "abc", "é", "中", "中abc", "𠮷", "\u{ff}\u{100}"];
        let costs = |reckoning: Reckoning| texts.map(|text| reckoning.cost(text));
        assert_eq!(costs(Reckoning::Units), [0, 3, 1, 1, 4, 2, 2]);
        assert_eq!(costs(Reckoning::Bytes), [0, 3, 1, 2, 8, 4, 4]);
    }

    #[test]
    fn the_measured_greatest_values_just_fill_the_room() {
        // facts/browser-storage.md §1.1: what went in beside a key of one character.
        let fits = |reckoning: Reckoning, text: String| reckoning.cost(&text) < LOCAL_ROOM;
        assert!(fits(Reckoning::Units, "中".repeat(5_242_879)));
        assert!(fits(Reckoning::Bytes, "a".repeat(5_242_879)));
        assert!(fits(Reckoning::Bytes, "中".repeat(2_621_439)));
        assert!(!fits(Reckoning::Bytes, "中".repeat(2_621_440)));
    }

    #[test]
    fn each_key_is_counted_once_and_where_it_belongs() {
        let (own, other) = (LedgerId(7), LedgerId(9));
        let keys = [
            keys::segment(own, WriterId(1), 1),
            keys::part(own, ImportId { writer: WriterId(1), number: 1 }, 1),
            keys::part(own, ImportId { writer: WriterId(1), number: 2 }, 1),
            keys::taken_back(own, ImportId { writer: WriterId(1), number: 2 }),
            keys::damaged(own, "yixin/x/s/1"),
            keys::segment(other, WriterId(1), 1),
            keys::part(other, ImportId { writer: WriterId(1), number: 2 }, 1),
            keys::entry(own),
            "someone else's".to_owned(),
        ];
        let entries = keys.iter().zip(1..).map(|(key, size)| entry(key, size * 1_000));
        let usage = Usage::of(own, Reckoning::Units, entries);
        assert_eq!(usage.ledger, 1_000 + 2_000 + 4_000);
        assert_eq!((usage.leftovers, usage.set_aside, usage.rest), (3_000, 5_000, 17_000));
        assert_eq!(usage.others, [(other, 13_000)]);
        assert_eq!(usage.total(), 45_000);
    }

    #[test]
    fn one_is_told_at_seventy_and_warned_at_eighty_five() {
        let told = |percent: usize| {
            let usage = Usage { rest: LOCAL_ROOM / 100 * percent, ..Usage::default() };
            (usage.percent(), usage.fullness())
        };
        assert_eq!(told(69), (69, Fullness::Roomy));
        assert_eq!(told(70), (70, Fullness::Filling));
        assert_eq!(told(85), (85, Fullness::Tight));
        assert_eq!(told(120), (100, Fullness::Tight));
        assert_eq!(Usage { rest: 1, ..Usage::default() }.percent(), 1);
    }

    /// A ledger with an edit of so many changes on each of so many days, up to now.
    fn ledger(days: i64, changes: usize) -> Ledger {
        let mut ledger = Ledger::new();
        for day in 0..days {
            let id = EditId { writer: WriterId(1), number: day as u32 + 1 };
            let at = Moment { millis: NOW.millis - day * DAY, ..NOW };
            let mut draft = Draft::new(id, at, Author::default(), "", "");
            for change in 0..changes {
                draft.field(&RecordId::keyed("member", &format!("{day}-{change}")), "name", "x");
            }
            ledger.insert(draft.finish(&ledger).expect("an edit"));
        }
        ledger
    }

    #[test]
    fn years_are_told_by_the_pace_of_the_last_months() {
        let ledger = ledger(365, 10);
        let pace = Pace::of(&ledger, NOW);
        let usage = Usage { ledger: LOCAL_ROOM / 10, ..Usage::default() };
        // A year takes a tenth, so nine tenths are about nine years.
        assert!((8..=9).contains(&usage.years_left(pace, &ledger).expect("told")));
        let full = Usage { ledger: LOCAL_ROOM, ..Usage::default() };
        assert_eq!(full.years_left(pace, &ledger), Some(0));
        assert_eq!(Usage::default().years_left(pace, &ledger), None);
    }

    #[test]
    fn a_young_or_idle_ledger_says_nothing_of_years() {
        assert_eq!(Pace::of(&Ledger::new(), NOW), None);
        assert_eq!(Pace::of(&ledger(30, 50), NOW), None);
        assert_eq!(Pace::of(&ledger(100, 1), NOW), None);
        let later = Moment { millis: NOW.millis + 400 * DAY, ..NOW };
        assert_eq!(Pace::of(&ledger(100, 50), later), None);
    }
}
