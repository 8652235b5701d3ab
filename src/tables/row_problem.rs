//! What can be wrong with a row of a table, or worth a look: in words, with its place.

use super::dates::DateProblem;
use super::doubts::Doubt;
use super::grid::Address;
use super::roster_fields::RosterField;
use super::text::TextProblem;
use super::values::ValueProblem;

/// Something about a cell or row that the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The cell, or none if it is the row as a whole.
    pub address: Option<Address>,
    /// The field of the cell.
    pub field: Option<&'static RosterField>,
    /// What it is.
    pub kind: RowProblemKind,
    /// Whether the user said to take the row without this cell.
    pub cell_left_out: bool,
}

impl RowProblem {
    /// Whether this keeps the row from being taken.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        !self.cell_left_out && !self.kind.is_hint()
    }
}

/// What a problem is. The texts say what is wrong and what to do; [`RowProblem`] adds the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowProblemKind {
    /// A date that cannot be read.
    #[error(transparent)]
    Date(#[from] DateProblem),
    /// A value that cannot be read.
    #[error(transparent)]
    Value(#[from] ValueProblem),
    /// A text that cannot be kept.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// A cell that could not be read as it was meant; it is left empty.
    #[error("存疑：{0}，这一格空着，请对照原表补上")]
    Doubtful(Doubt),
    /// A cell whose text is kept, but may not be what was meant.
    #[error("存疑：{0}，按原样读入，请核对")]
    ToBeChecked(Doubt),
    /// A name that could not be read.
    #[error("存疑：{0}，请把姓名改对")]
    DoubtfulName(Doubt),
    /// The user said so.
    #[error("您选了不导入这一行")]
    Excluded,
    /// Data, but nobody's.
    #[error("没有姓名，请补上，或不导入这一行")]
    NoName,
    /// The same row again.
    #[error("与第 {row} 行重复，只导入那一行")]
    SameAsRow {
        /// The first of them, from 1.
        row: usize,
    },
    /// One staff number for two rows that differ.
    #[error("工号与第 {row} 行相同，其他内容不同，请核对后改正其中一行")]
    SameStaffNumber {
        /// The other row, from 1.
        row: usize,
    },
    /// Two rows that differ and may be one person.
    #[error(
        "姓名与第 {row} 行相同，分不清是不是同一个人。是同一个人的，留一行，其余选不导入；两个人请补上工号或出生年月"
    )]
    SamePerson {
        /// The other row, from 1.
        row: usize,
    },
    /// Two people of one name: worth a look, no mistake.
    #[error("与第 {row} 行同名，按两个人导入")]
    SameName {
        /// The other row, from 1.
        row: usize,
    },
    /// An identity-card number, which is not taken.
    #[error("里面像是身份证号，这一格没有导入：台账不保存身份证号")]
    IdentityNumber,
    /// Characters of no width, which were left out.
    #[error("里面有看不见的字符，已去掉")]
    Invisible,
    /// Characters that stood for others, as PDF files and older systems have them.
    #[error("里面的{}", list_of(.0))]
    Replaced(Vec<(char, char)>),
    /// A private character, which other computers show otherwise or not at all.
    #[error("里面有旧系统的自造字，别的电脑可能显示不出来，请核对")]
    PrivateCharacter,
    /// A word of a neighbouring column, or one that is only inside.
    #[error("“{found}”按“{taken}”读入")]
    ReadAs {
        /// What the cell says.
        found: String,
        /// What it was taken for.
        taken: String,
    },
    /// A word for a kind of post that is none of those known: the cell is left out.
    #[error("“{0}”认不出是哪一类岗位，这一格没有导入")]
    UnknownPost(String),
    /// A month written as `1990.1`.
    #[error("写作 {year}.1，Excel 会把 {year}.10 也显示成这样；按{month}月读入，请核对")]
    JanuaryOrOctober {
        /// Its year.
        year: u16,
        /// The month it was read as.
        month: u8,
    },
    /// The staff number is somebody's of another name.
    #[error("工号与台账里的“{name}”相同而姓名不同，将改名；如果不是同一个人，请改正工号")]
    OtherName {
        /// The name in the ledger.
        name: String,
    },
    /// Somebody of this name and birth is in the ledger under another staff number.
    #[error(
        "台账里有同名、出生年月也相同的人，工号是 {staff_number}；按两个人导入，如果是同一人请改正工号"
    )]
    OtherStaffNumber {
        /// The number in the ledger.
        staff_number: String,
    },
    /// A namesake in the ledger has another staff number, and nothing else is known.
    #[error("台账里有同名的人，工号是 {staff_number}；按两个人导入，如果是同一人请改正工号")]
    NamesakeOfNumber {
        /// The number in the ledger.
        staff_number: String,
    },
    /// A namesake in the ledger has nearly the same staff number: a spreadsheet or a hand left out
    /// a hyphen or the noughts in front.
    #[error(
        "台账里同名的人工号是 {staff_number}，只差横线或前面的 0。同一人请把工号改成一样，两个人请先在台账里核对工号"
    )]
    NearlySameNumber {
        /// The number in the ledger.
        staff_number: String,
    },
    /// Several in the ledger have the staff number.
    #[error(
        "台账里有 {count} 位党员的工号都是 {staff_number}，请先到“交换”里的“同一人、同一单位”合并"
    )]
    NumberTwice {
        /// How many.
        count: usize,
        /// The number.
        staff_number: String,
    },
    /// The branch may be one of another name.
    #[error("请先选定支部“{written}”是不是“{other}”")]
    WhichBranch {
        /// The name in the file.
        written: String,
        /// The branch that may be meant.
        other: String,
    },
    /// Namesakes in the ledger whose births differ.
    #[error("台账里有同名的人，出生年月不同，按两个人导入")]
    Namesake,
    /// Someone whose data was erased at their own request, or otherwise by law.
    #[error("工号 {staff_number} 的个人信息已经依法删除，不再导入")]
    Redacted {
        /// The number.
        staff_number: String,
    },
    /// Someone who looks like one whose data was erased.
    #[error(
        "姓名和出生年月与已依法删除的一名党员相同，先不导入；确实是另一个人的，请在上面选“不是”"
    )]
    MayBeErased,
    /// Several in the ledger may be meant.
    #[error("台账里有 {count} 位同名的人，分不清是哪一位，请补上工号或出生年月")]
    Ambiguous {
        /// How many.
        count: usize,
    },
    /// The ledger has this name and neither side says enough.
    #[error("台账里有同名的人，分不清是不是同一个人，请补上工号或出生年月")]
    NotSure,
    /// Several rows mean one person of the ledger.
    #[error(
        "与第 {row} 行对应台账里的同一个人。是同一个人的，留一行，其余选不导入；不是的，请改正工号"
    )]
    SameMember {
        /// The other row, from 1.
        row: usize,
    },
}

