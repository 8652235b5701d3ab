//! What the pages call things, and what may be done in which register.

use crate::app::routes::Route;
use crate::registers::{BROUGHT_IN, Field, HOSPITAL, Kind, MEMBER, Privacy, Register};

/// Whether records of a register are made and changed by hand.
pub fn is_kept_by_hand(register: &Register) -> bool {
    register.listed || register.name == MEMBER.name
}

/// The way to a new record: its word and where it leads.
pub fn new_record(register: &'static Register, count: usize) -> Option<(String, Route)> {
    let form = Route::Register(register.name, crate::app::routes::RegisterRoute::New);
    match register.name {
        _ if !is_kept_by_hand(register) => None,
        name if name == BROUGHT_IN.name => Some(("引入以往月份".to_owned(), Route::ImportTotals)),
        // There is one hospital to a ledger.
        name if name == HOSPITAL.name && count > 0 => None,
        name if name == MEMBER.name => Some(("添加党员".to_owned(), form)),
        _ => Some((format!("新增{}", register.label), form)),
    }
}

/// The fields that may stand on a paper or in a table that leaves the tablet.
pub fn open_fields(register: &Register) -> Vec<&'static Field> {
    register.fields.iter().filter(|field| is_open(field)).collect()
}

/// Whether a field may leave the tablet as it is.
pub fn is_open(field: &Field) -> bool {
    field.privacy != Privacy::Restricted && field.kind != Kind::Data
}

/// The records of a register, counted.
pub fn counted(register: &Register, count: usize) -> String {
    format!("{count} {}", register.unit)
}
