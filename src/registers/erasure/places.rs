//! Erasure (依法删除): which places of a ledger are about someone whose data is erased.
//!
//! Who someone is goes: all of the member's own fields, the names kept beside locked sheets and
//! bulletins, and what was written in words about them alone. What holds figures together stays: to
//! which branch the member belonged, and scores under the record's id.
//!
//! What is about someone is found by the record's id, so it is found after the name is gone, too:
//! whoever takes something in asks for [`left_of`], and erases that. Where the name stands in words
//! about others it is found by the name alone (`mentions.rs`), while that is still known.

use std::collections::BTreeSet;

use crate::ledger::{Ledger, Record, RecordId, Value, place_within, reason_place};

use crate::registers::engine::{EXPLANATION, Field, Kind, RowKeys, Schemas, Shape, owner_of};
use crate::registers::{ASSESSMENT, BULLETIN, MEMBER, WORDS};

/// The act of an edit that erases.
pub const REDACT: &str = "redact";

/// A place of a record to be erased, in the terms of [`REDACTED`](crate::ledger::REDACTED).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The record.
    pub record: RecordId,
    /// The place in it.
    pub place: String,
}

/// Whether a member's data is erased: the name, which goes with all the rest.
pub fn is_erased(ledger: &Ledger, member: &RecordId) -> bool {
    member.register() == MEMBER.name && ledger.is_erased(member, "name")
}

/// The members whose data is erased, in order.
pub fn erased_members(ledger: &Ledger) -> Vec<RecordId> {
    let erased = ledger.redacted_records().filter(|id| is_erased(ledger, id));
    let erased: BTreeSet<RecordId> = erased.cloned().collect();
    erased.into_iter().collect()
}

/// What is erased of a member: the own record first, then those that were joined to it.
pub fn places_of(schemas: Schemas, ledger: &Ledger, member: &RecordId) -> Vec<Place> {
    places_about(schemas, ledger, std::slice::from_ref(member))
}

/// What is about members whose data is erased, and is not erased yet: what came from a file, another
/// tab or an archive since. Erased, there is nothing left, on every tablet that has the same.
pub fn left_of(schemas: Schemas, ledger: &Ledger) -> Vec<Place> {
    let members = erased_members(ledger);
    if members.is_empty() {
        return Vec::new();
    }
    let mut left = places_about(schemas, ledger, &members);
    // Reasons that earlier versions copied from the request into the edit that erased.
    let told = ledger.heads().filter(|head| &*head.act == REDACT && !head.reason.is_empty());
    left.extend(told.map(|head| at(&members[0], reason_place(head.id))));
    left.retain(|one| !ledger.is_erased(&one.record, &one.place));
    left
}

fn places_about(schemas: Schemas, ledger: &Ledger, members: &[RecordId]) -> Vec<Place> {
    let joined = ledger.joined(MEMBER.name).filter(|one| members.contains(ledger.resolve(one)));
    let same: Vec<&RecordId> = members.iter().chain(joined).collect();
    let ids: BTreeSet<&str> = same.iter().map(|one| one.as_str()).collect();
    let own = schemas.get(MEMBER.name).map_or(&[][..], |schema| schema.fields);
    let own = || own.iter().filter(|field| field.shape == Shape::Single);
    let mut places: Vec<Place> =
        same.iter().flat_map(|one| own().map(|field| at(one, field.name))).collect();
    for record in all_records(ledger) {
        let fields = fields_of(schemas, &record);
        if is_about_alone(schemas, ledger, &record, &ids) {
            // All of them, so that what is written there later goes as well.
            let single = fields.iter().filter(|field| field.shape == Shape::Single);
            let worded = single.filter(|field| holds_words(field) || field.name == WORDS);
            places.extend(worded.map(|field| at(record.id(), field.name)));
            places.extend(words_in_rows(fields, &record, |_, _| true));
            places.extend(explanations(&record));
        }
        places.extend(words_in_rows(fields, &record, |field, key| {
            field.is_rows_of(MEMBER.name) && ids.contains(key)
        }));
        places.extend(names_beside(&record, &ids));
    }
    places
}

pub(super) fn all_records(ledger: &Ledger) -> impl Iterator<Item = Record<'_>> {
    ledger.register_names().flat_map(|name| ledger.all_records(name))
}

pub(super) fn at(record: &RecordId, place: impl Into<String>) -> Place {
    Place { record: record.clone(), place: place.into() }
}

