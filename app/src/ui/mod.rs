//! Pages and their parts.

pub mod components;
pub mod door;
mod door_lock;
mod focus;
