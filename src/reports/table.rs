//! A plain table, for screens, prints and spreadsheets alike.

/// The breadth of what is printed on a sheet of A4, in mm: upright (domain.md §3.3), and lying.
pub(super) const UPRIGHT: f32 = 156.0;
pub(super) const LYING: f32 = 267.0;

/// On which side the cells of a column stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    #[default]
    Start,
    /// Marks and short words.
    Center,
    /// Numbers.
    End,
}

/// What the cells of a column are; one that is something else ("—") is text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Content {
    /// Whatever they look like: names, codes, words.
    #[default]
    Text,
    /// Numbers, points, percentages.
    Number,
    /// Days.
    Day,
    /// Names of people and other words that stand on one line.
    Name,
    /// Names and the like, one after the other: lines end between them.
    Names,
}

/// How wide a column is on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many millimetres.
    Mm(u16),
    /// A share of what the others leave, by weight.
    Weight(u16),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// The heading over its own that it shares with its neighbours; empty where there is none.
    pub group: String,
    /// What its cells are.
    pub content: Content,
    /// On which side they stand.
    pub align: Align,
    /// How wide it is.
    pub width: Width,
    /// Whether its numbers are of different kinds, and keep the decimals that each has.
    pub is_mixed: bool,
}

impl Column {
    /// A column of texts that takes its share of the width.
    pub fn text(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            group: String::new(),
            content: Content::Text,
            align: Align::Start,
            width: Width::Weight(1),
            is_mixed: false,
        }
    }

    /// A column of numbers, so many millimetres wide.
    pub fn number(label: impl Into<String>, mm: u16) -> Self {
        let (content, align, width) = (Content::Number, Align::End, Width::Mm(mm));
        Self { content, align, width, ..Self::text(label) }
    }

    /// The same, with numbers of different kinds.
    #[must_use]
    pub fn mixed(self) -> Self {
        Self { is_mixed: true, ..self }
    }

    /// A column of something else.
    #[must_use]
    pub fn of(self, content: Content) -> Self {
        Self { content, ..self }
    }

    /// A column of the names of people, so many millimetres wide or more.
    pub fn name(label: impl Into<String>, mm: u16) -> Self {
        Self { content: Content::Name, width: Width::Mm(mm), ..Self::text(label) }
    }

    /// The column under a heading that it shares with its neighbours.
    #[must_use]
    pub fn under(self, group: impl Into<String>) -> Self {
        Self { group: group.into(), ..self }
    }
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands over it.
    pub title: String,
    /// What stands under the title: the branch and the month.
    pub subtitle: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: for each column a cell.
    pub rows: Vec<Vec<String>>,
    /// What stands under it.
    pub notes: Vec<String>,
    /// Who signs it (支部书记, 纪检委员).
    pub signatures: Vec<String>,
    /// Whether it is printed on paper laid across (横版).
    pub landscape: bool,
    /// Whether it is set small, so that a long table keeps to one sheet.
    pub dense: bool,
    /// Whether it is filled in by hand: the rows then are as high as handwriting is.
    pub by_hand: bool,
}

impl Table {
    /// The headings over the headings, each with how many columns it spans; empty where no column
    /// has one.
    pub fn groups(&self) -> Vec<(&str, usize)> {
        if self.columns.iter().all(|column| column.group.is_empty()) {
            return Vec::new();
        }
        let same =
            |left: &Column, right: &Column| !left.group.is_empty() && left.group == right.group;
        let groups = self.columns.chunk_by(same);
        groups.map(|columns| (columns.first().map_or("", |c| &*c.group), columns.len())).collect()
    }

    /// The columns' widths in mm on a sheet of A4: what the fixed ones leave is shared by weight.
    pub fn widths(&self) -> Vec<f32> {
        let whole = if self.landscape { LYING } else { UPRIGHT };
        let (mut fixed, mut weights) = (0.0, 0.0);
        for column in &self.columns {
            match column.width {
                Width::Mm(mm) => fixed += f32::from(mm),
                Width::Weight(weight) => weights += f32::from(weight),
            }
        }
        let share = if weights > 0.0 { (whole - fixed).max(0.0) / weights } else { 0.0 };
        let width = |column: &Column| match column.width {
            Width::Mm(mm) => f32::from(mm),
            Width::Weight(weight) => f32::from(weight) * share,
        };
        self.columns.iter().map(width).collect()
    }

