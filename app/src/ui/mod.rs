//! Pages and their parts.

pub mod components;
pub mod door;
mod door_lock;
mod door_tidy;
mod focus;
pub mod pages;
pub mod parts;
pub mod root;
mod section;
pub mod speed_table;
mod standing;
pub mod undoing;
mod updates;
pub mod words;
