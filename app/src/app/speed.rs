//! How fast this device computes scores (本机速度自检): the reference ledgers T and S through the
//! same code as any ledger.
//!
//! The program exports the functions at the end (`src/main.rs`), so that the bench measures the very
//! bytes that are shipped (bench/README.md). A page that has no `#app` can load them without the app.

use std::cell::RefCell;
use std::hint::black_box;
use std::sync::Arc;

use crate::browser::clock::elapsed_millis;
use crate::exchange::sample;
use crate::ledger::{Author, Draft, EditId, Ledger, Moment, Month, RecordId, WriterId};
use crate::reference::facts::{
    MEMBERS_S, MONTHS_S, MONTHS_T, ReferenceFact, checksum, ledger_s, ledger_t, per_unit_lines,
};
use crate::registers::{Event, Fact, SCORE_ENTRY};
use crate::scoring::{
    FactTable, MonthSheet, Participant, Scores, Standard, Totals, WhatIf, places, ranks, roll_up,
};

/// The year of ledger T.
const YEAR: i32 = 2026;

/// Ledger T, its facts in columns.
pub struct Year {
    standard: Arc<Standard>,
    participants: Vec<Participant>,
    facts: FactTable,
    /// The events of the rule lines that count by the unit.
    events: Vec<Event>,
    sheets: Vec<MonthSheet>,
    totals: Totals,
    /// How many edits were made.
    edits: usize,
    /// The results of the last edit: the month, and the ranks of the branch in the month, the quarter
    /// and the year.
    ranked: (usize, [Vec<Option<usize>>; 3]),
    /// How many members the last what-if would change.
    changed: usize,
}

impl Year {
    /// Makes the ledger, with its sheets and totals.
    pub fn new() -> Self {
        let standard = Standard::built_in();
        let ledger = ledger_t(&standard);
        let events: Vec<Event> = per_unit_lines(&standard)
            .into_iter()
            .map(|(item, line)| Event::Line(standard.items[item].lines[line].id.as_str().into()))
            .collect();
        let id = |register: &str, place: &u16| RecordId::keyed(register, &format!("{place:04}"));
        let participants = ledger
            .branches
            .iter()
            .zip(&ledger.departments)
            .zip(0u16..)
            .map(|((branch, department), member)| Participant {
                member: id("member", &member),
                branch: id("branch", branch),
                department: Some(id("department", department)),
                exemption: None,
                veto: None,
            })
            .collect();
        let mut year = Self {
            standard: Arc::new(standard),
            participants,
            facts: FactTable::new(),
            events,
            sheets: Vec::new(),
            totals: Totals::of_months(Vec::new(), 0),
            edits: 0,
            ranked: Default::default(),
            changed: 0,
        };
        for (number, fact) in ledger.facts.iter().enumerate() {
            year.enter(RecordId::keyed("score_entry", &number.to_string()), Some(*fact));
        }
        year.compute();
        year
    }

    /// Enters a fact by a record of its own, or withdraws it.
    fn enter(&mut self, source: RecordId, fact: Option<ReferenceFact>) {
        let fact = fact.map(|fact| Fact {
            subject: self.participants[usize::from(fact.member)].member.clone(),
            month: month(fact.month.into()),
            event: self.events[usize::from(fact.line)].clone(),
            amount: fact.amount.into(),
            day: None,
        });
        self.facts.replace(&source, fact.as_slice());
    }

    fn sheet(&self, place: usize) -> MonthSheet {
        MonthSheet::compute(&self.standard, month(place), self.participants.clone(), &self.facts)
    }

    fn add_up(&mut self) {
        let results = self.sheets.iter().flat_map(|sheet| sheet.rows.iter().map(|row| row.result));
        self.totals = Totals::of_months(results.collect(), self.participants.len());
    }

    /// Computes all sheets and totals from the facts.
    pub fn compute(&mut self) {
        self.sheets = (0..MONTHS_T as usize).map(|place| self.sheet(place)).collect();
        self.add_up();
    }

    /// Enters one more entry, or withdraws the last one, by turns; then brings all totals and the
    /// ranks of the branch up to date, as an edit does.
    pub fn edit(&mut self) {
        let (entry, is_new) = (self.edits / 2, self.edits.is_multiple_of(2));
        self.edits += 1;
        let members = self.participants.len();
        let (member, place) = (entry % members, entry % MONTHS_T as usize);
        // All far below 2¹⁶.
        let fact = ReferenceFact {
            member: member as u16,
            month: place as u16,
            line: (entry % self.events.len()) as u16,
            amount: 1,
        };
        let source = RecordId::keyed("score_entry", &format!("new {member}"));
        self.enter(source, is_new.then_some(fact));

        self.sheets[place] = self.sheet(place);
        self.add_up();
        let rows = self.sheets[place].branch(&self.participants[member].branch);
        let by_total = |totals: &[i32], span: usize| {
            let totals = &totals[span * members..][..members];
            places(&rows.iter().map(|row| Some(totals[*row])).collect::<Vec<_>>())
        };
        let of_quarter = by_total(&self.totals.quarters, place / 3);
        let of_year = by_total(&self.totals.years, 0);
        self.ranked = (place, [ranks(&self.sheets[place], &rows), of_quarter, of_year]);
    }

