//! Erasure (依法删除): which places of a ledger are about someone whose data is erased.
//!
//! Who someone is goes: all of the member's own fields, the names kept beside locked sheets and
//! bulletins, and what was written in words about them alone. What holds figures together stays: to
//! which branch the member belonged, and scores under the record's id.
//!
//! What is about someone is found by the record's id, so it is found after the name is gone, too:
//! whoever takes something in asks for [`left_of`], and erases that. Where the name stands in words
//! about others it is found by the name alone ([`mentions`]), while that is still known.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{DELETED, JOINED, Ledger, REDACTED, Record, RecordId, Value, reason_place};

use super::assessment::ASSESSMENT;
use super::bulletin::{BULLETIN, WORDS};
use super::field::{Field, Kind, Shape};
use super::join::DISTINCT;
use super::member::MEMBER;
use super::registry::register;
use super::standard::{STANDARD, STANDARD_DRAFT};

/// The map field of an erased member's record by which one who looks like that member is recognised
/// later. Its keys are made by `exchange::traces`.
pub const TRACE: &str = "trace";

/// The act of an edit that erases.
pub const REDACT: &str = "redact";

/// A place of a record to be erased, in the terms of [`REDACTED`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The record.
    pub record: RecordId,
    /// The place in it.
    pub place: String,
}

/// A place where someone's name stands in words that may be about others too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where.
    pub place: Place,
    /// The record that it is read in; `None` for the reason of an edit.
    pub record: Option<RecordId>,
    /// The words around the name.
    pub words: String,
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
pub fn places_of(ledger: &Ledger, member: &RecordId) -> Vec<Place> {
    places_about(ledger, std::slice::from_ref(member))
}

/// What is about members whose data is erased, and is not erased yet: what came from a file, another
/// tab or an archive since. Erased, there is nothing left, on every tablet that has the same.
pub fn left_of(ledger: &Ledger) -> Vec<Place> {
    let members = erased_members(ledger);
    if members.is_empty() {
        return Vec::new();
    }
    let mut left = places_about(ledger, &members);
    // Reasons that earlier versions copied from the request into the edit that erased.
    let told = ledger.heads().filter(|head| &*head.act == REDACT && !head.reason.is_empty());
    left.extend(told.map(|head| at(&members[0], reason_place(head.id))));
    left.retain(|one| !ledger.is_erased(&one.record, &one.place));
    left
}

fn places_about(ledger: &Ledger, members: &[RecordId]) -> Vec<Place> {
    let joined = ledger.joined(MEMBER.name).filter(|one| members.contains(ledger.resolve(one)));
    let same: Vec<&RecordId> = members.iter().chain(joined).collect();
    let ids: BTreeSet<&str> = same.iter().map(|one| one.as_str()).collect();
    let own = || MEMBER.fields.iter().filter(|field| field.shape == Shape::Single);
    let mut places: Vec<Place> =
        same.iter().flat_map(|one| own().map(|field| at(one, field.name))).collect();
    for record in all_records(ledger) {
        if is_about_alone(ledger, &record, &ids) {
            // All of them, so that what is written there later goes as well.
            places.extend(worded(&record).map(|field| at(record.id(), field.name)));
        }
        places.extend(words_on(&record, &ids));
        places.extend(names_beside(&record, &ids));
    }
    places
}

fn all_records(ledger: &Ledger) -> impl Iterator<Item = Record<'_>> {
    ledger.register_names().flat_map(|name| ledger.all_records(name))
}

fn at(record: &RecordId, place: impl Into<String>) -> Place {
    Place { record: record.clone(), place: place.into() }
}

