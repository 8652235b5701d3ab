//! A register as a table of one month, typed and pasted.

use crate::fixtures::{Book, day, month};
use yixin::ledger::RecordId;
use yixin::registers::{
    DEPARTMENT, DEPARTMENT_RESULT, DEPARTMENT_RESULT_SCHEMA, Matrix, MatrixRow, MatrixTexts,
    schemas,
};
use yixin::tables::delimited;
use yixin::tables::matrix_paste::MatrixPaste;
use yixin::tables::record_names::RecordNames;

const MONTH: &str = "2026-03";

fn matrix() -> Matrix {
    Matrix::of(&DEPARTMENT_RESULT_SCHEMA).expect("a matrix")
}

fn department(name: &str) -> RecordId {
    RecordId::keyed(DEPARTMENT.name, name)
}

fn rows(book: &Book) -> Vec<MatrixRow> {
    matrix().rows(&book.ledger, month(MONTH), day("2026-03-31"))
}

/// A book with three departments, of which the first has a result of the month, and the last has one
/// of another.
fn book() -> Book {
    let mut book = Book::new();
    for name in ["心内科", "呼吸科", "检验科"] {
        book.act("create", |draft, _| draft.field(&department(name), "name", name));
    }
    type_in(&mut book, 0, &[("score", "95"), ("satisfaction", "98.5")]).expect("fits");
    book.act("create", |draft, ledger| {
        let row = &matrix().rows(ledger, month("2026-02"), day("2026-02-01"))[2];
        let texts = MatrixTexts::from([("score", "70".to_owned())]);
        matrix().write(ledger, month("2026-02"), &[(row, texts)], draft).expect("fits");
    });
    book
}

