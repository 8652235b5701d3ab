//! What the user can do with a quarter's bulletin: type its few texts, and issue it.

use std::collections::BTreeMap;

use crate::browser::chinese::{self, NameOrder};
use crate::ledger::{Day, Ledger, Quarter, RecordId};
use crate::ordered;
use crate::registers::{
    BULLETIN_SCHEMA, BulletinWords, Context, HOSPITAL, bulletin_id, read_input,
};
use crate::reports::BulletinNames;
use crate::reports::life::{BranchRate, branch_rates};
use crate::scoring::{
    Edition, Issue, Issued, IssuedRate, NoticeDays, Scores, draft_issue, issue_bulletin, issued,
    quarter_obstacles,
};

use super::command_error::CommandError;
use super::months::end_of_notice;
use super::session::Session;

/// How many working days a bulletin hangs on the wall (domain.md §1.4, step 4).
const NOTICE_DAYS: u32 = 5;

/// A quarter's bulletin: of a branch, or of the whole hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// The branch; `None` for the whole hospital.
    pub branch: Option<RecordId>,
    /// The quarter.
    pub quarter: Quarter,
}

impl Bulletin {
    /// The name of the draft of one of its forms.
    pub fn draft_name(&self, form: &str) -> String {
        let branch = self.branch.as_ref().map_or("", RecordId::as_str);
        format!("bulletin/{form}/{branch}/{}", self.quarter)
    }

    /// What it would say if it were issued on a day.
    pub fn draft(&self, ledger: &Ledger, scores: &mut Scores, day: Day) -> Issue {
        let end = end_of_notice(ledger, day, NOTICE_DAYS);
        let notice = NoticeDays { days: NOTICE_DAYS, until: end.day, provisional: end.provisional };
        let mut issue =
            draft_issue(ledger, scores, self.branch.as_ref(), self.quarter, day, notice);
        issue.meetings = meetings_held(ledger, &issue);
        // An order that is not that of Party papers is not kept.
        if chinese::is_ready() {
            issue.order = names_now(ledger, &issue).order;
        }
        issue
    }

    /// What is typed for it; what was never typed is as the hospital's record says.
    pub fn words(&self, ledger: &Ledger) -> BulletinWords {
        let record = ledger.record(&bulletin_id(self.branch.as_ref(), self.quarter));
        let typed = record.filter(|record| !record.is_deleted());
        let mut words = typed.map(|record| BulletinWords::of(&record)).unwrap_or_default();
        let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
        let known = |field: &str| hospital.map_or("", |record| record.text(field)).to_owned();
        if words.issuer.is_empty() {
            let (committee, name) = (known("committee"), known("name"));
            let committee =
                if committee.is_empty() { format!("中共{name}委员会") } else { committee };
            let branch = self.branch.as_ref().map(|id| crate::registers::title(ledger, id));
            words.issuer = committee + &branch.unwrap_or_default();
        }
        if words.phone.is_empty() {
            words.phone = known("phone");
        }
        words
    }

    /// Keeps what was typed.
    ///
    /// # Errors
    /// What is wrong with it; nothing has changed then.
    pub fn keep_words(&self, session: Session, words: &BulletinWords) -> Result<(), CommandError> {
        let id = bulletin_id(self.branch.as_ref(), self.quarter);
        let mut draft = session.draft("change", "");
        draft.restore(&id);
        if let Some(branch) = &self.branch {
            draft.field(&id, "branch", branch.as_str());
        }
        draft.field(&id, "quarter", self.quarter.to_string());
        for (name, text) in words.fields() {
            if let Some(field) = BULLETIN_SCHEMA.field(name) {
                let value = read_input(field, text).map_err(CommandError::Input)?;
                draft.field(&id, name, value);
            }
        }
        Ok(session.commit(draft).map(drop)?)
    }

    /// Issues it; where it was issued before, anew and for a reason.
    ///
    /// # Errors
    /// What stands in the way; nothing has changed then.
    pub fn issue(&self, session: Session, day: Day, reason: &str) -> Result<(), CommandError> {
        let today = crate::browser::clock::today();
        let (branch, quarter) = (self.branch.as_ref(), self.quarter);
        let found = session.with_scores(|ledger, scores| {
            quarter_obstacles(ledger, scores, branch, quarter, today)
        });
        if let Some(one) = found.into_iter().find(|one| one.blocks) {
            return Err(CommandError::Blocked(one));
        }
        let before = session.with_ledger_untracked(|ledger| issued(ledger, branch, quarter));
        if before.is_some() && reason.trim().is_empty() {
            return Err(CommandError::ReasonMissing);
        }
        let mut draft = session.draft("issue", reason.trim());
        session.with_scores(|ledger, scores| {
            let issue = self.draft(ledger, scores, day);
            issue_bulletin(&mut draft, ledger, &issue, &self.words(ledger));
        });
        Ok(session.commit(draft).map(drop)?)
    }
}

/// The names beside an issue, in the order of its list: 姓氏笔画, before the third edition as the
/// browser has it.
pub fn names_of(issued: &Issued) -> BulletinNames {
    let name = |id: &RecordId| {
        issued.names.get(id.as_str()).and_then(|name| name.as_text()).map(str::to_owned)
    };
    match (issued.issue.edition, &*issued.issue.order) {
        (Edition::First | Edition::Second, _) => named(&issued.issue, NameOrder::Browser, name),
        (Edition::Third | Edition::Fourth, []) => named(&issued.issue, NameOrder::Strokes, name),
        (Edition::Third | Edition::Fourth, order) => {
            BulletinNames { of: names(&issued.issue, name), order: order.to_vec() }
        }
    }
}

/// The names of today for a bulletin that is not issued yet.
pub fn names_now(ledger: &Ledger, issue: &Issue) -> BulletinNames {
    named(issue, NameOrder::Strokes, |id| Some(crate::registers::title(ledger, id)))
}

fn names(issue: &Issue, name: impl Fn(&RecordId) -> Option<String>) -> BTreeMap<RecordId, String> {
    let ids = issue.rows.iter().flat_map(|row| [&row.member, &row.branch]).chain(&issue.branch);
    ordered::map(ids.filter_map(|id| Some((id.clone(), name(id)?))))
}

fn named(
    issue: &Issue,
    by: NameOrder,
    name: impl Fn(&RecordId) -> Option<String>,
) -> BulletinNames {
    let of = names(issue, name);
    let name = |member: &RecordId| of.get(member).cloned().unwrap_or_default();
    let mut order: Vec<(RecordId, String)> =
        issue.rows.iter().map(|row| (row.member.clone(), name(&row.member))).collect();
    chinese::sort_by_name(&mut order, by, |(_, name)| name);
    let order = order.into_iter().map(|(member, _)| member).collect();
    BulletinNames { of, order }
}

/// How far the branches of a bulletin held their owed meetings in its quarter, as of its day.
fn meetings_held(ledger: &Ledger, issue: &Issue) -> Vec<IssuedRate> {
    let branches = ordered::set(issue.rows.iter().map(|row| row.branch.clone()));
    let branches: Vec<RecordId> = branches.into_iter().collect();
    let context = Context::new(ledger, issue.day);
    let rates = branch_rates(&context, &branches, &issue.quarter.months());
    let kept = |BranchRate { branch, held, owed }| IssuedRate { branch, held, owed };
    rates.into_iter().map(kept).collect()
}
