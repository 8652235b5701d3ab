//! Texts in a workbook. What a user wrote is never anything but text there.

use crate::fast_hash::FastMap;

use super::push_count;

/// Excel takes no longer text in a cell, counted in halves of UTF-16.
const LONGEST: usize = 32_767;
/// Stands at the end of one that was longer.
const CUT: &str = "……（太长，后面没有导出）";
/// Excel takes no longer name of a sheet, nor these signs in it.
const LONGEST_NAME: usize = 31;
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The texts of a workbook, each kept once.
#[derive(Default)]
pub(super) struct SharedStrings<'a> {
    places: FastMap<&'a str, u32>,
    xml: String,
    uses: u32,
}

impl<'a> SharedStrings<'a> {
    /// The place of a text among the others.
    pub(super) fn place(&mut self, text: &'a str) -> u32 {
        self.uses += 1;
        // There are fewer texts than cells, of which a sheet has less than 2³⁵, and memory far less.
        let next = self.places.len() as u32;
        *self.places.entry(text).or_insert_with(|| {
            self.xml.push_str("<si><t xml:space=\"preserve\">");
            push_text(&mut self.xml, text);
            self.xml.push_str("</t></si>");
            next
        })
    }

    /// The part of the workbook that holds them.
    pub(super) fn xml(&self) -> String {
        let mut xml = String::with_capacity(self.xml.len() + 256);
        xml.push_str(super::XML);
        xml.push_str(
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"",
        );
        push_count(&mut xml, self.uses);
        xml.push_str("\" uniqueCount=\"");
        push_count(&mut xml, self.places.len() as u32);
        xml.extend(["\">", &self.xml, "</sst>"]);
        xml
    }
}

/// Writes the text of a cell; one that is too long is cut, and says so.
fn push_text(xml: &mut String, text: &str) {
    if text.encode_utf16().take(LONGEST + 1).count() <= LONGEST {
        return escape(xml, text);
    }
    escape(xml, within(text, LONGEST - CUT.encode_utf16().count()));
    xml.push_str(CUT);
}

/// The beginning of a text that has no more than so many halves of UTF-16.
fn within(text: &str, most: usize) -> &str {
    let mut long = 0;
    let end = text.char_indices().find(|(_, sign)| {
        long += sign.len_utf16();
        long > most
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// Writes a text into XML. What XML cannot hold is written as Excel does, `_x0007_`; a text that
/// looks like that has its first sign written so.
pub(super) fn escape(xml: &mut String, text: &str) {
    for (at, sign) in text.char_indices() {
        match sign {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(sign),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {
                xml.push_str(&format!("_x{:04X}_", u32::from(sign)));
            }
            '_' if is_code(&text.as_bytes()[at..]) => xml.push_str("_x005F_"),
            _ => xml.push(sign),
        }
    }
}

fn is_code(bytes: &[u8]) -> bool {
    match bytes {
        [b'_', b'x', digits @ .., b'_'] if digits.len() == 4 => {
            digits.iter().all(u8::is_ascii_hexdigit)
        }
        _ => bytes.len() > 7 && is_code(&bytes[..7]),
    }
}

/// A name for a sheet, unlike those that there are.
pub(super) fn sheet_name(title: &str, others: &[String]) -> String {
    let plain: String =
        title.chars().filter(|sign| !FORBIDDEN.contains(sign) && !sign.is_control()).collect();
    let trimmed = plain.trim_matches(['\'', ' ', '　']);
    let name = if trimmed.is_empty() { "表" } else { trimmed };
    let taken = |name: &str| others.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    (1..)
        .map(|number: u32| {
            let mark = if number == 1 { String::new() } else { format!("（{number}）") };
            let kept = within(name, LONGEST_NAME - mark.encode_utf16().count());
            format!("{}{mark}", kept.trim_end_matches('\''))
        })
        .find(|name| !taken(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut xml = String::new();
        push_text(&mut xml, text);
        xml
    }

    #[test]
    fn what_xml_cannot_hold_is_written_as_excel_does() {
        assert_eq!(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!(escaped("一\t二\n三\r"), "一\t二\n三_x000D_");
        assert_eq!(escaped("\0\u{7}\u{1f}\u{ffff}"), "_x0000__x0007__x001F__xFFFF_");
        assert_eq!(escaped("_x000D_"), "_x005F_x000D_");
        assert_eq!(escaped("a_x00e9_b _x12_ _"), "a_x005F_x00e9_b _x12_ _");
        assert_eq!(escaped("_x一二_"), "_x一二_");
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_between_signs_and_says_so() {
        let most = "𠮷".repeat(LONGEST / 2);
        assert_eq!(escaped(&most), most);
        let cut = escaped(&"𠮷".repeat(LONGEST / 2 + 1));
        assert!(cut.ends_with(CUT));
        let long = cut.encode_utf16().count();
        assert!((LONGEST - 1..=LONGEST).contains(&long), "{long}");
    }

    #[test]
    fn names_of_sheets_are_such_as_excel_takes() {
        let name = |title: &str| sheet_name(title, &[]);
        assert_eq!(name("2026年1/2月[内科]:*?\\"), "2026年12月内科");
        assert_eq!(name("'内科'"), "内科");
        assert_eq!(name(" ' \n"), "表");
        assert_eq!(name(&"党".repeat(40)).chars().count(), 31);
        assert_eq!(name(&"𠮷".repeat(40)).encode_utf16().count(), 30);
        let others = ["a".to_owned(), "a（2）".to_owned()];
        assert_eq!(sheet_name("A", &others), "A（3）");
        let long = "党".repeat(31);
        assert_eq!(sheet_name(&long, std::slice::from_ref(&long)), "党".repeat(28) + "（2）");
    }
}
