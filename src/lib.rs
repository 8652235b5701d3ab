//! 医心台账: the ledger of a Party branch secretary in a public hospital. This is its pure core, which
//! knows neither Leptos nor the browser: time, identifiers and randomness are arguments.
//!
//! The rooms, in the order in which they may use each other (each knows only those above it):
//! `ledger`, `registers`, `scoring`, `reports`, `exchange`, `storage`; what follows them is in the
//! crate `yixin-app` (`app/`). `ordered` and `quick_map` belong to none of them, and all may use them.

#![forbid(unsafe_code)]

pub mod exchange;
pub mod ledger;
pub mod ordered;
pub mod quick_map;
pub mod registers;
pub mod reports;
pub mod scoring;
pub mod storage;
