//! Which part of a ledger goes out in a bundle: all, one branch, or some months.
//!
//! A part is a choice of changes, so an edit may go out in part: of an entry for many members, one
//! branch's bundle has the marks of its own members only. What every branch needs to read and score
//! its months (hospital, departments with their results, standards, holidays, the branches' names)
//! goes out with every part. What is restricted goes out with everything alone.

use crate::fast_hash::FastSet;
use crate::ledger::{Cell, Change, Edit, Ledger, Month, Record, RecordId, Value};
use crate::registers::{
    Field, Kind as FieldKind, MEMBER, Privacy, REGISTERS, Shape, register, title,
};

use super::bundle::{BundleHeader, BundleKind};

/// A part of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Everything,
    /// One branch: its members, those who ever belonged to it, and what is about them.
    Branch(RecordId),
    /// What belongs to some months, of all branches; what belongs to none goes out too.
    Period {
        /// The first month.
        from: Month,
        /// The last month.
        until: Month,
    },
}

/// Whether what is restricted (限制可见) goes out with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restricted {
    /// It stays where it is.
    Stays,
    /// It goes out, which only a sealed file for a named recipient may ask for.
    Goes,
}

impl Scope {
    /// How the header of a bundle calls it.
    pub fn kind(&self) -> BundleKind {
        match self {
            Self::Everything => BundleKind::Everything,
            Self::Branch(_) => BundleKind::Branch,
            Self::Period { .. } => BundleKind::Period,
        }
    }

    /// How the header of a bundle says which part it is.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Everything => Value::Null,
            Self::Branch(id) => id.as_str().into(),
            Self::Period { from, until } => Value::group([
                ("from", from.to_string().into()),
                ("until", until.to_string().into()),
            ]),
        }
    }

    /// The part that a header speaks of; `None` where this version does not know such parts.
    pub fn of(header: &BundleHeader) -> Option<Self> {
        Self::named(&header.kind, &header.scope)
    }

    /// The same, by the kind and scope of a header.
    pub fn named(kind: &BundleKind, scope: &Value) -> Option<Self> {
        match kind {
            BundleKind::Everything => Some(Self::Everything),
            BundleKind::Branch => scope.as_text()?.parse().ok().map(Self::Branch),
            BundleKind::Period => {
                let month = |name: &str| scope.get(name)?.as_text()?.parse().ok();
                Some(Self::Period { from: month("from")?, until: month("until")? })
            }
            BundleKind::Part
            | BundleKind::Lacking
            | BundleKind::Archive
            | BundleKind::Public
            | BundleKind::Other(_) => None,
        }
    }

    /// The part in words, short enough for the name of a file.
    pub fn words(&self, ledger: &Ledger) -> String {
        match self {
            Self::Everything => "全部".to_owned(),
            Self::Branch(branch) => title(ledger, branch),
            Self::Period { from, until } if from == until => from.label(),
            Self::Period { from, until } => format!("{}至{}", from.label(), until.label()),
        }
    }

    /// The ledger of just this part. Everything has what is restricted, however that is asked.
    pub fn select(&self, ledger: &Ledger, restricted: Restricted) -> Ledger {
        match self {
            Self::Everything => Ledger::from_edits(ledger.iter()),
            Self::Branch(branch) => {
                let members = members_of(ledger, branch);
                let records = chosen(ledger, |record| is_about(record, branch, &members));
                select(ledger, restricted, |change| {
                    let is_ours = records.contains(&change.cell.record);
                    is_ours && !names_another(change, &members)
                })
            }
            Self::Period { from, until } => {
                let records = chosen(ledger, |record| is_within(record, *from, *until));
                select(ledger, restricted, |change| records.contains(&change.cell.record))
            }
        }
    }
}

