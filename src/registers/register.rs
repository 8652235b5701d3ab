//! How a register is declared.

use crate::ledger::{Ledger, Record};

use super::fact::Fact;
use super::field::Field;
use super::problem::Problem;

/// A register (台账), declared: one list, one form, one detail page, one print and one import serve
/// every one of them.
pub struct Register {
    /// Its name in records' ids, in code and in files.
    pub name: &'static str,
    /// Its name on the screen.
    pub label: &'static str,
    /// What belongs here, in a sentence for an empty page.
    pub about: &'static str,
    /// The word for counting its records (名, 条).
    pub unit: &'static str,
    /// Its fields, in the order of the form.
    pub fields: &'static [Field],
    /// The fields of which the name of a record is made.
    pub title: &'static [&'static str],
    /// The fields that stand in a list beside the title.
    pub columns: &'static [&'static str],
    /// The field that says to which month a record belongs, where a part of the ledger that is about
    /// other months can do without it.
    pub of_month: Option<&'static str>,
    /// Which restricted or program-made registers stay out of the list of registers.
    pub listed: bool,
    /// The natural key of a new record, from the texts of its fields; `None` where its creation
    /// names it.
    pub key: NaturalKey,
    /// What is wrong with a record beyond what its fields say by themselves.
    pub check: fn(&Record<'_>, &Ledger) -> Vec<Problem>,
    /// The facts that a record gives.
    pub facts: fn(&Record<'_>, &mut Vec<Fact>),
}

/// How a register makes the natural key of a record from the texts of its fields.
pub type NaturalKey = fn(&dyn Fn(&str) -> String) -> Option<String>;

impl Register {
    /// A register with neither natural key nor further checks nor facts, to be filled in.
    pub const fn new(name: &'static str, label: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            label,
            about: "",
            unit: "条",
            fields,
            title: &["name"],
            columns: &[],
            of_month: None,
            listed: true,
            key: |_| None,
            check: |_, _| Vec::new(),
            facts: |_, _| {},
        }
    }

    /// The field with a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
