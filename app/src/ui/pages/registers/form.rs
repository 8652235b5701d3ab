//! The form of a record, made from the declaration of its register.

use leptos::{ev, prelude::*};
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::{MonthRoute, Route};
use crate::app::{Location, Session, look_among_members, today, today_text};
use crate::browser::page;
use crate::ledger::{Ledger, Month, RecordId, day_label, parse_day};
use crate::registers::{Context, Field as Declared, Names, Problem, Schema, Shape, problems};
use crate::scoring::Scores;
use crate::ui::components::{
    Button, ButtonKind, DateInput, Empty, Field, FieldSet, FormActions, Icon, Notice, NoticeKind,
    Page, TextArea, TextInput, ToastHandle, focus_first_fault, use_toasts,
};
use crate::ui::form_texts::taken_up_notice;
use crate::ui::undoing::offer_undo;

use super::entry;
use super::entry_values;
use super::form_state::{FormState, SINCE};
use super::form_values::Preset;
use super::just_done::{Done, just_done};
use super::picks::month_of;
use super::reader::Reader;
use super::restoring::{deleted_in, restore_buttons};
use super::tables::field_input;
use super::words::{new_record, on_paper};

/// The form of a new record, or of one that is there.
pub fn form_page(schema: &'static Schema, id: Option<RecordId>, preset: Preset) -> AnyView {
    let session = expect_context::<Session>();
    let known = id.as_ref().is_none_or(|id| {
        session.with_ledger_untracked(|ledger| {
            ledger.record(id).is_some_and(|record| record.is_live())
        })
    });
    if !known || !schema.head.is_kept_by_hand() {
        let back = Route::list(schema.head).href();
        return view! {
            <Page title=schema.head.label back=back>
                <Empty title="这条记录不能修改" text="它已删除、已与另一条合并、不在本机，或者由系统生成。" />
            </Page>
        }
        .into_any();
    }
    filled_page(FormState::open(session, schema, id, preset))
}

/// The form of a new entry of a branch's month; follows the address and the day.
pub fn entry_form_page(branch: &RecordId, month: Month, route: Signal<MonthRoute>) -> AnyView {
    let state = entry::open(expect_context::<Session>(), branch, month);
    entry::follow(state, route, expect_context::<Location>());
    filled_page(state)
}

/// What a form does once it is saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It shows the record, or where it came from.
    Leave,
    /// It makes room for the next one.
    Again,
}

