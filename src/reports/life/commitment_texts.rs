//! What is typed into the sheet of a year's commitments before it is saved: one text for each member,
//! and the day until which all of them are to be kept.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::ledger::{Day, Draft, Ledger, RecordId, Value, parse_day};
use crate::registers::form::{self, Input};
use crate::registers::{COMMITMENT_SCHEMA, Problem, due_too_early, read_input};
use crate::typed_text::{canonical, trimmed};

use super::commitments::CommitmentRow;

/// Texts of new commitments that are not saved, by member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommitmentTexts {
    /// The day until which they are to be kept, `2026-12-31`, or what was typed for it.
    pub until: String,
    /// What was typed for each member.
    pub texts: BTreeMap<RecordId, String>,
}

/// What is said beside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextNote {
    /// It cannot be saved as it is.
    Fault(String),
    /// It can be saved, but wants an eye.
    Hint(String),
}

/// What pasting did with the texts that were pasted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilledTexts {
    /// How many were filled in.
    pub filled: usize,
    /// How many members have already.
    pub known: usize,
    /// How many were further texts of a member, of which one is entered at a time.
    pub further: usize,
}

impl CommitmentTexts {
    /// Nothing typed yet; until the end of the year.
    pub fn of_year(year: i32) -> Self {
        Self { until: format!("{year}-12-31"), texts: BTreeMap::new() }
    }

    /// Reads them from the draft of the form.
    pub fn from_value(value: &Value) -> Option<Self> {
        let until = value.get("until")?.as_text()?.to_owned();
        let Value::Group(texts) = value.get("texts")? else { return None };
        let texts = texts.iter().filter_map(|(id, text)| {
            let member: RecordId = id.parse().ok()?;
            Some((member, text.as_text()?.to_owned()))
        });
        let texts = texts.collect();
        Some(Self { until, texts })
    }

    /// Writes them to the draft of the form; `None` where nothing is typed for any member.
    pub fn to_value(&self) -> Option<Value> {
        let texts = self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str().into()));
        let content = [("until", self.until.as_str().into()), ("texts", Value::group(texts))];
        (!self.texts.is_empty()).then(|| Value::group(content))
    }

    /// What is typed for a member.
    pub fn text(&self, member: &RecordId) -> &str {
        self.texts.get(member).map_or("", String::as_str)
    }

    /// Keeps what is typed for a member.
    pub fn set(&mut self, member: &RecordId, text: String) {
        match text.is_empty() {
            true => drop(self.texts.remove(member)),
            false => drop(self.texts.insert(member.clone(), text)),
        }
    }

    /// What is said beside the text of a member.
    pub fn note(&self, row: &CommitmentRow) -> Option<TextNote> {
        let text = self.text(&row.member);
        if text.is_empty() {
            return None;
        }
        if trimmed(text).is_empty() {
            return Some(TextNote::Fault("只有空格，没有写承诺".to_owned()));
        }
        let matter = COMMITMENT_SCHEMA.field("matter")?;
        if let Err(fault) = read_input(matter, text) {
            return Some(TextNote::Fault(format!("{fault}，请改短")));
        }
        let hint = || TextNote::Hint("已有同样的承诺，保存会再登记一条".to_owned());
        has_already(row, text).then(hint)
    }

    /// What is said beside the day.
    pub fn until_note(&self, year: i32) -> Option<TextNote> {
        let day = match self.until_day() {
            Err(fault) => return Some(TextNote::Fault(fault)),
            Ok(day) => day,
        };
        let later = || TextNote::Hint(format!("完成时限不在{year}年，请核对"));
        let too_early = due_too_early(day, year.into()).map(TextNote::Fault);
        too_early.or_else(|| (day.year() > year).then(later))
    }

    fn until_day(&self) -> Result<Day, String> {
        let missing = || "请写明完成时限，例如 2026年12月31日".to_owned();
        let field = COMMITMENT_SCHEMA.field("until").ok_or_else(missing)?;
        let value = read_input(field, &self.until)?;
        value.as_text().and_then(|text| parse_day(text).ok()).ok_or_else(missing)
    }

    /// The members whose texts can be saved, in the order of the rows.
    pub fn ready(&self, rows: &[CommitmentRow]) -> Vec<RecordId> {
        let can_be_saved = |row: &&CommitmentRow| {
            !self.text(&row.member).is_empty()
                && !matches!(self.note(row), Some(TextNote::Fault(_)))
        };
        rows.iter().filter(can_be_saved).map(|row| row.member.clone()).collect()
    }

    /// Fills in texts that were pasted, by the places of rows. Of several for one member the first that
    /// the member does not have yet is taken.
    pub fn fill(&mut self, rows: &[CommitmentRow], pasted: Vec<(usize, String)>) -> FilledTexts {
        let mut done = FilledTexts::default();
        let mut filled: Vec<usize> = Vec::new();
        for (at, text) in pasted {
            let Some(row) = rows.get(at) else { continue };
            if has_already(row, &text) {
                done.known += 1;
            } else if filled.contains(&at) {
                done.further += 1;
            } else {
                self.set(&row.member, text);
                filled.push(at);
                done.filled += 1;
            }
        }
        done
    }

    /// Writes a new commitment of a year to a draft for each of some members.
    ///
    /// # Errors
    /// What is wrong, with the member about whom it is; then nothing should be made of the draft.
    pub fn write(
        &self,
        ledger: &Ledger,
        year: i32,
        members: &[RecordId],
        draft: &mut Draft,
    ) -> Result<(), (RecordId, Vec<Problem>)> {
        for member in members {
            let texts = [
                ("member", member.to_string()),
                ("year", year.to_string()),
                ("matter", self.text(member).to_owned()),
                ("until", self.until.clone()),
            ];
            let input = Input { texts: texts.into(), ..Input::default() };
            form::write(&COMMITMENT_SCHEMA, ledger, None, &input, draft)
                .map_err(|problems| (member.clone(), problems))?;
        }
        Ok(())
    }
}

/// Whether a member has a commitment of the same words in the year.
fn has_already(row: &CommitmentRow, text: &str) -> bool {
    let own = canonical(text);
    row.commitments.iter().any(|one| canonical(&one.matter) == own)
}
