//! Report of an opening: the ledger, its imports and archives, damage and loss.

use crate::codec::header::BundleKind;
use crate::ledger::{Ledger, Moment};

use super::archive::{ArchiveId, ArchiveNote};
use super::import::{ImportId, Receipt};
use super::segment::SegmentError;
use super::traits::{StorageError, StoreKind};

/// A ledger as opened.
#[derive(Debug)]
pub struct Opened {
    /// All that could be read.
    pub ledger: Ledger,
    /// The imports that this tablet has taken in, by their ids.
    pub imports: Vec<ImportReceipt>,
    /// What was archived on this tablet, by their ids.
    pub archives: Vec<ArchiveReceipt>,
    /// What was damaged.
    pub damaged: Vec<DamageReport>,
    /// A store that has lost this ledger though the other still has it.
    pub vanished: Option<Vanished>,
    /// The stores that could not be used.
    pub troubles: Vec<Trouble>,
    /// Whether a newer version of the app has written here: this one may show and export, and
    /// nothing else.
    pub is_newer: bool,
    /// How many edits only the journal had: the last minute before the page was closed, or what
    /// healed a damaged segment.
    pub recovered: usize,
}

/// An import that this tablet has taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReceipt {
    /// Which import.
    pub id: ImportId,
    /// Its origin; `None` where that note is damaged.
    pub receipt: Option<Receipt>,
    /// How many changes it brought.
    pub changes: usize,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// The import with which a ledger began on this tablet, which is no addition to it: its receipt says
/// so. Receipts of before that was noted do not; of those it is the one that was taken in as the
/// ledger was put into the list, which was done in one go.
pub fn beginning(imports: &[ImportReceipt], listed: Moment) -> Option<ImportId> {
    /// So long that took at most, in milliseconds.
    const AT_ONCE: i64 = 60_000;
    let receipts = || imports.iter().filter_map(|one| Some((one.id, one.receipt.as_ref()?)));
    let noted = receipts().find(|(_, receipt)| receipt.begins == Some(true));
    let by_clock = || {
        let apart = |receipt: &Receipt| listed.millis - receipt.taken.millis;
        let old = receipts().filter(|(_, receipt)| receipt.begins.is_none());
        let near = old.filter(|(_, receipt)| (0..=AT_ONCE).contains(&apart(receipt)));
        near.min_by_key(|(_, receipt)| apart(receipt))
    };
    noted.or_else(by_clock).map(|(id, _)| id)
}

/// Whether a ledger began on this tablet with a part of it, see [`beginning`].
pub fn began_with_part(imports: &[ImportReceipt], listed: Moment) -> bool {
    let first = beginning(imports, listed);
    let begun = imports.iter().find(|one| Some(one.id) == first);
    let receipt = begun.and_then(|one| one.receipt.as_ref());
    receipt.is_some_and(|receipt| receipt.kind != BundleKind::Everything)
}

/// What was archived on this tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveReceipt {
    /// Which archive.
    pub id: ArchiveId,
    /// What is in it, and in which file.
    pub archive: ArchiveNote,
    /// Whether it was fetched back.
    pub returned: bool,
}

/// A text that was damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamageReport {
    /// Its store.
    pub store: StoreKind,
    /// Its key.
    pub key: String,
    /// What is wrong with it.
    pub why: SegmentError,
    /// Whether it was moved aside; otherwise it is still under its key.
    pub set_aside: bool,
    /// Whether all that it held is there from elsewhere; where that is not known, whether nothing is
    /// found to be missing.
    pub healed: bool,
    /// Whether what it held is known.
    pub known: bool,
}

impl DamageReport {
    /// What happened, in a sentence.
    pub fn sentence(&self) -> String {
        let store = match self.store {
            StoreKind::Local => "浏览器存储",
            StoreKind::Journal => "日志副本",
        };
        let why = &self.why;
        match (&self.why, self.healed, self.known) {
            (SegmentError::Newer, ..) => format!("{store}里有一段数据{why}；它原样保留着。"),
            (_, true, true) => {
                format!("{store}里有一段数据损坏（{why}），已从另一份副本完整补回；没有丢失。")
            }
            (_, true, false) => format!(
                "{store}里有一段数据损坏（{why}），看不出原来写的什么；另一份副本是好的，\
                 登记编号连续，没有发现缺少。"
            ),
            (_, false, _) => format!(
                "{store}里有一段数据损坏（{why}），另一份副本里也没有；损坏的原文已保留。\
                 请导入最近的备份文件，会自动补齐。"
            ),
        }
    }
}

/// A store that has lost a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vanished {
    /// Which.
    pub store: StoreKind,
    /// How many edits the other store gave back.
    pub edits: usize,
    /// Whether it is known to have had the ledger. A page that dies young, or a store that could not
    /// be used then, leaves it without, too.
    pub known: bool,
}

impl Vanished {
    /// What happened, in a sentence.
    pub fn sentence(&self) -> String {
        let (lost, kept) = match self.store {
            StoreKind::Local => ("浏览器存储里的台账不见了", "日志副本"),
            StoreKind::Journal => ("日志副本不见了", "浏览器存储"),
        };
        if !self.known {
            let edits = self.edits;
            return format!(
                "上次只存下了一份（在{kept}里），有 {edits} 笔修改，都在；会自动补齐成两份。"
            );
        }
        format!(
            "{lost}（可能清理过网站数据），已从{kept}补回 {} 笔修改，并会自动补齐成两份。\
             请尽快导出一份备份。",
            self.edits
        )
    }
}

/// A store that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Which.
    pub store: StoreKind,
    /// Why.
    pub error: StorageError,
}

impl Trouble {
    /// What is at risk, in a sentence.
    pub fn sentence(&self) -> String {
        match self.store {
            StoreKind::Local => format!("浏览器存储用不了：{}台账只保存在日志副本里。", self.error),
            StoreKind::Journal => format!(
                "日志副本用不了：{}最近一分钟的登记在断电时可能丢失，请多导出备份。",
                self.error
            ),
        }
    }
}

/// Why a ledger could not be opened at all. Nothing has been changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Neither store can be read.
    #[error("读不到本机的台账数据：{local} 数据没有被改动。")]
    Unreadable {
        /// What localStorage says.
        local: StorageError,
        /// What the journal says.
        journal: StorageError,
    },
    /// The ledger was removed from this device.
    #[error("这本台账已在另一个窗口里从这台设备移除，没有打开。可以用导出的文件重新加入。")]
    Removed,
}
