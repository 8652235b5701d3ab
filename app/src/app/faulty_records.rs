//! Which records are faulty (待修正): looked for a few at a time, so that no page waits for it, and after a
//! change only where it may have made a difference.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::browser::clock;
use crate::ledger::RecordId;
use crate::registers::{Schema, schemas};

use super::session::Session;
use super::today::today;

/// The ids of faulty records; `None` until all were looked at.
pub type FaultyIds = Option<Arc<BTreeSet<RecordId>>>;

/// How many records are looked at before the page has its turn.
const AT_ONCE: usize = 100;

/// The faulty records of some registers; follows the ledger and the day, a moment behind.
pub fn faulty_records(session: Session, of: Vec<&'static Schema>) -> RwSignal<FaultyIds> {
    let found = RwSignal::new(None);
    let round = StoredValue::new(0_u32);
    let registers: Arc<[&'static Schema]> = of.into();
    Effect::new(move |_| {
        session.with_ledger(|_| ());
        today();
        round.update_value(|round| *round += 1);
        Search { session, found, round, of: round.get_value() }.go_on(registers.clone());
    });
    found
}

#[derive(Clone, Copy)]
struct Search {
    session: Session,
    found: RwSignal<FaultyIds>,
    round: StoredValue<u32>,
    of: u32,
}

impl Search {
    fn go_on(self, registers: Arc<[&'static Schema]>) {
        let look = move || {
            // The page has gone, or the ledger has changed meanwhile.
            if self.round.try_get_value() != Some(self.of) {
                return;
            }
            let Some(ids) = self.look(&registers) else { return self.go_on(registers) };
            self.found.try_update(|found| {
                if found.as_deref() != Some(&ids) {
                    *found = Some(Arc::new(ids));
                }
            });
        };
        set_timeout(look, Duration::ZERO);
    }

    /// The faulty ones, once all were looked at.
    fn look(self, registers: &[&'static Schema]) -> Option<BTreeSet<RecordId>> {
        self.session.with_faulty_records(|ledger, faulty| {
            let is_known = faulty.look(ledger, schemas(), registers, clock::today(), AT_ONCE);
            let of = |schema: &&'static Schema| faulty.of(schema.head.name);
            is_known.then(|| registers.iter().flat_map(of).cloned().collect())
        })
    }
}
