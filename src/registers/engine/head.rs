//! Heads of registers: what the first load knows of a register without its schema.

use crate::ledger::{DayOrMonth, Month, Record, RecordId, parse_day};

use super::fact::FactRule;

/// The head of a register (台账): its name, where it belongs, and what its records count for.
///
/// The fields, columns, stages and rules are in its [`Schema`](super::Schema), which comes with the
/// pages that need it.
#[derive(Debug)]
pub struct Head {
    /// The name in records' ids, in code and in files.
    pub name: &'static str,
    /// The name on the screen.
    pub label: &'static str,
    /// The word for counting its records (名, 条).
    pub unit: &'static str,
    /// The place of the register in the list of registers.
    pub group: RegisterGroup,
    /// How a new record is named.
    pub key: NaturalKey,
    /// The field that says to which time a record belongs.
    pub period: Period,
    /// The record that a record belongs to, where there is one.
    pub owner: Option<Owner>,
    /// What a change of a record makes out of date.
    pub affects: Affects,
    /// Whether a faulty record stands in the way of closing its month.
    pub blocks_closing: bool,
    /// Whether its records go into the archive of their month, as its locked sheet holds what they
    /// counted for.
    pub archived: bool,
    /// The facts that a record gives.
    pub facts: &'static [FactRule],
}

/// A group of the list of registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegisterGroup {
    /// 考核.
    Assessment,
    /// 活动: organizational life and service.
    Activity,
    /// 群众: what patients and others say.
    Voice,
    /// 党费.
    Dues,
    /// 发展党员: what is about those who are on the way to membership, in the place of members.
    People,
    /// 组织与人员.
    Organization,
    /// Beside the list of registers, with a place of its own among those of the app (党员).
    OwnPlace,
    /// Beside the list of registers, with the duties (该做什么).
    Duty,
    /// Registers that pages of their own show: they are not in the list.
    Unlisted,
}

/// How the id of a new record is made (one way for all composite keys: see [`Head::id`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NaturalKey {
    /// By the change that creates it.
    Created,
    /// There is one record to a ledger.
    Single,
    /// By the hash of its content, which no field holds: whoever writes the record names it.
    Hash,
    /// By the values of fields, all of them filled; with one empty, by its creation.
    Fields(&'static [&'static str]),
    /// By the values of fields, of which the first may be empty.
    OptionalFirst(&'static [&'static str]),
}

/// The field that says to which time a record belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// It belongs to no time.
    None,
    /// The month of a field.
    Month(&'static str),
    /// The day of a field.
    Day(&'static str),
    /// From the day of one field to that of another, or that day alone where the other says none. It belongs
    /// to the month of its first day, and lasts through that of its last.
    Days(&'static str, &'static str),
    /// The year of a field (a number).
    Year(&'static str),
    /// From the month of one field to that of another, which may be open. It is read in every month.
    Months(&'static str, &'static str),
    /// From the month of a field to the end of its year. It is read in every month.
    RestOfYear(&'static str),
}

/// The record that a record belongs to. Export scope, branch and erasure follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The field that names it.
    pub field: &'static str,
    /// Its register.
    pub register: &'static str,
}

/// What a change of a record makes out of date beyond its own facts; each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Affects {
    /// Nothing.
    Nothing,
    /// Results of months, quarters and years.
    Results,
    /// The sheets of all months: another standard may be in force.
    Sheets,
    /// Who is on the sheets.
    Participants,
}

impl RegisterGroup {
    /// The groups that have a heading in the list of registers, in its order.
    pub const LISTED: [Self; 6] = [
        Self::Assessment,
        Self::Activity,
        Self::People,
        Self::Voice,
        Self::Dues,
        Self::Organization,
    ];

    /// Its heading in the list of registers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Assessment => "考核",
            Self::Activity => "组织生活和服务",
            Self::Voice => "群众",
            Self::Dues => "党费",
            Self::People => "发展党员",
            Self::Organization => "组织和人员",
            Self::OwnPlace | Self::Duty | Self::Unlisted => "",
        }
    }
}

