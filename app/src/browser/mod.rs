//! What the browser gives: clock and chance, Chinese orders, the page, files, tabs and stores.

pub mod chinese;
pub mod clipboard;
pub mod clock;
pub mod device;
pub mod files;
pub mod indexed_db;
pub mod inventory_note;
pub mod launch_files;
pub mod layers;
pub mod local_storage;
pub mod locks;
pub mod page;
pub mod spreadsheet;
pub mod tab_channel;
pub mod wake_lock;
pub mod wipe;
