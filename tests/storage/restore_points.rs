//! Restore points that are made at the same time: that of the day, and that before a file.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::fixtures::bundles::{LEDGER, NOW, sample};
use crate::fixtures::disk::Disk;
use pollster::block_on;
use proptest::prelude::*;
use yixin::ledger::{Moment, WriterId};
use yixin::storage::{
    Durability, Faults, Journal, MemoryJournal, MemoryKeyValue, PointReason, SnapshotCopy,
    StorageError, Store, Stores,
};

/// A journal that lets others go on before each call, as that of a browser does.
#[derive(Debug)]
struct Slow(MemoryJournal);

async fn let_others() {
    let mut is_first = true;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}

impl Journal for Slow {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        let_others().await;
        self.0.append(entries).await
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let_others().await;
        self.0.keys(prefix).await
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        let_others().await;
        self.0.read(keys).await
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        let_others().await;
        self.0.remove(keys).await
    }
}

/// Runs two of them, one step after the other as `turns` says.
fn both<T, U>(
    one: impl Future<Output = T>,
    other: impl Future<Output = U>,
    turns: &[bool],
) -> (T, U) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    let context = &mut Context::from_waker(Waker::noop());
    let mut turns = turns.iter().copied().chain([true, false].into_iter().cycle());
    while first.is_none() || second.is_none() {
        match turns.next() {
            Some(true) if first.is_none() => {
                if let Poll::Ready(done) = one.as_mut().poll(context) {
                    first = Some(done);
                }
            }
            _ if second.is_none() => {
                if let Poll::Ready(done) = other.as_mut().poll(context) {
                    second = Some(done);
                }
            }
            _ => {}
        }
    }
    first.zip(second).expect("both are done")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    /// The one that was done first took the other for one that had been cut short, and removed it.
    #[test]
    fn two_points_that_are_made_at_the_same_time_are_both_there(
        turns in prop::collection::vec(any::<bool>(), 0..40),
    ) {
        let disk = Disk::default();
        let stores = Rc::new(Stores {
            local: Ok(MemoryKeyValue::new(disk.local.clone(), Faults::none())),
            journal: Ok(Slow(MemoryJournal::new(disk.journal.clone(), Faults::none()))),
        });
        let (store, _) = block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opens");
        let at = Moment { millis: NOW, offset: 480 };
        let copied = |occasion, file| SnapshotCopy::of(&sample(), occasion, file, at);
        let (day, import) = both(
            store.take_point(copied(PointReason::Day, "")),
            store.take_point(copied(PointReason::Import, "二支部.json")),
            &turns,
        );
        let ids = [day.expect("taken"), import.expect("taken")];
        let points = block_on(store.points()).expect("read");
        prop_assert_eq!(points.len(), 2);
        for id in ids {
            prop_assert_eq!(block_on(store.read_point(id)), Ok(sample().edits()));
        }
    }
}
