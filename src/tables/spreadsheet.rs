//! Reading .xlsx workbooks: bytes to sheets of cells.
//!
//! calamine reads; around it stand the limits and the sentences. An archive is weighed before
//! calamine sees it, as calamine itself unpacks whatever it is given.

use std::io::{Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cell_text::workbook_cell;
use super::doubts::{Doubt, DoubtfulCell};
use super::grid::{Grid, GridCell, MAX_COLUMNS, MAX_ROWS, Merge, NamedGrid};
use super::number_format::Shown;
use super::spreadsheet_reply::{MAX_BYTES, Markup, markup_of};
use super::workbook_parts::{SheetLayout, WorkbookParts};
use crate::typed_text::PartialDate;

/// The most that a workbook may unpack to, in bytes.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// The most files in a workbook's archive.
const MAX_PARTS: usize = 5_000;
/// The most sheets that are read.
const MAX_SHEETS: usize = 100;
/// The most cells that are read from all sheets together.
const MAX_CELLS: usize = 2_000_000;

/// Why a workbook is not read. Nothing has been changed when one of these is returned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpreadsheetProblem {
    /// Larger than [`MAX_BYTES`].
    #[error(
        "文件有 {megabytes} MB，最多能读 20 MB。请只保留花名册一张表、删去图片后另存再导入；本机数据没有改动"
    )]
    TooLarge {
        /// Its size, rounded up.
        megabytes: usize,
    },
    /// Small, but unpacks to more than a roster can be.
    #[error(
        "这个文件解开后大得不正常，没有打开它。请在 Excel 或 WPS 里把花名册复制到一个新文件后再导入；本机数据没有改动"
    )]
    Bomb,
    /// A workbook of Excel 97 to 2003, whatever its file is called.
    #[error(
        "这是旧版 Excel（.xls）文件，请在 Excel 或 WPS 里“另存为”.xlsx 后再导入；本机数据没有改动"
    )]
    OldExcel,
    /// A workbook under a password.
    #[error("这个文件设了打开密码。请在 Excel 或 WPS 里去掉密码另存后再导入；本机数据没有改动")]
    Encrypted,
    /// A page of HTML under the name of a workbook without a table (see [`super::markup`]).
    #[error(
        "这个文件是网页，不是真正的 Excel 文件，里面没有读到表格。请在 Excel 或 WPS 里打开它，“另存为”.xlsx 后再导入；本机数据没有改动"
    )]
    Html,
    /// A file of XML under the name of a workbook without a table.
    #[error(
        "这个文件是 XML，不是真正的 Excel 文件，里面没有读到表格。请在 Excel 或 WPS 里打开它，“另存为”.xlsx 后再导入；本机数据没有改动"
    )]
    Xml,
    /// A workbook in Excel's binary form.
    #[error(
        "这是二进制的 Excel（.xlsb）文件，请在 Excel 或 WPS 里“另存为”.xlsx 后再导入；本机数据没有改动"
    )]
    Binary,
    /// Plain text under the name of a workbook.
    #[error(
        "这个文件是文本，不是 Excel 文件。请把文件名的结尾改成 .csv 后再导入，或在 Excel、WPS 里“另存为”.xlsx；本机数据没有改动"
    )]
    PlainText,
    /// Nothing at all.
    #[error("文件是空的（0 字节），多半没有下载或复制完整。请重新取得这个文件；本机数据没有改动")]
    NoBytes,
    /// None of the formats that are known.
    #[error("这不是 Excel（.xlsx）文件。请选择 .xlsx 或 .csv 文件；本机数据没有改动")]
    NotASpreadsheet,
    /// An archive of something else: a Word document, photographs …
    #[error(
        "这是压缩包或别的文档（如 Word），里面没有 Excel 表格。请选择 .xlsx 文件，压缩包请先解开；本机数据没有改动"
    )]
    NotAWorkbook,
    /// Cut off or damaged.
    #[error(
        "文件不完整或已损坏（{part}）。请在 Excel 或 WPS 里打开原文件另存一份，或重新传一次后再导入；本机数据没有改动"
    )]
    Damaged {
        /// What could not be read, in words.
        part: String,
    },
    /// No sheet holds anything.
    #[error("这个文件里的工作表都是空的。请打开原文件看一看是否选对；本机数据没有改动")]
    Empty,
    /// A sheet with more rows than [`MAX_ROWS`].
    #[error(
        "工作表“{sheet}”超过 {MAX_ROWS} 行。请删去多余的行，或分成几个文件分别导入；本机数据没有改动"
    )]
    TooManyRows {
        /// The sheet.
        sheet: String,
    },
    /// A sheet with more columns than [`MAX_COLUMNS`].
    #[error(
        "工作表“{sheet}”第 {row} 行超过 {MAX_COLUMNS} 列。请删去用不到的列后再导入；本机数据没有改动"
    )]
    TooManyColumns {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: usize,
    },
    /// More sheets or cells than are read together.
    #[error(
        "这个文件的工作表太多或内容太多。请把花名册一张表复制到新文件后再导入；本机数据没有改动"
    )]
    TooMuch,
}

