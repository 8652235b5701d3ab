//! State that the parts of the page of dues share: what is due, which no mark changes, what is written down, and
//! marks that are drawn and not written yet.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::{Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::clock;
use crate::ledger::{Day, Draft, Ledger, Month, RecordId};
use crate::registers::{
    BRANCH, Context, DEPARTMENT, DUES_MONTH, DUES_STATES, GROUP, MEMBER, name_of, names_apart,
};
use crate::reports::Roster;
use crate::reports::dues::{
    DuesBasis, DuesLine, DuesSheet, DuesSums, draft_closing, draft_marks, enrolled, sheet_members,
};
use crate::ui::components::ToastHandle;
use crate::ui::undoing::offer_undo;

/// The basis with what its members are called, in the order of Party papers.
#[derive(Clone, PartialEq)]
pub(super) struct NamedBasis {
    /// The basis.
    pub(super) basis: DuesBasis,
    /// What its members are called.
    pub(super) names: BTreeMap<RecordId, String>,
}

/// What is laid out for paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    /// Nothing, as what was laid out has changed.
    Nothing,
    /// The sheet of the month.
    Sheet,
    /// The receipts of those who have paid.
    Receipts,
}

/// What the parts of the page share. All but `sheet` and what follows of it stays as it is with a mark.
#[derive(Clone, Copy)]
pub(super) struct DuesState {
    /// The session.
    pub(super) session: Session,
    /// Where what was done is said.
    pub(super) toasts: ToastHandle,
    /// The name of the branch.
    pub(super) branch_name: Memo<String>,
    /// What is due of each member.
    pub(super) basis: Memo<Option<NamedBasis>>,
    /// The same, with what is written down.
    pub(super) sheet: Memo<Option<DuesSheet>>,
    /// Its sums.
    pub(super) sums: Memo<DuesSums>,
    /// The day on which the month was closed.
    pub(super) closed_on: Memo<Option<Day>>,
    /// Whether nothing can be changed without a reason. Every name on the page asks.
    pub(super) is_locked: Memo<bool>,
    /// Why a month that is closed is corrected.
    pub(super) reason: RwSignal<String>,
    /// What is laid out for paper.
    pub(super) paper: RwSignal<Paper>,
    /// Marks that are drawn and not written yet, by member.
    pub(super) tapped: RwSignal<BTreeMap<String, u32>>,
    /// The sheet to which they belong.
    tapped_on: StoredValue<Option<RecordId>>,
}

/// Registers from which sums due and names are read: a mark changes none of them.
const BASIS_FROM: [&str; 7] = {
    let [bases, rates, reliefs] = DuesBasis::REGISTERS;
    [MEMBER.name, BRANCH.name, GROUP.name, DEPARTMENT.name, bases, rates, reliefs]
};

impl DuesState {
    /// The state of a page that shows a branch in a month.
    pub(super) fn new(
        session: Session,
        toasts: ToastHandle,
        branch: Memo<Option<RecordId>>,
        month: Memo<Month>,
    ) -> Self {
        let basis = basis_of(session, branch, month);
        let sheet = Memo::new(move |_| {
            basis.with(|basis| {
                let basis = &basis.as_ref()?.basis;
                session.with_registers(&[DUES_MONTH.name], |ledger| {
                    Some(DuesSheet::read(&Context::new(ledger, today()), basis))
                })
            })
        });
        let sums = Memo::new(move |_| {
            sheet.with(|sheet| sheet.as_ref().map(DuesSheet::sums).unwrap_or_default())
        });
        let closed_on =
            Memo::new(move |_| sheet.with(|sheet| sheet.as_ref().and_then(|one| one.closed_on)));
        let reason = RwSignal::new(String::new());
        let is_locked = Memo::new(move |_| {
            closed_on.get().is_some() && reason.with(|reason| reason.trim().is_empty())
        });
        let branch_name = Memo::new(move |_| {
            let branch = branch.get();
            session.with_registers(&[BRANCH.name], |ledger| {
                branch.map_or_else(String::new, |id| name_of(ledger, &id))
            })
        });
        Self {
            session,
            toasts,
            branch_name,
            basis,
            sheet,
            sums,
            closed_on,
            is_locked,
            reason,
            paper: RwSignal::new(Paper::Nothing),
            tapped: RwSignal::new(BTreeMap::new()),
            tapped_on: StoredValue::new(None),
        }
    }

