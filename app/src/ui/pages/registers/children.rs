//! The records that belong to a record: register by register, with one tap to add another.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::app::routes::{RegisterRoute, Route};
use crate::ledger::{Record, RecordId};
use crate::ordered;
use crate::registers::{DUE, Field, Period, STAGE, Schema, schemas};
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton};

use super::entries::{column_field, columns, made};
use super::reader::Reader;
use super::words::{counted, new_record};

/// How many are shown at first.
const FIRST: usize = 5;

/// A record in the list of those that belong to another.
#[derive(Clone)]
struct Child {
    href: String,
    title: String,
    note: String,
    is_overdue: bool,
}

/// The records of a register that belong to another record, as a table.
pub struct ChildTable {
    /// What the register is called.
    pub label: &'static str,
    /// Its columns.
    pub fields: Vec<&'static Field>,
    /// Their texts, record by record.
    pub rows: Vec<Vec<String>>,
}

/// What belongs to a record, for paper: without what may not leave the tablet, and without the name
/// of the record, which stands above.
pub fn child_tables<'a>(
    schema: &'static Schema,
    reader: &mut Reader<'a>,
    owner: &Record<'a>,
) -> Vec<ChildTable> {
    let table = |child: &'static Schema| {
        let by = child.head.owner.map_or("", |owner| owner.field);
        let shown = columns(child).into_iter();
        let fields: Vec<&'static Field> =
            shown.filter(|one| one.name != by && child.is_open_column(one.name)).collect();
        let records = reader.context.children(child.head.name, owner.id()).collect();
        let rows: Vec<Vec<String>> = in_order(child, reader, records)
            .iter()
            .map(|record| {
                fields.iter().map(|one| reader.whole_column(child, one, record)).collect()
            })
            .collect();
        ChildTable { label: child.head.label, fields, rows }
    };
    let tables = registers_under(schema).map(table);
    // A heading alone would tell that there are some.
    tables.filter(|table| !table.rows.is_empty() && !table.fields.is_empty()).collect()
}

/// The registers whose records belong to those of a register, with those that are listed.
pub fn registers_under(schema: &Schema) -> impl Iterator<Item = &'static Schema> {
    let register = schema.head.name;
    schemas().iter().filter(move |child| {
        child.head.is_listed() && child.head.owner.is_some_and(|owner| owner.register == register)
    })
}

/// What belongs to a record; `whole` are the registers of which all is shown.
pub fn children<'a>(
    schema: &'static Schema,
    reader: &mut Reader<'a>,
    owner: &Record<'a>,
    whole: RwSignal<BTreeSet<&'static str>>,
) -> AnyView {
    let parts: Vec<AnyView> = registers_under(schema)
        .map(|child| {
            let records: Vec<Record<'a>> =
                reader.context.children(child.head.name, owner.id()).collect();
            part(child, listed(child, reader, records), owner, whole)
        })
        .collect();
    parts.into_any()
}

/// The records in words, the latest first.
fn listed<'a>(
    schema: &'static Schema,
    reader: &mut Reader<'a>,
    records: Vec<Record<'a>>,
) -> Vec<Child> {
    let records = in_order(schema, reader, records);
    records.iter().map(|record| child(schema, reader, record)).collect()
}

/// The records, the latest first.
fn in_order<'a>(schema: &Schema, reader: &Reader<'a>, records: Vec<Record<'a>>) -> Vec<Record<'a>> {
    let when = |record: &Record<'_>| match schema.head.period {
        Period::Month(field) | Period::Day(field) | Period::RestOfYear(field) => {
            record.text(field).to_owned()
        }
        Period::Months(from, _) | Period::Days(from, _) => record.text(from).to_owned(),
        Period::Year(field) => record.get(field).as_int().unwrap_or(0).to_string(),
        Period::None => String::new(),
    };
    let mut records: Vec<_> = records
        .into_iter()
        .map(|record| {
            let at = made(reader.ledger, record.id()).map_or(0, |at| at.millis);
            (Reverse((when(&record), at)), record)
        })
        .collect();
    ordered::sort_by(&mut records, |left, right| left.0.cmp(&right.0));
    records.into_iter().map(|(_, record)| record).collect()
}

