//! Which part of a ledger goes out in a bundle: all, one branch, or some months.
//!
//! A part is a choice of changes, so an edit may go out in part: of an entry for many members, one
//! branch's bundle has the marks of its own members only. What every branch needs to read and score
//! its months (hospital, departments with their results, standards, holidays, the branches' names)
//! goes out with every part. What is restricted goes out with everything alone.

use crate::fast_hash::FastSet;
use crate::ledger::{Cell, Change, Edit, Ledger, Month, Record, RecordId, Value};
use crate::registers::rows::{column, columns};
use crate::registers::{
    Field, Kind as FieldKind, MEMBER, Privacy, RowKeys, Schemas, Shape, is_within, owner_of, title,
};

use crate::exchange::bundle::{BundleHeader, BundleKind};

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
    pub fn select(&self, schemas: Schemas, ledger: &Ledger, restricted: Restricted) -> Ledger {
        match self {
            Self::Everything => Ledger::from_edits(ledger.iter()),
            Self::Branch(branch) => {
                let members = members_of(ledger, branch);
                let records =
                    chosen(ledger, |record| is_about(schemas, ledger, record, branch, &members));
                select(schemas, ledger, restricted, |change| {
                    let is_ours = records.contains(&change.cell.record);
                    is_ours && !names_another(schemas, change, &members)
                })
            }
            Self::Period { from, until } => {
                let records = chosen(ledger, |record| is_within(ledger, record, *from, *until));
                select(schemas, ledger, restricted, |change| records.contains(&change.cell.record))
            }
        }
    }
}

fn chosen(ledger: &Ledger, choose: impl Fn(&Record<'_>) -> bool) -> FastSet<RecordId> {
    let records = ledger.register_names().flat_map(|name| ledger.all_records(name));
    records.filter(choose).map(|record| record.id().clone()).collect()
}

fn select(
    schemas: Schemas,
    ledger: &Ledger,
    restricted: Restricted,
    choose: impl Fn(&Change) -> bool,
) -> Ledger {
    let goes = |cell: &Cell| {
        restricted == Restricted::Goes || schemas.privacy(cell) != Privacy::Restricted
    };
    Ledger::from_edits(ledger.iter().filter_map(|Edit { head, mut changes }| {
        changes.retain(|(_, change)| choose(change) && goes(&change.cell));
        (!changes.is_empty()).then_some(Edit { head, changes })
    }))
}

/// Whether a ledger has something that is restricted, whatever a header says.
pub fn holds_restricted(schemas: Schemas, ledger: &Ledger) -> bool {
    let records = ledger.register_names().flat_map(|name| ledger.all_records(name));
    let mut cells = records.flat_map(|record| {
        record.written().map(move |(field, _, _)| Cell::field(record.id(), field))
    });
    cells.any(|cell| schemas.privacy(&cell) == Privacy::Restricted)
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
/// that its register requires, or by the record that it belongs to.
fn is_about(
    schemas: Schemas,
    ledger: &Ledger,
    record: &Record<'_>,
    branch: &RecordId,
    members: &FastSet<RecordId>,
) -> bool {
    let Some(schema) = schemas.get(record.id().register()) else {
        // What this version does not know stays where it is.
        return false;
    };
    if schema.head.name == MEMBER.name {
        return members.contains(record.id());
    }
    let required = || schema.fields.iter().filter(|field| field.required);
    // A bulletin of the whole hospital names no branch, and goes out to every one.
    let names_branch = |field: &&Field| {
        let single = field.shape == Shape::Single && !record.get(field.name).is_null();
        field.kind == FieldKind::Reference("branch") && (field.required || single)
    };
    if let Some(field) = schema.fields.iter().find(names_branch) {
        return record.text(field.name) == branch.as_str();
    }
    let mut about = required().filter_map(|field| match (field.kind, field.shape) {
        (FieldKind::Reference("member"), _) => Some(is_one_of(record.text(field.name), members)),
        (_, Shape::Rows(RowKeys::Records("member"))) => {
            Some(record.entries(field.name).iter().any(|(key, _)| is_one_of(key, members)))
        }
        _ => None,
    });
    if let Some(first) = about.next() {
        return first || about.any(|found| found);
    }
    let owner = owner_of(ledger, record);
    owner.is_none_or(|owner| is_about(schemas, ledger, &owner, branch, members))
}

fn is_one_of(id: &str, members: &FastSet<RecordId>) -> bool {
    id.parse::<RecordId>().is_ok_and(|id| members.contains(&id))
}

/// Whether a change names a member of another branch: by its row, or by its value, as the secretary
/// of a branch is named.
fn names_another(schemas: Schemas, change: &Change, members: &FastSet<RecordId>) -> bool {
    let Change { cell, value, .. } = change;
    let Some(field) = schemas.field(cell) else { return false };
    let key = cell.key.as_deref().filter(|_| field.is_rows_of(MEMBER.name));
    let of_column = columns(field).iter().filter_map(|one| match one.kind {
        FieldKind::Reference(to) if to == MEMBER.name => column(field, value, one.name).as_text(),
        _ => None,
    });
    key.into_iter().chain(of_column).any(|id| !is_one_of(id, members))
}
