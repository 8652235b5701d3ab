//! Tables of a page of HTML, as far as they are tables: cells, spans and line breaks.

use super::super::cell_text::delimited_cell;
use super::super::grid::NamedGrid;
use super::super::spreadsheet::SpreadsheetProblem;
use super::MarkupSheet;

/// Elements whose content is no text of the page.
const SILENT: [&str; 5] = ["script", "style", "xml", "head", "template"];
/// The most rows or columns that one cell may span.
const WIDEST_SPAN: usize = 1000;

/// The tables of a page that hold anything; one inside another stands by itself.
pub(super) fn read(page: &str, left: &mut usize) -> Result<Vec<NamedGrid>, SpreadsheetProblem> {
    let mut open: Vec<(usize, TableReader)> = Vec::new();
    let mut found: Vec<(usize, MarkupSheet)> = Vec::new();
    let mut rest = page;
    let mut count = 0_usize;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, markup) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if let Some((_, table)) = open.last_mut() {
            table.text(text);
        }
        let (tag, after) = match Tag::first(markup) {
            Some(found) => found,
            // A sign that opens no tag is text.
            None => {
                if let (Some((_, table)), true) = (open.last_mut(), markup.starts_with('<')) {
                    table.text("<");
                }
                rest = markup.strip_prefix('<').unwrap_or("");
                continue;
            }
        };
        rest = after;
        if !tag.closes && SILENT.contains(&tag.name.as_str()) {
            let end = format!("</{}", tag.name);
            // A page that never closes its head has no body otherwise.
            if let Some(at) = find_ignoring_case(rest, &end) {
                rest = rest.get(at..).unwrap_or("");
            }
            continue;
        }
        match (tag.name.as_str(), tag.closes) {
            ("table", false) => {
                open.push((count, TableReader::default()));
                count += 1;
            }
            ("table", true) => {
                if let Some((place, table)) = open.pop() {
                    found.push((place, table.finish(left)?));
                }
            }
            _ => {
                if let Some((_, table)) = open.last_mut() {
                    table.tag(&tag, left)?;
                }
            }
        }
    }
    for (place, table) in open {
        found.push((place, table.finish(left)?));
    }
    crate::ordered::sort_by(&mut found, |(one, _), (other, _)| one.cmp(other));
    let named = found.into_iter().filter_map(|(_, sheet)| sheet.finish());
    let mut tables: Vec<NamedGrid> = named.collect();
    if tables.len() > 1 {
        for (at, table) in tables.iter_mut().enumerate() {
            table.name = format!("第 {} 张表", at + 1);
        }
    }
    Ok(tables)
}

