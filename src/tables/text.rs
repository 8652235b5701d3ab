//! Cells of text as files have them, brought to one spelling by the registers' normaliser
//! ([`typed_text`]); what that changed is told.

use crate::typed_text::{self, is_forbidden, is_invisible};

pub use crate::typed_text::{
    half_width, half_width_text, is_han, is_private, quoted, squeezed, trimmed,
};

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

/// A text in one spelling, and what it took to bring it there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The text.
    pub text: String,
    /// Whether invisible characters were taken out.
    pub had_invisible: bool,
    /// Characters that stood for others, each with what it became.
    pub replaced: Vec<(char, char)>,
}

/// One line of text: white space runs become one space, invisible characters go, radicals and
/// compatibility forms become ordinary characters, full-width letters and digits stay as typed.
///
/// # Errors
/// A control or direction character inside, or more than `most` characters.
pub fn line(text: &str, most: usize) -> Result<Cleaned, TextProblem> {
    let forbidden = |c: &char| is_forbidden(*c) && !is_invisible(*c);
    if let Some(c) = text.chars().find(forbidden) {
        return Err(TextProblem::Control { code: c.into() });
    }
    let out = typed_text::line(text);
    let length = out.chars().count();
    if length > most {
        return Err(TextProblem::TooLong { length, most });
    }
    let had_invisible = trimmed(text).chars().any(is_invisible);
    let mut replaced: Vec<(char, char)> = Vec::new();
    for pair in typed_text::replaced(text) {
        if !replaced.contains(&pair) {
            replaced.push(pair);
        }
    }
    Ok(Cleaned { text: out, had_invisible, replaced })
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