fn fields_of(record: &Record<'_>) -> &'static [Field] {
    register(record.id().register()).map_or(&[][..], |register| register.fields)
}

/// The fields of a record that hold words.
fn worded(record: &Record<'_>) -> impl Iterator<Item = &'static Field> + use<> {
    fields_of(record).iter().filter(|field| {
        let typed = matches!(field.kind, Kind::Text(_) | Kind::Lines(_));
        typed && field.shape == Shape::Single || field.name == WORDS
    })
}

/// What is written in words about members in a map of members: why a decision was taken.
fn words_on(record: &Record<'_>, ids: &BTreeSet<&str>) -> Vec<Place> {
    let is_worded = |field: &&Field| {
        field.shape == Shape::Map(MEMBER.name) && matches!(field.kind, Kind::Lines(_))
    };
    let worded: Vec<&str> =
        fields_of(record).iter().filter(is_worded).map(|one| one.name).collect();
    if worded.is_empty() {
        return Vec::new();
    }
    let cells = record.cells().filter(|(field, ..)| worded.contains(field));
    cells
        .filter_map(|(field, key, _)| Some((field, key.filter(|key| ids.contains(key))?)))
        .map(|(field, key)| at(record.id(), format!("{field}/{key}")))
        .collect()
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
    named.map(|id| at(record.id(), format!("{NAMES}/{id}"))).collect()
}

/// The group of names by record id that is kept beside what is locked or issued.
const NAMES: &str = "names";

/// Whether a record is about one of some members and nobody else. Of a roll that was only partly
/// received, as in the file of one branch, the rest may be about others.
fn is_about_alone(ledger: &Ledger, record: &Record<'_>, ids: &BTreeSet<&str>) -> bool {
    if record.id().register() == MEMBER.name {
        return false;
    }
    fields_of(record).iter().filter(|field| field.required).any(|field| match field.shape {
        Shape::Single => {
            field.kind == Kind::Reference(MEMBER.name) && ids.contains(record.text(field.name))
        }
        Shape::Map(of) if of == MEMBER.name => {
            let marked = record.entries(field.name);
            marked.len() == 1 && ids.contains(marked[0].0) && is_whole(ledger, record, field.name)
        }
        _ => false,
    })
}

/// Whether of all edits that wrote a map everything is here.
fn is_whole(ledger: &Ledger, record: &Record<'_>, field: &str) -> bool {
    let cells = record.written().filter(|(one, ..)| *one == field);
    let mut edits = cells.flat_map(|(_, _, written)| written).map(|one| one.id.edit);
    edits.all(|edit| ledger.accounts_for(edit))
}

/// Other members who have the name of one: where it stands in words, it may be theirs.
pub fn namesakes(ledger: &Ledger, member: &RecordId) -> Vec<RecordId> {
    let names = names_of(ledger, member);
    let others = ledger.records(MEMBER.name).filter(|one| one.id() != member);
    let others = others.filter(|one| {
        let name = squeezed(one.text("name"));
        names.iter().any(|known| name.contains(known))
    });
    others.map(|one| one.id().clone()).collect()
}

/// The names that a member ever had here.
fn names_of(ledger: &Ledger, member: &RecordId) -> Vec<String> {
    let joined = ledger.joined(MEMBER.name).filter(|one| ledger.resolve(one) == member);
    let records = [member].into_iter().chain(joined).filter_map(|id| ledger.record(id));
    let names = records.flat_map(|record| record.written_at("name", None));
    let names: BTreeSet<String> =
        names.filter_map(|one| one.value.as_text()).map(squeezed).collect();
    names.into_iter().collect()
}

/// Where else the name of a member is written, and any that the member had before.
pub fn mentions(ledger: &Ledger, member: &RecordId) -> Vec<Mention> {
    mentions_of(ledger, member, &names_of(ledger, member))
}

/// Where else a name of a member is written, as someone types it who still knows it.
pub fn mentions_typed(ledger: &Ledger, member: &RecordId, name: &str) -> Vec<Mention> {
    mentions_of(ledger, member, &[squeezed(name)])
}

/// In every register, but for the member's own record: all that is written there now or ever was,
/// and the reasons of edits. Left out is what is erased as the member's anyway, what other members
/// are called, and what figures hang on.
fn mentions_of(ledger: &Ledger, member: &RecordId, names: &[String]) -> Vec<Mention> {
    // A single character stands in too many words.
    let names: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| name.chars().nth(1).is_some()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let sought = Sought { ledger, names };
    let own: BTreeSet<Place> = places_of(ledger, member).into_iter().collect();
    let mut found: BTreeMap<Place, Mention> = BTreeMap::new();
    for record in all_records(ledger) {
        if record.id().register() == MEMBER.name && ledger.resolve(record.id()) == member {
            continue;
        }
        for (place, words) in sought.in_record(&record) {
            let place = at(record.id(), place);
            let is_covered = own.contains(&place)
                || place
                    .place
                    .split_once('/')
                    .is_some_and(|(field, _)| own.contains(&at(record.id(), field)));
            if !is_covered && !ledger.is_erased(&place.record, &place.place) {
                let record = Some(record.id().clone());
                found.entry(place.clone()).or_insert(Mention { place, record, words });
            }
        }
    }
    for head in ledger.heads() {
        if let Some(words) = sought.around(&head.reason) {
            let place = at(member, reason_place(head.id));
            found.insert(place.clone(), Mention { place, record: None, words });
        }
    }
    found.into_values().collect()
}

/// Names that are looked for.
struct Sought<'a> {
    ledger: &'a Ledger,
    names: Vec<&'a str>,
}

impl Sought<'_> {
    /// The places of a record in which they stand, each with the words around.
    fn in_record(&self, record: &Record<'_>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let fields = fields_of(record);
        for (name, key, written) in record.written() {
            let field = fields.iter().find(|field| field.name == name);
            if is_passed_over(record.id().register(), name, field) {
                continue;
            }
            for one in written {
                match (key, one.value) {
                    (None, Value::Group(members)) => {
                        found.extend(members.iter().filter_map(|(member, value)| {
                            Some((format!("{name}/{member}"), self.in_value(value)?))
                        }));
                    }
                    (None, value) => {
                        found.extend(self.in_value(value).map(|words| (name.to_owned(), words)));
                    }
                    (Some(key), value) => {
                        let words = self.in_value(value);
                        found.extend(words.map(|words| (format!("{name}/{key}"), words)));
                    }
                }
            }
        }
        found
    }

    fn in_value(&self, value: &Value) -> Option<String> {
        match value {
            Value::Text(text) if self.ledger.id_of(text).is_some() => None,
            Value::Text(text) => self.around(text),
            Value::List(values) => values.iter().find_map(|value| self.in_value(value)),
            Value::Group(members) => members.values().find_map(|value| self.in_value(value)),
            _ => None,
        }
    }

    /// The words around a name in a text, where one stands in it.
    fn around(&self, text: &str) -> Option<String> {
        const BESIDE: usize = 12;
        if text.is_empty() {
            return None;
        }
        let text = squeezed(text);
        let (at, name) = self.names.iter().find_map(|name| Some((text.find(name)?, *name)))?;
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let skipped = before.chars().count().saturating_sub(BESIDE);
        let before: String = before.chars().skip(skipped).collect();
        let rest: String = after.chars().take(BESIDE).collect();
        let dots = |is_cut: bool| if is_cut { "…" } else { "" };
        let (start, end) = (dots(skipped > 0), dots(rest.len() < after.len()));
        Some(format!("{start}{before}{name}{rest}{end}"))
    }
}