    /// What some of the lines say, each with the name of its member.
    pub(super) fn of_lines<T>(
        self,
        say: impl Fn(&DuesSheet, &DuesLine, &str) -> Option<T>,
    ) -> Vec<T> {
        self.basis.with(|basis| {
            self.sheet.with(|sheet| {
                let Some((basis, sheet)) = basis.as_ref().zip(sheet.as_ref()) else {
                    return Vec::new();
                };
                let name = |line: &DuesLine| basis.names.get(&line.member).map_or("", |name| name);
                sheet.lines.iter().filter_map(|line| say(sheet, line, name(line))).collect()
            })
        })
    }

    /// Draws a mark of some members; [`Self::write_taps`] writes it.
    pub(super) fn tap(self, ids: Vec<String>, place: u32) {
        let on = self.sheet.with_untracked(|sheet| {
            sheet.as_ref().map(|sheet| DuesSheet::id(&sheet.branch, sheet.month))
        });
        // Marks of another sheet are not taken for those of this one.
        if self.tapped_on.get_value() != on && self.tapped.with_untracked(|one| !one.is_empty()) {
            self.forget_taps();
        }
        self.tapped_on.set_value(on);
        self.tapped.update(|tapped| tapped.extend(ids.into_iter().map(|id| (id, place))));
    }

    /// Forgets marks that were drawn on a sheet that is not shown any more, and says so.
    fn forget_taps(self) {
        let _ = self.tapped.try_update(BTreeMap::clear);
        self.toasts.say("刚才点的没有登记：页面已换到别的月份或支部，请回去重新点");
    }

    /// Takes the marks that are only drawn so far.
    pub(super) fn take_taps(self) -> Option<Taps> {
        let tapped = self.tapped.try_update_untracked(std::mem::take)?;
        (!tapped.is_empty()).then_some(())?;
        let sheet = self.sheet.try_with_untracked(Option::clone).flatten();
        let on = self.tapped_on.try_get_value().flatten();
        let sheet = sheet.filter(|one| Some(DuesSheet::id(&one.branch, one.month)) == on);
        let Some(sheet) = sheet else {
            self.forget_taps();
            return None;
        };
        Some(Taps {
            session: self.session,
            toasts: self.toasts,
            reason: self.reason.try_get_untracked().unwrap_or_default().trim().to_owned(),
            sheet,
            tapped,
            drawn: self.tapped,
        })
    }

    /// Writes the marks that are only drawn so far.
    pub(super) fn write_taps(self) {
        if let Some(taps) = self.take_taps() {
            taps.write();
        }
    }

