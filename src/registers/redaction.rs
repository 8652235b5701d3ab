//! Redaction (依法删除个人信息): asked for, waited a whole day for, then done for good.
//!
//! What says who someone is goes: all of the member's own fields, the names kept beside locked
//! sheets, and what was written in words about them alone. What holds figures together stays: to
//! which branch the member belonged, and scores under the record's id, so that locked hashes and
//! totals are as they were. Basis: 《个人信息保护法》第四十七条.

use crate::ledger::{Day, Draft, Ledger, REDACTED, Record, RecordId, day_text, parse_day};
use crate::ordered;

use super::engine::{Field, Head, Kind, NaturalKey, RegisterGroup, Schema};
use super::{Member, Place, is_erased};

/// The register of requests: one a member. To call one off is to delete it.
pub static REDACTION: Head = Head {
    group: RegisterGroup::Unlisted,
    key: NaturalKey::Fields(&["member"]),
    ..Head::new("redaction", "依法删除").owned_by("member", "member")
};

/// The schema of redaction records.
pub static REDACTION_SCHEMA: Schema = Schema {
    about: "依法删除个人信息的申请。等满一天再执行，执行以前可以撤销。",
    title: &["member"],
    ..Schema::new(
        &REDACTION,
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new("asked_on", "申请日期", Kind::Day).required(),
            Field::new("reason", "依据和理由", Kind::Lines(300)).required(),
        ],
    )
};

/// How many days after the request it can be done: a whole day lies between.
const GRACE_DAYS: u64 = 2;

/// A request that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The record of the request.
    pub id: RecordId,
    /// Whose data is to go.
    pub member: RecordId,
    /// Why, in words.
    pub reason: String,
    /// From which day on it can be done.
    pub ready_on: Day,
}

/// The requests that wait, in the order of their days.
pub fn waiting(ledger: &Ledger) -> Vec<Waiting> {
    let read = |record: Record<'_>| {
        let member: RecordId = record.text("member").parse().ok()?;
        let asked = parse_day(record.text("asked_on")).ok()?;
        (!is_erased(ledger, &member)).then(|| Waiting {
            id: record.id().clone(),
            reason: record.text("reason").to_owned(),
            ready_on: asked.checked_add_days(chrono::Days::new(GRACE_DAYS)).unwrap_or(asked),
            member,
        })
    };
    let mut found: Vec<_> = ledger.records(REDACTION.name).filter_map(read).collect();
    ordered::sort_by(&mut found, |one, other| {
        (one.ready_on, &one.id).cmp(&(other.ready_on, &other.id))
    });
    found
}

/// Why a member's data cannot be erased; `None` where it can.
pub fn redaction_obstacle(ledger: &Ledger, member: &RecordId, today: Day) -> Option<&'static str> {
    if is_erased(ledger, member) {
        return Some("这名党员的个人信息已经删除。");
    }
    let record = ledger.record(member)?;
    if record.is_joined() {
        return Some("这条记录已经与另一条合并，请对合并以后的那一名申请。");
    }
    let is_here = Member::on(&record, today).is_some();
    is_here.then_some("这名党员仍在册。请先登记转出（或删除误录的记录），再申请删除个人信息。")
}

/// Asks for a redaction.
pub fn ask(draft: &mut Draft, member: &RecordId, reason: &str, today: Day) {
    let id = REDACTION.id(&[member.as_str()]);
    draft.restore(&id);
    draft.field(&id, "member", member.as_str());
    draft.field(&id, "asked_on", day_text(today));
    draft.field(&id, "reason", reason.trim());
}

