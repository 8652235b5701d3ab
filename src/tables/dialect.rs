//! Dialects of delimited text: which character stands between the cells, and where rows end.
//!
//! The delimiter is the one under which the lines agree on the number of cells. What no dialect
//! allows (a quotation mark that is never closed) is mended here, so that the `csv` crate can
//! read the rest by the rules.

use std::borrow::Cow;

/// Delimiters in the order in which they are preferred where the lines do not decide. The last two
/// come from Chinese keyboards.
const DELIMITERS: [char; 6] = ['\t', ',', ';', '|', '，', '；'];
/// So many rows decide about the delimiter.
const SAMPLE_ROWS: usize = 200;
/// So many bytes decide about the delimiter.
const SAMPLE_BYTES: usize = 100_000;
/// The longest text of a quoted cell, in bytes: Excel's limit of 32,767 characters.
const LONGEST_CELL: usize = 4 * 32_767;
/// From so many columns on, a table is wide.
const WIDE: usize = 6;
/// Stands for delimiters outside ASCII, which the `csv` crate does not take.
const RECORD_SEPARATOR: char = '\u{1e}';

/// How the cells and rows of a text are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The character between two cells.
    delimiter: char,
    /// How many cells most rows have.
    width: usize,
}

/// A row of a text that keeps to the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// Its cells as they stand, quotation marks resolved.
    pub cells: Vec<String>,
    /// Whether a quotation mark in it has no partner.
    pub has_stray_quote: bool,
}

impl Dialect {
    /// Finds the dialect of a text: that of its first line `sep=;`, as Excel understands it, or
    /// the one under which its lines agree. Returns it with the text of the table.
    #[must_use]
    pub fn of(text: &str) -> (Self, &str) {
        let (named, below) = named_delimiter(text);
        let sample = sample_of(below);
        if let Some(delimiter) = named {
            return (Self { delimiter, width: 0 }.measured(sample).0, below);
        }
        let mut best = (Self { delimiter: ',', width: 0 }, 0.0);
        for delimiter in DELIMITERS.into_iter().filter(|d| sample.contains(*d)) {
            let (dialect, score) = Self { delimiter, width: 0 }.measured(sample);
            if score > best.1 {
                best = (dialect, score);
            }
        }
        (best.0, below)
    }

    /// The rows of a text, blank ones included.
    ///
    /// # Errors
    /// None that the `csv` crate is known to give for mended text.
    pub fn rows(self, text: &str) -> Result<Vec<TextRow>, csv::Error> {
        let (regular, stray_rows) = self.regular(text);
        let ascii = u8::try_from(self.delimiter).unwrap_or(RECORD_SEPARATOR as u8);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(ascii)
            .from_reader(regular.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record?;
            let cells = record.iter().map(|cell| {
                if self.delimiter.is_ascii() {
                    cell.to_owned()
                } else {
                    cell.replace(RECORD_SEPARATOR, self.delimiter.encode_utf8(&mut [0; 4]))
                }
            });
            let has_stray_quote = stray_rows.binary_search(&rows.len()).is_ok();
            rows.push(TextRow { cells: cells.collect(), has_stray_quote });
        }
        Ok(rows)
    }

