//! A document, set for paper: sheet by sheet, as it will be printed.

use leptos::prelude::*;

use super::paper_table::{paper_table, paper_text, paper_words};
use crate::app::{Session, paper_name};
use crate::ledger::RecordId;
use crate::registers::HOSPITAL;
use crate::reports::{
    Block, Document, PaperStyle, Part, SheetOfPaper, SignedLine, Table, paginate,
};
use crate::ui::components::{
    Button, ButtonKind, Icon, figure_drawing, print_paper, strokes_drawing, watch_printing,
};

/// The sheets of a document. `note` stands at the head of each, such as 示例台账.
pub fn paper_document(document: &Document, note: &'static str) -> AnyView {
    paper_documents(std::slice::from_ref(document), note)
}

/// The sheets of several documents that are printed in one go, each with numbers of its own.
pub fn paper_documents(documents: &[Document], note: &'static str) -> AnyView {
    watch_printing();
    let sheets: Vec<AnyView> = documents
        .iter()
        .flat_map(|document| {
            let sheets = paginate(document);
            let is_numbered = document.style == PaperStyle::Official || sheets.len() > 1;
            sheets
                .iter()
                .map(|sheet| sheet_view(document, sheet, is_numbered, note))
                .collect::<Vec<_>>()
        })
        .collect();
    view! { <div class="paper-frame set-paper">{sheets}</div> }.into_any()
}

/// Prints the sheets on this page; a PDF of them is named as all files are, by what, from whom and when.
pub fn print_named(session: Session, what: &str) {
    print_paper(&paper_name(session, what));
}

/// The main action of a page that is a print: prints it under a name.
pub fn print_button(session: Session, what: String) -> AnyView {
    view! {
        <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print
            on_click=move |()| print_named(session, &what)/>
    }
    .into_any()
}

/// What a form says of the ledger that it is of: nothing but where all in it is invented.
pub fn sample_note(session: Session) -> &'static str {
    if session.is_sample() { "示例台账，数据均为虚构" } else { "" }
}

/// A table as a form, with the name of the hospital under its title (单位名称会出现在打印的表头里).
pub fn paper_form(session: Session, mut table: Table) -> Document {
    let hospital = session.with_ledger_untracked(|ledger| {
        let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
        hospital.map_or("", |record| record.text("name")).to_owned()
    });
    if !hospital.is_empty() && !table.subtitle.contains(&hospital) {
        table.subtitle = match &*table.subtitle {
            "" => hospital,
            subtitle => format!("{hospital}　{subtitle}"),
        };
    }
    Document::form(table)
}

fn sheet_view(
    document: &Document,
    sheet: &SheetOfPaper,
    is_numbered: bool,
    note: &'static str,
) -> AnyView {
    let head = sheet.titled.then(|| {
        let number = document.number.clone();
        view! {
            <h2 class="paper-title">{paper_words(&document.title)}</h2>
            {(!number.is_empty()).then(|| view! { <p class="paper-subtitle">{number}</p> })}
        }
    });
    let style = document.style;
    let parts: Vec<_> = sheet.parts.iter().map(|part| part_view(part, style)).collect();
    // Right on odd sheets, left on even ones (domain.md §3.3).
    let is_even = sheet.number.is_multiple_of(2);
    let number = is_numbered.then(|| {
        let number = format!("— {} —", sheet.number);
        view! { <p class="paper-number">{number}</p> }
    });
    let class = match style {
        PaperStyle::Official => "paper is-official",
        PaperStyle::Form => "paper is-form",
    };
    view! {
        <article class=class class:is-landscape=sheet.landscape class:is-even=is_even>
            {(!note.is_empty()).then(|| view! { <p class="paper-note">{note}</p> })}
            {head}
            <div class="paper-body">{parts}</div>
            {number}
        </article>
    }
    .into_any()
}

fn part_view(part: &Part, style: PaperStyle) -> AnyView {
    match part {
        Part::Table(set) => paper_table(set),
        Part::Figure(figure, wide) => {
            let width = format!("{wide}mm");
            let caption = (style == PaperStyle::Official).then(|| {
                let title = figure.title.clone();
                view! { <p class="paper-caption is-under">{title}</p> }
            });
            view! {
                <div class="paper-figure" style:width=width>{figure_drawing(figure)}</div>
                {caption}
            }
            .into_any()
        }
        Part::Block(block) => block_view(block),
    }
}

fn block_view(block: &Block) -> AnyView {
    match block {
        Block::To(text) => view! { <p class="paper-to">{text.clone()}</p> }.into_any(),
        Block::Heading(text) => view! { <h3>{text.clone()}</h3> }.into_any(),
        Block::Text(text) => view! { <p>{paper_text(text, f32::MAX)}</p> }.into_any(),
        Block::Rest(text) => {
            view! { <p class="paper-rest">{paper_text(text, f32::MAX)}</p> }.into_any()
        }
        Block::Caption(text) => view! { <h4 class="paper-caption">{text.clone()}</h4> }.into_any(),
        Block::Signature(lines) => {
            let lines: Vec<_> = lines.iter().map(|line| view! { <p>{line.clone()}</p> }).collect();
            view! { <div class="paper-signature">{lines}</div> }.into_any()
        }
        Block::Signed(lines) => {
            let lines: Vec<_> = lines.iter().map(signed_line).collect();
            view! { <div class="paper-signed">{lines}</div> }.into_any()
        }
        // They are set before they stand on a sheet.
        Block::Table(_) | Block::Figure(_) => ().into_any(),
    }
}

/// A line on which somebody signed by hand, or is to.
fn signed_line(line: &SignedLine) -> AnyView {
    let strokes = line.strokes.as_ref();
    let label = format!("{}：", line.label);
    let drawing = strokes.map(|strokes| strokes_drawing(strokes, format!("{}签字", line.label)));
    let on = line.on.clone();
    view! {
        <p class="paper-signed-line">
            <span>{label}</span>
            <span class="paper-signed-drawing">{drawing}</span>
            <span>{on}</span>
        </p>
    }
    .into_any()
}
