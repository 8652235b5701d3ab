//! The session: commands and signals around the ledger. No rules live here.

pub mod address;
mod alarm;
mod archiving;
mod backup;
mod bringing;
mod catching_up;
mod commands;
mod device;
mod entrance;
mod erased_again;
mod erasures;
mod exporting;
mod holidays;
mod joining;
mod known;
pub mod locking;
mod look;
pub mod months;
mod partners;
mod place;
mod points;
pub mod quarters;
mod redactions;
mod roster;
mod route_text;
pub mod routes;
mod running;
mod saving;
mod sealing;
mod session;
pub mod speed;
pub mod speed_exchange;
pub mod standards;
mod stores;
mod table_file;
mod tables;
mod today;
mod totals;
mod turn;
mod twins;
mod wiping;
pub mod years;

pub use alarm::Alarm;
pub use archiving::{
    ArchiveOutlook, Chosen, archivable_years, archive, export_archive, fetch_back, look_at_archive,
};
pub use backup::{last_backup, note_chosen};
pub use catching_up::{catch_up, finish_removals};
pub use commands::{
    ImportError, Imported, bring_bundle, delete, import_edits, look_at_import, remove_entry,
    restore, save, settle, take_back_import,
};
pub use device::{DeviceStores, device_stores, keep_for_good, local_usage, remove_leftovers};
pub use entrance::{Entrance, Found, Joined, TabCatalog, Unopened};
pub use erased_again::{Doubtful, look_among_members, look_for_erased, say_someone_else};
pub use exporting::{ExportError, Exported, Goods, bundle_file_name, export_bundle, held_by};
pub use holidays::{own_years, save_holidays};
pub use joining::read_to_join;
pub use known::{Known, forget_known, missing_ledgers};
pub use look::{LetterSize, letter_size, set_letter_size};
pub use partners::{known_partners, remember_partner};
pub use place::Place;
pub use points::{Outlook, go_back, look_after, look_at_point, make_point, points};
pub use redactions::{RedactionError, ask_redaction, do_redaction, erase_mentions};
pub use roster::{CheckedRoster, plan_roster, take_roster};
pub use saving::Saving;
pub use sealing::Envelope;
pub use session::Session;
pub use stores::{TabStore, TabStores, open_stores};
pub use table_file::{read_table_file, read_table_text};
pub use tables::{NoTableFile, TableFile, hand_over_tables};
pub use today::{day_from_today, follow_days, on_new_day, today, today_text};
pub use totals::{plan_totals, take_totals};
pub use turn::{NotMade, NotStored, Turn};
pub use twins::{join_records, keep_records_apart, separate_record};
pub use wiping::wipe_device;
