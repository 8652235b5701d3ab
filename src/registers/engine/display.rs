//! How lists, forms and choices show a register where the declaration of its fields does not say so.

use crate::ledger::{Day, Record};

/// The word of a list's order by this month's points, in [`Display::sorts`].
pub const SCORE: &str = "score";

/// What lists, forms and choices show of a register in words of its own; empty where the usual ones
/// do.
#[derive(Debug)]
pub struct Display {
    /// The act that makes a new record (新增 and the label).
    pub new: &'static str,
    /// The page beside the register that makes new records; empty where its form does.
    pub made_by: &'static str,
    /// The pages beside the register that sum its records up.
    pub summed_by: &'static [&'static str],
    /// The page beside the register that shows one record in a way of its own; empty where there is none.
    pub shown_by: &'static str,
    /// The computed fields that say what comes next in a record and until when, in the place of its next
    /// stage; none where the stages say it.
    pub next: &'static [&'static str],
    /// The act that imports a table.
    pub import: &'static str,
    /// The name of its list on paper (the label and 一览).
    pub list: &'static str,
    /// The heading of a form's dated fields, and the help beside the day from which they hold.
    pub dated: (&'static str, &'static str),
    /// The heading of the fields after the dated ones.
    pub undated: &'static str,
    /// What two records are that turn out to be one (人, 单位); empty where they cannot be joined.
    pub same: &'static str,
    /// The fields that tell records of one name apart.
    pub hints: &'static [&'static str],
    /// The orders of a list beside those by name and day: its columns, and [`SCORE`].
    pub sorts: &'static [&'static str],
    /// A field of which the page of a record says no more than some words, where there are any for the
    /// record; the form shows it all the same.
    pub withheld: Option<Withheld>,
    /// Whether a file of its list has what belongs to each record. Not where the list is handed on to
    /// others for what it is.
    pub exports_children: bool,
    /// Whether a search for records finds those that refer to one by its name. Not where the
    /// characters of the name are in every row.
    pub finds: bool,
}

impl Display {
    /// The usual words.
    pub const USUAL: Self = Self {
        new: "",
        made_by: "",
        summed_by: &[],
        shown_by: "",
        next: &[],
        import: "从表格导入",
        list: "",
        dated: ("", "下面的内容从这天起生效，以前的不变。"),
        undated: "",
        same: "",
        hints: &[],
        sorts: &[],
        withheld: None,
        exports_children: true,
        finds: true,
    };
}

/// A field, and what is said in its place of a record; `None` where it is shown.
pub type Withheld = (&'static str, fn(&Record<'_>) -> Option<&'static str>);

/// What the names of a register's records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Names of things.
    Usual,
    /// Names of things that are told apart by a number, which is written in several ways and with
    /// more words or fewer (第一支部, 一支部): they take more room than others.
    Numbered,
    /// Names of people, of whom there are many: they are counted as 人, looked for rather than chosen
    /// from a list, and not broken on paper.
    OfPeople,
}

impl Names {
    /// The word for counting its records as rows of another.
    pub const fn row_unit(self) -> &'static str {
        match self {
            Self::OfPeople => "人",
            Self::Usual | Self::Numbered => "项",
        }
    }

    /// What a name is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OfPeople => "姓名",
            Self::Usual | Self::Numbered => "名称",
        }
    }
}

/// Which records of a register are there on a day: its list begins with those of today.
#[derive(Debug)]
pub struct Present {
    /// Whether a record is there on a day.
    pub on: fn(&Record<'_>, Day) -> bool,
    /// The field among whose choices all of them can be chosen.
    pub field: &'static str,
    /// What they are called there.
    pub label: &'static str,
    /// Choices of the field by which a record is there no longer, and keeps what names it: offered before it
    /// is deleted.
    pub leaving: &'static [Leaving],
}

/// A way in which a record is there no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// The choice of the field.
    pub value: &'static str,
    /// Its word.
    pub word: &'static str,
    /// What is asked besides, for the history; empty where nothing is.
    pub asks: &'static str,
}
