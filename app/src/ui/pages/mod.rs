//! Pages, one a file or folder.

pub mod branches;
pub mod broken;
pub mod care;
pub mod disputes;
pub mod exchange;
pub mod first_run;
pub mod home;
pub mod home_figure;
pub mod import_roster;
pub mod import_totals;
pub mod installing;
pub mod month;
mod new_passphrase;
pub mod paper_document;
pub mod paper_table;
pub mod quarter;
pub mod redactions;
pub mod registers;
mod sealed;
pub mod settings;
pub mod standard;
pub mod table_files;
pub mod twins;
pub mod unlocking;
pub mod watch;
mod wiping;
pub mod year;
