//! Cells that hold several names, perhaps each with a number, taken apart.

use super::text;
use crate::typed_text;

/// A name of a cell of several, with its number where one stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedNumber<'a> {
    pub(super) name: &'a str,
    pub(super) number: Option<&'a str>,
}

/// Takes a cell of several names apart: at signs, line breaks, and spaces. `is_name` says whether a
/// text with a space in it is one name.
pub(super) fn names_in<'a>(shown: &'a str, is_name: &dyn Fn(&str) -> bool) -> Vec<NamedNumber<'a>> {
    let mut found = Vec::new();
    let pieces = shown.split(['、', '，', ',', '；', ';', '\n', '\r', '\t', '/']);
    for piece in pieces.map(text::trimmed).filter(|piece| !piece.is_empty()) {
        if is_name(piece) {
            found.push(NamedNumber { name: piece, number: None });
            continue;
        }
        if let Some((name, number)) = name_and_number(piece).filter(|(name, _)| is_name(name)) {
            found.push(NamedNumber { name, number: Some(number) });
            continue;
        }
        for word in piece.split_whitespace() {
            let is_number = starts_as_number(word);
            match (found.last_mut(), name_and_number(word)) {
                (Some(last), _) if is_number && last.number.is_none() => last.number = Some(word),
                (_, Some((name, number))) if !is_name(word) => {
                    found.push(NamedNumber { name, number: Some(number) });
                }
                _ => found.push(NamedNumber { name: word, number: None }),
            }
        }
    }
    found
}

/// A name and the number behind it: 张三 2, 张三×2, 张三（2）.
fn name_and_number(piece: &str) -> Option<(&str, &str)> {
    let piece = piece.trim_end_matches([')', '）']);
    let signs = [' ', '\u{3000}', '×', '*', 'x', 'X', ':', '：', '(', '（'];
    let at = piece.rfind(signs)?;
    let (name, rest) = piece.split_at_checked(at)?;
    let number = rest.trim_start_matches(signs);
    let name = text::trimmed(name).trim_end_matches(signs);
    (!name.is_empty() && starts_as_number(number)).then_some((name, number))
}

fn starts_as_number(text: &str) -> bool {
    text.chars().next().map(typed_text::half_width).is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_apart_in_any_usual_way_with_or_without_numbers() {
        let known = ["张三", "李四", "Anna Maria", "阿依古丽·买买提"];
        let is_name = |text: &str| known.contains(&text);
        let found = |shown: &str| -> Vec<(String, String)> {
            let one =
                |one: NamedNumber<'_>| (one.name.to_owned(), one.number.unwrap_or("").to_owned());
            names_in(shown, &is_name).into_iter().map(one).collect()
        };
        let pair = |name: &str, number: &str| (name.to_owned(), number.to_owned());
        assert_eq!(
            found("张三、李四 2、Anna Maria"),
            [pair("张三", ""), pair("李四", "2"), pair("Anna Maria", "")]
        );
        assert_eq!(
            found("张三 李四，王五"),
            [pair("张三", ""), pair("李四", ""), pair("王五", "")]
        );
        assert_eq!(found("张三×3\n李四（2）"), [pair("张三", "3"), pair("李四", "2")]);
        assert_eq!(found("张三 2 李四"), [pair("张三", "2"), pair("李四", "")]);
        assert_eq!(found(" 、 "), []);
    }
}
