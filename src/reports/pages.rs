//! A document laid out on sheets of A4, each with its number.
//!
//! Browsers differ in whether they can number pages (Safari cannot), so the sheets are made here. The
//! official style makes that possible: 22 lines of 28 characters, all of one width (domain.md §3.3),
//! and rows of tables that do not break. What is reckoned is a little more than what is needed.
//!
//! Signatures stand with two lines or rows of what is signed. Where a sheet more of a form would hold
//! little, its tables are tightened first.

use super::document::{Block, Document, PaperStyle};
use super::figure::Figure;
use super::paper_table::{POINTS_PER_MM, PaperTable, TIGHTEST};
use super::table::Table;
use super::text_lines::{line_ends, lines_of_words};

/// A sheet of paper.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetOfPaper {
    /// Its number, from 1.
    pub number: usize,
    /// Whether it lies on its long side.
    pub landscape: bool,
    /// Whether the document's title stands on it.
    pub titled: bool,
    /// What stands on it.
    pub parts: Vec<Part>,
}

/// What stands on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A table, or some of its rows.
    Table(PaperTable),
    /// A figure, so many millimetres wide.
    Figure(Figure, f32),
    /// Anything else.
    Block(Block),
}

/// Lengths are in points.
const LINE: f32 = 28.0;
const UPRIGHT: f32 = 22.0 * LINE;
const LYING: f32 = 470.0;
/// A form upright, whose margins above and below are smaller.
const FORM: f32 = 700.0;
/// Characters in a line: 28, or those of a sheet that lies, less what fonts differ by.
const CHARACTERS: f32 = 27.8;
const LYING_CHARACTERS: f32 = 46.7;
const TITLE_LINE: f32 = 32.0;
const TITLE_CHARACTERS: f32 = 19.0;
const LYING_TITLE_CHARACTERS: f32 = 33.0;
/// Under the title of a letter, and of a form.
const GAP: f32 = 20.0;
const FORM_GAP: f32 = 12.0;
/// What stands under the title of a form: a line, and its characters on upright and lying sheets.
const SMALL_LINE: f32 = 20.0;
const SMALL_CHARACTERS: (f32, f32) = (35.0, 61.0);
/// How large a figure's units are on paper: its letters are then about those of a table, and smaller
/// as a form is tightened.
const UNITS_PER_MM: f32 = 3.4;
/// How wide a figure stands on paper, in millimetres.
const FIGURE_WIDTH: f32 = 120.0;
/// The same beside a table that fills the sheet, as far as that is tightened.
const FORM_FIGURE_WIDTHS: [f32; TIGHTEST + 1] = [92.0, 88.0, 80.0, 70.0];
/// How high at most: a sheet less its title and the room around.
const FIGURE_MOST: f32 = 190.0;
/// Height of a signature line.
const SIGNED_LINE: f32 = 56.0;
/// So many lines or rows stand with the signature.
const SIGNED: usize = 2;
/// A sheet filled less than this is worth saving.
const LITTLE: f32 = 0.55;

/// Lays a document out.
pub fn paginate(document: &Document) -> Vec<SheetOfPaper> {
    let meant = Layout::of(document, 0);
    // The official style has its sizes, and a bulletin that was issued keeps its sheets.
    let is_fixed = document.style == PaperStyle::Official;
    if is_fixed || meant.sheets.len() < 2 || meant.emptiest > LITTLE {
        return meant.sheets;
    }
    let tighter = (1..=TIGHTEST).map(|tightness| Layout::of(document, tightness));
    let fewer = tighter.into_iter().find(|one| one.sheets.len() < meant.sheets.len());
    fewer.unwrap_or(meant).sheets
}

/// How wide and how high a figure stands on paper, in millimetres, if it is to be so wide: smaller
/// where it would be higher than a sheet.
fn figure_size(figure: &Figure, wide: f32) -> (f32, f32) {
    let whole = wide * figure.height as f32 / figure.width as f32;
    let height = whole.min(FIGURE_MOST);
    let width = if whole > height { wide * height / whole } else { wide };
    (width, height)
}

/// Whether what comes next is a table on paper laid across.
fn lies(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block::Table(table)) if table.landscape)
}

struct Layout {
    sheets: Vec<SheetOfPaper>,
    style: PaperStyle,
    tightness: usize,
    /// What is left of the last sheet.
    left: f32,
    /// How full the emptiest sheet is.
    emptiest: f32,
}

