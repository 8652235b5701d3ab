//! Restore points (恢复点): full copies of a ledger in the journal, made daily and before imports.
//!
//! Each is written part by part under keys of its own, closed by a note, and never rewritten, save
//! that what is redacted is purged from it. Opening does not read them, unless something is damaged
//! that no store has otherwise: then a copy heals it. The last few of each kind stay, by the order in
//! which they were made: a clock that was wrong for a day takes none of them away.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::ledger::{Edit, EditId, Ledger, Moment, NotAnId, Value, WriterId, day_label};
use crate::ordered;

use super::backup::mark;
use super::import::{moment, moment_value};
use super::keys::{self, StorageKey};
use super::segment::{self, Encoding};
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError};

/// So many points of days stay: those of a week in which one worked daily.
const DAYS: usize = 8;
/// So many points before something large stay.
const OTHERS: usize = 3;

/// Identifier of a restore point: its writer, and its number among that writer's points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PointId {
    /// The tab's session that made it.
    pub writer: WriterId,
    /// Its number among that session's.
    pub number: u32,
}

impl fmt::Display for PointId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.writer, self.number)
    }
}

impl FromStr for PointId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        // Spelt like the id of an edit.
        let id: EditId = text.parse()?;
        Ok(Self { writer: id.writer, number: id.number })
    }
}

/// Why a point was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointReason {
    /// A day began: it holds what the last day of work left.
    Day,
    /// A file was about to be taken in.
    Import,
    /// A new version of the app was about to be taken.
    Update,
}

impl PointReason {
    const ALL: [(Self, &str); 3] =
        [(Self::Day, "day"), (Self::Import, "import"), (Self::Update, "update")];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, name)| name)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, one)| *one == name).map(|(one, _)| *one)
    }
}

/// What is known of a point without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestorePoint {
    /// Which.
    pub id: PointId,
    /// When it was made.
    pub taken: Moment,
    /// When the latest edit in it was made, by the clock of whoever made it, which may be fast: but
    /// not after the point itself.
    pub last: Moment,
    /// Why.
    pub occasion: PointReason,
    /// The file that was about to be taken in; empty where it was none.
    pub file: String,
    /// How many edits it holds.
    pub edits: usize,
    /// Its place among all that were made, whatever the clock said; 0 where an older note does not say.
    order: i64,
    /// Which edits these are: see [`mark`].
    mark: u64,
}

impl RestorePoint {
    /// What it is called: 2026年11月20日最后的内容, 导入“二支部.json”之前（2026年11月21日 10:05）. Of
    /// several files of one name each has its time.
    pub fn label(&self) -> String {
        let (last, taken) = (self.last.day(), self.taken.day());
        let time = self.taken.label();
        match self.occasion {
            PointReason::Day if last < taken => format!("{}最后的内容", day_label(last)),
            PointReason::Day => format!("{}打开时的内容", day_label(taken)),
            PointReason::Import => format!("导入“{}”之前（{time}）", self.file),
            PointReason::Update => format!("换新版本之前（{time}）"),
        }
    }

    fn to_value(&self) -> Value {
        Value::group([
            ("taken", moment_value(self.taken)),
            ("last", moment_value(self.last)),
            ("why", self.occasion.name().into()),
            ("file", self.file.as_str().into()),
            ("edits", (self.edits as i64).into()),
            ("order", self.order.into()),
            ("mark", format!("{:016x}", self.mark).into()),
        ])
    }

    fn from_value(id: PointId, note: &Value) -> Option<Self> {
        Some(Self {
            id,
            taken: moment(note.get("taken")?)?,
            last: moment(note.get("last")?)?,
            occasion: PointReason::named(note.get("why")?.as_text()?)?,
            file: note.get("file")?.as_text()?.to_owned(),
            edits: usize::try_from(note.get("edits")?.as_int()?).ok()?,
            order: note.get("order").and_then(Value::as_int).unwrap_or(0),
            mark: u64::from_str_radix(note.get("mark")?.as_text()?, 16).ok()?,
        })
    }
}

/// What a point is to be made of: a ledger as it is now.
#[derive(Debug)]
pub struct SnapshotCopy {
    taken: Moment,
    occasion: PointReason,
    file: String,
    mark: u64,
    edits: Vec<Edit>,
}

impl SnapshotCopy {
    /// Copies a ledger. `file` is the one that is about to be taken in.
    pub fn of(ledger: &Ledger, occasion: PointReason, file: &str, taken: Moment) -> Self {
        let (mark, edits) = (mark(ledger), ledger.edits());
        Self { taken, occasion, file: file.to_owned(), mark, edits }
    }
}

