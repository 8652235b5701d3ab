//! What a part of a ledger holds: all that its receiver needs, and nothing that is not its business.

use yixin::crypto::Cost;
use yixin::exchange::bundle::sealing::open;
use yixin::exchange::bundle::{self, BundleHeader, BundleKind, write_body};
use yixin::exchange::export::public::Fresh;
use yixin::exchange::export::scope::{Restricted, Scope, holds_restricted};
use yixin::exchange::export::{ExportContent, ExportOrder, NotSealed, Sealing, Sender, seal_all};
use yixin::exchange::{described, sample};
use yixin::ledger::{Author, Draft, EditId, Ledger, LedgerId, Moment, Month, RecordId, WriterId};
use yixin::registers::schemas;
use yixin::scoring::Scores;

const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };

fn hospital() -> Ledger {
    Ledger::from_edits(sample(2026, NOW))
}

fn month(number: u32) -> Month {
    Month::new(2026, number).expect("a month of the year")
}

fn branch() -> RecordId {
    RecordId::keyed("branch", "内科党支部")
}

#[test]
fn one_branch_goes_out_with_the_scores_it_has_at_home() {
    let whole = hospital();
    let part = Scope::Branch(branch()).select(schemas(), &whole, Restricted::Stays);
    let (mut at_home, mut abroad) = (Scores::new(&whole), Scores::new(&part));
    for number in 1..=11 {
        let here = at_home.results(&whole, &branch(), month(number));
        assert!(!here.is_empty(), "month {number}");
        assert_eq!(abroad.results(&part, &branch(), month(number)), here, "month {number}");
    }
}

#[test]
fn nobody_of_another_branch_goes_out_with_one() {
    let whole = hospital();
    let part = Scope::Branch(branch()).select(schemas(), &whole, Restricted::Stays);
    let text = write_body(&part);
    let mut strangers = 0;
    for member in whole.records("member") {
        let branches = member.entries("branch");
        if branches.iter().all(|(_, one)| one.as_text() != Some(branch().as_str())) {
            strangers += 1;
            assert!(!text.contains(&format!("\"{}\"", member.id())), "{}", member.text("name"));
        }
    }
    assert!(strangers > 50);
}

#[test]
fn a_period_goes_out_without_the_other_months() {
    let whole = hospital();
    let part = Scope::Period { from: month(3), until: month(4) }.select(
        schemas(),
        &whole,
        Restricted::Stays,
    );
    for register in ["score_entry", "assessment", "department_result"] {
        let months: Vec<&str> = part.records(register).map(|one| one.text("month")).collect();
        assert!(!months.is_empty(), "{register}");
        assert!(months.iter().all(|month| ["2026-03", "2026-04"].contains(month)), "{register}");
    }
    assert_eq!(part.records("member").count(), whole.records("member").count());
}

#[test]
fn what_is_restricted_goes_out_with_everything_alone() {
    let mut whole = hospital();
    let member = whole.records("member").next().map(|one| one.id().clone()).expect("a member");
    let id = EditId { writer: WriterId(9), number: 1 };
    let mut draft = Draft::new(id, NOW, Author::default(), "change", "");
    draft.field(&member, "phone", "13800000000");
    whole.insert(draft.finish(&whole).expect("a change"));
    let all = Scope::Everything.select(schemas(), &whole, Restricted::Stays);
    assert_eq!(write_body(&all), write_body(&whole));
    let period = Scope::Period { from: month(1), until: month(12) };
    for scope in [Scope::Branch(branch()), period] {
        assert!(
            !write_body(&scope.select(schemas(), &whole, Restricted::Stays))
                .contains("13800000000"),
            "{scope:?}"
        );
    }
}

