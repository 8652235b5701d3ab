//! Whether two records may be of one person: the name, and what would speak against it.

use crate::ledger::Record;
use crate::typed_text::{PartialDate, is_same_staff_number, search_key, squeezed};

/// Whether a field of two records is filled in both and differs: staff numbers as they are compared, of two
/// dates of which one is known to the month alone the months.
pub fn fields_differ(one: &Record<'_>, other: &Record<'_>, field: &str) -> bool {
    match (one.text(field), other.text(field)) {
        ("", _) | (_, "") => false,
        (one, other) if field == "staff_number" => !is_same_staff_number(one, other),
        (one, other) => match (one.parse::<PartialDate>(), other.parse::<PartialDate>()) {
            (Ok(one), Ok(other)) => !one.agrees_with(other),
            _ => squeezed(one) != squeezed(other),
        },
    }
}

/// Whether a field of two records is filled in both and agrees.
pub fn fields_agree(one: &Record<'_>, other: &Record<'_>, field: &str) -> bool {
    ![one.text(field), other.text(field)].contains(&"") && !fields_differ(one, other, field)
}

/// Whether two records have one name, with spaces and the points within names aside, and neither the staff
/// number nor the birth differs.
pub fn may_be_one_person(one: &Record<'_>, other: &Record<'_>) -> bool {
    let name = search_key(one.text("name"));
    !name.is_empty()
        && name == search_key(other.text("name"))
        && !["staff_number", "born"].into_iter().any(|field| fields_differ(one, other, field))
}
