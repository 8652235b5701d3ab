//! 医心台账: the ledger of a Party branch secretary in a public hospital. This is its pure core, which
//! knows neither Leptos nor the browser: time, identifiers and randomness are arguments.
//!
//! The layers, in the order in which they may use each other (each knows only those above it):
//! `ledger`, `typed_text`, `codec`, `crypto`, `storage`; and on the first two `registers`, `kiosk`,
//! `scoring`, `reports`, `tables`, `exchange`; what follows them is in the
//! crate `yixin-app` (`app/`). The ledger is a crate too (`ledger/`), which also has `ordered` and
//! `fast_hash`: they belong to no layer, and all may use them.

#![forbid(unsafe_code)]

pub use yixin_ledger as ledger;
pub use yixin_ledger::{fast_hash, ordered};

pub mod codec;
pub mod crypto;
pub mod exchange;
pub mod kiosk;
pub mod reference;
pub mod registers;
pub mod reports;
pub mod scoring;
pub mod storage;
pub mod tables;
pub mod typed_text;
