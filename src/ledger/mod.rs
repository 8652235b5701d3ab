//! The ledger: a set of changes, and the records folded from it.
