//! What a bundle says of itself, in its header. `exchange::bundle` reads and writes it; the stores keep
//! it in the receipts of imports.

use crate::ledger::{Author, LedgerId, Moment, Value};

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
    /// One of several files that hold a ledger or a part of it together: see `exchange::bundle::multipart`.
    Part,
    /// What a partner lacks by what its own files said: see `exchange::export::delta`.
    Lacking,
    /// What was entered in months that are locked, with what it takes to read it; the scope says from
    /// which until which: see `exchange::export::archive`.
    Archive,
    /// The public version, a ledger of its own: see `exchange::export::public`.
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