impl Layout {
    fn of(document: &Document, tightness: usize) -> Self {
        let style = document.style;
        let mut layout = Self { sheets: Vec::new(), style, tightness, left: 0.0, emptiest: 1.0 };
        let mut tables = document.blocks.iter();
        let across = tables.find(|block| matches!(block, Block::Table(_)));
        layout.begin(
            style == PaperStyle::Form && across.is_some_and(|one| lies(std::slice::from_ref(one))),
        );
        layout.title(document);
        for (place, block) in document.blocks.iter().enumerate() {
            layout.block(block, &document.blocks[place + 1..]);
        }
        layout.end();
        for (sheet, number) in layout.sheets.iter_mut().zip(1..) {
            sheet.number = number;
            sheet.titled = number == 1;
        }
        layout
    }

    fn title(&mut self, document: &Document) {
        let characters = if self.lies() { LYING_TITLE_CHARACTERS } else { TITLE_CHARACTERS };
        let gap = if self.style == PaperStyle::Form { FORM_GAP } else { GAP };
        self.left -= TITLE_LINE * lines_of_words(&document.title, characters) as f32 + gap;
        if document.number.is_empty() {
            return;
        }
        self.left -= match self.style {
            PaperStyle::Official => LINE + 4.0,
            PaperStyle::Form => {
                let (upright, lying) = SMALL_CHARACTERS;
                let characters = if self.lies() { lying } else { upright };
                line_ends(&document.number, 0.0, characters).len() as f32 * SMALL_LINE + 4.0
            }
        };
    }

    fn block(&mut self, block: &Block, next: &[Block]) {
        match block {
            Block::Text(text) => self.text(text, false, next),
            Block::Rest(text) => self.text(text, true, next),
            Block::Table(table) => self.table(table, next),
            Block::Figure(figure) => {
                self.turn(false);
                let is_form = self.style == PaperStyle::Form;
                let wide = if is_form { FORM_FIGURE_WIDTHS[self.tightness] } else { FIGURE_WIDTH };
                let meant = if is_form { FORM_FIGURE_WIDTHS[0] } else { FIGURE_WIDTH };
                let figure = figure.fitted((meant * UNITS_PER_MM) as i32);
                let (width, height) = figure_size(&figure, wide);
                // With its title under it, and the room around both.
                let around = if is_form { 0.7 * LINE } else { 2.0 * LINE };
                let height = height * POINTS_PER_MM + around;
                self.put(Part::Figure(figure, width), height, height);
            }
            Block::Heading(_) | Block::Caption(_) => {
                self.turn(lies(next));
                // Not without what it stands over.
                let needed = LINE + self.beginning(next);
                self.put(Part::Block(block.clone()), LINE, needed);
            }
            Block::To(_) => self.put(Part::Block(block.clone()), LINE, LINE),
            Block::Signature(_) | Block::Signed(_) => {
                self.turn(false);
                let height = signature(block);
                self.put(Part::Block(block.clone()), height, height);
            }
        }
    }

    /// How high that is with which the next block begins.
    fn beginning(&self, next: &[Block]) -> f32 {
        match next.first() {
            Some(Block::Table(table)) => {
                let set = PaperTable::set(table, self.tightness);
                let rows = set.table.rows.iter().take(SIGNED).map(|row| set.row(row));
                let first = set.heading() + rows.sum::<f32>();
                // A row may be higher than a sheet.
                first.min(self.whole() - LINE)
            }
            Some(Block::Text(text)) => {
                let lines = line_ends(text, 2.0, self.characters()).len();
                let (tail, with_tail) = self.signing(next.get(1..).unwrap_or_default());
                // Too short to be parted from what stands with the signature.
                if lines < with_tail + 2 { lines as f32 * LINE + tail } else { 2.0 * LINE }
            }
            _ => 2.0 * LINE,
        }
    }

    /// How high that is which must stand with the end of a block, and with how many of its lines.
    fn signing(&self, next: &[Block]) -> (f32, usize) {
        match next {
            [block @ (Block::Signature(_) | Block::Signed(_)), ..] => (signature(block), SIGNED),
            // A single line is not enough of what is signed.
            [Block::Text(text), block @ (Block::Signature(_) | Block::Signed(_)), ..]
                if line_ends(text, 2.0, self.characters()).len() == 1 =>
            {
                (LINE + signature(block), SIGNED - 1)
            }
            _ => (0.0, 0),
        }
    }

    fn begin(&mut self, landscape: bool) {
        self.end();
        let parts = Vec::new();
        self.sheets.push(SheetOfPaper { number: 0, landscape, titled: false, parts });
        self.left = self.whole();
    }

    /// Ends the last sheet.
    fn end(&mut self) {
        if !self.sheets.is_empty() {
            self.emptiest = self.emptiest.min(1.0 - self.left / self.whole());
        }
    }

    fn lies(&self) -> bool {
        self.sheets.last().is_some_and(|sheet| sheet.landscape)
    }

