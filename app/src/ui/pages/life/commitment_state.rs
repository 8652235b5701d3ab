//! What the sheet of a year's commitments holds: its rows, and what is typed and not saved, by branch
//! and year.

use std::collections::BTreeMap;

use leptos::prelude::*;
use web_sys::ClipboardEvent;

use super::about::About;
use crate::app::{Session, approve_commitments, draft_of, keep_draft, save_commitments, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::RecordId;
use crate::registers::{COMMITMENT_SCHEMA, Context};
use crate::reports::Roster;
use crate::reports::life::{CommitmentRow, CommitmentTexts, TextNote, commitment_rows, unapproved};
use crate::tables::text_paste::TextPaste;
use crate::ui::components::{RowCell, ToastHandle, focus_first_fault};
use crate::ui::undoing::{offer_undo, report};

/// A branch and a year.
type SheetKey = (RecordId, i32);

/// What the parts of the page share, cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct SheetState {
    session: Session,
    toasts: ToastHandle,
    /// The branch and the year of the address; `None` without a branch.
    key: Memo<Option<SheetKey>>,
    /// The members, by name.
    pub rows: Memo<Vec<CommitmentRow>>,
    /// The commitments that wait for approval.
    pub waiting: Memo<Vec<RecordId>>,
    /// What was typed on this page, by sheet.
    typed: RwSignal<BTreeMap<SheetKey, CommitmentTexts>>,
    /// What is typed into the sheet that is shown.
    pub texts: Memo<CommitmentTexts>,
    /// Whether it was typed before the page was opened.
    pub is_taken_up: Memo<bool>,
    /// The members whose texts can be saved.
    pub ready: Memo<Vec<RecordId>>,
}

impl SheetState {
    /// Follows the branch and the year of an address.
    pub fn follow(about: About, session: Session, toasts: ToastHandle) -> Self {
        let key = Memo::new(move |_| Some((about.branch.get()?, about.year())));
        let rows = Memo::new(move |_| {
            let Some((branch, year)) = key.get() else { return Vec::new() };
            let mut rows = session.with_ledger(|ledger| {
                let context = Context::new(ledger, today());
                commitment_rows(&context, &Roster::of(ledger), &branch, year)
            });
            sort_by_name(&mut rows, NameOrder::Strokes, |row| &row.name);
            rows
        });
        let waiting = Memo::new(move |_| {
            session.with_ledger(|ledger| {
                rows.with(|rows| unapproved(&Context::new(ledger, today()), rows))
            })
        });
        let typed = RwSignal::new(BTreeMap::<SheetKey, CommitmentTexts>::new());
        let texts = Memo::new(move |_| {
            key.get().map_or_else(CommitmentTexts::default, |key| {
                let known = typed.with(|typed| typed.get(&key).cloned());
                known.unwrap_or_else(|| kept(session, &key))
            })
        });
        let is_taken_up = Memo::new(move |_| {
            let is_kept = |key| kept(session, &key).to_value().is_some();
            key.get().is_some_and(is_kept)
        });
        let ready = Memo::new(move |_| rows.with(|rows| texts.with(|texts| texts.ready(rows))));
        Self { session, toasts, key, rows, waiting, typed, texts, is_taken_up, ready }
    }

    /// The year of the sheet.
    pub fn year(self) -> i32 {
        self.key.get().map_or(0, |(_, year)| year)
    }

    /// A member's row.
    pub fn row(self, member: &RecordId) -> Option<CommitmentRow> {
        self.rows.with(|rows| rows.iter().find(|row| row.member == *member).cloned())
    }

    /// What is said beside a member's text.
    pub fn note(self, member: &RecordId) -> Option<TextNote> {
        self.rows.with(|rows| {
            let row = rows.iter().find(|row| row.member == *member)?;
            self.texts.with(|texts| texts.note(row))
        })
    }

    /// Changes what is typed, and keeps it as the draft of the sheet.
    pub fn change(self, act: impl FnOnce(&mut CommitmentTexts)) {
        let Some(key) = self.key.get_untracked() else { return };
        let mut texts = self.texts.get_untracked();
        act(&mut texts);
        keep_draft(self.session, &draft_name(&key), "年度承诺", texts.to_value());
        self.typed.update(|typed| drop(typed.insert(key, texts)));
    }

