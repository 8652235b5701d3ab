//! 归档往年: locked years go into a file that the user keeps; and fetching them back.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{
    ArchiveOutlook, ChosenFile, SealingOptions, Session, archivable_years, archive, export_archive,
    fetch_back, look_at_archive,
};
use crate::browser::files::HandedOver;
use crate::browser::page;
use crate::exchange::export::scope::Restricted;
use crate::ledger::Month;
use crate::storage::{ArchiveId, ArchiveReceipt};
use crate::ui::app_state::AppState;
use crate::ui::components::{
    Button, ButtonKind, Choice, Dialog, Field, FileDrop, Icon, Notice, NoticeKind, Opt,
    ToastHandle, Toggle,
};
use crate::ui::pages::new_passphrase::NewPassphrase;

use super::archive_files::ArchiveFiles;

/// What went wrong with the files that were chosen last; empty: nothing.
type ProblemText = RwSignal<String>;

pub(super) fn archive_view(session: Session, toasts: ToastHandle) -> AnyView {
    let year = RwSignal::new(None::<i32>);
    let years = Memo::new(move |_| archivable_years(session));
    let choice = move || {
        if years.with(Vec::is_empty) {
            return view! {
                <p class="muted">"还没有可以归档的年份。一年过完、各月都锁定以后再来。"</p>
            }
            .into_any();
        }
        let options: Vec<Opt> = years.with(|years| {
            let label = |year: &i32| Opt::new(year.to_string(), format!("{year}年"));
            years.iter().map(label).collect()
        });
        let value = move || year.get().map_or_else(String::new, |year| year.to_string());
        view! {
            <Field label="归档到哪一年底">
                <Choice
                    options=Signal::stored(options)
                    value=Signal::derive(value)
                    clearable=true
                    on_change=move |chosen: String| year.set(chosen.parse().ok())
                />
            </Field>
        }
        .into_any()
    };
    let steps = move || {
        let of = year.get().filter(|of| years.with(|years| years.contains(of)))?;
        Some(steps_view(session, toasts, of))
    };
    view! {
        <section class="sheet stack">
            <h3>"归档往年"</h3>
            <p>"把锁定年份的登记明细存成文件，从这台设备上移走，腾出地方。月表、成绩、调整分录和通报都留着；要查明细时，用文件取回。"</p>
            {choice}
            {steps}
            {archives_view(session, toasts)}
        </section>
    }
    .into_any()
}

