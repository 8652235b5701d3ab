//! Scores, derived from facts by a standard.
