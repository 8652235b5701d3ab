//! Five branches with two tablets each work apart for a while, and exchange what files come to hand:
//! whole, in part, old, doubled, damaged, cut off. Imports are taken back, months are locked, clocks
//! are off by years. In the end everyone sends everything to everyone, and all have the same.
//!
//! `SEEDS=1000` runs so many seeds, `SEEDS=17..18` just the one that failed; see `make soak`.

mod tablet;

use std::cell::Cell;
use std::ops::Range;

use crate::fixtures::dice::{Dice, mutate};
use crate::fixtures::scores::all_scores;
use crate::fixtures::tablets::TEN_YEARS;
use crate::fixtures::{Book, day, month, texts_of};
use tablet::Tablet;
use yixin::exchange::bundle::{read, write_body};
use yixin::ledger::{EditId, Ledger, REDACTED, RecordId, conflicts, undo};
use yixin::registers::form::{self, Input, RowInput};
use yixin::registers::{EVERY_SHAPE, EXEMPTION, Head, SCORE_ENTRY, VETO, join, schema, separate};
use yixin::scoring::{Notice, Scores, approve, lock_month, publish, reopen};

const BRANCHES: [&str; 5] = ["一支部", "二支部", "三支部", "四支部", "五支部"];
const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];
const LINES: [&str; 5] = ["A1.1", "A2.1", "B1.1", "C3.1", "C3.2"];
const MEMBERS: usize = 12;
const STEPS: usize = 200;

/// Where a simulation stands; says so when it comes to grief.
struct Place {
    seed: u64,
    step: Cell<usize>,
    what: Cell<&'static str>,
}

impl Drop for Place {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let (seed, step, what) = (self.seed, self.step.get(), self.what.get());
            eprintln!("seed {seed}, step {step} ({what}); again with SEEDS={seed}..{}", seed + 1);
        }
    }
}

/// All tablets, and the files that lie about.
struct World {
    dice: Dice,
    tablets: Vec<Tablet>,
    files: Vec<Vec<u8>>,
    writers: u64,
    step: usize,
}

/// What every hospital begins with: made once, taken in by each tablet as a file.
fn founded() -> Ledger {
    let mut book = Book::new();
    let branches: Vec<_> = BRANCHES
        .iter()
        .map(|name| if *name == crate::fixtures::FIRST { book.first() } else { book.branch(name) })
        .collect();
    for number in 0..MEMBERS {
        book.member(&number.to_string(), &branches[number % branches.len()]);
    }
    book.ledger
}

fn any_member(dice: &mut Dice) -> RecordId {
    RecordId::keyed("member", &dice.below(MEMBERS).to_string())
}

impl World {
    fn new(seed: u64, founded: &Ledger) -> Self {
        let mut dice = Dice(seed);
        let clocks = [0, 0, 0, 1000, -90_000_000, TEN_YEARS, -TEN_YEARS];
        let mut tablets: Vec<Tablet> = (0..BRANCHES.len() * 2)
            .map(|place| {
                let branch = RecordId::keyed("branch", BRANCHES[place / 2]);
                Tablet::new(branch, *dice.pick(&clocks), 0x100 + place as u64)
            })
            .collect();
        let file = tablets[0].file_of(founded, 0);
        for tablet in &mut tablets {
            tablet.take(&file, 0, |_| true);
        }
        Self { dice, tablets, files: vec![file], writers: 0x200, step: 0 }
    }

    /// One step of somebody; says what it was.
    fn step(&mut self, place: &Place) {
        let dice = &mut self.dice;
        let who = dice.below(self.tablets.len());
        let kind = dice.below(100);
        let what = match kind {
            0..34 => "an entry",
            34..36 => "two members joined or taken apart",
            36..45 => "a member's field",
            45..46 => "a redaction",
            46..51 => "a deletion",
            51..54 => "a restoration",
            54..60 => "an undo",
            60..63 => "conflicts settled",
            63..70 => "a month's next step",
            70..84 => "a file taken in",
            84..88 => "a file in part",
            88..92 => "a damaged file",
            92..94 => "a file cut off",
            94..95 => "an import called off",
            95..97 => "an import taken back",
            97..98 => "a clock set",
            _ => "the page opened anew",
        };
        place.what.set(what);
        match kind {
            0..34 => self.enter(who),
            34..36 => self.join(who),
            36..45 => self.edit_member(who),
            45..46 => self.redact(who),
            46..51 => self.delete(who),
            51..54 => self.restore(who),
            54..60 => self.undo(who),
            60..63 => self.settle(who),
            63..70 => self.close(who),
            70..88 => self.exchange(who, kind >= 84),
            88..94 => self.damaged(kind >= 92),
            94..95 => self.call_off(who),
            95..97 => self.take_back(who),
            97..98 => self.tablets[who].clock += *self.dice.pick(&[-TEN_YEARS, -5000, TEN_YEARS]),
            _ => self.reopen(who),
        }
    }

