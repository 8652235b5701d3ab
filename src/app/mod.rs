//! The session: commands and signals around the ledger.
