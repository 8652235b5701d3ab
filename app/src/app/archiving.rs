//! Archiving (归档): what was entered in locked months of past years goes into a file that the user
//! keeps, and leaves this device; and fetching it back.

use leptos::prelude::GetUntracked;

use crate::browser::clock;
use crate::browser::files::{self, HandedOver};
use crate::exchange::bundle::multipart::{self, FILE_LIMITS};
use crate::exchange::bundle::{Bundle, BundleHeader};
use crate::exchange::export::archive::{ArchiveSelection, fetched_back};
use crate::exchange::export::{hospital_name, part_words};
use crate::exchange::import::implied_erasure::ImpliedErasure;
use crate::ledger::Month;
use crate::registers::{REDACT, schemas};
use crate::scoring::{Archivable, archivable};
use crate::storage::{ArchiveError, ArchiveId, ArchiveNote, PointReason, Receipt};

use super::bundle_import::read_back;
use super::export_sealing::{SealingOptions, seal_all};
use super::exporting::ExportError;
use super::file_names::sender;
use super::restore_points::make_point;
use super::saving::NotErased;
use super::session::Session;
use super::write_lock::EditRefused;

/// A file that was chosen: its name and its content.
pub type ChosenFile = (String, Vec<u8>);

/// Why nothing was archived, or not fetched back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchivingError {
    /// No edit can be made now.
    #[error(transparent)]
    Refused(#[from] EditRefused),
    /// Something is in this page's memory alone.
    #[error("有修改还没有存好，先不归档。请先导出全部。")]
    Unsaved,
    /// No file was chosen.
    #[error("没有选文件")]
    NoFile,
    /// A file, by its name, is no bundle, or damaged.
    #[error("“{0}”不是完整的数据文件，没有用它。台账没有改动。")]
    NotWhole(String),
    /// So many changes are in no file.
    #[error(
        "选的文件里缺 {0} 处，没有归档，台账没有改动。请选刚导出的文件，有几个就一起选几个；\
         导出以后又有登记的，请重新导出。"
    )]
    Lacking(usize),
    /// This tablet does not know of the archive any more.
    #[error("这次归档的记录不在了，请重新打开本应用。")]
    NoteGone,
    /// The files have less than was archived.
    #[error(
        "归档了 {archived} 处，选的文件里只有 {found} 处，没有取回。\
         请选归档时的文件“{file}”，有几个就一起选几个。"
    )]
    Incomplete {
        /// How many changes were archived.
        archived: usize,
        /// How many of them the files have.
        found: usize,
        /// The name of the file then.
        file: String,
    },
    /// All that was archived is erased by now.
    #[error("归档的内容都已依法删除，没有可以取回的。")]
    AllErased,
    /// What has to be erased of it could not be.
    #[error(transparent)]
    NotErased(#[from] NotErased),
    /// The stores did not do it.
    #[error(transparent)]
    Store(#[from] ArchiveError),
}

/// What archiving up to the end of a year comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveOutlook {
    /// Which months can be archived, and which stay.
    pub found: Archivable,
    /// What would go.
    pub archiving: ArchiveSelection,
}

/// The years that are over and of which something is to be archived, the latest first.
pub fn archivable_years(session: Session) -> Vec<i32> {
    let this_year = Month::of(clock::today()).year();
    session.with_scores(|ledger, scores| {
        let months = scores.months(ledger).into_iter().filter(|month| !ledger.is_archived(*month));
        let mut years: Vec<i32> =
            months.map(Month::year).filter(|year| *year < this_year).collect();
        years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
        years.dedup();
        years
    })
}

/// Looks what archiving up to the end of a year comes to. Nothing changes.
pub fn look_at_archive(session: Session, year: i32) -> ArchiveOutlook {
    session.with_scores(|ledger, scores| {
        let found = Month::new(year, 12).map(|until| archivable(ledger, scores, until));
        let found = found.unwrap_or_default();
        let archiving = ArchiveSelection::of(ledger, &found.months);
        ArchiveOutlook { found, archiving }
    })
}

