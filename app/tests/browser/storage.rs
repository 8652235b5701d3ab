//! The two stores of the browser behind their traits, and the store of a ledger over both.

use std::rc::Rc;

use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen_test::wasm_bindgen_test;
use yixin::codec::wire::write_body;
use yixin::ledger::{
    Author, Draft, Edit, EditId, Ledger, LedgerId, Moment, REDACTED, RecordId, Value, WriterId,
};
use yixin::storage::{
    Backup, Catalog, Durability, Fullness, Journal, KeyValue, LOCAL_ROOM, LedgerEntry, LedgerKind,
    Purge, Reckoning, StorageError, Store, StoreKind, Stores,
};
use yixin_app::browser::device;
use yixin_app::browser::indexed_db::BrowserJournal;
use yixin_app::browser::local_storage::BrowserStorage;

use super::HARD;

const NOW: i64 = 1_795_266_300_000;

type BrowserStores = Stores<BrowserStorage, BrowserJournal>;

/// Each test has a ledger and a database of its own.
async fn stores(name: &str) -> Rc<BrowserStores> {
    let journal = BrowserJournal::open(&format!("yixin-test-{name}")).await;
    Rc::new(Stores { local: BrowserStorage::open(), journal })
}

fn edit(ledger: &Ledger, writer: u64, number: u32, value: &str) -> Edit {
    let id = EditId { writer: WriterId(writer), number };
    let by = Author { name: HARD.into(), ..Author::default() };
    let mut draft = Draft::new(id, Moment { millis: NOW, offset: 480 }, by, "edit", HARD);
    let record = RecordId::keyed("member", &format!("{writer}-{number}"));
    draft.field(&record, "name", value);
    draft.field(&record, "votes", Value::group([("yes", 3.into()), (HARD, HARD.into())]));
    draft.finish(ledger).expect("an edit")
}

/// Nothing is redacted.
fn nothing() -> Purge<impl Fn(&mut Edit) -> usize> {
    Purge { places: 0, is_left: false, erase: |_: &mut Edit| 0 }
}

fn clear(ledger: LedgerId) {
    let local = BrowserStorage::open().expect("a localStorage");
    for key in local.keys(&format!("yixin/{ledger}/")).expect("readable") {
        local.remove(&key).expect("removable");
    }
}

async fn clear_journal(journal: &BrowserJournal) {
    let keys = journal.keys("").await.expect("readable");
    journal.remove(&keys).await.expect("removable");
}

#[wasm_bindgen_test]
fn local_storage_lists_only_what_has_the_prefix() {
    let local = BrowserStorage::open().expect("a localStorage");
    local.set("yixin-list/𠮷", HARD).expect("room");
    local.set("other-list", "1").expect("room");
    assert_eq!(local.get("yixin-list/𠮷"), Ok(Some(HARD.to_owned())));
    assert_eq!(local.keys("yixin-list/"), Ok(vec!["yixin-list/𠮷".to_owned()]));
    local.remove("yixin-list/𠮷").expect("removable");
    local.remove("other-list").expect("removable");
    assert_eq!(local.get("yixin-list/𠮷"), Ok(None));
}

#[wasm_bindgen_test]
fn a_full_local_storage_says_so_and_keeps_what_was_there() {
    let local = BrowserStorage::open().expect("a localStorage");
    local.set("yixin-full", "before").expect("room");
    let filled = local.set("yixin-full", &"汉".repeat(6 << 20));
    assert_eq!(filled, Err(StorageError::Full));
    assert_eq!(local.get("yixin-full"), Ok(Some("before".to_owned())));
    local.remove("yixin-full").expect("removable");
}

