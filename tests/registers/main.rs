//! Registers as they are declared, and what all of them share.
#![cfg(not(target_arch = "wasm32"))]

mod courses;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod mentoring;
mod names;
mod opinions;
mod register_engine;
mod register_law;
mod register_reference;
mod service_counters;
mod surveys;