    /// Saves a form; one that is wrong, as the tablet lacks what it refers to, changes nothing.
    fn save(&mut self, who: usize, head: &Head, input: &Input) {
        self.write(who, head, None, input);
    }

    /// The same, or changes of a record that is there.
    fn write(&mut self, who: usize, head: &Head, id: Option<&RecordId>, input: &Input) {
        let tablet = &mut self.tablets[who];
        let mut draft = tablet.draft(self.step, "save");
        let schema = schema(head.name).expect("a schema");
        if form::write(schema, &tablet.ledger, id, input, &mut draft).is_ok() {
            tablet.commit(draft);
        }
    }

    fn enter(&mut self, who: usize) {
        let dice = &mut self.dice;
        let of = dice.word(&MONTHS);
        let member = any_member(dice);
        match dice.below(12) {
            0 => {
                let texts = texts_of(&[
                    ("member", member.as_str()),
                    ("clause", dice.word(&["V1", "V2"])),
                    ("month", of),
                    ("event", "情形"),
                    ("facts", "事实"),
                    ("decided_by", "纪委"),
                    ("document", "1号"),
                    ("decided_on", "2026-01-05"),
                    ("committee", "支委会决定"),
                ]);
                self.save(who, &VETO, &texts);
            }
            1 => {
                let texts = texts_of(&[
                    ("member", member.as_str()),
                    ("kind", "产假"),
                    ("from", of),
                    ("reason", "理由"),
                    ("approved_by", "支委会"),
                    ("approved_on", "2026-01-05"),
                ]);
                self.save(who, &EXEMPTION, &texts);
            }
            2..5 => self.meet(who, &format!("{of}-08")),
            _ => {
                let mut input = texts_of(&[("month", of), ("line", dice.word(&LINES))]);
                let marks = (0..1 + dice.below(3))
                    .map(|_| (any_member(dice).to_string(), RowInput::first(1 + dice.below(3))));
                input.rows.insert("who", marks.collect());
                self.save(who, &SCORE_ENTRY, &input);
            }
        }
    }

    /// A meeting of the tablet's branch, made or gone on with: its roll, steps, votes and counter.
    fn meet(&mut self, who: usize, on: &str) {
        let tablet = &self.tablets[who];
        let known = tablet
            .ledger
            .records(EVERY_SHAPE.name)
            .find(|one| one.text("held_on") == on && one.text("branch") == tablet.branch.as_str());
        let known = known.map(|one| one.id().clone());
        let mut input = Input::default();
        if known.is_none() {
            input =
                texts_of(&[("name", "党课"), ("held_on", on), ("branch", tablet.branch.as_str())]);
        }
        let dice = &mut self.dice;
        for _ in 0..1 + dice.below(3) {
            let row = RowInput::first(dice.word(&["到会", "请假", "缺席"]));
            input.rows.entry("roll").or_default().insert(any_member(dice).to_string(), row);
        }
        let step = dice.word(&["call", "meet", "tell"]).to_owned();
        input.rows.insert("steps", [(step, RowInput::first("2026-01-09"))].into());
        if dice.happens(30) {
            let issued = [("issued", dice.below(9).to_string())].into();
            input.groups.insert("votes", issued);
            input.texts.insert("chair", any_member(dice).to_string());
        }
        for rule in ["not to come", "one of a day"] {
            input.explanations.insert(rule, "模拟".to_owned());
        }
        self.write(who, &EVERY_SHAPE, known.as_ref(), &input);
    }

    fn edit_member(&mut self, who: usize) {
        let member = any_member(&mut self.dice);
        let tablet = &mut self.tablets[who];
        let mut draft = tablet.draft(self.step, "edit");
        match self.dice.below(3) {
            0 => {
                let branch = RecordId::keyed("branch", self.dice.word(&BRANCHES));
                let from = self.dice.word(&["2026-01-01", "2026-02-01"]);
                draft.entry(&member, "branch", from, branch.as_str());
            }
            1 => draft.field(&member, "name", format!("李明{}", self.dice.below(3))),
            _ => draft.field(&member, "notes", format!("{} <b>=1+1", self.dice.below(3))),
        }
        tablet.commit(draft);
    }