/// Whether a point is to be made: where something has changed since the last one and, of a day, none
/// was made on it yet. That of a day may hold the same as one before a file: whoever looks for that
/// one finds it by its name. `points` are those that there are, the latest first.
pub fn is_point_due(
    points: &[RestorePoint],
    ledger: &Ledger,
    occasion: PointReason,
    now: Moment,
) -> bool {
    let is_of_today =
        |point: &RestorePoint| point.occasion == occasion && point.taken.day() == now.day();
    let is_done = occasion == PointReason::Day && points.iter().any(is_of_today);
    let stands_for =
        |point: &&RestorePoint| occasion == PointReason::Day || point.occasion != PointReason::Day;
    let last = points.first().filter(stands_for);
    let is_same = last.is_some_and(|point| point.mark == mark(ledger));
    ledger.edit_count() > 0 && !is_done && !is_same
}

/// Why a point could not be read. The ledger is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointError {
    /// The journal cannot be read.
    #[error("恢复点读不出来：{0}台账没有改动。")]
    Unreadable(#[from] StorageError),
    /// Not all of it is there, or not as it was written.
    #[error("这个恢复点损坏了，不能用；别的恢复点不受影响，台账没有改动。")]
    Damaged,
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// The points of the ledger, the latest first.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub async fn points(&self) -> Result<Vec<RestorePoint>, StorageError> {
        let journal = self.stores.journal()?;
        let keys = journal.keys(&keys::points(self.ledger)).await?;
        let texts = journal.read(&keys).await?;
        let noted = keys.iter().zip(texts).filter_map(|(key, text)| {
            let StorageKey::Point(id) = keys::parse(self.ledger, key) else { return None };
            RestorePoint::from_value(id, &segment::unpack_note(&text?).ok()?)
        });
        let mut points: Vec<RestorePoint> = noted.collect();
        ordered::sort_by_key(&mut points, |point| {
            std::cmp::Reverse((point.order, point.taken, point.id))
        });
        Ok(points)
    }

    /// Makes a point; those that are too old go.
    ///
    /// # Errors
    /// Where the journal did not take it; no other point has gone then.
    pub async fn take_point(&self, copied: SnapshotCopy) -> Result<PointId, StorageError> {
        let id = {
            let mut state = self.state.borrow_mut();
            state.points += 1;
            let number = state.points;
            state.making.insert(number);
            PointId { writer: self.writer, number }
        };
        let written = self.write_point(id, copied).await;
        self.state.borrow_mut().making.remove(&id.number);
        if let Err(error) = written {
            // Without its note, what was written is void, and only takes up space.
            let _ = self.remove_points(&BTreeSet::from([id])).await;
            return Err(error);
        }
        let _ = self.thin_out().await;
        Ok(id)
    }

    async fn write_point(&self, id: PointId, copied: SnapshotCopy) -> Result<(), StorageError> {
        let journal = self.stores.journal()?;
        let SnapshotCopy { taken, occasion, file, mark, edits } = copied;
        let made = edits.iter().map(|edit| edit.head.at).max().unwrap_or(taken);
        let last = made.min(taken);
        let order = 1 + self.points().await?.first().map_or(0, |point| point.order);
        let point =
            RestorePoint { id, taken, last, occasion, file, edits: edits.len(), order, mark };
        /// Bytes of JSON in a part: what takes long to pack keeps the page from answering.
        const PART: usize = 128 << 10;
        let mut portions = segment::portions(&edits, PART, true);
        drop(edits);
        if portions.is_empty() {
            // A point has a part, be there nothing in it.
            portions.push(Vec::new());
        }
        let parts = portions.len() as u32;
        for (portion, number) in portions.into_iter().zip(1..) {
            let text = segment::pack(&self.clean(&portion), Encoding::Packed, number, parts);
            // One by one, so that the page can draw meanwhile.
            journal.append(&[(keys::copy(self.ledger, id, number), text)]).await?;
        }
        // The note closes the point, so it comes last.
        let note = segment::pack_note(&point.to_value());
        journal.append(&[(keys::point(self.ledger, id), note)]).await?;
        Ok(())
    }

    /// What stood when a point was made.
    ///
    /// # Errors
    /// Where it cannot be read, or not all of it is there.
    pub async fn read_point(&self, id: PointId) -> Result<Vec<Edit>, PointError> {
        let journal = self.stores.journal()?;
        let (mut edits, mut number, mut parts) = (Vec::new(), 1, 1);
        while number <= parts {
            let text = journal.read(&[keys::copy(self.ledger, id, number)]).await?.pop().flatten();
            let part = text.and_then(|text| segment::unpack(&text).ok());
            let part = part.ok_or(PointError::Damaged)?;
            (parts, number) = (part.parts, number + 1);
            edits.extend(part.edits);
        }
        Ok(edits)
    }

    /// Takes away those that others have followed, and copies that were cut short.
    async fn thin_out(&self) -> Result<(), StorageError> {
        // One that is being made has no note yet, or has it only since the notes were listed.
        let unfinished = {
            let state = self.state.borrow();
            state.making.first().copied().unwrap_or(state.points + 1)
        };
        let may_be_unfinished = |id: &PointId| id.writer == self.writer && id.number >= unfinished;
        let points = self.points().await?;
        let stay = staying(&points);
        let journal = self.stores.journal()?;
        let mut there: BTreeSet<PointId> = points.iter().map(|point| point.id).collect();
        for key in journal.keys(&keys::copies(self.ledger)).await? {
            if let StorageKey::Copy(id, _) = keys::parse(self.ledger, &key) {
                there.insert(id);
            }
        }
        there.retain(|id| !stay.contains(id) && !may_be_unfinished(id));
        self.remove_points(&there).await
    }

    async fn remove_points(&self, doomed: &BTreeSet<PointId>) -> Result<(), StorageError> {
        if doomed.is_empty() {
            return Ok(());
        }
        let journal = self.stores.journal()?;
        let mut keys = journal.keys(&keys::copies(self.ledger)).await?;
        keys.retain(
            |key| matches!(keys::parse(self.ledger, key), StorageKey::Copy(id, _) if doomed.contains(&id)),
        );
        keys.extend(doomed.iter().map(|id| keys::point(self.ledger, *id)));
        journal.remove(&keys).await
    }
}

