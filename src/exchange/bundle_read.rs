//! Reading a bundle: nothing of a file is used before all of it has been checked.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::ledger::{Author, Edit, EditId, LedgerId, Moment, Value};
use crate::quick_map::QuickSet;

use super::bundle::{
    Bundle, BundleHeader, Counts, FORMAT, Kind, VERSION, Version, hex, sha256_hex,
};
use super::json::{Scan, scan};
use super::limits;
use super::migration;
use super::wire::{Border, Reader, WireError, Wrong};
use super::wire_quick::Cursor;

/// Why a file is no bundle that can be taken in. Nothing of it has been used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// It has no bytes.
    #[error("这个文件是空的，没有内容。请让对方重新发送。")]
    Empty,
    /// It is larger than a bundle may be.
    #[error(
        "这个文件太大（{} MB，最多 {} MB）。请让对方分几个文件导出。",
        .0.div_ceil(1 << 20), limits::BYTES >> 20
    )]
    TooLarge(usize),
    /// It is a file of another kind.
    #[error("{0}")]
    Foreign(Foreign),
    /// It ends too early.
    #[error(
        "文件不完整：到第 {line} 行（第 {byte} 字节）就中断了，多半是没有传完。\
         请让对方重新发送；台账没有任何改动。"
    )]
    CutOff {
        /// The line on which it ends, from 1.
        line: usize,
        /// How many bytes there are.
        byte: usize,
    },
    /// It is nested deeper than any bundle.
    #[error("第 {line} 行的内容嵌套太深，不是本应用写出的文件。台账没有任何改动。")]
    TooDeep {
        /// The line, from 1.
        line: usize,
    },
    /// It is no JSON, or has a doubled member in its header.
    #[error(
        "第 {line} 行第 {column} 列的格式不对（{detail}），文件可能被改动过。\
         请让对方重新导出；台账没有任何改动。"
    )]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says.
        detail: String,
    },
    /// It was written by a newer version of the app.
    #[error(
        "这个文件由更新的版本写出（格式 {}.{}，本应用能读 {}.x）。\
         请先更新本应用，再打开这个文件。",
        .0.major, .0.minor, VERSION.major
    )]
    Newer(Version),
    /// A member of its header is missing or not what it should be.
    #[error("文件开头的“{0}”缺失或不对，文件可能被改动过。请让对方重新导出；台账没有任何改动。")]
    Header(&'static str),
    /// Its content is not what its header promises.
    #[error("内容与校验不符，可能被改动过或传输中损坏。请让对方重新导出；台账没有任何改动。")]
    Altered,
    /// One of its edits is malformed.
    #[error("{0}。请让对方重新导出；台账没有任何改动。")]
    Edit(WireError),
}

/// What a file is that is no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// A zip archive, which an .xlsx is.
    #[error("这是 Excel 表格或压缩包，不是台账数据文件。名册请在“花名册导入”里打开。")]
    Zip,
    /// An .xls or another old Office file.
    #[error("这是旧式 Office 文件（如 .xls），不是台账数据文件。名册请另存为 .xlsx 再导入。")]
    OldOffice,
    /// A web page.
    #[error("这是网页，不是台账数据文件。可能下载的是登录页或预览页，请重新下载原文件。")]
    Page,
    /// A table in text.
    #[error("这是文本表格（如 CSV），不是台账数据文件。名册请在“花名册导入”里打开。")]
    Table,
    /// JSON of another program.
    #[error("这是其他程序的数据文件，不是医心台账的数据文件（yixin-bundle）。")]
    Json,
    /// Bytes that are no text.
    #[error("这个文件不是文本（不是 UTF-8），不是台账数据文件。")]
    Binary,
    /// A text without any sign of a bundle.
    #[error("这个文件不是台账数据文件（yixin-bundle）。")]
    Text,
}

/// Reads a bundle.
///
/// # Errors
/// What is wrong with the file and where; nothing of it has been used then.
pub fn read(bytes: &[u8]) -> Result<Bundle, BundleError> {
    let mut reading = Reading::new(bytes);
    while reading.step(usize::MAX) {}
    reading.finish(None)
}

