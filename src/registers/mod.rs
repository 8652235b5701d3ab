//! The registers (台账): one file a register.

mod fact;

pub use fact::{DEPARTMENT_SATISFACTION, DEPARTMENT_SCORE, Event, Fact};
