//! The laws of the exchange, over real edits that travel in real files: whatever order, parts,
//! doubles and relays they come by, and whatever the clocks say.

use crate::fixtures::bundles::{LEDGER, author, header, rehashed};
use crate::fixtures::dice::Dice;
use crate::fixtures::tablets::{
    NOW, Step, Tablet, cell, clock, conflict_lines, run, shown, steps, united,
};
use proptest::prelude::*;
use sha2::Digest;
use yixin::codec::limits;
use yixin::codec::wire::{Wrong, check_edit};
use yixin::exchange::bundle::{Bundle, BundleHeader, BundleReader, read, write, write_body};
use yixin::exchange::import::plan::{ImportPlan, PlanBuilder};
use yixin::ledger::{
    Author, Cell, ChangeId, END_MILLIS, Edit, Ledger, Moment, RecordId, Timestamp, Value,
};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() }
}

/// What a tablet receives when another sends it everything.
fn sent(ledger: &Ledger) -> Bundle {
    let text = write(ledger, header());
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn plan(mine: &Ledger, file: Bundle) -> ImportPlan {
    ImportPlan::make(mine, LEDGER, file, NOW)
}

/// Takes all of what another tablet sends.
fn take(mine: &mut Ledger, theirs: &Ledger) {
    let plan = plan(mine, sent(theirs));
    mine.insert_all(plan.accept());
}

/// Some records: about half, by what they are called.
fn chosen(salt: u64) -> impl Fn(&RecordId) -> bool {
    move |record| {
        let sum =
            record.as_str().bytes().fold(salt, |sum, byte| sum.rotate_left(5) ^ u64::from(byte));
        Dice(sum).happens(50)
    }
}

/// All cells of a ledger.
fn cells(ledger: &Ledger) -> Vec<Cell> {
    let edits = ledger.edits();
    edits.into_iter().flat_map(|edit| edit.changes).map(|(_, change)| change.cell).collect()
}

/// What a newer version of the app might say of an edit.
fn extra() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List),
            prop::collection::btree_map("[a-c]", inner, 0..3).prop_map(|members| {
                Value::Group(members.into_iter().map(|(name, one)| (name.into(), one)).collect())
            }),
        ]
    });
    prop::collection::vec(("new_[a-c]", value), 1..3).prop_map(|members| {
        Value::Group(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
    })
}

/// The same edits as a newer version writes them: to some it adds something.
fn newer(ledger: &Ledger, extras: &[Value], salt: u64) -> Ledger {
    let mut dice = Dice(salt);
    Ledger::from_edits(ledger.edits().into_iter().map(|mut edit| {
        if dice.happens(50) {
            edit.head.extra = dice.pick(extras).clone();
        }
        edit
    }))
}

#[test]
fn over_a_forged_stamp_at_the_end_of_time_nothing_is_written_that_could_not_be_read_again() {
    let mut ledger = Ledger::new();
    let record = RecordId::keyed("member", "1");
    let mut draft = Tablet::new(1).draft(0);
    draft.field(&record, "name", "伪造");
    let mut forged = draft.finish(&ledger).expect("an edit");
    let stamp = &mut forged.changes[0].1.stamp;
    (stamp.millis, stamp.counter) = (END_MILLIS - 1, u32::MAX);
    take(&mut ledger, &Ledger::from_edits([forged]));
    let mut draft = Tablet::new(0).draft(0);
    draft.field(&record, "name", "改正");
    let own = draft.finish(&ledger).expect("an edit");
    assert_eq!(check_edit(&own).map_err(|fault| fault.what), Err(Wrong::Stamp));
    // Elsewhere there is nothing in the way.
    let mut draft = Tablet::new(0).draft(0);
    draft.field(&record, "notes", "别的");
    let own = draft.finish(&ledger).expect("an edit");
    assert_eq!(check_edit(&own), Ok(()));
    ledger.insert(own);
    assert_eq!(sent(&ledger).edits, ledger.edits());
}

