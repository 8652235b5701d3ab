//! The sheet on a phone: a list of members with their key figures, each of which opens.

use leptos::{ev, prelude::*};

use super::sheet_state::SheetState;
use super::sheet_table::deductions;
use crate::app::routes::MonthTab as View;
use crate::registers::signed_points_text;
use crate::reports::{MonthRow, MonthView, short_name};
use crate::ui::components::GradeChip;
use crate::ui::words::points;

/// Below this width a table of so many columns is a list.
const WIDE: f64 = 600.0;

/// Whether the page is too narrow for the table; follows its width.
pub(super) fn is_phone() -> Memo<bool> {
    let width = || window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(WIDE);
    let now = RwSignal::new(width());
    let resized = window_event_listener(ev::resize, move |_| now.set(width()));
    on_cleanup(move || resized.remove());
    Memo::new(move |_| now.get() < WIDE)
}

/// The list.
pub(super) fn member_list(sheet: SheetState) -> AnyView {
    let items = move || {
        sheet.view.with(|view| {
            let Some(view) = view else { return Vec::new() };
            sheet.shown.with(|shown| {
                let rows = shown.iter().filter_map(|at| view.rows.get(*at));
                rows.map(|row| item(sheet, view, row)).collect()
            })
        })
    };
    view! { <ul class="month-list">{items}</ul> }.into_any()
}

fn item(sheet: SheetState, view: &MonthView, row: &MonthRow) -> AnyView {
    let explain = View::Explain(row.member.clone(), None);
    let href = sheet.about.with_value(|about| about.route(explain)).href();
    let standard = view.standard.as_ref();
    let aspects = standard.map(|standard| {
        let sums = standard.aspects.iter().zip(&row.aspects);
        let sums =
            sums.map(|(aspect, sum)| format!("{} {}", short_name(&aspect.name), points(*sum)));
        sums.collect::<Vec<_>>().join(" · ")
    });
    let lost = standard.map(|standard| {
        let below = deductions(standard, row).into_iter().filter_map(|(at, by)| {
            let item = standard.items.get(at)?;
            Some(format!("{} {}", short_name(&item.name), signed_points_text(by.into())))
        });
        below.collect::<Vec<_>>().join("，")
    });
    let grade = match (row.assessed, row.vetoed) {
        (true, false) => view! { <GradeChip grade=row.grade.clone()/> }.into_any(),
        (true, true) => view! { <span class="is-warn">"否决"</span> }.into_any(),
        (false, _) => view! { <span class="quiet-line">"不参评"</span> }.into_any(),
    };
    let total = if row.assessed || row.vetoed { row.result } else { row.computed };
    view! {
        <li>
            <a class="month-member" href=href>
                <strong>{row.shown_name()}</strong>
                <span class="month-grade">{grade}</span>
                <span class="month-total">{points(total)}</span>
                {aspects.map(|text| view! { <span class="month-parts">{text}</span> })}
                {lost.filter(|text| !text.is_empty()).map(|text| view! {
                    <span class="month-parts is-warn">{text}</span>
                })}
            </a>
        </li>
    }
    .into_any()
}