    fn join(&mut self, who: usize) {
        let [one, other] = [(); 2].map(|()| any_member(&mut self.dice));
        let tablet = &mut self.tablets[who];
        let mut draft = tablet.draft(self.step, "join");
        if self.dice.happens(60) {
            join(&mut draft, &tablet.ledger, &[one], &other);
        } else {
            let joined: Vec<RecordId> = tablet.ledger.joined("member").cloned().collect();
            joined.iter().take(1).for_each(|id| separate(&mut draft, &tablet.ledger, id));
        }
        tablet.commit(draft);
    }

    /// A member's name or notes go for good, or a mark, a day's branch, a name beside a lock.
    fn redact(&mut self, who: usize) {
        let member = any_member(&mut self.dice);
        let tablet = &mut self.tablets[who];
        let mut draft = tablet.draft(self.step, "redact");
        let place = match self.dice.below(6) {
            0 => "branch/2026-02-01",
            1 | 2 => "notes",
            _ => "name",
        };
        draft.entry(&member, REDACTED, place, true);
        for register in ["assessment", "score_entry"] {
            for record in tablet.ledger.all_records(register).filter(|_| self.dice.happens(10)) {
                let field = if register == "assessment" { "names" } else { "who" };
                draft.entry(record.id(), REDACTED, &format!("{field}/{member}"), true);
            }
        }
        tablet.redact(draft);
    }

    fn delete(&mut self, who: usize) {
        let tablet = &mut self.tablets[who];
        let register = self.dice.word(&["score_entry", "score_entry", "veto", "member"]);
        let records: Vec<_> = tablet.ledger.records(register).map(|one| one.id().clone()).collect();
        if !records.is_empty() {
            let mut draft = tablet.draft(self.step, "delete");
            draft.delete(self.dice.pick(&records));
            tablet.commit(draft);
        }
    }

    fn restore(&mut self, who: usize) {
        let tablet = &mut self.tablets[who];
        let mut draft = tablet.draft(self.step, "restore");
        for register in ["score_entry", "veto", "member"] {
            tablet.ledger.all_records(register).for_each(|record| draft.restore(record.id()));
        }
        tablet.commit(draft);
    }

    fn undo(&mut self, who: usize) {
        let tablet = &mut self.tablets[who];
        let own: Vec<EditId> = tablet.own.heads().map(|head| head.id).collect();
        if !own.is_empty() {
            let mut draft = tablet.draft(self.step, "undo");
            undo(&tablet.ledger, *self.dice.pick(&own), &mut draft);
            tablet.commit(draft);
        }
    }

    fn settle(&mut self, who: usize) {
        let tablet = &mut self.tablets[who];
        let mut draft = tablet.draft(self.step, "settle");
        for conflict in conflicts(&tablet.ledger) {
            let head = self.dice.below(conflict.heads.len());
            draft.settle(conflict.cell, conflict.heads[head].value.clone());
        }
        tablet.commit(draft);
        assert!(conflicts(&tablet.ledger).is_empty(), "settled conflicts are gone");
    }

    /// Approves, puts up, locks or opens again a month of the keeper's branch.
    fn close(&mut self, who: usize) {
        let tablet = &mut self.tablets[who];
        let of = month(self.dice.word(&MONTHS));
        let branch = tablet.branch.clone();
        let Ok(sheet) = tablet.scores.sheet(&tablet.ledger, of) else { return };
        let mut draft = tablet.draft(self.step, "close");
        let from = day("2026-04-07");
        match self.dice.below(5) {
            0 => approve(&mut draft, &sheet, &branch, from, "支委会"),
            1 => {
                let place = "公开栏".to_owned();
                let notice = Notice { from, until: from, days: 5, provisional: false, place };
                publish(&mut draft, &branch, of, &notice);
            }
            2 | 3 => lock_month(&mut draft, &tablet.ledger, &sheet, &branch),
            _ => reopen(&mut draft, &branch, of),
        }
        tablet.commit(draft);
    }

