//! The pool of a ledger on this tablet: answers that are still too few for a lot.

use std::collections::BTreeMap;

use crate::ledger::{Day, Ledger, Month, Value, WriterId};
use crate::registers::LEAST_ANSWERS;

use super::comment::{KioskComment, KioskNote};
use super::counts::KioskCounts;
use super::inbox::KioskInbox;
use super::lot::KioskLot;
use super::target::KioskTarget;

/// What this tablet has of answers that is not in the ledger yet. It is kept with the ledger, and sealed
/// where the tablet is locked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KioskPool {
    /// Whom the inboxes are about that were begun and are not in the pool yet.
    handed: BTreeMap<WriterId, KioskTarget>,
    /// What is too little for a lot.
    open: BTreeMap<(Month, KioskTarget), KioskCounts>,
    /// Lots that go into the ledger. They stay until a store has the edit.
    lots: Vec<KioskLot>,
    /// Comments until a lot of their target goes into the ledger, each list sorted.
    comments: BTreeMap<KioskTarget, Vec<KioskComment>>,
    /// Comments of such lots until their week is over and a store has the edit, by their drawn keys.
    notes: Vec<KioskNote>,
}

/// How many answers about a target wait for more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskWaiting {
    /// Whom they are about.
    pub target: KioskTarget,
    /// How many were given.
    pub given: i64,
    /// How many of those came in a burst, and count for nothing.
    pub bursts: i64,
}

impl KioskPool {
    /// Notes whom an inbox is about that begins. Its id is drawn at random.
    pub fn hand_over(&mut self, inbox: WriterId, target: KioskTarget) {
        self.handed.insert(inbox, target);
    }

    /// The inboxes that are not in the pool yet.
    pub fn inboxes(&self) -> Vec<WriterId> {
        self.handed.keys().copied().collect()
    }

    /// Takes an inbox in that has come back, or lets it go where nothing was answered. One that is in the
    /// pool already changes nothing, so that it can be repeated after a kill.
    pub fn take_back(&mut self, id: WriterId, inbox: Option<&KioskInbox>) {
        let Some(target) = self.handed.remove(&id) else { return };
        for comment in inbox.iter().flat_map(|inbox| inbox.comments()) {
            comment.clone().insert_into(self.comments.entry(target.clone()).or_default());
        }
        for (month, counts) in inbox.iter().flat_map(|inbox| &inbox.months) {
            if *counts != KioskCounts::default() {
                self.open.entry((*month, target.clone())).or_default().merge(counts);
            }
        }
    }

    /// Makes lots of what has become enough, and of what stayed too little in a month before `now`, of
    /// which the number alone goes on. Comments become notes with a lot of their month or a later one.
    /// `draw` gives a key at random.
    pub fn draw_lots(&mut self, now: Month, draw: &mut dyn FnMut() -> WriterId) {
        let open = std::mem::take(&mut self.open);
        for ((month, target), counts) in open {
            if counts.total() >= LEAST_ANSWERS {
                self.draw_notes(month, &target, draw);
                self.lots.push(KioskLot { id: draw(), month, target, counts, few: 0 });
            } else if month < now {
                let few = counts.total();
                let counts = KioskCounts { bursts: counts.bursts, ..KioskCounts::default() };
                self.lots.push(KioskLot { id: draw(), month, target, counts, few });
            } else {
                self.open.insert((month, target), counts);
            }
        }
    }

    fn draw_notes(
        &mut self,
        month: Month,
        target: &KioskTarget,
        draw: &mut dyn FnMut() -> WriterId,
    ) {
        let Some(waiting) = self.comments.get_mut(target) else { return };
        let (ripe, later): (Vec<_>, Vec<_>) =
            std::mem::take(waiting).into_iter().partition(|one| one.month() <= month);
        *waiting = later;
        if waiting.is_empty() {
            self.comments.remove(target);
        }
        let note = |comment| KioskNote { id: draw(), month, target: target.clone(), comment };
        self.notes.extend(ripe.into_iter().map(note));
        // The keys are drawn: nothing of the order of making is left.
        crate::ordered::sort_by_key(&mut self.notes, |note| note.id);
    }

