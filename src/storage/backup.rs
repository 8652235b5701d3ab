//! Verified backups: exports of a whole ledger that were read back and compared.

use crate::ledger::{Day, Edit, Ledger, Moment, Month, Value};

use super::import::{moment, moment_value};
use super::keys;
use super::segment;
use super::store::Store;
use super::traits::{Durability, Journal, KeyValue, StorageError};

/// After so many days with changes a backup is due.
const WEEK: i64 = 7;
/// So many days after its end a month still asks for a backup.
const AFTER_MONTH: i64 = 3;

/// An export of everything that was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was made.
    pub made: Moment,
    /// How many changes it holds.
    pub changes: usize,
    /// Which edits these are of: see [`mark`].
    mark: u64,
}

/// Why a backup is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It is more than a week.
    Week,
    /// A month has ended.
    MonthEnd,
}

impl Backup {
    /// What is to be noted of a file, or of several, that hold all of a ledger as it is now.
    pub fn of(ledger: &Ledger, made: Moment) -> Self {
        Self { made, changes: ledger.change_count(), mark: mark(ledger) }
    }

    /// Whether the edits of files, as read back, are just what this was made of: each as the ledger
    /// has it, and all of them. The ledger may have grown meanwhile.
    pub fn is_whole<'a>(&self, ledger: &Ledger, edits: impl IntoIterator<Item = &'a Edit>) -> bool {
        let mut changes = 0;
        let same = edits.into_iter().all(|edit| {
            changes += edit.changes.len();
            ledger.head(edit.head.id) == Some(&edit.head)
                && ledger.holds_changes(edit).all(|(_, _, here)| here == Some(true))
        });
        same && changes == self.changes
    }

    /// How many changes came since; more than none where edits have gone, too.
    pub fn behind(&self, ledger: &Ledger) -> usize {
        if mark(ledger) == self.mark {
            return 0;
        }
        ledger.change_count().saturating_sub(self.changes).max(1)
    }

    fn to_value(&self) -> Value {
        Value::group([
            ("made", moment_value(self.made)),
            ("changes", (self.changes as i64).into()),
            ("mark", format!("{:016x}", self.mark).into()),
        ])
    }

    fn from_value(note: &Value) -> Option<Self> {
        Some(Self {
            made: moment(note.get("made")?)?,
            changes: usize::try_from(note.get("changes")?.as_int()?).ok()?,
            mark: u64::from_str_radix(note.get("mark")?.as_text()?, 16).ok()?,
        })
    }
}

/// A number that is another where the edits of a ledger are others, or hold other numbers of
/// changes; in whatever order they came.
pub(super) fn mark(ledger: &Ledger) -> u64 {
    let mix = |number: u64| {
        // As splitmix64 does.
        let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    };
    let counted = ledger.heads().zip(ledger.iter_counts()).filter(|(_, count)| *count > 0);
    counted.fold(0, |sum, (head, count)| {
        let edit = mix(head.id.writer.0) ^ u64::from(head.id.number);
        sum.wrapping_add(mix(mix(edit) ^ count as u64))
    })
}

/// Whether a ledger that came to this tablet on a day is to be backed up on another.
pub fn due(last: Option<&Backup>, ledger: &Ledger, begun: Day, today: Day) -> Option<Due> {
    let is_behind = match last {
        Some(last) => last.behind(ledger) > 0,
        None => ledger.change_count() > 0,
    };
    if !is_behind {
        return None;
    }
    let from = last.map_or(begun, |last| last.made.day());
    // The clock was set back since, so that the date says nothing; a day off is another time zone.
    if (from - today).num_days() > 1 {
        return Some(Due::Week);
    }
    let month = Month::of(today);
    // The last day of the month is today, or was that of the month before.
    let next = month.plus(1).first_day().pred_opt()?;
    let ended = if next == today { today } else { month.first_day().pred_opt()? };
    if (today - from).num_days() > WEEK {
        Some(Due::Week)
    } else if from < ended && (today - ended).num_days() <= AFTER_MONTH {
        Some(Due::MonthEnd)
    } else {
        None
    }
}