#[test]
fn a_part_has_the_sheets_of_dues_and_neither_bases_nor_the_sums_of_reliefs() {
    let mut whole = hospital();
    let member = whole.records("member").next().map(|one| one.id().clone()).expect("a member");
    let id = EditId { writer: WriterId(9), number: 1 };
    let mut draft = Draft::new(id, NOW, Author::default(), "create", "");
    let relief = draft.next_record("dues_relief");
    draft.field(&relief, "member", member.as_str());
    draft.field(&relief, "from", "2026-03");
    draft.field(&relief, "amount", 123);
    draft.field(&relief, "approved_on", "2026-02-20");
    whole.insert(draft.finish(&whole).expect("a change"));
    for scope in [Scope::Branch(branch()), Scope::Period { from: month(1), until: month(12) }] {
        let part = scope.select(schemas(), &whole, Restricted::Stays);
        let sheets = part.records("dues_month");
        assert!(sheets.map(|one| one.entries("paid").len()).sum::<usize>() > 0, "{scope:?}");
        assert!(part.records("dues_base").all(|one| one.get("base").is_null()), "{scope:?}");
        assert!(part.records("dues_relief").all(|one| one.get("amount").is_null()), "{scope:?}");
    }
}

#[test]
fn what_is_restricted_goes_out_with_a_part_where_that_is_asked_and_the_head_says_so() {
    let mut whole = hospital();
    let member = whole.records("member").next().map(|one| one.id().clone()).expect("a member");
    let id = EditId { writer: WriterId(9), number: 1 };
    let mut draft = Draft::new(id, NOW, Author::default(), "change", "");
    draft.field(&member, "phone", "13800000000");
    whole.insert(draft.finish(&whole).expect("a change"));
    let scope = Scope::Period { from: month(1), until: month(12) };
    let header = BundleHeader::part(&scope, LedgerId(1), "示例", Author::default(), NOW);
    for (restricted, is_in, words) in [
        (Restricted::Goes, true, "含有限制可见的内容"),
        (Restricted::Stays, false, "不含限制可见的内容"),
    ] {
        let part = scope.select(schemas(), &whole, restricted);
        assert_eq!(write_body(&part).contains("13800000000"), is_in);
        assert_eq!(holds_restricted(schemas(), &part), is_in);
        assert!(
            described(schemas(), &header, &part).ends_with(words),
            "{}",
            described(schemas(), &header, &part)
        );
    }
    // Of another branch nothing goes out, restricted or not.
    let branch = Scope::Branch(branch()).select(schemas(), &whole, Restricted::Goes);
    let others = Scope::Branch(RecordId::keyed("branch", "没有")).select(
        schemas(),
        &whole,
        Restricted::Goes,
    );
    assert_eq!(others.records("member").count(), 0);
    assert!(branch.records("member").count() < whole.records("member").count());
}

#[test]
fn a_part_is_read_and_adds_nothing_to_the_whole() {
    let whole = hospital();
    let scope = Scope::Branch(branch());
    let header = BundleHeader::part(&scope, LedgerId(1), "示例", Author::default(), NOW);
    let read = bundle::read(
        bundle::write(&scope.select(schemas(), &whole, Restricted::Stays), header).as_bytes(),
    );
    let read = read.expect("our own bundle");
    assert_eq!(read.header.kind, BundleKind::Branch);
    assert_eq!(read.header.scope.as_text(), Some(branch().as_str()));
    let mut united = Ledger::from_edits(whole.iter());
    united.insert_all(read.edits);
    assert_eq!(write_body(&united), write_body(&whole));
}

fn order<'a>(content: &'a ExportContent, restricted: Restricted) -> ExportOrder<'a> {
    let by =
        Author { name: "王芳".into(), role: "支部书记".into(), tablet: "平板A".into() };
    let fresh = Fresh { ledger: LedgerId(9), writer: WriterId(9) };
    ExportOrder { content, restricted, ledger: LedgerId(7), by, made: NOW, fresh }
}