    /// Writes one edit of the sheet, and says what was done where that is not seen at once.
    pub(super) fn write(
        self,
        done: impl Into<String>,
        fill: impl FnOnce(&mut Draft, &Context<'_>, &DuesSheet),
    ) {
        self.write_taps();
        let Some(sheet) = self.sheet.get_untracked() else { return };
        let reason = self.reason.get_untracked().trim().to_owned();
        let mut draft = self.session.draft("change", &reason);
        self.session.with_ledger_untracked(|ledger| {
            fill(&mut draft, &Context::new(ledger, clock::today()), &sheet);
        });
        let (outcome, done) = (self.session.commit(draft).map(drop), done.into());
        match outcome {
            Err(refusal) => self.toasts.say(refusal.to_string()),
            Ok(()) if !done.is_empty() => offer_undo(self.session, self.toasts, done),
            Ok(()) => {}
        }
    }

    /// Closes the month, unless it is still to come.
    pub(super) fn close(self) {
        let this_month = Month::of(clock::today());
        let month = self.sheet.with_untracked(|sheet| sheet.as_ref().map(|sheet| sheet.month));
        if month.is_some_and(|month| month > this_month) {
            self.toasts.say("没有结账：这个月还没有到");
            return;
        }
        self.write("已结账", |draft, context, sheet| {
            draft_closing(draft, context, sheet, clock::today());
        });
    }
}

/// Marks that are only drawn so far: what is needed to write them, also once the page is left.
pub(super) struct Taps {
    session: Session,
    toasts: ToastHandle,
    reason: String,
    sheet: DuesSheet,
    tapped: BTreeMap<String, u32>,
    /// Where they are drawn from.
    drawn: RwSignal<BTreeMap<String, u32>>,
}

impl Taps {
    /// Writes them as one edit.
    pub(super) fn write(self) {
        let Self { session, toasts, reason, sheet, tapped, drawn } = self;
        let mut draft = session.draft("change", &reason);
        let today = clock::today();
        session.with_ledger_untracked(|ledger| {
            let context = Context::new(ledger, today);
            // None, and each of the states by its place, counted from 1.
            let codes = std::iter::once("").chain(DUES_STATES.iter().map(|(code, _)| *code));
            for (place, code) in (0_u32..).zip(codes) {
                let of_place = tapped.iter().filter(|(_, own)| **own == place);
                let members: Vec<RecordId> =
                    of_place.filter_map(|(id, _)| id.parse().ok()).collect();
                if !members.is_empty() {
                    draft_marks(&mut draft, &context, &sheet, &members, code, today);
                }
            }
        });
        if let Err(refusal) = session.commit(draft) {
            toasts.say(refusal.to_string());
            // The marks are drawn again as they are in the ledger.
            let _ = drawn.try_update(BTreeMap::clear);
        }
    }
}

/// What is due of each member of a branch in a month. Who is asked, and for what, is read anew only where a member
/// or a sum due changes, as a branch may have a thousand.
fn basis_of(
    session: Session,
    branch: Memo<Option<RecordId>>,
    month: Memo<Month>,
) -> Memo<Option<NamedBasis>> {
    let ours = Memo::new(move |_| {
        let (branch, month) = (branch.get()?, month.get());
        session.with_registers(&[MEMBER.name], |ledger| {
            Some(enrolled(&Roster::of(ledger), &branch, month))
        })
    });
    let members = Memo::new(move |_| {
        let (branch, month) = (branch.get()?, month.get());
        ours.with(|ours| {
            let ours = ours.as_ref()?;
            session.with_registers(&[DUES_MONTH.name], |ledger| {
                let context = Context::new(ledger, today());
                let members = sheet_members(&context, ours, &branch, month);
                Some((branch, month, members))
            })
        })
    });
    Memo::new(move |_| {
        members.with(|members| {
            let (branch, month, members) = members.as_ref()?;
            session
                .with_registers(&BASIS_FROM, |ledger| Some(named(ledger, branch, *month, members)))
        })
    })
}

fn named(ledger: &Ledger, branch: &RecordId, month: Month, members: &[RecordId]) -> NamedBasis {
    let mut basis = DuesBasis::of(&Context::new(ledger, today()), branch, month, members);
    let names = names_apart(ledger, members, false);
    let name = |id: &RecordId| names.get(id).cloned().unwrap_or_default();
    let mut lines: Vec<(String, DuesLine)> =
        basis.lines.into_iter().map(|line| (name(&line.member), line)).collect();
    sort_by_name(&mut lines, NameOrder::Strokes, |(name, _)| name);
    basis.lines = lines.into_iter().map(|(_, line)| line).collect();
    NamedBasis { basis, names }
}
