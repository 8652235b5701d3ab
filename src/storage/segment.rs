//! Segments: edits packed into one text, with a checksum.
//!
//! `yx2 w 1/1 00000000000000ff:1-3,7 <check> <payload>`: the version, how the payload is encoded, which
//! part of how many it is, the ids of its edits, and the first half of the sha256 of all that in front
//! of it and behind.
//!
//! - `w`: deflated, fifteen bits a character, for localStorage, where room is scarce: of ledger T10
//!   that is 541 Ki units in Chromium and 1,082 Ki bytes in WebKit, and 1,352 Ki of either as base64
//!   (`bench/rows/stores.mjs`).
//! - `d`: deflated, in base64, for what the journal holds of imports and restore points. Until `w`
//!   came localStorage had it too: such segments are read for ever, and go where they are packed with
//!   others; those that are too large for it stay.
//! - `p`: plain, for single edits in the journal, which need no packing, and for what localStorage gets
//!   before the app has fetched how to deflate.
//! - `n`: a note, plain.
//!
//! `w` has the version `yx2`, all others `yx1`. A version of the app that does not know `w` so takes
//! it for what a newer one wrote: it leaves it where it is, and only reads from then on, the edits
//! themselves from the journal, which is as it was. So no mark of another format is needed
//! (`keys::FORMAT`).

use std::borrow::Cow;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use sha2::{Digest, Sha256};

use crate::codec::wire::{EditReader, Origin, WireError, value_text, write_edit};
use crate::ledger::{Edit, EditId, Value};

use super::edit_runs::{ranges, read_ranges};
use super::store_encryption::is_sealed;
use super::utf16_packing;

/// The versions that can be read.
const VERSIONS: [&str; 2] = ["yx1", "yx2"];
/// The version and the sign of a note.
const NOTE: &str = "yx1 n";
/// The number of the newest version, of segments as of what is sealed.
const NEWEST: u32 = 2;
/// The most bytes into which a payload may inflate.
const INFLATED: usize = 256 << 20;
/// Expected inflate ratio. Growing the buffer costs more than inflating.
const SWELLING: usize = 20;
/// About how many bytes of JSON go into one segment; they pack to a fifth of it or less.
pub(super) const BUDGET: usize = 1 << 20;
const LEVEL: u8 = 7;

/// Why a text is no segment that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// It was written by a newer version of the app; it is left where it is.
    #[error("由更新的版本写出，请先更新本应用")]
    Newer,
    /// It is no segment, or not all of one.
    #[error("不完整")]
    Malformed,
    /// Its checksum does not fit.
    #[error("与校验不符")]
    Checksum,
    /// It is sealed, and the key of this tablet does not open it.
    #[error("加了密，却打不开")]
    Unopened,
    /// Its content cannot be read though the checksum fits.
    #[error("{0}")]
    Edit(WireError),
}

/// How a payload is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Deflated, fifteen bits a character.
    Wide,
    /// Deflated, in base64.
    Packed,
    /// As it is.
    Plain,
}

impl Encoding {
    /// The version and the sign of it.
    fn sign(self) -> &'static str {
        match self {
            Self::Wide => "yx2 w",
            Self::Packed => "yx1 d",
            Self::Plain => "yx1 p",
        }
    }
}

/// A segment as read.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) edits: Vec<Edit>,
    pub(super) encoding: Encoding,
    /// How many parts belong together.
    pub(super) parts: u32,
}

/// Makes one text of edits for localStorage.
pub(super) type Pack = fn(&[Edit]) -> String;

/// Packs edits into one text of localStorage.
pub(super) fn pack_wide(edits: &[Edit]) -> String {
    pack(edits, Encoding::Wide, 1, 1)
}

/// Makes one text of edits without packing them.
pub(super) fn pack_plain(edits: &[Edit]) -> String {
    written(edits, Encoding::Plain, 1, 1, &json_of(edits))
}

/// Packs edits into one text.
pub(super) fn pack(edits: &[Edit], encoding: Encoding, part: u32, parts: u32) -> String {
    let json = json_of(edits);
    let packed = || compress_to_vec(json.as_bytes(), LEVEL);
    let payload = match encoding {
        Encoding::Wide => utf16_packing::text_of(&packed()),
        Encoding::Packed => STANDARD.encode(packed()),
        Encoding::Plain => json,
    };
    written(edits, encoding, part, parts, &payload)
}

