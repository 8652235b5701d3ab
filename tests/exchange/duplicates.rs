//! Who looks like one (同一人、同一单位): proposed where nothing speaks against it, each pair once.

use crate::fixtures::Book;
use crate::fixtures::joins::unnumbered;
use yixin::exchange::duplicates::duplicates;
use yixin::ledger::{Draft, RecordId};
use yixin::registers::keep_apart;

#[test]
fn members_of_one_name_are_proposed_unless_something_speaks_against_it() {
    let mut book = Book::new();
    let pair = |book: &mut Book, one: &[(&'static str, &str)], other: &[(&'static str, &str)]| {
        let at = book.ledger.edit_count();
        let name = format!("买买提·{at}");
        let one = unnumbered(book, &name, one);
        unnumbered(book, &name.replace('·', " • "), other);
        duplicates(&book.ledger).into_iter().find(|duplicates| duplicates.keep == one)
    };
    let reason = |found: Option<yixin::exchange::duplicates::DuplicateGroup>| {
        found.map(|one| (one.reason, one.sure))
    };
    let sure = reason(pair(
        &mut book,
        &[("born", "1980-05"), ("gender", "男")],
        &[("born", "1980-05-03")],
    ));
    assert_eq!(sure, Some(("姓名、出生年月相同".to_owned(), true)));
    let unsure = reason(pair(&mut book, &[("gender", "男")], &[("gender", "男")]));
    assert_eq!(unsure, Some(("姓名相同，别的还看不出来，请核对".to_owned(), false)));
    for (one, other) in [
        ([("born", "1980-05-03")], [("born", "1980-05-04")]),
        ([("born", "1980-05")], [("born", "1980-06")]),
        ([("gender", "男")], [("gender", "女")]),
        ([("staff_number", "1")], [("staff_number", "2")]),
    ] {
        assert_eq!(pair(&mut book, &one, &other), None, "{one:?} {other:?}");
    }
    let found = duplicates(&book.ledger);
    assert_eq!(found.iter().map(|one| one.sure).collect::<Vec<_>>(), [true, false]);
    let apart = found[0].clone();
    book.act("distinct", |draft, _| keep_apart(draft, &apart.keep, &apart.other));
    assert_eq!(duplicates(&book.ledger), found[1..]);
    book.undo();
    assert_eq!(duplicates(&book.ledger), found);
}

#[test]
fn of_many_of_one_name_each_is_proposed_once_and_those_of_one_roster_are_different_people() {
    let mut book = Book::new();
    let first = book.first();
    let mut made = Vec::new();
    for _ in 0..5 {
        let ids = book.act("import-roster", |draft, _| {
            [(); 2].map(|()| {
                let id = draft.next_record("member");
                draft.field(&id, "name", "张伟");
                draft.entry(&id, "branch", "2026-01-01", first.as_str());
                id
            })
        });
        made.push(ids);
    }
    let found = duplicates(&book.ledger);
    assert_eq!(found.len(), 8);
    for one in &found {
        let place = made[0].iter().position(|id| *id == one.keep).expect("of the first roster");
        assert!(made.iter().any(|ids| ids[place] == one.other));
    }
}

#[test]
fn departments_are_proposed_only_where_their_names_surely_mean_one() {
    let mut book = Book::new();
    for name in ["心内科", "心血管内科", "ＩＣＵ", "icu 科室", "外科", "骨外科", "科"]
    {
        book.department(name);
    }
    book.department("心内");
    let found: Vec<_> =
        duplicates(&book.ledger).into_iter().map(|one| (one.name, one.other.to_string())).collect();
    let expected = [("ＩＣＵ", "department:=icu 科室"), ("心内科", "department:=心内")];
    let mut expected = expected.map(|(name, id)| (name.to_owned(), id.to_owned())).to_vec();
    expected.sort();
    let mut found = found;
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_thousand_members_of_one_name_are_compared_in_no_time() {
    let mut book = Book::new();
    book.act("import", |draft: &mut Draft, _| {
        for at in 0..1000 {
            let id = RecordId::keyed("member", &at.to_string());
            draft.field(&id, "name", "张伟");
            draft.field(&id, "staff_number", at.to_string());
        }
    });
    let start = std::time::Instant::now();
    assert_eq!(duplicates(&book.ledger), []);
    assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
}
