//! Two tabs at work on the same stores: whatever the order of their calls, nothing of either is
//! lost.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::paced::{Log, Script, paced};
use super::tab::{Expected, Tab, from_elsewhere};
use super::{check, recover};
use crate::fixtures::dice::Dice;
use crate::fixtures::disk::{Disk, Has};
use yixin::ledger::WriterId;
use yixin::storage::{Faults, ImportId};

/// What a tab does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Set(&'static str),
    Checkpoint,
    Tidy,
    Import,
    /// The import that was there before.
    TakeBack,
    /// Its own last import.
    TakeBackOwn,
    Redact,
    /// It writes from now on, in the place of the other.
    TakeOver,
    /// The page is loaded again.
    Reopen,
}

use Op::{Checkpoint, Import, Redact, Reopen, Set, TakeBack, TakeBackOwn, TakeOver, Tidy};

/// One of two tabs: which, what it does, and whether it is open before the other begins.
#[derive(Clone, Copy)]
struct Program<'a> {
    tab: u64,
    ops: &'a [Op],
    is_open: bool,
}

/// How far a tab has come.
#[derive(Clone)]
struct Progress {
    log: Log,
    /// What has to be true, once it has done all.
    done: Option<Expected>,
}

impl Program<'_> {
    /// Does what was done before again, and so many calls more.
    fn advance(&self, disk: &Disk, has: Has, base: &Expected, log: &Log, room: usize) -> Progress {
        let script = Script::new(log.clone(), room);
        let mut expected = base.clone();
        let writer = 0xa00 + 0x10 * self.tab;
        let mut tab = Tab::open(paced(disk, has, &script), writer);
        let (mut openings, mut own) = (0, None);
        for op in self.ops {
            if script.is_stopped() {
                break;
            }
            match op {
                Set(key) => {
                    tab.set(&mut expected, key, if self.tab == 0 { "左" } else { "右" });
                }
                Checkpoint => tab.checkpoint(),
                Tidy => tab.maintain(),
                Import => {
                    let file = 0x900 + 0x10 * self.tab + expected.imports.len() as u64;
                    let place = expected.imports.len();
                    let id = tab.import(&mut expected, from_elsewhere(file, 1));
                    own = id.map(|id| (id, place));
                }
                TakeBack => {
                    tab.take_back(&mut expected, ImportId { writer: WriterId(1), number: 1 }, 0);
                }
                TakeBackOwn => {
                    if let Some((id, place)) = own.take() {
                        tab.take_back(&mut expected, id, place);
                    }
                }
                Redact => tab.redact(&mut expected, "1-0"),
                TakeOver => tab.take_over(&mut expected),
                Reopen => {
                    openings += 1;
                    tab = Tab::open(paced(disk, has, &script), writer + openings);
                }
            }
        }
        let done = (!script.is_stopped()).then_some(expected);
        Progress { log: script.log(), done }
    }

    /// Where it stands when the other begins.
    fn start(&self, disk: &Disk, has: Has, base: &Expected) -> Progress {
        let opening = Self { ops: &[], ..*self };
        let far = if self.is_open { usize::MAX } else { 0 };
        let log = opening.advance(disk, has, base, &Log::default(), far).log;
        self.advance(disk, has, base, &log, 0)
    }
}

/// What has to be true after both.
fn joined(base: &Expected, both: [&Expected; 2]) -> Expected {
    let mut all = base.clone();
    for one in both {
        all.acknowledged.extend(&one.acknowledged);
        all.tried.insert_all(one.tried.edits());
        for (place, (_, there)) in base.imports.iter().enumerate() {
            if *there != one.imports[place].1 {
                all.imports[place].1 = one.imports[place].1;
            }
        }
        all.imports.extend_from_slice(&one.imports[base.imports.len()..]);
    }
    for (one, other) in [(both[0], both[1]), (both[1], both[0])] {
        if let Some(before) = &one.before {
            let mut before = before.clone();
            before.insert_all(other.before.as_ref().unwrap_or(&other.tried).edits());
            all.before = Some(before);
        }
    }
    all
}

/// A tablet on which tidying has something to remove, something to pack, and something to heal.
fn lived_in(has: Has) -> (Disk, Expected) {
    let disk = Disk::default();
    let mut expected = Expected::default();
    for session in 1..=2 {
        let mut tab = Tab::open(disk.stores(has, &Faults::none()), session);
        for round in 0..4 {
            tab.set(&mut expected, &format!("{session}-{round}"), "甲").expect("recorded");
            tab.checkpoint();
        }
        if session == 1 {
            tab.import(&mut expected, from_elsewhere(0x300, 1)).expect("taken");
            let again = Tab::open(disk.stores(has, &Faults::none()), 0x11);
            again.maintain();
        }
    }
    let mut tab = Tab::open(disk.stores(has, &Faults::none()), 3);
    tab.set(&mut expected, "3-0", "甲").expect("recorded");
    (disk, expected)
}

/// All orders in which two tabs can make their calls.
struct Orders<'a> {
    programs: [Program<'a>; 2],
    has: Has,
    base: &'a Expected,
    /// How many orders lead on from a state; what happens next hangs on nothing else.
    states: HashMap<u64, u128>,
    ends: HashSet<u64>,
    budget: usize,
}

fn sum_of(disk: &Disk, tabs: &[Progress; 2]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&*disk.local.borrow(), &*disk.journal.borrow()).hash(&mut hasher);
    (tabs[0].log.sum, tabs[1].log.sum).hash(&mut hasher);
    (tabs[0].done.is_some(), tabs[1].done.is_some()).hash(&mut hasher);
    hasher.finish()
}

