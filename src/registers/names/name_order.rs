//! 姓氏笔画, the order of names in Party papers (domain.md §8): by the strokes of the surname, of two
//! characters the first before the second; then by the given name, one character before two.

use super::characters::{CharacterPlace, Characters};
use super::surnames::surname_length;
use crate::typed_text::unified;

/// What a name is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StrokeKey {
    surname: Vec<CharacterPlace>,
    has_two: bool,
    given: Vec<CharacterPlace>,
    /// Spaces and dots count for nothing, until all else is equal.
    name: String,
}

/// What a name is sorted by in the order of Party papers; `strokes` counts the strokes of characters
/// that are not in the table, and is 0 for what is none.
pub fn stroke_key(table: &Characters, strokes: impl Fn(char) -> u8, name: &str) -> StrokeKey {
    let letters: Vec<char> = unified(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let (surname, given) = letters.split_at(surname_length(&letters));
    let places = |of: &[char]| of.iter().map(|c| table.place(*c, &strokes)).collect();
    StrokeKey {
        surname: places(surname),
        has_two: given.len() > 1,
        given: places(given),
        name: name.to_owned(),
    }
}
