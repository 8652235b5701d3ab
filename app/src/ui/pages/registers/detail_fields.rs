//! The fields of a record, in full.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Session};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Record, RecordId, Value, day_label, parse_day};
use crate::registers::rows::{column, columns};
use crate::registers::{Field, Kind, Names, RowKeys, Schema, Shape, names_of, show_value};
use crate::ui::components::{Button, ButtonKind, Icon, use_toasts};
use crate::ui::undoing::report;

use super::reader::Reader;
use super::row_table::{table_of, table_view};

/// The fields of a record with what stands in them, and its computed fields.
pub fn fields<'a>(
    session: Session,
    schema: &'static Schema,
    reader: &mut Reader<'a>,
    record: &Record<'a>,
) -> AnyView {
    let mut rows: Vec<AnyView> = Vec::new();
    let mut blank: Vec<&str> = Vec::new();
    let withheld = |field: &Field| {
        let (_, words) = schema.display.withheld.filter(|(name, _)| *name == field.name)?;
        words(record)
    };
    for field in schema.fields.iter().filter(|field| field.kind != Kind::Data) {
        if let Some(words) = withheld(field) {
            let label = field.label;
            rows.push(
                view! { <div class="record-field"><dt>{label}</dt><dd>{words}</dd></div> }
                    .into_any(),
            );
            continue;
        }
        if let Some(table) = table_of(field, reader, record) {
            rows.push(
                view! {
                    <div class="record-field is-table">
                        <dt>{field.label}</dt><dd>{table_view(field.label, table)}</dd>
                    </div>
                }
                .into_any(),
            );
            continue;
        }
        match value(session, field, reader, record) {
            Some(value) => rows.push(
                view! { <div class="record-field"><dt>{field.label}</dt><dd>{value}</dd></div> }
                    .into_any(),
            ),
            None => blank.push(field.label),
        }
    }
    // What comes next stands over the fields.
    let below = |name: &str| !schema.display.next.contains(&name);
    for computed in schema.computed.iter().filter(|one| below(one.field.name)) {
        let text = reader.column(schema, &computed.field, record);
        if !text.is_empty() {
            let label = computed.field.label;
            rows.push(
                view! { <div class="record-field"><dt>{label}</dt><dd>{text}</dd></div> }
                    .into_any(),
            );
        }
    }
    let blank = (!blank.is_empty())
        .then(|| view! { <p class="small muted">{format!("没有填写：{}", blank.join("、"))}</p> });
    view! { <dl class="record-fields">{rows}</dl>{blank} }.into_any()
}

/// What stands in a field; `None` where nothing does.
fn value<'a>(
    session: Session,
    field: &'static Field,
    reader: &mut Reader<'a>,
    record: &Record<'a>,
) -> Option<AnyView> {
    match field.shape {
        Shape::Dated => dated(session, field, reader, record),
        Shape::Rows(RowKeys::Records(_)) => marks(field, reader, record),
        Shape::Rows(_) => {
            let text = reader.whole(field, record);
            (!text.is_empty()).then(|| text.into_any())
        }
        Shape::Single => {
            let value = record.get(field.name);
            (!value.is_null()).then(|| one(field, reader, record, value))
        }
    }
}

/// One value; a reference leads to its record.
fn one<'a>(field: &Field, reader: &mut Reader<'a>, record: &Record<'a>, value: &Value) -> AnyView {
    let ledger = reader.ledger;
    let text = reader.value(field, record, value);
    match (field.kind, value.as_text().map(str::parse::<RecordId>)) {
        (Kind::Reference(_), Some(Ok(id))) if ledger.record(&id).is_some() => {
            view! { <a href=Route::detail(&id).href()>{text}</a> }.into_any()
        }
        (Kind::Columns(_), _) => group(field, reader, value),
        (Kind::Lines(_), _) => view! { <span class="record-lines">{text}</span> }.into_any(),
        _ => text.into_any(),
    }
}

/// The columns of a group, each in a line.
fn group(field: &Field, reader: &Reader<'_>, value: &Value) -> AnyView {
    let shown = columns(field).iter().filter(|one| one.kind != Kind::Data);
    let lines: Vec<AnyView> = shown
        .map(|one| (one.label, show_value(reader.ledger, one, column(field, value, one.name))))
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| {
            view! { <li><span class="muted">{label}</span>" "{text}</li> }.into_any()
        })
        .collect();
    view! { <ul class="record-group">{lines}</ul> }.into_any()
}

/// The values of a dated field, the latest first; one that began on a wrong day can be taken away,
/// as long as another is left.
fn dated<'a>(
    session: Session,
    field: &'static Field,
    reader: &mut Reader<'a>,
    record: &Record<'a>,
) -> Option<AnyView> {
    let toasts = use_toasts();
    let today = reader.today;
    let mut series = record.entries(field.name);
    series.reverse();
    let removable = series.len() > 1 && !record.is_deleted();
    let now = series.iter().position(|(from, _)| parse_day(from).is_ok_and(|day| day <= today));
    let rows: Vec<AnyView> = series
        .into_iter()
        .enumerate()
        .map(|(place, (from, value))| {
            let day = parse_day(from);
            let is_now = Some(place) == now;
            let (id, key) = (record.id().clone(), from.to_owned());
            let remove = move |()| {
                let outcome = app::remove_entry(session, &id, field.name, &key);
                report(session, toasts, outcome, format!("已删去{}的这一段", field.label));
            };
            let from = match day {
                Ok(day) if day > today => format!("将自{}起", day_label(day)),
                Ok(day) => format!("自{}起", day_label(day)),
                Err(_) => format!("起始日期不对：{from}"),
            };
            let value = match value.as_text() {
                Some("") => "（无）".into_any(),
                _ => one(field, reader, record, value),
            };
            view! {
                <li class:is-past=!is_now>
                    <span>{value}</span>" "
                    <span class="record-since">{from}</span>
                    {removable.then(|| view! {
                        <Button label="删去这一段" icon=Icon::Trash icon_only=true
                            kind=ButtonKind::Quiet on_click=remove/>
                    })}
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="record-series">{rows}</ul> }.into_any())
}

/// The rows of one column: whom they name, and how much.
fn marks<'a>(field: &Field, reader: &mut Reader<'a>, record: &Record<'a>) -> Option<AnyView> {
    let rows = record.entries(field.name).into_iter();
    let mut named: Vec<_> = rows.map(|(key, mark)| (reader.title(key), key, mark)).collect();
    sort_by_name(&mut named, NameOrder::Strokes, |(name, _, _)| name);
    let marks: Vec<AnyView> = named
        .into_iter()
        .map(|(name, key, mark)| {
            let amount = match show_value(reader.ledger, field, mark) {
                one if one == "1" => String::new(),
                more if matches!(field.kind, Kind::Count(..)) => format!("×{more}"),
                points => points,
            };
            let href = key.parse().map_or_else(|_| String::new(), |id| Route::detail(&id).href());
            view! { <li><a href=href>{name}</a><span class="figures">{amount}</span></li> }
                .into_any()
        })
        .collect();
    let count = marks.len();
    let unit = match field.shape {
        Shape::Rows(RowKeys::Records(to)) => names_of(to).row_unit(),
        _ => Names::Usual.row_unit(),
    };
    (count > 0).then(|| {
        view! {
            <p class="small muted">{format!("共 {count} {unit}")}</p>
            <ul class="record-marks">{marks}</ul>
        }
        .into_any()
    })
}