/// Sees that all is there in the end.
fn check_end(disk: &Disk, has: Has, expected: &Expected) -> Result<(), String> {
    let own = expected.tried.iter().filter(|edit| edit.head.id.writer.0 >= 0xa00);
    let lost = own.map(|edit| edit.head.id).find(|id| !expected.acknowledged.contains(id));
    if let Some(lost) = lost {
        return Err(format!("{lost} was not acknowledged"));
    }
    check(&recover(disk, has)?, expected)
}

impl Orders<'_> {
    /// How many orders there are from here on; `None` beyond the budget.
    fn explore(&mut self, disk: &Disk, tabs: &[Progress; 2]) -> Option<u128> {
        let sum = sum_of(disk, tabs);
        if let Some(orders) = self.states.get(&sum) {
            return Some(*orders);
        }
        if self.states.len() >= self.budget {
            return None;
        }
        let mut orders = 0;
        if let [Progress { done: Some(one), .. }, Progress { done: Some(other), .. }] = tabs {
            let expected = joined(self.base, [one, other]);
            if let Err(wrong) = check_end(&disk.copy(), self.has, &expected) {
                let ops = self.programs.map(|program| program.ops);
                panic!("{ops:?} {:?}: {wrong}", self.has);
            }
            self.ends.insert(sum);
            orders = 1;
        }
        for (which, program) in self.programs.into_iter().enumerate() {
            if tabs[which].done.is_none() {
                let (disk, mut tabs) = (disk.copy(), tabs.clone());
                tabs[which] = program.advance(&disk, self.has, self.base, &tabs[which].log, 1);
                orders += self.explore(&disk, &tabs)?;
            }
        }
        self.states.insert(sum, orders);
        Some(orders)
    }
}

/// What one of two tabs does while the other does the same or something else.
const PROGRAMS: [&[Op]; 10] = [
    &[Set("1-0"), Checkpoint],
    &[Set("1-0"), Set("new"), Checkpoint, Set("1-0"), Checkpoint],
    // Eight calls.
    &[Set("1-0"), Checkpoint, Set("a"), Checkpoint, Set("b"), Checkpoint, Set("1-0"), Checkpoint],
    &[Import, Set("1-0")],
    &[Set("x768-1-0"), TakeBack],
    &[Import, TakeBackOwn, Set("1-0")],
    &[Tidy],
    &[Set("1-0"), Tidy],
    &[Redact],
    &[TakeOver, Checkpoint],
];

/// So many states of each pair are looked at; what is beyond is drawn at random.
const BUDGET: usize = 250;

#[test]
fn whatever_the_order_of_two_tabs_calls_all_of_both_is_there() {
    let (mut pairs, mut beyond, mut orders, mut states, mut ends) = (0, 0, 0_u128, 0, 0);
    for has in [Has::Both, Has::LocalOnly] {
        let (disk, base) = lived_in(has);
        for (place, one) in PROGRAMS.iter().enumerate() {
            for other in &PROGRAMS[place..] {
                for is_open in [true, false] {
                    let programs = [
                        Program { tab: 0, ops: one, is_open: true },
                        Program { tab: 1, ops: other, is_open },
                    ];
                    let start = disk.copy();
                    let tabs = programs.map(|program| program.start(&start, has, &base));
                    let mut all = Orders {
                        programs,
                        has,
                        base: &base,
                        states: HashMap::new(),
                        ends: HashSet::new(),
                        budget: BUDGET,
                    };
                    match all.explore(&start, &tabs) {
                        Some(count) => {
                            orders += count;
                            pairs += 1;
                        }
                        None => beyond += 1,
                    }
                    states += all.states.len();
                    ends += all.ends.len();
                }
            }
        }
    }
    println!(
        "{orders} orders of the calls of {pairs} pairs of tabs, by way of {states} states and \
         {ends} ends; {beyond} pairs have more than {BUDGET} states"
    );
    assert!(pairs > 0);
}

#[test]
fn two_tabs_at_work_for_long_lose_nothing_in_any_order_drawn() {
    const SEEDS: u64 = 150;
    let all = [Set("1-0"), Set("new"), Checkpoint, Tidy, Import, TakeBack, TakeBackOwn, Reopen];
    let bases = [Has::Both, Has::LocalOnly, Has::JournalOnly].map(|has| (has, lived_in(has)));
    let mut calls = 0;
    for seed in 0..SEEDS {
        let mut dice = Dice(seed);
        let (has, (disk, base)) = dice.pick(&bases);
        let mut draw = || -> Vec<Op> { (0..4 + dice.below(5)).map(|_| *dice.pick(&all)).collect() };
        let ops = [draw(), draw()];
        let programs = [
            Program { tab: 0, ops: &ops[0], is_open: true },
            Program { tab: 1, ops: &ops[1], is_open: dice.happens(50) },
        ];
        let disk = disk.copy();
        let mut tabs = programs.map(|program| program.start(&disk, *has, base));
        while tabs.iter().any(|tab| tab.done.is_none()) {
            let which = dice.below(2);
            if tabs[which].done.is_none() {
                let room = 1 + if dice.happens(50) { 0 } else { dice.below(12) };
                tabs[which] = programs[which].advance(&disk, *has, base, &tabs[which].log, room);
                calls += 1;
            }
        }
        let [Some(one), Some(other)] = tabs.map(|tab| tab.done) else { panic!("both are done") };
        let expected = joined(base, [&one, &other]);
        if let Err(wrong) = check_end(&disk, *has, &expected) {
            panic!("seed {seed}, {ops:?} {has:?}: {wrong}");
        }
    }
    println!("{SEEDS} long runs of two tabs, {calls} turns");
}