fn json_of(edits: &[Edit]) -> String {
    let mut json = String::from("[");
    for (place, edit) in edits.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        write_edit(&mut json, edit);
    }
    json.push(']');
    json
}

fn written(edits: &[Edit], encoding: Encoding, part: u32, parts: u32, payload: &str) -> String {
    let ids = edits.iter().map(|edit| edit.head.id);
    sealed(&format!("{} {part}/{parts} {}", encoding.sign(), ranges(ids)), payload)
}

/// A text of the journal as it goes into localStorage: what is packed wide, all else as it is.
pub(super) fn for_local(text: &str) -> Cow<'_, str> {
    let widen = || {
        let (sign, _, payload) = open(text).ok()?;
        if sign != Encoding::Packed.sign() {
            return None;
        }
        let (part, ids) = (text.split(' ').nth(2)?, ids_word(text)?);
        let payload = utf16_packing::text_of(&STANDARD.decode(payload).ok()?);
        Some(sealed(&format!("{} {part} {ids}", Encoding::Wide.sign()), &payload))
    };
    widen().map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Packs a note: a small group of values that is no edit.
pub(super) fn pack_note(note: &Value) -> String {
    sealed(&format!("{NOTE} 1/1 -"), &value_text(note))
}

fn sealed(header: &str, payload: &str) -> String {
    format!("{header} {} {payload}", check(header, payload))
}

fn check(header: &str, payload: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(header.as_bytes());
    hasher.update(b" ");
    hasher.update(payload.as_bytes());
    hasher.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing into a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads a segment.
pub(super) fn unpack(text: &str) -> Result<Segment, SegmentError> {
    Unpacker::default().unpack(text)
}

/// Reads many segments, whose names and whose room to inflate in are shared.
#[derive(Debug)]
pub(super) struct Unpacker {
    reader: EditReader,
    inflated: Vec<u8>,
}

impl Default for Unpacker {
    fn default() -> Self {
        Self { reader: EditReader::new(Origin::Own), inflated: Vec::new() }
    }
}

impl Unpacker {
    /// Reads a segment.
    pub(super) fn unpack(&mut self, text: &str) -> Result<Segment, SegmentError> {
        let (sign, parts, payload) = open(text)?;
        let encodings = [Encoding::Wide, Encoding::Packed, Encoding::Plain];
        let encoding = encodings.into_iter().find(|encoding| encoding.sign() == sign);
        let encoding = encoding.ok_or(SegmentError::Malformed)?;
        let packed = match encoding {
            Encoding::Wide => Some(utf16_packing::bytes_of(payload)),
            Encoding::Packed => Some(STANDARD.decode(payload).ok()),
            Encoding::Plain => None,
        };
        let json = match packed {
            Some(packed) => {
                let packed = packed.ok_or(SegmentError::Malformed)?;
                let length = inflate(&packed, &mut self.inflated).ok_or(SegmentError::Malformed)?;
                std::str::from_utf8(&self.inflated[..length])
                    .map_err(|_| SegmentError::Malformed)?
            }
            None => payload,
        };
        let edits = self.reader.edits(json).map_err(SegmentError::Edit)?;
        Ok(Segment { edits, encoding, parts })
    }
}

/// Inflates what was deflated into the beginning of a list that grows as it has to, and says how many
/// bytes it is; `None` where it is not whole.
fn inflate(packed: &[u8], bytes: &mut Vec<u8>) -> Option<usize> {
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = DecompressorOxide::new();
    let likely = packed.len().saturating_mul(SWELLING).min(INFLATED);
    if bytes.len() < likely {
        bytes.resize(likely, 0);
    }
    let (mut read, mut written) = (0, 0);
    loop {
        let rest = packed.get(read..)?;
        let (status, taken, given) = decompress(&mut state, rest, bytes, written, flags);
        read += taken;
        written += given;
        match status {
            TINFLStatus::Done => return Some(written),
            TINFLStatus::HasMoreOutput if bytes.len() < INFLATED => {
                bytes.resize(bytes.len().saturating_mul(2).clamp(1, INFLATED), 0);
            }
            _ => return None,
        }
    }
}

/// Reads a note.
pub(super) fn unpack_note(text: &str) -> Result<Value, SegmentError> {
    match open(text)? {
        (NOTE, _, payload) => serde_json::from_str(payload).map_err(|_| SegmentError::Malformed),
        _ => Err(SegmentError::Malformed),
    }
}

/// Returns the readable content of a stored text: for checks that something is gone from it.
pub fn readable(text: &str) -> String {
    match (unpack(text), unpack_note(text)) {
        (Ok(segment), _) => pack_plain(&segment.edits),
        (_, Ok(note)) => value_text(&note),
        _ => text.to_owned(),
    }
}

/// Checks a text, and gives its version with the sign of its encoding, the number of parts, and the
/// payload.
fn open(text: &str) -> Result<(&str, u32, &str), SegmentError> {
    let mut words = text.splitn(6, ' ');
    let mut word = || words.next().ok_or(SegmentError::Malformed);
    let version = word()?;
    if is_sealed(text) {
        return Err(SegmentError::Unopened);
    }
    if !VERSIONS.contains(&version) {
        let newer = version
            .strip_prefix("yx")
            .or_else(|| version.strip_prefix("yv"))
            .is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > NEWEST));
        return Err(if newer { SegmentError::Newer } else { SegmentError::Malformed });
    }
    let (sign, part, ids, sum, payload) = (word()?, word()?, word()?, word()?, word()?);
    if check(&format!("{version} {sign} {part} {ids}"), payload) != sum {
        return Err(SegmentError::Checksum);
    }
    let sign = text.get(..version.len() + 1 + sign.len()).ok_or(SegmentError::Malformed)?;
    let parts = part.split_once('/').and_then(|(_, parts)| parts.parse().ok());
    Ok((sign, parts.ok_or(SegmentError::Malformed)?, payload))
}

