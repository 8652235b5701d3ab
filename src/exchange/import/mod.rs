//! What taking in a bundle would do, known before anything is done ([`plan`]), and how it is taken
//! back ([`take_back`]).

mod diff;
pub mod implied_erasure;
pub mod plan;
mod plan_builder;
pub mod take_back;
pub mod traces;
