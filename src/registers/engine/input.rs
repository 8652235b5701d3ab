//! Single values: what a field can hold, how it is typed, how it is written.

use std::num::{IntErrorKind, ParseIntError};

use crate::ledger::{DayOrMonth, Month, Quarter, Value, minutes_of, minutes_text, parse_day};

use super::field::{Field, Kind, Spelling};
use super::rows;
use crate::typed_text;

/// Whether a value is one that a field can hold; the error is for the user.
///
/// # Errors
/// What is wrong with it, in Chinese.
pub fn check_value(field: &Field, value: &Value) -> Result<(), String> {
    let label = field.label;
    let wrong = || format!("{label}的内容不对");
    let text = || value.as_text().ok_or_else(wrong);
    let within = |low: i64, high: i64, shown: &dyn Fn(i64) -> String| match value.as_int() {
        Some(number) if (low..=high).contains(&number) => Ok(()),
        Some(_) => Err(format!("{label}应在 {} 到 {} 之间", shown(low), shown(high))),
        None => Err(wrong()),
    };
    match field.kind {
        Kind::Text(most) | Kind::Lines(most) => {
            let text = text()?;
            let lines = matches!(field.kind, Kind::Lines(_));
            if text.chars().count() > most {
                Err(format!("{label}最多 {most} 个字"))
            } else if text.chars().any(|c| is_unfit(c) && !(lines && c == '\n')) {
                Err(format!("{label}里有看不见的控制字符，请重新输入"))
            } else {
                Ok(())
            }
        }
        Kind::Day => parse_day(text()?).map(drop).map_err(|_| format!("{label}不是有效的日期")),
        Kind::DayOrMonth => {
            text()?.parse::<DayOrMonth>().map(drop).map_err(|_| format!("{label}不是有效的日期"))
        }
        Kind::Month => {
            text()?.parse::<Month>().map(drop).map_err(|_| format!("{label}不是有效的月份"))
        }
        Kind::Time => minutes_of(text()?)
            .map(drop)
            .ok_or_else(|| format!("{label}不是有效的时间，应写成 09:30 这样")),
        Kind::Quarter => text()?
            .parse::<Quarter>()
            .map(drop)
            .map_err(|_| format!("{label}不对，应写成 2026-Q3 这样")),
        Kind::Count(low, high, unit) => within(low, high, &|number| format!("{number}{unit}")),
        Kind::Points(low, high) => within(low, high, &points_text),
        Kind::Tenths(low, high, unit) => {
            within(low, high, &|tenths| format!("{}{unit}", points_text(tenths)))
        }
        Kind::Percent => within(0, 1000, &points_text),
        Kind::Money => within(0, 1_000_000_000, &money_text),
        Kind::Choice(choices) => {
            let text = text()?;
            let known = choices.iter().any(|(code, _)| *code == text);
            known.then_some(()).ok_or_else(|| format!("{label}不在可选项里"))
        }
        Kind::YesNo => matches!(value, Value::Bool(_)).then_some(()).ok_or_else(wrong),
        Kind::Reference(register) => {
            let id = text()?.parse::<crate::ledger::RecordId>().map_err(|_| wrong())?;
            (id.register() == register).then_some(()).ok_or_else(wrong)
        }
        Kind::RuleLine => {
            let fits = (1..=20).contains(&text()?.len());
            fits.then_some(()).ok_or_else(wrong)
        }
        Kind::Columns(columns) => check_columns(field, columns, value),
        Kind::Data => Ok(()),
    }
}

/// Columns of a newer version are left as they are.
fn check_columns(field: &Field, columns: &[Field], value: &Value) -> Result<(), String> {
    for column in columns {
        let own = rows::column(field, value, column.name);
        if own.is_null() {
            if column.required {
                return Err(format!("{}缺少{}", field.label, column.label));
            }
            continue;
        }
        check_value(column, own).map_err(|text| format!("{}：{text}", field.label))?;
    }
    Ok(())
}

