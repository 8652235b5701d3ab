//! Files that enter and leave the tablet.

pub mod bundle;
mod bundle_read;
mod json;
pub mod limits;
pub mod plan;
pub mod wire;
mod wire_read;