fn filled_page(state: FormState) -> AnyView {
    let (place, toasts) = (expect_context::<Location>(), use_toasts());
    let schema = state.schema;
    let is_entry = entry_values::is_entry(schema) && state.is_new();
    let heading = match state.id() {
        None => new_record(schema, 0).map(|(word, _)| word).unwrap_or_default(),
        Some(id) => {
            let named = |ledger: &_, scores: &mut _| Reader::new(ledger, scores).title(id.as_str());
            format!("修改{}", untrack(|| state.session.with_scores(named)))
        }
    };
    let given = state.preset.with_value(|preset| preset.back.clone());
    let back = given.clone().or_else(|| state.id().map(|id| Route::detail(&id)));
    let back = back.unwrap_or_else(|| Route::list(schema.head)).href();
    let crumbs = state.preset.with_value(|preset| entry::crumbs(state.session, preset));
    let crumbs = crumbs.unwrap_or_else(|| vec![schema.head.label.to_owned()]);
    let done = RwSignal::new(None::<Done>);
    let save = move |then: Then| {
        let was_new = state.is_new();
        let Some(id) = state.submit() else {
            return focus_first_fault();
        };
        if then == Then::Again {
            done.set(state.session.committed().map(|edit| Done { text: entry::said(state), edit }));
            return entry::clear(state);
        }
        let text = if is_entry {
            format!("已登记 {} 人", entry::count(state))
        } else {
            saved_words(state, &id, was_new)
        };
        offer_undo(state.session, toasts, text);
        if schema.names == Names::OfPeople {
            spawn_local(tell_if_erased(state.session, toasts, id.clone()));
        }
        match state.preset.with_value(|preset| preset.back.clone()) {
            // The month that it counts for may be another than one came from.
            Some(Route::Month(route)) => {
                let month = Some(month_of(state));
                place.return_to(&Route::Month(MonthRoute { month, ..route }));
            }
            Some(back) => place.return_to(&back),
            None => place.return_to(&Route::detail(&id)),
        }
    };
    let usual = if is_entry { Then::Again } else { Then::Leave };
    on_save_keys(move || save(usual));
    let give_up = move |()| {
        state.start_over();
        page::back();
    };
    let acts = if is_entry {
        let word = if given.is_some() { "登记并回月表" } else { "登记并返回" };
        let doubt = entry::doubt(state);
        let doubt = move || {
            let text = doubt.get();
            (!text.is_empty()).then(|| {
                view! {
                    <p class="field-error is-hint act-doubt">{Icon::Info.view()}<span>{text}</span></p>
                }
            })
        };
        view! {
            <div class="act-words" aria-live="polite">
                {doubt}
                <p class="act-summary">{entry::summary(state)}</p>
            </div>
            <Button label="登记" icon=Icon::Check kind=ButtonKind::Primary on_click=move |()| save(usual) />
            <Button label=word on_click=move |()| save(Then::Leave) />
        }
        .into_any()
    } else {
        view! {
            <Button label="保存" icon=Icon::Check kind=ButtonKind::Primary on_click=move |()| save(usual) />
            <Button label="不保存，返回" kind=ButtonKind::Quiet on_click=give_up />
        }
        .into_any()
    };
    view! {
        <Page title=heading crumbs=crumbs back=back>
            {on_paper(schema)}
            <div class="narrow record-form" class:is-entry=is_entry>
                {is_entry.then(|| just_done(state.session, done))}
                {notices(state)}
                {parts(state)}
                {(!state.is_new()).then(|| reason(state))}
                <FormActions>{acts}</FormActions>
            </div>
        </Page>
    }
    .into_any()
}

/// What a form has saved, in words.
fn saved_words(state: FormState, id: &RecordId, was_new: bool) -> String {
    let schema = state.schema;
    let named = |ledger: &Ledger, scores: &mut Scores| {
        let record = ledger.record(id)?;
        Reader::new(ledger, scores).name_of(schema, &record)
    };
    let name = untrack(|| state.session.with_scores(named));
    // What has no name of its own is called as its register.
    let what = name.map_or_else(|| schema.head.label.to_owned(), |name| format!("“{name}”"));
    format!("{}{what}", if was_new { "已登记" } else { "已修改" })
}

/// The form of a record where it stands, beside another page; `leave` is called once it is saved or
/// given up.
pub fn form_in_place(
    session: Session,
    schema: &'static Schema,
    id: RecordId,
    preset: Preset,
    leave: Callback<()>,
) -> AnyView {
    let toasts = use_toasts();
    let state = FormState::open(session, schema, Some(id), preset);
    let save = move || {
        let Some(id) = state.submit() else {
            return focus_first_fault();
        };
        offer_undo(session, toasts, saved_words(state, &id, false));
        leave.run(());
    };
    on_save_keys(save);
    let give_up = move |()| {
        state.start_over();
        leave.run(());
    };
    view! {
        <div class="record-form is-in-place">
            {notices(state)}
            {parts(state)}
            {reason(state)}
            <FormActions>
                <Button label="保存" icon=Icon::Check kind=ButtonKind::Primary on_click=move |()| save() />
                <Button label="不改了" kind=ButtonKind::Quiet on_click=give_up />
            </FormActions>
        </div>
    }
    .into_any()
}

