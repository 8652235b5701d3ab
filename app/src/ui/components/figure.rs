//! A figure as it is drawn: the geometry is that of [`Figure`], the colours are the style sheet's.

use leptos::prelude::*;

use super::{
    Button, ButtonKind, SimpleTable,
    dom::next_id,
    table_model::{TableCell, TableColumn, TableRow},
};
use crate::reports::{Align, Figure, LOOKS, Label, Mark, Table, WIDTH};

/// A figure with its title, and a switch to the table behind it.
#[component]
pub fn FigureView(
    /// What is drawn.
    #[prop(into)]
    figure: Signal<Figure>,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let frame = NodeRef::<leptos::html::Div>::new();
    let width = RwSignal::new(WIDTH);
    let measure = move || {
        let wide = frame.get_untracked().map_or(0, |frame| frame.offset_width());
        // Nothing is seen of it, or all of it is printed.
        if wide > 0 {
            let fits = (f64::from(wide) / letters()) as i32;
            width.try_update(|width| *width = fits);
        }
    };
    Effect::new(move |_| {
        if frame.get().is_some() {
            measure();
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let title = move || figure.with(|figure| figure.title.clone());
    let word = Signal::derive(move || if as_table.get() { "看图" } else { "看表" }.to_owned());
    let body = move || {
        figure.with(|figure| match as_table.get() {
            true => table_view(&figure.table),
            false => figure_drawing(&figure.fitted(width.get())),
        })
    };
    view! {
        <figure class="figure">
            <figcaption class="figure-head">
                <span class="figure-title">{title}</span>
                <span class="no-print">
                    <Button label=word kind=ButtonKind::Quiet
                        on_click=move |()| as_table.update(|on| *on = !*on)/>
                </span>
            </figcaption>
            <div node_ref=frame>{body}</div>
        </figure>
    }
    .into_any()
}

/// How many pixels a unit of a figure has: one, or more where letters are larger.
fn letters() -> f64 {
    let root = document().document_element();
    match root.and_then(|root| root.get_attribute("data-size")).as_deref() {
        Some("large") => 1.25,
        Some("xlarge") => 24.5 / 16.0,
        _ => 1.0,
    }
}

fn table_view(table: &Table) -> AnyView {
    let columns: Vec<TableColumn> = table
        .columns
        .iter()
        .map(|one| match one.align {
            Align::End => TableColumn::number(&one.label, &one.label),
            _ => TableColumn::text(&one.label, &one.label),
        })
        .collect();
    let rows: Vec<TableRow> = table
        .rows
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            TableRow::new(at.to_string(), cells.iter().cloned().map(TableCell::new).collect())
        })
        .collect();
    let caption = table.title.clone();
    view! {
        <div class="figure-table">
            <SimpleTable caption hide_caption=true columns=Signal::stored(columns)
                rows=Signal::stored(rows)/>
        </div>
    }
    .into_any()
}

/// The drawing alone, of a figure that is fitted.
pub fn figure_drawing(figure: &Figure) -> AnyView {
    // Of its own for each: a hatch that is hidden with its figure would be gone from the others.
    let hatches = next_id("hatch");
    let patterns: Vec<AnyView> =
        (1..LOOKS).map(|look| pattern(look, format!("{hatches}-{look}"))).collect();
    let rules: String =
        figure.rules.iter().map(|[x1, y1, x2, y2]| format!("M{x1} {y1}L{x2} {y2}")).collect();
    let marks: Vec<AnyView> = figure.marks.iter().map(|one| mark(one, &hatches)).collect();
    let labels: Vec<AnyView> = figure.labels.iter().map(label).collect();
    let name = format!("{}。{}", figure.title, figure.says);
    let frame = format!("0 0 {} {}", figure.width, figure.height);
    view! {
        <svg class="figure-drawing" viewBox=frame role="img" aria-label=name>
            <defs>{patterns}</defs>
            <path class="figure-rules" d=rules></path>
            {marks}
            {labels}
        </svg>
    }
    .into_any()
}

/// The hatch of a look; the first one is solid.
fn pattern(look: usize, id: String) -> AnyView {
    let lines = match look {
        1 => "M0 6L6 0M-1 1L1 -1M5 7L7 5",
        2 => "M3 2v2M0 5v1M6 5v1M0 0v1M6 0v1",
        _ => "M0 1.5h6M0 4.5h6",
    };
    view! {
        <pattern id=id patternUnits="userSpaceOnUse" width="6" height="6">
            <rect class="figure-ground" width="6" height="6"></rect>
            <path class=format!("figure-hatch figure-look-{look}") d=lines></path>
        </pattern>
    }
    .into_any()
}

fn mark(mark: &Mark, hatches: &str) -> AnyView {
    match mark {
        Mark::Bar { x, y, width, height, look, open } => {
            let open = if *open { " is-open" } else { "" };
            let fill = match look {
                0 => "currentColor".to_owned(),
                look => format!("url(#{hatches}-{look})"),
            };
            view! {
                <rect class=format!("figure-bar figure-look-{look}{open}") x=x.to_string()
                    y=y.to_string() width=width.to_string() height=height.to_string() fill=fill>
                </rect>
            }
            .into_any()
        }
        Mark::Line { points, look } => {
            let steps = points.iter().enumerate();
            let path: String = steps
                .map(|(at, (x, y))| format!("{}{x} {y}", if at == 0 { 'M' } else { 'L' }))
                .collect();
            view! { <path class=format!("figure-line figure-look-{look}") d=path></path> }
                .into_any()
        }
        Mark::Dot { x, y, look, open } => {
            let open = if *open { " is-open" } else { "" };
            view! {
                <path class=format!("figure-dot figure-look-{look}{open}") d=dot(*x, *y, *look)>
                </path>
            }
            .into_any()
        }
    }
}

/// The shape of a dot: a circle, a square, a triangle or a diamond.
fn dot(x: i32, y: i32, look: usize) -> String {
    match look {
        0 => format!("M{} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", x - 4),
        1 => format!("M{} {}h7v7h-7z", x - 3, y - 3),
        2 => format!("M{x} {}l5 8h-10z", y - 5),
        _ => format!("M{x} {}l5 5l-5 5l-5 -5z", y - 5),
    }
}

fn label(label: &Label) -> AnyView {
    let Label { x, y, at, strong, text } = label;
    let at = match at {
        Align::Start => "start",
        Align::Center => "middle",
        Align::End => "end",
    };
    let class = if *strong { "figure-label is-strong" } else { "figure-label" };
    view! {
        <text class=class x=x.to_string() y=y.to_string() text-anchor=at>{text.clone()}</text>
    }
    .into_any()
}
