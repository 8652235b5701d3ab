//! What stands on which sheet.

use super::super::document::SignedLine;
use super::super::table::Column;
use super::*;
use crate::registers::{Point, Strokes};

fn rows_on(sheets: &[SheetOfPaper]) -> Vec<Vec<String>> {
    let tables = sheets.iter().flat_map(|sheet| &sheet.parts).filter_map(|part| match part {
        Part::Table(set) => Some(set.table.rows.clone()),
        _ => None,
    });
    tables.flatten().collect()
}

fn texts_on(sheets: &[SheetOfPaper]) -> String {
    let texts = sheets.iter().flat_map(|sheet| &sheet.parts).filter_map(|part| match part {
        Part::Block(Block::Text(text) | Block::Rest(text)) => Some(&**text),
        _ => None,
    });
    texts.collect()
}

fn members(count: usize) -> Table {
    Table {
        columns: vec![Column::name("姓名", 18), Column::number("季均", 20)],
        rows: (0..count).map(|row| vec![format!("党员{row}"), "72".into()]).collect(),
        notes: vec!["注".into()],
        signatures: vec!["支部书记：".into()],
        ..Table::default()
    }
}

#[test]
fn every_row_and_every_character_stands_on_one_sheet_in_its_order() {
    for count in [0, 1, 20, 21, 22, 23, 80, 500] {
        let text = "整改要求，逐条落实。".repeat(count);
        let table = members(count);
        let wide = Table { landscape: true, ..table.clone() };
        for style in [PaperStyle::Official, PaperStyle::Form] {
            let document = Document {
                title: "通报".into(),
                number: String::new(),
                style,
                blocks: vec![
                    Block::Heading("一、".into()),
                    Block::Text(text.clone()),
                    Block::Table(table.clone()),
                    Block::Caption("一览表".into()),
                    Block::Table(wide.clone()),
                    Block::Signature(vec!["党委".into()]),
                ],
            };
            let sheets = paginate(&document);
            assert_eq!(rows_on(&sheets), [table.rows.clone(), table.rows.clone()].concat());
            assert_eq!(texts_on(&sheets), text);
            let numbers: Vec<usize> = sheets.iter().map(|sheet| sheet.number).collect();
            assert_eq!(numbers, (1..=sheets.len()).collect::<Vec<_>>());
            assert!(sheets.iter().skip(1).all(|sheet| !sheet.parts.is_empty()), "{count}");
        }
    }
}

#[test]
fn what_is_signed_by_hand_stands_with_two_lines_and_within_its_sheet() {
    let drawn = Strokes::drawn(&[vec![Point::new(0, 0), Point::new(900, 300)]]);
    let line = |label: &str, strokes| SignedLine {
        label: label.to_owned(),
        strokes,
        on: "2026年11月21日".to_owned(),
    };
    let signed = Block::Signed(vec![line("主持人", Some(drawn)), line("记录人", None)]);
    for count in 1..=60 {
        let text = Block::Text("会议讨论了工作安排。".repeat(count));
        let document = Document {
            title: "会议记录".to_owned(),
            blocks: vec![text, signed.clone()],
            ..Document::default()
        };
        let sheets = paginate(&document);
        let last = &sheets[sheets.len() - 1].parts;
        let [Part::Block(Block::Text(rest) | Block::Rest(rest)), Part::Block(Block::Signed(_))] =
            &last[..]
        else {
            panic!("{count}: {last:?}");
        };
        assert!(count < 3 || line_ends(rest, 0.0, CHARACTERS).len() >= SIGNED, "{count}: {rest}");
        let lines = line_ends(rest, 2.0, CHARACTERS).len() as f32;
        assert!(lines * LINE + signature(&signed) <= UPRIGHT, "{count}");
        assert!(
            document.to_text().contains("主持人：（已签字）　2026年11月21日\n记录人：　2026年")
        );
    }
}

