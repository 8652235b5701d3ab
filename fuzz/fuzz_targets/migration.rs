//! Files of every version that was ever written: they read as ours, and it makes no difference
//! whether they are joined first or migrated first.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yixin::exchange::bundle::migration::{FIRST, migrate};
use yixin::exchange::bundle::{VERSION, Version, read, write_body};
use yixin::ledger::{Edit, Ledger};

fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    yixin_fuzz::mutate(data, size, most, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(bundle) = read(data) else { return };
    let ours =
        format!("\"version\":\"{}.{}\"", bundle.header.version.major, bundle.header.version.minor);
    let text = String::from_utf8_lossy(data);
    for major in FIRST.major..=VERSION.major {
        let older = text.replacen(&ours, &format!("\"version\":\"{major}.0\""), 1);
        // Not where the mutation spelled its version in another way.
        if let Ok(bundle) = read(older.as_bytes()) {
            assert!(bundle.header.version >= VERSION);
            yixin_fuzz::check(bundle);
        }
        in_either_order(&bundle.edits, Version { major, minor: 0 }, data);
    }
});

/// Two tablets that each have some of the changes, some both.
fn in_either_order(edits: &[Edit], from: Version, data: &[u8]) {
    let share = |salt: usize| -> Vec<Edit> {
        let mut share = edits.to_vec();
        for edit in &mut share {
            edit.changes.retain(|(index, _)| {
                let at = (*index as usize).wrapping_mul(31).wrapping_add(salt) % data.len();
                !data[at].is_multiple_of(3)
            });
        }
        share.retain(|edit| !edit.changes.is_empty());
        share
    };
    let migrated = |mut edits: Vec<Edit>| {
        migrate(&mut edits, from);
        Ledger::from_edits(edits)
    };
    let (one, other) = (share(0), share(7));
    let mut joined = Ledger::from_edits(one.clone());
    joined.union(&Ledger::from_edits(other.clone()));
    let mut apart = migrated(one);
    apart.union(&migrated(other));
    assert_eq!(write_body(&migrated(joined.edits())), write_body(&apart));
}
