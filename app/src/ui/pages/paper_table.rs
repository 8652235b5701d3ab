//! A table of a report, and texts whose names and numbers stay whole, as they stand on paper.

use leptos::prelude::*;

use crate::reports::{Align, Column, Content, PaperTable, pieces, words};

/// A text that breaks within no name and no number, as far as a line has room for them.
pub fn paper_text(text: &str, characters: f32) -> AnyView {
    let mut rest = String::new();
    let mut parts: Vec<AnyView> = Vec::new();
    for piece in pieces(text, characters) {
        if piece.whole {
            parts.push(std::mem::take(&mut rest).into_any());
            let text = piece.text.to_owned();
            parts.push(view! { <span class="is-whole">{text}</span> }.into_any());
        } else {
            rest.push_str(piece.text);
        }
    }
    parts.push(rest.into_any());
    parts.into_any()
}

/// A heading that breaks between its words alone.
pub fn paper_words(text: &str) -> AnyView {
    let words: Vec<_> =
        words(text).into_iter().map(|word| view! { <span>{word.to_owned()}</span> }).collect();
    words.into_any()
}

/// The table with its two rows of headings, its notes, and the line for signatures.
pub fn paper_table(set: &PaperTable) -> AnyView {
    let table = &set.table;
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
                            view! { <th rowspan="2" scope="col">{paper_words(&one.label)}</th> }
                                .into_any()
                        })
                        .collect::<Vec<_>>()
                } else {
                    let span = span.to_string();
                    vec![
                        view! { <th colspan=span scope="colgroup">{paper_words(name)}</th> }
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
        .map(|one| view! { <th scope="col">{paper_words(&one.label)}</th> })
        .collect();
    let columns: Vec<_> =
        set.widths.iter().map(|mm| view! { <col style:width=format!("{mm}mm")/> }).collect();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().zip(&table.columns).enumerate();
            let cells: Vec<_> =
                cells.map(|(at, (cell, column))| cell_view(set, at, cell, column)).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let notes: Vec<_> = table
        .notes
        .iter()
        .map(|note| view! { <p class="paper-note-line">{paper_text(note, f32::MAX)}</p> })
        .collect();
    let signatures: Vec<_> =
        table.signatures.iter().map(|line| view! { <span>{line.clone()}</span> }).collect();
    let (above, beside) = set.padding;
    let (letter, cell) = (format!("{}pt", set.letter), format!("{above}mm {beside}mm"));
    view! {
        <table class="paper-table" class:is-dense=table.dense style:--letter=letter style:--cell=cell>
            <colgroup>{columns}</colgroup>
            <thead>{top}<tr>{second}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {notes}
        {(!signatures.is_empty()).then(|| view! { <div class="paper-signs">{signatures}</div> })}
    }
    .into_any()
}

fn cell_view(set: &PaperTable, at: usize, cell: &str, column: &Column) -> AnyView {
    let side = match column.align {
        Align::Start => "at-start",
        Align::Center => "at-middle",
        Align::End => "at-end is-number",
    };
    let breaks = match column.content {
        Content::Text => "",
        Content::Names => " at-marks",
        Content::Number | Content::Day | Content::Name => " is-whole",
    };
    let text = match column.content {
        Content::Text => paper_text(cell, set.characters(at)),
        _ => cell.to_owned().into_any(),
    };
    view! { <td class=format!("{side}{breaks}")>{text}</td> }.into_any()
}
