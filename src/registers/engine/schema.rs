//! Schemas of registers: fields, columns, stages, rules and computed fields.

use crate::ledger::{Cell, DELETED, Day, JOINED, REDACTED, Record, TRACE, Value};

use super::condition::{When, all_hold};
use super::context::Context;
use super::display::{Display, Names, Present};
use super::field::{Field, Kind, Privacy, Shape};
use super::head::Head;
use super::rule::{EXPLANATION, RecordRule, Severity};
use super::stage::{Stage, is_at_end};
use crate::registers::DISTINCT;

/// The schema of a register. One list, form, detail page, history, print, import and export serve
/// all of them.
#[derive(Debug)]
pub struct Schema {
    /// What the first load knows of it.
    pub head: &'static Head,
    /// What belongs here, in a sentence for an empty page.
    pub about: &'static str,
    /// The fields, in the order of the form.
    pub fields: &'static [Field],
    /// The fields of which the name of a record is made.
    pub title: &'static [&'static str],
    /// The fields, computed fields, or [`STAGE`] and [`DUE`], that a list shows beside the title.
    pub columns: &'static [&'static str],
    /// The stages of a record, in their order; none where it has no course.
    pub stages: &'static [Stage],
    /// Once all of these hold, a record is changed only with a reason: it was signed. None where that never
    /// is.
    pub frozen: &'static [When],
    /// Fields that are filled in later all the same, without a reason.
    pub open: &'static [&'static str],
    /// What has to hold of a record beyond what its fields say by themselves.
    pub rules: &'static [RecordRule],
    /// What is computed of a record and never stored.
    pub computed: &'static [Computed],
    /// Text for a record before the last of its stages, which blocks locking its month; empty where
    /// such records block nothing.
    pub awaited: &'static str,
    /// The explanation that an import writes where rules of law were not kept, as the table brings what has long
    /// happened; empty where each row has to be explained.
    pub imported_why: &'static str,
    /// Which records are there on a day; `None` where all are that are not deleted.
    pub present: Option<Present>,
    /// What the names of its records are.
    pub names: Names,
    /// Its own words in lists, forms and choices.
    pub display: Display,
}

/// The column that shows a record's stage.
pub const STAGE: &str = "stage";

/// The column that shows until when a record's next stage is due.
pub const DUE: &str = "due";

/// A field that is computed and never stored.
#[derive(Debug)]
pub struct Computed {
    /// Its name and label, and the kind in which it is shown.
    pub field: Field,
    /// Its value; `Null` where there is none.
    pub value: fn(&Record<'_>, &Context<'_>) -> Value,
}

impl Schema {
    /// A schema with neither stages nor rules, titled by `name`, to be filled in.
    pub const fn new(head: &'static Head, fields: &'static [Field]) -> Self {
        Self {
            head,
            about: "",
            fields,
            title: &["name"],
            columns: &[],
            stages: &[],
            frozen: &[],
            open: &[],
            rules: &[],
            computed: &[],
            awaited: "",
            imported_why: "",
            present: None,
            names: Names::Usual,
            display: Display::USUAL,
        }
    }

