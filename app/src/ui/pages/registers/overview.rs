//! 台账: the list of registers.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{FaultyIds, Session, faulty_records};
use crate::registers::{RegisterGroup, Schema, schemas};
use crate::ui::components::{Icon, Page, StateChip, Tone};

use super::words::counted;

/// The page of all registers that are listed.
pub fn registers_page() -> AnyView {
    let session = expect_context::<Session>();
    let listed: Vec<&'static Schema> =
        schemas().iter().filter(|schema| schema.head.is_listed()).collect();
    let faulty = faulty_records(session, listed.clone());
    let groups: Vec<AnyView> = RegisterGroup::LISTED
        .into_iter()
        .map(|group| {
            let of_group = listed.iter().filter(|schema| schema.head.group == group);
            let rows: Vec<AnyView> = of_group.map(|schema| row(session, schema, faulty)).collect();
            view! {
                <section>
                    <h2 class="section-heading">{group.label()}</h2>
                    <ul class="sheet list register-list">{rows}</ul>
                </section>
            }
            .into_any()
        })
        .collect();
    view! { <Page title="台账">{groups}</Page> }.into_any()
}

fn row(session: Session, schema: &'static Schema, faulty: RwSignal<FaultyIds>) -> AnyView {
    let count = move || {
        let real =
            session.with_ledger(|l| l.records(schema.head.name).filter(|r| !r.is_blank()).count());
        counted(schema, real)
    };
    let wrong = Memo::new(move |_| {
        faulty.with(|found| {
            let ids = found.iter().flat_map(|ids| ids.iter());
            ids.filter(|id| id.register() == schema.head.name).count()
        })
    });
    let chip = move || {
        (wrong.get() > 0).then(|| {
            let text = move || format!("待修正 {}", wrong.get());
            view! { <StateChip text=Signal::derive(text) tone=Tone::Warn /> }
        })
    };
    view! {
        <li>
            <a class="list-item" href=Route::list(schema.head).href()>
                <span class="list-words">
                    <span class="list-title">{schema.head.label}</span>
                    <span class="list-note register-about">{schema.about}</span>
                </span>
                {chip}
                <span class="register-count figures">{count}</span>
                {Icon::Right.view()}
            </a>
        </li>
    }
    .into_any()
}