impl RowProblemKind {
    /// Whether the cell may not say what was meant.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Self::Doubtful(_) | Self::ToBeChecked(_) | Self::DoubtfulName(_))
    }

    /// Whether the row is taken all the same.
    #[must_use]
    pub fn is_hint(&self) -> bool {
        matches!(
            self,
            Self::Doubtful(_)
                | Self::ToBeChecked(_)
                | Self::SameName { .. }
                | Self::IdentityNumber
                | Self::Invisible
                | Self::Replaced(_)
                | Self::PrivateCharacter
                | Self::ReadAs { .. }
                | Self::UnknownPost(_)
                | Self::NamesakeOfNumber { .. }
                | Self::JanuaryOrOctober { .. }
                | Self::OtherName { .. }
                | Self::OtherStaffNumber { .. }
                | Self::Namesake
        )
    }
}

impl std::fmt::Display for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let (Some(address), Some(field)) = (self.address, self.field) {
            write!(f, "{address}（{}）：", field.label)?;
        }
        write!(f, "{}", self.kind)?;
        f.write_str(if self.cell_left_out { "（这一格没有导入）" } else { "" })
    }
}

/// What was replaced by what, in words.
fn list_of(replaced: &[(char, char)]) -> String {
    let one = |(from, to): &(char, char)| format!("“{from}”已改为“{to}”");
    replaced.iter().map(one).collect::<Vec<_>>().join("、")
}
