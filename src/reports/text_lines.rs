//! Where a text may break: paragraphs between characters, but within no name and no number; headings
//! between words. What is reckoned is what the sheet shows, as it is told the same pieces.

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it stands on one line.
    pub whole: bool,
}

/// Signs that may not begin a line.
const CLOSING: &str = "，。；：、？！）”’》〕…%％,.;:)";
/// Signs that may not end one.
const OPENING: &str = "（“‘《〔(";
/// What a number takes with it.
const UNITS: &str = "年月日号名人分次个张岁元条项页天周届时%％";
/// A longer run between marks is no name.
const NAME: usize = 12;

/// How broad a text is, in characters of full width.
pub fn breadth(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

/// A paragraph in pieces: numbers with their units, days, and the names in a list are whole, unless
/// they are broader than a line of so many characters.
pub fn pieces(text: &str, characters: f32) -> Vec<Piece<'_>> {
    let mut pieces = all_pieces(text);
    pieces.iter_mut().for_each(|piece| piece.whole &= breadth(piece.text) <= characters);
    pieces
}

fn all_pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let is_mark = |c: char| CLOSING.contains(c) && c != '.' && c != '%' || OPENING.contains(c);
    let (mut from, mut before) = (0, ' ');
    while from < text.len() {
        let rest = &text[from..];
        let end = rest.find(is_mark).unwrap_or(rest.len());
        let (run, after) = (&rest[..end], rest[end..].chars().next().unwrap_or(' '));
        let listed = before == '、' || after == '、' || (before == '：' && after == '。');
        if listed && run.chars().count() <= NAME {
            push(&mut pieces, run, true);
        } else {
            numbers(&mut pieces, run);
        }
        push(
            &mut pieces,
            &rest[end..end + if end < rest.len() { after.len_utf8() } else { 0 }],
            false,
        );
        from += end + if end < rest.len() { after.len_utf8() } else { 0 };
        before = after;
    }
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, whole: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text, whole });
    }
}

/// Takes the numbers of a run apart from what stands around them.
fn numbers<'a>(pieces: &mut Vec<Piece<'a>>, run: &'a str) {
    let mut rest = run;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        push(pieces, &rest[..start], false);
        let length = number(&rest[start..]);
        push(pieces, &rest[start..start + length], true);
        rest = &rest[start + length..];
    }
    push(pieces, rest, false);
}

/// How long the number is with which a text begins: with its unit, and with the rest of its day.
fn number(text: &str) -> usize {
    let digits = |from: usize| {
        let of_number = |c: char| c.is_ascii_digit() || c == '.';
        text[from..].find(|c| !of_number(c)).map_or(text.len(), |at| from + at)
    };
    let mut end = digits(0);
    loop {
        let rest = &text[end..];
        let gap = usize::from(rest.starts_with(' '));
        let Some(unit) = rest[gap..].chars().next().filter(|c| UNITS.contains(*c)) else {
            return end;
        };
        end += gap + unit.len_utf8();
        let on = digits(end);
        if on == end {
            return end;
        }
        end = on;
    }
}

/// Where the lines of a paragraph end, the first of which is indented.
pub fn line_ends(text: &str, indent: f32, characters: f32) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut at, mut filled) = (0, indent);
    for unit in units(text, characters) {
        let broad = breadth(unit);
        if filled + broad > characters && filled > 0.0 && at > 0 {
            ends.push(at);
            filled = 0.0;
        }
        filled += broad;
        at += unit.len();
    }
    ends.push(text.len());
    ends
}

/// What stands on a line together: a whole piece, a word, or a character, with the signs that belong
/// to it.
fn units(text: &str, characters: f32) -> Vec<&str> {
    let mut ends: Vec<usize> = Vec::new();
    let (mut at, mut opened) = (0, false);
    for piece in pieces(text, characters) {
        let mut step = |part: &str, closing: bool, opening: bool| {
            at += part.len();
            match ends.last_mut() {
                Some(end) if closing || opened => *end = at,
                _ => ends.push(at),
            }
            opened = opening;
        };
        if piece.whole {
            step(piece.text, false, false);
            continue;
        }
        for (place, c) in piece.text.char_indices() {
            let part = &piece.text[place..place + c.len_utf8()];
            step(part, CLOSING.contains(c), OPENING.contains(c));
        }
    }
    let mut from = 0;
    ends.into_iter()
        .map(|end| {
            let unit = &text[from..end];
            from = end;
            unit
        })
        .collect()
}

/// Words of the branch that are not made of pairs.
const WORDS: [&str; 22] = [
    "党支部",
    "党小组",
    "党总支",
    "有效月",
    "满意度",
    "一览表",
    "花名册",
    "测评表",
    "汇总表",
    "申报表",
    "考核表",
    "公示表",
    "测评分",
    "综合分",
    "应参评",
    "实参评",
    "优秀率",
    "负责人",
    "不合格",
    "年度",
    "季度",
    "党员",
];

