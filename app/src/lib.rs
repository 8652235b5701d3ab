//! 医心台账 in the browser. The layers here follow those of the core (`yixin`), in the order in which
//! they may use each other: `browser`, `app`, `ui`.

#![forbid(unsafe_code)]

use yixin::{
    codec, crypto, exchange, fast_hash, kiosk, ledger, ordered, reference, registers, reports,
    scoring, storage, tables, typed_text,
};

pub mod app;
pub mod browser;
pub mod ui;
