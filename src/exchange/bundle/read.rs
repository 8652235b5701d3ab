//! Reading a bundle: nothing of a file is used before all of it has been checked.

use crate::fast_hash::FastSet;
use crate::ledger::{Edit, EditHead, EditId, Ledger};

use super::error::{BundleError, Foreign};
use super::fast_path::FastBundleReader;
use super::header::{HeaderMembers, read_header};
use super::migration;
use super::{Bundle, BundleHeader, Counts, VERSION, hex, sha256_hex};
use crate::codec::json::{Scan, scan};
use crate::codec::limits;
use crate::codec::wire::{EditReader, Origin, WireError, Wrong};

/// Reads a bundle.
///
/// # Errors
/// What is wrong with the file and where; nothing of it has been used then.
pub fn read(bytes: &[u8]) -> Result<Bundle, BundleError> {
    let (mut reading, nothing) = (BundleReader::new(bytes), Ledger::new());
    while reading.step(&nothing, usize::MAX) {}
    reading.finish().map(|(bundle, _)| bundle)
}

/// Edits of a file that were left out in the reading, as they are here just so.
#[derive(Debug, Clone, Default)]
pub struct KnownChanges {
    /// How many changes they have.
    pub changes: usize,
    /// Those of them that are whole.
    pub whole: Vec<EditId>,
}

impl KnownChanges {
    /// Adds those of another file.
    pub fn join(&mut self, other: Self) {
        self.changes += other.changes;
        self.whole.extend(other.whole);
    }

    pub(super) fn add(&mut self, head: &EditHead, changes: usize) {
        self.changes += changes;
        self.whole.extend((changes == head.size as usize).then_some(head.id));
    }
}

/// What the header of a file says that the sha256 of its body is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "what others hash has to be compared with it"]
pub struct ExpectedHash(String);

impl ExpectedHash {
    /// Whether the body has the hash that it should; the file was [`Altered`](BundleError::Altered)
    /// where it has not.
    pub fn is_kept_by(&self, sha256: &[u8]) -> bool {
        hex(sha256) == self.0
    }
}

/// A bundle in the reading, step by step, so that a page can draw and answer in between.
///
/// A file that stands as we write it is read piece by piece. Any other, and any in which something
/// is wrong, is read anew at the end, all at once, by parsers that take whatever is JSON: they alone
/// say what is wrong.
pub struct BundleReader<'a> {
    bytes: &'a [u8],
    quick: Option<FastBundleReader<'a>>,
}

impl<'a> BundleReader<'a> {
    /// Begins to read.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, quick: FastBundleReader::new(bytes) }
    }

    /// What the file says of itself, where it stands as we write it.
    pub fn header(&self) -> Option<&BundleHeader> {
        self.quick.as_ref().map(|quick| &quick.header)
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.quick
            .as_ref()
            .map_or(0.0, |quick| quick.cursor.at as f64 / quick.cursor.text.len().max(1) as f64)
    }

    /// Reads about so many bytes on; says whether there are more. A single edit is read whole. One
    /// that is in `mine` just so is skipped, which takes a fraction of the time.
    pub fn step(&mut self, mine: &Ledger, bytes: usize) -> bool {
        let Some(quick) = &mut self.quick else { return false };
        match quick.step(mine, bytes) {
            Some(more) => more,
            None => {
                self.quick = None;
                false
            }
        }
    }

    /// The bytes that the header's sha256 covers; `None` where that has to be looked for.
    pub fn body(&self) -> Option<&'a [u8]> {
        self.quick.as_ref().map(|quick| quick.cursor.text.as_bytes())
    }

    /// Leaves it to others to hash the [`body`](Self::body), before anything is read. What they find
    /// has to keep what the header promises before anything of the file is used.
    pub fn leave_hash(&mut self) -> Option<ExpectedHash> {
        let quick = self.quick.as_mut()?;
        quick.hash = None;
        Some(ExpectedHash(quick.header.sha256.clone()))
    }

    /// The bundle, once there is no more to read, without the edits that were known.
    ///
    /// # Errors
    /// What is wrong with the file and where; nothing of it has been used then.
    pub fn finish(self) -> Result<(Bundle, KnownChanges), BundleError> {
        match self.quick.and_then(FastBundleReader::finish) {
            Some(read) => Ok(read),
            None => Ok((read_any(self.bytes)?, KnownChanges::default())),
        }
    }
}