#[test]
fn an_export_holds_what_was_chosen_and_is_named_after_it() {
    let whole = hospital();
    let mut scores = Scores::new(&whole);
    let contents = [
        (ExportContent::Part(Scope::Everything), "全部", true),
        (ExportContent::Handover, "交接包", true),
        (ExportContent::Part(Scope::Branch(branch())), "内科党支部", false),
        (ExportContent::Public, "公开版", false),
    ];
    for (content, words, is_whole) in contents {
        let order = order(&content, Restricted::Stays);
        let (texts, is_everything) = order.write(schemas(), &whole, &mut scores);
        assert_eq!(is_everything, is_whole, "{words}");
        let read = bundle::read(texts[0].as_bytes()).expect("readable");
        let changes = Ledger::from_edits(read.edits).change_count();
        assert_eq!(changes == whole.change_count(), is_whole, "{words}");
        let names = order.names(&whole, &sender(0), false, texts.len());
        assert_eq!(names.len(), texts.len());
        assert!(names[0].contains(words) && names[0].ends_with(".json"), "{}", names[0]);
        // The public version names nobody.
        assert_eq!(names[0].contains("王芳"), words != "公开版", "{}", names[0]);
    }
    let content = ExportContent::Handover;
    let names = order(&content, Restricted::Stays).names(&whole, &sender(0), true, 2);
    assert!(names[0].contains("加密_1共2") && names[1].contains("加密_2共2"), "{names:?}");
}

/// Who sends files, so many minutes after now.
fn sender(minutes: i64) -> Sender {
    let by =
        Author { name: "王芳".into(), role: "支部书记".into(), tablet: "平板 A/1".into() };
    let made = Moment { millis: NOW.millis + minutes * 60_000, ..NOW };
    Sender { made, of: "内科党支部".to_owned(), by }
}

#[test]
fn names_of_files_tell_branch_and_sender_are_safe_and_sort_by_time() {
    let stem = sender(0).stem("全部", &["", "1共2"]);
    assert!(stem.ends_with("_全部_内科党支部_王芳_平板A1_1共2"), "{stem}");
    assert!(stem.starts_with("医心台账_20"), "{stem}");
    assert_eq!(sender(0).stem("内科党支部", &[]).matches("内科党支部").count(), 1);
    let mut by_time: Vec<String> = (0..2000).map(|at| sender(at * 97).stem("月表", &[])).collect();
    let made = by_time.clone();
    by_time.sort();
    assert_eq!(by_time, made);
    // Whatever a name holds, the file can be written everywhere.
    let hostile = "..\\/:*?\"<>|\u{0}\u{202e} 党支部".repeat(20);
    let by = Author { name: hostile.as_str().into(), ..Author::default() };
    let name =
        Sender { of: hostile.clone(), by, ..sender(0) }.file_name(&hostile, &[&hostile], "json");
    assert!(name.len() < 255, "{}", name.len());
    assert!(name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)), "{name}");
    assert_eq!(name.matches('.').count(), 1);
}

#[test]
fn sealed_files_are_opened_by_the_passphrase_and_each_has_a_nonce_of_its_own() {
    let sealing = Sealing {
        recipient: "林静",
        tablet: "平板A",
        made: NOW,
        passphrase: "红旗 渠水 长流",
        cost: Cost::LEAST,
    };
    let texts = ["同一段".to_owned(), "同一段".to_owned()];
    let drawn = std::cell::Cell::new(0u8);
    let fill = |bytes: &mut [u8]| {
        drawn.set(drawn.get() + 1);
        bytes.fill(drawn.get());
        true
    };
    let sealed = seal_all(&texts, sealing, fill).expect("sealed");
    assert_ne!(sealed[0], sealed[1]);
    for text in &sealed {
        assert!(!text.contains("同一段"));
        assert_eq!(open(text.as_bytes(), sealing.passphrase).as_deref(), Ok("同一段"));
        assert!(open(text.as_bytes(), "别的词").is_err());
    }
    assert_eq!(seal_all(&texts, sealing, |_| false), Err(NotSealed::NoRandomness));
}
