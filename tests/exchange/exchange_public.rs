//! The public version: what has been on the wall, and nothing else of the ledger.

use yixin::exchange::bundle::{self, BundleKind};
use yixin::exchange::export::public::{Fresh, public};
use yixin::exchange::{described, sample};
use yixin::ledger::{
    Author, Day, Draft, EditId, Ledger, LedgerId, Moment, Month, RecordId, Value, WriterId,
};
use yixin::registers::{Context, HEADS, Step, brought_in_id, masked, problems, schemas, step};
use yixin::scoring::{Scores, locked};

const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };
const FRESH: Fresh = Fresh { ledger: LedgerId(0xfeed), writer: WriterId(0xfeed) };

fn hospital() -> Ledger {
    let mut ledger = Ledger::from_edits(sample(2026, NOW));
    let member = ledger.records("member").next().map(|one| one.id().clone()).expect("a member");
    let id = EditId { writer: WriterId(0x9999), number: 1 };
    let mut draft = Draft::new(id, NOW, Author::default(), "change", "不外传的原因");
    draft.field(&member, "phone", "13812345678");
    draft.field(&member, "notes", "不外传的备注");
    let veto = draft.next_record("veto");
    draft.field(&veto, "member", member.as_str());
    draft.field(&veto, "reason", "不外传的否决");
    ledger.insert(draft.finish(&ledger).expect("a change"));
    ledger
}

/// The file, and what it holds.
fn made(ledger: &Ledger) -> (String, Ledger) {
    let by = ledger.records("member").nth(3).map(|one| one.text("name")).expect("a member");
    let tablet = format!("{by}的平板");
    let by =
        Author { name: by.into(), role: "支部书记".into(), tablet: tablet.as_str().into() };
    let (header, ledger) = public(schemas(), ledger, &mut Scores::new(ledger), FRESH, &by, NOW);
    let text = bundle::write(&ledger, header);
    (text, ledger)
}

#[test]
fn nothing_of_the_source_but_what_hung_on_the_wall_is_in_it() {
    let whole = hospital();
    let (text, public) = made(&whole);
    for planted in ["13812345678", "不外传", "staff_number", "member:=", "\"reason\"", "veto:"] {
        assert!(!text.contains(planted), "{planted}");
    }
    for member in whole.records("member") {
        assert!(!text.contains(member.text("name")), "{}", member.text("name"));
        assert!(!text.contains(member.id().as_str()), "{}", member.id());
        let number = member.text("staff_number");
        let told = |value: &Value| value.as_text().is_some_and(|text| text == number);
        assert!(
            number.is_empty()
                || !public
                    .iter()
                    .any(|edit| { edit.changes.iter().any(|(_, change)| told(&change.value)) })
        );
    }
    for head in whole.heads() {
        assert!(!text.contains(&head.id.writer.to_string()));
        assert!(head.reason.is_empty() || !text.contains(&*head.reason), "{}", head.reason);
        assert!(head.by.name.is_empty() || !text.contains(&*head.by.name));
    }
    let allowed = ["hospital", "branch", "standard", "adoption", "member", "brought_in"];
    assert!(public.register_names().all(|name| allowed.contains(&name)));
    for register in HEADS.iter().filter(|one| !allowed.contains(&one.name)) {
        let inside = |record: RecordId| text.contains(record.as_str());
        assert!(!whole.all_records(register.name).any(|one| inside(one.id().clone())));
    }
    for member in public.records("member") {
        let told = ["name", "branch", "category", "standing"];
        for (field, _, value) in member.cells() {
            assert!(told.contains(&field), "{field}");
            let why =
                field == "standing" && !["active", "left"].contains(&value.as_text().unwrap());
            assert!(!why, "why someone is away is not told: {value:?}");
        }
        assert!(member.text("name").ends_with('*'));
    }
}

#[test]
fn it_opens_as_a_ledger_of_its_own() {
    let (text, public) = made(&hospital());
    let read = bundle::read(text.as_bytes()).expect("our own file");
    assert!(read.is_canonical());
    assert_eq!((&read.header.kind, read.header.ledger), (&BundleKind::Public, FRESH.ledger));
    assert!(described(schemas(), &read.header, &public).starts_with("公开版"));
    assert!(read.edits.iter().all(|edit| edit.head.id.writer == FRESH.writer));
    assert_eq!(bundle::write_body(&Ledger::from_edits(read.edits)), bundle::write_body(&public));
    for schema in schemas().iter() {
        for record in public.records(schema.head.name) {
            assert_eq!(
                problems(schema, &record, &Context::new(&public, Day::MAX)),
                [],
                "nothing in it is 待修正"
            );
        }
    }
}

#[test]
fn its_totals_are_those_of_the_snapshots() {
    let whole = hospital();
    let (_, public) = made(&whole);
    let mut scores = Scores::new(&public);
    let mut months = 0;
    for record in whole.records("assessment") {
        let branch: RecordId = record.text("branch").parse().expect("a branch");
        let month: Month = record.text("month").parse().expect("a month");
        let shown = public.record(&brought_in_id(&branch, month));
        if step(Some(&record)) < Step::Notice {
            assert!(shown.is_none(), "{branch} {month} was never put up");
            continue;
        }
        assert!(shown.is_some(), "{branch} {month}");
        let Some(Ok(snapshot)) = locked(&whole, &branch, month) else { continue };
        months += 1;
        let name = |ledger: &Ledger, id: &RecordId| {
            ledger.record(id).map_or(String::new(), |one| one.text("name").to_owned())
        };
        let mut expected: Vec<(String, i32)> = snapshot
            .rows
            .iter()
            .filter(|(_, row)| row.is_assessed())
            .map(|(member, row)| (masked(&name(&whole, member)), row.result))
            .collect();
        let results = scores.results(&public, &branch, month);
        let mut found: Vec<(String, i32)> =
            results.iter().map(|(id, one)| (name(&public, id), one.tenths)).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{branch} {month}");
    }
    assert!(months > 10);
}

#[test]
fn members_stand_in_their_branches_from_when_they_did() {
    let whole = hospital();
    let (_, public) = made(&whole);
    let entries = |ledger: &Ledger| {
        let members = ledger.records("member").map(|one| {
            let name = one.text("name").chars().next();
            let branches: Vec<_> = one
                .entries("branch")
                .into_iter()
                .map(|(day, at)| (day.to_owned(), at.as_text().unwrap_or("").to_owned()))
                .collect();
            (name, branches)
        });
        let mut members: Vec<_> = members.collect();
        members.sort();
        members
    };
    let (home, abroad) = (entries(&whole), entries(&public));
    assert!(abroad.len() > 70 && abroad.len() <= home.len());
    assert!(abroad.iter().filter(|one| home.contains(one)).count() > 60);
}