fn type_in(
    book: &mut Book,
    row: usize,
    texts: &[(&'static str, &str)],
) -> Result<usize, Vec<(&'static str, String)>> {
    let row = rows(book).remove(row);
    let texts: MatrixTexts =
        texts.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
    let mut trial = book.clone();
    let done = trial
        .act("fill", |draft, ledger| matrix().write(ledger, month(MONTH), &[(&row, texts)], draft));
    let told = done.map_err(|wrong| {
        let all = wrong.into_iter().flat_map(|(_, problems)| problems);
        all.map(|one| (one.field, one.text)).collect()
    });
    if told.is_ok() {
        *book = trial;
    }
    told
}

fn shown(book: &Book) -> Vec<String> {
    rows(book).iter().map(|row| format!("{} {}", row.name, row.texts.join("/"))).collect()
}

#[test]
fn only_registers_known_by_a_record_and_a_month_are_matrices() {
    let names: Vec<&str> = schemas()
        .iter()
        .filter(|schema| Matrix::of(schema).is_some())
        .map(|schema| schema.head.name)
        .collect();
    assert_eq!(names, [DEPARTMENT_RESULT.name]);
}

#[test]
fn typed_figures_make_change_and_take_away_records() {
    let mut book = book();
    assert_eq!(shown(&book), ["心内科 95/98.5", "呼吸科 /", "检验科 /"]);

    // What has to be there is asked for, and nothing is written meanwhile.
    let told = type_in(&mut book, 1, &[("satisfaction", "97")]).expect_err("no score");
    assert_eq!(told, [("score", "缺少双考得分".to_owned())]);
    let told = type_in(&mut book, 1, &[("score", "八十")]).expect_err("no number");
    assert_eq!(told[0].0, "score");
    assert_eq!(shown(&book)[1], "呼吸科 /");

    assert_eq!(type_in(&mut book, 1, &[("score", "８８．５"), ("satisfaction", " ")]), Ok(1));
    assert_eq!(type_in(&mut book, 1, &[("satisfaction", "97%")]), Ok(1));
    assert_eq!(type_in(&mut book, 1, &[("satisfaction", "97")]), Ok(0));
    assert_eq!(shown(&book)[1], "呼吸科 88.5/97");

    // One figure cannot go alone; all of them take the record away, and it can come back.
    assert!(type_in(&mut book, 1, &[("score", "")]).is_err());
    assert_eq!(type_in(&mut book, 1, &[("score", ""), ("satisfaction", "")]), Ok(1));
    assert_eq!(shown(&book)[1], "呼吸科 /");
    assert_eq!(rows(&book)[1].record, None);
    assert_eq!(type_in(&mut book, 1, &[("score", "60")]), Ok(1));
    assert_eq!(shown(&book)[1], "呼吸科 60/");
}

#[test]
fn a_record_that_says_more_does_not_go_with_its_figures() {
    let mut book = book();
    let id = rows(&book)[0].record.clone().expect("a record");
    book.change(&id, &[("note", "复核后更正")]);
    assert!(type_in(&mut book, 0, &[("score", ""), ("satisfaction", "")]).is_err());
    assert_eq!(shown(&book)[0], "心内科 95/98.5");
}

fn paste(book: &Book, text: &str, at: (usize, usize)) -> MatrixPaste {
    let names = RecordNames::of(&book.ledger, &DEPARTMENT_RESULT_SCHEMA);
    let grid = delimited::read(text).expect("a table");
    MatrixPaste::plan(&matrix(), &rows(book), &names, &grid, at)
}

fn cells(paste: &MatrixPaste) -> Vec<String> {
    let word = |cell: &yixin::tables::matrix_paste::PastedCell| {
        format!("{},{} {}>{}", cell.row, cell.column, cell.before, cell.after)
    };
    paste.cells.iter().map(word).collect()
}

#[test]
fn figures_alone_fill_the_cells_from_where_one_stands() {
    let book = book();
    let pasted = paste(&book, "90\n\n91.5\n92\n93\n", (0, 0));
    assert_eq!(cells(&pasted), ["0,0 95>90", "2,0 >91.5"]);
    assert_eq!(pasted.unread, ["多出的 2 行在最后一行以下，没有读"]);

    let pasted = paste(&book, "88%\n不详\n", (1, 1));
    assert_eq!(cells(&pasted), ["1,1 >88"]);
    assert_eq!(pasted.unread, ["检验科的“不详”：满意度（%）应是数字，最多一位小数"]);

    // Two columns begin at the first, wherever one stands; a line of headings is none of figures.
    let pasted = paste(&book, "得分\t满意\n90\t98.5\n101\t97\n", (0, 1));
    assert_eq!(cells(&pasted), ["0,0 95>90", "0,1 98.5>98.5", "1,1 >97"]);
    assert!(pasted.cells[1].is_same() && pasted.cells[0].is_change());
    assert_eq!(pasted.unread.len(), 1, "{:?}", pasted.unread);
}

#[test]
fn a_pasted_table_with_names_is_read_by_them_in_any_order() {
    let book = book();
    for text in [
        "序号\t科室\t双考得分\t满意度\n1\t检验科\t90\t\n2\t儿科\t80\t99\n3\t呼吸科\t85\t96\n",
        "1\t检验科\t90\t\n2\t儿科\t80\t99\n3\t呼吸科\t85\t96\n",
    ] {
        let pasted = paste(&book, text, (2, 0));
        assert!(pasted.is_by_name);
        assert_eq!(cells(&pasted), ["2,0 >90", "1,0 >85", "1,1 >96"], "{text}");
        assert_eq!(pasted.unread.len(), 1, "{:?}", pasted.unread);
        assert!(pasted.unread[0].contains("没有叫“儿科”的科室"), "{:?}", pasted.unread);
    }
    let mut book = book;
    let pasted = paste(&book, "检验科\t90\n呼吸科\t85\n检验科\t91\n", (0, 0));
    assert_eq!(pasted.unread, ["同一格写了两次（90 和 91），按后一次"]);
    let rows = rows(&book);
    let changes: Vec<_> =
        pasted.changes(&matrix()).into_iter().map(|(row, texts)| (&rows[row], texts)).collect();
    let count =
        book.act("fill", |draft, ledger| matrix().write(ledger, month(MONTH), &changes, draft));
    assert_eq!(count, Ok(2));
    assert_eq!(shown(&book), ["心内科 95/98.5", "呼吸科 85/", "检验科 91/"]);
    book.undo();
    assert_eq!(shown(&book), ["心内科 95/98.5", "呼吸科 /", "检验科 /"]);
}

#[test]
fn a_table_of_several_months_is_not_taken_for_one() {
    let pasted = paste(&book(), "科室\t月份\t双考得分\n心内科\t2026-01\t90\n", (0, 0));
    assert_eq!(cells(&pasted), [""; 0]);
    assert_eq!(pasted.unread.len(), 1);
}
