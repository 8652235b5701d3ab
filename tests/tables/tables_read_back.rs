//! Laws of tables as files: what is written in any usual dialect reads back as it was.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use yixin::reports::{Column, Table, workbook};
use yixin::tables::cell_text::{delimited_cell, workbook_cell};
use yixin::tables::delimited;
use yixin::tables::grid::Grid;
use yixin::tables::spreadsheet;

fn gb18030(bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned())
}

/// A text as people put it into a cell; no white space at its ends, which no reader keeps.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "张三",
        "00123",
        "A1",
        "13800138000",
        ",",
        ";",
        "\t",
        "\n",
        "\"",
        "'",
        "=1+1",
        "-",
        "，",
        "|",
        " ",
        "86.5",
        "𠮷",
        "·",
        "（",
        "",
        "",
        "",
    ]);
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat().trim().to_owned())
}

/// A table under plain headings: two to five columns, one to seven rows, none of them blank.
fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    (2..6_usize).prop_flat_map(|width| {
        let row = prop::collection::vec(cell(), width).prop_map(|mut row| {
            row[0].insert(0, '王');
            row
        });
        prop::collection::vec(row, 1..8).prop_map(move |rows| {
            let headings = (0..width).map(|n| format!("第{n}列")).collect();
            std::iter::once(headings).chain(rows).collect()
        })
    })
}

fn texts(grid: &Grid, width: usize) -> Vec<Vec<String>> {
    let row = |row: usize| (0..width).map(move |column| grid.cell(row, column).text().into_owned());
    (0..grid.rows().len()).map(|at| row(at).collect()).collect()
}

/// A table as another program writes it: cells in quotation marks where they must be.
fn written(rows: &[Vec<String>], delimiter: char, line_end: &str, all_quoted: bool) -> String {
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().map(|cell| {
            let must = cell.contains([delimiter, '"', '\n', '\r']);
            if must || all_quoted {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        });
        text += &cells.collect::<Vec<_>>().join(&delimiter.to_string());
        text += line_end;
    }
    text
}

fn encoded(text: &str, encoding: u8) -> Vec<u8> {
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(),
        2 => encoding_rs::GB18030.encode(text).0.into_owned(),
        3 => utf16(u16::to_le_bytes),
        4 => utf16(u16::to_be_bytes),
        _ => [vec![0xff, 0xfe], utf16(u16::to_le_bytes)].concat(),
    }
}

/// What a foreign file says without the marks that keep a cell text.
fn unmarked(cell: &str) -> String {
    delimited_cell(cell).0.text().into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_own_csv_reads_back_guards_and_all(rows in rows()) {
        let width = rows[0].len();
        let columns = rows[0].iter().map(Column::text).collect();
        let table = Table { columns, rows: rows[1..].to_vec(), ..Table::default() };
        let grid = delimited::read(&table.to_csv()).unwrap();
        prop_assert_eq!(texts(&grid, width), rows);
        prop_assert!(grid.doubts().is_empty());
    }

    #[test]
    fn our_own_workbook_reads_back(rows in rows(), percent in 0..=1000_u32) {
        let width = rows[0].len();
        let share = format!("{}.{}%", percent / 10, percent % 10);
        let columns = rows[0].iter().map(Column::text).chain([Column::number("率", 9)]);
        let body = rows[1..].iter().map(|row| row.iter().cloned().chain([share.clone()]).collect());
        let table = Table { columns: columns.collect(), rows: body.collect(), ..Table::default() };
        let sheets = spreadsheet::read(&workbook(&[table]).unwrap()).unwrap();
        let grid = &sheets[0].grid;
        let first = (0..grid.rows().len()).find(|row| grid.cell(*row, 0).text() == "第0列").unwrap();
        let said: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| workbook_cell(cell).0.text().into_owned()).collect())
            .collect();
        prop_assert_eq!(&texts(grid, width)[first..first + rows.len()], said);
        let shown = grid.cell(first + 1, width).text().into_owned();
        prop_assert_eq!(shown, share);
        prop_assert!(grid.doubts().is_empty());
    }

    #[test]
    fn every_usual_dialect_and_encoding_reads_back(
        rows in rows(),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
        all_quoted in any::<bool>(),
        encoding in 0..6_u8,
    ) {
        let width = rows[0].len();
        let bytes = encoded(&written(&rows, delimiter, line_end, all_quoted), encoding);
        let grid = delimited::read(&delimited::decode(&bytes, gb18030).unwrap()).unwrap();
        let said: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| unmarked(cell)).collect()).collect();
        prop_assert_eq!(texts(&grid, width), said);
    }

    #[test]
    fn a_spoilt_character_is_doubtful_where_it_stands_and_spoils_nothing_else(
        rows in rows(),
        at in any::<prop::sample::Index>(),
        delimiter in prop::sample::select(vec![',', ';', '\t']),
    ) {
        let width = rows[0].len();
        let row = 1 + at.index(rows.len() - 1);
        let mut spoilt = rows.clone();
        spoilt[row][width - 1] = "李\u{fffd}四".to_owned();
        let grid = delimited::read(&written(&spoilt, delimiter, "\n", false)).unwrap();
        let doubts: Vec<_> = grid.doubts().iter().map(|cell| (cell.row, cell.column)).collect();
        prop_assert_eq!(doubts, [(row, width - 1)]);
        for (place, cells) in rows.iter().enumerate().filter(|(place, _)| *place != row) {
            let said: Vec<String> = cells.iter().map(|cell| unmarked(cell)).collect();
            prop_assert_eq!(&texts(&grid, width)[place], &said);
        }
    }
}
