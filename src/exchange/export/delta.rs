//! Delta of a ledger (对方缺的): what a partner lacks, by the version vector of the partner's files.
//!
//! It is a guess that costs nothing where it is wrong: what is sent twice is there already, and
//! whoever lacks something all the same is sent everything.

use crate::codec::Partner;
use crate::ledger::{Author, Ledger, Moment, Value, VersionVector};

use crate::exchange::bundle::multipart::FilePart;
use crate::exchange::bundle::{BundleHeader, BundleKind};

impl Partner {
    /// What a file says of the tablet that made it; `holds` are the edits that are whole in it.
    pub fn of(header: &BundleHeader, mut holds: VersionVector) -> Self {
        let part = FilePart::of(header);
        let whole = part.as_ref().map_or(header, |part| &part.whole);
        // A file of what we lack is not all that they have, so it says that beside.
        let said = match whole.kind {
            BundleKind::Lacking => {
                whole.scope.get("holds").and_then(Value::as_text).and_then(VersionVector::read)
            }
            _ => None,
        };
        let all = said.is_some() || (whole.kind == BundleKind::Everything && part.is_none());
        if let Some(said) = said {
            holds.join(&said);
        }
        Self { who: header.from.clone(), made: header.made, holds, all }
    }
}

/// Those edits of a ledger that a partner does not have whole.
pub fn select(ledger: &Ledger, partner: &Partner) -> Ledger {
    Ledger::from_edits(ledger.iter().filter(|edit| !partner.holds.contains(edit.head.id)))
}

/// The header of a file of what a partner lacks. It says what we hold ourselves, so that the partner
/// knows what we lack in turn.
pub fn header(ledger: &Ledger, partner: &Partner, all: BundleHeader) -> BundleHeader {
    let scope = Value::group([
        ("name", (&*partner.who.name).into()),
        ("tablet", (&*partner.who.tablet).into()),
        ("at", partner.made.millis.into()),
        ("offset", i64::from(partner.made.offset).into()),
        ("holds", VersionVector::of(ledger).to_string().into()),
    ]);
    BundleHeader { kind: BundleKind::Lacking, scope, ..all }
}

/// For whom a file of what a partner lacks is meant, and when that partner had last given one.
pub(in crate::exchange) fn meant_for(header: &BundleHeader) -> Option<(Author, Moment)> {
    let text = |name: &str| header.scope.get(name)?.as_text();
    let number = |name: &str| header.scope.get(name)?.as_int();
    let who =
        Author { name: text("name")?.into(), tablet: text("tablet")?.into(), role: "".into() };
    let offset = i16::try_from(number("offset")?).ok()?;
    let made = Moment { millis: number("at")?, offset }.within_bounds();
    (header.kind == BundleKind::Lacking).then_some((who, made))
}
