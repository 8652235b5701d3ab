//! What goes out as files that other tablets take in: handed over, read back, and noted as a backup.

use leptos::prelude::untrack;

use crate::browser::files::{self, FileError, HandedOver};
use crate::browser::{clock, device};
use crate::exchange::export::public::Fresh;
use crate::exchange::export::scope::Restricted;
use crate::exchange::export::{ExportContent, ExportOrder, NotSealed};
use crate::ledger::{Ledger, LedgerId, Moment, WriterId};
use crate::registers::schemas;
use crate::storage::Backup;

use super::backup::check_backup;
use super::export_sealing::{SealingOptions, seal_all};
use super::file_names::sender;
use super::session::Session;

/// Why nothing went out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The browser takes no file.
    #[error("{0}")]
    File(#[from] FileError),
    /// It could not be sealed.
    #[error(transparent)]
    NotSealed(#[from] NotSealed),
}

/// The name of the file in which something goes out, where one file is enough; `made` is the time
/// that it tells.
pub fn bundle_file_name(
    session: Session,
    content: &ExportContent,
    is_sealed: bool,
    made: Moment,
) -> String {
    let sender = sender(session, made);
    session.with_ledger_untracked(|ledger| content.file_name(ledger, &sender, is_sealed, ""))
}

/// What the file of something holds; `None` where that is the whole ledger.
pub fn held_by(
    session: Session,
    content: &ExportContent,
    restricted: Restricted,
) -> Option<Ledger> {
    let fresh = Fresh { ledger: LedgerId(0), writer: WriterId(0) };
    let order = order(session, content, restricted, fresh);
    session.with_scores(|ledger, scores| order.select(schemas(), ledger, scores).1)
}

fn order(
    session: Session,
    content: &ExportContent,
    restricted: Restricted,
    fresh: Fresh,
) -> ExportOrder<'_> {
    let (ledger, by, made) = (session.entry().id, session.author(), clock::now());
    ExportOrder { content, restricted, ledger, by, made, fresh }
}

/// What has become of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// How it was handed over.
    pub outcome: HandedOver,
    /// How many files there are.
    pub files: usize,
    /// Whether it was read back and found whole; `None` where it is no backup anyway, or not yet.
    pub whole: Option<bool>,
    /// Whether it is to be chosen again, as nobody knows whether it was saved: only then is it a
    /// backup.
    pub choose_again: bool,
}

impl Exported {
    /// What happened, and what to do.
    pub fn words(&self) -> String {
        let done = match (self.outcome, self.whole) {
            (HandedOver::Cancelled, _) => return "没有导出".to_owned(),
            (_, Some(false)) => {
                return "文件读回来和台账对不上，不能当备份。本机数据没有改动，请再导出一次"
                    .to_owned();
            }
            (HandedOver::Downloaded, _) if self.choose_again => {
                return "还不知道文件存好没有。请到“文件”里找到它，再在“导入”里选一次，核对上了才算备份"
                    .to_owned();
            }
            (HandedOver::Shared, _) => "已交出去",
            (HandedOver::Downloaded, _) => "已导出，请在“下载”里看到它再离开",
        };
        match self.files {
            1 => done.to_owned(),
            files => {
                format!("{done}：内容较多，分成了 {files} 个文件，请全部交给对方，导入的先后不限")
            }
        }
    }
}

/// Hands something over as a bundle, or as several where one would be too large to be read; sealed
/// where there is an envelope. `named` is the time that the names of the files tell. What holds everything is read back then, and noted as a backup where
/// it is whole.
///
/// # Errors
/// Where the browser takes no file, or it cannot be sealed.
pub async fn export_bundle(
    session: Session,
    content: &ExportContent,
    envelope: Option<&SealingOptions>,
    named: Moment,
) -> Result<Exported, ExportError> {
    let ids = [clock::random(), clock::random()].map(u128::from);
    let fresh = Fresh { ledger: LedgerId(ids[0] << 64 | ids[1]), writer: clock::new_writer() };
    let restricted = envelope.map_or(Restricted::Stays, |envelope| envelope.restricted);
    let order = order(session, content, restricted, fresh);
    let sender = sender(session, named);
    let (texts, names, backup) = untrack(|| {
        session.with_scores(|ledger, scores| {
            let (texts, is_everything) = order.write(schemas(), ledger, scores);
            let names = order.names(ledger, &sender, envelope.is_some(), texts.len());
            (texts, names, is_everything.then(|| Backup::of(ledger, order.made)))
        })
    });
    let texts = seal_all(texts, envelope, &order.by.tablet, order.made)?;
    let both = names.iter().zip(&texts);
    let files: Vec<(&str, &[u8])> =
        both.map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let outcome = files::hand_over_all("application/json", &files).await?;
    let choose_again =
        backup.is_some() && outcome == HandedOver::Downloaded && device::is_ipad_app();
    let is_handed_over = outcome != HandedOver::Cancelled && !choose_again;
    let whole = match backup.filter(|_| is_handed_over) {
        Some(backup) => {
            let passphrase = envelope.map(|envelope| envelope.passphrase.as_str());
            Some(check_backup(session, &backup, &texts, passphrase).await)
        }
        None => None,
    };
    Ok(Exported { outcome, files: texts.len(), whole, choose_again })
}
