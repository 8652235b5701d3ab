//! Bundles, imports and what becomes of them on several tablets.
#![cfg(not(target_arch = "wasm32"))]

mod archive;
mod arrivals;
mod bundle_bad_input;
mod bundle_files;
mod bundle_format;
mod bundle_mutations;
mod bundle_program;
mod counting_laws;
mod discretion;
mod duplicates;
mod erasure_by_file;
mod erasure_simulation;
mod exchange_laws;
mod exchange_outcomes;
mod exchange_parts;
mod exchange_public;
mod exchange_scope;
mod exchange_simulation;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod fuzz_check;
mod import_answers;
mod import_laws;
mod import_plan;
mod import_plan_kept;
mod plan_words;
mod sample;
mod sealing;
mod take_back;
