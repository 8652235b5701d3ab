//! The session: commands and signals around the ledger. No rules live here.

pub mod routes;
