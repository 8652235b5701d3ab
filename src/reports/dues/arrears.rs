//! Arrears of membership dues: which months members have not paid in full, without a break until now.
//!
//! Who has not paid for six months without good reason is regarded as having left by himself (domain.md §2.6):
//! the third, fourth and fifth month are told.

use crate::ledger::{Month, Record, RecordId};
use crate::registers::Context;
use crate::reports::Roster;

use super::basis::DuesBasis;
use super::sheet::{DuesLine, DuesSheet};

/// From so many months on arrears are told.
pub const ARREARS_FROM: usize = 3;

/// From so many months on a member is regarded as having left by himself.
pub const LEFT_FROM: usize = 6;

/// How many months are looked back through: a member with more is one with as many.
const MOST: i32 = 24;

/// The months that a member has not paid in full, without a break until the last one that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrears {
    /// The member.
    pub member: RecordId,
    /// The months, the first one first; of some a part may have been paid.
    pub months: Vec<Month>,
    /// How many of them, without a break until the last, nothing was paid for.
    pub unpaid: usize,
    /// What is owed of them, in fen; nothing of months in which no base was set.
    pub owed: i64,
}

impl Arrears {
    /// Whether the months follow one another, none of them without a sheet.
    pub fn is_unbroken(&self) -> bool {
        self.months.windows(2).all(|pair| pair[0].plus(1) == pair[1])
    }
}

/// The arrears of a branch's members as of today: of those on the sheet of the last month that is over and written
/// down.
///
/// Where nothing is written down, of a month or of a member in it, nothing is said: it neither ends what came
/// before it nor counts.
pub fn branch_arrears(
    context: &Context<'_>,
    roster: &Roster<'_>,
    branch: &RecordId,
) -> Vec<Arrears> {
    let last = Month::of(context.today()).plus(-1);
    let mut found: Vec<Arrears> = Vec::new();
    // Those whose arrears may go on in the months before; `None` before the first sheet.
    let mut open: Option<Vec<RecordId>> = None;
    for month in (0..MOST).map(|back| last.plus(-back)) {
        if !context.record(&DuesSheet::id(branch, month)).is_some_and(|one| Record::is_live(&one)) {
            continue;
        }
        let sheet = match &open {
            None => DuesSheet::of(context, roster, branch, month),
            Some(open) => DuesSheet::read(context, &DuesBasis::of(context, branch, month, open)),
        };
        let goes_on = |line: &&DuesLine| line.state.is_empty() || line.is_outstanding();
        let lines: Vec<&DuesLine> = sheet.lines.iter().filter(goes_on).collect();
        for line in lines.iter().filter(|line| line.is_outstanding()) {
            let is_unpaid = line.paid + line.paid_back() == 0;
            match found.iter_mut().find(|one| one.member == line.member) {
                Some(one) => {
                    one.unpaid += usize::from(is_unpaid && one.unpaid == one.months.len());
                    one.months.insert(0, month);
                    one.owed += line.owed();
                }
                None => found.push(Arrears {
                    member: line.member.clone(),
                    months: vec![month],
                    unpaid: usize::from(is_unpaid),
                    owed: line.owed(),
                }),
            }
        }
        if lines.is_empty() {
            break;
        }
        open = Some(lines.into_iter().map(|line| line.member.clone()).collect());
    }
    found
}

/// The arrears that are told: those of three months and more.
pub fn arrears_of(context: &Context<'_>, roster: &Roster<'_>, branch: &RecordId) -> Vec<Arrears> {
    let mut found = branch_arrears(context, roster, branch);
    found.retain(|one| one.months.len() >= ARREARS_FROM);
    found
}
