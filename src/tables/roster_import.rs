//! Taking a roster: from the rows of a plan to one edit.
//!
//! [`compare`] makes the plan against a ledger, [`RosterImport`] checks each row against the
//! registers and writes it to a draft. Ids are those that the registers' own forms give, so that
//! two tablets which take one roster make the same records.

mod compare;

use std::collections::HashMap;

use super::roster_fields::{self, FieldKind};
use super::roster_plan::{PlannedRow, RowOutcome};
use crate::ledger::{
    Author, Draft, Edit, EditId, Ledger, Moment, Month, RecordId, Value, WriterId, day_text,
    parse_day,
};
use crate::registers::{self, BRANCH, Context, DEPARTMENT, GROUP, MEMBER, MEMBER_SCHEMA, Shape};

pub use compare::{compare, existing};

/// The words of a roster for how a member stands, and what the register keeps.
const STANDINGS: &[(&str, &str)] = &[
    ("在职", "active"),
    ("离退休", "retired"),
    ("流动", "floating"),
    ("长病", "long_sick"),
    ("脱产进修", "study"),
    ("长期援外", "aid"),
    ("产假", "maternity"),
    ("已转出", "left"),
    ("去世", "deceased"),
];

const CATEGORIES: &[(&str, &str)] = &[("正式", "full"), ("预备", "probationary")];

/// Why a new member is not taken of whom nothing says the branch.
pub(super) const NO_BRANCH: &str = "没有写支部。请补上，或回到上一步选“没写支部的归入”";

/// What holds where the roster does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The month from which new members are assessed and changes hold.
    pub since: Month,
    /// The branch of new members of whom the roster names none.
    pub branch: Option<RecordId>,
    /// The category of new members, as the register keeps it.
    pub category: &'static str,
    /// How new members stand, as the register keeps it.
    pub standing: &'static str,
}

/// The register's field for one of a roster, and whether its values hold from a day on.
fn register_field(name: &'static str) -> (&'static str, bool) {
    let own = if name == "status" { "standing" } else { name };
    (own, MEMBER_SCHEMA.field(own).is_some_and(|field| field.shape == Shape::Dated))
}

/// A record that a roster needs and the ledger does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// Its register.
    pub register: &'static str,
    /// Its name.
    pub name: String,
    /// The branch to which a group belongs.
    pub branch: Option<RecordId>,
}

/// Writes rows of a plan, and knows which branches, departments and groups that takes.
pub struct RosterImport<'a> {
    ledger: &'a Ledger,
    defaults: &'a Defaults,
    known: HashMap<NewRecordKey, RecordId>,
    created: Vec<NewRecord>,
    /// The records that members may speak of; new ones join as rows are checked.
    spoken_of: Ledger,
    checked: u32,
}