    /// Whether nothing stands on the last sheet but the title.
    fn is_new(&self) -> bool {
        self.sheets.last().is_some_and(|sheet| sheet.parts.is_empty())
    }

    /// How much a sheet holds that is as the last one.
    fn whole(&self) -> f32 {
        match (self.lies(), self.style) {
            (true, _) => LYING,
            (false, PaperStyle::Official) => UPRIGHT,
            (false, PaperStyle::Form) => FORM,
        }
    }

    fn characters(&self) -> f32 {
        if self.lies() { LYING_CHARACTERS } else { CHARACTERS }
    }

    /// Goes on to a sheet that lies so, where the last one does not. Forms stay as they are for all
    /// but tables.
    fn turn(&mut self, landscape: bool) {
        if self.lies() != landscape && (landscape || self.style == PaperStyle::Official) {
            self.begin(landscape);
        }
    }

    /// Puts a part down, on a new sheet where less than `needed` is left.
    fn put(&mut self, part: Part, height: f32, needed: f32) {
        if self.left < needed && !self.is_new() {
            self.begin(self.lies());
        }
        self.left -= height;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.parts.push(part);
        }
    }

    /// Puts a paragraph down, which may go on on the next sheet.
    fn text(&mut self, text: &str, is_rest: bool, next: &[Block]) {
        self.turn(false);
        let (tail, with_tail) = self.signing(next);
        let (mut rest, mut is_rest) = (text, is_rest);
        loop {
            let indent = if is_rest { 0.0 } else { 2.0 };
            let ends = line_ends(rest, indent, self.characters());
            let (lines, room) = (ends.len(), (self.left / LINE) as usize);
            let block = |text: &str, is_rest: bool| {
                Part::Block(match is_rest {
                    true => Block::Rest(text.to_owned()),
                    false => Block::Text(text.to_owned()),
                })
            };
            let height = lines as f32 * LINE;
            let is_new = self.is_new();
            if lines <= room && (height + tail <= self.left || (is_new && lines <= with_tail)) {
                return self.put(block(rest, is_rest), height, 0.0);
            }
            // What stands with the signature goes on with it.
            let most = if lines <= room { lines.saturating_sub(with_tail) } else { room };
            let most = if tail > 0.0 { most.min(lines.saturating_sub(with_tail)) } else { most };
            if most < 2 && !is_new {
                self.begin(self.lies());
                continue;
            }
            let most = most.max(1);
            let (head, tail) = rest.split_at(ends[most - 1]);
            self.put(block(head, is_rest), most as f32 * LINE, 0.0);
            self.begin(self.lies());
            (rest, is_rest) = (tail, true);
        }
    }

    /// Puts a table down, on as many sheets as it takes, each under the table's heading. Its last rows
    /// stand with what is under them and with the signature.
    fn table(&mut self, table: &Table, next: &[Block]) {
        if self.lies() != table.landscape {
            self.begin(table.landscape);
        }
        let set = PaperTable::set(table, self.tightness);
        let heading = set.heading();
        let foot = set.foot();
        let (tail, _) = self.signing(next);
        let most = self.whole() - heading - LINE;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in &set.table.rows {
            let mut rest = row.clone();
            while set.row(&rest) > most {
                let (head, after) = set.cut(&rest, most);
                rows.push(head);
                rest = after;
            }
            rows.push(rest);
        }
        let heights: Vec<f32> = rows.iter().map(|row| set.row(row)).collect();
        let together = rows.len().saturating_sub(SIGNED);
        let mut piece = set.empty();
        let mut height = heading;
        if !self.is_new() && heading + heights.iter().take(SIGNED).sum::<f32>() > self.left {
            self.begin(table.landscape);
        }
        for (at, row) in rows.into_iter().enumerate() {
            let needed = match at >= together {
                true => heights[at..].iter().sum::<f32>() + foot + tail,
                false => heights[at],
            };
            if height + needed > self.left {
                let filled = std::mem::replace(&mut piece, set.empty());
                let has_rows = !filled.table.rows.is_empty();
                if has_rows {
                    self.put(Part::Table(filled), height, 0.0);
                }
                if has_rows || !self.is_new() {
                    self.begin(table.landscape);
                }
                height = heading;
            }
            height += heights[at];
            piece.table.rows.push(row);
        }
        piece.table.notes.clone_from(&table.notes);
        piece.table.signatures.clone_from(&table.signatures);
        self.put(Part::Table(piece), height + foot, height + foot);
    }
}

/// How high a signature stands, with the room above.
fn signature(block: &Block) -> f32 {
    match block {
        Block::Signature(lines) => (lines.len() as f32 + 1.0) * LINE,
        Block::Signed(lines) => lines.len() as f32 * SIGNED_LINE + LINE,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests;
