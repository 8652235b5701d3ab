//! The set of edits and what is folded from it, over real edits made by `Draft`.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../fixtures/mod.rs"]
mod fixtures;
mod going_back;
mod going_back_words;
mod joining;
mod ledger_laws;
mod redaction;
mod undo_creation;
