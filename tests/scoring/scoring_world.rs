//! A hospital through random edits: after each, the scores kept up to date edit by edit are those of
//! a plain model, and those of scores made anew.

use std::collections::BTreeMap;

use crate::fixtures::model::{BRANCHES, DEPARTMENTS, MEMBERS, MONTHS, Model, department, member};
use crate::fixtures::slow::{Plain, What};
use crate::fixtures::{Book, month, texts_of};
use proptest::prelude::*;
use yixin::ledger::RecordId;
use yixin::registers::SCORE_ENTRY;
use yixin::registers::form::RowInput;
use yixin::scoring::{Scores, reopen};

const LINES: [&str; 9] = ["A1.1", "A5.2", "A5.3", "A6.4", "B1.1", "C2.1", "C3.1", "C5.4", "Z9.9"];

/// One edit. Months, members, branches and departments by place.
#[derive(Debug, Clone)]
enum Op {
    Enter {
        of: usize,
        line: usize,
        who: Vec<(usize, i64)>,
        day: Option<u32>,
    },
    DeleteEntry(usize),
    Result {
        department: usize,
        of: usize,
        tenths: i64,
    },
    /// From a day of a month on: branch, department, whether still here.
    Move {
        who: usize,
        of: usize,
        day: u32,
        branch: usize,
    },
    Transfer {
        who: usize,
        of: usize,
        day: u32,
        department: usize,
    },
    Leave {
        who: usize,
        of: usize,
        day: u32,
        back: bool,
    },
    Exempt {
        who: usize,
        from: usize,
        until: Option<usize>,
    },
    Veto {
        who: usize,
        year_zero: bool,
        of: usize,
    },
    Lift(usize),
    BringIn {
        branch: usize,
        of: usize,
        totals: Vec<(usize, i64)>,
    },
    Close {
        branch: usize,
        of: usize,
    },
    Reopen {
        branch: usize,
        of: usize,
    },
    Adjust {
        who: usize,
        of: usize,
        tenths: i64,
    },
}

fn op() -> impl Strategy<Value = Op> {
    let (who, of, branch, day) = (0..MEMBERS, 0..4usize, 0..3usize, 1..28u32);
    prop_oneof![
        6 => (
            of.clone(), 0..LINES.len(), prop::collection::vec((who.clone(), 1..4i64), 1..4),
            prop::option::of(day.clone()),
        ).prop_map(|(of, line, who, day)| Op::Enter { of, line, who, day }),
        1 => (0..9usize).prop_map(Op::DeleteEntry),
        2 => (0..2usize, of.clone(), 600..1001i64)
            .prop_map(|(department, of, tenths)| Op::Result { department, of, tenths }),
        2 => (who.clone(), of.clone(), day.clone(), branch.clone())
            .prop_map(|(who, of, day, branch)| Op::Move { who, of, day, branch }),
        1 => (who.clone(), of.clone(), day.clone(), 0..2usize)
            .prop_map(|(who, of, day, department)| Op::Transfer { who, of, day, department }),
        1 => (who.clone(), of.clone(), day, any::<bool>())
            .prop_map(|(who, of, day, back)| Op::Leave { who, of, day, back }),
        1 => (who.clone(), of.clone(), prop::option::of(0..3usize))
            .prop_map(|(who, from, more)| {
                Op::Exempt { who, from, until: more.map(|more| (from + more).min(3)) }
            }),
        1 => (who.clone(), any::<bool>(), of.clone())
            .prop_map(|(who, year_zero, of)| Op::Veto { who, year_zero, of }),
        1 => (0..3usize).prop_map(Op::Lift),
        1 => (branch.clone(), of.clone(), prop::collection::vec((who.clone(), 0..1001i64), 1..4))
            .prop_map(|(branch, of, totals)| Op::BringIn { branch, of, totals }),
        3 => (branch.clone(), of.clone()).prop_map(|(branch, of)| Op::Close { branch, of }),
        1 => (branch, of.clone()).prop_map(|(branch, of)| Op::Reopen { branch, of }),
        2 => (who, of, -300..301i64).prop_map(|(who, of, tenths)| Op::Adjust { who, of, tenths }),
    ]
}

/// The hospital and its model, with all members in the first branch.
fn begin() -> (Book, Model) {
    let mut book = Book::new();
    let first = book.first();
    BRANCHES.iter().skip(1).for_each(|name| drop(book.branch(name)));
    DEPARTMENTS.iter().for_each(|name| drop(book.department(name)));
    let text = include_str!("../../src/scoring/standard18.json");
    let mut model = Model {
        standard: serde_json::from_str(text).expect("the built-in standard"),
        ..Model::default()
    };
    let since = "2026-01-01".to_owned();
    for who in 0..MEMBERS {
        book.member(&who.to_string(), &first);
        model.branch[who].insert(since.clone(), 0);
        model.here[who].insert(since.clone(), 1);
    }
    (book, model)
}

