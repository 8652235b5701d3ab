//! Scores and the reports of them.
#![cfg(not(target_arch = "wasm32"))]

mod bulletin_frozen;
mod bulletin_meetings;
mod committee;
mod duties;
mod explanation;
mod fact_hints;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod handover;
mod life_points;
mod member_year;
mod rule_search;
mod scoring_adoption;
mod scoring_closing;
mod scoring_lock;
mod scoring_oracle;
mod scoring_quarter;
mod scoring_rules;
mod scoring_world;
mod scoring_year;
mod search;
mod totals_laws;
mod what_if;
