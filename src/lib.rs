//! 医心台账: the ledger of a Party branch secretary in a public hospital.
//!
//! The rooms, in the order in which they may use each other (each knows only those above it):
//! `ledger`, `registers`, `scoring`, `reports`, `exchange`, `storage`; then, with the feature
//! `app`, `browser`, `app` and `ui`. `ordered` and `quick_map` belong to none of them, and all may use
//! them. Without that feature the library is the pure core: it knows neither Leptos nor the browser,
//! and time, identifiers and randomness are arguments.

#![forbid(unsafe_code)]

pub mod exchange;
pub mod ledger;
pub mod ordered;
pub mod quick_map;
pub mod registers;
pub mod reports;
pub mod scoring;
pub mod storage;

#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "app")]
pub mod browser;
#[cfg(feature = "app")]
pub mod ui;
