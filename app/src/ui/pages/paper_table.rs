//! A table of a report, set for paper.

use leptos::prelude::*;

use crate::reports::{Align, Table};

/// The table with its two rows of headings, its notes, and the line for signatures.
pub fn paper_table(table: &Table) -> AnyView {
    let groups = table.groups();
    let grouped = groups.iter().any(|(name, _)| !name.is_empty());
    let top = grouped.then(|| {
        let mut at = 0;
        let cells: Vec<AnyView> = groups
            .iter()
            .flat_map(|(name, span)| {
                let columns = &table.columns[at..at + span];
                at += span;
                if name.is_empty() {
                    columns
                        .iter()
                        .map(|one| {
                            view! { <th rowspan="2" scope="col">{one.label.clone()}</th> }
                                .into_any()
                        })
                        .collect::<Vec<_>>()
                } else {
                    let span = span.to_string();
                    vec![
                        view! { <th colspan=span scope="colgroup">{(*name).to_owned()}</th> }
                            .into_any(),
                    ]
                }
            })
            .collect();
        view! { <tr>{cells}</tr> }
    });
    let second: Vec<_> = table
        .columns
        .iter()
        .filter(|one| !grouped || !one.group.is_empty())
        .map(|one| view! { <th scope="col">{one.label.clone()}</th> })
        .collect();
    let widths: Vec<_> = table
        .widths()
        .into_iter()
        .map(|mm| view! { <col style:width=format!("{mm}mm")/> })
        .collect();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row
                .iter()
                .zip(&table.columns)
                .map(|(cell, column)| {
                    let class = match column.align {
                        Align::Start => "at-start",
                        Align::Center => "at-middle",
                        Align::End => "at-end is-number",
                    };
                    view! { <td class=class>{cell.clone()}</td> }
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let notes: Vec<_> = table
        .notes
        .iter()
        .map(|note| view! { <p class="paper-note-line">{note.clone()}</p> })
        .collect();
    let signatures: Vec<_> =
        table.signatures.iter().map(|line| view! { <span>{line.clone()}</span> }).collect();
    view! {
        <table class="paper-table" class:is-dense=table.dense>
            <colgroup>{widths}</colgroup>
            <thead>{top}<tr>{second}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {notes}
        {(!signatures.is_empty()).then(|| view! { <div class="paper-signs">{signatures}</div> })}
    }
    .into_any()
}
