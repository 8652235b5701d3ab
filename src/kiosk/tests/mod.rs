//! Laws of the kiosk: counts add up, order leaves no trace, and nothing tells of fewer than ten people.

mod comments;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::ledger::{
    Author, Draft, EditId, Ledger, Moment, Month, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{
    KIOSK_ANSWERS, KIOSK_BURSTS, KIOSK_COUNTS, KIOSK_FEW, KIOSK_MONTH, KIOSK_MONTH_SCHEMA,
    KIOSK_REASONS, LEAST_ANSWERS, kiosk_sum, rows,
};

const MINUTE: i64 = 60_000;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn target(doctor: Option<&str>) -> KioskTarget {
    KioskTarget {
        department: RecordId::keyed("department", "内科"),
        doctor: doctor.map(|key| RecordId::keyed("member", key)),
    }
}

fn plain(answer: usize) -> Rating {
    Rating::new(answer, &[]).unwrap()
}

/// A tablet with a pool, which takes its lots into a ledger of its own.
struct Tablet {
    writer: WriterId,
    pool: KioskPool,
    ledger: Ledger,
    drawn: u64,
    edits: u32,
}

impl Tablet {
    fn new(writer: u64) -> Self {
        let (pool, ledger) = (KioskPool::default(), Ledger::new());
        Self { writer: WriterId(writer), pool, ledger, drawn: writer << 32, edits: 0 }
    }

    fn draw(&mut self) -> WriterId {
        self.drawn += 1;
        WriterId(self.drawn)
    }

    fn draft(&mut self) -> Draft {
        self.edits += 1;
        let id = EditId { writer: self.writer, number: self.edits };
        let at = Moment { millis: 1_790_000_000_000 + i64::from(self.edits), offset: 480 };
        Draft::new(id, at, Author::default(), TAKE_IN_KIOSK, "")
    }

    /// Hands the tablet over, lets some answer, and takes it back in a month.
    fn afternoon(&mut self, target: &KioskTarget, ratings: &[Rating], now: Month) {
        let id = self.draw();
        self.pool.hand_over(id, target.clone());
        let mut inbox = KioskInbox::default();
        ratings.iter().for_each(|rating| inbox.add(now, *rating));
        self.pool.take_back(id, KioskInbox::from_value(&inbox.to_value()).as_ref());
        self.take_in(now);
    }

