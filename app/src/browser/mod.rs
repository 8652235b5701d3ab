//! What the browser gives: clock and chance, Chinese orders, the page, files, tabs and stores.

pub mod chinese;
pub mod clock;
pub mod device;
pub mod files;
pub mod given;
pub mod indexed_db;
pub mod known;
pub mod local_storage;
pub mod locks;
pub mod page;
pub mod spreadsheet;
pub mod tabs;
pub mod wipe;
