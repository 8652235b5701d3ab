//! Detection of duplicate records (同一人、同一单位).
//!
//! The same roster, imported on several tablets, makes every member without a staff number as often.

use crate::ledger::{Ledger, Record, RecordId};
use crate::ordered;
use crate::registers::{
    COURSE_SCHEMA, DEPARTMENT_SCHEMA, HEADS, Kind, MEMBER_SCHEMA, Schema, are_apart, fields_agree,
    fields_differ, schema, seniority, show_field, title_of, value_at,
};

use crate::tables::branch_names::department_key;
use crate::typed_text::{search_key, staff_number};

/// Two records that look like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateGroup {
    /// The one that should go on.
    pub keep: RecordId,
    /// The other.
    pub other: RecordId,
    /// The name that they share.
    pub name: String,
    /// Why they look like one, in words.
    pub reason: String,
    /// Whether more than the name says so, and nothing speaks against it.
    pub sure: bool,
    /// How much agrees.
    weight: usize,
}

/// Of records of one name, with so many different people or units among them each further one is
/// left to the user's own eyes.
const NAMESAKES: usize = 16;

/// What tells one member from another beside the name, the most telling first.
const TELLING: [&str; 3] = ["staff_number", "born", "joined_party"];

/// All records that look like one, the likeliest first.
pub fn duplicates(ledger: &Ledger) -> Vec<DuplicateGroup> {
    sorted(
        REGISTERS
            .iter()
            .flat_map(|alike| alike.among(ledger.records(alike.schema.head.name).collect())),
    )
}

/// The records of a file that are not here and look like one of those that are.
pub fn newcomers(mine: &Ledger, theirs: &Ledger) -> Vec<DuplicateGroup> {
    let is_unknown = |id: &RecordId| mine.record(id).is_none();
    let found = REGISTERS.iter().flat_map(|alike| {
        let name = alike.schema.head.name;
        let settled = |one: &Record<'_>| theirs.resolve(one.id()) != one.id();
        let mut records: Vec<_> = mine.records(name).filter(|one| !settled(one)).collect();
        records.extend(theirs.records(name).filter(|one| is_unknown(one.id())));
        alike.among(records)
    });
    sorted(found.filter(|one| is_unknown(&one.keep) != is_unknown(&one.other)))
}

/// The fields in which two records of one register differ: label, and what each says.
pub fn differences(
    ledger: &Ledger,
    one: &RecordId,
    other: &RecordId,
) -> Vec<(&'static str, String, String)> {
    let (Some(schema), Some(one), Some(other)) =
        (schema(one.register()), ledger.record(one), ledger.record(other))
    else {
        return Vec::new();
    };
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Data);
    let shown = fields.map(|field| {
        (field.label, show_field(ledger, field, &one), show_field(ledger, field, &other))
    });
    shown.filter(|(_, one, other)| one != other).collect()
}

/// A record that is joined to another: its own name, and the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedRecord {
    /// The record.
    pub id: RecordId,
    /// Its own name.
    pub name: String,
    /// The one that goes on.
    pub into: RecordId,
}

/// All records that are joined to another.
pub fn joined(ledger: &Ledger) -> Vec<JoinedRecord> {
    let all = HEADS.iter().flat_map(|head| ledger.joined(head.name));
    all.map(|id| {
        let name = schema(id.register()).zip(ledger.record(id));
        let name = name.map(|(schema, record)| title_of(ledger, schema, &record));
        JoinedRecord {
            id: id.clone(),
            name: name.unwrap_or_default(),
            into: ledger.resolve(id).clone(),
        }
    })
    .collect()
}

fn sorted(found: impl Iterator<Item = DuplicateGroup>) -> Vec<DuplicateGroup> {
    let mut found: Vec<DuplicateGroup> = found.collect();
    ordered::sort_by(&mut found, |one, other| {
        let place = |of: &DuplicateGroup| (!of.sure, std::cmp::Reverse(of.weight));
        (place(one), &one.name, &one.other).cmp(&(place(other), &other.name, &other.other))
    });
    found
}

/// How records of a register are told apart.
struct Alike {
    schema: &'static Schema,
    /// What is equal for records that may be one: spellings of one name, of one staff number.
    keys: &'static [fn(&Record<'_>) -> String],
    /// What agrees of two records of one name; `None` where they cannot be one.
    agree: fn(&Record<'_>, &Record<'_>) -> Option<Agreement>,
}

static REGISTERS: [Alike; 3] = [
    Alike { schema: &MEMBER_SCHEMA, keys: &[person_key, person_number], agree: people_agree },
    Alike { schema: &COURSE_SCHEMA, keys: &[person_key, person_number], agree: courses_agree },
    Alike { schema: &DEPARTMENT_SCHEMA, keys: &[unit_key], agree: units_agree },
];

struct Agreement {
    fields: Vec<&'static str>,
    sure: bool,
}

