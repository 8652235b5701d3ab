//! What the browser gives: clock and chance, Chinese orders, files, stores, printing.

pub mod chinese;
pub mod clock;
