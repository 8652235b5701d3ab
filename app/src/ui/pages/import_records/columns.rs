//! The second step: what each column holds.

use std::ops::Range;

use leptos::prelude::*;

use super::RecordsImportState;
use super::constants::{constants_view, unfilled};
use crate::registers::Kind;
use crate::tables::columns::{MappedColumn, Meaning};
use crate::tables::grid::Grid;
use crate::tables::record_columns::RecordColumns;
use crate::tables::record_parts::RecordPart;
use crate::ui::components::{Button, ButtonKind, Icon, Notice, NoticeKind, Opt, Page};
use crate::ui::pages::table_columns::{as_days, column_row, columns_section, samples, sheet_view};

pub(super) fn columns_page(import: RecordsImportState) -> AnyView {
    let reason = Signal::derive(move || {
        let none =
            import.columns.with(|c| c.as_ref().is_none_or(|c| c.assigned().next().is_none()));
        if none { "请先指定至少一列".to_owned() } else { unfilled(import) }
    });
    let problem = move || {
        let text = import.problem.get();
        (!text.is_empty()).then(|| view! { <Notice kind=NoticeKind::Warn title=text alert=true/> })
    };
    // The rows are made anew for another sheet or other headings, not when a column is assigned.
    let place = Memo::new(move |_| {
        let headings = import.columns.with(|c| c.as_ref().map(|c| c.heading_rows.clone()));
        let chosen = import.chosen;
        (chosen.sheet.get(), headings, chosen.hidden_rows.get(), chosen.hidden_columns.get())
    });
    let rows = move || {
        place.track();
        let grid = import.chosen.grid()?;
        import.columns.with_untracked(|columns| {
            let columns = columns.as_ref()?;
            let is_shown =
                |column: &&MappedColumn<RecordPart>| !grid.hidden().columns.contains(&column.index);
            let shown = columns.columns.iter().filter(is_shown);
            Some(shown.map(|column| row_view(import, &grid, columns, column)).collect::<Vec<_>>())
        })
    };
    view! {
        <Page
            title=import.title()
            crumbs=Signal::derive(move || vec![import.file.get()])
            action=move || view! {
                <Button
                    kind=ButtonKind::Primary
                    label="下一步"
                    reason
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
                {columns_section((), rows)}
                {constants_view(import)}
            </div>
        </Page>
    }
    .into_any()
}

/// What was not recognised, before all that was.
fn unread_view(import: RecordsImportState) -> Option<AnyView> {
    let unread =
        import.columns.with(|of| of.as_ref().map(RecordColumns::unread).unwrap_or_default());
    (!unread.is_empty()).then(|| {
        let title = format!("没有认出 {}", unread.join("、"));
        let text = "不指定的话，这几列不导入。认得的列都在下面。";
        view! { <Notice kind=NoticeKind::Warn title text/> }.into_any()
    })
}

/// Which sheet, and where its headings are.
fn where_view(import: RecordsImportState) -> AnyView {
    let heading_rows = Signal::derive(move || {
        import.columns.with(|of| of.as_ref().map(|of| of.heading_rows.clone()))
    });
    let set_heading_rows = move |(grid, rows): (Grid, Range<usize>)| {
        import.set_columns(RecordColumns::with_headings(&grid, import.schema, rows));
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
    import: RecordsImportState,
    grid: &Grid,
    columns: &RecordColumns,
    column: &MappedColumn<RecordPart>,
) -> AnyView {
    let index = column.index;
    let mut samples = samples(grid, columns.heading_rows.end, index);
    let is_day = |part: RecordPart| matches!(part.column.kind, Kind::Day | Kind::DayOrMonth);
    if matches!(column.meaning, Meaning::Field(part) if is_day(part)) {
        samples = as_days(samples, grid);
    }
    let of_column = move |columns: &Option<RecordColumns>| {
        let column = columns.as_ref()?.columns.get(index)?;
        Some((column.meaning, column.guessed))
    };
    let guessed =
        Memo::new(move |_| import.columns.with(of_column).is_some_and(|(_, guessed)| guessed));
    let chosen = Memo::new(move |_| match import.columns.with(of_column) {
        Some((Meaning::Field(part), _)) => part.name(),
        _ => String::new(),
    });
    let fields = columns.parts().iter().map(|part| Opt::new(part.name(), part.label())).collect();
    let assign = Callback::new(move |field: String| {
        if let Some(mut columns) = import.columns.get_untracked() {
            columns.assign(index, Some(field.as_str()).filter(|field| !field.is_empty()));
            import.set_columns(columns);
        }
    });
    column_row(column, &samples, fields, chosen, guessed, assign)
}
