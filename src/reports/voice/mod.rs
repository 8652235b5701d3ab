//! What patients say (群众): how opinions are handled, and the public answers to them.

mod answers;
mod rates;
#[cfg(test)]
mod tests;

pub use answers::answers_table;
pub use rates::{OpinionRates, RateOf};
