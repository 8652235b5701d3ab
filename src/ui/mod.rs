//! Pages and their parts.

pub mod components;
pub mod pages;