/// Which points stay; they come the latest first.
fn staying(points: &[RestorePoint]) -> BTreeSet<PointId> {
    let (days, others): (Vec<_>, Vec<_>) =
        points.iter().partition(|point| point.occasion == PointReason::Day);
    let stays = days.into_iter().take(DAYS).chain(others.into_iter().take(OTHERS));
    stays.map(|point| point.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Draft, RecordId};

    const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };

    fn point(number: u32, days_ago: i64, occasion: PointReason) -> RestorePoint {
        let taken = Moment { millis: NOW.millis - days_ago * 86_400_000, ..NOW };
        let id = PointId { writer: WriterId(1), number };
        RestorePoint {
            id,
            taken,
            last: taken,
            occasion,
            file: String::new(),
            edits: 1,
            order: 0,
            mark: 1,
        }
    }

    fn stay(points: &[RestorePoint]) -> Vec<u32> {
        staying(points).into_iter().map(|id| id.number).collect()
    }

    #[test]
    fn each_day_of_a_week_stays_and_the_last_three_others() {
        let mut points: Vec<RestorePoint> =
            (0..5).map(|number| point(number, 0, PointReason::Import)).collect();
        points.extend((0..10).map(|days| point(10 + days as u32, days, PointReason::Day)));
        assert_eq!(stay(&points), [0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 17]);
    }

    #[test]
    fn no_clock_takes_points_away_that_the_order_keeps() {
        for off in [0, 40, 20_000, -1_000] {
            let days = (0..10).map(|days| point(10 + days as u32, days, PointReason::Day));
            // The last one was made by a clock that is wrong, or all others were.
            let points: Vec<RestorePoint> =
                [point(1, off, PointReason::Day)].into_iter().chain(days).collect();
            assert_eq!(stay(&points), [1, 10, 11, 12, 13, 14, 15, 16], "{off}");
            let others = (0..5).map(|number| point(10 + number, off, PointReason::Import));
            assert_eq!(stay(&others.collect::<Vec<_>>()), [10, 11, 12], "{off}");
        }
    }

    #[test]
    fn a_day_is_called_by_the_last_edit_that_it_holds() {
        let mut one = point(1, 0, PointReason::Day);
        assert_eq!(one.label(), "2026年11月21日打开时的内容");
        one.last.millis -= 86_400_000;
        assert_eq!(one.label(), "2026年11月20日最后的内容");
    }

    #[test]
    fn two_files_of_one_name_are_told_apart_by_their_time() {
        let mut one = point(1, 0, PointReason::Import);
        one.file = "粘贴的表格".to_owned();
        let mut other = one.clone();
        other.taken.millis += 60_000;
        assert_eq!(one.label(), format!("导入“粘贴的表格”之前（{}）", one.taken.label()));
        assert_ne!(one.label(), other.label());
    }

    #[test]
    fn a_day_has_a_point_of_its_own_beside_that_before_a_file() {
        let id = EditId { writer: WriterId(2), number: 1 };
        let mut draft = Draft::new(id, NOW, Author::default(), "edit", "");
        draft.field(&RecordId::keyed("member", "1"), "name", "王芳");
        let edit = draft.finish(&Ledger::new()).expect("an edit");
        let ledger = Ledger::from_edits([edit]);
        let is_due = |former| is_point_due(&[point(1, 0, former)], &ledger, PointReason::Day, NOW);
        assert!(is_due(PointReason::Import) && !is_due(PointReason::Day));
    }

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let mut one = point(3, 1, PointReason::Import);
        one.file = "二支部.json".to_owned();
        assert_eq!(RestorePoint::from_value(one.id, &one.to_value()), Some(one));
    }
}
