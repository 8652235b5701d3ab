//! What goes out as files that other tablets take in.

use std::sync::Arc;

use leptos::prelude::untrack;

use crate::browser::files::{self, FileError, HandedOver};
use crate::browser::{clock, device};
use crate::codec::Partner;
use crate::exchange::bundle::BundleHeader;
use crate::exchange::bundle::multipart::{self, FILE_LIMITS};
use crate::exchange::bundle::sealing::SealError;
use crate::exchange::export::delta;
use crate::exchange::export::public::{Fresh, public};
use crate::exchange::export::scope::{Restricted, Scope};
use crate::ledger::{Ledger, LedgerId, Moment, RecordId, WriterId, day_text};
use crate::registers::{HOSPITAL, schemas};
use crate::storage::Backup;

use super::backup::check_backup;
use super::commands::file_name;
use super::export_sealing::{SealingOptions, seal_all};
use super::session::Session;

/// What is to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportContent {
    /// The ledger, or a part of it.
    Part(Scope),
    /// All of it, for the next secretary (交接包).
    Handover,
    /// What a partner lacks.
    Lacking(Arc<Partner>),
    /// The public version.
    Public,
}

impl ExportContent {
    /// What it is called, short enough for the name of a file.
    pub fn words(&self, ledger: &Ledger) -> String {
        match self {
            Self::Part(scope) => scope.words(ledger),
            Self::Lacking(partner) => {
                let who = &partner.who;
                format!("{}缺的", if who.name.is_empty() { &who.tablet } else { &who.name })
            }
            Self::Handover => "交接包".to_owned(),
            Self::Public => "公开版".to_owned(),
        }
    }
}

pub(super) fn hospital_name(ledger: &Ledger) -> String {
    let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
    hospital.map_or("", |record| record.text("name")).to_owned()
}

fn named(session: Session, content: &ExportContent, is_sealed: bool, part: &str) -> String {
    let day = day_text(clock::today());
    let (hospital, what) =
        session.with_ledger_untracked(|ledger| (hospital_name(ledger), content.words(ledger)));
    let sealed = if is_sealed { "加密" } else { "" };
    file_name(&["医心台账", &hospital, &what, &day, sealed, part], "json")
}

/// Why nothing went out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The browser takes no file.
    #[error("{0}")]
    File(#[from] FileError),
    /// It could not be sealed.
    #[error("没有导出：{0}")]
    Seal(#[from] SealError),
    /// The browser gives no random numbers, and without them nothing is sealed.
    #[error("没有导出：这个浏览器取不到可靠的随机数，不能加密。请换一个浏览器，或更新系统")]
    NoChance,
}

/// The name of the file in which something goes out today, where one file is enough.
pub fn bundle_file_name(session: Session, content: &ExportContent, is_sealed: bool) -> String {
    named(session, content, is_sealed, "")
}

/// What the file of something holds; `None` where that is the whole ledger.
pub fn held_by(
    session: Session,
    content: &ExportContent,
    restricted: Restricted,
) -> Option<Ledger> {
    let fresh = Fresh { ledger: LedgerId(0), writer: WriterId(0) };
    chosen(session, content, restricted, fresh, clock::now()).1
}

fn chosen(
    session: Session,
    content: &ExportContent,
    restricted: Restricted,
    fresh: Fresh,
    made: Moment,
) -> (BundleHeader, Option<Ledger>) {
    let by = session.author();
    if *content == ExportContent::Public {
        let (header, ledger) = session
            .with_scores(|ledger, scores| public(schemas(), ledger, scores, fresh, &by, made));
        return (header, Some(ledger));
    }
    session.with_ledger(|ledger| {
        let scope =
            if let ExportContent::Part(scope) = content { scope } else { &Scope::Everything };
        let header =
            BundleHeader::part(scope, session.entry().id, &hospital_name(ledger), by, made);
        match content {
            ExportContent::Lacking(partner) => {
                let header = delta::header(ledger, partner, header);
                (header, Some(delta::select(ledger, partner)))
            }
            _ if *scope == Scope::Everything => (header, None),
            _ => (header, Some(scope.select(schemas(), ledger, restricted))),
        }
    })
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
/// where there is an envelope. What holds everything is read back then, and noted as a backup where
/// it is whole.
///
/// # Errors
/// Where the browser takes no file, or it cannot be sealed.
pub async fn export_bundle(
    session: Session,
    content: &ExportContent,
    envelope: Option<&SealingOptions>,
) -> Result<Exported, ExportError> {
    let made = clock::now();
    let ids = [clock::random(), clock::random()].map(u128::from);
    let fresh = Fresh { ledger: LedgerId(ids[0] << 64 | ids[1]), writer: clock::new_writer() };
    let restricted = envelope.map_or(Restricted::Stays, |envelope| envelope.restricted);
    let (header, chosen) = untrack(|| chosen(session, content, restricted, fresh, made));
    let tablet = header.from.tablet.to_string();
    let mut texts = match &chosen {
        Some(part) => multipart::write(part, header, FILE_LIMITS),
        None => {
            session.with_ledger_untracked(|ledger| multipart::write(ledger, header, FILE_LIMITS))
        }
    };
    let backup =
        chosen.is_none().then(|| session.with_ledger_untracked(|ledger| Backup::of(ledger, made)));
    if let Some(envelope) = envelope {
        texts = seal_all(texts, envelope, &tablet, made)?;
    }
    let of = texts.len();
    let part = |number: usize| if of > 1 { format!("{number}共{of}") } else { String::new() };
    let names: Vec<String> =
        (1..=of).map(|number| named(session, content, envelope.is_some(), &part(number))).collect();
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
    Ok(Exported { outcome, files: of, whole, choose_again })
}
