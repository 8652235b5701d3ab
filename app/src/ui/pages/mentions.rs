//! Where the name of someone stands whose data is erased: each place with a switch.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{self, Session};
use crate::ledger::{Ledger, REDACTED, RecordId};
use crate::registers::{
    Mention, MentionChoice, Place, erased_members, head, mentions_named, namesakes_named, schemas,
    title,
};
use crate::ui::components::{
    Button, ButtonKind, Field, PickOption, RecordPicker, TextInput, ToastHandle, Toggle,
};
use crate::ui::words::author_words;

/// Where else the name is written, each place with a switch. What is not here is called as in
/// `theirs`, a file that is shown.
pub(in crate::ui::pages) fn mentions_view(
    session: Session,
    mentions: &[Mention],
    is_ambiguous: bool,
    choice: RwSignal<MentionChoice>,
    theirs: Option<&Ledger>,
) -> Option<AnyView> {
    let count = mentions.len();
    let rows: Vec<AnyView> = session.with_ledger_untracked(|mine| {
        let of = |one: &Mention| {
            let is_here = one.record.as_ref().is_none_or(|record| mine.record(record).is_some());
            mention_row(if is_here { mine } else { theirs.unwrap_or(mine) }, one, choice)
        };
        mentions.iter().map(of).collect()
    });
    (count > 0).then(|| {
        let hint = if is_ambiguous {
            "名册里还有同名的人，请逐处看清写的是谁，再打开要清除的；清除的那一格以后不能再填写。"
        } else {
            "打开的整段清除，那一格以后不能再填写；不是写他的请关上。"
        };
        view! {
            <p>{format!("另有 {count} 处写着这个姓名。{hint}")}</p>
            <ul class="imports">{rows}</ul>
        }
        .into_any()
    })
}

fn mention_row(ledger: &Ledger, one: &Mention, choice: RwSignal<MentionChoice>) -> AnyView {
    let place = match &one.record {
        Some(record) => {
            let register = head(record.register()).map_or("", |head| head.label);
            format!("{register} · {}", title(ledger, record))
        }
        None => "修改理由".to_owned(),
    };
    let (own, here) = (one.place.clone(), one.place.clone());
    let value = Signal::derive(move || choice.with(|choice| choice.is_erased(&here)));
    let change = move |on: bool| choice.update(|choice| choice.choose(&own, on));
    view! {
        <li class="import">
            <div class="grow">
                <p class="import-file">{place}</p>
                <p class="small muted">{one.words.clone()}</p>
            </div>
            <Toggle label="清除" value on_change=change/>
        </li>
    }
    .into_any()
}

/// Looking once more for a name that is erased here, as someone types it who still knows it.
pub(super) fn search_view(session: Session, toasts: ToastHandle) -> AnyView {
    let options = Signal::derive(move || {
        session.with_ledger(|ledger| {
            let members = erased_members(ledger).into_iter();
            members
                .map(|id| PickOption {
                    label: number_of(&id),
                    id: id.to_string(),
                    hint: erased_on(ledger, &id),
                    group: String::new(),
                })
                .collect::<Vec<_>>()
        })
    });
    let (member, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = RwSignal::new(None::<(Vec<Mention>, bool)>);
    let choice = RwSignal::new(MentionChoice::default());
    let look = move |()| {
        let Ok(id) = member.get_untracked().parse::<RecordId>() else {
            return toasts.say("请先选是哪一名");
        };
        let names = [name.get_untracked()];
        if names[0].trim().chars().nth(1).is_none() {
            return toasts.say("请打出完整的姓名");
        }
        let (mentions, is_ambiguous) = session.with_ledger_untracked(|ledger| {
            let others = namesakes_named(ledger, &id, &names);
            (mentions_named(schemas(), ledger, &id, &names), !others.is_empty())
        });
        // Another search, another person: former switches do not count.
        let mut chosen = MentionChoice::default();
        chosen.show(&mentions, is_ambiguous);
        choice.set(chosen);
        found.set(Some((mentions, is_ambiguous)));
    };
    let erase = move |()| {
        let places: Vec<Place> = choice.with_untracked(MentionChoice::erased);
        if places.is_empty() {
            return toasts.say("一处也没有选");
        }
        spawn_local(async move {
            let said = match app::erase_mentions(session, &places).await {
                Ok(()) => format!("已清除 {} 处。请再导出一次，交给其他平板", places.len()),
                Err(error) => error.to_string(),
            };
            toasts.say(said);
            found.try_set(None);
            name.try_set(String::new());
        });
    };
    let outcome = move || {
        let (found, is_ambiguous) = found.get()?;
        if found.is_empty() {
            return Some(view! { <p>"没有找到。"</p> }.into_any());
        }
        let list = mentions_view(session, &found, is_ambiguous, choice, None);
        let button = view! { <Button label="永久清除" kind=ButtonKind::Danger on_click=erase/> };
        Some(view! { {list} {button} }.into_any())
    };
    let view = move || {
        (!options.with(Vec::is_empty)).then(|| {
            view! {
                <section class="sheet stack">
                    <h2>"再找一遍"</h2>
                    <p class="quiet-line">
                        "删除以后又导入、取回或登记的内容里，别处可能还写着姓名。打出姓名就能再找一遍；打的姓名不会留下。"
                    </p>
                    <Field label="哪一名">
                        <RecordPicker
                            options
                            value=member
                            on_change=move |id| member.set(id)
                            placeholder="从已经删除的人里选"
                        />
                    </Field>
                    <Field label="姓名">
                        <TextInput value=name on_change=move |text| name.set(text)/>
                    </Field>
                    <Button label="再找一遍" on_click=look/>
                    {outcome}
                </section>
            }
        })
    };
    view.into_any()
}

/// When someone was erased: by that those without a number are told apart.
fn erased_on(ledger: &Ledger, id: &RecordId) -> String {
    let (_, at) = redacting_head(ledger, id);
    format!("{at}删除")
}

/// Who erased a record's data, and when.
pub(super) fn redacting_head(ledger: &Ledger, id: &RecordId) -> (String, String) {
    let written = ledger.record(id).map(|record| record.written_at(REDACTED, Some("name")));
    let first = written.and_then(|written| written.last().map(|one| one.id.edit));
    let head = first.and_then(|edit| ledger.head(edit));
    head.map_or_else(Default::default, |head| (author_words(&head.by), head.at.label()))
}

/// By what an erased member is told apart.
pub(super) fn number_of(id: &RecordId) -> String {
    id.key().map_or_else(|| "没有工号".to_owned(), |key| format!("工号 {key}"))
}
