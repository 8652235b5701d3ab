//! Two tablets that count one event: merged in any order, by whatever files, and after taking files back
//! and redactions, the sum is that of all that was counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::fixtures::bundles::{LEDGER, header};
use crate::fixtures::tablets::NOW;
use proptest::prelude::*;
use yixin::exchange::bundle::{read, write};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{
    Author, Draft, Edit, EditId, Ledger, Moment, REDACTED, RecordId, Value, WriterId,
};
use yixin::registers::{COUNT, Tally, counted, counters};

#[derive(Debug, Clone)]
enum Act {
    /// Someone is counted.
    Tap(usize),
    /// The last tap is taken back.
    Untap(usize),
    /// What was counted becomes an edit.
    Flush,
    /// The page is closed and opened anew, and what was left is taken up by the new session.
    Reopen,
    /// The other tablet takes in a file of everything.
    Export,
    /// The last file is taken back.
    TakeBack,
    /// Something written about the event is redacted.
    Redact,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..6_usize).prop_map(Act::Tap),
        1 => (0..6_usize).prop_map(Act::Untap),
        2 => Just(Act::Flush),
        1 => Just(Act::Reopen),
        1 => Just(Act::Export),
        1 => Just(Act::TakeBack),
        1 => Just(Act::Redact),
    ]
}

fn event() -> RecordId {
    RecordId::keyed("service", "clinic")
}

struct Device {
    ledger: Ledger,
    name: &'static str,
    writer: u64,
    clock: i64,
    edits: u32,
    tally: Tally,
    /// What it counted in all, by counter.
    counted: [i64; 6],
    /// What it took in by files that were not taken back, file by file.
    files: Vec<Vec<Edit>>,
    /// The totals of its rows after each of its edits that counts.
    rows: BTreeMap<EditId, (WriterId, [i64; 6])>,
    row_totals: BTreeMap<WriterId, [i64; 6]>,
}

impl Device {
    fn new(name: &'static str, writer: u64, clock: i64) -> Self {
        let ledger = Ledger::new();
        let tally = Tally::begin(&ledger, &event(), WriterId(writer));
        let (counted, files, rows) = ([0; 6], Vec::new(), BTreeMap::new());
        let row_totals = BTreeMap::new();
        Self { ledger, name, writer, clock, edits: 0, tally, counted, files, rows, row_totals }
    }

    fn draft(&mut self, act: &str) -> Draft {
        self.edits += 1;
        let id = EditId { writer: WriterId(self.writer), number: self.edits };
        let at = Moment { millis: NOW + self.clock + i64::from(self.edits), offset: 480 };
        let by = Author { tablet: self.name.into(), ..Author::default() };
        Draft::new(id, at, by, act, "")
    }

    fn flush(&mut self) {
        let mut draft = self.draft(COUNT);
        let tally = self.tally.clone();
        if !tally.is_applied(&self.ledger) {
            tally.apply(&self.ledger, &mut draft);
        }
        if let Some(edit) = draft.finish(&self.ledger) {
            let totals = self.row_totals.entry(tally.writer).or_default();
            for (total, taps) in totals.iter_mut().zip(tally.taps) {
                *total += taps;
            }
            self.rows.insert(edit.head.id, (tally.writer, *totals));
            self.ledger.insert(edit);
        }
        self.tally = Tally::begin(&self.ledger, &event(), WriterId(self.writer));
    }

    /// Does what is its own; files are between two.
    fn act(&mut self, act: &Act) {
        match act {
            Act::Tap(counter) => {
                self.tally.taps[*counter] += 1;
                self.counted[*counter] += 1;
            }
            Act::Untap(counter) if self.counted[*counter] > 0 && self.tally.taps[*counter] > 0 => {
                self.tally.taps[*counter] -= 1;
                self.counted[*counter] -= 1;
            }
            Act::Flush => self.flush(),
            Act::Reopen => {
                let left = Tally::from_value(&self.tally.to_value()).expect("a tally");
                self.writer += 2;
                self.edits = 0;
                self.tally = left;
                self.flush();
                // Found once more, as after a kill, it is known to be there.
                self.flush();
            }
            Act::Redact => {
                let mut draft = self.draft("redact");
                draft.entry(&event(), REDACTED, "outcome", true);
                if let Some(edit) = draft.finish(&self.ledger) {
                    self.ledger.insert(edit);
                }
            }
            _ => {}
        }
    }

    fn take_file(&mut self, theirs: &Ledger) {
        let text = write(theirs, header());
        let file = read(text.as_bytes()).expect("readable");
        let plan = ImportPlan::make(&self.ledger, LEDGER, file, NOW);
        self.ledger.insert_all(plan.accept_redactions(|_| true));
        let text = write(theirs, header());
        let file = read(text.as_bytes()).expect("readable");
        let brought = ImportPlan::make(&self.ledger, LEDGER, file, NOW).accept();
        self.ledger.insert_all(brought.clone());
        self.files.push(brought);
    }