    /// Tries another standard on all months: the sheets by both, and what differs between them.
    pub fn what_if(&mut self) {
        let mut standard = Standard::clone(&self.standard);
        for item in &mut standard.items {
            item.cap = (item.cap - 10).max(item.base);
        }
        let standard = Arc::new(standard);
        let months = 0..MONTHS_T as usize;
        let pairs: Vec<(MonthSheet, MonthSheet)> = months
            .map(|place| {
                let who = self.participants.clone();
                let tried = MonthSheet::compute(&standard, month(place), who, &self.facts);
                (self.sheet(place), tried)
            })
            .collect();
        let pairs = pairs.iter().map(|(before, after)| (before, after));
        self.changed = WhatIf::compare(pairs, &mut |_, _| true).changes.len();
    }

    /// How many members the last what-if would change.
    pub fn changed(&self) -> u32 {
        self.changed as u32
    }

    /// The checksum of all item scores and totals.
    pub fn checksum(&self) -> u32 {
        let rows = 0..self.participants.len();
        let items =
            self.sheets.iter().flat_map(|sheet| rows.clone().flat_map(|row| sheet.items(row)));
        checksum(items.chain(all(&self.totals)))
    }

    /// The checksum of the results of the last edit: the items of its month, all totals, and the ranks
    /// of the branch.
    pub fn checksum_of_edit(&self) -> u32 {
        let (place, ranked) = &self.ranked;
        let ranked: Vec<i32> =
            ranked.iter().flatten().map(|rank| rank.map_or(0, |rank| rank as i32)).collect();
        let sheet = &self.sheets[*place];
        let items = (0..self.participants.len()).flat_map(|row| sheet.items(row));
        checksum(items.chain(all(&self.totals)).chain(&ranked))
    }
}

impl Default for Year {
    fn default() -> Self {
        Self::new()
    }
}

/// The sample hospital, as a session holds a ledger: the same edit with all that the app does before
/// it shows and saves it.
pub struct Hospital {
    ledger: Ledger,
    scores: Scores,
    author: Author,
    edits: u32,
    /// The ranks of the branch in the month, the quarter and the year.
    ranked: [Vec<Option<usize>>; 3],
}

/// The day on which the sample ends: 2026-11-21, afternoon, in China.
const TODAY: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };

impl Hospital {
    /// Makes the ledger.
    pub fn new() -> Self {
        let ledger = Ledger::from_edits(sample(42, TODAY));
        let scores = Scores::new(&ledger);
        let author = Author { name: "本机".into(), role: "".into(), tablet: "".into() };
        Self { ledger, scores, author, edits: 0, ranked: Default::default() }
    }

    /// Enters a score of this month for a member, and ranks the branch.
    pub fn edit(&mut self) {
        let (ledger, scores) = (&mut self.ledger, &mut self.scores);
        let month = Month::of(TODAY.day());
        let Ok(sheet) = scores.sheet(ledger, month) else {
            return;
        };
        let who = &sheet.rows[self.edits as usize % sheet.rows.len()].who;
        self.edits += 1;
        let id = EditId { writer: WriterId(1), number: self.edits };
        let mut draft = Draft::new(id, TODAY, self.author.clone(), "", "");
        let record = draft.next_record(SCORE_ENTRY.name);
        draft.field(&record, "month", month.to_string());
        draft.field(&record, "line", "C3.1");
        draft.entry(&record, "who", who.member.as_str(), 1);
        let Some(edit) = draft.finish(ledger) else {
            return;
        };
        let inserted = ledger.insert(edit);
        scores.invalidate(ledger, &inserted.records);

        let Ok(sheet) = scores.sheet(ledger, month) else {
            return;
        };
        let rows = sheet.branch(&who.branch);
        let mut by_mean = |from: u32| {
            let months: Vec<Month> =
                (from..=month.number()).filter_map(|n| Month::new(month.year(), n)).collect();
            let means = rows
                .iter()
                .map(|row| scores.mean(ledger, &sheet.rows[*row].who.member, &months).rounded());
            places(&means.collect::<Vec<_>>())
        };
        self.ranked = [ranks(&sheet, &rows), by_mean(10), by_mean(1)];
    }

