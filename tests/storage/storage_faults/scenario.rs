//! What a user does while a call fails, and what happened to the stores before.

use std::rc::Rc;
use std::sync::LazyLock;

use super::reopen;
use super::tab::{Expected, Tab, damage, from_elsewhere, used};
use crate::fixtures::disk::{Both, Disk, Has};
use crate::fixtures::stores::frozen;
use yixin::ledger::{ChangeId, Edit, WriterId, undo};
use yixin::storage::{Faults, ImportId};

#[derive(Clone, Copy, Debug)]
pub enum Scenario {
    Edit,
    Meeting,
    EditCheckpointEdit,
    EditsCheckpoint,
    Tidy,
    TidyTwice,
    Import,
    LargeImport,
    ImportEditCheckpoint,
    TakeBack,
    TakeBackOlder,
    Undo,
    Redact,
    RedactImported,
    LocalVanished,
    JournalVanished,
    DamagedSegment,
    DamagedImport,
    TwoTabs,
    TakeOver,
    EditsWhilePacking,
    OpenWhilePacking,
    Snapshot,
    Restore,
    Archive,
    ArchiveAndFetchBack,
    Migrate,
}

pub const SCENARIOS: [Scenario; 27] = [
    Scenario::Edit,
    Scenario::Meeting,
    Scenario::EditCheckpointEdit,
    Scenario::EditsCheckpoint,
    Scenario::Tidy,
    Scenario::TidyTwice,
    Scenario::Import,
    Scenario::LargeImport,
    Scenario::ImportEditCheckpoint,
    Scenario::TakeBack,
    Scenario::TakeBackOlder,
    Scenario::Undo,
    Scenario::Redact,
    Scenario::RedactImported,
    Scenario::LocalVanished,
    Scenario::JournalVanished,
    Scenario::DamagedSegment,
    Scenario::DamagedImport,
    Scenario::TwoTabs,
    Scenario::TakeOver,
    Scenario::EditsWhilePacking,
    Scenario::OpenWhilePacking,
    Scenario::Snapshot,
    Scenario::Restore,
    Scenario::Archive,
    Scenario::ArchiveAndFetchBack,
    Scenario::Migrate,
];

/// The members whose entries are archived: own ones, in a segment, in the journal alone, and one of
/// several in an edit of an import.
const ARCHIVED: [&str; 4] = ["1-0", "2-1", "6-2", "x768-2-0"];

/// An import of several parts.
static LARGE: LazyLock<Vec<Edit>> = LazyLock::new(|| from_elsewhere(0x900, 1_500));

impl Scenario {
    /// The tablet on which it happens: a used one, or one as format 1 left it.
    pub fn tablet(self, has: Has) -> (Disk, Expected) {
        match self {
            Self::Migrate => {
                let disk = has.of(&frozen(1).clear.disk());
                let expected = Expected::of(&reopen(&disk, has).ledger);
                (disk, expected)
            }
            _ => used(has),
        }
    }

    /// What happened to the stores while the app was closed.
    pub fn prepare(self, disk: &Disk) {
        if matches!(self, Self::JournalVanished) {
            // The last minute is in the journal alone.
            Tab::open(disk.stores(Has::Both, &Faults::none()), 0xd1).maintain();
        }
        match self {
            Self::LocalVanished => disk.local.borrow_mut().clear(),
            Self::JournalVanished => disk.journal.borrow_mut().clear(),
            Self::DamagedSegment => damage(&disk.local, "/s/"),
            Self::DamagedImport => damage(&disk.local, "/i/"),
            _ => {}
        }
    }

    /// Whether both stores hold everything before and after it, so that no silent damage to one
    /// text of one of them may lose anything.
    pub fn is_doubled(self) -> bool {
        matches!(self, Self::EditsCheckpoint | Self::Import | Self::LargeImport)
    }

    /// Whether it makes restore points.
    pub fn makes_points(self) -> bool {
        matches!(self, Self::Snapshot | Self::Restore)
    }