/// A heading in words: between them it may break.
pub fn words(text: &str) -> Vec<&str> {
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        if CLOSING.contains(first) || first == '的' {
            at += first.len_utf8();
            match ends.last_mut() {
                Some(end) => *end = at,
                None => ends.push(at),
            }
        } else if OPENING.contains(first) {
            // What is said in brackets is one word.
            let closed = rest.find(['）', '”', '’', '》', '〕', ')']);
            at += closed.map_or(rest.len(), |close| {
                close + rest[close..].chars().next().map_or(0, char::len_utf8)
            });
            ends.push(at);
        } else if first.is_ascii() || first == '第' {
            let digits = rest.char_indices().skip(1).find(|(_, c)| !c.is_ascii());
            let mut length = digits.map_or(rest.len(), |(place, _)| place);
            for unit in ["年度", "年", "月", "日", "%"] {
                if let Some(after) = rest[length..].strip_prefix(unit) {
                    length = rest.len() - after.len();
                    break;
                }
            }
            at += length;
            ends.push(at);
        } else if let Some(word) = known(rest) {
            at += word.len();
            ends.push(at);
        } else {
            let stops = |(place, c): (usize, char)| {
                let stop = c.is_ascii() || CLOSING.contains(c) || OPENING.contains(c);
                (stop || c == '第' || c == '的' || known(&rest[place..]).is_some()).then_some(place)
            };
            let length = rest.char_indices().skip(1).find_map(stops).unwrap_or(rest.len());
            let mut left = rest[..length].chars().count();
            let mut chars = rest[..length].chars();
            while left > 0 {
                let take = if left == 3 { 3 } else { left.min(2) };
                at += chars.by_ref().take(take).map(char::len_utf8).sum::<usize>();
                ends.push(at);
                left -= take;
            }
        }
    }
    let mut from = 0;
    ends.into_iter()
        .map(|end| {
            let word = &text[from..end];
            from = end;
            word
        })
        .collect()
}

fn known(text: &str) -> Option<&'static str> {
    WORDS.into_iter().find(|word| text.starts_with(word))
}

/// How many lines a heading takes that breaks between its words.
pub fn lines_of_words(text: &str, characters: f32) -> usize {
    let (mut lines, mut filled) = (1, 0.0);
    for word in words(text) {
        let broad = breadth(word);
        if filled > 0.0 && filled + broad > characters {
            lines += 1;
            filled = 0.0;
        }
        filled += broad;
    }
    lines
}

/// How many lines a cell takes: its own lines, each broken between characters, or after marks alone.
pub fn lines_of_cell(text: &str, characters: f32, at_marks: bool) -> usize {
    let of_line = |line: &str| {
        if !at_marks {
            return line_ends(line, 0.0, characters).len();
        }
        let (mut lines, mut filled) = (1, 0.0);
        for part in line.split_inclusive(['、', '，', '；', '。', '：', ' ', '　']) {
            let broad = breadth(part);
            if filled > 0.0 && filled + broad > characters {
                lines += 1;
                filled = 0.0;
            }
            filled += broad;
            while filled > characters {
                lines += 1;
                filled -= characters;
            }
        }
        lines
    };
    text.split('\n').map(of_line).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Vec<&str> {
        pieces(text, 28.0).iter().filter(|one| one.whole).map(|one| one.text).collect()
    }

    #[test]
    fn names_days_and_numbers_with_units_are_whole() {
        assert_eq!(
            whole("优秀（2 名）：买买提·艾力、王芳。季均人均 72.5 分，至2026年11月21日止。"),
            ["2 名", "买买提·艾力", "王芳", "72.5 分", "2026年11月21日"]
        );
        assert_eq!(whole("九月缺课的党员十月底前补学。"), [""; 0]);
    }

    #[test]
    fn no_line_ends_within_a_name_or_begins_with_a_mark() {
        let text = "优秀（4 名）：买买提·艾力、欧阳娜娜、王芳、阿卜杜热合曼·图尔荪。".repeat(5);
        for characters in [14, 19, 23, 28] {
            let ends = line_ends(&text, 2.0, characters as f32);
            let mut from = 0;
            for end in &ends {
                let line = &text[from..*end];
                assert!(!line.starts_with(|c| CLOSING.contains(c)), "{line}");
                assert!(breadth(line) <= characters as f32, "{line}");
                from = *end;
            }
            let lines: Vec<&str> = ends
                .iter()
                .scan(0, |from, end| Some(&text[std::mem::replace(from, *end)..*end]))
                .collect();
            let names = ["买买提·艾力", "欧阳娜娜", "王芳", "阿卜杜热合曼·图尔荪"];
            for name in names {
                let found: usize = lines.iter().map(|line| line.matches(name).count()).sum();
                assert_eq!(found, 5, "{name} at {characters}");
            }
        }
    }

    #[test]
    fn headings_break_between_words() {
        for (text, found) in [
            ("参加党内组织生活", vec!["参加", "党内", "组织", "生活"]),
            ("年度积分", vec!["年度", "积分"]),
            ("有效月", vec!["有效月"]),
            ("本月情况和佐证（手填）", vec!["本月", "情况", "和佐证", "（手填）"]),
            ("2026年度民主评议党员测评表", vec!["2026年度", "民主", "评议", "党员", "测评表"]),
            ("A1", vec!["A1"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), found);
        }
        assert_eq!(lines_of_words("参加党内组织生活", 5.0), 2);
    }
}
