//! What forms hold is there after the page was closed, is removed once it is saved, and is no record.

use crate::fixtures::bundles::LEDGER;
use crate::fixtures::disk::{Disk, Has, Page};
use pollster::block_on;
use yixin::ledger::{Edit, Value, WriterId};
use yixin::storage::{Faults, Purge, Store};

fn open(disk: &Disk) -> Page {
    let stores = disk.stores(Has::Both, &Faults::none());
    let (store, opened) = block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opens");
    assert_eq!(opened.ledger.edit_count(), 0);
    store
}

fn texts(store: &Page) -> Vec<String> {
    let drafts = store.drafts().expect("readable");
    drafts.iter().filter_map(|(_, content)| Some(content.as_text()?.to_owned())).collect()
}

#[test]
fn a_draft_outlives_the_page_and_goes_when_it_is_dropped() {
    let disk = Disk::default();
    let store = open(&disk);
    let key = store.next_draft().expect("free");
    store.keep_draft(&key, &"张".into()).expect("fits");
    store.keep_draft(&key, &"张三".into()).expect("fits");
    // The next page of the same writer takes no key that has a draft.
    let store = open(&disk);
    assert_eq!(texts(&store), ["张三"]);
    let other = store.next_draft().expect("free");
    store.keep_draft(&other, &Value::from("李四")).expect("fits");
    assert_eq!(texts(&store), ["张三", "李四"]);
    store.drop_draft(&key).expect("removed");
    assert_eq!(texts(&open(&disk)), ["李四"]);
}

#[test]
fn an_erasure_leaves_no_draft() {
    let disk = Disk::default();
    let store = open(&disk);
    let key = store.next_draft().expect("free");
    store.keep_draft(&key, &"李明".into()).expect("fits");
    let erase = |_: &mut Edit| 0;
    block_on(store.purge(Purge { places: 1, erase, is_left: false })).expect("purged");
    assert_eq!(texts(&store), Vec::<String>::new());
}