/// Saves by Ctrl+S and Ctrl+Enter.
fn on_save_keys(save: impl Fn() + Send + Sync + 'static) {
    let keys = window_event_listener(ev::keydown, move |event| {
        let wanted = matches!(event.key().as_str(), "s" | "S" | "Enter");
        if wanted && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save();
        }
    });
    on_cleanup(move || keys.remove());
}

/// What was left unsaved, and what is wrong with the record as a whole.
pub fn notices(state: FormState) -> AnyView {
    let taken_up =
        move || state.taken_up.get().then(|| taken_up_notice(move |()| state.start_over()));
    let wrong = move || {
        let whole = ("", String::new());
        let (whole, count) =
            state.errors.with(|errors| (errors.get(&whole).cloned(), errors.len()));
        let title = match (whole, count) {
            (_, 0) => return None,
            (Some(text), _) => text,
            (None, count) => format!("有 {count} 处需要改正"),
        };
        Some(view! { <Notice kind=NoticeKind::Error title=title alert=true /> })
    };
    let closed = entry_values::is_entry(state.schema).then(|| entry::closed_notice(state));
    view! { {closed}{taken_up}{wrong}{deleted_part(state)}{explanations(state, "")} }.into_any()
}

/// What the stored record points to that was deleted, with 恢复.
fn deleted_part(state: FormState) -> AnyView {
    let session = state.session;
    let told = Memo::new(move |_| {
        let Some(id) = state.id() else { return Vec::new() };
        session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            let record = ledger.record(&id).filter(|record| record.is_live());
            record.map_or_else(Vec::new, |record| {
                let mut found = problems(state.schema, &record, &context);
                found.retain(|one| one.deleted.is_some());
                found
            })
        })
    });
    let notice = move || {
        let told = told.get();
        let text = told.iter().map(|one| one.text.clone()).collect::<Vec<_>>().join("；");
        let after = Callback::new(move |()| state.look_anew());
        (!told.is_empty()).then(|| {
            view! {
                <Notice kind=NoticeKind::Warn title="选的内容已删除" text=format!("{text}。")
                    action=move || restore_buttons(session, deleted_in(&told), after)/>
            }
        })
    };
    notice.into_any()
}

/// The fields: those before the dated ones, the dated ones with their day, and the others.
fn parts(state: FormState) -> AnyView {
    let fields: Vec<&'static Declared> =
        state.schema.fields.iter().filter(|field| is_asked(field)).collect();
    let dated = |field: &&'static Declared| field.shape == Shape::Dated;
    let first = fields.iter().position(dated).unwrap_or(fields.len());
    let (before, rest) = fields.split_at(first);
    let after: Vec<_> = rest.iter().filter(|field| !dated(field)).copied().collect();
    let dated: Vec<_> = rest.iter().filter(|field| dated(field)).copied().collect();
    let set = move |title: &'static str, fields: Vec<&'static Declared>| {
        (!fields.is_empty()).then(|| {
            let fields: Vec<AnyView> =
                fields.into_iter().map(|field| field_view(state, field)).collect();
            view! { <FieldSet title=title>{fields}</FieldSet> }
        })
    };
    let has_dated = !dated.is_empty();
    view! {
        {set("", before.to_vec())}
        {has_dated.then(|| dated_part(state, dated))}
        {set(state.schema.display.undated, after)}
    }
    .into_any()
}

fn is_asked(field: &Declared) -> bool {
    field.is_typed() && !field.is_apart
}

