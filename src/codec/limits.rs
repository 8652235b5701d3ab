//! How much a file may hold. What the ledger takes in on this tablet keeps to the same limits, so
//! that whatever it holds can be written to a file and read again.

/// The most bytes that a bundle may have.
pub const BYTES: usize = 64 << 20;
/// The deepest that a file may be nested.
pub const DEPTH: usize = 16;
/// The deepest that a single value may be nested: what is left of [`DEPTH`] inside a change.
pub const VALUE_DEPTH: usize = 10;
/// The most changes that a bundle may have.
pub const CHANGES: usize = 2_000_000;
/// The most bytes that one text of a value may have.
pub const TEXT: usize = 64 << 10;
/// The most texts, numbers, lists and groups that one value may be made of.
pub const PARTS: usize = 200_000;
/// The most bytes that the reason of an edit may have.
pub const REASON: usize = 6_000;
/// The most bytes that a person's name, role or tablet may have.
pub const NAME: usize = 300;
/// The most bytes that the name of a field, of an act or of a member that we do not know may have.
pub const WORD: usize = 100;
/// The most bytes that the key of a map or dated field, or the name in a group, may have.
pub const KEY: usize = 200;
/// The most timestamps that one change may replace.
pub const REPLACES: usize = 1_000;
/// How far a timestamp may be ahead of our clock before the plan points it out, in milliseconds.
pub const AHEAD_MILLIS: i64 = 10 * 60 * 1000;
