//! The stores: what is kept, found again, locked and cleaned away.
#![cfg(not(target_arch = "wasm32"))]

mod clocks;
mod damage_told;
mod device_lock;
mod device_lock_changes;
mod drafts;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod kiosk;
mod opening;
mod purging;
mod restore_points;
mod save_queue;
mod storage_faults;
mod storage_room;
mod stores;
mod tally;
mod tidying;
