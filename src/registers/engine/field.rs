//! How a field of a register is declared.

/// A field of a register, or a column of a value of several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Its name in records, in code and in files.
    pub name: &'static str,
    /// Its name on the screen.
    pub label: &'static str,
    /// What one value of it is.
    pub kind: Kind,
    /// How values of it merge.
    pub shape: Shape,
    /// Whether a record without it is faulty.
    pub required: bool,
    /// Who may see it.
    pub privacy: Privacy,
    /// A word of help beside the input.
    pub help: &'static str,
    /// What it is called besides in tables from outside.
    pub also: &'static [&'static str],
    /// What its steps are called besides in tables from outside: each a step and a word for its first column.
    pub also_steps: &'static [(&'static str, &'static str)],
    /// How what is typed into a line of text is spelt.
    pub spelling: Spelling,
    /// Whether it tells a record from all others, as a number does: a search finds the record by it,
    /// and no form suggests that of another.
    pub identifies: bool,
    /// Whether a page of its own fills it in, and the form leaves it out.
    pub is_apart: bool,
    /// Whether the form of a new record begins with today in it.
    pub is_usually_today: bool,
    /// What a conflict in it means, and what follows from the choice; empty where the values say it
    /// all.
    pub conflict_note: &'static str,
}

/// What one value of a field is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A line of text, with its greatest length in characters.
    Text(usize),
    /// Text of several lines, with its greatest length in characters.
    Lines(usize),
    /// A day: `2026-11-21`.
    Day,
    /// A day of which perhaps only the month is known: `1990-05` or `1990-05-03`.
    DayOrMonth,
    /// A month: `2026-11`.
    Month,
    /// A time of day, to the minute: `09:30`.
    Time,
    /// A whole number within bounds, and its unit.
    Count(i64, i64, &'static str),
    /// Points in tenths, within bounds.
    Points(i64, i64),
    /// A number with one decimal, in tenths, within bounds, and its unit.
    Tenths(i64, i64, &'static str),
    /// A share in tenths of a percent, 0 to 1000.
    Percent,
    /// Money in fen.
    Money,
    /// One of a few: what is stored, and what is shown.
    Choice(&'static [(&'static str, &'static str)]),
    /// Yes or no.
    YesNo,
    /// A record of another register, by its id.
    Reference(&'static str),
    /// A rule line of the standard, by its id.
    RuleLine,
    /// A whole quarter: `2026-Q3`.
    Quarter,
    /// Several columns that merge whole: a group, or a row of a table. A plain value stands for the
    /// first column, so that a table may get more columns later.
    Columns(&'static [Field]),
    /// What the program keeps together and no form shows.
    Data,
}

/// The spelling to which a typed line of text is brought, see [`typed_text`](crate::typed_text).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As typed, in ordinary characters.
    Plain,
    /// As a person's name.
    Name,
    /// As a staff number, in its canonical form.
    StaffNumber,
    /// As a telephone number, in half-width digits.
    Phone,
}

/// How values of a field merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One value. A group is one value of several columns.
    Single,
    /// A table inside the record: a value for each key, each merging by itself.
    Rows(RowKeys),
    /// Values that hold from a day on; the past is read as of its month.
    Dated,
}

/// What the keys of a table inside a record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKeys {
    /// The records of a register: a roll, a matrix.
    Records(&'static str),
    /// The steps of a fixed list, by name and label.
    Steps(&'static [(&'static str, &'static str)]),
    /// The changes that created the rows, in the order of their making: an agenda, measures.
    Created,
    /// The writers: each has a subtotal of its own, and the sum is what is shown.
    Writer,
}

/// Who may see a field, a register or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privacy {
    /// May be put on the wall.
    Public,
    /// Stays within the branch and the committee.
    Internal,
    /// Leaves the tablet only when asked for, sealed, for a named recipient.
    Restricted,
}

impl Field {
    /// A field of a kind: single, optional, internal.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            shape: Shape::Single,
            required: false,
            privacy: Privacy::Internal,
            help: "",
            also: &[],
            also_steps: &[],
            spelling: Spelling::Plain,
            identifies: false,
            is_apart: false,
            is_usually_today: false,
            conflict_note: "",
        }
    }

    /// The same, filled in by a page of its own.
    pub const fn apart(self) -> Self {
        Self { is_apart: true, ..self }
    }

    /// The same, with today in it where a form begins a new record.
    pub const fn usually_today(self) -> Self {
        Self { is_usually_today: true, ..self }
    }

    /// The same, spelt in a way of its own.
    pub const fn spelt(self, spelling: Spelling) -> Self {
        Self { spelling, ..self }
    }

    /// The same, telling a record from all others.
    pub const fn identifier(self) -> Self {
        Self { identifies: true, ..self }
    }

    /// The same, required.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, dated.
    pub const fn dated(self) -> Self {
        Self { shape: Shape::Dated, ..self }
    }

    /// The same, a row for each record of a register.
    pub const fn rows_of(self, register: &'static str) -> Self {
        self.rows(RowKeys::Records(register))
    }

    /// The same, as a table inside the record.
    pub const fn rows(self, keys: RowKeys) -> Self {
        Self { shape: Shape::Rows(keys), ..self }
    }

    /// The same, with a note on what a conflict in it means.
    pub const fn conflict_note(self, conflict_note: &'static str) -> Self {
        Self { conflict_note, ..self }
    }

    /// The same, fit for the wall.
    pub const fn public(self) -> Self {
        Self { privacy: Privacy::Public, ..self }
    }

    /// The same, restricted.
    pub const fn restricted(self) -> Self {
        Self { privacy: Privacy::Restricted, ..self }
    }

    /// The same, with what it is called besides in tables from outside.
    pub const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// The same, with what its steps are called besides in tables from outside.
    pub const fn also_steps(self, also_steps: &'static [(&'static str, &'static str)]) -> Self {
        Self { also_steps, ..self }
    }

    /// The same, with a word of help.
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// Whether it is a table with a row for each record of a register.
    pub fn is_rows_of(&self, register: &str) -> bool {
        matches!(self.shape, Shape::Rows(RowKeys::Records(of)) if of == register)
    }

    /// Whether it may leave the tablet as it is.
    pub fn is_open(&self) -> bool {
        self.privacy != Privacy::Restricted && self.kind != Kind::Data
    }

    /// Whether a form can show an input for it.
    pub fn is_typed(&self) -> bool {
        match self.kind {
            Kind::Data => false,
            Kind::Columns(columns) => columns.iter().all(Self::is_typed),
            _ => true,
        }
    }
}
