//! 医心台账 in the browser. The layers here follow those of the core (`yixin`), in the order in which
//! they may use each other: `browser`, `app`, `ui`.

#![forbid(unsafe_code)]

use yixin::{exchange, fast_hash, ledger, ordered, registers, reports, scoring, storage};

pub mod app;
pub mod browser;
pub mod ui;
