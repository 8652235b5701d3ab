//! Pages and their parts.

pub mod components;
pub mod pages;
pub mod parts;
pub mod root;
mod standing;
mod updates;
pub mod words;
