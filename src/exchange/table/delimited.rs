//! Tables as text: .csv files, and cells pasted from Excel or WPS.
//!
//! An own reader of forty lines rather than the `csv` crate: what is read here is as often not
//! CSV at all (pasted cells, quotes that are never closed), and every crate counts in what a
//! tablet loads first.

use super::grid::{Cell, Grid, MAX_COLUMNS, MAX_ROWS};

/// The largest text file that is read, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// Why a text is not read as a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DelimitedProblem {
    /// The file is larger than [`MAX_BYTES`].
    #[error(
        "文件有 {megabytes} MB，最多能读 20 MB。请只保留花名册一张表后另存再导入；本机数据没有改动"
    )]
    TooLarge {
        /// Its size, rounded up.
        megabytes: usize,
    },
    /// The bytes are text in no encoding that is known.
    #[error(
        "读不出这个文件的文字。请在 Excel 或 WPS 里打开它，“另存为”.xlsx 或“CSV UTF-8”后再导入；本机数据没有改动"
    )]
    NotText,
    /// There is nothing in it.
    #[error("里面没有内容。请打开原文件看一看是否选对；本机数据没有改动")]
    Empty,
    /// More rows than [`MAX_ROWS`].
    #[error("超过 {MAX_ROWS} 行。请分成几个文件分别导入；本机数据没有改动")]
    TooManyRows,
    /// More columns than [`MAX_COLUMNS`].
    #[error("第 {row} 行超过 {MAX_COLUMNS} 列。请删去用不到的列后再导入；本机数据没有改动")]
    TooManyColumns {
        /// The row, from 1.
        row: usize,
    },
}

/// The text of a file: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030, which
/// the caller decodes (in a browser `TextDecoder` does; `None`: the bytes are none).
///
/// # Errors
/// The file is too large, or its bytes are no text.
pub fn decode(
    bytes: &[u8],
    decode_gb18030: impl Fn(&[u8]) -> Option<String>,
) -> Result<String, DelimitedProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(DelimitedProblem::TooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) });
    }
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let units = pairs.iter().copied().map(unit);
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.ok().filter(|_| odd.is_empty())
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned).or_else(|| decode_gb18030(bytes)),
    };
    // A byte of 0 is in no text; without this test a photograph would pass as GB18030.
    text.filter(|text| !text.contains(['\0', '\u{fffd}'])).ok_or(DelimitedProblem::NotText)
}

/// Reads a table from text; tabs, commas or semicolons stand between the cells.
///
/// # Errors
/// Nothing in it, or more than fits.
pub fn read(text: &str) -> Result<Grid, DelimitedProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (named, text) = named_delimiter(text);
    let delimiter = named.unwrap_or_else(|| delimiter_of(text));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, after) = take_cell(rest, delimiter);
        row.push(if cell.is_empty() { Cell::Empty } else { Cell::Text(cell) });
        if row.len() > MAX_COLUMNS && row.last().is_some_and(|cell| !cell.is_blank()) {
            return Err(DelimitedProblem::TooManyColumns { row: rows.len() + 1 });
        }
        if let Some(same_row) = after.strip_prefix(delimiter) {
            rest = same_row;
            if rest.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
        } else {
            rest = after.strip_prefix('\r').unwrap_or(after);
            rest = rest.strip_prefix('\n').unwrap_or(rest);
            rows.push(std::mem::take(&mut row));
        }
        if rows.len() > MAX_ROWS && !rows.iter().skip(MAX_ROWS).flatten().all(Cell::is_blank) {
            return Err(DelimitedProblem::TooManyRows);
        }
    }
    let grid = Grid::new(rows);
    if grid.is_empty() { Err(DelimitedProblem::Empty) } else { Ok(grid) }
}

/// The delimiter that a first line `sep=;` names, as Excel understands it, and the text below.
fn named_delimiter(text: &str) -> (Option<char>, &str) {
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::chars) {
        Some(mut chars) => match (chars.next(), chars.next()) {
            (Some(delimiter), None) => (Some(delimiter), below),
            _ => (None, text),
        },
        None => (None, text),
    }
}

/// Tab if there is any outside quotes (pasted cells hold commas of their own), else whichever of
/// comma and semicolon there is more of.
fn delimiter_of(text: &str) -> char {
    let mut quoted = false;
    let (mut commas, mut semicolons) = (0_usize, 0_usize);
    for c in text.chars().take(100_000) {
        match c {
            '"' => quoted = !quoted,
            '\t' if !quoted => return '\t',
            ',' if !quoted => commas += 1,
            ';' if !quoted => semicolons += 1,
            _ => {}
        }
    }
    if semicolons > commas { ';' } else { ',' }
}

