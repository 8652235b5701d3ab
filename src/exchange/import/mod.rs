//! What taking in a bundle would do, known before anything is done ([`plan`]), what is accepted of
//! it ([`answers`]), and how it is taken back ([`take_back`]).

pub mod answers;
mod diff;
pub mod implied_erasure;
pub mod plan;
mod plan_builder;
pub mod plan_words;
pub mod take_back;
pub mod traces;