/// Hands the file of an archive over, or several, sealed where there is an envelope. Nothing leaves
/// this device by that.
///
/// # Errors
/// Where the browser takes no file, or it cannot be sealed.
pub async fn export_archive(
    session: Session,
    year: i32,
    archiving: &ArchiveSelection,
    envelope: Option<&SealingOptions>,
) -> Result<(HandedOver, usize), ExportError> {
    let (by, made) = (session.author(), clock::now());
    let tablet = by.tablet.clone();
    let texts = session.with_ledger_untracked(|ledger| {
        let hospital = hospital_name(ledger);
        let all = BundleHeader::everything(session.entry().id, &hospital, by, made);
        let archived = archiving.select(schemas(), ledger);
        multipart::write(&archived, archiving.header(all), FILE_LIMITS)
    });
    let texts = seal_all(texts, envelope, &tablet, made)?;
    let sealed = if envelope.is_some() { "加密" } else { "" };
    let (what, sender) = (format!("归档{year}年"), sender(session, made));
    let name = |number: usize| {
        let part = part_words(number, texts.len());
        sender.file_name(&what, &[sealed, &part], "json")
    };
    let names: Vec<String> = (1..=texts.len()).map(name).collect();
    let both = names.iter().zip(&texts);
    let files: Vec<(&str, &[u8])> =
        both.map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let outcome = files::hand_over_all("application/json", &files).await?;
    Ok((outcome, files.len()))
}

/// Archives up to the end of a year, once the files that were chosen are found to hold all that goes.
/// Gives how many records went.
///
/// # Errors
/// Why nothing was archived.
pub async fn archive(
    session: Session,
    year: i32,
    chosen: Vec<ChosenFile>,
) -> Result<usize, ArchivingError> {
    let files = read_all(session, &chosen).await?;
    // Nothing that is still on its way may be forgotten; and the ledger may have grown since.
    if !session.flush().await {
        return Err(ArchivingError::Unsaved);
    }
    let ArchiveOutlook { archiving, .. } = look_at_archive(session, year);
    let lacking = archiving.lacking(&files);
    if lacking > 0 {
        return Err(ArchivingError::Lacking(lacking));
    }
    let records = archiving.records;
    let note = ArchiveNote {
        made: clock::now(),
        file: chosen.first().map_or_else(String::new, |(name, _)| name.clone()),
        files: chosen.len(),
        records,
        changes: archiving.change_count(),
        archived: archiving.archived,
    };
    let opened = session.with_store(async |store| store.archive(&note).await).await?;
    session.broadcast_reload();
    session.replace_state(opened);
    Ok(records)
}

/// Fetches an archive back from its files. Gives how many changes came.
///
/// # Errors
/// Why it was not fetched back.
pub async fn fetch_back(
    session: Session,
    id: ArchiveId,
    chosen: Vec<ChosenFile>,
) -> Result<usize, ArchivingError> {
    let files = read_all(session, &chosen).await?;
    let known = session.archives.get_untracked().into_iter().find(|one| one.id == id);
    let archive = known.ok_or(ArchivingError::NoteGone)?.archive;
    let header = files.first().map(|file| file.header.clone()).ok_or(ArchivingError::NoFile)?;
    let mut fetched =
        session.with_ledger_untracked(|ledger| fetched_back(ledger, &archive.archived, files));
    if fetched.found < archive.changes {
        let (archived, found) = (archive.changes, fetched.found);
        return Err(ArchivingError::Incomplete { archived, found, file: archive.file });
    }
    // What it would bring back of people who are erased goes before it comes in.
    let beyond = session.with_ledger_untracked(|ledger| {
        ImpliedErasure::of_archive(schemas(), ledger, &fetched.edits)
    });
    let mut draft = session.draft(REDACT, "");
    beyond.write(&mut draft, |_| true);
    session.commit_for_good(draft).await?;
    session.with_ledger_untracked(|ledger| {
        fetched.edits.retain_mut(|edit| ledger.erase(edit) == 0 || !edit.changes.is_empty());
    });
    if fetched.edits.is_empty() {
        return Err(ArchivingError::AllErased);
    }
    let name = chosen.first().map_or("", |(name, _)| name.as_str());
    make_point(session, PointReason::Import, name).await;
    let receipt = Receipt { returns: Some(id), ..Receipt::of(&header, name, clock::now()) };
    let opened =
        session.with_store(async |store| store.fetch_back(&receipt, &fetched.edits).await).await?;
    session.broadcast_reload();
    session.replace_state(opened);
    Ok(fetched.found)
}

async fn read_all(session: Session, chosen: &[ChosenFile]) -> Result<Vec<Bundle>, ArchivingError> {
    if let Some(refusal) = session.refusal() {
        return Err(refusal.into());
    }
    let mut files = Vec::new();
    for (name, content) in chosen {
        let read = read_back(content).await;
        files.push(read.ok_or_else(|| ArchivingError::NotWhole(name.clone()))?);
    }
    if files.is_empty() { Err(ArchivingError::NoFile) } else { Ok(files) }
}