/// Erases places for good.
pub fn redact<'a>(draft: &mut Draft, places: impl IntoIterator<Item = &'a Place>) {
    for Place { record, place } in places {
        draft.entry(record, REDACTED, place, true);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        APPEAL, ASSESSMENT, Context, MEMBER_SCHEMA, SCORE_ENTRY, mentions, places_of, problems,
        schemas, title,
    };
    use super::*;
    use crate::ledger::{Author, EditId, Moment, Value, WriterId};

    fn edit(ledger: &mut Ledger, number: u32, fill: impl FnOnce(&mut Draft)) {
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let id = EditId { writer: WriterId(1), number };
        let mut draft = Draft::new(id, at, Author::default(), "change", "");
        fill(&mut draft);
        let edit = draft.finish(ledger).unwrap();
        ledger.insert(edit);
    }

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    /// 张三 of a branch, moved out in March, with an appeal, an entry of his own and one with another.
    fn world() -> (Ledger, RecordId) {
        let mut ledger = Ledger::new();
        let zhang = RecordId::keyed("member", "1001");
        let branch = RecordId::keyed("branch", "一支部");
        edit(&mut ledger, 1, |draft| {
            draft.field(&branch, "name", "一支部");
            draft.field(&zhang, "name", "张三");
            draft.field(&zhang, "phone", "13800000000");
            draft.entry(&zhang, "branch", "2026-01-01", branch.as_str());
            draft.entry(&zhang, "category", "2026-01-01", "full");
            draft.entry(&zhang, "standing", "2026-01-01", "active");
            draft.entry(&zhang, "standing", "2026-03-01", "left");
        });
        edit(&mut ledger, 2, |draft| {
            let appeal = RecordId::keyed(APPEAL.name, "a");
            draft.field(&appeal, "member", zhang.as_str());
            draft.field(&appeal, "content", "张三不同意 B2 的扣分");
            let own = RecordId::keyed(SCORE_ENTRY.name, "own");
            draft.entry(&own, "who", zhang.as_str(), 1);
            draft.field(&own, "note", "下乡义诊");
            let shared = RecordId::keyed(SCORE_ENTRY.name, "shared");
            draft.entry(&shared, "who", zhang.as_str(), 1);
            draft.entry(&shared, "who", "member:=1002", 1);
            draft.field(&shared, "note", "张三带队义诊");
            let lock = RecordId::keyed(ASSESSMENT.name, "x");
            draft.field(
                &lock,
                "names",
                Value::group([("member:=1001", "张三".into()), ("member:=1002", "李四".into())]),
            );
        });
        (ledger, zhang)
    }

    #[test]
    fn what_says_who_it_was_goes_and_what_holds_figures_stays() {
        let (mut ledger, zhang) = world();
        let places = places_of(schemas(), &ledger, &zhang);
        edit(&mut ledger, 3, |draft| redact(draft, &places));
        let record = ledger.record(&zhang).unwrap();
        assert_eq!((record.text("name"), record.text("phone")), ("", ""));
        assert_eq!(title(&ledger, &zhang), "（已依法删除）");
        assert!(Member::on(&record, day("2026-02-01")).is_some());
        assert!(
            problems(&MEMBER_SCHEMA, &record, &Context::new(&ledger, day("2026-03-01")))
                .iter()
                .all(|one| one.field != "name")
        );
        let lock = ledger.record(&RecordId::keyed(ASSESSMENT.name, "x")).unwrap();
        assert_eq!(lock.get("names"), &Value::group([("member:=1002", "李四".into())]));
        let text = |name: &str| {
            let entry = ledger.record(&RecordId::keyed(SCORE_ENTRY.name, name)).unwrap();
            entry.text("note").to_owned()
        };
        assert_eq!((&*text("own"), &*text("shared")), ("", "张三带队义诊"));
        let appeal = ledger.record(&RecordId::keyed(APPEAL.name, "a")).unwrap();
        assert_eq!((appeal.text("content"), appeal.text("member")), ("", zhang.as_str()));
    }

    #[test]
    fn where_else_the_name_is_written_is_told() {
        let (ledger, zhang) = world();
        let found: Vec<Place> =
            mentions(schemas(), &ledger, &zhang).into_iter().map(|one| one.place).collect();
        let shared = RecordId::keyed(SCORE_ENTRY.name, "shared");
        assert_eq!(found, [Place { record: shared, place: "note".to_owned() }]);
    }

    #[test]
    fn who_is_still_on_the_roll_stays() {
        let (ledger, zhang) = world();
        assert!(redaction_obstacle(&ledger, &zhang, day("2026-02-28")).is_some());
        assert_eq!(redaction_obstacle(&ledger, &zhang, day("2026-03-01")), None);
    }

    #[test]
    fn a_whole_day_lies_between_asking_and_doing_and_it_can_be_called_off() {
        let (mut ledger, zhang) = world();
        edit(&mut ledger, 3, |draft| ask(draft, &zhang, "本人申请", day("2026-03-10")));
        let found = waiting(&ledger);
        assert_eq!(found[0].ready_on, day("2026-03-12"));
        edit(&mut ledger, 4, |draft| draft.delete(&found[0].id));
        assert_eq!(waiting(&ledger), []);
        edit(&mut ledger, 5, |draft| ask(draft, &zhang, "再次申请", day("2026-04-01")));
        assert_eq!(waiting(&ledger)[0].ready_on, day("2026-04-03"));
    }
}
