//! A plain table, for prints and short lists.

use leptos::{either::Either, prelude::*};

use super::{
    chip::{Tone, chip_view},
    table_model::{ColumnKind, TableCell, TableColumn, TableRow, headings},
};

pub(super) fn cell_text(column: &TableColumn, cell: &TableCell) -> Either<String, AnyView> {
    if column.kind == ColumnKind::Chip && !cell.text.is_empty() {
        Either::Right(chip_view(cell.text.clone(), Tone::of_grade(&cell.text)))
    } else {
        Either::Left(cell.text.clone())
    }
}

/// A plain table: all its rows, no scrolling of its own.
#[component]
pub fn SimpleTable(
    /// What the table is, above it and for screen readers.
    #[prop(into)]
    caption: Signal<String>,
    /// The caption is read out only.
    #[prop(optional)]
    hide_caption: bool,
    /// The columns.
    #[prop(into)]
    columns: Signal<Vec<TableColumn>>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<TableRow>>,
) -> impl IntoView {
    let head = move || {
        columns.with(|columns| {
            let over = headings(columns);
            let two = over.iter().any(|(name, _)| !name.is_empty());
            let first = two.then(|| {
                let mut at = 0;
                let cells = over
                    .into_iter()
                    .map(|(name, span)| {
                        let column = &columns[at];
                        at += span;
                        if name.is_empty() {
                            view! { <th scope="col" rowspan="2" class=column.class(Default::default())>{column.label.clone()}</th> }
                                .into_any()
                        } else {
                            view! { <th scope="colgroup" class="cell at-middle" colspan=span.to_string()>{name}</th> }
                                .into_any()
                        }
                    })
                    .collect::<Vec<_>>();
                view! { <tr>{cells}</tr> }
            });
            let second = columns
                .iter()
                .filter(|c| !two || !c.group.is_empty())
                .map(|c| view! { <th scope="col" class=c.class(Default::default())>{c.label.clone()}</th> })
                .collect::<Vec<_>>();
            view! { {first}<tr>{second}</tr> }
        })
    };
    let body = move || {
        columns.with(|columns| {
            rows.with(|rows| {
                rows.iter()
                    .map(|row| {
                        let cells = columns
                            .iter()
                            .zip(&row.cells)
                            .map(|(column, cell)| {
                                view! { <td class=column.class(cell.tone)>{cell_text(column, cell)}</td> }
                            })
                            .collect::<Vec<_>>();
                        view! { <tr>{cells}</tr> }
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    view! {
        <div class="plain-table-box" tabindex="0" role="region" aria-label=move || caption.get()>
            <table class="plain-table">
                <caption class:unseen=hide_caption>{move || caption.get()}</caption>
                <thead>{head}</thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}