/// Brings edits of an older version to ours.
pub(super) fn migrated(mut header: BundleHeader, mut edits: Vec<Edit>) -> Bundle {
    migration::migrate(&mut edits, header.version);
    header.version = header.version.max(VERSION);
    Bundle { header, edits }
}

/// Reads a bundle that may stand in any way that JSON allows.
fn read_any(bytes: &[u8]) -> Result<Bundle, BundleError> {
    if bytes.len() > limits::BYTES {
        return Err(BundleError::TooLarge(bytes.len()));
    }
    let text = to_text(bytes)?;
    match scan(text, limits::DEPTH) {
        Scan::Closed => {}
        Scan::Unfinished => {
            return Err(BundleError::CutOff { line: line_of(text, text.len()), byte: bytes.len() });
        }
        Scan::TooDeep(at) => return Err(BundleError::TooDeep { line: line_of(text, at) }),
    }
    let HeaderMembers(members) = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let header = read_header(&members)?;
    let body = members.get("edits").ok_or(BundleError::Header("edits"))?.get();
    if sha256_hex(body.as_bytes()) != header.sha256 {
        return Err(BundleError::Altered);
    }
    let mut reader = EditReader::new(Origin::File);
    let edits = reader
        .edits(body)
        .map_err(|fault| BundleError::Edit(moved(fault, lines_before(text, body))))?;
    let mut ids = FastSet::default();
    let twice = edits.iter().position(|edit| !ids.insert(edit.head.id));
    if let Some(place) = twice {
        return Err(BundleError::Edit(WireError {
            edit: Some(place + 1),
            id: Some(edits[place].head.id),
            change: None,
            what: Wrong::Twice,
        }));
    }
    let counts = Counts {
        edits: edits.len() as u64,
        changes: edits.iter().map(|edit| edit.changes.len() as u64).sum(),
        records: reader.record_count() as u64,
    };
    if counts != header.counts {
        return Err(BundleError::Altered);
    }
    Ok(migrated(header, edits))
}

/// The text of a file that may be a bundle; what is plainly something else is named.
pub(super) fn to_text(bytes: &[u8]) -> Result<&str, BundleError> {
    let foreign = |what| Err(BundleError::Foreign(what));
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return foreign(Foreign::Zip);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return foreign(Foreign::OldOffice);
    }
    // Editors on Windows put a mark in front.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // Cut within a character.
        Err(error) if error.error_len().is_none() && begins_like_json(bytes) => {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
            return Err(BundleError::CutOff { line: lines + 1, byte: bytes.len() });
        }
        Err(_) if begins_like_json(bytes) => return Err(BundleError::Altered),
        // GB18030 text, of which a table has separators on its first line.
        Err(_) if !bytes.contains(&0) && looks_like_table(bytes) => return foreign(Foreign::Table),
        Err(_) => return foreign(Foreign::Binary),
    };
    let start = text.trim_start();
    if start.is_empty() {
        return Err(BundleError::Empty);
    }
    if start.starts_with('<') {
        return foreign(Foreign::Page);
    }
    if !start.starts_with('{') {
        if start.starts_with('[') {
            return foreign(Foreign::Json);
        }
        let table = looks_like_table(start.as_bytes());
        return foreign(if table { Foreign::Table } else { Foreign::Text });
    }
    Ok(text)
}

fn begins_like_json(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

fn looks_like_table(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.contains(&b',') || line.contains(&b'\t') || line.contains(&b';')
}

fn malformed(error: &serde_json::Error) -> BundleError {
    let detail = error.to_string();
    let detail = detail.split(" at line ").next().unwrap_or_default().to_owned();
    BundleError::Malformed { line: error.line(), column: error.column(), detail }
}

/// How many lines end before a part of a text begins.
fn lines_before(text: &str, part: &str) -> usize {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    line_of(text, start) - 1
}

/// The line on which a byte stands, from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// A fault of the body, with its line counted from the beginning of the file.
fn moved(mut fault: WireError, lines: usize) -> WireError {
    if let Wrong::Format { line, .. } = &mut fault.what {
        *line += lines;
    }
    fault
}