pub(super) fn fields_of(schemas: Schemas, record: &Record<'_>) -> &'static [Field] {
    schemas.get(record.id().register()).map_or(&[][..], |schema| schema.fields)
}

/// Whether a field holds words that someone typed.
fn holds_words(field: &Field) -> bool {
    let is_typed = |field: &Field| matches!(field.kind, Kind::Text(_) | Kind::Lines(_));
    is_typed(field) || field.kind.columns().iter().any(is_typed)
}

/// The rows of a record that hold words: of a table of members, why a decision was taken.
fn words_in_rows(
    fields: &[Field],
    record: &Record<'_>,
    is_theirs: impl Fn(&Field, &str) -> bool,
) -> Vec<Place> {
    let is_rows = |field: &&Field| matches!(field.shape, Shape::Rows(_)) && holds_words(field);
    let worded: Vec<&Field> = fields.iter().filter(is_rows).collect();
    if worded.is_empty() {
        return Vec::new();
    }
    let mut places: Vec<Place> = Vec::new();
    for (name, key, _) in record.cells() {
        let field = worded.iter().find(|field| field.name == name);
        if let (Some(field), Some(key)) = (field, key)
            && is_theirs(field, key)
        {
            places.push(at(record.id(), place_within(name, key)));
        }
    }
    places
}

/// The explanations with which a record passed rules of law.
fn explanations(record: &Record<'_>) -> impl Iterator<Item = Place> {
    let keys = record.cells().filter(|(name, ..)| *name == EXPLANATION);
    let keys = keys.filter_map(|(_, key, _)| key);
    keys.map(|key| at(record.id(), place_within(EXPLANATION, key)))
}

/// The names of members beside a locked sheet or a bulletin, of now or of before.
fn names_beside(record: &Record<'_>, ids: &BTreeSet<&str>) -> Vec<Place> {
    if ![ASSESSMENT.name, BULLETIN.name].contains(&record.id().register()) {
        return Vec::new();
    }
    let written = record.written_at(NAMES, None);
    let is_named = |id: &&str| {
        let mut names = written.iter().filter_map(|one| one.value.get(id));
        names.any(|name| *name != Value::Null)
    };
    let named = ids.iter().copied().filter(is_named);
    named.map(|id| at(record.id(), place_within(NAMES, id))).collect()
}

/// The group of names by record id that is kept beside what is locked or issued.
pub(super) const NAMES: &str = "names";

/// Whether a record is about one of some members and nobody else, or belongs to one that is. Of a
/// roll that was only partly received, as in the file of one branch, the rest may be about others.
fn is_about_alone(
    schemas: Schemas,
    ledger: &Ledger,
    record: &Record<'_>,
    ids: &BTreeSet<&str>,
) -> bool {
    if record.id().register() == MEMBER.name {
        return false;
    }
    let Some(schema) = schemas.get(record.id().register()) else { return false };
    let mut required = schema.fields.iter().filter(|field| field.required);
    let is_alone = required.any(|field| match field.shape {
        Shape::Single => {
            field.kind == Kind::Reference(MEMBER.name) && ids.contains(record.text(field.name))
        }
        Shape::Rows(RowKeys::Records(of)) if of == MEMBER.name => {
            let marked = record.entries(field.name);
            marked.len() == 1 && ids.contains(marked[0].0) && is_whole(ledger, record, field.name)
        }
        _ => false,
    });
    let owner = owner_of(ledger, record);
    is_alone || owner.is_some_and(|owner| is_about_alone(schemas, ledger, &owner, ids))
}

/// Whether of all edits that wrote a map everything is here.
fn is_whole(ledger: &Ledger, record: &Record<'_>, field: &str) -> bool {
    let cells = record.written().filter(|(one, ..)| *one == field);
    let mut edits = cells.flat_map(|(_, _, written)| written).map(|one| one.id.edit);
    edits.all(|edit| ledger.accounts_for(edit))
}

#[cfg(test)]
mod tests {
    use super::super::world::{edit, erase, member};
    use super::*;
    use crate::registers::{SCORE_ENTRY, schemas};

    #[test]
    fn what_comes_later_about_one_erased_is_left_until_it_is_erased_too() {
        let mut ledger = Ledger::new();
        ledger.insert(edit(&ledger, 1, "", |draft| draft.field(&member("1"), "name", "张三")));
        let places = places_of(schemas(), &ledger, &member("1"));
        erase(&mut ledger, 2, &places);
        assert_eq!(left_of(schemas(), &ledger), []);
        // Another tablet, which knew nothing of it, had written this.
        let entry = RecordId::keyed(SCORE_ENTRY.name, "e");
        let lock = RecordId::keyed(ASSESSMENT.name, "x");
        ledger.insert(edit(&Ledger::new(), 3, "", |draft| {
            draft.entry(&entry, "who", "member:=1", 1);
            draft.field(&entry, "note", "张三下乡");
            draft.field(&lock, "names", Value::group([("member:=1", "张三".into())]));
        }));
        let left = left_of(schemas(), &ledger);
        let places: Vec<&str> = left.iter().map(|one| &*one.place).collect();
        assert_eq!(places, ["names/member:=1", "note", "evidence"]);
        erase(&mut ledger, 4, &left);
        assert_eq!(left_of(schemas(), &ledger), []);
        assert_eq!(ledger.record(&entry).unwrap().text("note"), "");
    }

    #[test]
    fn an_entry_of_which_only_a_part_came_may_be_about_others() {
        let mut ledger = Ledger::new();
        ledger.insert(edit(&ledger, 1, "", |draft| draft.field(&member("1"), "name", "张三")));
        let places = places_of(schemas(), &ledger, &member("1"));
        erase(&mut ledger, 2, &places);
        let entry = RecordId::keyed(SCORE_ENTRY.name, "e");
        let whole = edit(&Ledger::new(), 3, "", |draft| {
            draft.entry(&entry, "who", "member:=1", 1);
            draft.entry(&entry, "who", "member:=2", 1);
            draft.field(&entry, "note", "下乡");
        });
        let mut part = whole.clone();
        part.changes.remove(1);
        ledger.insert(part);
        assert_eq!(left_of(schemas(), &ledger), []);
        ledger.insert(whole);
        assert_eq!(left_of(schemas(), &ledger), []);
    }
}
