//! The session: commands and signals around the ledger. No rules live here.

pub mod activities;
pub mod address;
mod address_text;
mod appearance;
mod archiving;
mod backup;
mod bundle_import;
mod catching_up;
mod command_error;
mod commands;
mod commitments;
mod device;
mod drafts;
mod duplicates;
pub mod duties;
mod erased_again;
mod erasures;
mod event_count;
mod export_sealing;
mod exporting;
mod faulty_records;
mod file_names;
mod holidays;
mod importing;
mod join_ledger;
pub mod kiosk;
mod ledger_directory;
mod ledger_inventory;
mod life_route;
mod location;
pub mod locking;
mod matrix_fill;
pub mod months;
mod partners;
pub mod quarters;
mod record_import;
mod redactions;
mod restore_points;
mod roster;
mod route_text;
pub mod routes;
mod running;
mod saving;
mod session;
mod settings_group;
pub mod show_handover;
mod side_pages;
pub mod speed;
pub mod speed_exchange;
pub mod standards;
mod stores;
mod table_export;
mod table_file;
mod tallies;
mod today;
mod totals;
mod wiping;
mod write_lock;
pub mod years;

pub use appearance::{
    LetterSize, Theme, compact_rows, letter_size, set_compact_rows, set_letter_size, set_theme,
    theme,
};
pub use archiving::{
    ArchiveOutlook, ArchivingError, ChosenFile, archivable_years, archive, export_archive,
    fetch_back, look_at_archive,
};
pub use backup::last_backup;
pub use bundle_import::{BroughtFile, UnreadFile};
pub use catching_up::{catch_up, finish_removals};
pub use command_error::CommandError;
pub use commands::{delete, look_at_import, remove_entry, restore, save, settle, take_back_import};
pub use commitments::{approve_commitments, save_commitments};
pub use device::{DeviceStores, device_stores, keep_for_good, local_usage, remove_leftovers};
pub use drafts::{FormDraft, count_drafts, draft_of, drafts, keep_draft};
pub use duplicates::{join_records, keep_records_apart, separate_record};
pub use erased_again::{look_among_members, say_someone_else};
pub use event_count::{EventCount, create_event};
pub use export_sealing::SealingOptions;
pub use exporting::{ExportError, Exported, bundle_file_name, export_bundle, held_by};
pub use faulty_records::{FaultyIds, faulty_records};
pub use file_names::paper_name;
pub use holidays::save_holidays;
pub use importing::{
    AcceptedPlan, ImportError, Imported, NotedFile, PlannedImport, bring_bundle, import_plan,
    note_same,
};
pub use join_ledger::{FileToJoin, read_to_join};
pub use ledger_directory::{JoinFile, LedgerDirectory, OpenedLedger, TabCatalog, Unopened};
pub use ledger_inventory::{KnownLedger, forget_inventory, missing_ledgers};
pub use life_route::{LifeRoute, LifeView};
pub use location::Location;
pub use matrix_fill::{FillPlan, fill_matrix, plan_fill};
pub use partners::{known_partners, remember_partner};
pub use record_import::{plan_records, take_records};
pub use redactions::{RedactionError, ask_redaction, do_redaction, erase_mentions};
pub use restore_points::{Outlook, go_back, look_after, look_at_point, make_point, restore_points};
pub use roster::{CheckedRoster, items_of_departments, plan_roster, take_roster};
pub use session::Session;
pub use settings_group::SettingsGroup;
pub use side_pages::{IMPORT, SidePage, side_page};
pub use stores::{TabStore, TabStores, open_stores};
pub use table_export::{NoTableFile, TableFile, hand_over_tables};
pub use table_file::{read_table_file, read_table_text};
pub use tallies::take_up_tallies;
pub use today::{day_from_today, follow_days, on_new_day, today, today_text};
pub use totals::{plan_totals, take_totals};
pub use wiping::wipe_device;
pub use write_lock::{EditRefused, NotStored, WriteAccess};
