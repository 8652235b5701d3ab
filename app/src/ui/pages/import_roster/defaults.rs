//! What is asked where the roster does not say.

use leptos::prelude::*;

use super::RosterImportState;
use crate::registers::{BRANCH, CATEGORIES, STANDINGS};
use crate::ui::components::{Choice, Field, MonthInput, Opt, Toggle};

/// The standings that a whole roster may have.
const USUAL: usize = 4;

pub(super) fn defaults_view(import: RosterImportState) -> AnyView {
    let branches: Vec<Opt> = import.session.with_ledger_untracked(|ledger| {
        let named = ledger.records(BRANCH.name);
        named.map(|one| Opt::new(one.id().as_str(), one.text("name"))).collect()
    });
    let words = |pairs: &[(&str, &str)]| -> Vec<Opt> {
        pairs.iter().map(|(code, word)| Opt::new(*code, *word)).collect()
    };
    let maps = move |field: &'static str| {
        Signal::derive(move || {
            import.map.with(|map| map.as_ref().is_some_and(|map| map.column_of(field).is_some()))
        })
    };
    let label = move |field: &'static str, blank: &'static str, none: &'static str| {
        let has = maps(field);
        Signal::derive(move || if has.get() { blank } else { none }.to_owned())
    };
    let set = |signal: RwSignal<String>| move |value: String| signal.set(value);
    view! {
        <section class="sheet">
            <h2>"名册没有写的"</h2>
            <div class="fieldset-grid">
                <Field
                    label="从哪个月起"
                    help="新党员从这个月起参加考核；调支部、调科室等变化也从这个月起算"
                >
                    <MonthInput value=import.since on_change=set(import.since)/>
                </Field>
                {(!branches.is_empty()).then(|| view! {
                    <Field label=label("branch", "没写支部的归入", "都归入哪个支部")>
                        <Choice
                            options=Signal::stored(branches)
                            value=import.branch
                            on_change=set(import.branch)
                            clearable=true
                        />
                    </Field>
                })}
                <Field label=label("category", "没写类别的算作", "党员类别")>
                    <Choice
                        options=Signal::stored(words(CATEGORIES))
                        value=import.category
                        on_change=set(import.category)
                    />
                </Field>
                <Field label=label("status", "没写状态的算作", "在岗状态")>
                    <Choice
                        options=Signal::stored(words(&STANDINGS[..USUAL]))
                        value=import.standing
                        on_change=set(import.standing)
                    />
                </Field>
                {move || maps("branch").get().then(|| view! {
                    <Field label="合并的支部格" wide=true>
                        <Toggle
                            label="支部空着的，按上一行补"
                            help="原表的支部是合并单元格，粘贴以后只剩第一行有"
                            value=import.fill_down
                            on_change=move |on| import.fill_down.set(on)
                        />
                    </Field>
                })}
            </div>
        </section>
    }
    .into_any()
}