/// A bundle in the reading, step by step, so that a page can draw and answer in between.
///
/// A file that stands as we write it is read piece by piece. Any other, and any in which something
/// is wrong, is read anew at the end, all at once, by parsers that take whatever is JSON: they alone
/// say what is wrong.
pub struct Reading<'a> {
    bytes: &'a [u8],
    quick: Option<Quick<'a>>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, quick: Quick::new(bytes) }
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.quick
            .as_ref()
            .map_or(0.0, |quick| quick.cursor.at as f64 / quick.cursor.text.len().max(1) as f64)
    }

    /// Reads about so many bytes on; says whether there are more. A single edit is read whole.
    pub fn step(&mut self, bytes: usize) -> bool {
        let Some(quick) = &mut self.quick else { return false };
        match quick.step(bytes) {
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

    /// Leaves it to others to hash the [`body`](Self::body), before anything is read.
    pub fn leave_hash(&mut self) {
        if let Some(quick) = &mut self.quick {
            quick.hash = None;
        }
    }

    /// The bundle, once there is no more to read; with the sha256 of its body where others hash.
    ///
    /// # Errors
    /// What is wrong with the file and where; nothing of it has been used then.
    pub fn finish(self, sha256: Option<&[u8]>) -> Result<Bundle, BundleError> {
        match self.quick.and_then(|quick| quick.finish(sha256)) {
            Some(bundle) => Ok(bundle),
            None => read_any(self.bytes),
        }
    }
}

/// The reading of a file that stands as we write it; `None` anywhere: it does not.
struct Quick<'a> {
    header: BundleHeader,
    /// In the body.
    cursor: Cursor<'a>,
    /// Of what has been read; `None` where others hash.
    hash: Option<Sha256>,

    reader: Reader,
    edits: Vec<Edit>,
    ids: QuickSet<EditId>,
    changes: usize,
}

impl<'a> Quick<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        /// More than the header of any file that we write.
        const HEADER: usize = 1 << 20;
        let text = (bytes.len() <= limits::BYTES).then(|| to_text(bytes).ok())??;
        let start = text.find("\"edits\":[")? + "\"edits\":".len();
        let end = text.rfind(']')? + 1;
        let body = text.get(start..end)?;
        if text.len() - body.len() > HEADER {
            return None;
        }
        // The file as it would be without edits: the same checks as for any file, on little text.
        let shell = format!("{}[]{}", &text[..start], &text[end..]);
        if scan(&shell, limits::DEPTH) != Scan::Closed {
            return None;
        }
        let Members(members) = serde_json::from_str(&shell).ok()?;
        let place = members.get("edits")?.get().as_ptr() as usize - shell.as_ptr() as usize;
        let header = read_header(&members).ok().filter(|_| place == start)?;
        Some(Self {
            header,
            cursor: Cursor { text: body, at: 0 },
            hash: Some(Sha256::new()),
            reader: Reader::new(Border::File),
            edits: Vec::new(),
            ids: QuickSet::default(),
            changes: 0,
        })
    }

    fn step(&mut self, bytes: usize) -> Option<bool> {
        let from = self.cursor.at;
        let until = self.cursor.at.saturating_add(bytes).min(self.cursor.text.len());
        while self.cursor.at < until {
            if self.cursor.at == 0 {
                self.cursor.take("[").then_some(())?;
                self.cursor.skip_space();
                if self.cursor.take("]") {
                    break;
                }
            }
            self.edit()?;
            self.cursor.skip_space();
            if self.cursor.take(",") {
                self.cursor.skip_space();
            } else {
                self.cursor.take("]").then_some(())?;
                break;
            }
        }
        if let Some(hash) = &mut self.hash {
            hash.update(&self.cursor.text.as_bytes()[from..self.cursor.at]);
        }
        // What follows its last bracket belongs to no list.
        let ended = self.cursor.text.as_bytes()[..self.cursor.at].ends_with(b"]");
        let left = self.cursor.at < self.cursor.text.len();
        (!ended || !left).then_some(left)
    }

    fn edit(&mut self) -> Option<()> {
        let start = self.cursor;
        let edit = match self.cursor.edit() {
            Some(raw) => self.reader.checked(raw),
            // Not quite as we write it: a text with escapes, a member that we do not know.
            None => {
                self.cursor = start;
                self.cursor.skip_value();
                self.reader.edit(start.text.get(start.at..self.cursor.at)?)
            }
        };
        let edit = edit.ok()?;
        self.changes += edit.changes.len();
        let sound = self.changes <= limits::CHANGES && self.ids.insert(edit.head.id);
        self.edits.push(edit);
        sound.then_some(())
    }

    fn finish(self, sha256: Option<&[u8]>) -> Option<Bundle> {
        let Self { header, cursor, hash, reader, edits, changes, .. } = self;
        let sha256 = match hash {
            Some(hash) => hex(&hash.finalize()),
            None => hex(sha256?),
        };
        let counts = Counts {
            edits: edits.len() as u64,
            changes: changes as u64,
            records: reader.record_count() as u64,
        };
        let sound =
            cursor.at == cursor.text.len() && sha256 == header.sha256 && counts == header.counts;
        sound.then(|| migrated(header, edits))
    }
}

