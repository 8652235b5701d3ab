//! What a locked month says of itself above the sheet, and what comes next.

use leptos::prelude::*;

use super::{BranchMonth, step_of};
use crate::app::routes::{MonthTab as View, QuarterRoute, Route};
use crate::app::{Session, today};
use crate::ledger::{Ledger, Month, Quarter};
use crate::registers::Step;
use crate::scoring::{is_brought_in, issued, locked};
use crate::ui::components::{ButtonKind, Icon, LinkButton};

/// What comes after a month is locked.
#[derive(Clone, PartialEq)]
enum Next {
    /// The quarter's bulletin can be issued: all its months are closed.
    Bulletin(Quarter),
    /// It was.
    Issued(Quarter),
    /// Another month of the quarter is still to be closed.
    Close(Quarter, Month),
    /// The rest of the quarter is to come.
    Wait(Quarter),
}

/// The strip above the sheet of a locked month; nothing above another.
pub(super) fn locked_strip(session: Session, about: StoredValue<BranchMonth>) -> AnyView {
    let next = Memo::new(move |_| {
        let this_month = Month::of(today());
        session.with_ledger(|ledger| {
            about.with_value(|about| {
                let is_locked = step_of(ledger, about) == Step::Locked;
                is_locked.then(|| next_of(ledger, about, this_month))
            })
        })
    });
    (move || next.get().map(|next| strip(about, next))).into_any()
}

fn next_of(ledger: &Ledger, about: &BranchMonth, this_month: Month) -> Next {
    let quarter = Quarter::of(about.month);
    let is_closed = |month: &Month| {
        locked(ledger, &about.branch, *month).is_some()
            || is_brought_in(ledger, &about.branch, *month)
    };
    match quarter.months().into_iter().find(|month| !is_closed(month)) {
        Some(month) if month <= this_month => Next::Close(quarter, month),
        Some(_) => Next::Wait(quarter),
        None if issued(ledger, Some(&about.branch), quarter).is_some() => Next::Issued(quarter),
        None => Next::Bulletin(quarter),
    }
}

fn strip(about: StoredValue<BranchMonth>, next: Next) -> AnyView {
    let bulletin = |quarter: Quarter| {
        let branch = about.with_value(|about| about.branch.clone());
        let route = QuarterRoute { quarter: Some(quarter), branch: Some(branch), paper: false };
        Route::Quarter(route).href()
    };
    let (text, link) = match next {
        Next::Bulletin(quarter) => {
            let (href, kind) = (bulletin(quarter), ButtonKind::Primary);
            let label = format!("办{}通报", quarter.label());
            let link = view! { <LinkButton label href kind/> }.into_any();
            ("这个季度的月份都锁定了".to_owned(), Some(link))
        }
        Next::Issued(quarter) => {
            let href = bulletin(quarter);
            let link = view! { <LinkButton label="看季度通报" href/> }.into_any();
            (format!("{}通报已出具", quarter.label()), Some(link))
        }
        Next::Close(quarter, month) => {
            let branch = about.with_value(|about| about.branch.clone());
            let href = Route::month(&branch, month, View::Close).href();
            let link =
                view! { <LinkButton label=format!("去办{}", month.label()) href kind=ButtonKind::Primary/> }.into_any();
            (format!("接着办{}，锁定以后办{}通报", month.label(), quarter.label()), Some(link))
        }
        Next::Wait(quarter) => (format!("{}的月份都锁定以后，办季度通报", quarter.label()), None),
    };
    view! {
        <div class="month-locked" role="note">
            {Icon::Lock.view()}
            <strong>"这个月已锁定"</strong>
            <span>{text}</span>
            {link}
        </div>
    }
    .into_any()
}
