//! The kiosk (病人评价医生): a tablet in the hands of patients, who say how satisfied they are.
//!
//! An answer is never stored. While the tablet is handed over it has an inbox ([`KioskInbox`]): counters of
//! the months, written whole, which do not say whom they are about. When staff have it back, the inbox goes
//! into a pool ([`KioskPool`]) that lies beside the ledger on this tablet. What has become a lot of at least
//! [`LEAST_ANSWERS`](crate::registers::LEAST_ANSWERS) answers goes from there into the ledger, as a row
//! that never changes ([`KioskLot`]); of what is fewer when its month is over goes the number alone. So
//! neither the ledger nor its history nor a file of it, nor the difference of any two, has the answers of
//! fewer people. Within a lot nothing tells an order: two orders of the same answers leave the same texts.
//!
//! A comment ([`KioskComment`]) is known by its week. It waits in the pool until a lot of the same target goes
//! into the ledger and its week is over, and then goes alone ([`KioskNote`]), under a key that is drawn: so
//! the time of its edit says no more than the week, and its place nothing.
//!
//! Repeats and bursts are found by times that are in memory alone ([`KioskGate`]).

mod comment;
mod counts;
mod device;
mod gate;
mod inbox;
mod lot;
mod pin;
mod pool;
mod target;
#[cfg(test)]
mod tests;

pub use comment::{KioskComment, KioskNote};
pub use counts::{KioskCounts, Rating};
pub use device::KioskDevice;
pub use gate::{KioskGate, Offered};
pub use inbox::KioskInbox;
pub use lot::{KioskLot, TAKE_IN_KIOSK};
pub use pin::{HandoverSecret, WeakPin, check_pin};
pub use pool::{KioskPool, KioskWaiting};
pub use target::{KioskTarget, KioskTargetError};
