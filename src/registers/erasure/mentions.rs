//! Mentions: where the name of someone whose data is erased stands in words about others.
//!
//! Unlike what is about that person alone, they are found by the name, so while it is known; and who
//! is meant is for the user to say.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{
    DELETED, JOINED, Ledger, REDACTED, Record, RecordId, TRACE, Value, parts_of_place,
    place_within, reason_place,
};

use super::places::{NAMES, Place, all_records, at, fields_of, places_of};
use crate::registers::engine::{Field, Kind, Schemas};
use crate::registers::{ASSESSMENT, BULLETIN, DISTINCT, MEMBER, STANDARD, STANDARD_DRAFT};
use crate::typed_text::{search_key, unified};

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

/// Other members who have the name of one: where it stands in words, it may be theirs.
pub fn namesakes(ledger: &Ledger, member: &RecordId) -> Vec<RecordId> {
    namesakes_named(ledger, member, &names_of(ledger, member))
}

/// Other members who have one of the names that someone is known to have had.
pub fn namesakes_named(ledger: &Ledger, member: &RecordId, names: &[String]) -> Vec<RecordId> {
    let names: Vec<String> = names.iter().map(|name| search_key(name)).collect();
    let others = ledger.records(MEMBER.name).filter(|one| one.id() != member);
    let others = others.filter(|one| {
        let name = search_key(one.text("name"));
        names.iter().any(|known| !known.is_empty() && name.contains(known))
    });
    others.map(|one| one.id().clone()).collect()
}

/// The names that a member ever had here.
fn names_of(ledger: &Ledger, member: &RecordId) -> Vec<String> {
    let joined = ledger.joined(MEMBER.name).filter(|one| ledger.resolve(one) == member);
    let records = [member].into_iter().chain(joined).filter_map(|id| ledger.record(id));
    let names = records.flat_map(|record| record.written_at("name", None));
    let names: BTreeSet<String> =
        names.filter_map(|one| one.value.as_text()).map(search_key).collect();
    names.into_iter().collect()
}

/// Where else the name of a member is written, and any that the member had before.
pub fn mentions(schemas: Schemas, ledger: &Ledger, member: &RecordId) -> Vec<Mention> {
    mentions_of(schemas, ledger, member, &names_of(ledger, member))
}

/// Where else names of a member are written who is erased here: as someone types them who still
/// knows them, or as a file has them.
pub fn mentions_named(
    schemas: Schemas,
    ledger: &Ledger,
    member: &RecordId,
    names: &[String],
) -> Vec<Mention> {
    let names: Vec<String> = names.iter().map(|name| search_key(name)).collect();
    mentions_of(schemas, ledger, member, &names)
}

