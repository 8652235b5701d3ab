//! Arrears of membership dues: which months members have not paid, without a break until now.
//!
//! Who has not paid for six months without good reason is regarded as having left by himself (domain.md §2.6):
//! the third, fourth and fifth month are told.

use crate::ledger::{Month, RecordId};
use crate::registers::Context;
use crate::reports::Roster;

use super::sheet::DuesSheet;

/// From so many months on arrears are told.
pub const ARREARS_FROM: usize = 3;

/// How many months are looked back through: a member with more is one with as many.
const MOST: i32 = 24;

/// The months that a member has not paid, without a break until the last one that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrears {
    /// The member.
    pub member: RecordId,
    /// The months, the first one first.
    pub months: Vec<Month>,
    /// What is owed of them, in fen.
    pub owed: i64,
}

/// The arrears of a branch's members as of today: those who owe something of the last month that is over and written down.
///
/// Of a month of which nothing is written down nothing is said: it neither ends what came before it nor counts.
pub fn branch_arrears(
    context: &Context<'_>,
    roster: &Roster<'_>,
    branch: &RecordId,
) -> Vec<Arrears> {
    let last = Month::of(context.today()).plus(-1);
    let mut found: Vec<Arrears> = Vec::new();
    let mut open: Vec<RecordId> = Vec::new();
    let mut is_first = true;
    for back in 0..MOST {
        let month = last.plus(-back);
        if context.record(&DuesSheet::id(branch, month)).is_none_or(|one| !one.is_live()) {
            continue;
        }
        let sheet = DuesSheet::of(context, roster, branch, month);
        let unpaid: Vec<(RecordId, i64)> = sheet
            .lines
            .iter()
            .filter(|line| line.state == "unpaid" && line.owed() > 0)
            .map(|line| (line.member.clone(), line.owed()))
            .collect();
        if std::mem::take(&mut is_first) {
            open = unpaid.iter().map(|(member, _)| member.clone()).collect();
        } else {
            open.retain(|member| unpaid.iter().any(|(own, _)| own == member));
        }
        if open.is_empty() {
            break;
        }
        for (member, owed) in unpaid.into_iter().filter(|(member, _)| open.contains(member)) {
            match found.iter_mut().find(|one| one.member == member) {
                Some(one) => {
                    one.months.insert(0, sheet.month);
                    one.owed += owed;
                }
                None => found.push(Arrears { member, months: vec![sheet.month], owed }),
            }
        }
    }
    found
}

/// The arrears that are told: those of three months and more.
pub fn arrears_of(context: &Context<'_>, roster: &Roster<'_>, branch: &RecordId) -> Vec<Arrears> {
    let mut found = branch_arrears(context, roster, branch);
    found.retain(|one| one.months.len() >= ARREARS_FROM);
    found
}
