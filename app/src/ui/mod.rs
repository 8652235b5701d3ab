//! Pages and their parts.

pub mod app_state;
mod app_state_lock;
mod app_state_maintenance;
pub mod chunks;
pub mod components;
mod focus;
mod form_texts;
mod global_notices;
pub mod pages;
mod places;
pub mod root;
mod section;
pub mod speed_table;
pub mod undoing;
mod updates;
pub mod words;
