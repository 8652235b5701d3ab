//! A new meeting or event, filled with what is likely: times, place and people of the last of its kind, and
//! whose leave is known.

use crate::ledger::{Day, Draft, Ledger, Month, Record, RecordId, day_text};
use crate::ordered;
use crate::registers::{BRANCH, Context, MEETING};

use crate::reports::life::{draft_topic_meeting, is_plan_of_a_branch};

use super::roll::{expected_of, known_marks, roll_value};

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// [`MEETING`] or [`crate::registers::SERVICE_EVENT`], by name.
    pub register: &'static str,
    /// Its kind.
    pub kind: String,
    /// Whose it is; `None` where the whole hospital has it.
    pub branch: Option<RecordId>,
    /// The group that meets.
    pub group: Option<RecordId>,
    /// Its day.
    pub day: Day,
    /// What it is about; empty where that is written later.
    pub subject: String,
    /// The month that it makes up for, with the reason.
    pub instead_of: Option<(Month, String)>,
    /// The topic of a plan of study that is studied there: the plan, and the key of its row.
    pub topic: Option<(RecordId, String)>,
}

/// What the next activity of a kind has from the one before.
const LIKELY_OF_MEETING: &[&str] = &["begins", "ends", "place", "host", "recorder", "hours"];
const LIKELY_OF_SERVICE: &[&str] = &["begins", "ends", "place", "plus"];
/// What it has besides where one asks for the same once more.
const SHAPE: &[&str] =
    &["kind", "branch", "group", "subject", "theme", "partner", "guest_lecturer"];

/// Writes a new meeting or event into an edit, with what is likely; its record.
pub fn draft_activity(draft: &mut Draft, context: &Context<'_>, new: &NewActivity) -> RecordId {
    let ledger = context.ledger();
    let id = draft.next_record(new.register);
    draft.field(&id, "kind", new.kind.as_str());
    draft.field(&id, "day", day_text(new.day));
    if !new.subject.is_empty() {
        draft.field(&id, "subject", new.subject.as_str());
    }
    if let Some((month, why)) = &new.instead_of {
        draft.field(&id, "instead_of", month.to_string());
        draft.field(&id, "instead_why", why.as_str());
    }
    let named = [("branch", &new.branch), ("group", &new.group)];
    for (field, record) in named.into_iter().filter_map(|(field, id)| Some((field, id.as_ref()?))) {
        draft.field(&id, field, record.as_str());
    }
    if let Some((plan, key)) = &new.topic
        && is_plan_of_a_branch(ledger, plan)
    {
        draft_topic_meeting(draft, ledger, (plan, key), Some(&id));
    }
    if let Some(last) = last_of(ledger, new) {
        copy(draft, &id, &last, likely(new.register));
    } else if let Some(secretary) = secretary(ledger, new) {
        draft.field(&id, "host", secretary.as_str());
    }
    if new.register == MEETING.name {
        let text = |id: &Option<RecordId>| id.as_ref().map_or("", RecordId::as_str).to_owned();
        let (branch, group) = (text(&new.branch), text(&new.group));
        mark_known(draft, context, &id, [&new.kind, &branch, &group], new.day);
    }
    id
}

/// Writes one of the same shape as a record on another day (再来一次), without its results; its record.
/// Nothing is written where the other is not there.
pub fn draft_repeat(draft: &mut Draft, context: &Context<'_>, of: &RecordId, day: Day) -> RecordId {
    let register = of.register();
    let id = draft.next_record(register);
    let Some(of) = context.ledger().record(of) else { return id };
    copy(draft, &id, &of, SHAPE);
    copy(draft, &id, &of, likely(register));
    for (key, row) in of.entries("counters") {
        draft.entry(&id, "counters", key, row.clone());
    }
    if register == MEETING.name {
        let of = ["kind", "branch", "group"].map(|field| of.text(field));
        mark_known(draft, context, &id, of, day);
    }
    draft.field(&id, "day", day_text(day));
    id
}

fn likely(register: &str) -> &'static [&'static str] {
    if register == MEETING.name { LIKELY_OF_MEETING } else { LIKELY_OF_SERVICE }
}

fn copy(draft: &mut Draft, to: &RecordId, from: &Record<'_>, fields: &[&str]) {
    for field in fields {
        let value = from.get(field);
        if !value.is_null() {
            draft.field(to, field, value.clone());
        }
    }
}

/// The last activity of the same kind of the same people.
fn last_of<'a>(ledger: &'a Ledger, new: &NewActivity) -> Option<Record<'a>> {
    let own = |id: &Option<RecordId>| id.as_ref().map_or("", RecordId::as_str).to_owned();
    let (branch, group) = (own(&new.branch), own(&new.group));
    let same = |record: &Record<'_>| {
        record.text("kind") == new.kind
            && record.text("branch") == branch
            && record.text("group") == group
    };
    ledger.records(new.register).filter(same).max_by_key(|record| record.text("day").to_owned())
}

fn secretary(ledger: &Ledger, new: &NewActivity) -> Option<RecordId> {
    let is_meeting = new.register == MEETING.name;
    let branch = ledger.record(new.branch.as_ref().filter(|_| is_meeting)?)?;
    let (of, field) = match &new.group {
        Some(group) => (ledger.record(group)?, "leader"),
        None => (branch, "secretary"),
    };
    debug_assert!(new.group.is_some() || of.id().register() == BRANCH.name);
    of.named(of.text(field))
}

