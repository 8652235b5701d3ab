//! What goes out as files that other tablets take in.

use crate::browser::clock;
use crate::browser::files::{self, FileError, HandedOver};
use crate::exchange::bundle::BundleHeader;
use crate::exchange::parts::{self, ROOM};
use crate::exchange::scope::Scope;
use crate::ledger::{Ledger, RecordId, day_text};
use crate::registers::HOSPITAL;

use super::commands::file_name;
use super::session::Session;

/// What is to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goods {
    /// The ledger, or a part of it.
    Part(Scope),
}

impl Goods {
    /// What it is called, short enough for the name of a file.
    pub fn words(&self, ledger: &Ledger) -> String {
        match self {
            Self::Part(scope) => scope.words(ledger),
        }
    }
}

fn hospital_name(ledger: &Ledger) -> String {
    let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
    hospital.map_or("", |record| record.text("name")).to_owned()
}

fn named(session: Session, goods: &Goods, part: &str) -> String {
    let day = day_text(clock::today());
    let (hospital, what) = session.peek(|ledger| (hospital_name(ledger), goods.words(ledger)));
    file_name(&["医心台账", &hospital, &what, &day, part], "json")
}

/// The name of the file in which something goes out today, where one file is enough.
pub fn bundle_file_name(session: Session, goods: &Goods) -> String {
    named(session, goods, "")
}

/// Hands something over as a bundle, or as several where one would be too large to be read. Says
/// how many there are.
///
/// # Errors
/// Where the browser takes no file.
pub async fn export_bundle(
    session: Session,
    goods: &Goods,
) -> Result<(HandedOver, usize), FileError> {
    let made = clock::now();
    let texts = session.peek(|ledger| {
        let (id, by) = (session.entry().id, session.author());
        let hospital = hospital_name(ledger);
        match goods {
            Goods::Part(Scope::Everything) => {
                let header = BundleHeader::everything(id, &hospital, by, made);
                parts::write(ledger, header, ROOM)
            }
            Goods::Part(scope) => {
                let header = BundleHeader::part(scope, id, &hospital, by, made);
                parts::write(&scope.select(ledger), header, ROOM)
            }
        }
    });
    let of = texts.len();
    let part = |number: usize| if of > 1 { format!("{number}共{of}") } else { String::new() };
    let names: Vec<String> = (1..=of).map(|number| named(session, goods, &part(number))).collect();
    let both = names.iter().zip(&texts);
    let files: Vec<(&str, &[u8])> =
        both.map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let outcome = files::hand_over_all("application/json", &files).await?;
    Ok((outcome, of))
}
