//! Pages, one a file or folder.

pub mod registers;
