//! Text of single cells as other programs write it: marks that force text, formula errors.

use super::doubts::Doubt;
use super::grid::GridCell;
use super::text;
use crate::reports::acts_as_formula;

/// Reads the text of a delimited cell: without the marks by which programs keep a number text
/// (`="00123"`, `'00123`, a control character in front), and with what is doubtful about it.
#[must_use]
pub fn delimited_cell(raw: &str) -> (GridCell, Option<Doubt>) {
    let text = without_edges(raw);
    let unquoted = match without_apostrophe(text) {
        Some(rest) => rest.to_owned(),
        None => formula_text(text).unwrap_or_else(|| text.to_owned()),
    };
    judged(unquoted)
}

/// Reads the text of a workbook's cell. There an apostrophe in front is part of the text, except
/// where it can only be a mark that came along from a delimited file.
#[must_use]
pub fn workbook_cell(raw: &str) -> (GridCell, Option<Doubt>) {
    let text = without_edges(raw);
    let marked = without_apostrophe(text)
        .filter(|rest| acts_as_formula(rest) || rest.bytes().all(|b| b.is_ascii_digit()));
    let unquoted = match marked {
        Some(rest) => rest.to_owned(),
        None => formula_text(text).unwrap_or_else(|| text.to_owned()),
    };
    judged(unquoted)
}

/// Whether every number in text of a column has an idle `.0`: so programs write staff numbers that
/// they took for numbers.
pub fn has_idle_fractions<'a>(column: impl IntoIterator<Item = &'a GridCell>) -> bool {
    let texts = column.into_iter().filter_map(|cell| match cell {
        GridCell::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let mut numbers = texts.filter(|text| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    numbers.all(|text| without_idle_fraction(text) != text)
}

/// A whole number in text without its idle `.0` or `.00`; any other text as it is.
#[must_use]
pub fn without_idle_fraction(text: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, "0" | "00")) if is_number(whole) => whole,
        _ => text,
    }
}

/// The value of a cell of text and what is doubtful about it.
fn judged(text: String) -> (GridCell, Option<Doubt>) {
    if text.is_empty() {
        return (GridCell::Empty, None);
    }
    let shown = text::trimmed(&text);
    if is_formula_error(shown) {
        return (GridCell::Empty, Some(Doubt::FormulaError(shown.to_owned())));
    }
    if shown.len() > 1 && shown.bytes().all(|b| b == b'#') {
        return (GridCell::Empty, Some(Doubt::TooNarrow));
    }
    let doubt = if shown.contains(is_unreadable) {
        Some(Doubt::Unreadable)
    } else if is_exponent_form(shown) {
        Some(Doubt::Exponent(shown.to_owned()))
    } else {
        None
    };
    (GridCell::Text(text), doubt)
}

/// Whether a text is an error value of Excel, WPS or LibreOffice. New ones keep being added, so
/// the form decides: capitals between `#` and `!`.
#[must_use]
pub fn is_formula_error(text: &str) -> bool {
    if matches!(text, "#N/A" | "#NAME?" | "#DIV/0!" | "#GETTING_DATA") {
        return true;
    }
    let inner = text.strip_prefix('#').and_then(|rest| rest.strip_suffix(['!', '?']));
    let named = |word: &str| {
        (3..=12).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'/' | b'0'))
    };
    let numbered = text.strip_prefix("Err:");
    inner.is_some_and(named)
        || numbered.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a character has no place in a cell: what a decoder could not read, or a control
/// character that is no white space.
fn is_unreadable(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())
}

/// Whether a text is a number in exponent form, as a spreadsheet shows long numbers.
fn is_exponent_form(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once("E+").is_some_and(|(number, exponent)| {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        digits(whole) && digits(fraction) && digits(exponent)
    })
}

