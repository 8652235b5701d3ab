//! Pages and their parts.

pub mod components;