/// The ids that a segment says to hold, be it damaged otherwise or sealed.
pub(super) fn promised(text: &str) -> Option<Vec<EditId>> {
    read_ranges(ids_word(text)?)
}

/// Returns the word of the header that lists the ids. A sealed text has it in the same place.
pub(super) fn ids_word(text: &str) -> Option<&str> {
    text.split(' ').nth(3)
}

/// Ids by writer, neighbours joined: `00000000000000ff:1-3,7;…`.
/// Distributes edits over segments of about `budget` bytes of JSON, in their order. Where `split` is
/// set, an edit too large for one is cut into partial edits.
pub(super) fn portions(edits: &[Edit], budget: usize, split: bool) -> Vec<Vec<Edit>> {
    let mut portions: Vec<Vec<Edit>> = Vec::new();
    let mut room = 0;
    let mut scratch = String::new();
    for edit in edits {
        scratch.clear();
        write_edit(&mut scratch, edit);
        let pieces = if split { scratch.len().div_ceil(budget) } else { 1 };
        let each = edit.changes.len().div_ceil(pieces.max(1)).max(1);
        for changes in edit.changes.chunks(each) {
            let size = scratch.len() / pieces.max(1);
            if portions.is_empty() || size > room {
                portions.push(Vec::new());
                room = budget;
            }
            room = room.saturating_sub(size);
            if let Some(portion) = portions.last_mut() {
                portion.push(Edit { head: edit.head.clone(), changes: changes.to_vec() });
            }
        }
    }
    portions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::wire::write_body;
    use crate::ledger::{Author, Draft, Ledger, Moment, RecordId, WriterId};

    fn id(number: u32) -> EditId {
        EditId { writer: WriterId(0xff), number }
    }

    /// Edits of so many bytes of text each, as they come from the ledger.
    fn edits(sizes: &[usize]) -> Vec<Edit> {
        let ledger = Ledger::new();
        let of_size = |(size, number): (&usize, u32)| {
            let at = Moment { millis: 1_795_266_300_000, offset: 480 };
            let mut draft = Draft::new(id(number), at, Author::default(), "edit", "");
            for place in 0..size.div_ceil(50_000) {
                let record = RecordId::keyed("member", &format!("{number}-{place}"));
                draft.field(&record, "notes", "a".repeat(50_000.min(size - place * 50_000)));
            }
            draft.finish(&ledger).expect("an edit")
        };
        sizes.iter().zip(1..).map(of_size).collect()
    }

    fn are_bounded(portions: &[Vec<Edit>]) -> bool {
        let size = |edit: &Edit| {
            let mut text = String::new();
            write_edit(&mut text, edit);
            text.len()
        };
        portions.iter().all(|portion| portion.iter().map(size).sum::<usize>() <= BUDGET)
    }

    #[test]
    fn a_damaged_number_does_not_fill_the_memory() {
        let text = |ids: &str| format!("yx1 p 1/1 00000000000000ff:{ids} 00 []");
        assert_eq!(promised(&text("1-2000000")), None);
        assert_eq!(promised(&text("1-4294967295")), None);
        assert_eq!(promised(&text("3-1")), None);
        assert_eq!(promised(&text("1-300000")).map(|ids| ids.len()), Some(300_000));
    }

    #[test]
    fn small_edits_share_a_segment_up_to_its_bound_and_stay_in_their_order() {
        let edits = edits(&[400_000; 7]);
        let portions = portions(&edits, BUDGET, false);
        assert!(are_bounded(&portions));
        assert_eq!(portions.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 1]);
        assert_eq!(portions.concat(), edits);
    }

    #[test]
    fn an_edit_too_large_is_cut_where_it_may_be_and_stands_alone_where_not() {
        let edits = edits(&[100, 3_000_000, 100]);
        let whole = portions(&edits, BUDGET, false);
        assert_eq!(whole.concat(), edits);
        assert_eq!(whole.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1]);
        let cut = portions(&edits, BUDGET, true);
        assert!(are_bounded(&cut));
        assert_eq!(cut.len(), 3);
        let body = |edits: Vec<Edit>| write_body(&Ledger::from_edits(edits));
        assert_eq!(body(cut.concat()), body(edits));
    }

    #[test]
    fn one_reader_reads_segments_one_after_the_other_whatever_was_before_them() {
        let (large, small) = (edits(&[400_000, 70]), edits(&[7]));
        let mut unpacker = Unpacker::default();
        for encoding in [Encoding::Wide, Encoding::Packed, Encoding::Plain] {
            for edits in [&small, &large, &small] {
                let text = pack(edits, encoding, 2, 3);
                let segment = unpacker.unpack(&text).expect("a segment");
                assert_eq!((segment.encoding, segment.parts), (encoding, 3));
                assert_eq!(segment.edits, *edits);
                let cut = text.char_indices().nth_back(1).map_or("", |(at, _)| &text[..at]);
                assert_eq!(unpacker.unpack(cut).err(), Some(SegmentError::Checksum));
            }
        }
        let note = pack_note(&Value::Null);
        assert_eq!(unpacker.unpack(&note).err(), Some(SegmentError::Malformed), "it is no segment");
    }

    #[test]
    fn what_is_not_whole_or_swells_beyond_all_bounds_is_not_inflated() {
        let inflated = |packed: &[u8]| {
            let mut bytes = vec![7; 3];
            inflate(packed, &mut bytes).map(|length| bytes[..length].to_vec())
        };
        let clear = vec![b'a'; 100_000];
        let packed = compress_to_vec(&clear, LEVEL);
        assert_eq!(inflated(&packed), Some(clear));
        assert_eq!(inflated(&packed[..packed.len() - 1]), None);
        assert_eq!((inflated(&[]), inflated(&[0xff; 9])), (None, None));
        // As long as it may be, and one byte more.
        let mut clear = vec![0; INFLATED];
        let whole = inflate(&compress_to_vec(&clear, 1), &mut Vec::new());
        assert_eq!(whole, Some(INFLATED));
        clear.push(0);
        assert_eq!(inflate(&compress_to_vec(&clear, 1), &mut Vec::new()), None);
    }

    #[test]
    fn only_what_is_packed_goes_otherwise_into_local_storage_and_is_the_same_there() {
        let edits = edits(&[70, 7]);
        let packed = pack(&edits, Encoding::Packed, 2, 3);
        let local = for_local(&packed);
        assert_eq!(local, pack(&edits, Encoding::Wide, 2, 3));
        let plain = pack(&edits, Encoding::Plain, 1, 1);
        for other in [&*local, &plain, &pack_note(&Value::Null), &packed[..packed.len() - 1], "?"] {
            assert_eq!(for_local(other), other);
        }
    }
}