#[wasm_bindgen_test]
async fn the_journal_is_strict_and_keeps_text_byte_for_byte() {
    let journal = BrowserJournal::open("yixin-test-bytes").await.expect("IndexedDB");
    clear_journal(&journal).await;
    let entries = [("a/1".to_owned(), HARD.to_owned()), ("a/𠮷".to_owned(), String::new())];
    assert_eq!(journal.append(&entries).await, Ok(Durability::Strict));
    journal.append(&[("b/1".to_owned(), "b".to_owned())]).await.expect("room");
    // Another connection, as after a restart.
    journal.close();
    let again = BrowserJournal::open("yixin-test-bytes").await.expect("IndexedDB");
    for journal in [&again, &journal] {
        assert_eq!(journal.keys("a/").await, Ok(vec!["a/1".to_owned(), "a/𠮷".to_owned()]));
        let keys = ["a/1", "missing", "a/𠮷"].map(str::to_owned);
        let read = journal.read(&keys).await.expect("readable");
        assert_eq!(read, [Some(HARD.to_owned()), None, Some(String::new())]);
    }
    again.remove(&["a/1".to_owned()]).await.expect("removable");
    assert_eq!(journal.keys("").await, Ok(vec!["a/𠮷".to_owned(), "b/1".to_owned()]));
}

#[wasm_bindgen_test]
async fn many_entries_are_one_transaction_and_many_calls_may_be_under_way() {
    let journal = BrowserJournal::open("yixin-test-many").await.expect("IndexedDB");
    clear_journal(&journal).await;
    let entries: Vec<_> =
        (0..2_000).map(|number| (format!("m/{number:05}"), HARD.repeat(10))).collect();
    journal.append(&entries).await.expect("room");
    let one = journal.append(&entries[..10]);
    let two = journal.keys("m/");
    let three = journal.read(&[]);
    journal.close();
    let (one, two, three) = futures(one, two, three).await;
    assert_eq!(one, Ok(Durability::Strict));
    assert_eq!(two.map(|keys| keys.len()), Ok(2_000));
    assert_eq!(three, Ok(vec![]));
}

/// Waits for three futures at once.
async fn futures<A, B, C>(
    a: impl Future<Output = A>,
    b: impl Future<Output = B>,
    c: impl Future<Output = C>,
) -> (A, B, C) {
    let (mut a, mut b, mut c) = (Box::pin(a), Box::pin(b), Box::pin(c));
    let (mut ready_a, mut ready_b, mut ready_c) = (None, None, None);
    std::future::poll_fn(move |context| {
        use std::task::Poll;
        if ready_a.is_none()
            && let Poll::Ready(ready) = a.as_mut().poll(context)
        {
            ready_a = Some(ready);
        }
        if ready_b.is_none()
            && let Poll::Ready(ready) = b.as_mut().poll(context)
        {
            ready_b = Some(ready);
        }
        if ready_c.is_none()
            && let Poll::Ready(ready) = c.as_mut().poll(context)
        {
            ready_c = Some(ready);
        }
        if ready_a.is_some() && ready_b.is_some() && ready_c.is_some() {
            Poll::Ready((
                ready_a.take().expect("ready"),
                ready_b.take().expect("ready"),
                ready_c.take().expect("ready"),
            ))
        } else {
            Poll::Pending
        }
    })
    .await
}

#[wasm_bindgen_test]
async fn a_ledger_survives_reopening_and_either_store_gives_it_back() {
    let id = LedgerId(0xb0);
    let stores = stores("reopen").await;
    clear(id);
    clear_journal(stores.journal.as_ref().expect("IndexedDB")).await;
    let (store, opened) = Store::open(stores.clone(), id, WriterId(1)).await.expect("opens");
    let mut ledger = opened.ledger;
    for number in 1..=5 {
        let edit = edit(&ledger, 1, number, HARD);
        let recorded = store.record(&edit).await.expect("fits");
        assert_eq!((recorded.durability, recorded.trouble), (Durability::Strict, None));
        ledger.insert(edit);
        if number < 5 {
            store.checkpoint().expect("room");
        }
    }
    let body = write_body(&ledger);
    // The last minute is in the journal alone.
    let (store, opened) = Store::open(stores.clone(), id, WriterId(2)).await.expect("opens");
    assert_eq!((write_body(&opened.ledger), opened.recovered), (body.clone(), 1));
    assert_eq!(store.maintain(nothing()).await.trouble, None);
    clear(id);
    let (store, opened) = Store::open(stores.clone(), id, WriterId(3)).await.expect("opens");
    assert_eq!(opened.vanished.map(|vanished| vanished.store), Some(StoreKind::Local));
    assert_eq!(write_body(&opened.ledger), body);
    assert_eq!(store.maintain(nothing()).await.to_local, 5);
    clear_journal(stores.journal.as_ref().expect("IndexedDB")).await;
    let (store, opened) = Store::open(stores.clone(), id, WriterId(4)).await.expect("opens");
    assert_eq!(opened.vanished.map(|vanished| vanished.store), Some(StoreKind::Journal));
    assert_eq!(write_body(&opened.ledger), body);
    assert_eq!(store.maintain(nothing()).await.to_journal, 5);
    let (_, opened) = Store::open(stores, id, WriterId(5)).await.expect("opens");
    assert_eq!((opened.vanished, opened.recovered), (None, 0));
    assert_eq!(write_body(&opened.ledger), body);
    clear(id);
}