/// Reads every visible sheet of a workbook that holds anything, in the workbook's order: the
/// values that Excel last showed (formulas are not computed), dates as dates. Sheets of macros,
/// dialogs and charts are passed over; cells with an error are doubtful.
///
/// # Errors
/// The bytes are no .xlsx workbook, a damaged one, or one beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Vec<NamedGrid>, SpreadsheetProblem> {
    recognise(bytes)?;
    let parts = WorkbookParts::new(bytes, weigh(bytes)?);
    if parts.has("xl/workbook.bin") {
        return Err(SpreadsheetProblem::Binary);
    }
    let known = parts.without_macro_sheets();
    let mut workbook = Xlsx::new(Cursor::new(&*known)).map_err(|e| problem_of(&e, "工作簿"))?;
    let paths = parts.sheet_paths();
    let sheets: Vec<(String, Option<String>)> = workbook
        .sheets_metadata()
        .iter()
        .enumerate()
        .filter(|(_, s)| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet)
        .map(|(place, sheet)| (sheet.name.clone(), paths.get(place).cloned().flatten()))
        .collect();
    if sheets.len() > MAX_SHEETS {
        return Err(SpreadsheetProblem::TooMuch);
    }
    let mut grids = Vec::new();
    let mut cells_left = MAX_CELLS;
    for (name, path) in sheets {
        let layout = path.map(|path| parts.layout(&path)).unwrap_or_default();
        if let Some(grid) = read_sheet(&mut workbook, &name, layout, &mut cells_left)? {
            grids.push(NamedGrid { name, grid });
        }
    }
    if grids.is_empty() { Err(SpreadsheetProblem::Empty) } else { Ok(grids) }
}

/// Refuses what is no zip archive, by its first bytes: the file's name is not to be trusted.
fn recognise(bytes: &[u8]) -> Result<(), SpreadsheetProblem> {
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    if bytes.is_empty() {
        return Err(SpreadsheetProblem::NoBytes);
    }
    if bytes.len() > MAX_BYTES {
        return Err(SpreadsheetProblem::TooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(());
    }
    if bytes.starts_with(OLE) {
        // The directory of such a file names its streams in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if encrypted {
            SpreadsheetProblem::Encrypted
        } else {
            SpreadsheetProblem::OldExcel
        });
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    match markup_of(head) {
        Some(Markup::WebPage) => return Err(SpreadsheetProblem::Html),
        Some(Markup::Xml) => return Err(SpreadsheetProblem::Xml),
        None => {}
    }
    if !head.contains(&0) && (head.contains(&b',') || head.contains(&b'\t')) {
        return Err(SpreadsheetProblem::PlainText);
    }
    Err(SpreadsheetProblem::NotASpreadsheet)
}

/// Unpacks the archive once without keeping it: what it says about its sizes may be untrue. Finds
/// damage (lengths, checksums) and bombs before calamine holds any of it in memory. Returns the
/// names of its parts.
fn weigh(bytes: &[u8]) -> Result<Vec<String>, SpreadsheetProblem> {
    let damaged = |part: &str| SpreadsheetProblem::Damaged { part: part.to_owned() };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("压缩包的目录读不出"))?;
    if archive.len() > MAX_PARTS {
        return Err(SpreadsheetProblem::Bomb);
    }
    let mut left = MAX_UNPACKED;
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| damaged("压缩包里有读不出的部分"))?;
        names.push(part.name().map_err(|_| damaged("压缩包里有读不出的部分"))?.into_owned());
        if part.size() > left {
            return Err(SpreadsheetProblem::Bomb);
        }
        let unpacked = std::io::copy(&mut part.by_ref().take(left + 1), &mut std::io::sink())
            .map_err(|_| damaged("压缩的内容与校验不符"))?;
        left = left.checked_sub(unpacked).ok_or(SpreadsheetProblem::Bomb)?;
    }
    let of_a_workbook = |name: &String| name.to_lowercase().replace('\\', "/").starts_with("xl/");
    let is_workbook = names.iter().any(of_a_workbook);
    if is_workbook { Ok(names) } else { Err(SpreadsheetProblem::NotAWorkbook) }
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    layout: SheetLayout,
    cells_left: &mut usize,
) -> Result<Option<Grid>, SpreadsheetProblem> {
    let epoch_1904 = workbook.has_1904_epoch();
    let (rows, mut doubts) = read_cells(workbook, name, &layout, cells_left)?;
    let mut grid = Grid::new(rows);
    if grid.is_empty() {
        return Ok(None);
    }
    grid.epoch_1904 = epoch_1904;
    // Errors beyond the table's edges belong to no row of it.
    doubts.extend(layout.errors.into_iter().filter(|error| error.column < MAX_COLUMNS).map(
        |error| {
            let doubt = Doubt::FormulaError(error.value);
            DoubtfulCell { row: error.row, column: error.column, doubt }
        },
    ));
    // Where the merged cells cannot be read, each value stays in its first cell.
    let merges = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let merges = merges.iter().take(MAX_ROWS).map(|merge| Merge {
        top: merge.start.0 as usize,
        left: merge.start.1 as usize,
        bottom: merge.end.0 as usize,
        right: merge.end.1 as usize,
    });
    let grid = grid.with_merges(merges.collect());
    Ok(Some(grid.with_doubts(doubts).with_hidden(layout.hidden)))
}