/// The text without control characters, white space and zero-width characters at its ends.
fn without_edges(raw: &str) -> &str {
    let mut text = raw;
    loop {
        let shorter = text::trimmed(text).trim_matches(|c: char| c.is_control());
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

/// The text behind an apostrophe that marks it as text: Excel's prefix, the guard that our own
/// files put before what could act as a formula, or single quotes around the whole.
fn without_apostrophe(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('\'') {
        // Before what could act as a formula it is our guard, whatever the end is.
        let whole = rest
            .strip_suffix('\'')
            .filter(|inner| !inner.is_empty() && !inner.contains('\'') && !acts_as_formula(rest));
        return Some(whole.unwrap_or(rest)).filter(|rest| !rest.is_empty());
    }
    // Typed with a Chinese keyboard, the prefix is one of these.
    let rest = text.strip_prefix(['‘', '’', '＇', '`'])?;
    rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
}

/// The text of a formula that only holds a text: `="00123"`, also `=T("00123")`.
fn formula_text(text: &str) -> Option<String> {
    let formula = text.strip_prefix('=')?.trim();
    let inner = formula.strip_prefix("T(").and_then(|f| f.strip_suffix(')')).unwrap_or(formula);
    let quoted = inner.strip_prefix('"')?.strip_suffix('"')?;
    let single = quoted.replace("\"\"", "");
    (!single.contains('"')).then(|| text::trimmed(&quoted.replace("\"\"", "\"")).to_owned())
}

/// A number without the commas between its thousands; any other text as it is.
pub fn without_commas(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let leads =
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && is_digits(first));
    let grouped = leads && groups.all(|group| group.len() == 3 && is_digits(group));
    if grouped && !fraction.contains(',') { text.replace(',', "") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(raw: &str) -> String {
        delimited_cell(raw).0.text().into_owned()
    }

    #[test]
    fn marks_that_force_text_are_taken_off() {
        for raw in [
            "=\"00123\"",
            "= \"00123\"",
            "=T(\"00123\")",
            "'00123",
            "'00123'",
            "’00123",
            "\u{1f}00123",
            "\t00123\u{1f} ",
            "\u{feff}\u{1f}'00123",
        ] {
            assert_eq!(text_of(raw), "00123", "{raw:?}");
        }
        assert_eq!(text_of("=\"甲\"\"乙\"\"\""), "甲\"乙\"");
        assert_eq!(text_of("'张三"), "张三");
        assert_eq!(text_of("'-00123'"), "-00123'");
    }

    #[test]
    fn other_formulas_and_quotes_stay_as_they_are() {
        for raw in ["=1+1", "=\"a\"&\"b\"", "'", "O'Neil", "‘八一’", "“甲”"] {
            assert_eq!(text_of(raw), raw);
        }
        assert_eq!(workbook_cell("'甲'").0.text(), "'甲'");
        assert_eq!(workbook_cell("'=1+1").0.text(), "=1+1");
        assert_eq!(workbook_cell("'00123").0.text(), "00123");
    }

    #[test]
    fn what_cannot_be_read_as_meant_is_doubtful() {
        let doubt = |raw: &str| delimited_cell(raw).1;
        for error in ["#N/A", "#SPILL!", "#CALC!", "#DIV/0!", "#NAME?", "#GETTING_DATA", "Err:502"]
        {
            assert_eq!(doubt(error), Some(Doubt::FormulaError(error.to_owned())));
            assert_eq!(delimited_cell(error).0, GridCell::Empty);
        }
        assert_eq!(doubt("########"), Some(Doubt::TooNarrow));
        assert_eq!(doubt("李\u{fffd}"), Some(Doubt::Unreadable));
        assert_eq!(doubt("李\u{0}四"), Some(Doubt::Unreadable));
        assert_eq!(doubt("1.38E+10"), Some(Doubt::Exponent("1.38E+10".to_owned())));
        for plain in ["#", "#1", "第一\n第二", "E+1", "#ab!", "张三"] {
            assert_eq!(doubt(plain), None, "{plain}");
        }
    }
}