/// A register, the branch of a group, and a name.
type NewRecordKey = (&'static str, Option<RecordId>, String);

impl<'a> RosterImport<'a> {
    /// Begins to take a roster into a ledger.
    #[must_use]
    pub fn new(ledger: &'a Ledger, defaults: &'a Defaults) -> Self {
        let (known, created, spoken_of) = (HashMap::new(), Vec::new(), Ledger::new());
        let mut taking = Self { ledger, defaults, known, created, spoken_of, checked: 0 };
        for register in [BRANCH.name, DEPARTMENT.name, GROUP.name] {
            for record in ledger.all_records(register) {
                let goes_on = ledger.resolve(record.id());
                if ledger.record(goes_on).is_none_or(|one| one.is_deleted()) {
                    continue;
                }
                let place =
                    (register, record.text("branch").parse().ok(), record.text("name").to_owned());
                taking.known.entry(place).or_insert_with(|| goes_on.clone());
                taking.spoken_of.union(&ledger.excerpt(record.id()));
            }
        }
        taking
    }

    /// The branches, departments and groups that the rows so far need and the ledger lacks.
    #[must_use]
    pub fn created(&self) -> &[NewRecord] {
        &self.created
    }

    /// Refuses the rows that would become faulty records. Rows come in their order, all at once or a
    /// few at a time.
    pub fn check(&mut self, rows: &mut [PlannedRow]) {
        for planned in rows {
            let before = self.created.len();
            let reasons = self.problems(planned);
            if !reasons.is_empty() {
                for new in self.created.drain(before..) {
                    self.known.remove(&(new.register, new.branch, new.name));
                }
                planned.outcome = RowOutcome::Refused { reasons };
            }
        }
    }

    /// What would be wrong with the record that a row becomes.
    fn problems(&mut self, planned: &PlannedRow) -> Vec<String> {
        if planned.outcome == RowOutcome::New
            && planned.row.get("branch").is_none()
            && self.defaults.branch.is_none()
        {
            return vec![NO_BRANCH.to_owned()];
        }
        self.checked += 1;
        let id = EditId { writer: WriterId(0), number: self.checked };
        let at = Moment { millis: 0, offset: 0 };
        let mut draft = Draft::new(id, at, Author::default(), "", "");
        let Some(member) = self.write(planned, &mut draft) else {
            return Vec::new();
        };
        let Some(Edit { head, changes }) = draft.finish(self.ledger) else {
            return Vec::new();
        };
        let (own, others) =
            changes.into_iter().partition(|(_, change)| change.cell.record == member);
        self.spoken_of.insert(Edit { head: head.clone(), changes: others });
        let mut trial = self.ledger.excerpt(&member);
        trial.insert(Edit { head, changes: own });
        let record = trial.record(&member);
        let found = record.map(|record| {
            let context = Context::new(&self.spoken_of, at.day());
            registers::problems(&MEMBER_SCHEMA, &record, &context)
        });
        found.unwrap_or_default().into_iter().map(|problem| problem.text).collect()
    }

    /// Writes what a row brings, and says to which member; `None` where it brings nothing.
    pub fn write(&mut self, planned: &PlannedRow, draft: &mut Draft) -> Option<RecordId> {
        let row = &planned.row;
        match &planned.outcome {
            RowOutcome::Same { .. } | RowOutcome::Refused { .. } => None,
            RowOutcome::New => {
                let named =
                    row.get("branch").map(|name| self.named(BRANCH.name, None, name, draft));
                let branch = named.or_else(|| self.defaults.branch.clone())?;
                let mut values: Vec<_> = roster_fields::FIELDS
                    .iter()
                    .filter_map(|field| {
                        let value = self.value(row.get(field.name), field, &branch, draft)?;
                        Some((field.name, value))
                    })
                    .collect();
                let Defaults { category, standing, .. } = self.defaults;
                for (name, otherwise) in
                    [("branch", branch.as_str()), ("category", category), ("status", standing)]
                {
                    if row.get(name).is_none() {
                        values.push((name, otherwise.into()));
                    }
                }
                let text = |field: &str| row.get(field).unwrap_or_default().to_owned();
                let id = self.fresh(MEMBER.name, &text, draft);
                // The name comes first: it is what creates the record.
                for (name, value) in values {
                    self.set(&id, name, value, draft);
                }
                self.bring_back(&id, draft);
                Some(id)
            }
            RowOutcome::Changed { id, differences } => {
                let id: RecordId = id.parse().ok()?;
                let moves = differences.iter().any(|one| one.field == "branch");
                let named =
                    row.get("branch").map(|name| self.named(BRANCH.name, None, name, draft));
                let branch = named.or_else(|| {
                    self.ledger.record(&id)?.latest("branch").as_text()?.parse().ok()
                })?;
                for field in roster_fields::FIELDS {
                    // A group belongs to its branch, so it moves along.
                    let along = moves && field.name == "group";
                    let difference = differences.iter().find(|one| one.field == field.name);
                    if !along && difference.is_none() {
                        continue;
                    }
                    if difference.is_some_and(|one| one.after.is_empty()) {
                        self.clear(&id, field.name, draft);
                        continue;
                    }
                    if let Some(value) = self.value(row.get(field.name), field, &branch, draft) {
                        self.set(&id, field.name, value, draft);
                    }
                }
                Some(id)
            }
        }
    }

    /// A cell's value as the register keeps it.
    fn value(
        &mut self,
        text: Option<&str>,
        field: &roster_fields::RosterField,
        branch: &RecordId,
        draft: &mut Draft,
    ) -> Option<Value> {
        let text = text?;
        let code = |words: &[(&str, &'static str)]| {
            words.iter().find(|(word, _)| *word == text).map(|(_, code)| Value::from(*code))
        };
        match field.kind {
            FieldKind::Branch => Some(branch.as_str().into()),
            FieldKind::Department => {
                Some(self.named(DEPARTMENT.name, None, text, draft).as_str().into())
            }
            _ if field.name == "group" => {
                Some(self.named(GROUP.name, Some(branch), text, draft).as_str().into())
            }
            FieldKind::Category => code(CATEGORIES),
            FieldKind::Status => code(STANDINGS),
            // What a register does not take is kept as it is, for its check to refuse.
            _ => MEMBER_SCHEMA.field(field.name).map(|field| {
                registers::read_input(field, text).unwrap_or_else(|_| Value::from(text))
            }),
        }
    }

    /// Clears a field of a member, of which the roster says that there is nothing.
    fn clear(&self, id: &RecordId, name: &'static str, draft: &mut Draft) {
        let (_, dated) = register_field(name);
        // No value at all would let the one before it hold on.
        self.set(id, name, if dated { Value::from("") } else { Value::Null }, draft);
    }

    /// Sets a field of a member: from the beginning of the month, where it holds from a day on. A
    /// later day that the ledger knows takes the value instead, as rosters say what holds now.
    fn set(&self, id: &RecordId, name: &'static str, value: Value, draft: &mut Draft) {
        let (field, dated) = register_field(name);
        if !dated {
            draft.field(id, field, value);
            return;
        }
        let days = self.ledger.record(id).into_iter().flat_map(|record| {
            record
                .entries(field)
                .into_iter()
                .filter_map(|(day, _)| parse_day(day).ok())
                .collect::<Vec<_>>()
        });
        let since = self.defaults.since.first_day();
        let since = days.fold(since, |latest, day| latest.max(day));
        draft.entry(id, field, &day_text(since), value);
    }

    /// The branch, department or group of a name; made where the ledger has none.
    fn named(
        &mut self,
        register: &'static str,
        branch: Option<&RecordId>,
        name: &str,
        draft: &mut Draft,
    ) -> RecordId {
        let place = (register, branch.cloned(), name.to_owned());
        if let Some(id) = self.known.get(&place) {
            return id.clone();
        }
        let text = |field: &str| match (field, branch) {
            ("branch", Some(branch)) => branch.to_string(),
            _ => name.to_owned(),
        };
        let id = self.fresh(register, &text, draft);
        draft.field(&id, "name", name);
        self.bring_back(&id, draft);
        match branch {
            Some(branch) => draft.field(&id, "branch", branch.as_str()),
            None if register == BRANCH.name => draft.field(&id, "kind", "branch"),
            None => {}
        }
        self.known.insert(place, id.clone());
        self.created.push(NewRecord { register, name: name.to_owned(), branch: branch.cloned() });
        id
    }

    /// Brings a record back that was deleted.
    fn bring_back(&self, id: &RecordId, draft: &mut Draft) {
        if self.ledger.record(id).is_some_and(|record| record.is_deleted()) {
            draft.restore(id);
        }
    }

    /// The id of a new record: that by its natural key, made of the texts of its fields, so that
    /// every tablet gives the same. One that a living record of another name has by now is not taken
    /// over.
    fn fresh(
        &self,
        register: &'static str,
        text: &dyn Fn(&str) -> String,
        draft: &Draft,
    ) -> RecordId {
        let key = registers::head(register).and_then(|head| head.natural_key(text));
        let id = key.map(|key| RecordId::keyed(register, &key)).filter(|id| {
            let taken = self.ledger.record(id).is_some_and(|r| !r.is_deleted() && !r.is_blank());
            !taken && id.as_str().parse::<RecordId>().is_ok()
        });
        id.unwrap_or_else(|| draft.next_record(register))
    }
}

#[cfg(test)]
mod tests;