/// One cell from the start of a text, and what follows it: a delimiter, a line end or nothing.
/// A cell that opens with a quote which is never closed as it should be is taken as it stands.
fn take_cell(text: &str, delimiter: char) -> (String, &str) {
    if let Some(inner) = text.strip_prefix('"')
        && let Some(taken) = take_quoted(inner, delimiter)
    {
        return taken;
    }
    let end = text.find([delimiter, '\n', '\r']).unwrap_or(text.len());
    let (cell, after) = text.split_at_checked(end).unwrap_or((text, ""));
    (cell.to_owned(), after)
}

/// A quoted cell from behind its opening quote, if it is closed before a delimiter or line end.
fn take_quoted(inner: &str, delimiter: char) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = inner;
    loop {
        let (part, after) = rest.split_once('"')?;
        cell.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => {
                let closed = after.is_empty() || after.starts_with([delimiter, '\n', '\r']);
                return closed.then_some((cell, after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(table: &str) -> Vec<Vec<String>> {
        let grid = read(table).unwrap();
        grid.rows()
            .iter()
            .map(|row| row.iter().map(|cell| cell.text().into_owned()).collect())
            .collect()
    }

    fn gb18030(bytes: &[u8]) -> Option<String> {
        encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(std::borrow::Cow::into_owned)
    }

    #[test]
    fn quotes_line_ends_and_blank_cells_are_read() {
        assert_eq!(
            texts("\u{feff}姓名,备注\r\n张三,\"甲,\"\"乙\"\"\n丙\"\r\n,尾\r\n李四,"),
            vec![vec!["姓名", "备注"], vec!["张三", "甲,\"乙\"\n丙"], vec!["", "尾"], vec!["李四"]]
        );
    }

    #[test]
    fn pasted_cells_keep_commas_and_lines_inside_cells() {
        assert_eq!(
            texts("姓名\t备注\n张三\t\"甲,乙\n丙\"\n李四\t5\" 屏,大\n"),
            vec![vec!["姓名", "备注"], vec!["张三", "甲,乙\n丙"], vec!["李四", "5\" 屏,大"]]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_ordinary_character() {
        assert_eq!(texts("a,\"b\nc,d\n"), vec![vec!["a", "\"b"], vec!["c", "d"]]);
        assert_eq!(texts("a,\"b\"x,c\n"), vec![vec!["a", "\"b\"x", "c"]]);
    }

    #[test]
    fn semicolons_and_a_named_delimiter_are_understood() {
        assert_eq!(texts("姓名;性别\n张三;男\n")[1], ["张三", "男"]);
        assert_eq!(texts("sep=|\n姓名|性别\n")[0], ["姓名", "性别"]);
        assert_eq!(texts("张三，男\n")[0], ["张三，男"]);
    }

    #[test]
    fn text_is_decoded_from_each_encoding_that_excel_and_wps_write() {
        let text = "姓名,张三𠮷";
        let (encoded, _, _) = encoding_rs::GB18030.encode(text);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(&[0xef, 0xbb, 0xbf], text.as_bytes()),
            encoded.into_owned(),
            with(&[0xff, 0xfe], &utf16),
            with(&[0xfe, 0xff], &utf16_be),
        ] {
            assert_eq!(decode(&bytes, gb18030).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(
            decode(&[0x89, b'P', b'N', b'G', 0, 0, 1], gb18030),
            Err(DelimitedProblem::NotText)
        );
        assert_eq!(decode(&[0xff, 0xfe, 0x41], gb18030), Err(DelimitedProblem::NotText));
        assert_eq!(decode(&[0xff, 0xff, 0xff], gb18030), Err(DelimitedProblem::NotText));
        let large = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(decode(&large, gb18030), Err(DelimitedProblem::TooLarge { megabytes: 21 }));
    }

    #[test]
    fn empty_and_oversized_tables_are_refused() {
        assert_eq!(read(""), Err(DelimitedProblem::Empty));
        assert_eq!(read(" ,\n , \n"), Err(DelimitedProblem::Empty));
        assert_eq!(read(&"a\n".repeat(MAX_ROWS + 1)), Err(DelimitedProblem::TooManyRows));
        assert!(read(&format!("{}{}", "a\n".repeat(MAX_ROWS), "\n".repeat(50))).is_ok());
        assert_eq!(
            read(&"a,".repeat(MAX_COLUMNS + 1)),
            Err(DelimitedProblem::TooManyColumns { row: 1 })
        );
    }
}