/// A record without the name of its owner, under which it stands.
fn child<'a>(schema: &'static Schema, reader: &mut Reader<'a>, record: &Record<'a>) -> Child {
    let owner = schema.head.owner.map_or("", |owner| owner.field);
    let titled = schema.title.iter().filter(|name| **name != owner);
    let title: Vec<String> = titled
        .filter_map(|name| column_field(schema, name))
        .map(|field| reader.column(schema, field, record))
        .filter(|text| !text.is_empty())
        .collect();
    let is_overdue = reader.progress(schema, record).is_some_and(|(_, overdue)| overdue);
    let named =
        schema.columns.iter().filter(|name| **name != owner && !schema.title.contains(name));
    let note: Vec<String> = named
        .filter_map(|name| column_field(schema, name))
        .filter_map(|field| match (&*reader.column(schema, field, record), field.name) {
            ("", _) => None,
            (text, STAGE) => Some(text.to_owned()),
            (text, DUE) if is_overdue => Some(format!("逾期，{}{text}", field.label)),
            (text, _) => Some(format!("{} {text}", field.label)),
        })
        .collect();
    let title = if title.is_empty() { reader.title_of(schema, record) } else { title.join(" · ") };
    Child { href: Route::detail(record.id()).href(), title, note: note.join(" · "), is_overdue }
}

fn part(
    schema: &'static Schema,
    list: Vec<Child>,
    owner: &Record<'_>,
    whole: RwSignal<BTreeSet<&'static str>>,
) -> AnyView {
    let (name, count) = (schema.head.name, list.len());
    let add = owner.is_live().then(|| add_link(schema, owner.id(), count)).flatten();
    let list = StoredValue::new(list);
    let is_whole = Memo::new(move |_| count <= FIRST || whole.with(|whole| whole.contains(name)));
    let rows = move || {
        let most = if is_whole.get() { count } else { FIRST };
        list.with_value(|list| list.iter().take(most).cloned().map(row).collect::<Vec<_>>())
    };
    let more = move || {
        (!is_whole.get()).then(|| {
            let all = move |()| {
                whole.update(|whole| {
                    whole.insert(name);
                });
            };
            let label = format!("全部 {}", counted(schema, count));
            view! { <Button label=label kind=ButtonKind::Quiet on_click=all /> }
        })
    };
    let head = if count == 0 { String::new() } else { counted(schema, count) };
    view! {
        <section class="record-part" aria-label=schema.head.label>
            <div class="row">
                <h3>{schema.head.label}</h3>
                <span class="muted small">{head}</span>
                <span class="grow"></span>
                {add}
            </div>
            <ul class="list member-entries">{rows}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// The way to a new record with the owner filled in.
fn add_link(schema: &'static Schema, owner: &RecordId, count: usize) -> Option<AnyView> {
    let (_, route) = new_record(schema, count)?;
    let route = match route {
        Route::Register(name, RegisterRoute::New) => {
            Route::Register(name, RegisterRoute::NewAbout(owner.clone(), None))
        }
        other => other,
    };
    let word = format!("添加{}", schema.head.label);
    Some(
        view! {
            <LinkButton label=word href=route.href() icon=Icon::Plus kind=ButtonKind::Quiet/>
        }
        .into_any(),
    )
}

fn row(child: Child) -> AnyView {
    let Child { href, title, note, is_overdue } = child;
    view! {
        <li>
            <a class="list-item" href=href>
                <span class="list-words">
                    <span class="list-title">{title}</span>
                    <span class="list-note" class:is-warn=is_overdue>{note}</span>
                </span>
                {Icon::Right.view()}
            </a>
        </li>
    }
    .into_any()
}
