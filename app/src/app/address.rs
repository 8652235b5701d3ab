//! Records in addresses: ids that hold a name or a staff number stand there under the cover of this
//! tablet, whose secret lies in localStorage and is sealed with all else where the tablet is locked.

use std::cell::RefCell;

use crate::browser::{clock, page};
use crate::ledger::RecordId;
use crate::storage::{AddressCipher, KeyValue};

use super::stores::TabStores;

const SECRET: &str = "yixin/cover";
/// Where one was as the tablet locked itself; sealed.
const LEFT_AT: &str = "yixin/left-at";
/// What a covered id begins with; no id does.
const SIGN: char = '.';

thread_local! {
    static COVER: RefCell<Option<AddressCipher>> = const { RefCell::new(None) };
}

/// The cover of this tablet, where its secret can be read.
fn known() -> Option<AddressCipher> {
    COVER.with_borrow_mut(|cover| {
        if cover.is_none() {
            *cover = AddressCipher::read(&page::remembered(SECRET)?);
        }
        cover.clone()
    })
}

/// A cover under a new secret; `None` where there is no randomness.
fn new(keep: impl FnOnce(&str)) -> Option<AddressCipher> {
    let cover = AddressCipher::new(clock::random_bytes()?);
    keep(&cover.kept());
    COVER.set(Some(cover.clone()));
    Some(cover)
}

/// An id as it stands in addresses.
pub(super) fn of(id: &RecordId) -> String {
    // One that was drawn when the record was made says nothing of it.
    let is_open = id.key().is_none_or(str::is_empty);
    let keep = |secret: &str| {
        // What is there and cannot be read is sealed.
        if page::remembered(SECRET).is_none() {
            page::remember(SECRET, secret);
        }
    };
    let cover = || known().or_else(|| new(keep));
    match if is_open { None } else { cover() } {
        Some(cover) => format!("{SIGN}{}", cover.encrypt(id.as_str())),
        None => id.to_string(),
    }
}

/// Reads an id in an address, covered or not.
pub(super) fn read(part: &str) -> Option<RecordId> {
    match part.strip_prefix(SIGN) {
        Some(covered) => known()?.decrypt(covered)?.parse().ok(),
        None => part.parse().ok(),
    }
}

/// Takes the secret out of stores that were unlocked just now; without one, draws it and seals it.
pub fn uncover(stores: &TabStores) {
    let Ok(local) = &stores.local else { return };
    let kept = local.get(SECRET).ok().flatten().and_then(|kept| AddressCipher::read(&kept));
    if kept.is_some() {
        COVER.set(kept);
    } else {
        // Where it cannot be kept, addresses last as long as this page.
        new(|secret| drop(local.set(SECRET, secret)));
    }
}

/// Keeps where one is, for when the tablet is unlocked.
pub fn keep_address(stores: &TabStores) {
    if let Ok(local) = &stores.local {
        // Where it cannot be kept, one begins at home. Without an address of the app one is there.
        let hash = page::hash();
        if hash.starts_with("#/") {
            let _ = local.set(LEFT_AT, &hash);
        }
    }
}

/// Goes to where one was as the tablet locked itself.
pub fn return_to_address(stores: &TabStores) {
    let Ok(local) = &stores.local else { return };
    if let Ok(Some(hash)) = local.get(LEFT_AT) {
        let _ = local.remove(LEFT_AT);
        // Anything else would open the page anew.
        if hash.starts_with("#/") {
            page::go_instead(&hash);
        }
    }
}