/// Control characters and those that turn the direction of writing: they have no place in a name or
/// a note, and make one text look like another.
pub fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Tenths of a point as they are read: `86.5`, `86`, `-3.5`.
pub fn points_text(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

/// Tenths of a percent as a share is written everywhere, with a decimal only where it is not whole: `95%`,
/// `86.8%`.
pub fn percent_text(tenths: i64) -> String {
    format!("{}%", points_text(tenths))
}

/// Tenths of a point as a column shows them, all with one decimal: `86.5`, `86.0`, `-3.5`.
pub fn points_in_column(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}

/// A difference in tenths of a point with its sign: `+2`, `−0.5`, `0`.
pub fn signed_points_text(tenths: i64) -> String {
    let text = points_text(tenths.abs());
    match tenths {
        0 => "0".to_owned(),
        1.. => format!("+{text}"),
        _ => format!("−{text}"),
    }
}

/// Fen as they are read: `32.50`.
pub fn money_text(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// Reads what a user typed into a field, or what a file's cell holds; nothing typed is `Null`.
///
/// # Errors
/// What is wrong with it, in Chinese.
pub fn read_input(field: &Field, input: &str) -> Result<Value, String> {
    let narrow = typed_text::half_width_text(input);
    let narrow = narrow.trim();
    if narrow.is_empty() {
        return Ok(Value::Null);
    }
    let number = typed_text::number_signs(input);
    let label = field.label;
    let value = match field.kind {
        Kind::Text(_) => Value::from(match field.spelling {
            Spelling::Plain => typed_text::line(input),
            Spelling::Name => typed_text::name(input),
            Spelling::StaffNumber => typed_text::staff_number(input),
            Spelling::Phone => typed_text::phone(input),
        }),
        Kind::Lines(_) => Value::from(typed_text::unified(input).trim().replace("\r\n", "\n")),
        Kind::Count(..) => {
            Value::Int(read_whole(&number).ok_or_else(|| format!("{label}应是整数"))?)
        }
        Kind::Points(..) | Kind::Percent | Kind::Tenths(..) => {
            let unit = if let Kind::Tenths(_, _, unit) = field.kind { unit } else { "分" };
            let text = number.trim_end_matches('%').trim_end_matches(unit);
            Value::Int(
                read_decimal(text, 1).ok_or_else(|| format!("{label}应是数字，最多一位小数"))?,
            )
        }
        Kind::Money => {
            let text = number.trim_end_matches('元');
            Value::Int(
                read_decimal(text, 2).ok_or_else(|| format!("{label}应是金额，最多两位小数"))?,
            )
        }
        Kind::YesNo => {
            let read = read_yes_no(narrow).ok_or_else(|| format!("{label}请填“是”或“否”"));
            Value::Bool(read?)
        }
        Kind::Choice(choices) => {
            let known = choices.iter().find(|(code, shown)| *code == narrow || *shown == narrow);
            Value::from(known.ok_or_else(|| format!("{label}不在可选项里"))?.0)
        }
        Kind::Day | Kind::DayOrMonth | Kind::Month | Kind::Quarter => Value::from(narrow),
        Kind::Time => Value::from(read_time(narrow).unwrap_or_else(|| narrow.to_owned())),
        // An id may be made of a name with full-width signs: “内科（一）支部”.
        Kind::Reference(_) | Kind::RuleLine => Value::from(input.trim()),
        Kind::Columns(_) | Kind::Data => return Err(format!("{label}不能直接填写")),
    };
    check_value(field, &value).map(|()| value)
}

/// Reads a time of day as people write it, half-width: 9:30, 9点30, 9点半, 0930; `None` where it is none.
fn read_time(narrow: &str) -> Option<String> {
    let text = narrow
        .trim_end_matches(['分', ' '])
        .replace("点半", ":30")
        .replace(['点', '时', '：', '.'], ":");
    let (hours, minutes) = match text.split_once(':') {
        Some((hours, "")) => (hours, "0"),
        Some((hours, minutes)) => (hours, minutes.trim_end_matches(":00")),
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => return None,
    };
    let (hours, minutes): (u8, u8) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
    (hours < 24 && minutes < 60).then(|| minutes_text(i64::from(hours) * 60 + i64::from(minutes)))
}

/// Reads an answer of yes or no as lists and forms write it, half-width; `None` where it is neither.
fn read_yes_no(narrow: &str) -> Option<bool> {
    match narrow.to_ascii_lowercase().trim_end_matches('\u{fe0f}') {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "☑" | "1" | "y" | "v" | "yes" | "true" => {
            Some(true)
        }
        "否" | "无" | "没有" | "不是" | "不对" | "×" | "✗" | "✘" | "✕" | "x" | "☐" | "□" | "0"
        | "n" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// Reads a number with at most one decimal as tenths; full-width digits too.
pub fn tenths_of(input: &str) -> Option<i64> {
    read_decimal(typed_text::number_signs(input).trim_end_matches(['%', '分']), 1)
}

/// Reads a whole number; one out of the range of its type becomes the nearest in it, so that the check of the
/// field's bounds reports it.
fn read_whole(text: &str) -> Option<i64> {
    text.parse()
        .or_else(|error: ParseIntError| match error.kind() {
            IntErrorKind::PosOverflow => Ok(i64::MAX),
            IntErrorKind::NegOverflow => Ok(i64::MIN),
            _ => Err(error),
        })
        .ok()
}

/// Reads a decimal with at most `places` places as a whole number of its last place, as [`read_whole`] does.
fn read_decimal(text: &str, places: u32) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > places as usize {
        return None;
    }
    let scale = 10i64.pow(places);
    let part = format!("{part:0<width$}", width = places as usize).parse::<i64>().ok()?;
    let number = read_whole(whole)?.saturating_mul(scale).saturating_add(part);
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORE: Field = Field::new("score", "得分", Kind::Points(0, 1000));
    const NAME: Field = Field::new("name", "姓名", Kind::Text(6));

    #[test]
    fn points_are_read_in_tenths() {
        for (input, tenths) in
            [("86.5", 865), ("８６．５", 865), ("86。5", 865), ("100", 1000), ("0", 0), ("9分", 90)]
        {
            assert_eq!(read_input(&SCORE, input), Ok(Value::Int(tenths)), "{input}");
        }
        for input in ["86.55", "100.1", "-1", "八十", ".", "1e2", "99999999999999999999"] {
            assert!(read_input(&SCORE, input).is_err(), "{input}");
        }
    }

    #[test]
    fn a_number_too_large_to_hold_is_told_which_ones_fit() {
        let large = "99999999999999999999";
        let count = Field::new("valid", "有效票", Kind::Count(0, 9999, "票"));
        for (field, said) in
            [(&count, "有效票应在 0票 到 9999票 之间"), (&SCORE, "得分应在 0 到 100 之间")]
        {
            for text in [large.to_owned(), format!("-{large}")] {
                assert_eq!(read_input(field, &text), Err(said.to_owned()), "{text}");
            }
        }
        assert_eq!(read_input(&count, "1e9"), Err("有效票应是整数".to_owned()));
    }

    #[test]
    fn points_are_written_as_they_are_read() {
        for (tenths, text) in [(865, "86.5"), (860, "86"), (-5, "-0.5"), (0, "0"), (-40, "-4")] {
            assert_eq!(points_text(tenths), text);
        }
    }

    #[test]
    fn points_in_a_column_have_one_decimal_each() {
        for (tenths, text) in
            [(865, "86.5"), (860, "86.0"), (-5, "-0.5"), (0, "0.0"), (1000, "100.0")]
        {
            assert_eq!(points_in_column(tenths), text);
        }
    }

    #[test]
    fn a_name_may_hold_signs_and_rare_characters_but_no_control_characters() {
        for name in ["<b>=1\"", "阿·力", "𠮷田"] {
            assert_eq!(read_input(&NAME, name), Ok(Value::from(name)));
        }
        for name in ["张\u{202e}三", "张\u{1}三", "一二三四五六七"] {
            assert!(read_input(&NAME, name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_tick_is_a_yes_a_cross_a_no_and_anything_else_is_asked_about() {
        let field = Field::new("dual_leader", "双带头人", Kind::YesNo);
        for (yes, texts) in [
            (true, "是 √ ✓ ✔ ✔\u{fe0f} ☑ 有 对 Y ｙ 1 １ yes TRUE v"),
            (false, "否 × ✗ ✘ x X Ｘ 无 没有 不是 N n 0 No false"),
        ] {
            for text in texts.split(' ') {
                assert_eq!(read_input(&field, text), Ok(Value::Bool(yes)), "{text}");
            }
        }
        for text in ["也许", "2", "是否", "√×"] {
            assert_eq!(
                read_input(&field, text),
                Err("双带头人请填“是”或“否”".to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_typed_into_a_form_is_brought_to_one_spelling() {
        let field = |spelling| NAME.spelt(spelling);
        for (spelling, typed, kept) in [
            (Spelling::Plain, "⼀\u{200b}党⽀部", "一党支部"),
            (Spelling::Plain, " 甲\u{2009} 乙 ", "甲 乙"),
            (Spelling::Name, "⻢ ⽅", "马方"),
            (Spelling::Name, "阿．力", "阿·力"),
            (Spelling::StaffNumber, "ａ 0012", "A0012"),
            (Spelling::Phone, " ８０１—２ ", "801-2"),
        ] {
            assert_eq!(read_input(&field(spelling), typed), Ok(Value::from(kept)), "{typed}");
        }
        assert_eq!(read_input(&SCORE, "8\u{200b}6．５\u{a0}"), Ok(Value::Int(865)));
    }

    #[test]
    fn a_time_of_day_is_read_as_people_write_it() {
        let field = Field::new("begins", "开始时间", Kind::Time);
        for (typed, kept) in [
            ("09:30", "09:30"),
            ("9：30", "09:30"),
            ("9点30分", "09:30"),
            ("9点半", "09:30"),
            ("14点", "14:00"),
            ("0930", "09:30"),
            ("14:30:00", "14:30"),
        ] {
            assert_eq!(read_input(&field, typed), Ok(Value::from(kept)), "{typed}");
        }
        for typed in ["25:00", "9:60", "上午", "930000", "-1:00"] {
            assert!(read_input(&field, typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn nothing_typed_is_nothing() {
        assert_eq!(read_input(&SCORE, "　 "), Ok(Value::Null));
    }
}
