//! Pages and their parts.

pub mod components;
mod door_lock;
pub mod pages;
pub mod parts;
pub mod root;
pub mod speed_table;
mod standing;
mod updates;
pub mod words;
