//! Reference ledgers of every measurement: T, T10 and S (DESIGN.md, "Words"). Only the bench and tests
//! use them.
//!
//! [`facts`] has their facts alone, as JavaScript makes them again; [`ledgers`] the edits by which they
//! are entered; [`replicas`] two ledgers of one hospital that went on apart.

pub mod facts;
pub mod ledgers;
pub mod replicas;
