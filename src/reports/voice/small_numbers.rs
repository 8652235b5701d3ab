//! Small numbers: what may be added up without telling a share of fewer than [`LEAST_ANSWERS`] answers.

use crate::registers::{LEAST_ANSWERS, Satisfied};

/// A sum over departments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pooled {
    /// The sum over those of which it may be told.
    pub sum: Satisfied,
    /// How many departments are left out, as they could be found by subtraction.
    pub left_out: usize,
}

/// Adds up departments, those with too few answers only if they cannot be told apart.
///
/// A sum of all gives, less the shares that are published, that of the withheld together. It is published
/// only where even the people of any one of these, who know their own, are left with [`LEAST_ANSWERS`]
/// answers or more. What is left out is all of the withheld: of one alone, another would be its complement.
/// Whether it is does not depend on how anybody answered.
pub fn pooled(departments: &[Satisfied]) -> Pooled {
    let sum_of = |few: bool| {
        let ours = departments.iter().filter(|one| (one.of < LEAST_ANSWERS) == few);
        ours.copied().reduce(Satisfied::and).unwrap_or_default()
    };
    let (published, withheld) = (sum_of(false), sum_of(true));
    let is_few = |one: &&Satisfied| (1..LEAST_ANSWERS).contains(&one.of);
    let most = departments.iter().filter(is_few).map(|one| one.of).max().unwrap_or(0);
    if withheld.of - most >= LEAST_ANSWERS {
        return Pooled { sum: published.and(withheld), left_out: 0 };
    }
    Pooled { sum: published, left_out: departments.iter().filter(is_few).count() }
}
