//! A ledger that is too large for one file goes out in several; a partner gets what it lacks.

use yixin::codec::Partner;
use yixin::codec::limits;
use yixin::exchange::bundle::multipart::{self, FILE_LIMITS, FileLimits, FilePart};
use yixin::exchange::bundle::{self, Bundle, BundleHeader, BundleKind, write_body};
use yixin::exchange::export::delta;
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::exchange::{described, sample};
use yixin::ledger::{
    Author, Draft, EditId, Ledger, LedgerId, Moment, RecordId, Value, VersionVector, WriterId,
};
use yixin::registers::schemas;

const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };

fn by(tablet: &str) -> Author {
    Author { name: "王芳".into(), role: "支部书记".into(), tablet: tablet.into() }
}

fn hospital() -> Ledger {
    Ledger::from_edits(sample(2026, NOW))
}

fn header(tablet: &str) -> BundleHeader {
    BundleHeader::everything(LedgerId(7), "示例医院", by(tablet), NOW)
}

fn open(text: &str) -> Bundle {
    bundle::read(text.as_bytes()).expect("our own file")
}

fn change(ledger: &mut Ledger, writer: u64, number: u32, key: &str, value: &str) {
    let id = EditId { writer: WriterId(writer), number };
    let at = Moment { millis: NOW.millis + i64::from(number), ..NOW };
    let mut draft = Draft::new(id, at, by("平板A"), "change", "");
    draft.field(&RecordId::keyed("member", key), "name", value);
    ledger.insert(draft.finish(ledger).expect("a change"));
}

#[test]
fn what_fits_into_one_file_goes_out_as_ever() {
    let whole = hospital();
    const { assert!(FILE_LIMITS.bytes < limits::BYTES && FILE_LIMITS.changes < limits::CHANGES) }
    assert_eq!(
        multipart::write(&whole, header("甲"), FILE_LIMITS),
        [bundle::write(&whole, header("甲"))]
    );
    let empty = Ledger::new();
    let nothing = FileLimits { bytes: 0, changes: 0 };
    assert_eq!(multipart::write(&empty, header("甲"), nothing).len(), 1);
}

#[test]
fn the_parts_of_a_ledger_unite_to_it_in_any_order() {
    let whole = hospital();
    for room in [
        FileLimits { bytes: 300_000, changes: usize::MAX },
        FileLimits { bytes: usize::MAX, changes: 700 },
        FileLimits { bytes: 9_000, changes: 61 },
    ] {
        let texts = multipart::write(&whole, header("甲"), room);
        assert!(texts.len() > 2, "{room:?}");
        let mut united = Ledger::new();
        // Odd ones first, then the even ones from the end: no order matters.
        let order = (0..texts.len()).filter(|at| at % 2 == 1);
        let order = order.chain((0..texts.len()).rev().filter(|at| at % 2 == 0));
        for place in order {
            let Bundle { header, edits } = open(&texts[place]);
            let part = FilePart::of(&header).expect("a part");
            let numbers: Vec<usize> = part.numbers.iter().map(|number| *number as usize).collect();
            assert_eq!((numbers, part.of as usize), (vec![place + 1], texts.len()));
            assert_eq!(
                (&header.kind, &part.whole.kind),
                (&BundleKind::Part, &BundleKind::Everything)
            );
            // A single change may be larger than all the room: a lock, a standard.
            let fits = texts[place].len() <= room.bytes.saturating_add(2_000);
            assert!(fits || header.counts.changes == 1, "{room:?}");
            assert!(header.counts.changes <= room.changes as u64, "{room:?}");
            united.insert_all(edits);
        }
        assert_eq!(write_body(&united), write_body(&whole), "{room:?}");
        let few = texts.iter().take(2).flat_map(|text| open(text).edits);
        let few = Ledger::from_edits(few);
        assert!(few.change_count() > 0 && few.change_count() < whole.change_count());
        assert!(few.iter().all(|edit| edit.change_ids().all(|id| whole.contains(id))));
    }
}

#[test]
fn one_huge_edit_is_cut_between_its_changes() {
    let id = EditId { writer: WriterId(1), number: 1 };
    let mut draft = Draft::new(id, NOW, by("甲"), "import-roster", "补录");
    for number in 0..500 {
        let member = RecordId::keyed("member", &number.to_string());
        draft.field(&member, "name", "李明");
        draft.field(&member, "notes", "备注".repeat(number % 40));
    }
    let whole = Ledger::from_edits(draft.finish(&Ledger::new()));
    let texts =
        multipart::write(&whole, header("甲"), FileLimits { bytes: 6_000, changes: usize::MAX });
    assert!(texts.len() > 10);
    let mut united = Ledger::new();
    for text in &texts {
        let bundle = open(text);
        assert!(bundle.is_canonical() && bundle.edits.iter().all(|edit| !edit.is_whole()));
        assert!(text.len() < 7_000);
        united.insert_all(bundle.edits);
    }
    assert_eq!(write_body(&united), write_body(&whole));
    assert!(united.iter().all(|edit| edit.is_whole()));
}

