//! What can be wrong with a file as a whole.

use yixin::codec::limits;
use yixin::exchange::bundle::{BundleError, BundleHeader, Foreign, write};
use yixin::ledger::{Ledger, LedgerId};

use super::{
    Bad,
    Gives::{Error, Malformed},
    bad,
};
use crate::fixtures::bundles::{edit, good, header, member, rehashed};

/// Files that are damaged as a whole.
pub fn files() -> Vec<Bad> {
    let text = good();
    let altered = || Error(BundleError::Altered);
    let foreign = |what| Error(BundleError::Foreign(what));
    let body = |text: &str| text.find("\"edits\":[").expect("a body");
    let mut other = Ledger::new();
    for number in 1..=5 {
        let new = edit(&other, 0xee, number, |draft| {
            for place in 0..5 {
                draft.field(&member(&format!("{number}{}", place % 2)), "name", place);
                draft.entry(&member("9"), "roll", &format!("{number}{place}"), place);
            }
        });
        other.insert(new);
    }
    let other_text = write(&other, BundleHeader { ledger: LedgerId(9), ..header() });
    let under = |head: &str, tail: &str| format!("{}{}", &head[..body(head)], &tail[body(tail)..]);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    let lines: Vec<&str> = text.lines().collect();
    let fewer = [&lines[..14], &lines[15..]].concat().join("\n");
    let swapped = [&lines[..12], &[lines[13], lines[12]], &lines[14..]].concat().join("\n");
    vec![
        bad("another hospital's body under this header", under(&text, &other_text), altered()),
        bad("this body under another hospital's header", under(&other_text, &text), altered()),
        bad(
            "another hospital's body with the hash made right",
            rehashed(&under(&text, &other_text)),
            altered(),
        ),
        bad("an edit left out", rehashed(&fewer), altered()),
        bad("two edits in another order", swapped, altered()),
        bad("line ends of Windows", text.replace('\n', "\r\n"), altered()),
        bad("written in GB18030", gb18030.into_owned(), altered()),
        bad("written in UTF-16 without its mark", utf16, altered()),
        bad(
            "a byte that is no UTF-8",
            [&text.as_bytes()[..90], b"\xFF", &text.as_bytes()[90..]].concat(),
            altered(),
        ),
        bad("two marks of UTF-8", format!("\u{FEFF}\u{FEFF}{text}"), foreign(Foreign::Text)),
        bad("words in front", format!("请查收\n{text}"), foreign(Foreign::Text)),
        bad("in a list", format!("[{text}]"), foreign(Foreign::Json)),
        bad("as a text", format!("\"{text}\""), foreign(Foreign::Text)),
        bad("twice in one file", format!("{text}{text}"), Malformed("trailing characters")),
        bad("words behind", format!("{text}发送自 HarmonyOS"), Malformed("trailing characters")),
        bad("zeros behind", format!("{text}\0\0\0\0"), Malformed("trailing characters")),
        bad(
            "without its first comma",
            text.replacen("\",\n", "\"\n", 1),
            Malformed("expected `,` or `}`"),
        ),
        bad("a comma too many", text.replacen(",\n", ",,\n", 1), Malformed("key must be a string")),
        bad("single quotes", text.replace('"', "'"), Malformed("key must be a string")),
        bad(
            "a comment",
            text.replacen("{\n", "{\n// 备份\n", 1),
            Malformed("key must be a string"),
        ),
        bad(
            "a bracket of the wrong kind",
            text.replacen("},\n\"made\"", "],\n\"made\"", 1),
            Malformed("expected `,` or `}`"),
        ),
        bad(
            "a line feed within a text",
            text.replacen("示例", "示\n例", 1),
            Malformed("control character"),
        ),
        bad(
            "an escape that is none",
            text.replacen("示例", "示\\x例", 1),
            Malformed("invalid escape"),
        ),
        bad(
            "an open quote at the end",
            format!("{}\"", text.trim_end()),
            Error(BundleError::CutOff { line: 19, byte: text.len() }),
        ),
        bad(
            "a million brackets",
            format!("{{\"a\":{}", "[".repeat(1_000_000)),
            Error(BundleError::TooDeep { line: 1 }),
        ),
        bad(
            "too large",
            vec![b' '; limits::BYTES + 1],
            Error(BundleError::TooLarge(limits::BYTES + 1)),
        ),
    ]
}
