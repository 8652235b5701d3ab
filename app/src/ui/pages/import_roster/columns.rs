//! The second step: what each column holds.

use leptos::prelude::*;

use super::RosterImportState;
use super::defaults::defaults_view;
use crate::tables::columns::{ColumnMap, MappedColumn, Meaning};
use crate::tables::dates;
use crate::tables::grid::{Grid, column_letters};
use crate::tables::roster_fields::{self, FIELDS, FieldKind};
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, Icon, Notice, NoticeKind, Opt, Page,
};
use crate::ui::pages::table_files::hidden_view;

/// So many values of a column are shown.
const SAMPLES: usize = 3;
/// Headings can be said to stand in one of so many rows.
const HEADING_ROWS: usize = 12;

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
        (import.sheet.get(), headings, import.hidden_rows.get(), import.hidden_columns.get())
    });
    let rows = move || {
        place.track();
        let grid = import.grid()?;
        import.map.with_untracked(|map| {
            let map = map.as_ref()?;
            let shown = |column: &&MappedColumn| !grid.hidden().columns.contains(&column.index);
            let columns = map.columns.iter().filter(shown);
            Some(columns.map(|column| column_row(import, &grid, map, column)).collect::<Vec<_>>())
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
                    on_click=move |()| import.stage.set(super::RosterStage::File)
                />
            }
        >
            <div class="wide stack">
                {import.steps(1)}
                {problem}
                {sheet_view(import)}
                <section class="sheet">
                    <h2>"每一列是什么"</h2>
                    <p class="small muted">"认错的可以改；选“不导入”的列不写进台账。"</p>
                    {beside}
                    <div class="map-rows" role="table" aria-label="每一列是什么">
                        <div class="map-row map-head" role="row">
                            <span role="columnheader">"列"</span>
                            <span role="columnheader">"表头"</span>
                            <span role="columnheader">"前几行"</span>
                            <span role="columnheader">"导入为"</span>
                        </div>
                        {rows}
                    </div>
                </section>
                {defaults_view(import)}
            </div>
        </Page>
    }
    .into_any()
}

/// Which sheet, and where its headings are.
fn sheet_view(import: RosterImportState) -> AnyView {
    let sheets: Vec<Opt> = import.sheets.with_untracked(|sheets| {
        let named = sheets.iter().enumerate();
        named.map(|(at, sheet)| Opt::new(at.to_string(), sheet.name.clone())).collect()
    });
    let several = sheets.len() > 1;
    let mut headings = vec![Opt::new("", "没有表头")];
    headings
        .extend((1..=HEADING_ROWS).map(|row| Opt::new(row.to_string(), format!("第 {row} 行"))));
    let heading = Signal::derive(move || {
        import.map.with(|map| {
            let rows = map.as_ref().map(|map| map.heading_rows.clone()).unwrap_or_default();
            if rows.is_empty() { String::new() } else { (rows.start + 1).to_string() }
        })
    });
    let set_heading = move |row: String| {
        let rows = row.parse::<usize>().map_or(0..0, |row| row - 1..row);
        if let Some(grid) = import.grid() {
            import.map.set(Some(ColumnMap::with_headings(&grid, rows)));
        }
        import.problem.set(String::new());
    };
    view! {
        <section class="sheet import-where">
            {several.then(|| view! {
                <Field label="工作表">
                    <Choice
                        options=Signal::stored(sheets)
                        value=Signal::derive(move || import.sheet.get().to_string())
                        on_change=move |at: String| import.choose_sheet(at.parse().unwrap_or(0))
                    />
                </Field>
            })}
            <Field label="表头在">
                <Choice options=Signal::stored(headings) value=heading on_change=set_heading/>
            </Field>
            {move || {
                import.sheet.track();
                let recognise = Callback::new(move |()| import.recognise());
                hidden_view(import.sheets, import.sheet, import.hidden_rows, import.hidden_columns, recognise)
            }}
        </section>
    }
    .into_any()
}

fn column_row(
    import: RosterImportState,
    grid: &Grid,
    map: &ColumnMap,
    column: &MappedColumn,
) -> AnyView {
    let index = column.index;
    let is_identity = column.meaning == Meaning::IdentityNumber;
    let mut samples: Vec<String> = Vec::new();
    for row in map.heading_rows.end..grid.rows().len() {
        let text = grid.cell(row, index).text();
        if !text.is_empty() && !samples.iter().any(|known| *known == *text) {
            samples.push(text.into_owned());
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    let is_date = |name: &str| {
        roster_fields::by_name(name).is_some_and(|field| field.kind == FieldKind::Date)
    };
    if matches!(column.meaning, Meaning::Field(name) if is_date(name)) {
        // Spreadsheets keep days as numbers; people know them as dates.
        for sample in &mut samples {
            let day = sample.parse().ok().and_then(|n| dates::day_of_serial(n, grid.epoch_1904));
            *sample = day.map_or_else(|| sample.clone(), |day| day.to_string());
        }
    }
    let guessed = Memo::new(move |_| {
        import.map.with(|map| {
            let column = map.as_ref().and_then(|map| map.columns.get(index));
            column.is_some_and(|column| column.guessed)
        })
    });
    let samples = if is_identity { "（不显示）".to_owned() } else { samples.join("、") };
    let heading =
        if column.heading.is_empty() { "（空）".to_owned() } else { column.heading.clone() };
    let chosen = Memo::new(move |_| {
        let meaning = import.map.with(|map| Some(map.as_ref()?.columns.get(index)?.meaning));
        match meaning {
            Some(Meaning::Field(name)) => name,
            _ => "",
        }
    });
    let meaning = if is_identity {
        view! { <span class="map-never">"不导入：台账不保存身份证号"</span> }.into_any()
    } else {
        let mut options = vec![Opt::new("", "不导入")];
        options.extend(FIELDS.iter().map(|field| Opt::new(field.name, field.label)));
        let label = format!("{} 列“{heading}”导入为", column_letters(index));
        let assign = move |field: String| {
            import.map.update(|map| {
                if let Some(map) = map {
                    map.assign(index, Some(field.as_str()).filter(|field| !field.is_empty()));
                }
            });
        };
        view! {
            <Choice
                options=Signal::stored(options)
                value=Signal::derive(move || chosen.get().to_owned())
                on_change=assign
                label
            />
        }
        .into_any()
    };
    view! {
        <div class="map-row" class:is-left-out=move || chosen.get().is_empty() role="row">
            <span class="map-letter" role="cell">{column_letters(index)}</span>
            <span class="map-heading" role="cell">{heading}</span>
            <span class="map-samples" role="cell">{samples}</span>
            <span class="map-meaning" role="cell">
                {meaning}
                {move || guessed.get().then(|| view! {
                    <span class="small muted">"按表头猜的，请核对"</span>
                })}
            </span>
        </div>
    }
    .into_any()
}