    fn take_back(&mut self) {
        let Some(file) = self.files.pop() else { return };
        let gone: BTreeSet<EditId> = file.iter().map(|edit| edit.head.id).collect();
        let left = self.ledger.edits().into_iter().filter(|edit| !gone.contains(&edit.head.id));
        self.ledger = Ledger::from_edits(left);
    }

    fn shown(&self) -> [i64; 6] {
        totals(&self.ledger)
    }
}

fn totals(ledger: &Ledger) -> [i64; 6] {
    let names = ["c1", "c2", "c3", "c4", "c5", "c6"];
    names.map(|name| ledger.record(&event()).map_or(0, |record| counted(&record, name)))
}

/// The totals of the rows of all devices by the latest edits that a ledger has, reckoned without it.
fn reckoned(ledger: &Ledger, devices: &[Device; 2]) -> [i64; 6] {
    let mut latest: BTreeMap<WriterId, (EditId, [i64; 6])> = BTreeMap::new();
    for (id, (row, totals)) in devices.iter().flat_map(|one| &one.rows) {
        let is_later = latest.get(row).is_none_or(|(known, _)| known < id);
        if ledger.head(*id).is_some() && is_later {
            latest.insert(*row, (*id, *totals));
        }
    }
    let mut sum = [0; 6];
    for (_, totals) in latest.values() {
        sum.iter_mut().zip(totals).for_each(|(sum, one)| *sum += one);
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_devices_that_count_one_event_show_the_sum(
        acts in prop::collection::vec((any::<bool>(), act()), 0..60),
        clocks in [-90_000_000..90_000_000_i64, -90_000_000..90_000_000_i64],
    ) {
        // Even writers are those of one, odd those of the other; later sessions have greater ones.
        let mut devices = [Device::new("平板A", 2, clocks[0]), Device::new("平板B", 1, clocks[1])];
        let mut draft = devices[0].draft("create");
        draft.field(&event(), "kind", "clinic");
        draft.field(&event(), "day", "2026-11-21");
        draft.field(&event(), "outcome", "查出三人血压高");
        let edit = draft.finish(&devices[0].ledger).expect("an edit");
        devices.iter_mut().for_each(|one| { one.ledger.insert(edit.clone()); });
        for (is_second, act) in &acts {
            let (one, other) = devices.split_at_mut(1);
            let (one, other) = match is_second {
                false => (&mut one[0], &mut other[0]),
                true => (&mut other[0], &mut one[0]),
            };
            match act {
                Act::Export => other.take_file(&one.ledger),
                Act::TakeBack => one.take_back(),
                act => one.act(act),
            }
            for one in &devices {
                prop_assert_eq!(one.shown(), reckoned(&one.ledger, &devices));
            }
        }
        // All files are taken back, then each takes in all that the other has.
        for one in &mut devices {
            while !one.files.is_empty() {
                one.take_back();
            }
            one.flush();
        }
        let ledgers = [devices[0].ledger.clone(), devices[1].ledger.clone()];
        devices[0].take_file(&ledgers[1]);
        devices[1].take_file(&ledgers[0]);
        let mut sum = [0; 6];
        for one in &devices {
            sum.iter_mut().zip(one.counted).for_each(|(sum, one)| *sum += one);
        }
        prop_assert_eq!(devices[0].shown(), sum);
        prop_assert_eq!(devices[1].shown(), sum);
        // In any order, and twice.
        let mut edits: Vec<Edit> = ledgers.iter().flat_map(Ledger::edits).collect();
        edits.reverse();
        edits.extend(devices[0].ledger.edits());
        let united = Ledger::from_edits(edits);
        prop_assert_eq!(totals(&united), sum);
        // Each device shows its own part.
        for one in &devices {
            let shown = counters(&united, &event(), one.name);
            for counter in shown {
                prop_assert_eq!(counter.own, one.counted[counter.place]);
            }
        }
    }
}

#[test]
fn an_event_without_counters_counts_persons_and_is_given_that_counter_with_the_first() {
    let mut one = Device::new("平板A", 1, 0);
    let mut draft = one.draft("create");
    draft.field(&event(), "kind", "clinic");
    let edit = draft.finish(&one.ledger).expect("an edit");
    one.ledger.insert(edit);
    let shown = counters(&one.ledger, &event(), "平板A");
    assert_eq!((&*shown[0].name, shown[0].total, shown.len()), ("服务人次", 0, 1));
    one.act(&Act::Tap(0));
    one.flush();
    let record = one.ledger.record(&event()).expect("there");
    assert_eq!(record.entry("counters", "c1"), &Value::from("服务人次"));
    assert_eq!(counters(&one.ledger, &event(), "平板A")[0].own, 1);
    assert_eq!(counters(&one.ledger, &event(), "平板B")[0].own, 0);
}
