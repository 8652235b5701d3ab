//! What a branch has to do now and what is coming, all of it.

use leptos::prelude::*;

use super::About;
use crate::app::{Session, today};
use crate::reports::{DutyLine, Urgency, all_duties, duty_lines};
use crate::ui::components::{Notice, NoticeKind};
use crate::ui::pages::home_duties::line_row;

pub(super) fn list_view(session: Session, about: StoredValue<About>) -> AnyView {
    let lines = Memo::new(move |_| {
        let branch = about.with_value(|about| about.branch.clone());
        let found = session.with_scores(|ledger, scores| {
            all_duties(ledger, scores, std::slice::from_ref(&branch), today())
        });
        duty_lines(found)
    });
    let section = move |heading: &'static str, is_coming: bool| {
        let shown = |line: &&DutyLine| (line.urgency == Urgency::Soon) == is_coming;
        let rows = lines.with(|lines| {
            lines.iter().filter(shown).map(|line| line_row(line, today())).collect::<Vec<_>>()
        });
        (!rows.is_empty()).then(|| {
            view! {
                <section class="duties">
                    <h2 class="section-heading">{heading}</h2>
                    <ul class="duty-list">{rows}</ul>
                </section>
            }
        })
    };
    let nothing = move || {
        let is_quiet = lines.with(|lines| lines.iter().all(|line| line.urgency == Urgency::Soon));
        is_quiet.then(|| view! { <Notice kind=NoticeKind::Done title="眼下没有要办的事"/> })
    };
    view! {
        {nothing}
        {move || section("要办的事", false)}
        {move || section("接下来", true)}
    }
    .into_any()
}
