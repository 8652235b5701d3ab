//! Dates in Chinese numerals (二〇二一年七月一日).

use std::borrow::Cow;

/// The date in digits: the year numeral by numeral, month and day as numbers. Borrowed where there
/// is no year in numerals or digits to begin with.
pub(super) fn in_digits(text: &str) -> Cow<'_, str> {
    let Some((year, rest)) = text.split_once('年') else { return Cow::Borrowed(text) };
    let Some(year) = digits_of_year(year) else { return Cow::Borrowed(text) };
    let mut out = year + "年";
    let mut numerals: Vec<char> = Vec::new();
    for c in rest.chars().chain(['年']) {
        if numeral(c).is_some() {
            numerals.push(c);
            continue;
        }
        match number(numerals.iter().copied()) {
            Some(number) => out.push_str(&number.to_string()),
            None => out.extend(&numerals),
        }
        numerals.clear();
        out.push(c);
    }
    out.pop();
    if let Some(short) = out.strip_suffix("月份") {
        out = format!("{short}月");
    }
    Cow::Owned(out)
}

/// A year of four numerals or digits. The nought is typed in many ways.
fn digits_of_year(year: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '〇' | '○' | '◯' | 'O' | 'o' | 'Ο' | 'О' => Some('0'),
        _ => numeral(c).filter(|n| *n < 10).and_then(|n| char::from_digit(n, 10)),
    };
    let digits: Option<String> = year.chars().map(digit).collect();
    digits.filter(|digits| digits.len() == 4)
}

fn numeral(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' => Some(0),
        '元' => Some(1),
        _ => "一二三四五六七八九十"
            .chars()
            .position(|d| d == c)
            .and_then(|at| u32::try_from(at + 1).ok()),
    }
}

/// Reads a number below 100 in numerals (三, 十, 二十三, 〇七).
pub(crate) fn number(numerals: impl IntoIterator<Item = char>) -> Option<u32> {
    let digits: Vec<u32> = numerals.into_iter().map(numeral).collect::<Option<_>>()?;
    match digits.as_slice() {
        [one] => Some(*one),
        [0, ones @ 1..=9] => Some(*ones),
        [10, ones @ 1..=9] => Some(10 + ones),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, ones @ 1..=9] => Some(tens * 10 + ones),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::in_digits;

    #[test]
    fn dates_in_numerals_are_written_in_digits() {
        for (written, expected) in [
            ("二〇二一年七月一日", "2021年7月1日"),
            ("二O二一年", "2021年"),
            ("二○二一年十二月三十一日", "2021年12月31日"),
            ("二零二一年〇七月〇一日", "2021年7月1日"),
            ("一九九八年十月", "1998年10月"),
            ("一九九八年二十月", "1998年20月"),
            ("1998年十月二十日", "1998年10月20日"),
            ("1998年5月份", "1998年5月"),
            ("1998.5", "1998.5"),
            ("前年五月", "前年五月"),
        ] {
            assert_eq!(in_digits(written), expected, "{written}");
        }
    }
}
