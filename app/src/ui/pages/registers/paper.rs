//! Lists and records on paper and as tables; what is restricted stays out.

use leptos::prelude::*;

use crate::app::Session;
use crate::app::routes::Route;
use crate::browser::clock;
use crate::ledger::RecordId;
use crate::registers::{
    Context, Field, Kind, Names, Schema, Shape, Spelling, names_of, show_children, title,
};
use crate::reports::{Align, Block, Column as Heading, Content, Table, Width};
use crate::ui::components::{Empty, Page};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_button, sample_note};

use super::children::{ChildTable, child_tables, registers_under};
use super::entries::{align, columns};
use super::listing::Listing;
use super::reader::Reader;
use super::row_table::{RowTable, TableLine, table_of};
use super::words::{NOT_PRINTED, closed_reason, counted, has_open_title, open_columns};

/// So many columns fit on an upright sheet.
const UPRIGHT: usize = 6;

/// The list as it is shown, with some of its fields.
pub fn list_table(listing: Listing, fields: &[&'static Field]) -> Table {
    let schema = listing.schema;
    // What is shown is reckoned from the ledger, which only one can hold at a time.
    let ids: Vec<RecordId> = listing.entries.with(|all| {
        listing.shown.with(|shown| shown.iter().map(|at| all[*at].id.clone()).collect())
    });
    let rows = listing.session.with_scores(|ledger, scores| {
        let mut reader = Reader::new(ledger, scores);
        let records = ids.iter().filter_map(|id| ledger.record(id));
        records
            .map(|record| {
                let cell = |f: &&'static Field| reader.whole_column(schema, f, &record);
                fields.iter().map(cell).collect()
            })
            .collect()
    });
    Table {
        title: list_name(listing.schema),
        subtitle: subtitle(listing),
        columns: fields.iter().map(|field| heading(field)).collect(),
        rows,
        landscape: is_wide(fields.len()),
        ..Table::default()
    }
}

/// The list as a file has it: all columns that may leave the tablet, and what belongs to each record,
/// a column a register.
pub fn list_export(listing: Listing) -> Table {
    let mut table = list_table(listing, &open_columns(listing.schema));
    let ids = listing.entries.with(|all| {
        listing.shown.with(|shown| shown.iter().map(|at| all[*at].id.clone()).collect::<Vec<_>>())
    });
    listing.session.with_ledger(|ledger| {
        let context = Context::new(ledger, clock::today());
        let live: Vec<_> = ids.iter().filter(|id| ledger.record(id).is_some()).collect();
        let children = registers_under(listing.schema);
        for child in children.filter(|_| listing.schema.display.exports_children) {
            let texts: Vec<String> =
                live.iter().map(|id| show_children(child, id, &context)).collect();
            if texts.iter().all(String::is_empty) {
                continue;
            }
            table.columns.push(Heading::text(child.head.label));
            for (row, text) in table.rows.iter_mut().zip(texts) {
                row.push(text);
            }
        }
    });
    table
}

fn heading(field: &Field) -> Heading {
    let label = field.label;
    match (field.kind, field.shape) {
        (_, Shape::Rows(_)) => Heading::text(label).of(Content::Names),
        (
            Kind::Points(..) | Kind::Percent | Kind::Tenths(..) | Kind::Count(..) | Kind::Money,
            _,
        ) => Heading::number(label, 20),
        (Kind::Day, _) => Heading::text(label).of(Content::Day),
        (Kind::Month | Kind::Quarter, _) => Heading::text(label).of(Content::Name),
        (Kind::Reference(to), _) if names_of(to) == Names::OfPeople => {
            Heading::text(label).of(Content::Name)
        }
        // Names and numbers that are typed.
        _ if field.spelling != Spelling::Plain => Heading::text(label).of(Content::Name),
        _ => Heading::text(label),
    }
}

/// Whether a list asks for paper laid across; it is printed with one column more, its numbers.
fn is_wide(columns: usize) -> bool {
    columns > UPRIGHT - 1
}

/// The list on paper, with the columns that it has on the screen.
pub fn list_paper(listing: Listing) -> AnyView {
    let (schema, session) = (listing.schema, listing.session);
    let fields: Vec<&'static Field> =
        columns(schema).into_iter().filter(|field| schema.is_open_column(field.name)).collect();
    let name = list_name(schema);
    let crumbs = vec![schema.head.label.to_owned()];
    let back = Route::list(schema.head).href();
    let reason = closed_reason(schema);
    if !reason.is_empty() {
        return view! {
            <Page title="打印列表" crumbs back>
                <Empty title=reason text=NOT_PRINTED />
            </Page>
        }
        .into_any();
    }
    let paper = move || {
        let mut table = list_table(listing, &fields);
        for (at, field) in fields.iter().enumerate() {
            align(field, table.rows.iter_mut().filter_map(|row| row.get_mut(at)));
        }
        let number = Heading { width: Width::Mm(13), ..Heading::text("序号") };
        table.columns.insert(0, Heading { align: Align::Center, ..number.of(Content::Number) });
        for (row, number) in table.rows.iter_mut().zip(1..) {
            row.insert(0, i32::to_string(&number));
        }
        paper_document(&paper_form(session, table), sample_note(session))
    };
    view! {
        <Page
            title="打印列表"
            crumbs
            back
            action=move || print_button(session, name)
        >
            {paper}
        </Page>
    }
    .into_any()
}

fn list_name(schema: &Schema) -> String {
    match schema.display.list {
        "" => format!("{}一览", schema.head.label),
        name => name.to_owned(),
    }
}

/// Of which branch, group or the like, how many, and when.
fn subtitle(listing: Listing) -> String {
    let fields = listing.schema.fields.iter();
    let fields = fields.filter(|field| matches!(field.kind, Kind::Reference(_)));
    let chosen: Vec<RecordId> = listing
        .chosen
        .with(|chosen| fields.filter_map(|field| chosen.get(field.name)?.parse().ok()).collect());
    let chosen = listing.session.with_ledger(|ledger| {
        chosen.iter().map(|id| title(ledger, id)).collect::<Vec<_>>().join("　")
    });
    let count = counted(listing.schema, listing.shown.with(Vec::len));
    let day = crate::ledger::day_label(clock::today());
    [chosen, format!("共 {count}"), day]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("　")
}

/// A record on paper: its fields, under them its tables of several columns, and what belongs to it.
pub fn record_paper(session: Session, schema: &'static Schema, id: &RecordId) -> AnyView {
    let (name, rows, tables) = session.with_scores(|ledger, scores| {
        let mut reader = Reader::new(ledger, scores);
        let Some(record) = ledger.record(id) else { return Default::default() };
        let (mut rows, mut tables) = (Vec::new(), Vec::new());
        for column in open_columns(schema) {
            if let Some(table) = table_of(column, &mut reader, &record) {
                tables.push(row_table(column.label, table));
                continue;
            }
            let text = reader.whole_column(schema, column, &record);
            if !text.is_empty() {
                rows.push(vec![column.label.to_owned(), text]);
            }
        }
        // It is made of fields, which may be among those that stay.
        let title = match has_open_title(schema) {
            true => reader.title(id.as_str()),
            false => String::new(),
        };
        tables.extend(child_tables(schema, &mut reader, &record).into_iter().map(child_table));
        (title, rows, tables)
    });
    let label = Heading { width: Width::Mm(34), ..Heading::text("项目") };
    let table = Table {
        title: schema.head.label.to_owned(),
        subtitle: name,
        columns: vec![label, Heading::text("内容")],
        rows,
        ..Table::default()
    };
    let mut document = paper_form(session, table);
    for table in tables {
        let title = table.title.clone();
        document.blocks.extend([Block::Caption(title), Block::Table(table)]);
    }
    if schema.fields.iter().any(|field| !field.is_open()) {
        document.blocks.push(Block::Rest("不宜公开的内容没有打印。".to_owned()));
    }
    paper_document(&document, sample_note(session))
}

fn child_table(child: ChildTable) -> Table {
    Table {
        title: child.label.to_owned(),
        columns: child.fields.iter().map(|field| heading(field)).collect(),
        rows: child.rows,
        ..Table::default()
    }
}

fn row_table(label: &'static str, (heads, rows): RowTable) -> Table {
    Table {
        title: label.to_owned(),
        columns: heads.into_iter().map(|head| Heading::text(head).of(Content::Names)).collect(),
        rows: rows.into_iter().map(|row: TableLine| row.cells).collect(),
        ..Table::default()
    }
}
