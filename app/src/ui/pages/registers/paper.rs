//! Lists and records on paper and as tables; what is restricted stays out.

use leptos::prelude::*;

use crate::app::Session;
use crate::app::routes::Route;
use crate::browser::clock;
use crate::ledger::RecordId;
use crate::registers::{
    Context, Field, Kind, Names, Schema, Shape, names_of, show_children, title,
};
use crate::reports::{Column as Heading, Content, Table};
use crate::ui::components::{
    Breaking, Button, ButtonKind, Empty, Icon, Page, PrintPage, SimpleTable, TableCell,
    TableColumn, TableRow, print_paper,
};

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
    let rows = listing.session.with_scores(|ledger, scores| {
        let mut reader = Reader::new(ledger, scores);
        listing.entries.with(|all| {
            listing.shown.with(|shown| {
                let records = shown.iter().filter_map(|at| ledger.record(&all[*at].id));
                records
                    .map(|record| {
                        let cell = |f: &&'static Field| reader.whole_column(schema, f, &record);
                        fields.iter().map(cell).collect()
                    })
                    .collect()
            })
        })
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
        (_, Shape::Rows(_)) => Heading::text(label),
        (Kind::Points(..) | Kind::Percent | Kind::Count(..) | Kind::Money, _) => {
            Heading::number(label, 20)
        }
        (Kind::Day, _) => Heading::text(label).of(Content::Day),
        _ => Heading::text(label),
    }
}

/// Whether a list asks for paper laid across; it is printed with one column more, its numbers.
fn is_wide(columns: usize) -> bool {
    columns > UPRIGHT - 1
}

/// The list on paper, with the columns that it has on the screen.
pub fn list_paper(listing: Listing) -> AnyView {
    let schema = listing.schema;
    let fields: Vec<&'static Field> =
        columns(schema).into_iter().filter(|field| schema.is_open_column(field.name)).collect();
    let landscape = is_wide(fields.len());
    let table = Memo::new({
        let fields = fields.clone();
        move |_| {
            let mut table = list_table(listing, &fields);
            for (at, field) in fields.iter().enumerate() {
                align(field, table.rows.iter_mut().filter_map(|row| row.get_mut(at)));
            }
            table
        }
    });
    let heads: Vec<TableColumn> = std::iter::once(TableColumn::text("", "序号"))
        .chain(fields.iter().map(|field| paper_column(field)))
        .collect();
    let rows = Signal::derive(move || {
        table.with(|table| {
            let row = |(at, cells): (usize, &Vec<String>)| {
                let mut list = vec![TableCell::new((at + 1).to_string())];
                list.extend(cells.iter().cloned().map(TableCell::new));
                TableRow::new(at.to_string(), list)
            };
            table.rows.iter().enumerate().map(row).collect::<Vec<_>>()
        })
    });
    let name = list_name(schema);
    let subtitle = Signal::derive(move || subtitle(listing));
    let sample = listing.session.is_sample();
    let print = {
        let name = name.clone();
        move |()| print_paper(&name)
    };
    let reason = closed_reason(schema);
    if !reason.is_empty() {
        return view! {
            <Page
                title="打印列表"
                crumbs=vec![schema.head.label.to_owned()]
                back=Route::list(schema.head).href()
            >
                <Empty title=reason text=NOT_PRINTED />
            </Page>
        }
        .into_any();
    }
    view! {
        <Page
            title="打印列表"
            crumbs=vec![schema.head.label.to_owned()]
            back=Route::list(schema.head).href()
            action=move || view! {
                <Button label="打印" icon=Icon::Print kind=ButtonKind::Primary on_click=print />
            }
        >
            <PrintPage
                title=name.clone()
                subtitle=subtitle
                landscape=landscape
                note=if sample { "示例台账，数据均为虚构" } else { "" }
            >
                <SimpleTable caption=name.clone() hide_caption=true columns=heads rows=rows />
            </PrintPage>
        </Page>
    }
    .into_any()
}

/// A column on paper: days, months and names stay whole, people break between each other.
fn paper_column(field: &Field) -> TableColumn {
    let column = TableColumn::text(field.name, field.label);
    match (field.kind, field.shape) {
        (_, Shape::Rows(_)) => column.breaking(Breaking::AtMarks),
        (Kind::Reference(to), _) if names_of(to) == Names::OfPeople => {
            column.breaking(Breaking::Never)
        }
        (Kind::Day | Kind::Month | Kind::Quarter, _)
        | (Kind::Points(..) | Kind::Percent | Kind::Count(..) | Kind::Money, _) => {
            column.breaking(Breaking::Never)
        }
        _ => column,
    }
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
    let (name, rows, tables, children) = session.with_scores(|ledger, scores| {
        let mut reader = Reader::new(ledger, scores);
        let Some(record) = ledger.record(id) else { return Default::default() };
        let (mut rows, mut tables) = (Vec::new(), Vec::new());
        for column in open_columns(schema) {
            if let Some(table) = table_of(column, &mut reader, &record) {
                tables.push(table_view(column.label, table));
                continue;
            }
            let text = reader.whole_column(schema, column, &record);
            if !text.is_empty() {
                let cells = vec![TableCell::new(column.label), TableCell::new(text)];
                rows.push(TableRow::new(column.name, cells));
            }
        }
        // It is made of fields, which may be among those that stay.
        let title = match has_open_title(schema) {
            true => reader.title(id.as_str()),
            false => String::new(),
        };
        (title, rows, tables, child_tables(schema, &mut reader, &record))
    });
    let heads = vec![TableColumn::text("label", "项目"), TableColumn::text("value", "内容")];
    let left_out = schema.fields.iter().any(|field| !field.is_open());
    let note = left_out.then(|| view! { <p>"不宜公开的内容没有打印。"</p> });
    let sample = if session.is_sample() { "示例台账，数据均为虚构" } else { "" };
    view! {
        <PrintPage title=schema.head.label subtitle=name note=sample>
            <SimpleTable caption=schema.head.label hide_caption=true columns=heads rows=rows />
            {tables}
            {children.into_iter().map(child_view).collect::<Vec<_>>()}
            {note}
        </PrintPage>
    }
    .into_any()
}

fn child_view(child: ChildTable) -> AnyView {
    let columns: Vec<TableColumn> = child.fields.iter().map(|field| paper_column(field)).collect();
    let row = |(at, cells): (usize, Vec<String>)| {
        TableRow::new(at.to_string(), cells.into_iter().map(TableCell::new).collect())
    };
    let rows: Vec<TableRow> = child.rows.into_iter().enumerate().map(row).collect();
    view! { <SimpleTable caption=child.label columns=columns rows=rows /> }.into_any()
}

fn table_view(label: &'static str, (heads, rows): RowTable) -> AnyView {
    let column = |(at, head): (usize, String)| {
        TableColumn::text(at.to_string(), head).breaking(Breaking::AtMarks)
    };
    let columns: Vec<TableColumn> = heads.into_iter().enumerate().map(column).collect();
    let row = |(at, row): (usize, TableLine)| {
        TableRow::new(at.to_string(), row.cells.into_iter().map(TableCell::new).collect())
    };
    let rows: Vec<TableRow> = rows.into_iter().enumerate().map(row).collect();
    view! { <SimpleTable caption=label columns=columns rows=rows /> }.into_any()
}
