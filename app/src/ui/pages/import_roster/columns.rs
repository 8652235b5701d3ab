//! The second step: what each column holds.

use std::ops::Range;

use leptos::prelude::*;

use super::RosterImportState;
use super::defaults::defaults_view;
use super::departments::no_departments;
use crate::app::items_of_departments;
use crate::tables::columns::{ColumnMap, MappedColumn, Meaning};
use crate::tables::grid::Grid;
use crate::tables::roster_fields::{self, FIELDS, FieldKind};
use crate::ui::components::{Button, ButtonKind, Icon, Notice, NoticeKind, Opt, Page};
use crate::ui::pages::table_columns::{as_days, column_row, columns_section, samples, sheet_view};

pub(super) fn columns_page(import: RosterImportState) -> AnyView {
    let no_name = Signal::derive(move || {
        let has =
            import.map.with(|map| map.as_ref().is_some_and(|m| m.column_of("name").is_some()));
        if has { String::new() } else { "请先指定哪一列是姓名".to_owned() }
    });
    let problem = move || {
        let text = import.problem.get();
        (!text.is_empty()).then(|| view! { <Notice kind=NoticeKind::Warn title=text alert=true/> })
    };
    // The rows are made anew for another sheet or other headings, not when a column is assigned.
    let place = Memo::new(move |_| {
        let headings = import.map.with(|map| map.as_ref().map(|map| map.heading_rows.clone()));
        let chosen = import.chosen;
        (chosen.sheet.get(), headings, chosen.hidden_rows.get(), chosen.hidden_columns.get())
    });
    let rows = move || {
        place.track();
        let grid = import.chosen.grid()?;
        import.map.with_untracked(|map| {
            let map = map.as_ref()?;
            let shown = |column: &&MappedColumn| !grid.hidden().columns.contains(&column.index);
            let columns = map.columns.iter().filter(shown);
            Some(columns.map(|column| row_view(import, &grid, map, column)).collect::<Vec<_>>())
        })
    };
    let beside = move || {
        let note = import.map.with(|map| map.as_ref().and_then(ColumnMap::beside_note));
        note.map(|note| view! { <p class="small">{note}</p> })
    };
    view! {
        <Page
            title="花名册导入"
            crumbs=Signal::derive(move || vec![import.file.get()])
            action=move || view! {
                <Button
                    kind=ButtonKind::Primary
                    label="下一步"
                    reason=no_name
                    on_click=move |()| import.check()
                />
            }
            controls=move || view! {
                <Button
                    kind=ButtonKind::Quiet
                    icon=Icon::Left
                    label="换一个文件"
                    on_click=move |()| import.step_back()
                />
            }
        >
            <div class="wide stack">
                {import.steps(1)}
                {problem}
                {move || unread_view(import)}
                {where_view(import)}
                {columns_section(beside, rows)}
                {defaults_view(import)}
            </div>
        </Page>
    }
    .into_any()
}

/// What was not recognised, before all that was, and what comes of it.
fn unread_view(import: RosterImportState) -> AnyView {
    let (unread, has_department) = import.map.with(|map| {
        let unread = map.as_ref().map(ColumnMap::unread).unwrap_or_default();
        let department = map.as_ref().and_then(|map| map.column_of("department"));
        (unread, department.is_some())
    });
    let columns = (!unread.is_empty()).then(|| {
        let title = format!("没有认出 {}", unread.join("、"));
        let text = "不指定的话，这几列不导入。认得的列都在下面。";
        view! { <Notice kind=NoticeKind::Warn title text/> }
    });
    let since = import.since.with(|month| month.parse().ok());
    let departments = since.filter(|_| !has_department).and_then(|since| {
        let items = items_of_departments(import.session, since);
        no_departments(&items, "名册里没有读到科室（工作部门），导入的人都没有科室")
    });
    view! {
        {columns}
        {departments}
    }
    .into_any()
}

/// Which sheet, and where its headings are.
fn where_view(import: RosterImportState) -> AnyView {
    let heading_rows =
        Signal::derive(move || import.map.with(|of| of.as_ref().map(|of| of.heading_rows.clone())));
    let set_heading_rows = move |(grid, rows): (Grid, Range<usize>)| {
        import.set_map(ColumnMap::with_headings(&grid, rows));
        import.problem.set(String::new());
    };
    sheet_view(
        import.chosen,
        heading_rows,
        Callback::new(set_heading_rows),
        Callback::new(move |at| import.choose_sheet(at)),
        Callback::new(move |()| import.recognise()),
    )
}

fn row_view(
    import: RosterImportState,
    grid: &Grid,
    map: &ColumnMap,
    column: &MappedColumn,
) -> AnyView {
    let index = column.index;
    let mut samples = samples(grid, map.heading_rows.end, index);
    let is_date = |name: &str| {
        roster_fields::by_name(name).is_some_and(|field| field.kind == FieldKind::Date)
    };
    if matches!(column.meaning, Meaning::Field(name) if is_date(name)) {
        samples = as_days(samples, grid);
    }
    let guessed = Memo::new(move |_| {
        import.map.with(|map| {
            let column = map.as_ref().and_then(|map| map.columns.get(index));
            column.is_some_and(|column| column.guessed)
        })
    });
    let chosen = Memo::new(move |_| {
        let meaning = import.map.with(|map| Some(map.as_ref()?.columns.get(index)?.meaning));
        match meaning {
            Some(Meaning::Field(name)) => name.to_owned(),
            _ => String::new(),
        }
    });
    let fields = FIELDS.iter().map(|field| Opt::new(field.name, field.label)).collect();
    let assign = Callback::new(move |field: String| {
        if let Some(mut map) = import.map.get_untracked() {
            map.assign(index, Some(field.as_str()).filter(|field| !field.is_empty()));
            import.set_map(map);
        }
    });
    column_row(column, &samples, fields, chosen, guessed, assign)
}