struct Run {
    book: Book,
    model: Model,
    entries: Vec<RecordId>,
    vetoes: Vec<RecordId>,
}

impl Run {
    fn branch(place: usize) -> RecordId {
        RecordId::keyed("branch", BRANCHES[place])
    }

    fn act(&mut self, op: &Op) {
        let Self { book, model, entries, vetoes } = self;
        match op {
            Op::Enter { of, line, who, day } => {
                let on = day.map(|day| format!("{}-{day:02}", MONTHS[*of])).unwrap_or_default();
                let mut input =
                    texts_of(&[("month", MONTHS[*of]), ("line", LINES[*line]), ("day", &on)]);
                let marks: BTreeMap<String, i64> =
                    who.iter().map(|(who, amount)| (member(*who).to_string(), *amount)).collect();
                let fact = |(who, amount): (&String, &i64)| Plain {
                    who: who.clone(),
                    month: MONTHS[*of].into(),
                    what: What::Line(LINES[*line].into()),
                    amount: *amount,
                    day: on.clone(),
                };
                model.facts.insert(entries.len(), marks.iter().map(fact).collect());
                let marks = marks.into_iter().map(|(who, amount)| (who, RowInput::first(amount)));
                input.rows.insert("who", marks.collect());
                entries.push(book.save(&SCORE_ENTRY, None, &input));
            }
            Op::DeleteEntry(place) => {
                if let Some(entry) = entries.get(*place) {
                    book.delete(entry);
                    model.facts.remove(place);
                }
            }
            Op::Result { department: place, of, tenths } => {
                let id =
                    RecordId::keyed("department_result", &format!("{}|{of}", department(*place)));
                book.act("result", |draft, _| {
                    draft.field(&id, "department", department(*place).as_str());
                    draft.field(&id, "month", MONTHS[*of]);
                    draft.field(&id, "score", *tenths);
                });
                let fact = Plain {
                    who: department(*place).to_string(),
                    month: MONTHS[*of].into(),
                    what: What::Known("score of the department, tenths".into(), String::new()),
                    amount: *tenths,
                    day: String::new(),
                };
                model.facts.insert(1000 + place * 10 + of, vec![fact]);
            }
            Op::Move { who, of, day, branch } => {
                let since = format!("{}-{day:02}", MONTHS[*of]);
                let id = Self::branch(*branch);
                Self::from(book, *who, &since, "branch", id.as_str());
                model.branch[*who].insert(since, *branch);
            }
            Op::Transfer { who, of, day, department: place } => {
                let since = format!("{}-{day:02}", MONTHS[*of]);
                Self::from(book, *who, &since, "department", department(*place).as_str());
                model.department[*who].insert(since, *place);
            }
            Op::Leave { who, of, day, back } => {
                let since = format!("{}-{day:02}", MONTHS[*of]);
                let standing = if *back { "active" } else { "left" };
                Self::from(book, *who, &since, "standing", standing);
                model.here[*who].insert(since, usize::from(*back));
            }
            Op::Exempt { who, from, until } => {
                let until_text = until.map_or("", |until| MONTHS[until]);
                book.exempt(&member(*who), "产假", MONTHS[*from], until_text, "2026-01-05");
                model.exemptions.push((*who, *from, *until));
            }
            Op::Veto { who, year_zero, of } => {
                let clause = if *year_zero { "V2" } else { "V1" };
                vetoes.push(book.veto(&member(*who), clause, MONTHS[*of]));
                model.vetoes.push((*who, *year_zero, *of, false));
            }
            Op::Lift(place) => {
                if let (Some(veto), Some(model)) =
                    (vetoes.get(*place), model.vetoes.get_mut(*place))
                {
                    book.change(veto, &[("lifted_on", "2026-05-01"), ("lifted_why", "不实")]);
                    model.3 = true;
                }
            }
            Op::BringIn { branch, of, totals } => {
                if model.brought_in.contains_key(&(*branch, *of)) {
                    return;
                }
                let totals: BTreeMap<usize, i64> = totals.iter().copied().collect();
                let ids: Vec<(RecordId, i64)> =
                    totals.iter().map(|(who, tenths)| (member(*who), *tenths)).collect();
                let ids: Vec<(&RecordId, i64)> = ids.iter().map(|(id, n)| (id, *n)).collect();
                book.bring_in(&Self::branch(*branch), MONTHS[*of], &ids);
                model.brought_in.insert((*branch, *of), totals);
            }
            Op::Close { branch, of } => {
                let id = Self::branch(*branch);
                book.close(&id, MONTHS[*of]);
                model.locks.insert((*branch, *of), model.sheet(*branch, *of));
            }
            Op::Reopen { branch, of } => {
                let id = Self::branch(*branch);
                book.act("reopen", |draft, _| reopen(draft, &id, month(MONTHS[*of])));
                model.locks.remove(&(*branch, *of));
            }
            Op::Adjust { who, of, tenths } => {
                let points = yixin::registers::points_text(*tenths);
                book.adjust(&member(*who), MONTHS[*of], &points);
                model.adjustments.push((*who, *of, *tenths));
            }
        }
    }

