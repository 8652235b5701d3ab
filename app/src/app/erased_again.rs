//! Someone whose data is erased and who comes again under another record: recognised by the trace
//! (`exchange::import::traces`) whichever way the member comes in, and asked about.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::browser::page;
use crate::exchange::import::answers::write_someone_else;
use crate::exchange::import::plan::ImportPlan;
use crate::exchange::import::traces::{
    Candidate, PossibleReturn, candidates, known_traces, members_to_ask, trace,
};
use crate::fast_hash::FastMap;
use crate::ledger::{LedgerId, RecordId};

use super::session::Session;
use super::write_lock::EditRefused;

thread_local! {
    /// Traces by what they were made of, as each takes a while to make.
    static MADE: RefCell<FastMap<(LedgerId, String, String), Option<String>>> = RefCell::default();
}

async fn trace_of(id: LedgerId, name: &str, born: &str) -> Option<String> {
    let person = (id, name.to_owned(), born.to_owned());
    if let Some(made) = MADE.with_borrow(|made| made.get(&person).cloned()) {
        return made;
    }
    page::yield_to_browser().await;
    let made = trace(id, name, born);
    MADE.with_borrow_mut(|all| all.insert(person, made.clone()));
    made
}

/// Those of some candidates who may be erased. `show` is called with how much is done, from 0 to 1, and says
/// whether it is still wanted; where it is not, there is no answer.
async fn recognised(
    session: Session,
    known: &FastMap<String, RecordId>,
    candidates: Vec<Candidate>,
    show: impl Fn(f64) -> bool,
) -> Option<Vec<PossibleReturn>> {
    let (id, count) = (session.entry().id, candidates.len());
    let mut found = Vec::new();
    for (place, candidate) in candidates.into_iter().enumerate() {
        show(place as f64 / count as f64).then_some(())?;
        if let Some(trace) = trace_of(id, &candidate.name, &candidate.born).await {
            found.extend(session.with_ledger_untracked(|ledger| {
                PossibleReturn::of(ledger, known, candidate, &trace)
            }));
        }
    }
    show(1.0).then_some(found)
}

/// Looks who of a file may be erased here under another record. `show` is called with how much is done, and
/// says whether it is still wanted; where it is not, there is no answer.
pub(super) async fn look_for_erased(
    session: Session,
    plan: &ImportPlan,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Vec<PossibleReturn>> {
    let mut known = session.with_ledger_untracked(known_traces);
    known.extend(known_traces(plan.theirs()));
    if known.is_empty() {
        return Some(Vec::new());
    }
    let candidates = session.with_ledger_untracked(|ledger| candidates(ledger, plan));
    recognised(session, &known, candidates, |part| show("正在核对已删除的人", part)).await
}

/// Looks who of the members here may be erased under another record: one, or all of them.
pub async fn look_among_members(session: Session, one: Option<&RecordId>) -> Vec<PossibleReturn> {
    let known = session.with_ledger_untracked(known_traces);
    if known.is_empty() {
        return Vec::new();
    }
    let mut candidates = session.with_ledger_untracked(members_to_ask);
    candidates.retain(|member| one.is_none_or(|one| *one == member.record));
    recognised(session, &known, candidates, |_| true).await.unwrap_or_default()
}

/// Looks which rows of a table may be of someone who is erased: number, name and birth of each.
/// `show` is told how many are done, and says whether to go on.
pub(super) async fn look_at_rows(
    session: Session,
    rows: Vec<(usize, String, String)>,
    show: impl AsyncFn(usize, usize) -> bool,
) -> Option<BTreeSet<usize>> {
    let (known, id, count) =
        (session.with_ledger_untracked(known_traces), session.entry().id, rows.len());
    let mut found = BTreeSet::new();
    if known.is_empty() {
        return Some(found);
    }
    for (place, (row, name, born)) in rows.into_iter().enumerate() {
        if place % 10 == 0 && !show(place, count).await {
            return None;
        }
        let trace = trace_of(id, &name, &born).await;
        found.extend(trace.filter(|trace| known.contains_key(trace)).map(|_| row));
    }
    Some(found)
}

/// Says of members that they are not the ones who are erased: nobody asks again, on no tablet.
///
/// # Errors
/// Why it was not noted; nothing has changed then.
pub fn say_someone_else(session: Session, doubtful: &[PossibleReturn]) -> Result<(), EditRefused> {
    let mut draft = session.draft("distinct", "");
    write_someone_else(&mut draft, doubtful);
    session.commit(draft).map(drop)
}
