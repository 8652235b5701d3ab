//! Names as people write, search, sort and type them.

mod characters;
mod finding;
mod name_order;
mod surnames;

pub use characters::{CharacterPlace, Characters};
pub use finding::{Findable, folded};
pub use name_order::{StrokeKey, stroke_key};
pub use surnames::{readings, surname_readings};