    /// The dialect with the width that most rows of a sample have, and how well the rows agree:
    /// many rows of one width count, few widths, and cells that hold no other delimiter.
    fn measured(self, sample: &str) -> (Self, f64) {
        let rows = self.rows(sample).unwrap_or_default();
        let mut widths: Vec<(usize, usize)> = Vec::new();
        let (mut cells, mut clean) = (0_usize, 0_usize);
        for row in rows.iter().take(SAMPLE_ROWS) {
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let width = row.cells.len();
            match widths.iter_mut().find(|(known, _)| *known == width) {
                Some((_, count)) => *count += 1,
                None => widths.push((width, 1)),
            }
            for cell in row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
                let other = |d: &char| *d != self.delimiter && cell.contains(*d);
                cells += 1;
                clean += usize::from(!DELIMITERS[..4].iter().any(other));
            }
        }
        let split = |(width, count): &(usize, usize)| {
            *count as f64 * (width.saturating_sub(1)) as f64 / *width as f64
        };
        let agreement = widths.iter().map(split).sum::<f64>() / widths.len().max(1) as f64;
        // Where every cell holds another delimiter something is read wrongly, but not surely.
        let share = (clean as f64 + 0.01) / (cells as f64 + 0.01);
        let lone_line = widths.iter().map(|(_, count)| count).sum::<usize>() < 2;
        // In a single line a comma of a sentence would pass for a delimiter.
        let unsure = lone_line && !matches!(self.delimiter, '\t' | ',' | ';');
        let width = widths.iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| *width);
        (Self { width, ..self }, if unsure { 0.0 } else { agreement * share })
    }

    /// The text with one row a line, each by the rules, and the rows with a stray quotation mark.
    fn regular<'a>(&self, text: &'a str) -> (Cow<'a, str>, Vec<usize>) {
        let mut out = String::with_capacity(text.len() + 16);
        let mut strays = Vec::new();
        let mut rest = text;
        let mut row = 0_usize;
        while !rest.is_empty() {
            let (mut end, mut is_stray) = self.row_end(rest);
            let whole = rest.get(..end).unwrap_or(rest);
            if !is_stray && self.is_several_rows(whole) {
                is_stray = true;
            }
            if is_stray {
                end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            }
            let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if is_stray {
                strays.push(row);
                for (place, cell) in line.split(self.delimiter).enumerate() {
                    if place > 0 {
                        self.push_delimiter(&mut out);
                    }
                    out.extend(["\"", &cell.replace('"', "\"\""), "\""]);
                }
            } else if line.is_empty() {
                // A blank line would be passed over, and the rows below it would be misnumbered.
                out.push_str("\"\"");
            } else if self.delimiter.is_ascii() {
                out.push_str(line);
            } else {
                out.extend(
                    line.chars().map(|c| if c == self.delimiter { RECORD_SEPARATOR } else { c }),
                );
            }
            out.push('\n');
            row += 1;
            let after_return = after.strip_prefix('\r').unwrap_or(after);
            rest = after_return.strip_prefix('\n').unwrap_or(after_return);
        }
        (Cow::Owned(out), strays)
    }

    fn push_delimiter(&self, out: &mut String) {
        out.push(if self.delimiter.is_ascii() { self.delimiter } else { RECORD_SEPARATOR });
    }

    /// Where the row at the start of a text ends, and whether it has a quotation mark that opens
    /// a cell and is not closed at the end of one.
    fn row_end(&self, text: &str) -> (usize, bool) {
        let ends = [self.delimiter, '\n', '\r'];
        let mut at = 0_usize;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let cell = match rest.strip_prefix('"') {
                Some(inner) => match self.quoted_length(inner) {
                    Some(length) => length + 1,
                    None => return (0, true),
                },
                None => rest.find(ends).unwrap_or(rest.len()),
            };
            at += cell;
            match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if c == self.delimiter => at += c.len_utf8(),
                _ => return (at, false),
            }
        }
    }

    /// The length of a quoted cell behind its opening mark, the closing mark included; `None`
    /// where no mark closes it.
    fn quoted_length(&self, inner: &str) -> Option<usize> {
        let mut at = 0_usize;
        loop {
            at += inner.get(at..)?.find('"')? + 1;
            let after = inner.get(at..)?;
            if after.starts_with('"') {
                at += 1;
            } else if after.is_empty() || after.starts_with([self.delimiter, '\n', '\r']) {
                return (at <= LONGEST_CELL).then_some(at);
            } else {
                return None;
            }
        }
    }

    /// Whether what a pair of quotation marks holds together are rows of their own: two stray
    /// marks in different rows look like a pair. Only in a wide table does a line inside a cell
    /// hardly ever look like a row; and whoever doubles marks knows how to quote.
    fn is_several_rows(&self, row: &str) -> bool {
        row.contains('\n')
            && self.width >= WIDE
            && !row.contains("\"\"")
            && row.lines().all(|line| line.split(self.delimiter).count() == self.width)
    }
}

/// The delimiter that a first line `sep=;` names, and the text below it.
fn named_delimiter(text: &str) -> (Option<char>, &str) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let (first, below) = text.split_at_checked(end).unwrap_or((text, ""));
    let plain = first.trim_matches(['"', ' ']);
    let named = plain.get(..4).filter(|key| key.eq_ignore_ascii_case("sep="));
    // In a file that was saved again, the line is filled up with delimiters.
    let mut chars = named.and(plain.get(4..)).unwrap_or_default().chars();
    match chars.next() {
        Some(delimiter) if chars.all(|c| c == delimiter) => {
            let below = below.strip_prefix('\r').unwrap_or(below);
            (Some(delimiter), below.strip_prefix('\n').unwrap_or(below))
        }
        _ => (None, text),
    }
}

/// The first whole lines of a text.
fn sample_of(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let most = (0..=SAMPLE_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = text.get(..most).unwrap_or(text);
    head.rfind('\n').and_then(|end| head.get(..end)).unwrap_or(head)
}
