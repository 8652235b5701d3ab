//! Bundles (数据文件): what a ledger sends to another tablet, as JSON that a person can read.
//!
//! A header says what it is, from whom, and how much; the body is the list of edits, one a line, in
//! canonical order. The header's sha256 covers the bytes of the body as they stand in the file.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::ledger::{Author, Edit, Ledger, LedgerId, Moment, Value};

use super::json::{write_name, write_text, write_value};
use super::limits;
use super::scope::Scope;
use super::wire::write_line;

pub use super::bundle_error::{BundleError, Foreign};
pub use super::bundle_read::{BundleReader, ExpectedHash, KnownChanges, read};

/// What the header of every bundle begins with.
pub const FORMAT: &str = "yixin-bundle";

/// A version of the format. A greater minor version only adds; a greater major one changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Changes what is there.
    pub major: u32,
    /// Adds to it.
    pub minor: u32,
}

/// The version that this app writes.
pub const VERSION: Version = Version { major: 1, minor: 0 };

/// What a bundle holds of its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleKind {
    /// All of it.
    Everything,
    /// What is about one branch; the scope is its id.
    Branch,
    /// What belongs to some months; the scope says from which until which.
    Period,
    /// One of several files that hold a ledger or a part of it together: see [`super::multipart`].
    Part,
    /// What a partner lacks by what its own files said: see [`super::delta`].
    Lacking,
    /// What was entered in months that are locked, with what it takes to read it; the scope says from
    /// which until which: see [`super::archive_bundle`].
    Archive,
    /// The public version, a ledger of its own: see [`super::public`].
    Public,
    /// A part, of a kind that this version does not know; it can be taken in all the same.
    Other(String),
}

impl BundleKind {
    /// Its name in a header.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Everything => "everything",
            Self::Branch => "branch",
            Self::Period => "period",
            Self::Part => "part",
            Self::Lacking => "lacking",
            Self::Archive => "archive",
            Self::Public => "public",
            Self::Other(name) => name,
        }
    }

    /// The kind that a header names.
    pub fn named(name: &str) -> Self {
        match name {
            "everything" => Self::Everything,
            "branch" => Self::Branch,
            "period" => Self::Period,
            "part" => Self::Part,
            "lacking" => Self::Lacking,
            "archive" => Self::Archive,
            "public" => Self::Public,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// How much a bundle holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Edits.
    pub edits: u64,
    /// Changes.
    pub changes: u64,
    /// Records to which they belong.
    pub records: u64,
}

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleHeader {
    /// The version of the format: that of the file, or ours where the file's is older.
    pub version: Version,
    /// Which ledger it comes from.
    pub ledger: LedgerId,
    /// The name of the hospital.
    pub hospital: String,
    /// Who made it, and on which tablet.
    pub from: Author,
    /// When it was made.
    pub made: Moment,
    /// What it holds of the ledger.
    pub kind: BundleKind,
    /// Which part, in the terms of its kind; nothing where it is everything.
    pub scope: Value,
    /// How much it holds.
    pub counts: Counts,
    /// The sha256 of the body's bytes, in hexadecimal digits.
    pub sha256: String,
    /// Members that a newer minor version added; they are written out again.
    pub extra: Value,
}

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

/// The canonical bytes of a set of changes: equal sets give equal texts.
pub fn write_body(ledger: &Ledger) -> String {
    let mut body = String::from("[");
    let mut first = true;
    for (head, changes) in ledger.change_refs() {
        let mut changes = changes.peekable();
        if changes.peek().is_none() {
            continue;
        }
        body.push_str(if first { "\n" } else { ",\n" });
        first = false;
        write_line(&mut body, head, &mut changes);
    }
    body.push_str(if first { "]" } else { "\n]" });
    body
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