    /// Writes a dated field from a day on, whatever stands there.
    fn from(book: &mut Book, who: usize, since: &str, field: &str, text: &str) {
        book.act("move", |draft, _| draft.entry(&member(who), field, since, text));
    }

    /// Looks at everything, so that all is computed before the next edit.
    fn look(&mut self) {
        let of: Vec<_> = MONTHS.iter().map(|of| month(of)).collect();
        for who in 0..MEMBERS {
            self.book.scores.mean(&self.book.ledger, &member(who), &of);
        }
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        let Self { book, model, .. } = self;
        let mut anew = Scores::new(&book.ledger);
        for (of, name) in MONTHS.iter().enumerate() {
            let sheet = book.sheet(name);
            let fresh = anew.sheet(&book.ledger, month(name)).expect("a standard");
            prop_assert_eq!(&sheet.rows, &fresh.rows);
            for row in 0..sheet.rows.len() {
                prop_assert_eq!(sheet.items(row), fresh.items(row));
                for item in 0..sheet.standard.items.len() {
                    let why = book.scores.explain(&sheet, row, item);
                    prop_assert_eq!(why, anew.explain(&fresh, row, item));
                }
            }
            for (branch, called) in BRANCHES.iter().enumerate() {
                let id = Self::branch(branch);
                let ours = book.scores.results(&book.ledger, &id, month(name));
                let plain: BTreeMap<RecordId, i64> = model
                    .results(branch, of)
                    .into_iter()
                    .map(|(who, tenths)| (member(who), tenths))
                    .collect();
                let tenths: BTreeMap<RecordId, i64> =
                    ours.iter().map(|(id, result)| (id.clone(), result.tenths.into())).collect();
                prop_assert_eq!(&tenths, &plain, "{} {}", called, name);
                let fresh = anew.results(&book.ledger, &id, month(name));
                prop_assert_eq!(ours, fresh);
            }
        }
        for who in 0..MEMBERS {
            for months in [&[0, 1, 2][..], &[0, 1, 2, 3], &[3]] {
                let of: Vec<_> = months.iter().map(|of| month(MONTHS[*of])).collect();
                let ours = book.scores.mean(&book.ledger, &member(who), &of);
                prop_assert_eq!(ours, model.mean(who, months), "{} {:?}", who, months);
                prop_assert_eq!(ours, anew.mean(&book.ledger, &member(who), &of));
            }
        }
        Ok(())
    }
}

#[test]
fn an_entry_that_changes_before_its_month_is_asked_for_counts_once_and_where_it_is_now() {
    let (mut book, _) = begin();
    let enter = |book: &mut Book| book.enter(MONTHS[0], "C2.1", &[(&member(0), 1)]);
    let totals = |book: &mut Book| [0, 1].map(|of| book.total(&member(0), MONTHS[of]));
    let stays = enter(&mut book);
    let [one, none] = totals(&mut book);
    let leaves = enter(&mut book);
    let [two, _] = totals(&mut book);
    let goes = enter(&mut book);
    assert!(none < one && one < two);

    book.scores = Scores::new(&book.ledger);
    book.change(&stays, &[("note", "下乡义诊")]);
    book.change(&leaves, &[("month", MONTHS[1])]);
    book.delete(&goes);
    assert_eq!(totals(&mut book), [one, one]);

    // And whoever asks after one month alone has all of it.
    book.scores = Scores::new(&book.ledger);
    book.change(&leaves, &[("month", MONTHS[0])]);
    assert!(!book.scores.is_entered(&book.ledger, month(MONTHS[1])));
    assert_eq!(totals(&mut book), [two, none]);
    assert_eq!(Scores::new(&book.ledger).months(&book.ledger), [month(MONTHS[0])]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn scores_follow_every_edit(
        ops in prop::collection::vec(op(), 1..14),
        opened in prop::option::of(0..14usize),
    ) {
        let (book, model) = begin();
        let mut run = Run { book, model, entries: Vec::new(), vetoes: Vec::new() };
        for (place, op) in ops.iter().enumerate() {
            // The ledger is opened anew, so that no month has been asked for.
            if opened == Some(place) {
                run.book.scores = Scores::new(&run.book.ledger);
            }
            run.act(op);
            if place % 3 == 2 {
                run.look();
            }
        }
        run.check()?;
    }
}