#[test]
fn a_part_says_which_it_is_and_of_what() {
    let whole = hospital();
    let scope = Scope::Branch(RecordId::keyed("branch", "内科党支部"));
    let branch = scope.select(schemas(), &whole, Restricted::Stays);
    let all = BundleHeader::part(&scope, LedgerId(7), "示例医院", by("甲"), NOW);
    let texts = multipart::write(&branch, all, FileLimits { bytes: 200_000, changes: usize::MAX });
    let of = texts.len();
    let Bundle { header, edits } = open(&texts[0]);
    let words = described(schemas(), &header, &Ledger::from_edits(edits));
    assert!(words.starts_with(&format!("第 1 份，共 {of} 份（只有")), "{words}");
    let mut forged = header.clone();
    forged.scope = Value::group([
        ("kind", "part".into()),
        ("scope", header.scope.clone()),
        ("number", 1.into()),
        ("of", 2.into()),
    ]);
    assert_eq!(FilePart::of(&forged), None, "a part of a part");
    assert_eq!(described(schemas(), &forged, &whole), "一部分");
}

/// Two tablets that began with the same ledger and went on apart.
fn apart() -> (Ledger, Ledger) {
    let mut one = hospital();
    let mut other = hospital();
    change(&mut one, 0xa, 1, "x", "甲");
    change(&mut one, 0xa, 2, "y", "乙");
    change(&mut other, 0xb, 1, "x", "丙");
    (one, other)
}

#[test]
fn what_a_partner_lacks_makes_its_ledger_the_union() {
    let (one, mut other) = apart();
    let partner = Partner::of(&header("乙"), VersionVector::of(&other));
    assert!(partner.all && partner.is(&by("乙")) && !partner.is(&by("甲")));
    let part = delta::select(&one, &partner);
    assert_eq!((part.edit_count(), part.change_count()), (2, 2));
    let text = bundle::write(&part, delta::header(&one, &partner, header("甲")));
    let Bundle { header, edits } = open(&text);
    assert_eq!(header.kind, BundleKind::Lacking);
    assert_eq!(described(schemas(), &header, &part), "王芳 · 乙缺的（照其2026年11月21日给的文件）");

    // It also says what the sender has, so that the answer is as short.
    let sender = Partner::of(&header, VersionVector::of_edits(&edits));
    assert!(sender.all);
    assert_eq!(sender.holds, VersionVector::of(&one));
    other.insert_all(edits);
    let mut united = one.clone();
    united.union(&apart().1);
    assert_eq!(write_body(&other), write_body(&united));
    assert_eq!(delta::select(&other, &sender).edit_count(), 1);
}

#[test]
fn being_wrong_about_a_partner_loses_nothing() {
    let (one, other) = apart();
    // It is taken for one that has nothing: all goes out, and most of it is there already.
    let none = Partner {
        holds: VersionVector::default(),
        ..Partner::of(&header("乙"), VersionVector::of(&other))
    };
    let mut received = other.clone();
    received.union(&delta::select(&one, &none));
    // It is taken for one that has all: nothing goes out, and everything can still be sent.
    let all = Partner::of(&header("乙"), VersionVector::of(&one));
    let nothing = delta::select(&one, &all);
    assert_eq!(nothing.edit_count(), 0);
    let mut late = other.clone();
    late.union(&nothing);
    assert_eq!(write_body(&late), write_body(&other));
    late.union(&one);
    assert_eq!(write_body(&late), write_body(&received));
}

#[test]
fn what_a_partner_has_in_part_is_sent_whole() {
    let whole = hospital();
    let scope = Scope::Branch(RecordId::keyed("branch", "内科党支部"));
    let mut theirs = scope.select(schemas(), &whole, Restricted::Stays);
    assert!(theirs.iter().any(|edit| !edit.is_whole()));
    let header = BundleHeader::part(&scope, LedgerId(7), "示例医院", by("乙"), NOW);
    let partner = Partner::of(&header, VersionVector::of(&theirs));
    assert!(!partner.all, "a branch is not all that a tablet has");
    theirs.union(&delta::select(&whole, &partner));
    assert_eq!(write_body(&theirs), write_body(&whole));
}

#[test]
fn a_part_has_a_number_from_one_to_how_many_there_are() {
    let numbered = |number: i64, of: i64| {
        let scope = Value::group([
            ("kind", "everything".into()),
            ("scope", Value::Null),
            ("number", number.into()),
            ("of", of.into()),
        ]);
        let header = BundleHeader { kind: BundleKind::Part, scope, ..header("甲") };
        FilePart::of(&header).map(|part| (part.numbers.first().copied(), part.of))
    };
    assert_eq!([numbered(1, 2), numbered(2, 2)], [Some((Some(1), 2)), Some((Some(2), 2))]);
    assert_eq!([numbered(0, 2), numbered(0, 0), numbered(3, 2), numbered(-1, 2)], [None; 4]);
    assert_eq!(numbered(1, i64::from(u32::MAX)), None, "more files than can be told one by one");
}