#[test]
fn a_name_too_long_for_a_header_does_not_make_a_file_unreadable() {
    let long = "长".repeat(limits::TEXT / 3);
    let from = Author { name: (&*long).into(), role: (&*long).into(), tablet: (&*long).into() };
    let made = Moment { millis: NOW, offset: 480 };
    let header = BundleHeader::everything(LEDGER, &long, from, made);
    let read = read(write(&Ledger::new(), header).as_bytes()).expect("readable");
    assert_eq!(read.header.hospital, long[..limits::NAME]);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_any_tablet_writes_every_tablet_reads_whatever_its_clock(
        steps in steps(), clock in clock(),
    ) {
        for tablet in run(&steps) {
            let made = Moment { millis: NOW + clock, offset: 480 };
            let header = BundleHeader::everything(LEDGER, "示例医院", author("平板"), made);
            let text = write(&tablet.ledger, header);
            let bundle = read(text.as_bytes());
            prop_assert!(bundle.is_ok(), "{:?}\n{text}", bundle);
            let Bundle { header, edits } = bundle.expect("readable");
            prop_assert_eq!(&edits, &tablet.ledger.edits());
            prop_assert_eq!(write(&Ledger::from_edits(edits), header), text);
        }
    }

    #[test]
    fn equal_sets_give_equal_bytes_and_others_give_others(steps in steps()) {
        let tablets = run(&steps);
        for one in &tablets {
            for other in &tablets {
                let equal = one.ledger.edits() == other.ledger.edits();
                prop_assert_eq!(write_body(&one.ledger) == write_body(&other.ledger), equal);
            }
        }
    }

    #[test]
    fn taking_a_file_in_is_a_union(steps in steps()) {
        let tablets = run(&steps);
        let [a, b, c] = [&tablets[0].ledger, &tablets[1].ledger, &tablets[2].ledger];
        let joined = |ledgers: &[&Ledger]| {
            let mut all = ledgers[0].clone();
            ledgers[1..].iter().for_each(|one| take(&mut all, one));
            all
        };
        let body = |ledgers: &[&Ledger]| write_body(&joined(ledgers));
        prop_assert_eq!(body(&[a, b]), write_body(&united(&[a, b])));
        prop_assert_eq!(body(&[a, b]), body(&[b, a]));
        prop_assert_eq!(body(&[&joined(&[a, b]), c]), body(&[a, &joined(&[b, c])]));
        prop_assert_eq!(body(&[a, a]), write_body(a));
        prop_assert_eq!(body(&[a, b, b, a]), body(&[a, b]));
        prop_assert_eq!(body(&[a, &Ledger::new()]), write_body(a));
        prop_assert_eq!(body(&[&Ledger::new(), a]), write_body(a));
        prop_assert!(plan(&joined(&[a, b]), sent(b)).is_same());
    }

    #[test]
    fn a_plan_counts_every_change_once_and_takes_just_what_is_new(
        steps in steps(), salt in any::<u64>(),
    ) {
        let tablets = run(&steps);
        let [mine, theirs] = [&tablets[0].ledger, &tablets[1].ledger];
        let both = united(&[mine, theirs]);
        let plan = plan(mine, sent(theirs));
        let new = both.change_count() - mine.change_count();
        prop_assert_eq!((plan.change_count(), plan.tally.refused), (new, 0));
        prop_assert_eq!(plan.tally.same + new, theirs.change_count());
        prop_assert_eq!(plan.is_same(), new == 0);
        // In two portions, of which the second file knows what the first one brought.
        let wanted = chosen(salt);
        let mut taken = mine.clone();
        taken.insert_all(plan.accept_some(&wanted));
        for edit in taken.edits() {
            for (index, change) in &edit.changes {
                let id = ChangeId { edit: edit.head.id, index: *index };
                prop_assert!(mine.contains(id) || wanted(&change.cell.record));
            }
        }
        let rest = self::plan(&taken, sent(theirs));
        prop_assert_eq!(rest.change_count(), both.change_count() - taken.change_count());
        taken.insert_all(rest.accept_some(|record| !wanted(record)));
        prop_assert_eq!(write_body(&taken), write_body(&both));
    }

    #[test]
    fn what_is_gone_past_in_the_reading_is_planned_as_if_it_had_been_read(steps in steps()) {
        let tablets = run(&steps);
        let [mine, theirs] = [&tablets[0].ledger, &tablets[1].ledger];
        let text = write(theirs, header());
        let mut reading = BundleReader::new(text.as_bytes());
        while reading.step(mine, 500) {}
        let brought = reading.finish().expect("our own file");
        let (known, read) = (brought.1.changes, brought.0.edits.len());
        let mut planning = PlanBuilder::new(LEDGER, brought, NOW);
        while planning.step(mine, 5) {}
        let (quick, slow) = (planning.finish(), plan(mine, sent(theirs)));
        prop_assert_eq!(quick.accept(), slow.accept());
        prop_assert_eq!((quick.tally, &quick.holds), (slow.tally, &slow.holds));
        prop_assert_eq!((&quick.registers, &quick.ahead), (&slow.registers, &slow.ahead));
        prop_assert_eq!(write_body(quick.theirs()), write_body(slow.theirs()));
        // Each edit that is here as a whole was known.
        let same = theirs.iter().filter(|edit| mine.edit(edit.head.id).as_ref() == Some(edit));
        let same: Vec<_> = same.map(|edit| edit.changes.len()).collect();
        prop_assert_eq!(known, same.iter().sum::<usize>());
        prop_assert_eq!(read, theirs.edit_count() - same.len());
    }

    #[test]
    fn an_import_never_makes_a_stamp_fall_or_a_change_vanish(
        steps in steps(), salt in any::<u64>(),
    ) {
        let tablets = run(&steps);
        let [mine, theirs] = [&tablets[0].ledger, &tablets[1].ledger];
        let mut taken = mine.clone();
        taken.insert_all(plan(mine, sent(theirs)).accept_some(chosen(salt)));
        for edit in mine.edits() {
            let after = taken.edit(edit.head.id).expect("still there");
            prop_assert!(edit.changes.iter().all(|change| after.changes.contains(change)));
        }
        for cell in cells(mine) {
            let stamp = |ledger: &Ledger| ledger.standing(&cell).map(|standing| standing.stamp);
            prop_assert!(stamp(&taken) >= stamp(mine));
        }
    }

    #[test]
    fn parts_doubles_and_relays_in_any_order_end_in_the_same_bytes(
        steps in steps(), seed in any::<u64>(), sends in 0..12usize,
    ) {
        let tablets = run(&steps);
        let all: Vec<&Ledger> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let whole = united(&all);
        let mut ledgers: Vec<Ledger> = all.into_iter().cloned().collect();
        let mut dice = Dice(seed);
        // Files that lie about: old ones may be taken in later, and by tablets that are ahead.
        let mut files: Vec<Bundle> = Vec::new();
        for _ in 0..sends {
            files.push(sent(&ledgers[dice.below(ledgers.len())]));
            let to = dice.below(ledgers.len());
            let plan = plan(&ledgers[to], dice.pick(&files).clone());
            let edits = match dice.below(3) {
                0 => plan.accept(),
                _ => plan.accept_some(chosen(dice.roll())),
            };
            ledgers[to].insert_all(edits);
        }
        // At last each sends to the next, around twice: all comes to all by relays alone.
        let count = ledgers.len();
        for from in 0..2 * count {
            let file = sent(&ledgers[from % count]);
            let next = &mut ledgers[(from + 1) % count];
            let edits = plan(next, file).accept();
            next.insert_all(edits);
        }
        for ledger in &ledgers {
            prop_assert_eq!(write_body(ledger), write_body(&whole));
            prop_assert_eq!(shown(ledger), shown(&whole));
            prop_assert_eq!(conflict_lines(ledger), conflict_lines(&whole));
        }
    }

    #[test]
    fn who_has_seen_all_has_the_last_word_everywhere_whatever_the_clocks(
        steps in steps(), at in clock(), place in 0..7usize, record in 0..6usize,
    ) {
        let mut tablets = run(&steps);
        let all: Vec<&Ledger> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let whole = united(&all);
        let last = &mut tablets[3];
        last.ledger = whole;
        let cell = cell(&last.record(record), place);
        let mut draft = last.draft(at);
        draft.set(cell.clone(), "最后的话");
        let edit = last.take(draft).expect("an edit");
        let word = last.ledger.clone();
        for tablet in &mut tablets {
            take(&mut tablet.ledger, &word);
            let standing = tablet.ledger.standing(&cell).expect("it stands");
            prop_assert_eq!((standing.id.edit, standing.stamp), (edit.head.id, edit.changes[0].1.stamp));
            prop_assert_eq!(standing.value.as_text(), Some("最后的话"));
        }
    }

    #[test]
    fn two_tabs_of_one_tablet_never_share_a_stamp_and_each_edit_beats_what_it_saw(
        edits in prop::collection::vec((0..2usize, clock(), 0..7usize, any::<bool>()), 1..16),
    ) {
        let mut tabs = [Tablet::new(0), Tablet::new(1)];
        let record = RecordId::keyed("member", "1");
        for (number, (tab, clock, place, told)) in edits.into_iter().enumerate() {
            let mut draft = tabs[tab].draft(clock);
            draft.set(cell(&record, place), format!("第{number}次"));
            tabs[tab].take(draft).expect("an edit");
            if told {
                let sent = tabs[tab].ledger.clone();
                tabs[1 - tab].ledger.union(&sent);
            }
        }
        let whole = united(&[&tabs[0].ledger, &tabs[1].ledger]);
        for cell in cells(&whole) {
            let stamps: Vec<Timestamp> = whole.written(&cell).map(|one| one.stamp).collect();
            prop_assert!(stamps.is_sorted_by(|one, older| one > older), "{:?}", stamps);
            for tab in &tabs {
                // In the order of their numbers, whatever the clock said: a tab saw its own.
                let mut own: Vec<_> = whole
                    .written(&cell)
                    .filter(|one| one.id.edit.writer == tab.writer)
                    .map(|one| (one.id.edit.number, one.stamp))
                    .collect();
                own.sort_unstable();
                prop_assert!(own.is_sorted_by(|one, next| one.1 < next.1), "{:?}", own);
            }
        }
    }

    #[test]
    fn what_a_newer_version_adds_survives_older_tablets_and_joins_like_the_rest(
        steps in steps(), extras in prop::collection::vec(extra(), 1..4), salt in any::<u64>(),
    ) {
        let tablets = run(&steps);
        let plain = &tablets[0].ledger;
        let (one, other) = (newer(plain, &extras, salt), newer(plain, &extras, salt ^ 1));
        let minor = write(&one, header()).replacen("\"1.0\"", "\"1.9\"", 1);
        let minor = rehashed(&minor.replacen("\"counts\"", "\"part\":[1,3],\n\"counts\"", 1));
        let bundle = read(minor.as_bytes()).expect("a newer minor version");
        prop_assert_eq!(&bundle.edits, &one.edits());
        prop_assert_eq!(write(&Ledger::from_edits(bundle.edits), bundle.header), minor);
        let body = |ledgers: &[&Ledger]| write_body(&united(ledgers));
        // An older tablet, which has the edits without the additions, passes them on.
        prop_assert_eq!(body(&[plain, &one]), write_body(&one));
        prop_assert_eq!(body(&[&one, plain]), write_body(&one));
        prop_assert_eq!(body(&[&one, &other]), body(&[&other, &one]));
        let both = united(&[&one, &other]);
        prop_assert_eq!(body(&[&both, &one]), write_body(&both));
        prop_assert_eq!(write_body(&Ledger::from_edits(sent(&both).edits)), write_body(&both));
    }

    #[test]
    fn the_excerpts_of_all_records_make_up_the_whole(steps in steps(), seed in any::<u64>()) {
        let tablets = run(&steps);
        let all: Vec<&Ledger> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let whole = united(&all);
        let mut excerpts: Vec<Vec<Edit>> = whole
            .all_records("member")
            .map(|record| sent(&whole.excerpt(record.id())).edits)
            .collect();
        Dice(seed).shuffle(&mut excerpts);
        let joined = Ledger::from_edits(excerpts.into_iter().flatten());
        prop_assert_eq!(write_body(&joined), write_body(&whole));
    }
}

#[test]
fn where_others_hash_only_the_hash_of_the_body_keeps_the_promise_of_the_header() {
    let ledger = run(&[Step::Create { who: 0, clock: 0, value: 1 }])[0].ledger.clone();
    let text = write(&ledger, header());
    let mut reading = BundleReader::new(text.as_bytes());
    let body = reading.body().expect("as we write it").to_vec();
    let promised = reading.leave_hash().expect("the same");
    while reading.step(&Ledger::new(), 64) {}
    assert_eq!(reading.finish().expect("sound").0.edits, ledger.edits());
    let hash = |bytes: &[u8]| sha2::Sha256::digest(bytes).to_vec();
    assert!(promised.is_kept_by(&hash(&body)));
    assert!(!promised.is_kept_by(&hash(text.as_bytes())) && !promised.is_kept_by(&[]));
}
