//! How the ledger is kept: segments and journal.
