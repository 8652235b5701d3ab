//! Which records are 待修正: looked for a few at a time, so that no list waits for it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::app::Session;
use crate::browser::clock;
use crate::ledger::RecordId;
use crate::registers::{Context, Schema, problems, schema};

/// The ids of faulty records.
pub type FaultyIds = Arc<BTreeSet<RecordId>>;

/// How many records are looked at before the page has its turn.
const AT_ONCE: usize = 100;

/// The faulty records of some registers; follows the ledger, a moment behind.
pub fn watch(session: Session, registers: Vec<&'static Schema>) -> RwSignal<FaultyIds> {
    let found = RwSignal::new(FaultyIds::default());
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let ids: Vec<RecordId> = session.with_ledger(|ledger| {
            let records = registers.iter().flat_map(|schema| ledger.records(schema.head.name));
            records.map(|record| record.id().clone()).collect()
        });
        round.update_value(|round| *round += 1);
        Search { session, found, round, of: round.get_value() }.go_on(ids, BTreeSet::new());
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
    fn go_on(self, mut left: Vec<RecordId>, mut faulty: BTreeSet<RecordId>) {
        if left.is_empty() {
            self.found.try_update(|found| {
                if **found != faulty {
                    *found = Arc::new(faulty);
                }
            });
            return;
        }
        set_timeout(
            move || {
                // The page has gone, or the ledger has changed meanwhile.
                if self.round.try_get_value() != Some(self.of) {
                    return;
                }
                let now = left.split_off(left.len().saturating_sub(AT_ONCE));
                self.session.with_ledger_untracked(|ledger| {
                    let context = Context::new(ledger, clock::today());
                    faulty.extend(now.into_iter().filter(|id| {
                        let found = schema(id.register()).zip(ledger.record(id));
                        found.is_some_and(|(schema, record)| {
                            !problems(schema, &record, &context).is_empty()
                        })
                    }));
                });
                self.go_on(left, faulty);
            },
            Duration::ZERO,
        );
    }
}
