//! The table of Chinese characters: their order by strokes, and where syllables begin in pinyin order.

use crate::ordered;

/// The table, as `scripts/characters.mjs` makes it.
#[derive(Debug, Clone, Default)]
pub struct Characters {
    /// Each character with the count of its strokes and its place among all, by character.
    places: Vec<(char, CharacterPlace)>,
    /// Syllables, each with the first character that stands under it, in pinyin order.
    syllables: Vec<(String, char)>,
}

/// Where a character stands: by its strokes, then as the table has it, then by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CharacterPlace {
    strokes: u8,
    place: u16,
    code: u32,
}

impl Characters {
    /// Reads the table: a line for each count of strokes, and one of syllables.
    pub fn parse(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let (last, lines) = lines.split_last().unwrap_or((&"", &[]));
        let mut places: Vec<(char, CharacterPlace)> = Vec::new();
        for (strokes, line) in (1..).zip(lines) {
            for c in line.chars() {
                let place = u16::try_from(places.len()).unwrap_or(u16::MAX);
                places.push((c, CharacterPlace { strokes, place, code: 0 }));
            }
        }
        ordered::sort_by(&mut places, |one, other| one.0.cmp(&other.0));
        let mut syllables = Vec::new();
        let mut syllable = String::new();
        for c in last.chars() {
            if c.is_ascii_lowercase() {
                syllable.push(c);
            } else {
                syllables.push((std::mem::take(&mut syllable), c));
            }
        }
        Self { places, syllables }
    }

    /// The syllables, each with the first character that stands under it, in pinyin order.
    pub fn syllables(&self) -> &[(String, char)] {
        &self.syllables
    }

    fn known(&self, c: char) -> Option<CharacterPlace> {
        let at = self.places.binary_search_by(|(known, _)| known.cmp(&c)).ok()?;
        Some(self.places[at].1)
    }

    /// Where a character stands. `strokes` counts those of a character that is not in the table; what
    /// has none stands before all that have.
    pub fn place(&self, c: char, strokes: impl Fn(char) -> u8) -> CharacterPlace {
        let unknown =
            || CharacterPlace { strokes: strokes(c), place: u16::MAX, code: u32::from(c) };
        self.known(c).unwrap_or_else(unknown)
    }
}
