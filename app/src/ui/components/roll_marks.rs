//! Marks of a roll: who is on it, and how each was marked.

use std::collections::BTreeMap;

use super::Tone;

/// Each person's mark: id and a number from 1 on; those without a mark are not in it. With `marks`
/// the number is the place of the mark in that list, counted from 1; with `unit` it is the quantity.
pub type Roll = BTreeMap<String, u32>;

/// A person on the roll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollPerson {
    /// What is stored.
    pub id: String,
    /// The name.
    pub name: String,
    /// A quiet word under the name: 预备, 退休, 护士长.
    pub note: String,
    /// The group it stands in: 党小组 or 支部.
    pub group: String,
    /// Whether the counts of the whole roll leave it out: who is marked and does not belong to it.
    pub is_uncounted: bool,
}

/// One of several marks: 出席, 请假, 缺席.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollMark {
    /// The word.
    pub label: String,
    /// What it means.
    pub tone: Tone,
}

/// A roll with marks that are only drawn so far; a zero takes a mark away.
pub fn with_taps(mut roll: Roll, tapped: &Roll) -> Roll {
    for (id, place) in tapped {
        if *place == 0 {
            roll.remove(id);
        } else {
            roll.insert(id.clone(), *place);
        }
    }
    roll
}
