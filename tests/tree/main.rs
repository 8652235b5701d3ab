//! The source itself: layers, texts, and that no test is forgotten.
#![cfg(not(target_arch = "wasm32"))]

mod circles;
mod general_code;
mod layers;
mod messages;
mod paths_in_documents;
mod tests_are_run;