impl Alike {
    fn among(&self, records: Vec<Record<'_>>) -> Vec<DuplicateGroup> {
        let mut found: Vec<DuplicateGroup> = Vec::new();
        for key in self.keys {
            let keyed = records.iter().map(|record| (key(record), *record));
            let mut keyed: Vec<_> = keyed.filter(|(key, _)| !key.is_empty()).collect();
            ordered::sort_by(&mut keyed, |(one, _), (other, _)| one.cmp(other));
            for alike in keyed.chunk_by(|(one, _), (other, _)| one == other) {
                if alike.len() > 1 {
                    self.of_one_name(alike.iter().map(|(_, record)| *record).collect(), &mut found);
                }
            }
        }
        let mut seen: Vec<(RecordId, RecordId)> = Vec::new();
        found.retain(|duplicates| {
            let pair = (duplicates.keep.clone(), duplicates.other.clone());
            let is_new = !seen.contains(&pair);
            seen.extend(is_new.then_some(pair));
            is_new
        });
        found
    }

    /// Each record with the first that may go on for it; one with none goes on itself.
    fn of_one_name(&self, mut records: Vec<Record<'_>>, found: &mut Vec<DuplicateGroup>) {
        ordered::sort_by_key(&mut records, seniority);
        // Those that go on, with the edits that made them and those that look like them: what one
        // roster tells apart are different people.
        let mut heads: Vec<(Record<'_>, Vec<&str>)> = Vec::new();
        for record in records {
            let made = maker(record.id());
            let twin = heads.iter_mut().find_map(|(head, makers)| {
                let apart =
                    made.is_some_and(|made| makers.contains(&made)) || are_apart(head, &record);
                let agreement = if apart { None } else { (self.agree)(head, &record) }?;
                makers.extend(made);
                Some((*head, agreement))
            });
            match twin {
                Some((head, Agreement { fields, sure })) => found.push(DuplicateGroup {
                    keep: head.id().clone(),
                    other: record.id().clone(),
                    name: head.text("name").to_owned(),
                    reason: self.reason(&fields),
                    sure,
                    weight: fields.len(),
                }),
                None if heads.len() < NAMESAKES => {
                    heads.push((record, made.into_iter().collect()));
                }
                None => {}
            }
        }
    }

    fn reason(&self, agreeing: &[&'static str]) -> String {
        if self.schema.head.name == DEPARTMENT_SCHEMA.head.name {
            return "名称只差空格、大小写或末尾的“科”字".to_owned();
        }
        let labels = agreeing.iter().filter(|name| **name != "name");
        let labels = labels.filter_map(|name| self.schema.field(name));
        let labels: String = labels.map(|field| format!("、{}", field.label)).collect();
        let more = if labels.is_empty() { "，别的还看不出来，请核对" } else { "" };
        match (agreeing.contains(&"name"), labels.strip_prefix('、')) {
            (false, Some(labels)) => format!("{labels}相同，姓名不同，请核对"),
            _ => format!("姓名{labels}相同{more}"),
        }
    }
}

/// The edit that made a record without a natural key.
fn maker(id: &RecordId) -> Option<&str> {
    let made = id.as_str().strip_prefix(id.register())?;
    if id.key().is_some() { None } else { made.rsplit_once('-').map(|(edit, _)| edit) }
}

/// Spaces and the points within names of other peoples aside.
fn person_key(record: &Record<'_>) -> String {
    search_key(record.text("name"))
}

fn person_number(record: &Record<'_>) -> String {
    staff_number(record.text("staff_number"))
}

fn unit_key(record: &Record<'_>) -> String {
    let key = department_key(record.text("name"));
    let core = ["科室", "科"].iter().find_map(|word| key.strip_suffix(word));
    core.filter(|core| core.chars().count() > 1).unwrap_or(&key).to_owned()
}

fn units_agree(_: &Record<'_>, _: &Record<'_>) -> Option<Agreement> {
    Some(Agreement { fields: vec!["name"], sure: true })
}

/// The courses of two applications of one person stay two.
fn courses_agree(one: &Record<'_>, other: &Record<'_>) -> Option<Agreement> {
    if one.get("again") == other.get("again") { people_agree(one, other) } else { None }
}

fn people_agree(one: &Record<'_>, other: &Record<'_>) -> Option<Agreement> {
    let differ = |name: &str| fields_differ(one, other, name);
    if ["staff_number", "born", "gender"].into_iter().any(differ) {
        return None;
    }
    let agree = |name: &&'static str| fields_agree(one, other, name);
    let mut fields: Vec<&'static str> = TELLING.into_iter().filter(agree).collect();
    let one_name = person_key(one) == person_key(other);
    let sure = one_name && !fields.is_empty() && !differ("joined_party");
    let [at, other_at] = [one, other].map(|record| value_at(record, "department"));
    if !at.is_null() && at == other_at {
        fields.push("department");
    }
    if one_name {
        fields.push("name");
    }
    Some(Agreement { fields, sure })
}