/// Brings edits of an older version to ours.
fn migrated(mut header: BundleHeader, mut edits: Vec<Edit>) -> Bundle {
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
    let Members(members) = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let header = read_header(&members)?;
    let body = members.get("edits").ok_or(BundleError::Header("edits"))?.get();
    if sha256_hex(body.as_bytes()) != header.sha256 {
        return Err(BundleError::Altered);
    }
    let mut reader = Reader::new(Border::File);
    let edits = reader
        .edits(body)
        .map_err(|fault| BundleError::Edit(moved(fault, lines_before(text, body))))?;
    let mut ids = QuickSet::default();
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
fn to_text(bytes: &[u8]) -> Result<&str, BundleError> {
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

/// The members of the outermost object, unread; their names are checked for doubles.
struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a bundle")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    if name.len() > limits::WORD {
                        return Err(de::Error::custom("the name of a member is too long"));
                    }
                    if members.contains_key(&name) {
                        return Err(de::Error::custom(format!("“{name}”出现了两次")));
                    }
                    members.insert(name, value);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMoment {
    at: i64,
    offset: i16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCounts {
    edits: u64,
    changes: u64,
    records: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrom {
    name: String,
    role: String,
    tablet: String,
}

/// The members of the header that this version knows.
const KNOWN: [&str; 11] = [
    "format", "version", "ledger", "hospital", "from", "made", "kind", "scope", "counts", "sha256",
    "edits",
];

fn read_header(members: &BTreeMap<String, &RawValue>) -> Result<BundleHeader, BundleError> {
    // Format and version come first: what follows is only ours to judge if they are.
    let format: Option<String> = member(members, "format").ok();
    if format.as_deref() != Some(FORMAT) {
        return Err(BundleError::Foreign(Foreign::Json));
    }
    let version: String = member(members, "version")?;
    let version = version
        .split_once('.')
        .and_then(|(major, minor)| {
            Some(Version { major: major.parse().ok()?, minor: minor.parse().ok()? })
        })
        .ok_or(BundleError::Header("version"))?;
    if version.major > VERSION.major {
        return Err(BundleError::Newer(version));
    }
    if version < migration::FIRST {
        return Err(BundleError::Header("version"));
    }
    let short = |name: &'static str, text: &str| {
        (text.len() <= limits::NAME).then_some(()).ok_or(BundleError::Header(name))
    };
    let ledger: String = member(members, "ledger")?;
    let ledger: LedgerId = ledger.parse().map_err(|_| BundleError::Header("ledger"))?;
    let hospital: String = member(members, "hospital")?;
    short("hospital", &hospital)?;
    let from: RawFrom = member(members, "from")?;
    for text in [&from.name, &from.role, &from.tablet] {
        short("from", text)?;
    }
    let from =
        Author { name: from.name.into(), role: from.role.into(), tablet: from.tablet.into() };
    let RawMoment { at, offset } = member(members, "made")?;
    let made = Moment { millis: at, offset };
    let years = crate::ledger::EARLIEST_MILLIS..crate::ledger::END_MILLIS;
    if !years.contains(&at) || !(-1440..=1440).contains(&offset) {
        return Err(BundleError::Header("made"));
    }
    let kind: String = member(members, "kind")?;
    short("kind", &kind)?;
    let RawCounts { edits, changes, records } = member(members, "counts")?;
    let mut extra = BTreeMap::new();
    for name in members.keys().filter(|name| !KNOWN.contains(&&***name)) {
        let value: Value = member_named(members, name).ok_or(BundleError::Header("?"))?;
        extra.insert(Arc::from(&**name), value);
    }
    Ok(BundleHeader {
        version,
        ledger,
        hospital,
        from,
        made,
        kind: Kind::named(&kind),
        scope: member(members, "scope")?,
        counts: Counts { edits, changes, records },
        sha256: member(members, "sha256")?,
        extra: if extra.is_empty() { Value::Null } else { Value::Group(extra) },
    })
}

fn member<T: DeserializeOwned>(
    members: &BTreeMap<String, &RawValue>,
    name: &'static str,
) -> Result<T, BundleError> {
    member_named(members, name).ok_or(BundleError::Header(name))
}

fn member_named<T: DeserializeOwned>(
    members: &BTreeMap<String, &RawValue>,
    name: &str,
) -> Option<T> {
    serde_json::from_str(members.get(name)?.get()).ok()
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