/// What archiving up to the end of a year comes to, and its two steps.
fn steps_view(session: Session, toasts: ToastHandle, year: i32) -> AnyView {
    let ArchiveOutlook { found, archiving } = look_at_archive(session, year);
    let kept: Vec<AnyView> = found
        .kept
        .iter()
        .filter(|one| !session.with_ledger(|ledger| ledger.is_archived(one.month)))
        .map(|one| view! { <li>{format!("{}：{}", one.month.label(), one.why)}</li> }.into_any())
        .collect();
    let kept = (!kept.is_empty()).then(|| {
        view! {
            <p>"这些月份还不能归档，留在这台设备上："</p>
            <ul>{kept}</ul>
        }
    });
    if found.months.is_empty() {
        return view! { {kept} }.into_any();
    }
    let going = format!("可以归档 {} 个月，{} 条登记。", found.months.len(), archiving.records);
    let archiving = StoredValue::new(archiving);
    let (busy, checking) = (RwSignal::new(false), RwSignal::new(false));
    let problem: ProblemText = RwSignal::new(String::new());
    let check = move |chosen: Vec<ChosenFile>| {
        spawn_local(async move {
            match archive(session, year, chosen).await {
                Ok(records) => toasts.say(format!("文件核对无误，已归档 {records} 条登记")),
                Err(error) => drop(problem.try_set(error.to_string())),
            }
            checking.try_set(false);
        });
    };
    let files = ArchiveFiles::new(checking, problem, Callback::new(check));
    // What is locked here does not lie about in clear unless someone wants it so.
    let seals = RwSignal::new(expect_context::<AppState>().has_lock());
    let passphrase = NewPassphrase::new();
    let lacks = Signal::derive(move || match seals.get() {
        true => passphrase.lacks(),
        false => String::new(),
    });
    let export = move |()| {
        let envelope = seals.get_untracked().then(|| SealingOptions {
            recipient: format!("自己留存（{year}年归档）"),
            passphrase: passphrase.text(),
            restricted: Restricted::Goes,
        });
        busy.set(true);
        spawn_local(async move {
            // Making the key keeps the page from drawing for up to a second.
            page::yield_for_paint().await;
            let going = archiving.get_value();
            let exported = export_archive(session, year, &going, envelope.as_ref()).await;
            if let (Some(envelope), Ok((HandedOver::Shared | HandedOver::Downloaded, _))) =
                (envelope, &exported)
            {
                // From now on it is wanted for the check alone.
                passphrase.forget();
                files.expect(envelope.passphrase);
            }
            match exported {
                Ok((HandedOver::Cancelled, _)) => toasts.say("没有导出"),
                Ok((_, 1)) => toasts.say("已导出，请在“下载”里看到它，再选回来核对"),
                Ok((_, files)) => {
                    toasts.say(format!("已导出 {files} 个文件，请全部存好，再一起选回来核对"));
                }
                Err(error) => toasts.say(error.to_string()),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p>{going}</p>
        {kept}
        <Toggle
            label="加密（用口令）"
            help="取回时要这个口令；忘了口令，这些明细就打不开了"
            value=seals
            on_change=move |yes| seals.set(yes)
        />
        {move || seals.get().then(|| passphrase.view("口令"))}
        <div class="row">
            <Button label="导出归档文件" icon=Icon::Export kind=ButtonKind::Primary busy
                reason=lacks on_click=export/>
        </div>
        <FileDrop
            label="选回刚导出的文件，核对后归档"
            help="核对过文件里一处不少，才会从这台设备上移走。文件请另存一份到 U 盘或单位电脑。"
            accept=".json,.txt"
            multiple=true
            on_files=move |chosen| files.take(chosen)
        />
        {files.view()}
        {working(checking, "正在核对文件")}
        {problem_view(problem, "没有归档")}
    }
    .into_any()
}

fn working(is: RwSignal<bool>, words: &'static str) -> impl IntoView {
    move || is.get().then(|| view! { <p class="muted" role="status">{words}</p> })
}

fn problem_view(problem: ProblemText, title: &'static str) -> impl IntoView {
    move || {
        let text = problem.get();
        (!text.is_empty()).then(|| view! { <Notice kind=NoticeKind::Error title text alert=true/> })
    }
}

/// What was archived before, with the way back.
fn archives_view(session: Session, toasts: ToastHandle) -> AnyView {
    let wanted = RwSignal::new(None::<ArchiveId>);
    let list = move || {
        let all = session.archives.get();
        (!all.is_empty()).then(|| {
            let rows: Vec<AnyView> = all.iter().map(|one| archive_row(one, wanted)).collect();
            view! { <ul class="states">{rows}</ul> }
        })
    };
    view! { {list}{fetching_back(session, toasts, wanted)} }.into_any()
}

fn archive_row(one: &ArchiveReceipt, wanted: RwSignal<Option<ArchiveId>>) -> AnyView {
    let ArchiveReceipt { id, archive, returned } = one;
    let (id, label) = (*id, months_words(archive.archived.months()));
    let files =
        if archive.files > 1 { format!("等 {} 个文件", archive.files) } else { String::new() };
    let note =
        format!("{}归档 {} 条，在“{}”{files}", archive.made.label(), archive.records, archive.file);
    let aria = format!("取回归档：{label}");
    let act = if *returned {
        view! { <span class="small muted">"已取回"</span> }.into_any()
    } else {
        view! {
            <button
                type="button"
                class="quick"
                aria-label=aria
                on:click=move |_| wanted.set(Some(id))
            >"取回归档"</button>
        }
        .into_any()
    };
    view! {
        <li class="state">
            <div class="grow">
                <p>{label}</p>
                <p class="small muted figures">{note}</p>
            </div>
            {act}
        </li>
    }
    .into_any()
}

fn months_words(months: &std::collections::BTreeSet<Month>) -> String {
    match (months.first(), months.last()) {
        (Some(from), Some(until)) if from == until => from.label(),
        (Some(from), Some(until)) => {
            format!("{}至{}（{} 个月）", from.label(), until.label(), months.len())
        }
        _ => String::new(),
    }
}

/// The dialog in which the file is chosen.
fn fetching_back(
    session: Session,
    toasts: ToastHandle,
    wanted: RwSignal<Option<ArchiveId>>,
) -> AnyView {
    let problem: ProblemText = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let take = move |chosen: Vec<ChosenFile>| {
        let Some(id) = wanted.get_untracked() else { return busy.set(false) };
        spawn_local(async move {
            match fetch_back(session, id, chosen).await {
                Ok(changes) => {
                    wanted.try_set(None);
                    problem.try_set(String::new());
                    toasts.say(format!("已取回 {changes} 处"));
                }
                Err(error) => drop(problem.try_set(error.to_string())),
            }
            busy.try_set(false);
        });
    };
    let files = ArchiveFiles::new(busy, problem, Callback::new(take));
    let close = move |()| {
        problem.set(String::new());
        files.leave();
        wanted.set(None);
    };
    view! {
        <Dialog
            open=Signal::derive(move || wanted.get().is_some())
            on_close=close
            title="取回归档"
            footer=move || view! { <Button label="不取回" on_click=close/> }
        >
            <p>"取回以后，这些月份的登记又在这台设备上，占的地方和原来一样。以后可以再归档。"</p>
            <FileDrop
                label="选择归档时的文件"
                help="有几个就一起选几个"
                accept=".json,.txt"
                multiple=true
                on_files=move |chosen| files.take(chosen)
            />
            {files.view()}
            {working(busy, "正在核对文件")}
            {problem_view(problem, "没有取回")}
        </Dialog>
    }
    .into_any()
}
