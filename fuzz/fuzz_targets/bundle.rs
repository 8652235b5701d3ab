//! Files from anywhere: reading never panics, and what reads holds together.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yixin::exchange::bundle::{BundleReader, read};
use yixin::ledger::Ledger;

fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    yixin_fuzz::mutate(data, size, most, seed)
});

fuzz_target!(|data: &[u8]| {
    let bundle = read(data);
    let mut slowly = BundleReader::new(data);
    while slowly.step(&Ledger::new(), 100) {}
    let slow = slowly.finish().map(|(bundle, _)| bundle);
    assert_eq!(slow, bundle, "in steps it reads the same");
    if let Ok(text) = std::str::from_utf8(data) {
        // The quick reader takes just the spelling that we write.
        let spaced = text.replacen("\"edits\":[", "\"edits\" :[", 1);
        assert_eq!(read(spaced.as_bytes()).ok(), bundle.clone().ok(), "both readers agree");
    }
    if let Ok(bundle) = bundle {
        yixin_fuzz::check(bundle);
    }
});
