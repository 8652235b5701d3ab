//! How a number came about: from the total to the items, from an item to its records.

use leptos::prelude::*;

use super::panel::Panel;
use super::{BranchMonth, step_of};
use crate::app::routes::{MonthTab as View, Route};
use crate::app::{Location, Session};
use crate::ledger::RecordId;
use crate::registers::{Head, Step, head};
use crate::reports::{Amount, ExplainedBy, Explanation, ExplanationLine, LineWeight};
use crate::ui::components::{
    ButtonKind, CellTone, Explain, ExplainRow, Icon, LinkButton, Notice, NoticeKind,
};
use crate::ui::words::{points, signed};

/// The explanation of a member's month, or of one item of it.
pub(super) fn explanation(
    about: &BranchMonth,
    member: RecordId,
    item: Option<String>,
    panel: Panel,
) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let about = StoredValue::new(about.clone());
    let (of, item_of) = (member.clone(), item.clone());
    let told = Memo::new(move |_| {
        about.with_value(|about| {
            let of_month = (&about.branch, about.month);
            session.with_scores(|ledger, scores| {
                Explanation::of(ledger, scores, of_month, &of, item_of.as_deref())
            })
        })
    });
    let tap = {
        let (member, own_item) = (member.clone(), item.clone());
        move |line: String| {
            let line = line.parse::<usize>().ok();
            match told.with(|told| told.lines.get(line?)?.about.clone()) {
                Some(ExplainedBy::Item(item)) => {
                    panel.open_over(View::Explain(member.clone(), Some(item)));
                }
                // What is kept by hand is corrected here, beside the sheet.
                Some(ExplainedBy::Record(id))
                    if head(id.register()).is_some_and(Head::is_kept_by_hand) =>
                {
                    let under = View::Explain(member.clone(), own_item.clone());
                    panel.open_over(View::Record(id, Box::new(under)));
                }
                Some(ExplainedBy::Record(id)) => place.go(&Route::detail(&id)),
                None => {}
            }
        }
    };
    let tap = Callback::new(tap);
    let links = move || {
        let view = item.clone().map(|_| View::Explain(member.clone(), None));
        let whole = view.map(|view| about.with_value(|about| about.route(view)).href());
        let line = item.clone().and_then(|item| {
            session.with_scores(|ledger, scores| {
                let sheet = scores.sheet(ledger, about.with_value(|about| about.month)).ok()?;
                let (_, item) = sheet.standard.item(&item)?;
                item.lines.first().map(|line| line.id.clone())
            })
        });
        let open = session
            .with_ledger(|ledger| about.with_value(|about| step_of(ledger, about)) != Step::Locked);
        let entry = line.filter(|_| open).map(|line| {
            let view = View::NewEntry(Some(line), Some(member.clone()));
            about.with_value(|about| about.route(view)).href()
        });
        view! {
            <div class="explain-links">
                {whole.map(|href| view! {
                    <LinkButton label="看总分" href kind=ButtonKind::Quiet icon=Icon::Left/>
                })}
                {entry.map(|href| view! {
                    <LinkButton label="登记这一项" href icon=Icon::Plus/>
                })}
                <LinkButton label="党员资料" href=Route::detail(&member).href() kind=ButtonKind::Quiet/>
            </div>
        }
    };
    let content = move || {
        let Explanation { heading, lead, lines, notes } = told.get();
        let rows: Vec<ExplainRow> = lines.into_iter().enumerate().map(ladder_row).collect();
        view! {
            <h3 class="explain-heading">{heading}</h3>
            {(!lead.is_empty()).then(|| view! { <p class="explain-lead">{lead}</p> })}
            <Explain rows=Signal::stored(rows) on_tap=tap/>
            {notes
                .into_iter()
                .map(|text| view! { <Notice kind=NoticeKind::Warn title=text/> })
                .collect::<Vec<_>>()}
        }
    };
    view! { <div class="explain-panel">{content}{links}</div> }.into_any()
}

/// A line as the ladder draws it; its id is its place.
fn ladder_row((place, line): (usize, ExplanationLine)) -> ExplainRow {
    ExplainRow {
        id: line.about.map_or_else(String::new, |_| place.to_string()),
        label: line.label,
        note: line.note,
        delta: match line.amount {
            None => String::new(),
            Some(Amount::Score(tenths)) => points(tenths),
            Some(Amount::Change(tenths)) => signed(tenths),
        },
        total: line.total.map_or_else(String::new, points),
        tone: match line.weight {
            LineWeight::Normal | LineWeight::Result => CellTone::Normal,
            LineWeight::Muted => CellTone::Muted,
            LineWeight::Strong => CellTone::Strong,
            LineWeight::Grave => CellTone::Warn,
        },
        result: line.weight == LineWeight::Result,
    }
}