    /// Forgets doctors whose data was erased by law: what was answered about them is about the department.
    pub fn forget_erased(&mut self, ledger: &Ledger) {
        self.handed.values_mut().for_each(|target| target.forget_erased(ledger));
        let open = std::mem::take(&mut self.open);
        for ((month, mut target), counts) in open {
            target.forget_erased(ledger);
            self.open.entry((month, target)).or_default().merge(&counts);
        }
        self.lots.iter_mut().for_each(|lot| lot.target.forget_erased(ledger));
        self.notes.iter_mut().for_each(|note| note.target.forget_erased(ledger));
        for (mut target, comments) in std::mem::take(&mut self.comments) {
            target.forget_erased(ledger);
            let own = self.comments.entry(target).or_default();
            comments.into_iter().for_each(|comment| comment.insert_into(own));
        }
    }

    /// The lots that go into the ledger.
    pub fn lots(&self) -> &[KioskLot] {
        &self.lots
    }

    /// The comments that go into the ledger on a day: those of weeks that are over.
    pub fn notes(&self, today: Day) -> impl Iterator<Item = &KioskNote> {
        self.notes.iter().filter(move |note| note.comment.is_past(today))
    }

    /// Lets the lots and the comments of past weeks go, as a store has their edit.
    pub fn drop_taken(&mut self, today: Day) {
        self.lots.clear();
        self.notes.retain(|note| !note.comment.is_past(today));
    }

    /// How many comments wait for more answers or for the end of their week.
    #[cfg(test)]
    pub(super) fn waiting_comments(&self) -> usize {
        self.comments.values().map(Vec::len).sum::<usize>() + self.notes.len()
    }

    /// What waits for more answers of a month, by target: numbers alone are told.
    pub fn waiting(&self, month: Month) -> impl Iterator<Item = KioskWaiting> {
        let open = self.open.iter().filter(move |((of, _), _)| *of == month);
        open.map(|((_, target), counts)| KioskWaiting {
            target: target.clone(),
            given: counts.given(),
            bursts: counts.bursts,
        })
    }

    /// The pool as the stores keep it.
    pub fn to_value(&self) -> Value {
        let handed: Vec<Value> = self
            .handed
            .iter()
            .map(|(id, target)| Value::List(vec![id.to_string().into(), target.to_value()]))
            .collect();
        let open = self.open.iter().map(|((month, target), counts)| {
            Value::List(vec![month.to_string().into(), target.to_value(), counts.to_value()])
        });
        let comments = self.comments.iter().flat_map(|(target, list)| {
            list.iter().map(|one| Value::List(vec![target.to_value(), one.to_value()]))
        });
        Value::group([
            ("comments", Value::List(comments.collect())),
            ("notes", Value::List(self.notes.iter().map(KioskNote::to_value).collect())),
            ("handed", Value::List(handed)),
            ("open", Value::List(open.collect())),
            ("lots", Value::List(self.lots.iter().map(KioskLot::to_value).collect())),
        ])
    }

    /// Reads what a store kept. What is damaged of it is left out.
    pub fn from_value(value: &Value) -> Self {
        let list = |name: &str| value.get(name).and_then(Value::as_list).unwrap_or_default();
        let handed = |value: &Value| {
            let [id, target] = value.as_list()? else { return None };
            Some((id.as_text()?.parse().ok()?, KioskTarget::from_value(target)?))
        };
        let open = |value: &Value| {
            let [month, target, counts] = value.as_list()? else { return None };
            let key = (month.as_text()?.parse().ok()?, KioskTarget::from_value(target)?);
            Some((key, KioskCounts::from_value(counts)?))
        };
        let mut comments: BTreeMap<KioskTarget, Vec<KioskComment>> = BTreeMap::new();
        for one in list("comments") {
            let Some([target, comment]) = one.as_list() else { continue };
            let read = KioskTarget::from_value(target).zip(KioskComment::from_value(comment));
            let Some((target, comment)) = read else { continue };
            comment.insert_into(comments.entry(target).or_default());
        }
        Self {
            comments,
            notes: list("notes").iter().filter_map(KioskNote::from_value).collect(),
            handed: list("handed").iter().filter_map(handed).collect(),
            open: list("open").iter().filter_map(open).collect(),
            lots: list("lots").iter().filter_map(KioskLot::from_value).collect(),
        }
    }
}
