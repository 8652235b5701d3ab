//! Tables and figures for reading and printing.

mod table;

pub use table::{Align, Column, Table, Width};
