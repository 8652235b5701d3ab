//! Receipt of an import.

use std::fmt;
use std::str::FromStr;

use crate::codec::header::{BundleHeader, BundleKind};
use crate::ledger::{Author, LedgerId, Moment, NotAnId, Value, WriterId};

use super::archive::ArchiveId;

/// Identifier of an import: its writer, and its number among that writer's imports (from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportId {
    /// The tab's session that took it in.
    pub writer: WriterId,
    /// Its number among that session's imports.
    pub number: u32,
}

impl fmt::Display for ImportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.writer, self.number)
    }
}

impl FromStr for ImportId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        // Spelt like the id of an edit.
        let id: crate::ledger::EditId = text.parse()?;
        Ok(Self { writer: id.writer, number: id.number })
    }
}

/// Origin of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The name of the file.
    pub file: String,
    /// The ledger from which it was exported.
    pub ledger: LedgerId,
    /// The hospital that the file names.
    pub hospital: String,
    /// Who made the file.
    pub from: Author,
    /// When it was made.
    pub made: Moment,
    /// When it was taken in here.
    pub taken: Moment,
    /// The hash of the file's body.
    pub sha256: String,
    /// What it held of its ledger; everything, where an older note does not say.
    pub kind: BundleKind,
    /// Which part, in the terms of its kind.
    pub scope: Value,
    /// Whether the ledger began with it on this tablet (本台账由此开始); `None` where an older note
    /// does not say.
    pub begins: Option<bool>,
    /// The archive that was fetched back with it (取回归档), where it was that.
    pub returns: Option<ArchiveId>,
}

impl Receipt {
    /// The receipt of a file taken in now.
    pub fn of(header: &BundleHeader, file: &str, taken: Moment) -> Self {
        Self {
            file: file.to_owned(),
            ledger: header.ledger,
            hospital: header.hospital.clone(),
            from: header.from.clone(),
            made: header.made,
            taken,
            sha256: header.sha256.clone(),
            kind: header.kind.clone(),
            scope: header.scope.clone(),
            begins: Some(false),
            returns: None,
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let returns = self.returns.map(|archive| ("returns", archive.to_string().into()));
        let begins = self.begins.map(|begins| ("begins", begins.into()));
        let members = [
            ("file", self.file.as_str().into()),
            ("ledger", self.ledger.to_string().into()),
            ("hospital", self.hospital.as_str().into()),
            ("name", (&*self.from.name).into()),
            ("role", (&*self.from.role).into()),
            ("tablet", (&*self.from.tablet).into()),
            ("made", moment_value(self.made)),
            ("taken", moment_value(self.taken)),
            ("sha256", self.sha256.as_str().into()),
            ("kind", self.kind.as_str().into()),
            ("scope", self.scope.clone()),
        ];
        Value::group(members.into_iter().chain(returns).chain(begins))
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        Some(Self {
            file: text("file")?.to_owned(),
            ledger: text("ledger")?.parse().ok()?,
            hospital: text("hospital")?.to_owned(),
            from: Author {
                name: text("name")?.into(),
                role: text("role")?.into(),
                tablet: text("tablet")?.into(),
            },
            made: moment(value.get("made")?)?,
            taken: moment(value.get("taken")?)?,
            sha256: text("sha256")?.to_owned(),
            kind: text("kind").map_or(BundleKind::Everything, BundleKind::named),
            scope: value.get("scope").cloned().unwrap_or_default(),
            begins: value.get("begins").map(Value::is_true),
            returns: text("returns").and_then(|archive| archive.parse().ok()),
        })
    }
}

pub(super) fn moment_value(moment: Moment) -> Value {
    Value::List(vec![moment.millis.into(), i64::from(moment.offset).into()])
}

pub(super) fn moment(value: &Value) -> Option<Moment> {
    let [millis, offset] = value.as_list()? else {
        return None;
    };
    Some(Moment { millis: millis.as_int()?, offset: i16::try_from(offset.as_int()?).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        let made = Moment { millis: 1_795_266_300_000, offset: 480 };
        Receipt {
            file: "内科.json".into(),
            ledger: LedgerId(7),
            hospital: "市医院".into(),
            from: Author { name: "王芳".into(), ..Author::default() },
            made,
            taken: made,
            sha256: "00".into(),
            kind: BundleKind::Branch,
            scope: "branch:=内科".into(),
            begins: None,
            returns: None,
        }
    }

    #[test]
    fn a_receipt_remembers_which_part_came() {
        assert_eq!(Receipt::from_value(&receipt().to_value()), Some(receipt()));
        let other =
            Receipt { kind: BundleKind::Other("of-later".into()), scope: 3.into(), ..receipt() };
        assert_eq!(Receipt::from_value(&other.to_value()), Some(other));
        let archive = ArchiveId { writer: WriterId(0xff), number: 2 };
        let back = Receipt { returns: Some(archive), begins: Some(true), ..receipt() };
        assert_eq!(Receipt::from_value(&back.to_value()), Some(back));
    }

    #[test]
    fn a_receipt_of_before_parts_were_noted_is_of_everything() {
        let Value::Group(members) = receipt().to_value() else { panic!("a group") };
        let members = members.without("kind").without("scope");
        let old = Receipt { kind: BundleKind::Everything, scope: Value::Null, ..receipt() };
        assert_eq!(Receipt::from_value(&Value::Group(members)), Some(old));
    }
}