/// Whether a field holds no words about anyone, or something that may not change.
fn is_passed_over(of: &str, name: &str, field: Option<&Field>) -> bool {
    let is_mark = [REDACTED, DELETED, JOINED, DISTINCT, TRACE].contains(&name);
    // The names of others are their own.
    let is_name = of == MEMBER.name && name == "name";
    let is_beside = [ASSESSMENT.name, BULLETIN.name].contains(&of) && name == NAMES;
    // What is under a hash.
    let is_figures = of == ASSESSMENT.name && name == "lock"
        || of == BULLETIN.name && name == "issue"
        || [STANDARD.name, STANDARD_DRAFT.name].contains(&of) && name == "body";
    let is_coded = field
        .is_some_and(|field| !matches!(field.kind, Kind::Text(_) | Kind::Lines(_) | Kind::Data));
    is_mark || is_name || is_beside || is_figures || is_coded
}

/// A text without white space, as names are typed with spaces in them.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{SCORE_ENTRY, redact};
    use super::*;
    use crate::ledger::{Author, Draft, Edit, EditId, Moment, WriterId};

    fn edit(ledger: &Ledger, number: u32, reason: &str, fill: impl FnOnce(&mut Draft)) -> Edit {
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let id = EditId { writer: WriterId(1), number };
        let mut draft = Draft::new(id, at, Author::default(), "change", reason);
        fill(&mut draft);
        draft.finish(ledger).unwrap()
    }

    fn member(key: &str) -> RecordId {
        RecordId::keyed(MEMBER.name, key)
    }

    fn erased(ledger: &mut Ledger, number: u32, places: &[Place]) {
        let edit = edit(ledger, number, "", |draft| redact(draft, places));
        ledger.insert(edit);
    }

    #[test]
    fn a_name_is_found_in_other_members_groups_lists_and_reasons() {
        let mut ledger = Ledger::new();
        let lock = RecordId::keyed(ASSESSMENT.name, "x");
        ledger.insert(edit(&ledger, 1, "按张三所说更正", |draft| {
            draft.field(&member("1"), "name", "张三");
            draft.field(&member("1"), "notes", "张三自己的");
            draft.field(&member("2"), "name", "李四");
            draft.field(&member("2"), "notes", "与张 三同组");
            draft.field(&member("2"), "mentor", "张三");
            let notice = [("place", "张三张贴".into()), ("days", 5.into())];
            draft.field(&lock, "notice", Value::group(notice));
            let seen = Value::List(vec!["张三".into()]);
            draft.field(&lock, "approval", Value::group([("who", seen)]));
            draft.field(&lock, "lock", Value::group([("rows", "张三".into())]));
        }));
        let found = mentions(&ledger, &member("1"));
        let places: Vec<&str> = found.iter().map(|one| &*one.place.place).collect();
        let reason = reason_place(EditId { writer: WriterId(1), number: 1 });
        assert_eq!(places, ["approval/who", "notice/place", &reason, "mentor", "notes"]);
        let mut places: Vec<Place> = found.into_iter().map(|one| one.place).collect();
        places.extend(places_of(&ledger, &member("1")));
        erased(&mut ledger, 2, &places);
        let head = ledger.head(EditId { writer: WriterId(1), number: 1 }).unwrap();
        assert_eq!(&*head.reason, "");
        assert_eq!(ledger.record(&member("2")).unwrap().text("notes"), "");
        assert_eq!(ledger.record(&member("2")).unwrap().text("name"), "李四");
        let days = ledger.record(&lock).unwrap().get("notice").get("days").cloned();
        assert_eq!(days, Some(5.into()));
    }

    #[test]
    fn who_has_the_same_name_keeps_it_and_is_told_of() {
        let mut ledger = Ledger::new();
        ledger.insert(edit(&ledger, 1, "", |draft| {
            draft.field(&member("1"), "name", "张三");
            draft.field(&member("2"), "name", "张三丰");
        }));
        assert_eq!(mentions(&ledger, &member("1")), []);
        assert_eq!(namesakes(&ledger, &member("1")), [member("2")]);
    }

    #[test]
    fn what_comes_later_about_one_erased_is_left_until_it_is_erased_too() {
        let mut ledger = Ledger::new();
        ledger.insert(edit(&ledger, 1, "", |draft| draft.field(&member("1"), "name", "张三")));
        let places = places_of(&ledger, &member("1"));
        erased(&mut ledger, 2, &places);
        assert_eq!(left_of(&ledger), []);
        // Another tablet, which knew nothing of it, had written this.
        let entry = RecordId::keyed(SCORE_ENTRY.name, "e");
        let lock = RecordId::keyed(ASSESSMENT.name, "x");
        ledger.insert(edit(&Ledger::new(), 3, "", |draft| {
            draft.entry(&entry, "who", "member:=1", 1);
            draft.field(&entry, "note", "张三下乡");
            draft.field(&lock, "names", Value::group([("member:=1", "张三".into())]));
        }));
        let left = left_of(&ledger);
        let places: Vec<&str> = left.iter().map(|one| &*one.place).collect();
        assert_eq!(places, ["names/member:=1", "note", "evidence"]);
        erased(&mut ledger, 4, &left);
        assert_eq!(left_of(&ledger), []);
        assert_eq!(ledger.record(&entry).unwrap().text("note"), "");
    }

    #[test]
    fn an_entry_of_which_only_a_part_came_may_be_about_others() {
        let mut ledger = Ledger::new();
        ledger.insert(edit(&ledger, 1, "", |draft| draft.field(&member("1"), "name", "张三")));
        let places = places_of(&ledger, &member("1"));
        erased(&mut ledger, 2, &places);
        let entry = RecordId::keyed(SCORE_ENTRY.name, "e");
        let whole = edit(&Ledger::new(), 3, "", |draft| {
            draft.entry(&entry, "who", "member:=1", 1);
            draft.entry(&entry, "who", "member:=2", 1);
            draft.field(&entry, "note", "下乡");
        });
        let mut part = whole.clone();
        part.changes.remove(1);
        ledger.insert(part);
        assert_eq!(left_of(&ledger), []);
        ledger.insert(whole);
        assert_eq!(left_of(&ledger), []);
    }
}
