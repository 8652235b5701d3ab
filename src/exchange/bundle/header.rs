//! The header of a bundle, checked member by member.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::ledger::{Author, Group, LedgerId, Moment, Value};

use super::error::{BundleError, Foreign};
use super::migration;
use super::{BundleHeader, BundleKind, Counts, FORMAT, VERSION, Version};
use crate::codec::limits;

/// The members of the outermost object, unread; their names are checked for doubles.
pub(super) struct HeaderMembers<'a>(pub(super) BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for HeaderMembers<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = HeaderMembers<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a bundle")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<HeaderMembers<'de>, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    if name.len() > limits::WORD {
                        return Err(de::Error::custom("the name of a member is too long"));
                    }
                    if members.contains_key(&name) {
                        return Err(de::Error::custom(format!("“{name}”出现了两次")));
                    }
                    members.insert(name, value);
                }
                Ok(HeaderMembers(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMoment {
    pub(super) at: i64,
    pub(super) offset: i16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCounts {
    edits: u64,
    changes: u64,
    records: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrom {
    name: String,
    role: String,
    tablet: String,
}

/// The members of the header that this version knows.
const KNOWN: [&str; 11] = [
    "format", "version", "ledger", "hospital", "from", "made", "kind", "scope", "counts", "sha256",
    "edits",
];

pub(super) fn read_header(
    members: &BTreeMap<String, &RawValue>,
) -> Result<BundleHeader, BundleError> {
    // Format and version come first: what follows is only ours to judge if they are.
    let format: Option<String> = member(members, "format").ok();
    if format.as_deref() != Some(FORMAT) {
        return Err(BundleError::Foreign(Foreign::Json));
    }
    let version: String = member(members, "version")?;
    let version = version
        .split_once('.')
        .and_then(|(major, minor)| {
            Some(Version { major: major.parse().ok()?, minor: minor.parse().ok()? })
        })
        .ok_or(BundleError::Header("version"))?;
    if version.major > VERSION.major {
        return Err(BundleError::Newer(version));
    }
    if version < migration::FIRST {
        return Err(BundleError::Header("version"));
    }
    let short = |name: &'static str, text: &str| {
        (text.len() <= limits::NAME).then_some(()).ok_or(BundleError::Header(name))
    };
    let ledger: String = member(members, "ledger")?;
    let ledger: LedgerId = ledger.parse().map_err(|_| BundleError::Header("ledger"))?;
    let hospital: String = member(members, "hospital")?;
    short("hospital", &hospital)?;
    let from: RawFrom = member(members, "from")?;
    for text in [&from.name, &from.role, &from.tablet] {
        short("from", text)?;
    }
    let from =
        Author { name: from.name.into(), role: from.role.into(), tablet: from.tablet.into() };
    let RawMoment { at, offset } = member(members, "made")?;
    let made = Moment { millis: at, offset };
    let years = crate::ledger::EARLIEST_MILLIS..crate::ledger::END_MILLIS;
    if !years.contains(&at) || !(-1440..=1440).contains(&offset) {
        return Err(BundleError::Header("made"));
    }
    let kind: String = member(members, "kind")?;
    short("kind", &kind)?;
    let RawCounts { edits, changes, records } = member(members, "counts")?;
    let mut extra = Vec::new();
    for name in members.keys().filter(|name| !KNOWN.contains(&&***name)) {
        let value: Value = member_named(members, name).ok_or(BundleError::Header("?"))?;
        extra.push((Arc::from(&**name), value));
    }
    Ok(BundleHeader {
        version,
        ledger,
        hospital,
        from,
        made,
        kind: BundleKind::named(&kind),
        scope: member(members, "scope")?,
        counts: Counts { edits, changes, records },
        sha256: member(members, "sha256")?,
        extra: extra.into_iter().collect::<Group>().or_null(),
    })
}

fn member<T: DeserializeOwned>(
    members: &BTreeMap<String, &RawValue>,
    name: &'static str,
) -> Result<T, BundleError> {
    member_named(members, name).ok_or(BundleError::Header(name))
}

fn member_named<T: DeserializeOwned>(
    members: &BTreeMap<String, &RawValue>,
    name: &str,
) -> Option<T> {
    serde_json::from_str(members.get(name)?.get()).ok()
}