    fn take_in(&mut self, now: Month) {
        let drawn = &mut self.drawn;
        self.pool.draw_lots(now, &mut || {
            *drawn += 1;
            WriterId(*drawn)
        });
        self.pool = KioskPool::from_value(&self.pool.to_value());
        let mut draft = self.draft();
        for lot in self.pool.lots() {
            lot.take_in(&self.ledger, &mut draft);
        }
        let today = now.first_day();
        self.pool.notes(today).for_each(|note| note.take_in(&self.ledger, &mut draft));
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
        self.pool.drop_taken(today);
    }
}

fn counts_of(ledger: &Ledger, target: &KioskTarget, month: Month) -> Vec<i64> {
    let doctor = target.doctor.as_ref().map_or("", RecordId::as_str);
    let id = KIOSK_MONTH.id(&[doctor, target.department.as_str(), &month.to_string()]);
    let Some(record) = ledger.record(&id) else { return Vec::new() };
    KIOSK_ANSWERS.iter().map(|(name, _)| kiosk_sum(&record, name)).collect()
}

/// By row, how many answers it counts with what they say.
fn lot_sizes(ledger: &Ledger) -> BTreeMap<(String, String), i64> {
    let field = KIOSK_MONTH_SCHEMA.field(KIOSK_COUNTS).unwrap();
    let mut sizes = BTreeMap::new();
    for record in ledger.records(KIOSK_MONTH.name) {
        for (key, row) in rows::rows(field, &record) {
            let of =
                |(name, _): &(&str, &str)| rows::column(field, row, name).as_int().unwrap_or(0);
            let size = KIOSK_ANSWERS.iter().map(of).sum();
            sizes.insert((record.id().to_string(), key.to_owned()), size);
        }
    }
    sizes
}

fn ratings() -> impl Strategy<Value = Vec<Rating>> {
    let reasons = prop::collection::btree_set(0..KIOSK_REASONS.len(), 0..=3);
    let one = (0..KIOSK_ANSWERS.len(), reasons).prop_map(|(answer, reasons)| {
        Rating::new(answer, &reasons.into_iter().collect::<Vec<_>>()).unwrap()
    });
    prop::collection::vec(one, 0..25)
}

proptest! {
    #[test]
    fn what_is_kept_is_the_same_in_whatever_order_was_answered(
        (ratings, shuffled) in ratings().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        start in 0_i64..1_000_000,
    ) {
        // More than a minute apart, so that none is of a burst, and at other times.
        let run = |ratings: &[Rating], start: i64, step: i64| {
            let (mut inbox, mut gate, mut kept) = (KioskInbox::default(), KioskGate::default(), Vec::new());
            for (at, rating) in ratings.iter().enumerate() {
                let now = start + at as i64 * step;
                prop_assert_eq!(gate.offer(*rating, now), Offered::Counted);
                inbox.add(month("2026-11"), *rating);
                kept.push(inbox.to_value());
            }
            let mut tablet = Tablet::new(1);
            let id = tablet.draw();
            tablet.pool.hand_over(id, target(None));
            tablet.pool.take_back(id, Some(&inbox));
            tablet.take_in(month("2026-11"));
            Ok((kept.pop(), tablet.pool.to_value(), format!("{:?}", tablet.ledger.edits())))
        };
        prop_assert_eq!(run(&ratings, 0, MINUTE)?, run(&shuffled, start, 3 * MINUTE)?);
    }

    #[test]
    fn no_row_nor_difference_of_histories_has_fewer_than_ten(
        afternoons in prop::collection::vec((ratings(), 0..3_usize, 0..3_i32), 1..12),
    ) {
        let mut tablet = Tablet::new(1);
        let targets = [target(None), target(Some("S1")), target(Some("S2"))];
        let (mut now, mut before) = (month("2026-11"), BTreeMap::new());
        let mut given = 0;
        for (ratings, at, later) in afternoons {
            now = now.plus(later.min(1));
            tablet.afternoon(&targets[at], &ratings, now);
            given += ratings.len() as i64;
            let after = lot_sizes(&tablet.ledger);
            for (row, size) in &after {
                prop_assert!(*size == 0 || *size >= LEAST_ANSWERS, "{} of {:?}", size, row);
                // What was written stays as it is, so a difference is a sum of whole lots.
                prop_assert!(before.get(row).is_none_or(|was| was == size));
            }
            before = after;
        }
        // Once all months are over, each answer was counted once.
        tablet.take_in(now.plus(1));
        let counted: i64 = lot_sizes(&tablet.ledger).values().sum();
        let few: i64 = tablet.ledger.records(KIOSK_MONTH.name).map(|one| kiosk_sum(&one, KIOSK_FEW)).sum();
        prop_assert_eq!(counted + few, given);
    }

    #[test]
    fn counts_of_two_tablets_add_up_however_they_are_merged(one in ratings(), two in ratings()) {
        let now = month("2026-11");
        let (mut first, mut second) = (Tablet::new(1), Tablet::new(2));
        first.afternoon(&target(Some("S1")), &one, now);
        second.afternoon(&target(Some("S1")), &two, now);
        let merged = |from: &Ledger, into: &Ledger| {
            let mut all = Ledger::from_edits(into.edits());
            // Twice, as a file may come again.
            all.insert_all(from.edits());
            all.insert_all(from.edits());
            counts_of(&all, &target(Some("S1")), now)
        };
        let mut expected = vec![0; KIOSK_ANSWERS.len()];
        for ratings in [&one, &two].into_iter().filter(|all| all.len() as i64 >= LEAST_ANSWERS) {
            let mut counts = KioskCounts::default();
            ratings.iter().for_each(|rating| counts.add(*rating));
            expected.iter_mut().zip(counts.answers).for_each(|(sum, more)| *sum += more);
        }
        let shown = merged(&first.ledger, &second.ledger);
        prop_assert_eq!(&shown, &merged(&second.ledger, &first.ledger));
        prop_assert_eq!(if shown.is_empty() { vec![0; expected.len()] } else { shown }, expected);
    }
}

#[test]
fn a_lot_that_is_taken_in_again_after_a_kill_counts_once() {
    let (mut tablet, now) = (Tablet::new(1), month("2026-11"));
    let id = tablet.draw();
    tablet.pool.hand_over(id, target(None));
    let mut inbox = KioskInbox::default();
    (0..12).for_each(|at| inbox.add(now, plain(at % 5)));
    tablet.pool.take_back(id, Some(&inbox));
    // The inbox is still there, as removing it was cut short.
    tablet.pool.take_back(id, Some(&inbox));
    tablet.pool.draw_lots(now, &mut || WriterId(7));
    let kept = tablet.pool.clone();
    tablet.take_in(now);
    tablet.pool = kept;
    tablet.take_in(now);
    assert_eq!(counts_of(&tablet.ledger, &target(None), now).iter().sum::<i64>(), 12);
}

#[test]
fn an_answer_repeated_within_five_seconds_is_dropped() {
    let mut gate = KioskGate::default();
    assert_eq!(gate.offer(plain(4), 0), Offered::Counted);
    assert_eq!(gate.offer(Rating::new(4, &[1]).unwrap(), 4_999), Offered::Repeated);
    assert_eq!(gate.offer(plain(4), 5_000), Offered::Counted);
    // Another answer is no repeat.
    assert_eq!(gate.offer(plain(0), 5_001), Offered::Counted);
}

#[test]
fn the_fourth_answer_in_a_minute_makes_a_burst_of_all() {
    let (mut gate, mut inbox, now) =
        (KioskGate::default(), KioskInbox::default(), month("2026-11"));
    let given = [(0, 0), (1, 10_000), (0, 20_000), (2, 59_999), (0, 70_001), (3, 200_000)];
    for (answer, at) in given {
        match gate.offer(plain(answer), at) {
            Offered::Counted => inbox.add(now, plain(answer)),
            Offered::Burst(before) => inbox.add_burst(now, plain(answer), &before),
            Offered::Repeated => panic!("no repeat"),
        }
    }
    let counts = inbox.months[&now];
    // The first four are a burst; at 70 s only two are within a minute, so it counts again.
    assert_eq!((counts.bursts, counts.answers), (4, [1, 0, 0, 1, 0]));
    assert_eq!(inbox.given(), 6);
}

#[test]
fn a_burst_is_told_as_a_number_and_left_out_of_the_counts() {
    let (mut tablet, now) = (Tablet::new(1), month("2026-11"));
    let id = tablet.draw();
    tablet.pool.hand_over(id, target(None));
    let mut inbox = KioskInbox::default();
    (0..10).for_each(|_| inbox.add(now, plain(0)));
    inbox.add_burst(now, plain(4), &[plain(0), plain(0)]);
    (0..2).for_each(|_| inbox.add(now, plain(0)));
    tablet.pool.take_back(id, Some(&inbox));
    tablet.take_in(now);
    assert_eq!(counts_of(&tablet.ledger, &target(None), now), [10, 0, 0, 0, 0]);
    let record = tablet.ledger.records(KIOSK_MONTH.name).next().unwrap();
    assert_eq!(kiosk_sum(&record, KIOSK_BURSTS), 3);
}

#[test]
fn what_waits_for_more_tells_its_number_alone() {
    let (mut tablet, now) = (Tablet::new(1), month("2026-11"));
    tablet.afternoon(&target(Some("S1")), &[plain(4); 9], now);
    assert!(lot_sizes(&tablet.ledger).is_empty());
    let waiting = KioskWaiting { target: target(Some("S1")), given: 9, bursts: 0 };
    assert_eq!(tablet.pool.waiting(now).collect::<Vec<_>>(), [waiting]);
    tablet.afternoon(&target(Some("S1")), &[plain(0)], now);
    assert_eq!(counts_of(&tablet.ledger, &target(Some("S1")), now), [1, 0, 0, 0, 9]);
    assert_eq!(tablet.pool.waiting(now).count(), 0);
    // Three more, and the month is over.
    tablet.afternoon(&target(Some("S1")), &[plain(4); 3], now);
    tablet.take_in(now.plus(1));
    assert_eq!(counts_of(&tablet.ledger, &target(Some("S1")), now), [1, 0, 0, 0, 9]);
    let record = tablet.ledger.records(KIOSK_MONTH.name).next().unwrap();
    assert_eq!(kiosk_sum(&record, KIOSK_FEW), 3);
}

#[test]
fn ratings_have_at_most_three_reasons_and_an_answer_that_there_is() {
    assert!(Rating::new(4, &[0, 1, 2]).is_some());
    assert!(Rating::new(4, &[0, 1, 2, 3]).is_none());
    assert!(Rating::new(5, &[]).is_none());
    assert!(Rating::new(0, &[KIOSK_REASONS.len()]).is_none());
}

#[test]
fn of_two_copies_of_an_inbox_the_one_with_more_answers_is_the_later() {
    let now = month("2026-11");
    let mut older = KioskInbox::default();
    older.add(now, plain(0));
    let mut later = older.clone();
    later.add_burst(now, plain(1), &[plain(0)]);
    assert_eq!(older.clone().or_later(Some(later.clone())), later);
    assert_eq!(later.clone().or_later(Some(older)), later);
}

#[test]
fn a_pin_is_four_to_eight_digits_and_not_obvious() {
    for (pin, expected) in [
        ("4071", Ok(())),
        ("40718829", Ok(())),
        ("123", Err(WeakPin::NotDigits)),
        ("407188291", Err(WeakPin::NotDigits)),
        ("40a1", Err(WeakPin::NotDigits)),
        ("1111", Err(WeakPin::Obvious)),
        ("3456", Err(WeakPin::Obvious)),
        ("9876", Err(WeakPin::Obvious)),
    ] {
        assert_eq!(check_pin(pin), expected, "{pin}");
    }
}

#[test]
fn the_note_of_a_handover_opens_with_its_pin_and_its_passphrase_alone() {
    let device = KioskDevice {
        inbox: WriterId(7),
        department: "心内科".to_owned(),
        doctor: "王芳".to_owned(),
        pin: HandoverSecret::new("4071", [1; 16]).unwrap(),
        passphrase: Some(HandoverSecret::new("枇杷晚翠梧桐早凋", [2; 16]).unwrap()),
    };
    let note = device.to_value();
    assert!(!format!("{note:?}").contains("4071"));
    let read = KioskDevice::from_value(&note).unwrap();
    assert_eq!(read, device);
    assert_eq!(read.pin.is("4071"), Ok(true));
    assert_eq!(read.pin.is("4072"), Ok(false));
    let passphrase = read.passphrase.unwrap();
    assert_eq!(passphrase.is("枇杷晚翠梧桐早凋"), Ok(true));
    assert_eq!(passphrase.is("4071"), Ok(false));
}

#[test]
fn nobody_is_asked_about_a_doctor_who_left() {
    let mut ledger = Ledger::new();
    let (department, doctor) = (target(None).department, RecordId::keyed("member", "S1"));
    let draft = |number: u32| {
        let id = EditId { writer: WriterId(1), number };
        let at = Moment { millis: 1_790_000_000_000 + i64::from(number), offset: 480 };
        Draft::new(id, at, Author::default(), "create", "")
    };
    let today = parse_day("2026-11-21").unwrap();
    let asked = target(Some("S1"));
    assert_eq!(asked.check(&ledger, today), Err(KioskTargetError::NoDepartment));
    let mut made = draft(1);
    made.field(&department, "name", "内科");
    ledger.insert(made.finish(&ledger).unwrap());
    assert_eq!(asked.check(&ledger, today), Err(KioskTargetError::NoDoctor));
    assert_eq!(target(None).check(&ledger, today), Ok(()));
    let mut made = draft(2);
    made.field(&doctor, "name", "王芳");
    made.entry(&doctor, "branch", "2020-01-01", "branch:=内科党支部");
    made.entry(&doctor, "standing", "2020-01-01", "active");
    made.entry(&doctor, "standing", "2026-11-20", "left");
    ledger.insert(made.finish(&ledger).unwrap());
    assert_eq!(asked.check(&ledger, parse_day("2026-11-19").unwrap()), Ok(()));
    let left = KioskTargetError::DoctorLeft("王芳".to_owned());
    assert_eq!(asked.check(&ledger, today), Err(left));
}

#[test]
fn what_is_damaged_of_a_pool_is_left_out_and_the_rest_is_read() {
    let (mut tablet, now) = (Tablet::new(1), month("2026-11"));
    tablet.afternoon(&target(None), &[plain(1); 4], now);
    let Value::Group(kept) = tablet.pool.to_value() else { panic!("a group") };
    let damaged = Value::Group(kept.with("lots", Value::List(vec![Value::Int(1)])));
    assert_eq!(KioskPool::from_value(&damaged), tablet.pool);
    assert_eq!(KioskPool::from_value(&Value::Null), KioskPool::default());
}