#[wasm_bindgen_test]
async fn what_is_redacted_leaves_both_stores() {
    let id = LedgerId(0xc7);
    clear(id);
    let stores = stores("scrub").await;
    clear_journal(stores.journal.as_ref().expect("IndexedDB")).await;
    let (store, opened) = Store::open(stores.clone(), id, WriterId(1)).await.expect("opens");
    let mut ledger = opened.ledger;
    for number in 1..=2 {
        let edit = edit(&ledger, 1, number, "张三");
        store.record(&edit).await.expect("fits");
        ledger.insert(edit);
    }
    store.checkpoint().expect("room");
    let by = EditId { writer: WriterId(1), number: 3 };
    let mut draft = Draft::new(by, Moment { millis: NOW, offset: 480 }, Author::default(), "", "");
    draft.entry(&RecordId::keyed("member", "1-1"), REDACTED, "name", true);
    let edit = draft.finish(&ledger).expect("an edit");
    store.record(&edit).await.expect("fits");
    ledger.insert(edit);
    let erasing = || Purge {
        places: ledger.erased_places(),
        is_left: ledger.erased() > 0,
        erase: |edit: &mut Edit| ledger.erase(edit),
    };
    store.purge(erasing()).await.expect("scrubbed");
    for which in [StoreKind::Local, StoreKind::Journal] {
        let alone = match which {
            StoreKind::Local => {
                Stores { local: BrowserStorage::open(), journal: Err(StorageError::Blocked) }
            }
            StoreKind::Journal => Stores {
                local: Err(StorageError::Blocked),
                journal: BrowserJournal::open("yixin-test-scrub").await,
            },
        };
        let (_, opened) = Store::open(Rc::new(alone), id, WriterId(9)).await.expect("opens");
        assert_eq!((opened.ledger.erased(), opened.damaged), (0, Vec::new()), "{which:?}");
        let name = |key: &str| {
            let record = opened.ledger.record(&RecordId::keyed("member", key)).expect("there");
            record.text("name").to_owned()
        };
        assert_eq!((&*name("1-1"), &*name("1-2")), ("", "张三"), "{which:?}");
    }
    clear(id);
}

#[wasm_bindgen_test]
async fn two_stores_writing_at_once_lose_nothing() {
    let id = LedgerId(0xb1);
    clear(id);
    let (one, two) = (stores("two").await, stores("two").await);
    clear_journal(one.journal.as_ref().expect("IndexedDB")).await;
    let (left, _) = Store::open(one.clone(), id, WriterId(1)).await.expect("opens");
    let (right, _) = Store::open(two, id, WriterId(2)).await.expect("opens");
    let empty = Ledger::new();
    let mut all = Ledger::new();
    for number in 1..=20 {
        let (mine, theirs) = (edit(&empty, 1, number, "左"), edit(&empty, 2, number, "右"));
        let (mine_kept, theirs_kept, ()) =
            futures(left.record(&mine), right.record(&theirs), async {}).await;
        assert_eq!(mine_kept.expect("fits").durability, Durability::Strict);
        assert_eq!(theirs_kept.expect("fits").durability, Durability::Strict);
        all.insert_all([mine, theirs]);
        if number % 3 == 0 {
            left.checkpoint().expect("room");
            right.checkpoint().expect("room");
        }
    }
    futures(left.maintain(nothing()), right.maintain(nothing()), async {}).await;
    let (_, opened) = Store::open(one, id, WriterId(3)).await.expect("opens");
    assert_eq!(write_body(&opened.ledger), write_body(&all));
    assert_eq!(left.reload().await.expect("opens").ledger.change_count(), all.change_count());
    clear(id);
}

