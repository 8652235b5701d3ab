//! What goes out as files that other tablets take in: what is chosen, how it is cut into files, how
//! they are sealed and what they are called.

use std::sync::Arc;

use crate::ledger::{Author, Ledger, LedgerId, Moment, RecordId, day_text};
use crate::registers::{HOSPITAL, Schemas};
use crate::scoring::Scores;

use super::delta;
use super::public::{Fresh, public};
use super::scope::{Restricted, Scope};
use crate::codec::Partner;
use crate::crypto::{Cost, KeyDerivationParams, SealKey};
use crate::exchange::bundle::BundleHeader;
use crate::exchange::bundle::multipart::{self, FILE_LIMITS};
use crate::exchange::bundle::sealing::{SealError, SealedHeader, seal_with};

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

    /// The name of its file; `part` says which of several it is. The public version names nobody.
    pub fn file_name(
        &self,
        ledger: &Ledger,
        sender: &Sender,
        is_sealed: bool,
        part: &str,
    ) -> String {
        let sealed = if is_sealed { "加密" } else { "" };
        let nobody = Sender { by: Author::default(), ..sender.clone() };
        let sender = if *self == Self::Public { &nobody } else { sender };
        sender.file_name(&self.words(ledger), &[sealed, part], "json")
    }
}

/// The name of the hospital; empty where it is not entered.
pub fn hospital_name(ledger: &Ledger) -> String {
    let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
    hospital.map_or("", |record| record.text("name")).to_owned()
}

/// From where a file is, and when: what its name tells besides what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// When it is made.
    pub made: Moment,
    /// The branch of whoever makes it, or else the hospital.
    pub of: String,
    /// Who makes it, on which tablet.
    pub by: Author,
}

impl Sender {
    /// The name of a file without its ending (医心台账_2026-11-21_1005_全部_内科党支部_王芳_平板A): names sort
    /// by time, and hold nothing that means something in a path.
    pub fn stem(&self, what: &str, more: &[&str]) -> String {
        /// Characters of each part: with all of them a name is below 255 bytes.
        const LONG: usize = 28;
        const BRANCH: usize = 16;
        const SHORT: usize = 10;
        let (hour, minute) = self.made.hour_and_minute();
        let time = format!("{hour:02}{minute:02}");
        let day = day_text(self.made.day());
        let what = safe(what, LONG);
        // Branches of one hospital differ at their ends.
        let of = safe(&self.of, usize::MAX);
        let of: String = of.chars().skip(of.chars().count().saturating_sub(BRANCH)).collect();
        // 内科党支部 is not said twice.
        let of = if what.contains(&of) { String::new() } else { of };
        let (name, tablet) = (safe(&self.by.name, SHORT), safe(&self.by.tablet, SHORT));
        let mut parts = vec!["医心台账".to_owned(), day, time, what, of, name, tablet];
        parts.extend(more.iter().map(|part| safe(part, SHORT)));
        parts.retain(|part| !part.is_empty());
        parts.join("_")
    }

    /// The name of a file.
    pub fn file_name(&self, what: &str, more: &[&str], ending: &str) -> String {
        format!("{}.{ending}", self.stem(what, more))
    }
}

/// A part of a name without spaces or anything that means something in a path, cut short.
fn safe(part: &str, most: usize) -> String {
    let is_safe = |c: &char| c.is_alphanumeric() || "-_".contains(*c);
    part.chars().filter(is_safe).take(most).collect()
}

/// What is said of one file among several in their names: 2共3.
pub fn part_words(number: usize, of: usize) -> String {
    if of > 1 { format!("{number}共{of}") } else { String::new() }
}

/// An export: what goes out, from whom and when.
#[derive(Debug, Clone)]
pub struct ExportOrder<'a> {
    /// What is to go out.
    pub content: &'a ExportContent,
    /// Whether what is restricted goes out too.
    pub restricted: Restricted,
    /// The ledger.
    pub ledger: LedgerId,
    /// Who makes it, on which tablet.
    pub by: Author,
    /// When.
    pub made: Moment,
    /// Drawn at random, for a public version.
    pub fresh: Fresh,
}