    /// How many members were ranked by the last edit.
    pub fn ranked(&self) -> u32 {
        self.ranked.iter().flatten().flatten().count() as u32
    }
}

impl Default for Hospital {
    fn default() -> Self {
        Self::new()
    }
}

/// Ledger S: a cube of item scores.
pub struct Cube {
    cells: Vec<i16>,
    items: usize,
    totals: Totals,
}

impl Cube {
    /// Makes the ledger, with its totals.
    pub fn new() -> Self {
        let standard = Standard::built_in();
        let cells = ledger_s(&standard);
        let totals = roll_up(&cells, MONTHS_S, MEMBERS_S, standard.items.len());
        Self { cells, items: standard.items.len(), totals }
    }

    /// Computes all totals from the cells.
    pub fn compute(&mut self) {
        self.totals = roll_up(black_box(&self.cells), MONTHS_S, MEMBERS_S, self.items);
    }

    /// Only adds up the items of each member and month, within no bounds, and keeps nothing.
    pub fn add_items(&self) -> i32 {
        let rows = black_box(&self.cells).chunks_exact(self.items.max(1));
        rows.map(|row| row.iter().map(|cell| i32::from(*cell)).sum::<i32>())
            .fold(0, |all, sum| all ^ sum)
    }

    /// Only adds up quarters and years from the months.
    pub fn add_up(&mut self) {
        let months = std::mem::take(&mut self.totals.months);
        self.totals = Totals::of_months(months, MEMBERS_S);
    }

    /// The checksum of all totals.
    pub fn checksum(&self) -> u32 {
        checksum(all(&self.totals))
    }
}

impl Default for Cube {
    fn default() -> Self {
        Self::new()
    }
}

/// A month of the year of ledger T, from 0.
fn month(place: usize) -> Month {
    Month::new(YEAR, place as u32 + 1).unwrap_or_else(|| Month::of(Default::default()))
}

fn all(totals: &Totals) -> impl Iterator<Item = &i32> {
    totals.months.iter().chain(&totals.quarters).chain(&totals.years)
}

/// What was made so far.
#[derive(Default)]
struct PreparedScores {
    year: Option<Year>,
    hospital: Option<Hospital>,
    cube: Option<Cube>,
}

/// The milliseconds that it takes to do something so many times.
fn time(times: u32, mut work: impl FnMut()) -> f64 {
    let start = elapsed_millis();
    (0..times).for_each(|_| work());
    elapsed_millis() - start
}

thread_local! {
    static PREPARED: RefCell<PreparedScores> = RefCell::default();
}

/// Does some work so many times over on the reference ledgers, which are made first where they are
/// not there; gives the milliseconds that it took without the making.
///
/// The work: `year` (ledger T: facts to all items and totals), `entry` (ledger T: an edit of facts
/// to all totals and ranks of the branch), `what-if` (ledger T: another standard tried on all months),
/// `hospital` (the same of the sample, through the ledger
/// and its scores), `cube` (ledger S: cells to all totals), and of the latter `cube-items` (only
/// adding up items) and `cube-spans` (only quarters and years). Not a number for any other.
pub fn run(work: &str, times: u32) -> f64 {
    PREPARED.with_borrow_mut(|prepared| {
        let PreparedScores { year, hospital, cube } = prepared;
        match work {
            "year" | "entry" | "what-if" => {
                let year = year.get_or_insert_default();
                match work {
                    "entry" => time(times, || year.edit()),
                    "what-if" => time(times, || year.what_if()),
                    _ => time(times, || year.compute()),
                }
            }
            "hospital" => {
                let hospital = hospital.get_or_insert_default();
                time(times, || hospital.edit())
            }
            "cube" | "cube-items" | "cube-spans" => {
                let cube = cube.get_or_insert_default();
                match work {
                    "cube" => time(times, || cube.compute()),
                    "cube-spans" => time(times, || cube.add_up()),
                    _ => time(times, || {
                        black_box(cube.add_items());
                    }),
                }
            }
            _ => f64::NAN,
        }
    })
}

/// The checksum of the results of some work: `year`, `entry` or `cube`; of `hospital` how many ranks
/// there are, of `what-if` how many members would change.
pub fn checksum_of(work: &str) -> u32 {
    PREPARED.with_borrow_mut(|prepared| match work {
        "hospital" => prepared.hospital.get_or_insert_default().ranked(),
        "what-if" => prepared.year.get_or_insert_default().changed(),
        "cube" => prepared.cube.get_or_insert_default().checksum(),
        "entry" => prepared.year.get_or_insert_default().checksum_of_edit(),
        _ => prepared.year.get_or_insert_default().checksum(),
    })
}