    /// The columns and rows for a spreadsheet: UTF-8 with a mark at its beginning, by which Excel
    /// and WPS know it, and CRLF. No cell can act as a formula; numbers stay numbers.
    pub fn to_csv(&self) -> String {
        let mut csv = String::from('\u{feff}');
        let headings = self.columns.iter().map(|column| match &*column.group {
            "" => column.label.clone(),
            group => format!("{group}·{}", column.label),
        });
        push_row(&mut csv, headings);
        for row in &self.rows {
            push_row(&mut csv, row);
        }
        csv
    }
}

fn push_row(csv: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            csv.push(',');
        }
        push_cell(csv, cell.as_ref());
    }
    csv.push_str("\r\n");
}

fn push_cell(csv: &mut String, cell: &str) {
    // An apostrophe in front would be taken for the guard when the file comes back.
    let guard = if acts_as_formula(cell) || cell.starts_with('\'') { "'" } else { "" };
    if cell.contains([',', '"', '\r', '\n']) {
        csv.extend(["\"", guard, &cell.replace('"', "\"\""), "\""]);
    } else {
        csv.extend([guard, cell]);
    }
}

/// Whether a spreadsheet could take a cell for a formula; spaces before it do not keep it from that.
#[must_use]
pub fn acts_as_formula(cell: &str) -> bool {
    let shown = cell.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']);
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    shown.starts_with(signs) && !is_number(cell)
}

/// Whether a cell is a plain number: a sign, digits, and digits after a point.
fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    match unsigned.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a cell comes to stand in a row of CSV.
    fn cell(text: &str) -> String {
        let mut csv = String::new();
        push_cell(&mut csv, text);
        csv
    }

    #[test]
    fn a_table_is_written_for_excel_and_wps() {
        let table = Table {
            title: "月考核表".into(),
            columns: vec![Column::text("姓名"), Column::number("A1", 9).under("组织生活")],
            rows: vec![
                vec!["买买提·艾力".into(), "7.5".into()],
                vec!["𠮷野, \"小\"".into(), "-4".into()],
            ],
            ..Table::default()
        };
        assert_eq!(
            table.to_csv(),
            "\u{feff}姓名,组织生活·A1\r\n买买提·艾力,7.5\r\n\"𠮷野, \"\"小\"\"\",-4\r\n"
        );
    }

    #[test]
    fn numbers_stay_numbers() {
        for number in ["0", "72", "-4", "+3", "-0.5", "100.0"] {
            assert_eq!(cell(number), number);
        }
    }

    #[test]
    fn nothing_acts_as_a_formula() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "＝1",
            "＋86",
            "－4",
            "＠a",
            " =1",
            "\u{3000}=1",
            "-",
            "+",
            "-.5",
            "-1.",
            "-1e3",
        ] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("\r=1"), "\"'\r=1\"");
        assert_eq!(cell("=A1,\"x\""), "\"'=A1,\"\"x\"\"\"");
        assert_eq!(cell("8=8"), "8=8");
    }

    #[test]
    fn cells_of_several_lines_stay_one_cell() {
        assert_eq!(cell("一\n二"), "\"一\n二\"");
        assert_eq!(cell(""), "");
    }

    #[test]
    fn neighbours_share_their_heading() {
        let columns = vec![
            Column::text("姓名"),
            Column::text("支部"),
            Column::number("A1", 9).under("A"),
            Column::number("A2", 9).under("A"),
            Column::number("B1", 9).under("B"),
        ];
        let table = Table { columns, ..Table::default() };
        assert_eq!(table.groups(), [("", 1), ("", 1), ("A", 2), ("B", 1)]);
        assert!(Table::default().groups().is_empty());
    }
}
