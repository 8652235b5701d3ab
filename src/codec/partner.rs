//! What another tablet is known to have.

use crate::ledger::{Author, Moment, VersionVector};

/// What another tablet has, as its own files said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Who made them, and on which tablet.
    pub who: Author,
    /// When the newest of them was made.
    pub made: Moment,
    /// What they held.
    pub holds: VersionVector,
    /// Whether the newest said all that the tablet had, so that what earlier ones said is no longer
    /// asked.
    pub all: bool,
}

impl Partner {
    /// Whether files of someone are this partner's.
    pub fn is(&self, who: &Author) -> bool {
        self.who.name == who.name && self.who.tablet == who.tablet
    }
}