    pub fn run(self, stores: impl Fn() -> Rc<Both>, expected: &mut Expected) {
        let mut tab = Tab::open(stores(), 0xa1);
        expected.told |= tab.told;
        match self {
            Self::Edit => {
                tab.set(expected, "1-0", "乙");
            }
            Self::Meeting => {
                tab.meet(expected, "absent");
                tab.checkpoint();
                tab.maintain();
                tab.meet(expected, "leave");
            }
            Self::EditCheckpointEdit => {
                tab.set(expected, "1-0", "乙");
                tab.checkpoint();
                tab.set(expected, "1-0", "丙");
            }
            Self::EditsCheckpoint => {
                tab.maintain();
                tab.set(expected, "1-0", "乙");
                tab.set(expected, "new", "丙");
                tab.checkpoint();
            }
            Self::Tidy => tab.maintain(),
            Self::TidyTwice => {
                tab.maintain();
                for writer in [0xa2, 0xa3] {
                    let again = Tab::open(stores(), writer);
                    expected.told |= again.told;
                    again.maintain();
                }
            }
            Self::Import => {
                tab.maintain();
                tab.import(expected, from_elsewhere(0x900, 2));
            }
            Self::LargeImport => {
                tab.maintain();
                tab.import(expected, LARGE.clone());
            }
            Self::ImportEditCheckpoint => {
                tab.import(expected, from_elsewhere(0x900, 2));
                tab.set(expected, "x2304-1-0", "改过");
                tab.checkpoint();
            }
            Self::TakeBack => {
                let place = expected.imports.len();
                if let Some(id) = tab.import(expected, from_elsewhere(0x900, 2)) {
                    tab.set(expected, "x2304-1-0", "改过");
                    tab.take_back(expected, id, place);
                }
                tab.set(expected, "1-1", "乙");
            }
            Self::TakeBackOlder => {
                tab.take_back(expected, ImportId { writer: WriterId(3), number: 1 }, 0);
            }
            Self::Undo => {
                if let Some(id) = tab.set(expected, "1-0", "乙") {
                    let mut draft = tab.draft();
                    undo(&tab.ledger, id, &mut draft);
                    tab.record(expected, draft);
                }
            }
            Self::Redact => {
                tab.maintain();
                tab.redact(expected, "1-0");
                tab.set(expected, "1-1", "乙");
            }
            Self::RedactImported => {
                tab.set(expected, "x768-1-0", "改过");
                tab.redact(expected, "x768-1-0");
                tab.checkpoint();
            }
            Self::LocalVanished
            | Self::JournalVanished
            | Self::DamagedSegment
            | Self::DamagedImport => {
                tab.set(expected, "1-0", "乙");
                tab.maintain();
            }
            Self::TwoTabs => {
                let mut other = Tab::open(stores(), 0xb1);
                expected.told |= other.told;
                tab.set(expected, "1-0", "左");
                other.set(expected, "1-0", "右");
                tab.checkpoint();
                other.maintain();
                tab.maintain();
                other.checkpoint();
            }
            Self::TakeOver => {
                // The other has read what is erased then, and would pack it up.
                tab.set(expected, "1-0", "乙");
                let mut other = Tab::open(stores(), 0xb1);
                expected.told |= other.told;
                tab.redact(expected, "1-0");
                other.take_over(expected);
                other.set(expected, "1-1", "乙");
                other.checkpoint();
            }
            Self::EditsWhilePacking => {
                // The second opening packs, the third takes away what was packed.
                for writer in [0xa2, 0xa3, 0xa4] {
                    tab.set(expected, "1-0", "乙");
                    tab.checkpoint();
                    tab.maintain();
                    tab.set(expected, "1-1", "丙");
                    tab = Tab::open(stores(), writer);
                    expected.told |= tab.told;
                }
            }
            Self::Snapshot => {
                tab.point();
                tab.set(expected, "1-0", "乙");
                tab.point();
                tab.checkpoint();
            }
            Self::Restore => {
                let point = tab.point();
                tab.set(expected, "1-0", "乙");
                tab.set(expected, "new", "丙");
                if let Some(point) = point {
                    tab.go_back(expected, point);
                }
                tab.checkpoint();
                tab.set(expected, "1-1", "乙");
            }
            Self::Archive => {
                // As the app does, only once everything is kept.
                let edited = tab.set(expected, "2-1", "乙");
                if edited.is_some_and(|id| expected.acknowledged.contains(&id)) {
                    tab.archive(expected, &ARCHIVED);
                }
                tab.set(expected, "2-0", "丙");
                tab.checkpoint();
                tab.maintain();
            }
            Self::ArchiveAndFetchBack => {
                tab.maintain();
                let before = tab.ledger.clone();
                if let Some(id) = tab.archive(expected, &ARCHIVED) {
                    let archived = tab.ledger.archived().clone();
                    let held = before.iter().map(|mut edit| {
                        let id = edit.head.id;
                        edit.changes.retain(|(index, _)| {
                            archived.contains(ChangeId { edit: id, index: *index })
                        });
                        edit
                    });
                    let held: Vec<Edit> = held.filter(|edit| !edit.changes.is_empty()).collect();
                    tab.fetch_back(expected, id, &held);
                }
                tab.set(expected, "2-0", "丙");
                tab.maintain();
            }
            Self::Migrate => {
                tab.set(expected, "1-0", "乙");
                tab.checkpoint();
                // What was written as base64 is packed, and goes at the next opening.
                tab.maintain();
                let again = Tab::open(stores(), 0xa2);
                expected.told |= again.told;
                again.maintain();
            }
            Self::OpenWhilePacking => {
                let mut before = Tab::open(stores(), 0xb1);
                tab.maintain();
                let mut meanwhile = Tab::open(stores(), 0xb2);
                expected.told |= before.told | meanwhile.told;
                meanwhile.maintain();
                // What it knows to be there is packed and gone by now.
                before.maintain();
                before.set(expected, "1-0", "左");
                meanwhile.set(expected, "1-0", "右");
                before.checkpoint();
                meanwhile.maintain();
            }
        }
    }
}