#[wasm_bindgen_test]
async fn a_full_local_storage_keeps_the_edit_in_the_journal() {
    let id = LedgerId(0xb2);
    clear(id);
    let stores = stores("full").await;
    clear_journal(stores.journal.as_ref().expect("IndexedDB")).await;
    let (store, opened) = Store::open(stores.clone(), id, WriterId(1)).await.expect("opens");
    let mut size = 5 << 20;
    let mut number = 0;
    // Filled to the brim: ever smaller pieces, until nothing goes in.
    while size > 0 {
        number += 1;
        let key = format!("filler-{number}");
        if LocalStorage::raw().set_item(&key, &"x".repeat(size)).is_err() {
            size /= 2;
        }
    }
    // What we reckon is what the browser does.
    let room = store.usage(Reckoning::Units).expect("readable");
    let new = edit(&opened.ledger, 1, 1, "满");
    let recorded = store.record(&new).await.expect("fits");
    let checkpoint = store.checkpoint();
    let (_, opened) = Store::open(stores, id, WriterId(2)).await.expect("opens");
    for filler in 1..=number {
        LocalStorage::raw().remove_item(&format!("filler-{filler}")).expect("removable");
    }
    assert!((LOCAL_ROOM - 20..=LOCAL_ROOM).contains(&room.total()), "{room:?}");
    assert_eq!((room.percent(), room.fullness()), (100, Fullness::Tight));
    assert_eq!(recorded.durability, Durability::Strict);
    assert_eq!(checkpoint, Err(StorageError::Full));
    assert!(store.has_pending(), "the edit waits for room");
    assert_eq!(opened.ledger.edits(), [new]);
    assert_eq!(store.checkpoint(), Ok(1));
    clear(id);
}

#[wasm_bindgen_test]
async fn a_backup_is_remembered_by_the_journal_where_local_storage_was_cleared() {
    let id = LedgerId(0xb4);
    clear(id);
    let stores = stores("backup").await;
    clear_journal(stores.journal.as_ref().expect("IndexedDB")).await;
    let (store, opened) = Store::open(stores.clone(), id, WriterId(1)).await.expect("opens");
    let backup = Backup::of(&opened.ledger, Moment { millis: NOW, offset: 480 });
    assert_eq!(store.note_backup(&backup).await, Ok(Durability::Strict));
    clear(id);
    let (store, opened) = Store::open(stores, id, WriterId(2)).await.expect("opens");
    assert_eq!(store.last_backup().await, Ok(Some(backup)));
    assert_eq!(opened.vanished, None, "a note alone is no ledger");
    clear(id);
}

#[wasm_bindgen_test]
fn the_browser_of_the_tests_is_no_ipad() {
    assert!(device::is_secure() && !device::is_webkit());
    assert!(!device::is_ipad_tab() && !device::is_installed());
}

#[wasm_bindgen_test]
async fn the_list_of_ledgers_is_kept() {
    let stores = stores("catalog").await;
    clear_journal(stores.journal.as_ref().expect("IndexedDB")).await;
    let id = LedgerId(0xb3);
    let mut catalog = Catalog::open(stores.clone()).await.expect("opens");
    let entry = LedgerEntry {
        id,
        name: HARD.to_owned(),
        kind: LedgerKind::Sample,
        created: Moment { millis: NOW, offset: 480 },
    };
    assert_eq!(catalog.add(entry.clone()).await, Ok(Durability::Strict));
    catalog.set_last(id);
    let mut again = Catalog::open(stores.clone()).await.expect("opens");
    assert!(again.ledgers.contains(&entry));
    assert_eq!(again.last(), Some(id));
    again.delete(id).await.expect("deleted");
    let after = Catalog::open(stores).await.expect("opens");
    assert!(!after.ledgers.contains(&entry));
    assert_eq!(after.last(), None);
}