type Cells = (Vec<Vec<GridCell>>, Vec<DoubtfulCell>);

/// The cells of a sheet and those of its doubts that its values tell; none for a sheet that is a
/// chart.
fn read_cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    layout: &SheetLayout,
    cells_left: &mut usize,
) -> Result<Cells, SpreadsheetProblem> {
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    let mut doubts = Vec::new();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok((rows, doubts)),
        Err(e) => return Err(problem_of(&e, name)),
    };
    let shown_as = |style: &calamine::Style| style.number_format.as_ref().map(Shown::of);
    let formats: Vec<Shown> =
        cells.styles().iter().map(|style| shown_as(style).unwrap_or_default()).collect();
    // Behind a cell that calamine refuses, it counts one column too few where cells do not say
    // where they stand.
    let mut uncounted: Option<usize> = None;
    let mut behind = 0_usize;
    for ordinal in 0_usize.. {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            // An error value of which it does not know the name.
            Err(XlsxError::CellError(_)) => {
                let at = layout.errors.binary_search_by_key(&ordinal, |error| error.ordinal);
                let error = at.ok().and_then(|at| layout.errors.get(at));
                if let Some(error) = error.filter(|error| !error.has_address) {
                    behind = if uncounted == Some(error.row) { behind + 1 } else { 1 };
                    uncounted = Some(error.row);
                }
                continue;
            }
            Err(e) => return Err(problem_of(&e, name)),
        };
        let (value, doubt) =
            value_of(cell.get_value(), formats.get(style).unwrap_or(&Shown::Plain));
        if value.is_blank() && doubt.is_none() {
            continue;
        }
        let (row, column) = cell.get_position();
        let row = row as usize;
        let column = column as usize + if uncounted == Some(row) { behind } else { 0 };
        if row >= MAX_ROWS {
            return Err(SpreadsheetProblem::TooManyRows { sheet: name.to_owned() });
        }
        if column >= MAX_COLUMNS {
            return Err(SpreadsheetProblem::TooManyColumns {
                sheet: name.to_owned(),
                row: row + 1,
            });
        }
        *cells_left = cells_left.checked_sub(1).ok_or(SpreadsheetProblem::TooMuch)?;
        doubts.extend(doubt.map(|doubt| DoubtfulCell { row, column, doubt }));
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if let Some(cells) = rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, GridCell::Empty);
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = value;
            }
        }
    }
    Ok((rows, doubts))
}

/// A value as the sheet shows it, and what is doubtful about it. Errors are doubtful by the
/// sheet's layout, which knows all of their names.
fn value_of(value: &DataRef<'_>, format: &Shown) -> (GridCell, Option<Doubt>) {
    let shown = |number: f64| format.text(number).map_or(GridCell::Number(number), GridCell::Text);
    let certain = |cell| (cell, None);
    match value {
        DataRef::Empty | DataRef::Error(_) => certain(GridCell::Empty),
        DataRef::Int(number) => certain(shown(*number as f64)),
        DataRef::Float(number) => certain(shown(*number)),
        DataRef::String(text) => workbook_cell(text),
        DataRef::SharedString(text) => workbook_cell(text),
        DataRef::Bool(yes) => {
            certain(GridCell::Text(if *yes { "TRUE" } else { "FALSE" }.to_owned()))
        }
        DataRef::DateTime(moment) => match year_of(moment) {
            Some(year) => (GridCell::Number(year.into()), Some(Doubt::YearOnly(year))),
            None => certain(date_of(moment, *format == Shown::Month)),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            certain(GridCell::Text(text.clone()))
        }
    }
}

/// The year that was typed into a cell formatted as a date: as a day it would be one of 1905.
fn year_of(moment: &ExcelDateTime) -> Option<u16> {
    let number = moment.as_f64();
    (number.fract() == 0.0 && (1900.0..=2100.0).contains(&number)).then_some(number as u16)
}

/// A day as Excel keeps it; a number that is no day of our years stays a number.
fn date_of(moment: &ExcelDateTime, month_only: bool) -> GridCell {
    let number = GridCell::Number(moment.as_f64());
    if !moment.is_datetime() || moment.as_f64() < 1.0 {
        return number;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    PartialDate::new(year.into(), month.into(), Some(day.into()))
        .map(|date| if month_only { date.to_the_month() } else { date })
        .map_or(number, GridCell::Date)
}

fn problem_of(error: &XlsxError, place: &str) -> SpreadsheetProblem {
    match error {
        XlsxError::Password => SpreadsheetProblem::Encrypted,
        _ => SpreadsheetProblem::Damaged { part: format!("{place}读不出") },
    }
}