fn chosen(ledger: &Ledger, choose: impl Fn(&Record<'_>) -> bool) -> FastSet<RecordId> {
    let records = ledger.register_names().flat_map(|name| ledger.all_records(name));
    records.filter(choose).map(|record| record.id().clone()).collect()
}

fn select(ledger: &Ledger, restricted: Restricted, choose: impl Fn(&Change) -> bool) -> Ledger {
    let goes = |cell: &Cell| restricted == Restricted::Goes || !is_restricted(cell);
    Ledger::from_edits(ledger.iter().filter_map(|Edit { head, mut changes }| {
        changes.retain(|(_, change)| choose(change) && goes(&change.cell));
        (!changes.is_empty()).then_some(Edit { head, changes })
    }))
}

/// Whether a ledger has something that is restricted, whatever a header says.
pub fn holds_restricted(ledger: &Ledger) -> bool {
    REGISTERS.iter().any(|register| {
        let fields = register.fields.iter();
        let names: Vec<&str> = fields
            .filter(|field| field.privacy == Privacy::Restricted)
            .map(|field| field.name)
            .collect();
        !names.is_empty()
            && ledger
                .all_records(register.name)
                .any(|record| record.written().any(|(field, _, _)| names.contains(&field)))
    })
}

fn is_restricted(cell: &Cell) -> bool {
    let field = register(cell.record.register()).and_then(|one| one.field(&cell.field));
    field.is_some_and(|field| field.privacy == Privacy::Restricted)
}

/// The members who ever belonged to a branch.
fn members_of(ledger: &Ledger, branch: &RecordId) -> FastSet<RecordId> {
    let belongs = |member: &Record<'_>| {
        let branches = member.entries("branch");
        branches.iter().any(|(_, value)| value.as_text() == Some(branch.as_str()))
    };
    let ours: FastSet<_> = ledger
        .all_records(MEMBER.name)
        .filter(belongs)
        .map(|one| ledger.resolve(one.id()))
        .collect();
    // With everyone who is one with them, as entries may name either.
    let all = ledger.all_records(MEMBER.name).map(|member| member.id());
    all.filter(|id| ours.contains(ledger.resolve(id))).cloned().collect()
}

/// Whether a record is about a branch, or about nobody's branch in particular: by the references
/// that its register requires.
fn is_about(record: &Record<'_>, branch: &RecordId, members: &FastSet<RecordId>) -> bool {
    let Some(register) = register(record.id().register()) else {
        // What this version does not know stays where it is.
        return false;
    };
    if register.name == MEMBER.name {
        return members.contains(record.id());
    }
    let required = || register.fields.iter().filter(|field| field.required);
    // A bulletin of the whole hospital names no branch, and goes out to every one.
    let names_branch = |field: &&Field| {
        let single = field.shape == Shape::Single && !record.get(field.name).is_null();
        field.kind == FieldKind::Reference("branch") && (field.required || single)
    };
    if let Some(field) = register.fields.iter().find(names_branch) {
        return record.text(field.name) == branch.as_str();
    }
    let mut about = required().filter_map(|field| match (field.kind, field.shape) {
        (FieldKind::Reference("member"), _) => Some(is_one_of(record.text(field.name), members)),
        (_, Shape::Map("member")) => {
            Some(record.entries(field.name).iter().any(|(key, _)| is_one_of(key, members)))
        }
        _ => None,
    });
    about.next().is_none_or(|first| first || about.any(|found| found))
}

fn is_one_of(id: &str, members: &FastSet<RecordId>) -> bool {
    id.parse::<RecordId>().is_ok_and(|id| members.contains(&id))
}

/// Whether a change names a member of another branch: by a mark, or as the secretary of a branch.
fn names_another(change: &Change, members: &FastSet<RecordId>) -> bool {
    let Change { cell, value, .. } = change;
    let field = register(cell.record.register()).and_then(|one| one.field(&cell.field));
    let named = field.and_then(|field| match (field.kind, field.shape) {
        (_, Shape::Map("member")) => cell.key.as_deref(),
        (FieldKind::Reference("member"), _) => value.as_text(),
        _ => None,
    });
    named.is_some_and(|id| !is_one_of(id, members))
}

/// Whether a record belongs to the months of a period, or to no month.
fn is_within(record: &Record<'_>, from: Month, until: Month) -> bool {
    let Some(register) = register(record.id().register()) else {
        return false;
    };
    let Some(field) = register.of_month else {
        return true;
    };
    match record.text(field).parse::<Month>() {
        Ok(month) => (from..=until).contains(&month),
        // Faulty, and so of any month: better sent than lost.
        Err(_) => true,
    }
}
