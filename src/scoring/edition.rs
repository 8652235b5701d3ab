//! Editions (版式) of the bulletin: each is a way to make a document of its numbers. What was issued
//! keeps its own, so that it is printed the same ever after, however bulletins look by then.

use crate::ledger::Value;

use super::quarter_issue::IssueError;

/// An edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Points have a decimal where they need one; equal ranks stand in the order of the list.
    First,
    /// Points in columns have one decimal each; equal ranks stand in the order of rule 7; the
    /// internal version has the branches in a figure.
    Second,
    /// Those who did something equally often are named together, or counted where they are too many
    /// to name; the order of the list is kept with the numbers.
    Third,
    /// How far each branch held its owed meetings (三会一课完成率) is given with its results.
    Fourth,
}

impl Edition {
    /// The one in which bulletins are issued now.
    pub const NOW: Self = Self::Fourth;

    /// How it is stored; the first one is not, as there was no other then.
    pub(super) fn to_value(self) -> Option<Value> {
        match self {
            Self::First => None,
            Self::Second => Some(Value::Int(2)),
            Self::Third => Some(Value::Int(3)),
            Self::Fourth => Some(Value::Int(4)),
        }
    }

    /// Reads a stored one.
    ///
    /// # Errors
    /// Where it is of a newer version of the app.
    pub(super) fn read(value: Option<&Value>) -> Result<Self, IssueError> {
        match value {
            None => Ok(Self::First),
            Some(Value::Int(2)) => Ok(Self::Second),
            Some(Value::Int(3)) => Ok(Self::Third),
            Some(Value::Int(4)) => Ok(Self::Fourth),
            Some(_) => Err(IssueError::Newer),
        }
    }
}
