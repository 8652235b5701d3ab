//! 三会一课完成率 as a bulletin keeps it.

use crate::ledger::{RecordId, Value};

/// How far a branch held its owed meetings in the quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedRate {
    /// The branch.
    pub branch: RecordId,
    /// How many periods were settled; `None` where no meeting of the branch was recorded.
    pub held: Option<i64>,
    /// How many periods were owed.
    pub owed: i64,
}

impl IssuedRate {
    pub(super) fn to_value(&self) -> Value {
        Value::group([
            ("branch", self.branch.as_str().into()),
            ("held", self.held.map_or(Value::Null, Value::Int)),
            ("owed", Value::Int(self.owed)),
        ])
    }

    pub(super) fn read(value: &Value) -> Option<Self> {
        Some(Self {
            branch: value.get("branch")?.as_text()?.parse().ok()?,
            // A group keeps no blank value.
            held: value.get("held").and_then(Value::as_int),
            owed: value.get("owed")?.as_int()?,
        })
    }
}
