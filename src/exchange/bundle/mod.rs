//! Bundles (数据文件): what a ledger sends to another tablet, as JSON that a person can read.
//!
//! A header says what it is, from whom, and how much; the body is the list of edits, one a line, in
//! canonical order. The header's sha256 covers the bytes of the body as they stand in the file.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::ledger::{Author, Edit, Ledger, LedgerId, Moment, Value};

use crate::codec::json::{write_name, write_text, write_value};
use crate::codec::limits;
use crate::exchange::export::scope::Scope;

mod error;
mod fast_path;
mod header;
pub mod migration;
pub mod multipart;
mod read;
pub mod sealing;
mod sealing_read;

pub use crate::codec::header::{BundleHeader, BundleKind, Counts, VERSION, Version};
pub use crate::codec::wire::write_body;
pub use error::{BundleError, Foreign};
pub use read::{BundleReader, ExpectedHash, KnownChanges, read};

/// What the header of every bundle begins with.
pub const FORMAT: &str = "yixin-bundle";

impl BundleHeader {
    /// The header of a bundle of everything: see [`Self::part`].
    pub fn everything(ledger: LedgerId, hospital: &str, from: Author, made: Moment) -> Self {
        Self::part(&Scope::Everything, ledger, hospital, from, made)
    }

    /// The header of a bundle of a part; counts and hash come with the writing. Names that are too
    /// long for a header are cut, and a clock that shows an impossible year is read as the nearest
    /// possible one, so that the file can be read whatever the ledger or the tablet says.
    pub fn part(
        scope: &Scope,
        ledger: LedgerId,
        hospital: &str,
        from: Author,
        made: Moment,
    ) -> Self {
        Self {
            version: VERSION,
            ledger,
            hospital: short(hospital).to_owned(),
            from: Author {
                name: short(&from.name).into(),
                role: short(&from.role).into(),
                tablet: short(&from.tablet).into(),
            },
            made: made.within_bounds(),
            kind: scope.kind(),
            scope: scope.to_value(),
            counts: Counts::default(),
            sha256: String::new(),
            extra: Value::Null,
        }
    }
}

/// As much of a name as a header may have.
fn short(name: &str) -> &str {
    &name[..name.floor_char_boundary(limits::NAME)]
}

/// A bundle as read: its header, and its edits, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What it says of itself.
    pub header: BundleHeader,
    /// Its edits.
    pub edits: Vec<Edit>,
}

impl Bundle {
    /// Whether its body stood in the file just as we would write it.
    pub fn is_canonical(&self) -> bool {
        let ledger = Ledger::from_edits(self.edits.iter().cloned());
        sha256_hex(write_body(&ledger).as_bytes()) == self.header.sha256
    }
}

/// Writes a ledger as a bundle. Counts and hash of the header are filled in.
pub fn write(ledger: &Ledger, mut header: BundleHeader) -> String {
    let body = write_body(ledger);
    let records: usize = ledger.register_names().map(|name| ledger.all_records(name).count()).sum();
    header.counts = Counts {
        edits: ledger.iter_counts().filter(|changes| *changes > 0).count() as u64,
        changes: ledger.change_count() as u64,
        records: records as u64,
    };
    header.sha256 = sha256_hex(body.as_bytes());
    write_parts(&header, &body)
}

fn write_parts(header: &BundleHeader, body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 1024);
    out.push_str("{\n");
    let Counts { edits, changes, records } = header.counts;
    // Writing into a String does not fail.
    let _ = write!(
        out,
        "\"format\":\"{FORMAT}\",\n\"version\":\"{}.{}\",\n\"ledger\":\"{}\",\n\"hospital\":",
        header.version.major, header.version.minor, header.ledger
    );
    write_text(&mut out, &header.hospital);
    out.push_str(",\n\"from\":{\"name\":");
    write_text(&mut out, &header.from.name);
    out.push_str(",\"role\":");
    write_text(&mut out, &header.from.role);
    out.push_str(",\"tablet\":");
    write_text(&mut out, &header.from.tablet);
    let Moment { millis, offset } = header.made;
    let _ = write!(out, "}},\n\"made\":{{\"at\":{millis},\"offset\":{offset}}},\n\"kind\":");
    write_text(&mut out, header.kind.as_str());
    out.push_str(",\n\"scope\":");
    write_value(&mut out, &header.scope);
    if let Value::Group(members) = &header.extra {
        for (name, value) in members.iter() {
            out.push_str(",\n");
            write_name(&mut out, name);
            write_value(&mut out, value);
        }
    }
    let _ = write!(
        out,
        ",\n\"counts\":{{\"edits\":{edits},\"changes\":{changes},\"records\":{records}}},\n\
         \"sha256\":\"{}\",\n\"edits\":",
        header.sha256
    );
    out.push_str(body);
    out.push_str("\n}\n");
    out
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