impl ExportOrder<'_> {
    /// The header of the bundle, and what it holds; `None` where that is the whole ledger.
    pub fn select(
        &self,
        schemas: Schemas,
        ledger: &Ledger,
        scores: &mut Scores,
    ) -> (BundleHeader, Option<Ledger>) {
        if *self.content == ExportContent::Public {
            let (header, chosen) = public(schemas, ledger, scores, self.fresh, &self.by, self.made);
            return (header, Some(chosen));
        }
        let everything = Scope::Everything;
        let scope = match self.content {
            ExportContent::Part(scope) => scope,
            _ => &everything,
        };
        let (hospital, by) = (hospital_name(ledger), self.by.clone());
        let header = BundleHeader::part(scope, self.ledger, &hospital, by, self.made);
        match self.content {
            ExportContent::Lacking(partner) => {
                let header = delta::header(ledger, partner, header);
                (header, Some(delta::select(ledger, partner)))
            }
            _ if *scope == Scope::Everything => (header, None),
            _ => (header, Some(scope.select(schemas, ledger, self.restricted))),
        }
    }

    /// The texts of its files: one, or several where one would be too large to be read. Says besides
    /// whether they hold the whole ledger.
    pub fn write(
        &self,
        schemas: Schemas,
        ledger: &Ledger,
        scores: &mut Scores,
    ) -> (Vec<String>, bool) {
        let (header, chosen) = self.select(schemas, ledger, scores);
        let texts = multipart::write(chosen.as_ref().unwrap_or(ledger), header, FILE_LIMITS);
        (texts, chosen.is_none())
    }

    /// The names of so many files, from a sender.
    pub fn names(
        &self,
        ledger: &Ledger,
        sender: &Sender,
        is_sealed: bool,
        of: usize,
    ) -> Vec<String> {
        let name =
            |number| self.content.file_name(ledger, sender, is_sealed, &part_words(number, of));
        (1..=of).map(name).collect()
    }
}

/// How files are sealed.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    /// For whom they are.
    pub recipient: &'a str,
    /// From which tablet.
    pub tablet: &'a str,
    /// When they are made.
    pub made: Moment,
    /// What the two agreed on.
    pub passphrase: &'a str,
    /// How much work a key may cost.
    pub cost: Cost,
}

/// Why files were not sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    /// It did not go.
    #[error("没有导出：{0}")]
    Seal(#[from] SealError),
    /// There are no random numbers, and without them nothing is sealed.
    #[error("没有导出：这个浏览器取不到可靠的随机数，不能加密。请换一个浏览器，或更新系统")]
    NoRandomness,
}

/// Seals the files of one export, with one key. `fill` fills bytes at random, and says whether it
/// could.
///
/// # Errors
/// Where there is no randomness, or not enough memory, or a text is too large.
pub fn seal_all(
    texts: &[String],
    sealing: Sealing<'_>,
    fill: impl Fn(&mut [u8]) -> bool,
) -> Result<Vec<String>, NotSealed> {
    let Sealing { recipient, tablet, made, passphrase, cost } = sealing;
    let mut salt = [0; 16];
    let draw = |bytes: &mut [u8]| if fill(bytes) { Ok(()) } else { Err(NotSealed::NoRandomness) };
    draw(&mut salt)?;
    let making = KeyDerivationParams { cost, salt };
    let key = SealKey::make(passphrase, &making).map_err(SealError::from)?;
    let sealed = texts.iter().map(|text| {
        let mut nonce = [0; 24];
        draw(&mut nonce)?;
        let (recipient, tablet) = (recipient.to_owned(), tablet.to_owned());
        Ok(seal_with(text, &key, &SealedHeader { recipient, tablet, made, making, nonce })?)
    });
    sealed.collect()
}
