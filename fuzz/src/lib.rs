//! What the targets share: ways to change a good file, and what must hold of every file that is read.

use std::sync::LazyLock;

use yixin::codec::wire::{EditReader, Origin};
use yixin::exchange::bundle::write;

mod check;
#[path = "../../tests/fixtures"]
#[allow(dead_code, reason = "the tests use more of it")]
mod fixtures {
    pub mod bundles;
    pub mod dice;
}

pub use check::check;

use check::theirs;
use fixtures::bundles::{header, rehashed};
use fixtures::dice::Dice;

/// The file from which changes begin, small so that many can be tried: see also the frozen ones in
/// `tests/fixtures/bundles`.
static GOOD: LazyLock<String> = LazyLock::new(|| write(&theirs(), header()));

/// Pieces that a file may not have yet.
const WORDS: [&str; 20] = [
    "\"redacted\"",
    "\"joined\"",
    "\"deleted\"",
    "\"distinct\"",
    "\"lock\"",
    "\"points\"",
    "\"votes/yes\"",
    "\"member:=1001\"",
    "\"score_entry:=\"",
    "\"2026-01\"",
    "\"0001-01-01\"",
    "\"1577836800000-0\"",
    "\"221876927999999-4294967295\"",
    "9223372036854775807",
    "-9223372036854775808",
    "true",
    "null",
    "\"\"",
    "{}",
    "[\"a\",{\"b\":[]}]",
];

/// Changes a file: mostly its body, and behind a right hash with right counts.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut dice = Dice(seed.into());
    if dice.below(16) == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let text = std::str::from_utf8(&data[..size]).ok().filter(|text| body(text).is_some());
    let mut text = text.unwrap_or(&GOOD).to_owned();
    for _ in 0..=dice.below(3) {
        let Some((from, until)) = body(&text) else { break };
        let new = match dice.below(4) {
            0 => by_bytes(&text[from..until]),
            _ => by_tokens(&mut dice, &text[from..until]),
        };
        text.replace_range(from..until, &new);
    }
    let text = sealed(&text);
    if text.len() > most {
        return size;
    }
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

/// Where the list of edits begins and ends.
fn body(text: &str) -> Option<(usize, usize)> {
    let from = text.find("\"edits\":[")? + 8;
    let until = text.rfind(']')? + 1;
    (from < until).then_some((from, until))
}

fn by_bytes(body: &str) -> String {
    let mut bytes = body.as_bytes().to_vec();
    let size = bytes.len();
    bytes.resize(size + 64, 0);
    let most = bytes.len();
    let size = libfuzzer_sys::fuzzer_mutate(&mut bytes, size, most);
    String::from_utf8_lossy(&bytes[..size]).into_owned()
}

/// Puts another text, number or line in the place of one; or that line a second time.
fn by_tokens(dice: &mut Dice, body: &str) -> String {
    let is_sign = |one: char| "{}[],:\n".contains(one);
    let pieces: Vec<&str> = match dice.below(8) {
        0 => body.split('\n').collect(),
        1 => body.split_inclusive('}').collect(),
        _ => body.split(is_sign).collect(),
    };
    let pieces: Vec<&str> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
    if pieces.is_empty() {
        return body.to_owned();
    }
    let one = *dice.pick(&pieces);
    let other = if dice.happens(50) { dice.word(&WORDS) } else { *dice.pick(&pieces) };
    let from = one.as_ptr() as usize - body.as_ptr() as usize;
    let until = if dice.happens(80) { from + one.len() } else { from };
    format!("{}{other}{}", &body[..from], &body[until..])
}

/// A file with its counts and its hash made right.
fn sealed(text: &str) -> String {
    let counted = || {
        let (from, until) = body(text)?;
        let edits = EditReader::new(Origin::File).edits(&text[from..until]).ok()?;
        let changes: usize = edits.iter().map(|edit| edit.changes.len()).sum();
        let of = edits.iter().flat_map(|edit| &edit.changes);
        let mut records: Vec<_> = of.map(|(_, change)| &change.cell.record).collect();
        records.sort();
        records.dedup();
        let at = text.find("\"counts\":{").filter(|at| *at < from)?;
        let end = at + text[at..].find('}')?;
        let (edits, records) = (edits.len(), records.len());
        let counts =
            format!("\"counts\":{{\"edits\":{edits},\"changes\":{changes},\"records\":{records}");
        Some(format!("{}{counts}{}", &text[..at], &text[end..]))
    };
    rehashed(&counted().unwrap_or_else(|| text.to_owned()))
}