fn dated_part(state: FormState, fields: Vec<&'static Declared>) -> AnyView {
    let since = Memo::new(move |_| state.filled.with(|filled| filled.since.clone()));
    let declared = fields.clone();
    let change = move |day: String| {
        let wrong = parse_day(&day).is_err().then(|| "请写成 2026.11.3 这样的日期".to_owned());
        state.mark(SINCE, "", wrong);
        state.filled.update(|filled| filled.since = day);
    };
    let views: Vec<AnyView> = fields.into_iter().map(|field| field_view(state, field)).collect();
    let (title, help) = state.schema.display.dated;
    view! {
        <FieldSet title=title>
            <Field
                label="生效日期"
                required=true
                wide=true
                help=help
                error=state.error_of(SINCE)
                hint=Signal::derive(move || overtaken(state, &declared, &since.get()))
            >
                <DateInput value=since on_change=change today=today_text() />
            </Field>
            {views}
        </FieldSet>
    }
    .into_any()
}

/// Says where a changed value would soon give way to one that begins later.
fn overtaken(state: FormState, fields: &[&'static Declared], since: &str) -> String {
    let Some(id) = state.id() else {
        return String::new();
    };
    let changed = fields.iter().filter(|field| state.is_changed(field));
    let later = state.session.with_ledger_untracked(|ledger| {
        let record = ledger.record(&id)?;
        changed
            .filter_map(|field| {
                let entries = record.entries(field.name);
                let (day, _) = entries.into_iter().find(|(day, _)| *day > since)?;
                Some((field.label, parse_day(day).ok()?))
            })
            .next()
    });
    later.map_or_else(String::new, |(label, day)| {
        format!("{label}自{}起另有登记，这次的修改只管到那天以前", day_label(day))
    })
}

fn reason(state: FormState) -> AnyView {
    let value = Memo::new(move |_| state.filled.with(|filled| filled.reason.clone()));
    let change = move |text| state.filled.update(|filled| filled.reason = text);
    let is_signed = state.session.with_ledger_untracked(|ledger| {
        let record = state.id().and_then(|id| ledger.record(&id));
        record.is_some_and(|record| state.schema.is_frozen(&record))
    });
    let help = match is_signed {
        true => "记录已签字，更正要写明原因。",
        false => "可以不填。写了就留在修改记录里。",
    };
    view! {
        <FieldSet>
            <Field label="修改原因" wide=true help required=is_signed>
                <TextInput value=value on_change=change />
            </Field>
        </FieldSet>
    }
    .into_any()
}

/// A field with what belongs to it: for a rule line what it means, and why rules of law about the
/// field were not kept.
fn field_view(state: FormState, field: &'static Declared) -> AnyView {
    let (hint, after) = entry::beside(state, field.name);
    view! { {field_input(state, field, hint)}{after}{explanations(state, field.name)} }.into_any()
}

/// Why rules of law about a field were not kept: once it is written, the record can be saved.
fn explanations(state: FormState, field: &'static str) -> AnyView {
    let asked = Memo::new(move |_| {
        state.unkept.with(|unkept| {
            let here = unkept.iter().filter(|one| state.place_of(one.field) == field);
            here.map(|one| (one.rule, one.text.clone(), one.field)).collect::<Vec<_>>()
        })
    });
    let views = move || {
        let list = asked.get().into_iter();
        list.map(|(rule, text, field)| {
            let value = Memo::new(move |_| {
                state.filled.with(|filled| {
                    filled.explanations.get(rule).cloned().unwrap_or_default()
                })
            });
            let about = Problem { rule, ..Problem::new(field, text.clone()) };
            let change = move |text| state.explain(&about, text);
            view! {
                <Field label="情况说明" required=true wide=true help=format!("{text}。写明原因就能保存。")>
                    <TextArea value=value on_change=change />
                </Field>
            }
            .into_any()
        })
        .collect::<Vec<_>>()
    };
    views.into_any()
}

/// Tells where someone who was entered may be a member whose data is erased.
async fn tell_if_erased(session: Session, toasts: ToastHandle, id: RecordId) {
    if let Some(one) = look_among_members(session, Some(&id)).await.pop() {
        let name = one.name;
        toasts.say(format!(
            "“{name}”的姓名和出生年月与已依法删除的一名党员相同。已照常登记，首页上可以再核对。"
        ));
    }
}
