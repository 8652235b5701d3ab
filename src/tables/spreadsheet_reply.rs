//! What the spreadsheet worker and the page say to each other.
//!
//! The worker says [`READY`] once it listens; the page then posts the file's bytes as one
//! `ArrayBuffer`, and the worker answers with the JSON text of a [`SpreadsheetReply`].

use serde::{Deserialize, Serialize};

use super::grid::NamedGrid;

/// The largest workbook that is read, in bytes; the page asks before it reads the file at all.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// The worker's first message: before it, bytes that are posted would be lost.
pub const READY: &str = "ready";

/// The worker's answer to a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadsheetReply {
    /// The sheets that hold anything, in the workbook's order.
    Sheets(Vec<NamedGrid>),
    /// Why the file is not read and what to do, for the user.
    Problem(String),
}

/// A file under the name of a workbook that is written in a markup language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// A page of the web, or one with its pictures in a single file (MHTML).
    WebPage,
    /// A workbook as XML (SpreadsheetML 2003).
    Xml,
}

/// Which markup language a file is written in, by its first bytes.
#[must_use]
pub fn markup_of(first_bytes: &[u8]) -> Option<Markup> {
    // In UTF-16 every second byte of these words is 0.
    let bytes: Vec<u8> = first_bytes.iter().copied().filter(|b| *b != 0).collect();
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let start = head.trim_start_matches(|c: char| !c.is_ascii_graphic());
    let is_page = has(&["<html", "<!doctype html"]);
    let is_xml =
        start.starts_with("<?xml") || has(&["urn:schemas-microsoft-com:office:spreadsheet"]);
    if is_xml && !is_page {
        // A workbook as XML has tables too.
        Some(Markup::Xml)
    } else {
        let is_part = start.starts_with('<') && has(&["<head", "<meta", "<style", "<body", "<div"]);
        let is_mime = has(&["mime-version:"]) && has(&["content-type:"]);
        (is_page || is_part || is_mime || has(&["<table"])).then_some(Markup::WebPage)
    }
}

/// So many first bytes decide which reader a file needs.
pub const HEAD_BYTES: usize = 512;

/// Whether a file is for the worker and not for [`super::delimited`]: it begins as an archive, an
/// old workbook or a page does, or is named as a workbook and is no text (then the worker says
/// what it is instead). Systems that export text under the name of a workbook are many.
#[must_use]
pub fn is_for_the_worker(file_name: &str, first_bytes: &[u8]) -> bool {
    let name = file_name.to_lowercase();
    let fits = |b: &u8| *b >= b' ' || matches!(b, b'\t' | b'\r' | b'\n' | 0x1f);
    let is_text = !first_bytes.is_empty()
        && (first_bytes.iter().all(fits)
            || first_bytes.starts_with(&[0xff, 0xfe])
            || first_bytes.starts_with(&[0xfe, 0xff]));
    first_bytes.starts_with(b"PK")
        || first_bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
        || markup_of(first_bytes).is_some()
        || (!is_text && [".xlsx", ".xlsm", ".xls", ".et"].iter().any(|end| name.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_to_the_worker_by_content_or_name() {
        assert!(is_for_the_worker("花名册.csv", b"PK\x03\x04"));
        assert!(is_for_the_worker("花名册", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1]));
        assert!(is_for_the_worker("花名册.XLSX", b""));
        assert!(!is_for_the_worker("花名册.csv", "姓名".as_bytes()));
        assert!(!is_for_the_worker("花名册.xls", "姓名\t工号\r\n".as_bytes()));
        assert!(is_for_the_worker("花名册.xls", &[0x89, b'P', b'N', b'G', 0]));
    }

    #[test]
    fn pages_and_xml_are_known_in_either_encoding() {
        let utf16 = |text: &str| -> Vec<u8> {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(units).collect()
        };
        for (text, markup) in [
            ("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", Markup::WebPage),
            ("\r\n  <META charset=gb2312><style>", Markup::WebPage),
            ("MIME-Version: 1.0\r\nContent-Type: multipart/related;", Markup::WebPage),
            ("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>", Markup::Xml),
            ("<?xml version=\"1.0\"?><Workbook><Worksheet><Table><Row>", Markup::Xml),
        ] {
            assert_eq!(markup_of(text.as_bytes()), Some(markup), "{text}");
            assert_eq!(markup_of(&utf16(text)), Some(markup), "{text}");
            assert!(is_for_the_worker("花名册.csv", text.as_bytes()));
        }
        assert_eq!(markup_of("姓名,备注\n张三,<b>\n".as_bytes()), None);
    }
}