    /// Somebody's file, fresh or old, is taken in: whole or in part, now and then twice.
    fn exchange(&mut self, who: usize, in_part: bool) {
        if self.dice.happens(60) {
            let file = self.tablets[self.dice.below(self.tablets.len())].export(self.step);
            self.files.push(file);
        }
        let recent = self.files.len().saturating_sub(8);
        let first = if self.dice.happens(30) { 0 } else { recent };
        let file = self.dice.pick(&self.files[first..]);
        let salt = self.dice.roll();
        for _ in 0..if self.dice.happens(15) { 2 } else { 1 } {
            self.tablets[who].take(file, self.step, |record| {
                let sum = record
                    .as_str()
                    .bytes()
                    .fold(salt, |sum, byte| sum.rotate_left(5) ^ u64::from(byte));
                !in_part || Dice(sum).happens(50)
            });
        }
    }

    /// A damaged file is refused, or it was damaged where it says who made it.
    fn damaged(&mut self, cut: bool) {
        let file = self.dice.pick(&self.files).clone();
        let mut bytes = file.clone();
        if cut {
            bytes.truncate(1 + self.dice.below(file.len() - 3));
            assert!(read(&bytes).is_err(), "a file cut off was taken");
            return;
        }
        mutate(&mut self.dice, &mut bytes);
        if let Ok(bundle) = read(&bytes) {
            assert!(bundle.edits == read(&file).expect("a good file").edits);
        }
    }

    fn call_off(&mut self, who: usize) {
        let file = read(self.dice.pick(&self.files[..]).as_slice()).expect("a good file");
        self.tablets[who].plan(file, self.step);
    }

    fn take_back(&mut self, who: usize) {
        let tablet = &mut self.tablets[who];
        let there: Vec<usize> =
            (0..tablet.imports.len()).filter(|place| !tablet.imports[*place].taken_back).collect();
        if !there.is_empty() {
            tablet.take_back(*self.dice.pick(&there));
        }
    }

    fn reopen(&mut self, who: usize) {
        self.writers += 1;
        let orderly = self.dice.happens(50);
        self.tablets[who].reopen(self.writers, orderly);
    }

    /// Everyone sends everything: each to the next, around twice, in some order.
    fn exchange_everything(&mut self) {
        let mut order: Vec<usize> = (0..self.tablets.len()).collect();
        self.dice.shuffle(&mut order);
        let founding = self.files[0].clone();
        self.tablets[order[0]].take(&founding, self.step, |_| true);
        for turn in 0..2 * order.len() {
            let (from, to) = (order[turn % order.len()], order[(turn + 1) % order.len()]);
            let file = self.tablets[from].export(self.step);
            self.tablets[to].take(&file, self.step, |_| true);
        }
    }
}

fn simulate(seed: u64, founded: &Ledger) {
    let place = Place { seed, step: Cell::new(0), what: Cell::new("the beginning") };
    let mut world = World::new(seed, founded);
    for step in 1..=STEPS {
        place.step.set(step);
        world.step = step;
        world.step(&place);
    }
    place.what.set("the end");
    let months = MONTHS.map(month);
    world.exchange_everything();
    let mut all = founded.clone();
    world.tablets.iter().for_each(|tablet| drop(all.union(&tablet.own)));
    let body = write_body(&all);
    let counted = all_scores(&all, &mut Scores::new(&all), &months);
    for (who, tablet) in world.tablets.iter_mut().enumerate() {
        assert!(write_body(&tablet.ledger) == body, "tablet {who} has something else");
        let here = all_scores(&tablet.ledger, &mut tablet.scores, &months);
        let other: Vec<_> = here.symmetric_difference(&counted).take(4).collect();
        assert!(other.is_empty(), "tablet {who} counts otherwise:\n{other:#?}");
        // What is saved is what is shown.
        world.writers += 1;
        tablet.reopen(world.writers, true);
    }
}

fn seeds() -> Range<u64> {
    let text = std::env::var("SEEDS").unwrap_or_default();
    let number = |text: &str| text.parse().expect("SEEDS is a number, or a range such as 17..18");
    match text.split_once("..") {
        Some((first, end)) => number(first)..number(end),
        None if text.is_empty() => 0..100,
        None => 0..number(&text),
    }
}

#[test]
fn ten_tablets_that_worked_apart_end_up_with_the_same() {
    let founded = founded();
    let seeds = seeds();
    // Two threads: the simulation has to end soon on a machine with two cores.
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (founded, seeds) = (&founded, seeds.clone());
            scope.spawn(move || {
                seeds.filter(|seed| seed % 2 == half).for_each(|seed| simulate(seed, founded));
            });
        }
    });
}
