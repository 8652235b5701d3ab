//! Number formats of a workbook, as far as they change what a roster's cell says.

use calamine::NumberFormat;

/// How the cells of one style show their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// As the number itself.
    #[default]
    Plain,
    /// A date to the month only (`yyyy"年"m"月"`): such a cell says nothing about the day, though
    /// Excel keeps the first.
    Month,
    /// Whole numbers filled up with zeros, perhaps with characters between (`00000`, `000-0000`).
    Padded(Vec<Token>),
    /// Hundredths, with so many decimals.
    Percent(usize),
}

/// A character of a format for whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A digit: shown as 0 where the number has none, if it is forced.
    Digit {
        /// Whether it is always shown.
        forced: bool,
    },
    /// A character that is always shown.
    Literal(char),
}

impl Shown {
    pub(super) fn of(format: &NumberFormat) -> Self {
        if format.format_code == "General" {
            // Excel's Chinese editions write their own formats for year and month by number alone.
            let month = matches!(format.format_id, Some(27 | 36 | 50 | 52 | 57));
            return if month { Self::Month } else { Self::Plain };
        }
        if shows_no_day(&format.format_code) {
            return Self::Month;
        }
        let Some(section) = FormatSection::of(&format.format_code) else { return Self::Plain };
        if section.percent {
            return Self::Percent(section.decimals);
        }
        let forced = |token: &&Token| matches!(token, Token::Digit { forced: true });
        // A unit behind a number (0"分") is none of its digits.
        if section.has_fraction || section.tokens.iter().filter(forced).count() < 2 {
            return Self::Plain;
        }
        Self::Padded(section.tokens)
    }

    /// The text that a number is shown as; `None`: the number says it all.
    pub(super) fn text(&self, number: f64) -> Option<String> {
        match self {
            Self::Plain | Self::Month => None,
            Self::Percent(decimals) => Some(format!("{:.decimals$}%", number * 100.0)),
            Self::Padded(tokens) => {
                let whole = number.fract() == 0.0 && (0.0..1e15).contains(&number);
                let plain = whole.then(|| (number as u64).to_string())?;
                Some(filled(tokens, &plain)).filter(|shown| *shown != plain)
            }
        }
    }
}

/// The digits of a number in the places of a format; those that have none go before the first.
fn filled(tokens: &[Token], digits: &str) -> String {
    let first = tokens.iter().position(|token| matches!(token, Token::Digit { .. }));
    let mut left = digits.chars().rev();
    let mut reversed = Vec::new();
    for (place, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Literal(c) => reversed.push(*c),
            Token::Digit { forced } => match left.next() {
                Some(digit) => reversed.push(digit),
                None if *forced => reversed.push('0'),
                None => {}
            },
        }
        if Some(place) == first {
            reversed.extend(left.by_ref());
        }
    }
    reversed.iter().rev().collect()
}

/// What a format's section for positive numbers is made of.
#[derive(Default)]
struct FormatSection {
    tokens: Vec<Token>,
    percent: bool,
    has_fraction: bool,
    decimals: usize,
}

impl FormatSection {
    /// `None` for formats of something else: dates, exponents, thousands, conditions, numerals.
    fn of(format: &str) -> Option<Self> {
        let mut section = Self::default();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => {
                    let quoted = chars.by_ref().take_while(|c| *c != '"');
                    section.tokens.extend(quoted.map(Token::Literal));
                }
                '\\' | '!' => section.tokens.extend(chars.next().map(Token::Literal)),
                // A space as wide as the next character; the next character again and again.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    if inner.starts_with(['<', '>', '=', 'h', 'm', 's', 'D']) {
                        return None;
                    }
                    if let Some(currency) = inner.strip_prefix('$') {
                        let sign = currency.split('-').next().unwrap_or_default();
                        section.tokens.extend(sign.chars().map(Token::Literal));
                    }
                }
                '0' | '#' | '?' if section.has_fraction => {
                    section.decimals += usize::from(c == '0');
                }
                '0' => section.tokens.push(Token::Digit { forced: true }),
                '#' | '?' => section.tokens.push(Token::Digit { forced: false }),
                '.' => section.has_fraction = true,
                '%' => section.percent = true,
                ',' | '/' | '@' => return None,
                c if c.is_ascii_alphabetic() => return None,
                c => section.tokens.push(Token::Literal(c)),
            }
        }
        Some(section)
    }
}

fn shows_no_day(format: &str) -> bool {
    let mut quoted = false;
    let mut letters = String::new();
    for c in format.to_ascii_lowercase().chars() {
        match c {
            '"' => quoted = !quoted,
            '[' => quoted = true,
            ']' => quoted = false,
            _ if !quoted => letters.push(c),
            _ => {}
        }
    }
    let letters = letters.split(';').next().unwrap_or_default();
    letters.contains('y') && letters.contains('m') && !letters.contains('d')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(format: &str, number: f64) -> Option<String> {
        let mut number_format = NumberFormat::default();
        number_format.format_code = format.to_owned();
        Shown::of(&number_format).text(number)
    }

    #[test]
    fn whole_numbers_are_filled_up_as_their_format_says() {
        for (format, number, expected) in [
            ("00000", 12.0, "00012"),
            ("00000;-00000;;@", 345.0, "00345"),
            ("\"A\"0000", 12.0, "A0012"),
            ("\\A0000_ ", 12.0, "A0012"),
            ("000-0000-0000", 13_800_138_000.0, "138-0013-8000"),
            ("0000-00-00", 20_010_701.0, "2001-07-01"),
            ("[Red]000", 7.0, "007"),
            ("[$-804]0000", 12.0, "0012"),
            ("###-0000", 61_234.0, "6-1234"),
        ] {
            assert_eq!(shown(format, number).as_deref(), Some(expected), "{format}");
        }
    }

    #[test]
    fn percentages_are_what_is_seen() {
        assert_eq!(shown("0%", 0.9).as_deref(), Some("90%"));
        assert_eq!(shown("0.0%", 0.985).as_deref(), Some("98.5%"));
    }

    #[test]
    fn other_formats_leave_the_number() {
        for format in ["General", "0", "0.00", "#,##0", "0\"分\"", "yyyy-mm-dd", "0.00E+00", "@"] {
            assert_eq!(shown(format, 12.0), None, "{format}");
        }
        assert_eq!(shown("00000", 12_345.0), None);
        assert_eq!(shown("00000", 12.5), None);
        assert_eq!(shown("[<100]000;0", 12.0), None);
        assert_eq!(shown("[DBNum1]00", 1.0), None);
    }
}
