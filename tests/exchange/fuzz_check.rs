//! What `make fuzz` looks at (`fuzz/src/check.rs`), compiled with all other tests and run for a while.

#[path = "../../fuzz/src/check.rs"]
mod check;

use crate::fixtures::bundles::{header, rehashed};
use crate::fixtures::dice::Dice;
use yixin::exchange::bundle::{read, write};

/// A file with one piece of its body in the place of another, behind a right hash.
fn changed(dice: &mut Dice, text: &str) -> String {
    let body = text.find("\"edits\":[").expect("a body") + 9;
    let is_sign = |one: char| "{}[],:\n".contains(one);
    let pieces: Vec<&str> = text[body..].split(is_sign).filter(|piece| !piece.is_empty()).collect();
    let (one, other) = (*dice.pick(&pieces), *dice.pick(&pieces));
    let at = one.as_ptr() as usize - text.as_ptr() as usize;
    rehashed(&format!("{}{other}{}", &text[..at], &text[at + one.len()..]))
}

#[test]
fn what_is_read_of_changed_files_holds_together() {
    let good = write(&check::theirs(), header());
    let mut dice = Dice(20_261_129);
    let mut read_well = 0;
    for _ in 0..400 {
        if let Ok(bundle) = read(changed(&mut dice, &good).as_bytes()) {
            read_well += 1;
            check::check(bundle);
        }
    }
    assert!(read_well > 50, "{read_well} were read");
}
