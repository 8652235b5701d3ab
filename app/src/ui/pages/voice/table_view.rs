//! A table of a report on the screen, whose rows lead to the records that they are of.

use leptos::prelude::*;

use crate::reports::{Align, Table};

/// The table; the first cell of a row leads to its address, where there is one.
pub(super) fn table_view(table: &Table, addresses: &[String]) -> AnyView {
    let class = |at: usize| match table.columns.get(at).map(|column| column.align) {
        Some(Align::End) => "cell at-end is-number",
        Some(Align::Center) => "cell at-middle",
        _ => "cell at-start",
    };
    let heads = table.columns.iter().enumerate().map(|(at, column)| {
        view! { <th scope="col" class=class(at)>{column.label.clone()}</th> }
    });
    let heads: Vec<_> = heads.collect();
    let rows = table.rows.iter().enumerate().map(|(row, cells)| {
        let address = addresses.get(row).filter(|address| !address.is_empty());
        let cells = cells.iter().enumerate().map(|(at, text)| {
            let text = text.clone();
            let shown = match address.filter(|_| at == 0) {
                Some(address) => view! { <a href=address.clone()>{text}</a> }.into_any(),
                None => text.into_any(),
            };
            view! { <td class=class(at)>{shown}</td> }
        });
        view! { <tr>{cells.collect::<Vec<_>>()}</tr> }
    });
    let rows: Vec<_> = rows.collect();
    let notes = table.notes.iter().map(|note| view! { <p class="quiet-line">{note.clone()}</p> });
    let (caption, name) = (table.title.clone(), table.title.clone());
    view! {
        <div class="plain-table-box" tabindex="0" role="region" aria-label=name>
            <table class="plain-table">
                <caption class="unseen">{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {notes.collect::<Vec<_>>()}
    }
    .into_any()
}
