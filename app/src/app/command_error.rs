//! Why a command was not carried out.

use crate::scoring::{NoStandard, NotAdopted, Obstacle, StandardWarning};

use super::write_lock::EditRefused;

/// Why a command was not carried out. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// No edit can be made, or no store would take it.
    #[error(transparent)]
    Refused(#[from] EditRefused),
    /// What was typed is no value of its field.
    #[error("{0}")]
    Input(String),
    /// Something has to be done before.
    #[error("{}", .0.text)]
    Blocked(Obstacle),
    /// No standard is in force, so that nothing can be scored.
    #[error(transparent)]
    Unscored(#[from] NoStandard),
    /// The standard cannot be put in force, or not be withdrawn.
    #[error(transparent)]
    NotAdopted(#[from] NotAdopted),
    /// The draft of a standard cannot be published as it is.
    #[error("{}", .0.text)]
    FaultyDraft(StandardWarning),
    /// The draft of a standard cannot be read.
    #[error("这份草稿读不出来，可以从别的版本再起草一份")]
    UnreadableDraft,
    /// The same standard is published already, under a name.
    #[error("与已发布的“{0}”完全一样，不用再发布")]
    PublishedAlready(String),
    /// The bulletin was issued before, and why it is issued anew is not said.
    #[error("这一季度已经出具过，重新出具要写明理由，理由会留在历史里")]
    ReasonMissing,
}
