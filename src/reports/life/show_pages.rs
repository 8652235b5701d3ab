//! The 三亮 board laid out for a screen that turns pages by itself and never scrolls: every line is broken
//! and every page filled before it is drawn.

use super::board::{Board, BoardMember};

/// How much fits on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowSize {
    /// Columns beside each other.
    pub columns: usize,
    /// Lines of text in a column.
    pub lines: usize,
    /// Full-width characters in a line.
    pub width: usize,
}

/// A line on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShowLine {
    /// A name, larger: it takes the height of two lines.
    Name(String),
    /// Department, posts and title.
    Posts(String),
    /// What the lines below are: 2026年承诺.
    Head(String),
    /// A line of text, or the rest of one.
    Text(String),
    /// The space between two members.
    Gap,
}

/// One page of the show: its columns, each with its lines.
pub type ShowPage = Vec<Vec<ShowLine>>;

impl ShowLine {
    /// The height in lines of text.
    pub fn height(&self) -> usize {
        if matches!(self, Self::Name(_)) { 2 } else { 1 }
    }

    fn is_heading(&self) -> bool {
        matches!(self, Self::Head(_))
    }
}

/// The board page by page. A member stays together unless it takes more than a whole column.
pub fn show_pages(board: &Board, size: ShowSize) -> Vec<ShowPage> {
    // A name with its posts and a line below it always has room.
    let room = size.lines.max(6);
    let mut columns: Vec<Vec<ShowLine>> = Vec::new();
    let mut column: Vec<ShowLine> = Vec::new();
    let height = |lines: &[ShowLine]| lines.iter().map(ShowLine::height).sum::<usize>();
    for member in &board.members {
        let lines = member_lines(member, board.year, size.width);
        let taken = if column.is_empty() { 0 } else { height(&column) + 1 };
        if taken + height(&lines) <= room {
            if !column.is_empty() {
                column.push(ShowLine::Gap);
            }
            column.extend(lines);
            continue;
        }
        if !column.is_empty() {
            columns.push(std::mem::take(&mut column));
        }
        for line in lines {
            if height(&column) + line.height() > room {
                // A heading goes with what it is over.
                let mut moved = Vec::new();
                while column.len() > 1 && column.last().is_some_and(ShowLine::is_heading) {
                    moved.extend(column.pop());
                }
                columns.push(std::mem::take(&mut column));
                column.push(ShowLine::Name(cut(
                    &format!("{}（续）", member.name),
                    size.width * 5 / 7,
                )));
                column.extend(moved.into_iter().rev());
            }
            column.push(line);
        }
    }
    if !column.is_empty() {
        columns.push(column);
    }
    columns.chunks(size.columns.max(1)).map(<[_]>::to_vec).collect()
}

fn member_lines(member: &BoardMember, year: i32, width: usize) -> Vec<ShowLine> {
    let mut lines = vec![ShowLine::Name(cut(&member.name, width * 5 / 7))];
    let mut identity = member.posts.clone();
    if !member.department.is_empty() {
        identity.insert(0, member.department.clone());
    }
    if !identity.is_empty() {
        lines.extend(broken(&identity.join("　"), width).into_iter().map(ShowLine::Posts));
    }
    let mut part = |head: String, texts: Vec<String>| {
        lines.push(ShowLine::Head(head));
        let texts = if texts.is_empty() { vec!["还没有登记".to_owned()] } else { texts };
        lines.extend(texts.iter().flat_map(|text| broken(text, width)).map(ShowLine::Text));
    };
    let promises = member
        .commitments
        .iter()
        .enumerate()
        .map(|(at, one)| format!("{}. {}（{}）", at + 1, one.matter, one.state.word()));
    part(format!("{year}年承诺"), promises.collect());
    let done = member.achievements.iter().map(|one| format!("{} {}", one.label, one.words));
    part("本季业绩".to_owned(), done.collect());
    lines
}

/// How wide a character is, in tenths of a full-width one; of Latin letters the widest counts.
fn tenths(c: char) -> usize {
    if c.is_ascii() { 6 } else { 10 }
}

/// What no line begins with.
fn closes(c: char) -> bool {
    "，。、；：？！）》」』”’%".contains(c)
}

/// A text in lines of at most so many full-width characters.
fn broken(text: &str, width: usize) -> Vec<String> {
    // The last place of a line is kept for what no line begins with.
    let most = width.saturating_sub(1).max(2) * 10;
    let (mut lines, mut line, mut taken) = (Vec::new(), String::new(), 0);
    let mut is_full = false;
    for c in text.chars().filter(|c| !c.is_control()) {
        is_full |= taken + tenths(c) > most;
        let hangs = closes(c) && taken <= most;
        if is_full && !hangs && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            (taken, is_full) = (0, false);
        }
        taken += tenths(c);
        line.push(c);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A text of one line, cut where it is too long for it.
fn cut(text: &str, width: usize) -> String {
    let lines = broken(text, width.max(4) + 1);
    let first = lines.first().cloned().unwrap_or_default();
    if lines.len() > 1 { format!("{first}…") } else { first }
}
