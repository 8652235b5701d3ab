//! Writes a reference ledger as both stores would hold it after years of use, as JSON for the bench:
//!
//!     cargo run --release --example reference-stores -- T10 > T10.json
//!
//! It goes through `Store` as the app does: every edit is recorded; every third brings a checkpoint,
//! as a minute does; each month begins with an opening that tidies. Any number of months may follow
//! the name of the ledger.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env::args;
use std::error::Error;
use std::rc::Rc;

use pollster::block_on;
use serde_json::json;
use yixin::ledger::{Edit, LedgerId, Moment, WriterId};
use yixin::reference::ledgers::{Entering, S, Size, T, T10};
use yixin::storage::{
    Catalog, Faults, LedgerEntry, LedgerKind, MemoryJournal, MemoryKeyValue, Purge, Reckoning,
    Store, Stores, Tablet,
};

const LEDGER: LedgerId = LedgerId(0x10);
const NOW: Moment = Moment { millis: 1_767_225_600_000, offset: 480 };
/// So many edits are made in the minute between two checkpoints.
const A_MINUTE: usize = 3;

type Kept = Rc<RefCell<BTreeMap<String, String>>>;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = args().skip(1).collect();
    let size = match words.first().map(String::as_str) {
        Some("T") => T,
        Some("T10") => T10,
        Some("S") => S,
        _ => return Err("which ledger: T, T10 or S?".into()),
    };
    let months = words.get(1).map_or(Ok(size.months), |months| months.parse())?;
    let (local, journal) = (Kept::default(), Kept::default());
    // Its own for each page: it remembers what was there before.
    let stores = || {
        Rc::new(Stores {
            local: Ok(MemoryKeyValue::new(local.clone(), Faults::none())),
            journal: Ok(MemoryJournal::new(journal.clone(), Faults::none())),
        })
    };
    block_on(begin(stores()))?;
    let mut entering = Entering::new(Size { months, ..size });
    let mut month = 0;
    let mut units = 0;
    while let Some(edits) = entering.next_month() {
        month += 1;
        let (page, _) = block_on(Store::open(stores(), LEDGER, WriterId(month)))?;
        let nothing = Purge { places: 0, is_left: false, erase: |_: &mut Edit| 0 };
        if let Some(trouble) = block_on(page.maintain(nothing)).trouble {
            return Err(trouble.into());
        }
        for some in edits.chunks(A_MINUTE) {
            for edit in some {
                block_on(page.record(edit))?;
            }
            page.checkpoint()?;
        }
        units = page.usage(Reckoning::Units)?.total();
    }
    let sizes = json!({
        "months": months,
        "edits": entering.ledger().heads().count(),
        "changes": entering.ledger().change_count(),
        "units": units,
    });
    println!(
        "{}",
        json!({ "sizes": sizes, "local": *local.borrow(), "journal": *journal.borrow() })
    );
    Ok(())
}

/// The ledger is on the tablet's list, was opened last, and has a keeper.
async fn begin(stores: Rc<Stores<MemoryKeyValue, MemoryJournal>>) -> Result<(), Box<dyn Error>> {
    let mut catalog = Catalog::open(stores).await?;
    let entry = LedgerEntry {
        id: LEDGER,
        name: "示例市人民医院".into(),
        kind: LedgerKind::Real,
        created: NOW,
    };
    catalog.add(entry).await?;
    let tablet = Tablet {
        name: "王芳".into(),
        role: "支部书记".into(),
        branch: "branch:=第1党支部".into(),
        tablet: "平板A".into(),
    };
    catalog.set_tablet(tablet, WriterId(1)).await?;
    catalog.set_last(LEDGER);
    Ok(())
}