    /// The field with a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field of a rule line; its line is one of the standard of the record's month.
    pub fn rule_line(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.kind == Kind::RuleLine)
    }

    /// The field that names the record to which those of another register belong, and the field of
    /// theirs that names it too: a record refers only to what belongs to the same.
    pub fn shared_owner(&self, register: &str) -> Option<(&'static Field, &'static str)> {
        let owner = crate::registers::head(register)?.owner?;
        let is_named = |field: &&Field| {
            field.kind == Kind::Reference(owner.register) && !matches!(field.shape, Shape::Rows(_))
        };
        Some((self.fields.iter().find(is_named)?, owner.field))
    }

    /// The live records for which closing a month waits.
    pub fn awaited<'a>(&'static self, context: &Context<'a>) -> impl Iterator<Item = Record<'a>> {
        let records = (!self.awaited.is_empty()).then(|| context.records(self.head.name));
        records.into_iter().flatten().filter(|record| !is_at_end(self.stages, record, context))
    }

    /// Whether a record is changed only with a reason.
    pub fn is_frozen(&self, record: &Record<'_>) -> bool {
        !self.frozen.is_empty() && all_hold(self.frozen, record)
    }

    /// Whether a record is there on a day, as far as its register says it.
    pub fn is_present(&self, record: &Record<'_>, day: Day) -> bool {
        self.present.as_ref().is_none_or(|present| (present.on)(record, day))
    }

    /// The privacy of the most private of the fields that every record has.
    fn strictest_required(&self) -> Privacy {
        let required = self.fields.iter().filter(|field| field.required);
        required.map(|field| field.privacy).fold(Privacy::Internal, Ord::max)
    }

    /// Whether a rule of law may ask for an explanation.
    pub fn asks_to_explain(&self) -> bool {
        let of_rules = self.rules.iter().map(|rule| rule.severity);
        let mut all = of_rules.chain(self.stages.iter().map(|stage| stage.severity));
        all.any(|severity| severity == Severity::Statutory)
    }

    /// Whether a column of a list may leave the tablet: a field, a computed field, [`STAGE`], [`DUE`]
    /// or [`EXPLANATION`]. What is no field tells what its fields tell.
    pub fn is_open_column(&self, name: &str) -> bool {
        let is_restricted =
            |path| self.field_at(path).is_some_and(|field| field.privacy == Privacy::Restricted);
        match name {
            STAGE | DUE => !self.stages.iter().flat_map(Stage::paths).any(is_restricted),
            EXPLANATION => {
                self.strictest_required() != Privacy::Restricted
                    && self.fields.iter().any(Field::is_open)
            }
            name => {
                let computed = || Some(&self.computed(name)?.field);
                self.field(name).or_else(computed).is_some_and(Field::is_open)
            }
        }
    }

    /// Whether what a rule or a stage says, and why it was not kept, may leave the tablet: all that it
    /// looks at may. What looks at the record as it likes, and what is unknown, says what any field may.
    pub fn is_open_rule(&self, name: &str) -> bool {
        let is_open = |path| self.field_at(path).is_some_and(Field::is_open);
        let of_rule = self.rules.iter().find(|rule| rule.name == name);
        let of_stage = self.stages.iter().find(|stage| stage.name == name);
        let paths = of_rule.map(|rule| rule.check.fields());
        let paths = paths.or_else(|| Some(of_stage?.paths().collect())).unwrap_or_default();
        match paths.as_slice() {
            [] => self.fields.iter().all(Field::is_open),
            paths => paths.iter().copied().all(is_open),
        }
    }

    /// The field that a path names, or whose column it names.
    fn field_at(&self, path: &str) -> Option<&'static Field> {
        self.field(path.split_once('.').map_or(path, |(field, _)| field))
    }

    /// The computed field with a name.
    pub fn computed(&self, name: &str) -> Option<&'static Computed> {
        self.computed.iter().find(|computed| computed.field.name == name)
    }
}

/// The schemas of all registers.
///
/// What decides what leaves the tablet, or is erased, takes them as a parameter: the only way to
/// have them is to have all of them, so that no part that is not loaded yet can make a decision
/// thinner.
#[derive(Debug, Clone, Copy)]
pub struct Schemas(&'static [&'static Schema]);

impl Schemas {
    /// All of a list. The list of the product is [`schemas`](crate::registers::schemas).
    pub(crate) const fn new(all: &'static [&'static Schema]) -> Self {
        Self(all)
    }

    /// All but some, as they would be if a part had not been loaded: for the tests.
    #[cfg(feature = "every-shape")]
    #[must_use]
    pub fn without(self, names: &[&str]) -> Self {
        let left: Vec<&'static Schema> =
            self.iter().filter(|one| !names.contains(&one.head.name)).collect();
        Self(left.leak())
    }

    /// The schemas, in the order in which registers are listed.
    pub fn iter(self) -> impl Iterator<Item = &'static Schema> {
        self.0.iter().copied()
    }

    /// The schema of a register.
    pub fn get(self, register: &str) -> Option<&'static Schema> {
        self.iter().find(|schema| schema.head.name == register)
    }

    /// The field of a cell.
    pub fn field(self, cell: &Cell) -> Option<&'static Field> {
        self.get(cell.record.register())?.field(&cell.field)
    }

    /// Who may see a cell. Of a register or field that this version does not know: as few as can be.
    pub fn privacy(self, cell: &Cell) -> Privacy {
        let Some(schema) = self.get(cell.record.register()) else {
            return Privacy::Restricted;
        };
        match schema.field(&cell.field) {
            Some(field) => field.privacy,
            // It may tell what those fields tell that every record has.
            None if *cell.field == *EXPLANATION => schema.strictest_required(),
            // Those that the ledger and the engine keep in every record.
            None if OF_EVERY_RECORD.contains(&&*cell.field) => Privacy::Internal,
            None => Privacy::Restricted,
        }
    }
}

/// The fields that a record of any register may have.
pub const OF_EVERY_RECORD: [&str; 6] = [DELETED, JOINED, REDACTED, DISTINCT, TRACE, EXPLANATION];

impl Kind {
    /// The columns of a value of several.
    pub fn columns(&self) -> &'static [Field] {
        match self {
            Self::Columns(columns) => columns,
            _ => &[],
        }
    }
}
