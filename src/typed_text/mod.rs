//! Normaliser of typed text: one spelling for what people type, paste, or have in a file.
//!
//! Everything that reads text from outside calls it: forms, imports, search, duplicates and
//! passphrases, so that what looks the same is the same. Rare characters (𬀩 㛃 䶮) stay as they are.

mod chinese_date;
mod date;
mod partial_date;
mod tables;

use std::borrow::Cow;

pub(crate) use chinese_date::number;
pub use date::{DateProblem, DateReading, day_without_year, read_date, read_day};
pub use partial_date::PartialDate;

/// Normalises the characters of a text and nothing else: radicals, compatibility ideographs and
/// the private-use characters of GBK become the unified ideographs that they stand for, letters
/// and combining marks are composed, spaces of odd widths are plain ones, and characters that
/// cannot be seen are left out. Line breaks, tabs and full-width forms stay.
#[must_use]
pub fn unified(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_ordinary) {
        return Cow::Borrowed(text);
    }
    // A private character of three bytes may become an ideograph of four.
    let mut out = String::with_capacity(text.len() + text.len() / 3 + 4);
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        let c = unified_char(c);
        match out.pop() {
            None => out.push(c),
            Some(last) => match composed(last, c) {
                Some(both) => out.push(both),
                None => out.extend([last, c]),
            },
        }
    }
    Cow::Owned(out)
}

/// The ideographs of a text that [`unified`] replaces, each with what it becomes. For telling the
/// user; spaces and invisible characters are not among them.
pub fn replaced(text: &str) -> impl Iterator<Item = (char, char)> {
    let pairs = text.chars().map(|c| (c, unified_char(c)));
    pairs.filter(|(from, to)| from != to && *to != ' ')
}

/// One line of text: [`unified`], without space at its ends, and one space where there were
/// several or a line break.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in unified(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A typed number in plain signs, with nothing around it: half-width, a point for 。 and a hyphen
/// for the dashes that are typed for a minus.
#[must_use]
pub fn number_signs(text: &str) -> String {
    let plain = |c| match half_width(c) {
        '。' => '.',
        c if is_hyphen(c) => '-',
        c => c,
    };
    trimmed(text).chars().filter(|c| !is_invisible(*c)).map(plain).collect()
}

/// A person's name: one line in half-width forms, no spaces between Han characters, the dot
/// within names of other peoples (阿卜杜拉·买买提) in its one true form.
#[must_use]
pub fn name(text: &str) -> String {
    let dotted = |c: char| if is_name_dot(c) { '·' } else { half_width(c) };
    let chars: Vec<char> = line(text).chars().map(dotted).collect();
    let near = |at: Option<&char>| at.is_some_and(|c| is_han(*c) || *c == '·');
    let mut out = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        match c {
            ' ' if near(before) && near(after) => {}
            '.' | '。' if near(before) && near(after) => out.push('·'),
            // 买买提··艾力 is typed for one dot; a dot at an end separates nothing.
            '·' if out.is_empty() || after.is_none() || out.ends_with('·') => {}
            _ => out.push(c),
        }
    }
    out
}

/// A staff number in its canonical form, by which it is stored, looked up and compared: half-width,
/// letters in capitals, hyphens alike, without spaces. It holds no ideographs, so that the first
/// page, which looks for numbers that occur twice, needs no tables of them.
#[must_use]
pub fn staff_number(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).map(half_width);
    seen.filter(|c| !c.is_whitespace()).map(capital).collect()
}

/// A telephone number as it is typed, perhaps with a word beside it: one line in half-width forms,
/// hyphens alike.
#[must_use]
pub fn phone(text: &str) -> String {
    line(text).chars().map(|c| if is_hyphen(c) { '-' } else { half_width(c) }).collect()
}

/// A text as natural keys are compared: half-width, in capitals, hyphens alike, without spaces.
#[must_use]
pub fn canonical(text: &str) -> String {
    squeezed(text).chars().map(capital).collect()
}

fn capital(c: char) -> char {
    if is_hyphen(c) { '-' } else { c.to_ascii_uppercase() }
}

/// Whether two staff numbers have one canonical form; no number is like none.
#[must_use]
pub fn is_same_staff_number(one: &str, other: &str) -> bool {
    !one.is_empty() && (one == other || staff_number(one) == staff_number(other))
}