/// When the last backup was, and what came since: 上次备份 3 天前，之后有 27 处修改.
pub fn words(last: Option<&Backup>, ledger: &Ledger, today: Day) -> String {
    let Some(last) = last else {
        return "这台设备上还没有备份过".to_owned();
    };
    let when = match (today - last.made.day()).num_days() {
        0 => "今天".to_owned(),
        1 => "昨天".to_owned(),
        days @ 2.. => format!(" {days} 天前"),
        // The clock was set back.
        _ => format!(" {}", last.made.label()),
    };
    let since = match last.behind(ledger) {
        0 => "之后没有修改".to_owned(),
        _ if ledger.change_count() <= last.changes => "之后有改动".to_owned(),
        changes => format!("之后有 {changes} 处修改"),
    };
    format!("上次备份{when}，{since}")
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// The last backup that either store knows of.
    ///
    /// # Errors
    /// Where neither can be read.
    pub async fn last_backup(&self) -> Result<Option<Backup>, StorageError> {
        let noted = self.noted_backups().await?;
        let last = noted.into_iter().max_by_key(|(key, backup)| (number(key), backup.made));
        Ok(last.map(|(_, backup)| backup))
    }

    /// Notes a backup in both stores; the notes before it go.
    ///
    /// # Errors
    /// Where neither store took it; the notes before it stay then.
    pub async fn note_backup(&self, backup: &Backup) -> Result<Durability, StorageError> {
        // What cannot be read now is read, and outdone by its number, later.
        let former = self.noted_backups().await.unwrap_or_default();
        let former: Vec<String> = former.into_iter().map(|(key, _)| key).collect();
        // Later than all that were read, so that no key is written twice.
        let last = former.iter().map(|key| number(key)).max();
        let key = keys::backup(self.ledger, self.writer, last.unwrap_or(0) + 1);
        let kept = self.stores.put(&key, &segment::pack_note(&backup.to_value())).await?;
        // They do no harm where they stay.
        if let Ok(local) = self.stores.local() {
            former.iter().for_each(|key| drop(local.remove(key)));
        }
        if let Ok(journal) = self.stores.journal() {
            let _ = journal.remove(&former).await;
        }
        Ok(kept)
    }

    /// All notes, with their keys; what is damaged is passed over.
    async fn noted_backups(&self) -> Result<Vec<(String, Backup)>, StorageError> {
        let prefix = keys::backups(self.ledger);
        let mut texts = Vec::new();
        let local = self.stores.local().and_then(|local| {
            for key in local.keys(&prefix)? {
                let text = local.get(&key)?;
                texts.push((key, text));
            }
            Ok(())
        });
        let journal = match self.stores.journal() {
            Ok(journal) => match journal.keys(&prefix).await {
                Ok(keys) => journal.read(&keys).await.map(|read| {
                    texts.extend(keys.into_iter().zip(read));
                }),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        if local.is_err() {
            journal?;
        }
        let noted = texts.into_iter().filter_map(|(key, text)| {
            let note = segment::unpack_note(&text?).ok()?;
            Some((key, Backup::from_value(&note)?))
        });
        Ok(noted.collect())
    }
}

/// The number of a note, in the order in which they were made.
fn number(key: &str) -> u32 {
    key.rsplit_once('-').and_then(|(_, number)| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Draft, EditId, RecordId, WriterId, parse_day};

    const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };

    fn day(text: &str) -> Day {
        parse_day(text).expect("a day")
    }

    /// A backup made at noon of a day.
    fn made(text: &str, ledger: &Ledger) -> Backup {
        let days = (day(text) - day("1970-01-01")).num_days();
        Backup::of(ledger, Moment { millis: days * 86_400_000 + 14_400_000, offset: 480 })
    }

    fn add(ledger: &mut Ledger, number: u32) {
        let id = EditId { writer: WriterId(1), number };
        let mut draft = Draft::new(id, NOW, Author::default(), "create", "");
        let record = RecordId::keyed("member", &number.to_string());
        draft.field(&record, "name", "张三");
        draft.field(&record, "note", number.to_string().as_str());
        ledger.insert(draft.finish(ledger).expect("an edit"));
    }

    fn ledger(edits: u32) -> Ledger {
        let mut ledger = Ledger::new();
        (1..=edits).for_each(|number| add(&mut ledger, number));
        ledger
    }

    #[test]
    fn a_file_that_holds_all_is_whole_and_so_are_several() {
        let mut ledger = ledger(30);
        let backup = Backup::of(&ledger, NOW);
        let one = ledger.edits();
        // Of several files, one may end within an edit and the next go on in it.
        let part = |edit: &Edit, from, until| Edit {
            head: edit.head.clone(),
            changes: edit.changes[from..until].to_vec(),
        };
        let several: Vec<Edit> =
            one.iter().flat_map(|edit| [part(edit, 0, 1), part(edit, 1, 2)]).collect();
        assert!(backup.is_whole(&ledger, &one) && backup.is_whole(&ledger, &several));
        assert!(!backup.is_whole(&ledger, &several[1..]), "one of them is missing");
        // What another tab adds meanwhile takes nothing from what was written.
        add(&mut ledger, 31);
        assert!(backup.is_whole(&ledger, &one));
    }

    #[test]
    fn a_file_that_says_something_else_is_no_backup() {
        let ledger = ledger(3);
        let backup = Backup::of(&ledger, NOW);
        let good = ledger.edits();
        let mut other = good.clone();
        other[1].changes[0].1.value = "李四".into();
        assert!(!backup.is_whole(&ledger, &other));
        let mut other = good.clone();
        other[1].head.reason = "改了".into();
        assert!(!backup.is_whole(&ledger, &other));
        let mut other = good.clone();
        other[1].changes.pop();
        assert!(!backup.is_whole(&ledger, &other));
        assert!(backup.is_whole(&ledger, &good));
    }

    #[test]
    fn what_came_since_is_counted_in_whatever_order_it_is_read() {
        let mut all = ledger(3);
        let backup = Backup::of(&all, NOW);
        let again = Ledger::from_edits(all.edits().into_iter().rev());
        assert_eq!((backup.behind(&all), backup.behind(&again)), (0, 0));
        add(&mut all, 4);
        add(&mut all, 5);
        assert_eq!(backup.behind(&all), 4);
        // As many changes, but others: an import was taken back, and something else entered.
        let other = Ledger::from_edits(all.edits().into_iter().skip(2));
        assert_eq!(other.change_count(), backup.changes);
        assert_eq!(backup.behind(&other), 1);
        assert_eq!(words(Some(&backup), &other, NOW.day()), "上次备份今天，之后有改动");
    }

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let backup = Backup::of(&ledger(3), NOW);
        assert_eq!(Backup::from_value(&backup.to_value()), Some(backup));
    }

    #[test]
    fn a_backup_is_due_after_a_week_with_changes() {
        let (before, now) = (ledger(2), ledger(3));
        let last = made("2026-11-10", &before);
        let due = |ledger, today| due(Some(&last), ledger, day("2026-01-01"), day(today));
        assert_eq!(due(&now, "2026-11-17"), None);
        assert_eq!(due(&now, "2026-11-18"), Some(Due::Week));
        assert_eq!(due(&before, "2026-12-18"), None, "nothing changed");
    }

    #[test]
    fn a_backup_dated_in_the_future_silences_nothing() {
        let (before, now) = (ledger(2), ledger(3));
        let last = made("2031-11-10", &before);
        let said = |ledger, today| due(Some(&last), ledger, day("2026-01-01"), day(today));
        assert_eq!(said(&now, "2026-11-12"), Some(Due::Week));
        assert_eq!(said(&before, "2026-11-12"), None, "nothing changed");
        assert_eq!(due(None, &now, day("2031-11-10"), day("2026-11-12")), Some(Due::Week));
        // West of where it was made, it is still the day before.
        let last = made("2026-11-13", &before);
        assert_eq!(due(Some(&last), &now, day("2026-01-01"), day("2026-11-12")), None);
    }

    #[test]
    fn the_end_of_a_month_asks_for_a_backup_until_there_is_one() {
        let (before, now) = (ledger(2), ledger(3));
        let due = |last: &str, today: &str| {
            due(Some(&made(last, &before)), &now, day("2026-01-01"), day(today))
        };
        assert_eq!(due("2026-11-27", "2026-11-29"), None);
        assert_eq!(due("2026-11-27", "2026-11-30"), Some(Due::MonthEnd));
        assert_eq!(due("2026-11-30", "2026-11-30"), None);
        assert_eq!(due("2026-11-27", "2026-12-03"), Some(Due::MonthEnd));
        assert_eq!(due("2026-11-30", "2026-12-03"), None);
        assert_eq!(due("2026-11-29", "2026-12-04"), None);
    }

    #[test]
    fn a_ledger_without_any_backup_has_a_week_from_its_beginning() {
        let now = ledger(1);
        let due = |ledger: &Ledger, today| due(None, ledger, day("2026-11-10"), day(today));
        assert_eq!(due(&now, "2026-11-17"), None);
        assert_eq!(due(&now, "2026-11-18"), Some(Due::Week));
        assert_eq!(due(&Ledger::new(), "2026-11-18"), None);
    }

    #[test]
    fn words_say_when_and_how_much() {
        let (before, now) = (ledger(2), ledger(5));
        let last = made("2026-11-10", &before);
        let said = |ledger, today| words(Some(&last), ledger, day(today));
        assert_eq!(said(&now, "2026-11-13"), "上次备份 3 天前，之后有 6 处修改");
        assert_eq!(said(&now, "2026-11-11"), "上次备份昨天，之后有 6 处修改");
        assert_eq!(said(&before, "2026-11-10"), "上次备份今天，之后没有修改");
        assert_eq!(words(None, &now, day("2026-11-10")), "这台设备上还没有备份过");
    }
}