/// A tag: its name in lower case, and its attributes as they stand.
struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag at the start of a text and the text behind it; a comment is a tag without a name.
    fn first(markup: &'a str) -> Option<(Self, &'a str)> {
        let inner = markup.strip_prefix('<')?;
        if let Some(comment) = inner.strip_prefix("!--") {
            let after = comment.find("-->").and_then(|at| comment.get(at + 3..)).unwrap_or("");
            return Some((Self { name: String::new(), closes: false, attributes: "" }, after));
        }
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
            return None;
        }
        let mut quote: Option<char> = None;
        let end = inner.find(|c: char| match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None if c == '>' => true,
            None => {
                if matches!(c, '"' | '\'') {
                    quote = Some(c);
                }
                false
            }
        });
        // A quotation mark that is never closed ends with its tag.
        let end = end.or_else(|| inner.find('>')).unwrap_or(inner.len());
        let (tag, after) = inner.split_at_checked(end)?;
        let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at_checked(name_end)?;
        let tag = Self { name: name.to_ascii_lowercase(), closes, attributes };
        Some((tag, after.strip_prefix('>').unwrap_or("")))
    }

    /// The value of an attribute.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            let at = find_ignoring_case(rest, name)?;
            let before = rest.get(..at)?;
            let after = rest.get(at + name.len()..)?.trim_start();
            rest = after;
            if before.ends_with(|c: char| !c.is_whitespace() && !matches!(c, '"' | '\'')) {
                continue;
            }
            let Some(value) = after.strip_prefix('=') else { continue };
            let value = value.trim_start();
            return match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value.get(1..)?.split(quote).next(),
                _ => value.split(char::is_whitespace).next(),
            };
        }
    }

    fn span(&self, name: &str) -> usize {
        let span = self.attribute(name).and_then(|span| span.trim().parse::<usize>().ok());
        span.unwrap_or(1).clamp(1, WIDEST_SPAN)
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    text.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

/// A table that is being read.
#[derive(Default)]
struct TableReader {
    sheet: MarkupSheet,
    row: usize,
    column: usize,
    has_row: bool,
    /// Until which row each column is taken by a cell from above.
    taken_until: Vec<usize>,
    cell: Option<(usize, usize, String)>,
}

impl TableReader {
    fn text(&mut self, text: &str) {
        if let Some((_, _, content)) = &mut self.cell {
            for c in unescaped(text).chars() {
                // Line ends of the source are spaces; those of the page are breaks.
                let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
                if !(c == ' ' && (content.is_empty() || content.ends_with([' ', '\n']))) {
                    content.push(c);
                }
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'_>, left: &mut usize) -> Result<(), SpreadsheetProblem> {
        match tag.name.as_str() {
            "tr" => {
                self.end_cell(left)?;
                if !tag.closes {
                    self.row += usize::from(self.has_row);
                    (self.column, self.has_row) = (0, true);
                }
            }
            "td" | "th" => {
                self.end_cell(left)?;
                if !tag.closes {
                    self.begin_cell(tag);
                }
            }
            "br" => self.break_line(),
            "p" | "div" | "li" if tag.closes => self.break_line(),
            _ => {}
        }
        Ok(())
    }

    fn break_line(&mut self) {
        if let Some((_, _, content)) = &mut self.cell {
            content.push('\n');
        }
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) {
        self.has_row = true;
        while self.taken_until.get(self.column).is_some_and(|until| *until > self.row) {
            self.column += 1;
        }
        let (down, across) = (tag.span("rowspan"), tag.span("colspan"));
        let place = (self.row, self.column);
        self.column += across;
        if down > 1 {
            if self.taken_until.len() < self.column {
                self.taken_until.resize(self.column, 0);
            }
            for until in self.taken_until.iter_mut().take(self.column).skip(place.1) {
                *until = self.row + down;
            }
        }
        self.sheet.merge(place, down - 1, across - 1);
        self.cell = Some((place.0, place.1, String::new()));
    }

    fn end_cell(&mut self, left: &mut usize) -> Result<(), SpreadsheetProblem> {
        match self.cell.take() {
            Some((row, column, text)) => {
                self.sheet.put((row, column), delimited_cell(text.trim()), left)
            }
            None => Ok(()),
        }
    }

    fn finish(mut self, left: &mut usize) -> Result<MarkupSheet, SpreadsheetProblem> {
        self.end_cell(left)?;
        Ok(self.sheet)
    }
}

/// The text with its references to characters resolved; those that are not known stay.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let reference = from.get(1..).unwrap_or_default();
        let end = reference.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        let (name, after) =
            reference.split_at_checked(end.unwrap_or(reference.len())).unwrap_or((reference, ""));
        match character(name) {
            Some(c) => {
                out.push(c);
                rest = after.strip_prefix(';').unwrap_or(after);
            }
            None => {
                out.push('&');
                rest = reference;
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    let number =
        |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    if let Some(digits) = name.strip_prefix('#') {
        return match digits.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, 16),
            None => number(digits, 10),
        };
    }
    Some(match name {
        "nbsp" | "ensp" | "emsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "middot" => '·',
        "bull" => '•',
        "mdash" => '—',
        "ndash" => '–',
        _ => return None,
    })
}