/// In every register, but for the member's own record: all that is written there now or ever was,
/// and the reasons of edits. Left out is what is erased as the member's anyway, what other members
/// are called, and what figures hang on.
fn mentions_of(
    schemas: Schemas,
    ledger: &Ledger,
    member: &RecordId,
    names: &[String],
) -> Vec<Mention> {
    // A single character stands in too many words.
    let names: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| name.chars().nth(1).is_some()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let sought = Sought { schemas, ledger, names };
    let own: BTreeSet<Place> = places_of(schemas, ledger, member).into_iter().collect();
    let mut found: BTreeMap<Place, Mention> = BTreeMap::new();
    for record in all_records(ledger) {
        if record.id().register() == MEMBER.name && ledger.resolve(record.id()) == member {
            continue;
        }
        for (place, words) in sought.in_record(&record) {
            let place = at(record.id(), place);
            let (field, _) = parts_of_place(&place.place);
            let is_covered = own.contains(&place) || own.contains(&at(record.id(), field));
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

/// Names that are looked for, as they are compared.
struct Sought<'a> {
    schemas: Schemas,
    ledger: &'a Ledger,
    names: Vec<&'a str>,
}

impl Sought<'_> {
    /// The places of a record in which they stand, each with the words around.
    fn in_record(&self, record: &Record<'_>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let fields = fields_of(self.schemas, record);
        for (name, key, written) in record.written() {
            let field = fields.iter().find(|field| field.name == name);
            if is_passed_over(record.id().register(), name, field) || self.is_key(record, name) {
                continue;
            }
            for one in written {
                match (key, one.value) {
                    (None, Value::Group(members)) => {
                        found.extend(members.iter().filter_map(|(member, value)| {
                            Some((place_within(name, member), self.in_value(value)?))
                        }));
                    }
                    (None, value) => {
                        found.extend(self.in_value(value).map(|words| (name.to_owned(), words)));
                    }
                    (Some(key), value) => {
                        let words = self.in_value(value);
                        found.extend(words.map(|words| (place_within(name, key), words)));
                    }
                }
            }
        }
        found
    }

    /// Whether a field is the name of a unit that its id is made of: there it stays whatever is
    /// cleared, and a unit without a name is of no use.
    fn is_key(&self, record: &Record<'_>, field: &str) -> bool {
        field == "name" && record.id().key().is_some_and(|key| self.around(key).is_some())
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
        let key = search_key(text);
        let (at, name) = self.names.iter().find_map(|name| Some((key.find(name)?, *name)))?;
        // Shown as it is written: of each character, where what is compared of it ends.
        let mut end = 0;
        let written = unified(text);
        let written: Vec<(char, usize)> = written
            .chars()
            .map(|c| {
                end += search_key(c.encode_utf8(&mut [0; 4])).len();
                (c, end)
            })
            .filter(|(c, _)| !c.is_whitespace())
            .collect();
        let first = written.partition_point(|(_, end)| *end <= at);
        let last = written.partition_point(|(_, end)| *end < at + name.len());
        let skipped = first.saturating_sub(BESIDE);
        let shown = written.iter().skip(skipped).take(last + 1 + BESIDE - skipped);
        let shown: String = shown.map(|(c, _)| *c).collect();
        let dots = |is_cut: bool| if is_cut { "…" } else { "" };
        let (start, end) = (dots(skipped > 0), dots(last + 1 + BESIDE < written.len()));
        Some(format!("{start}{shown}{end}"))
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
    let is_coded = field.is_some_and(|field| {
        !matches!(field.kind, Kind::Text(_) | Kind::Lines(_) | Kind::Columns(_) | Kind::Data)
    });
    is_mark || is_name || is_beside || is_figures || is_coded
}

#[cfg(test)]
mod tests {
    use super::super::world::{edit, erase, member};
    use super::*;
    use crate::ledger::{EditId, WriterId};
    use crate::registers::schemas;

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
        let found = mentions(schemas(), &ledger, &member("1"));
        let places: Vec<&str> = found.iter().map(|one| &*one.place.place).collect();
        let reason = reason_place(EditId { writer: WriterId(1), number: 1 });
        assert_eq!(places, ["approval/who", "notice/place", &reason, "mentor", "notes"]);
        let mut places: Vec<Place> = found.into_iter().map(|one| one.place).collect();
        places.extend(places_of(schemas(), &ledger, &member("1")));
        erase(&mut ledger, 2, &places);
        let head = ledger.head(EditId { writer: WriterId(1), number: 1 }).unwrap();
        assert_eq!(&*head.reason, "");
        assert_eq!(ledger.record(&member("2")).unwrap().text("notes"), "");
        assert_eq!(ledger.record(&member("2")).unwrap().text("name"), "李四");
        let days = ledger.record(&lock).unwrap().get("notice").get("days").cloned();
        assert_eq!(days, Some(5.into()));
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let ways = [
            ("阿卜杜拉·买买提", "与阿卜杜拉•买买提同组"),
            ("阿卜杜拉·买买提", "与阿卜杜拉．买买提同组"),
            ("阿卜杜拉·买买提", "与阿卜杜拉买买提同组"),
            ("阿卜杜拉·买买提", "与阿卜杜拉 ・ 买买提同组"),
            ("阿卜杜拉买买提", "与阿卜杜拉\u{200b}·买买提同组"),
            ("Ann Lee", "与ＡＮＮ\u{3000}ＬＥＥ同组"),
            // The radical of a person, and an ideograph of compatibility.
            ("金人山", "与⾦⼈⼭同组"),
            ("⾦⼈⼭", "与金 人山同组"),
            ("凌峰", "与\u{f955}峰同组"),
        ];
        for (name, words) in ways {
            let mut ledger = Ledger::new();
            ledger.insert(edit(&ledger, 1, "", |draft| {
                draft.field(&member("1"), "name", name);
                draft.field(&member("2"), "name", "李四");
                draft.field(&member("2"), "notes", words);
                draft.field(&member("3"), "name", words);
            }));
            let names = [name.to_owned()];
            for found in [
                mentions(schemas(), &ledger, &member("1")),
                mentions_named(schemas(), &ledger, &member("9"), &names),
            ] {
                let notes = found.iter().filter(|one| one.place == at(&member("2"), "notes"));
                assert_eq!(notes.count(), 1, "{name}: {words}");
            }
            assert_eq!(namesakes(&ledger, &member("1")), [member("3")], "{name}: {words}");
        }
    }

    #[test]
    fn the_words_around_a_name_are_as_they_are_written() {
        let ledger = Ledger::new();
        let sought =
            Sought {
                schemas: schemas(), ledger: &ledger, names: vec!["阿卜杜拉买买提", "ann"]
            };
        let around = |text: &str| sought.around(text);
        let named = "阿卜杜拉•买买提";
        assert_eq!(around(named).as_deref(), Some(named));
        assert_eq!(around("见 Ann。").as_deref(), Some("见Ann。"));
        let beside = "一二三四五六七八九十甲乙";
        let whole = format!("{beside}{named}{beside}");
        assert_eq!(around(&whole), Some(whole.clone()));
        assert_eq!(around(&format!("丙{whole}丁")), Some(format!("…{whole}…")));
        assert_eq!(around("阿卜杜拉"), None);
    }

    #[test]
    fn a_unit_that_is_named_after_someone_keeps_its_name() {
        let mut ledger = Ledger::new();
        let unit = RecordId::keyed("department", "张三工作室");
        ledger.insert(edit(&ledger, 1, "", |draft| {
            draft.field(&member("1"), "name", "张三");
            draft.field(&unit, "name", "张三工作室");
            draft.field(&unit, "notes", "张三负责");
        }));
        let found = mentions(schemas(), &ledger, &member("1"));
        let places: Vec<&str> = found.iter().map(|one| &*one.place.place).collect();
        assert_eq!(places, ["notes"]);
    }

    #[test]
    fn who_has_the_same_name_keeps_it_and_is_told_of() {
        let mut ledger = Ledger::new();
        ledger.insert(edit(&ledger, 1, "", |draft| {
            draft.field(&member("1"), "name", "张三");
            draft.field(&member("2"), "name", "张三丰");
        }));
        assert_eq!(mentions(schemas(), &ledger, &member("1")), []);
        assert_eq!(namesakes(&ledger, &member("1")), [member("2")]);
    }
}