#[test]
fn signatures_stand_with_two_rows_or_lines_of_what_is_signed() {
    for count in 2..=120 {
        let signature = Block::Signature(vec!["党支部".into(), "2026年11月21日".into()]);
        let mut document = Document::form(members(count));
        document.blocks.push(signature.clone());
        let sheets = paginate(&document);
        let last = &sheets[sheets.len() - 1].parts;
        let [Part::Table(set), Part::Block(Block::Signature(_))] = &last[..] else {
            panic!("{count}: {last:?}");
        };
        assert!(set.table.rows.len() >= SIGNED, "{count}");
        assert!(!set.table.signatures.is_empty() && !set.table.notes.is_empty());

        let text = "整改要求逐条落实。".repeat(count);
        let attached = Block::Text("附件：一览表".into());
        for blocks in [vec![Block::Text(text.clone())], vec![Block::Text(text), attached]] {
            let blocks = [blocks, vec![signature.clone()]].concat();
            let sheets = paginate(&Document { blocks, ..Document::default() });
            let parts = &sheets[sheets.len() - 1].parts;
            let lines: usize = parts
                .iter()
                .filter_map(|part| match part {
                    Part::Block(Block::Text(text) | Block::Rest(text)) => {
                        Some(line_ends(text, 0.0, CHARACTERS).len())
                    }
                    _ => None,
                })
                .sum();
            assert!(lines >= SIGNED || sheets.len() == 1, "{count}: {lines}");
        }
    }
}

#[test]
fn a_table_is_tightened_before_it_spills_for_a_few_rows() {
    let fits = |count: usize| paginate(&Document::form(members(count))).len();
    let most = (1..100).take_while(|count| fits(*count) == 1).last().unwrap();
    let meant = |count| Layout::of(&Document::form(members(count)), 0).sheets.len();
    let untouched = (1..100).take_while(|count| meant(*count) == 1).last().unwrap();
    assert!(most >= untouched + 5, "{most} {untouched}");
    // What has too many rows for that is set as it is meant.
    let long = paginate(&Document::form(members(untouched + untouched / 2)));
    let letters = long.iter().flat_map(|sheet| &sheet.parts).map(|part| match part {
        Part::Table(set) => set.letter,
        _ => panic!("{part:?}"),
    });
    assert_eq!(letters.collect::<Vec<_>>(), [12.0, 12.0]);
}

#[test]
fn a_row_that_is_higher_than_a_sheet_goes_on_on_the_next() {
    let text = "会议记录，逐条讨论。".repeat(300);
    let table = Table {
        columns: vec![Column::number("项", 20), Column::text("内容")],
        rows: vec![vec!["1".into(), text.clone()]],
        ..Table::default()
    };
    let sheets = paginate(&Document::form(table));
    assert!(sheets.len() > 1);
    let said: String = rows_on(&sheets).iter().map(|row| &*row[1]).collect();
    assert_eq!(said, text);
}

#[test]
fn a_figure_stands_whole_on_one_sheet_with_room_for_its_title() {
    for (branches, lines) in [(5, 0), (5, 12), (5, 21), (60, 3)] {
        let figure = Figure { height: branches * 38, ..Figure::default() };
        let (width, height) = figure_size(&figure, FIGURE_WIDTH);
        let shape = figure.width as f32 / figure.height as f32;
        assert!((width / height - shape).abs() < 0.001 && width <= FIGURE_WIDTH);
        assert!(height * POINTS_PER_MM + 2.0 * LINE <= UPRIGHT, "{branches}");
        let mut blocks = vec![Block::Text("字".into()); lines];
        blocks.extend([Block::Figure(figure.clone()), Block::Text("后文".into())]);
        let sheets = paginate(&Document { blocks, ..Document::default() });
        let of = |sheet: &SheetOfPaper| {
            let height = |part: &Part| match part {
                Part::Figure(..) => height * POINTS_PER_MM + 2.0 * LINE,
                _ => LINE,
            };
            sheet.parts.iter().map(height).sum::<f32>()
        };
        assert!(sheets.iter().all(|sheet| of(sheet) <= UPRIGHT), "{branches} {lines}");
        let all = sheets.iter().flat_map(|sheet| &sheet.parts);
        assert_eq!(all.filter(|one| matches!(one, Part::Figure(..))).count(), 1);
    }
}

#[test]
fn a_heading_stands_on_the_sheet_of_what_it_stands_over() {
    for lines in 1..60 {
        for next in [Block::Text("要求".into()), Block::Table(members(9))] {
            let mut blocks = vec![Block::Text("字".into()); lines];
            blocks.extend([Block::Heading("二、".into()), next]);
            let sheets = paginate(&Document { blocks, ..Document::default() });
            for sheet in sheets {
                let last = sheet.parts.last();
                assert!(!matches!(last, Some(Part::Block(Block::Heading(_)))), "{lines}");
            }
        }
    }
}