impl Head {
    /// A head of a listed register whose records belong to no time and count for nothing.
    pub const fn new(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            unit: "条",
            group: RegisterGroup::Organization,
            key: NaturalKey::Created,
            period: Period::None,
            owner: None,
            affects: Affects::Nothing,
            blocks_closing: false,
            archived: false,
            facts: &[],
        }
    }

    /// The same, belonging to a record of another register.
    pub const fn owned_by(self, field: &'static str, register: &'static str) -> Self {
        Self { owner: Some(Owner { field, register }), ..self }
    }

    /// Whether it is in the list of registers.
    pub fn is_listed(&self) -> bool {
        !self.group.label().is_empty()
    }

    /// Whether its records are shown, made and changed by the pages of every register.
    pub fn is_kept_by_hand(&self) -> bool {
        self.group != RegisterGroup::Unlisted
    }

    /// The field that says to which time a record belongs, or with what its time begins, where that
    /// is one field.
    pub fn time_field(&self) -> Option<&'static str> {
        match self.period {
            Period::Month(field)
            | Period::Day(field)
            | Period::Days(field, _)
            | Period::Year(field)
            | Period::RestOfYear(field) => Some(field),
            Period::None | Period::Months(..) => None,
        }
    }

    /// The month of a record that is still to be made, by what a form or a table says in the field of
    /// its time.
    pub fn month_by(&self, text: impl FnOnce(&'static str) -> Option<String>) -> Option<Month> {
        let text = text(self.time_field()?)?;
        text.parse().ok().map(DayOrMonth::month)
    }

    /// The id of the record with a natural key made of some values.
    pub fn id(&self, values: &[&str]) -> RecordId {
        RecordId::keyed(self.name, &composite_key(values))
    }

    /// The natural key of a record, from the texts of its fields; `None` where its creation or
    /// its hash names it.
    pub fn natural_key(&self, text: &dyn Fn(&str) -> String) -> Option<String> {
        let values = |fields: &[&str]| fields.iter().map(|field| text(field)).collect::<Vec<_>>();
        let (values, optional) = match self.key {
            NaturalKey::Created | NaturalKey::Hash => return None,
            NaturalKey::Single => return Some(String::new()),
            NaturalKey::Fields(fields) => (values(fields), 0),
            NaturalKey::OptionalFirst(fields) => (values(fields), 1),
        };
        let all = values.iter().skip(optional).all(|value| !value.is_empty());
        all.then(|| composite_key(&values))
    }

    /// The fields of the natural key.
    pub fn key_fields(&self) -> &'static [&'static str] {
        match self.key {
            NaturalKey::Created | NaturalKey::Single | NaturalKey::Hash => &[],
            NaturalKey::Fields(fields) | NaturalKey::OptionalFirst(fields) => fields,
        }
    }

    /// The month to which a record belongs; `None` where it belongs to none, to more than one, or
    /// where that cannot be read.
    pub fn month_of(&self, record: &Record<'_>) -> Option<Month> {
        match self.period {
            Period::Month(field) => record.text(field).parse().ok(),
            Period::Day(field) | Period::Days(field, _) => {
                parse_day(record.text(field)).ok().map(Month::of)
            }
            _ => None,
        }
    }

    /// The months through which a record lasts, from that to which it belongs; none where it belongs to
    /// none. What is said to last for longer than [`MOST_MONTHS`] is read as one that lasts so long.
    pub fn months_of(&self, record: &Record<'_>) -> impl Iterator<Item = Month> + use<> {
        let first = self.month_of(record);
        let last = match self.period {
            Period::Days(_, last) => parse_day(record.text(last)).ok().map(Month::of),
            _ => None,
        };
        let count = first.map_or(0, |first| {
            last.map_or(1, |last| (last.since(first) + 1).clamp(1, MOST_MONTHS))
        });
        first.into_iter().flat_map(move |first| (0..count).map(move |at| first.plus(at)))
    }

    /// Whether a record lasts through a month.
    pub fn lasts_through(&self, record: &Record<'_>, month: Month) -> bool {
        self.months_of(record).any(|one| one == month)
    }

    /// Whether a record belongs to some month of a period, as far as it can be read: one that cannot
    /// be read belongs to every month.
    pub fn is_within(&self, record: &Record<'_>, from: Month, until: Month) -> bool {
        let of = |field: &str| record.text(field).parse::<Month>().ok();
        match self.period {
            Period::None => true,
            Period::Month(_) | Period::Day(_) => {
                self.month_of(record).is_none_or(|own| (from..=until).contains(&own))
            }
            Period::Days(..) => {
                let mut months = self.months_of(record).peekable();
                months.peek().is_none() || months.any(|own| (from..=until).contains(&own))
            }
            Period::Year(field) => {
                let years = i64::from(from.year())..=i64::from(until.year());
                record.get(field).as_int().is_none_or(|year| years.contains(&year))
            }
            Period::Months(first, last) => {
                of(first).is_none_or(|first| first <= until)
                    && of(last).is_none_or(|last| from <= last)
            }
            Period::RestOfYear(field) => {
                of(field).is_none_or(|first| first <= until && from.year() <= first.year())
            }
        }
    }
}

/// The most months through which a record lasts.
const MOST_MONTHS: i32 = 36;

/// Joins the values of a natural key.
fn composite_key(values: &[impl AsRef<str>]) -> String {
    let mut key = String::new();
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            key.push('|');
        }
        key.push_str(value.as_ref());
    }
    key
}
