//! A document, set for paper in the official style: sheet by sheet, each with its number.

use leptos::prelude::*;

use super::paper_table::paper_table;
use crate::reports::{Block, Document, SheetOfPaper, figure_size, paginate};
use crate::ui::components::{figure_drawing, watch_printing};

/// The sheets of a document. `note` stands at the head of each, such as 示例台账.
pub fn paper_document(document: &Document, note: &'static str) -> AnyView {
    watch_printing();
    let sheets = paginate(document);
    let sheets: Vec<_> = sheets.iter().map(|sheet| sheet_view(document, sheet, note)).collect();
    view! { <div class="paper-frame official">{sheets}</div> }.into_any()
}

fn sheet_view(document: &Document, sheet: &SheetOfPaper, note: &'static str) -> AnyView {
    let head = sheet.titled.then(|| {
        let number = document.number.clone();
        let title = document.title.split_inclusive("季度");
        let title: Vec<_> = title.map(|part| view! { <span>{part.to_owned()}</span> }).collect();
        view! {
            <h2 class="paper-title">{title}</h2>
            {(!number.is_empty()).then(|| view! { <p class="paper-subtitle">{number}</p> })}
        }
    });
    let blocks: Vec<_> = sheet.blocks.iter().map(block).collect();
    // Right on odd sheets, left on even ones (domain.md §3.3).
    let is_even = sheet.number.is_multiple_of(2);
    let number = format!("— {} —", sheet.number);
    view! {
        <article class="paper" class:is-landscape=sheet.landscape class:is-even=is_even>
            {(!note.is_empty()).then(|| view! { <p class="paper-note">{note}</p> })}
            {head}
            <div class="paper-body">{blocks}</div>
            <p class="paper-number">{number}</p>
        </article>
    }
    .into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::To(text) => view! { <p class="paper-to">{text.clone()}</p> }.into_any(),
        Block::Heading(text) => view! { <h3>{text.clone()}</h3> }.into_any(),
        Block::Text(text) => view! { <p>{text.clone()}</p> }.into_any(),
        Block::Rest(text) => view! { <p class="paper-rest">{text.clone()}</p> }.into_any(),
        Block::Caption(text) => view! { <h4 class="paper-caption">{text.clone()}</h4> }.into_any(),
        Block::Table(table) => paper_table(table),
        Block::Figure(figure) => {
            // As wide as was reckoned; how high it is follows.
            let width = format!("{}mm", figure_size(figure).0);
            view! {
                <div style:width=width style:margin="7pt auto">{figure_drawing(figure)}</div>
                <p class="paper-caption" style:text-align="center">{figure.title.clone()}</p>
            }
            .into_any()
        }
        Block::Signature(lines) => {
            let lines: Vec<_> = lines.iter().map(|line| view! { <p>{line.clone()}</p> }).collect();
            view! { <div class="paper-signature">{lines}</div> }.into_any()
        }
    }
}
