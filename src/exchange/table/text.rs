//! Text as people type it: full-width forms, stray spaces, characters that cannot be seen.

use std::borrow::Cow;

/// Why a text is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// A character that has no place in a line of text, or that turns the reading direction.
    #[error("里面有看不见的控制字符（U+{code:04X}），请在原表里删去后重新输入")]
    Control {
        /// The character's code point.
        code: u32,
    },
    /// More characters than the field holds.
    #[error("有 {length} 个字，最多 {most} 个，请缩短")]
    TooLong {
        /// Characters in the text.
        length: usize,
        /// Characters that are allowed.
        most: usize,
    },
}

/// A text made fit, and whether invisible characters were left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The text.
    pub text: String,
    /// Whether zero-width characters were taken out.
    pub had_invisible: bool,
}

/// The half-width form of a full-width character; any other character as it is.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The text in half-width forms, without any white space or zero-width character: for comparing.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

/// The text without white space (of any width) and zero-width characters at its ends.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// One line of text: white space runs become one space, zero-width characters go, full-width
/// letters and digits stay as typed.
///
/// # Errors
/// A control or direction character inside, or more than `most` characters.
pub fn line(text: &str, most: usize) -> Result<Cleaned, TextProblem> {
    let mut out = String::with_capacity(text.len());
    let mut had_invisible = false;
    let mut space = false;
    for c in trimmed(text).chars() {
        if is_invisible(c) {
            had_invisible = true;
        } else if c.is_whitespace() {
            space = true;
        } else if is_forbidden(c) {
            return Err(TextProblem::Control { code: c.into() });
        } else {
            if std::mem::take(&mut space) {
                out.push(' ');
            }
            out.push(c);
        }
    }
    let length = out.chars().count();
    if length > most {
        return Err(TextProblem::TooLong { length, most });
    }
    Ok(Cleaned { text: out, had_invisible })
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

/// Whether a character is written without spaces between its like: Han characters and the
/// private-use ones by which older files write rare names.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{e000}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Full-width digits as half-width ones; borrowed where there are none.
#[must_use]
pub fn half_width_text(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| half_width(c) != c) {
        Cow::Owned(text.chars().map(half_width).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text holds an identity-card number: 17 digits and a digit or X, standing alone.
/// Such numbers are never taken into the ledger.
#[must_use]
pub fn holds_identity_number(text: &str) -> bool {
    if text.len() < 18 {
        return false;
    }
    let text = half_width_text(text);
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| {
        run.len() == 18
            && run.bytes().take(17).all(|b| b.is_ascii_digit())
            && run.bytes().last().is_some_and(|b| b.is_ascii_digit() || b == b'X' || b == b'x')
    })
}

/// Characters of no width, which copying from web pages and chat brings along.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Control characters, and those that turn the reading direction: they could make one name look
/// like another.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_and_spaces_of_any_width_are_squeezed_out() {
        assert_eq!(squeezed(" 姓　名（Ａ１）\n"), "姓名(A1)");
    }

    #[test]
    fn a_line_keeps_markup_and_rare_characters_as_they_are() {
        let cleaned = line(" <b>=1+1  \"𠮷\" ", 40).unwrap();
        assert_eq!(cleaned.text, "<b>=1+1 \"𠮷\"");
        assert!(!cleaned.had_invisible);
    }

    #[test]
    fn zero_width_characters_go_and_are_told() {
        let cleaned = line("张\u{200b}三\u{feff}丰", 40).unwrap();
        assert_eq!((cleaned.text.as_str(), cleaned.had_invisible), ("张三丰", true));
    }

    #[test]
    fn characters_that_turn_the_line_are_refused_by_code_point() {
        let problem = line("张\u{202e}三", 40).unwrap_err();
        assert!(problem.to_string().contains("U+202E"));
        assert!(line("张\u{1}三", 40).is_err());
    }

    #[test]
    fn an_identity_number_is_seen_inside_other_text_but_a_longer_number_is_not() {
        assert!(holds_identity_number("证件 11010519491231002X。"));
        assert!(holds_identity_number("１１０１０５１９４９１２３１００２Ｘ"));
        assert!(!holds_identity_number("6222021234567890123"));
        assert!(!holds_identity_number("13800138000"));
    }
}