/// Marks in the roll of a new meeting whose leave is known.
fn mark_known(draft: &mut Draft, context: &Context<'_>, id: &RecordId, of: [&str; 3], day: Day) {
    let people = ordered::set(expected_of(of, day, context).into_iter().map(|one| one.id));
    for (member, mark) in known_marks(context, day) {
        if people.contains(&member) {
            let value = roll_value(&mark.state, &mark.reason, &mark.note);
            draft.entry(id, "roll", member.as_str(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, EditId, Moment, Value, WriterId, parse_day};
    use crate::registers::SERVICE_EVENT;

    struct Book {
        ledger: Ledger,
        edits: u32,
    }

    impl Book {
        fn act<R>(&mut self, fill: impl FnOnce(&mut Draft, &Context<'_>) -> R) -> R {
            self.edits += 1;
            let at = Moment { millis: 1_795_000_000_000 + i64::from(self.edits), offset: 480 };
            let id = EditId { writer: WriterId(1), number: self.edits };
            let mut draft = Draft::new(id, at, Author::default(), "edit", "");
            let today = parse_day("2026-11-21").expect("a day");
            let result = fill(&mut draft, &Context::new(&self.ledger, today));
            if let Some(edit) = draft.finish(&self.ledger) {
                self.ledger.insert(edit);
            }
            result
        }

        fn texts(&self, id: &RecordId, fields: &[&str]) -> Vec<String> {
            let record = self.ledger.record(id).expect("there");
            fields.iter().map(|field| record.text(field).to_owned()).collect()
        }
    }

    fn day(text: &str) -> Day {
        parse_day(text).expect("a day")
    }

    /// A branch with a secretary and a member who announced leave, and a meeting of October.
    fn world() -> (Book, RecordId) {
        let mut book = Book { ledger: Ledger::new(), edits: 0 };
        let meeting = book.act(|draft, _| {
            draft.field(&RecordId::keyed("branch", "甲"), "secretary", "member:=1");
            for key in ["1", "2"] {
                let member = RecordId::keyed("member", key);
                draft.entry(&member, "branch", "2020-01-01", "branch:=甲");
            }
            let leave = draft.next_record("leave_notice");
            let said = [("member", "member:=2"), ("from", "2026-11-20"), ("kind", "leave")];
            for (field, text) in said.into_iter().chain([("until", "2026-11-30")]) {
                draft.field(&leave, field, text);
            }
            let meeting = draft.next_record("meeting");
            let said = [("kind", "themed"), ("branch", "branch:=甲"), ("day", "2026-10-20")];
            let more = [("begins", "16:00"), ("place", "三楼"), ("subject", "学习")];
            for (field, text) in said.into_iter().chain(more).chain([("content", "记录")]) {
                draft.field(&meeting, field, text);
            }
            draft.entry(&meeting, "roll", "member:=1", "present");
            meeting
        });
        (book, meeting)
    }

    fn new(kind: &str, on: &str) -> NewActivity {
        NewActivity {
            register: MEETING.name,
            kind: kind.to_owned(),
            branch: Some(RecordId::keyed("branch", "甲")),
            group: None,
            day: day(on),
            subject: String::new(),
            instead_of: None,
            topic: None,
        }
    }

    fn marks(book: &Book, id: &RecordId) -> Vec<(String, Value)> {
        let record = book.ledger.record(id).expect("there");
        let rows = record.entries("roll").into_iter();
        rows.map(|(key, row)| (key.to_owned(), row.clone())).collect()
    }

    #[test]
    fn a_new_one_has_the_time_and_place_of_the_last_of_its_kind_and_known_leave() {
        let (mut book, _) = world();
        let made =
            book.act(|draft, context| draft_activity(draft, context, &new("themed", "2026-11-21")));
        let fields = ["day", "begins", "place", "subject", "content", "host"];
        assert_eq!(book.texts(&made, &fields), ["2026-11-21", "16:00", "三楼", "", "", ""]);
        assert_eq!(marks(&book, &made), [("member:=2".to_owned(), "leave".into())]);
        let first = book
            .act(|draft, context| draft_activity(draft, context, &new("general", "2026-12-05")));
        assert_eq!(book.texts(&first, &["begins", "host"]), ["", "member:=1"]);
        assert_eq!(marks(&book, &first), []);
    }

    #[test]
    fn one_once_more_has_its_shape_and_none_of_its_results() {
        let (mut book, meeting) = world();
        let again =
            book.act(|draft, context| draft_repeat(draft, context, &meeting, day("2026-12-15")));
        let fields = ["kind", "day", "begins", "subject", "content"];
        assert_eq!(book.texts(&again, &fields), ["themed", "2026-12-15", "16:00", "学习", ""]);
        assert_eq!(marks(&book, &again), []);
        let gone = RecordId::keyed(SERVICE_EVENT.name, "没有");
        let none =
            book.act(|draft, context| draft_repeat(draft, context, &gone, day("2026-12-15")));
        assert!(book.ledger.record(&none).is_none());
    }
}
