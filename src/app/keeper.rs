//! Who keeps the ledger on this tablet.

use serde::{Deserialize, Serialize};

/// The person who keeps the ledger on this tablet; asked once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeper {
    /// The person's name.
    pub name: String,
    /// The role in the branch (支部书记, 组织委员 …).
    pub role: String,
    /// The branch, by its record's id; empty for the committee, which looks at all of them.
    pub branch: String,
    /// The name of the tablet.
    pub tablet: String,
}

/// The roles that are offered; others can be typed.
pub const ROLES: &[&str] =
    &["支部书记", "副书记", "组织委员", "宣传委员", "纪检委员", "党小组长", "党办干事"];
