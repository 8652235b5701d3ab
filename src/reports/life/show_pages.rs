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

/// The public content of a show, apart from the ledger it was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShowContent {
    /// The branch's name.
    pub branch: String,
    /// The quarter: 2026年第三季度.
    pub period: String,
    /// What is told beside them: that it is the sample.
    pub note: String,
    /// What the screen says of each member, before lines are broken; never a [`ShowLine::Gap`].
    pub members: Vec<Vec<ShowLine>>,
}

impl ShowContent {
    /// The content of a board.
    pub fn of(board: &Board, note: &str) -> Self {
        Self {
            branch: board.branch.clone(),
            period: board.period.clone(),
            note: note.to_owned(),
            members: board.members.iter().map(|one| member_lines(one, board.year)).collect(),
        }
    }

    /// The content as one text, which [`Self::parse`] reads: a line each, with a letter for its kind.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut add = |sign: char, words: &str| {
            text.push(sign);
            text.extend(words.chars().filter(|c| !c.is_control()));
            text.push('\n');
        };
        for words in [&self.branch, &self.period, &self.note] {
            add('=', words);
        }
        for line in self.members.iter().flatten() {
            match line {
                ShowLine::Name(words) => add('N', words),
                ShowLine::Posts(words) => add('P', words),
                ShowLine::Head(words) => add('H', words),
                ShowLine::Text(words) => add('T', words),
                ShowLine::Gap => {}
            }
        }
        text
    }

    /// Reads what [`Self::to_text`] wrote; of anything else the lines that it knows.
    pub fn parse(text: &str) -> Self {
        let (mut content, mut told) = (Self::default(), Vec::new());
        for line in text.lines() {
            let mut rest = line.chars();
            let sign = rest.next();
            let words = rest.as_str().to_owned();
            let line = match sign {
                Some('=') => {
                    told.push(words);
                    continue;
                }
                Some('N') => {
                    content.members.push(vec![ShowLine::Name(words)]);
                    continue;
                }
                Some('P') => ShowLine::Posts(words),
                Some('H') => ShowLine::Head(words),
                Some('T') => ShowLine::Text(words),
                _ => continue,
            };
            if let Some(member) = content.members.last_mut() {
                member.push(line);
            }
        }
        let mut told = told.into_iter();
        let mut next = || told.next().unwrap_or_default();
        (content.branch, content.period, content.note) = (next(), next(), next());
        content
    }
}

/// The content page by page. A member stays together unless it takes more than a whole column.
pub fn show_pages(content: &ShowContent, size: ShowSize) -> Vec<ShowPage> {
    // A name with its posts and a line below it always has room.
    let room = size.lines.max(6);
    let mut columns: Vec<Vec<ShowLine>> = Vec::new();
    let mut column: Vec<ShowLine> = Vec::new();
    let height = |lines: &[ShowLine]| lines.iter().map(ShowLine::height).sum::<usize>();
    for member in &content.members {
        let lines = broken_lines(member, size.width);
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
                if let Some(ShowLine::Name(name)) = member.first() {
                    let name = format!("{name}（续）");
                    column.push(ShowLine::Name(cut(&name, size.width * 5 / 7)));
                }
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

/// What the screen says of a member.
fn member_lines(member: &BoardMember, year: i32) -> Vec<ShowLine> {
    let mut lines = vec![ShowLine::Name(member.name.clone())];
    let mut identity = member.posts.clone();
    if !member.department.is_empty() {
        identity.insert(0, member.department.clone());
    }
    if !identity.is_empty() {
        lines.push(ShowLine::Posts(identity.join("　")));
    }
    let mut part = |head: String, texts: Vec<String>| {
        lines.push(ShowLine::Head(head));
        let texts = if texts.is_empty() { vec!["还没有登记".to_owned()] } else { texts };
        lines.extend(texts.into_iter().map(ShowLine::Text));
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

/// The lines of a member, broken to a width.
fn broken_lines(member: &[ShowLine], width: usize) -> Vec<ShowLine> {
    let mut lines = Vec::new();
    for line in member {
        match line {
            ShowLine::Name(name) => lines.push(ShowLine::Name(cut(name, width * 5 / 7))),
            ShowLine::Posts(text) => {
                lines.extend(broken(text, width).into_iter().map(ShowLine::Posts))
            }
            ShowLine::Text(text) => {
                lines.extend(broken(text, width).into_iter().map(ShowLine::Text))
            }
            ShowLine::Head(_) | ShowLine::Gap => lines.push(line.clone()),
        }
    }
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