    /// Throws away what is typed.
    pub fn begin_again(self) {
        let Some((_, year)) = self.key.get_untracked() else { return };
        self.change(|texts| *texts = CommitmentTexts::of_year(year));
    }

    /// Saves the texts that can be; the others stay in their rows.
    pub fn save(self) {
        let Some((_, year)) = self.key.get_untracked() else { return };
        let (ready, texts) = (self.ready.get_untracked(), self.texts.get_untracked());
        if let Some(TextNote::Fault(fault)) = texts.until_note(year) {
            self.toasts.say(format!("没有保存：{fault}"));
            return focus_first_fault();
        }
        match save_commitments(self.session, year, &ready, &texts) {
            Ok(()) => {
                self.change(|texts| ready.iter().for_each(|one| drop(texts.texts.remove(one))));
                let left = match self.texts.with_untracked(|texts| texts.texts.len()) {
                    0 => String::new(),
                    left => format!("；{left} 条没有保存，原因写在格下面"),
                };
                let done = format!("已登记 {} 条承诺{left}", ready.len());
                offer_undo(self.session, self.toasts, done);
            }
            Err((member, problems)) => {
                let row = member.and_then(|member| untrack(|| self.row(&member)));
                let name = row.map_or_else(String::new, |row| format!("{}的承诺：", row.name));
                let fault = problems.into_iter().next().map(|one| one.text).unwrap_or_default();
                self.toasts.say(format!("没有保存：{name}{fault}"));
            }
        }
    }

    /// Approves all that waits for it, as of today.
    pub fn approve_all(self) {
        let waiting = self.waiting.get_untracked();
        let done = format!("已审核通过 {} 条承诺", waiting.len());
        report(self.session, self.toasts, approve_commitments(self.session, &waiting), done);
    }

    /// Takes several pasted texts into the rows; a text alone goes into its input.
    pub fn pasted(self, event: &ClipboardEvent) {
        let Some(cell) = RowCell::of(event) else { return };
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let rows = self.rows.get_untracked();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let own = cell.row.get_attribute("data-row").unwrap_or_default();
        let at = rows.iter().position(|row| row.member.as_str() == own).unwrap_or(0);
        let head = COMMITMENT_SCHEMA.field("matter").map_or("", |field| field.label);
        let heads = [head, "承诺内容", "年度承诺", "承诺"];
        let text = text.unwrap_or_default();
        let Some(paste) = TextPaste::read(&text, &names, &heads, at) else { return };
        event.prevent_default();
        let mut done = Default::default();
        self.change(|texts| done = texts.fill(&rows, paste.cells));
        let mut told = vec![format!("已填入 {} 条，还没有保存", done.filled)];
        let left = [
            (paste.left_over, "行没有对上党员，没有填"),
            (done.known, "条已经登记过，没有再填"),
            (done.further, "条是同一人的下一条，保存以后再粘贴一次"),
        ];
        let left = left.into_iter().filter(|(count, _)| *count > 0);
        told.extend(left.map(|(count, words)| format!("{count} {words}")));
        self.toasts.say(told.join("；"));
    }
}

/// The words of a note where it is a fault, or where it is none.
pub(super) fn said(note: Memo<Option<TextNote>>, is_fault: bool) -> Signal<String> {
    Signal::derive(move || match note.get() {
        Some(TextNote::Fault(text)) if is_fault => text,
        Some(TextNote::Hint(text)) if !is_fault => text,
        _ => String::new(),
    })
}

/// The name of the draft of a sheet.
fn draft_name((branch, year): &SheetKey) -> String {
    format!("commitments/{branch}/{year}")
}

/// What was typed into a sheet before and is not saved.
fn kept(session: Session, key: &SheetKey) -> CommitmentTexts {
    let draft = draft_of(session, &draft_name(key));
    let kept = draft.and_then(|draft| CommitmentTexts::from_value(&draft.content));
    kept.unwrap_or_else(|| CommitmentTexts::of_year(key.1))
}
