//! Files that enter and leave the tablet, and what a new ledger begins with.

mod founding;
mod sample;

pub use founding::{Founding, found};
pub use sample::{closed_months, sample};