/// A text to be found or compared by: [`unified`], half-width, in lower case, without spaces, the
/// dots of names and the apostrophes that pinyin keyboards put between syllables.
#[must_use]
pub fn search_key(text: &str) -> String {
    let kept = |c: &char| !is_name_dot(*c) && !matches!(c, '.' | '\'' | '’' | '‘' | '`');
    squeezed(text).chars().filter(kept).flat_map(char::to_lowercase).collect()
}

/// The text [`unified`] and in half-width forms, without any white space: for comparing.
#[must_use]
pub fn squeezed(text: &str) -> String {
    let unified = unified(text);
    unified.chars().map(half_width).filter(|c| !c.is_whitespace()).collect()
}

/// The text without white space (of any width) and zero-width characters at its ends.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// A short form of a text for a message: at most 20 characters, nothing that turns the line.
#[must_use]
pub fn quoted(text: &str) -> String {
    let shown: String = trimmed(text)
        .chars()
        .map(|c| if c.is_whitespace() || is_forbidden(c) || is_invisible(c) { ' ' } else { c })
        .take(20)
        .collect();
    let more = if trimmed(text).chars().count() > 20 { "…" } else { "" };
    format!("“{shown}{more}”")
}

/// The text in ordinary characters and half-width forms; borrowed where it is so already.
#[must_use]
pub fn half_width_text(text: &str) -> Cow<'_, str> {
    let unified = unified(text);
    if unified.chars().any(|c| half_width(c) != c) {
        Cow::Owned(unified.chars().map(half_width).collect())
    } else {
        unified
    }
}

/// The half-width form of a full-width character; any other character as it is.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character is written without spaces between its like: Han characters and the
/// private-use ones by which older files write rare names.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{9fff}'
        | '\u{e000}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is a private one, which each system shows in its own way or not at all.
#[must_use]
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Whether a character has no width of its own and says nothing: joiners, marks of byte order and
/// direction, variation selectors. The override of direction (U+202E) is not among them, as it
/// makes one text look like another: it is refused.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202d}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Control characters, and the one that turns the reading direction: it could make one name look
/// like another.
pub(crate) fn is_forbidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{202e}' | '\u{fff9}'..='\u{fffd}')
}

/// Whether a character is one of the dots that are typed within names.
pub(crate) fn is_name_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '∙' | '⋅' | '・' | '･' | '⸱' | '\u{387}' | '\u{2024}')
}

/// Whether a character is typed for a hyphen.
fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}')
}

/// Whether [`unified`] leaves a character as it is.
fn is_ordinary(c: char) -> bool {
    c < '\u{80}' || !is_invisible(c) && !is_combining(c) && unified_char(c) == c
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{328}')
}

/// What a single character stands for.
fn unified_char(c: char) -> char {
    let within = |table: &str, first: u32| {
        let place = u32::from(c) - first;
        table.chars().nth(place as usize).filter(|found| *found != '.').unwrap_or(c)
    };
    match c {
        '\u{2e80}'..='\u{2fdf}' => within(tables::RADICALS, 0x2e80),
        '\u{e815}'..='\u{e864}' => within(tables::GBK, 0xe815),
        '\u{e7c7}' => 'ḿ',
        '\u{e7c8}' => 'ǹ',
        '\u{f900}'..='\u{faff}' => within(tables::COMPATIBILITY, 0xf900),
        '\u{2f800}'..='\u{2fa1f}' => within(tables::COMPATIBILITY_SUPPLEMENT, 0x2f800),
        '\u{3000}' => c,
        c if c.is_whitespace() && !c.is_control() => ' ',
        _ => c,
    }
}

/// A letter and a combining mark in one character, where there is one.
fn composed(letter: char, mark: char) -> Option<char> {
    if !is_combining(mark) {
        return None;
    }
    let (_, pairs) = tables::COMPOSED.iter().find(|(known, _)| *known == mark)?;
    let mut chars = pairs.chars();
    while let (Some(base), Some(both)) = (chars.next(), chars.next()) {
        if base == letter {
            return Some(both);
        }
    }
    None
}

#[cfg(test)]
mod tests;
