//! 工作交接: what the next secretary has to know, the file, and the list that is signed.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::{MonthTab as View, Route};
use crate::app::{Session, SettingsGroup, bundle_file_name, export_bundle, last_backup, today};
use crate::browser::{clock, page};
use crate::exchange::export::ExportContent;
use crate::ledger::{Moment, RecordId, day_label};
use crate::registers::{BRANCH, HOSPITAL, schemas, title};
use crate::reports::{HandoverLine, HandoverPart, Table, handover, handover_table};
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton, Page, use_toasts};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};

use super::sealing::SealForm;

/// The page.
pub fn handover_page() -> AnyView {
    let session = expect_context::<Session>();
    let last = RwSignal::new(None);
    let seal = SealForm::new();
    spawn_local(look_for_backup(session, last));
    let parts = Memo::new(move |_| {
        let (branches, last) = (branches(session), last.get());
        let today = today();
        session.with_scores(|ledger, scores| {
            handover(schemas(), ledger, scores, &branches, today, last.as_deref())
        })
    });
    // The signed list names the file, so both tell the time at which the page was opened.
    let opened = clock::now();
    let list = move || parts.with(|parts| parts.iter().map(part_view).collect::<Vec<_>>());
    let print = move |()| print_named(session, "工作交接清单");
    view! {
        <Page
            title="工作交接"
            back=Route::Exchange.href()
            action=move || export_button(session, last, seal, opened)
        >
            <div class="exchange-columns">
                <section class="sheet stack">
                    <h2>"要交代的事"</h2>
                    <p class="small muted">"按这本台账现在的内容列出，点一下可以去看。"</p>
                    <div class="stack office-list">{list}</div>
                    <div>
                        <Button label="打印交接清单" icon=Icon::Print on_click=print/>
                    </div>
                </section>
                <div class="stack">
                    {package(session, seal, opened)}
                    {successor()}
                </div>
            </div>
            {move || parts.with(|parts| paper(session, parts, seal.is_on(), opened))}
        </Page>
    }
    .into_any()
}

async fn look_for_backup(session: Session, last: RwSignal<Option<String>>) {
    let found = last_backup(session).await;
    // The page may be gone by now.
    last.try_set(found.map(|backup| backup.made.label()));
}

/// The branches that are handed over: the keeper's, or all.
fn branches(session: Session) -> Vec<RecordId> {
    let own = session.tablet().branch.parse::<RecordId>().ok();
    session.with_ledger(|ledger| match own.filter(|own| ledger.record(own).is_some()) {
        Some(own) => vec![own],
        None => ledger.records(BRANCH.name).map(|branch| branch.id().clone()).collect(),
    })
}

fn part_view(part: &HandoverPart) -> AnyView {
    let lines = if part.lines.is_empty() {
        view! { <p class="muted">"没有"</p> }.into_any()
    } else {
        let lines: Vec<_> = part.lines.iter().map(line_view).collect();
        view! { <ul>{lines}</ul> }.into_any()
    };
    view! {
        <section>
            <h3>{part.title}</h3>
            {lines}
        </section>
    }
    .into_any()
}

fn line_view(line: &HandoverLine) -> AnyView {
    let route = match (&line.record, &line.month) {
        (Some(record), _) => Some(Route::detail(record)),
        (None, Some((branch, month))) => Some(Route::month(branch, *month, View::Close)),
        (None, None) => None,
    };
    let text = line.text.clone();
    match route {
        Some(route) => view! { <li><a href=route.href()>{text}</a></li> }.into_any(),
        None => view! { <li><span>{text}</span></li> }.into_any(),
    }
}

/// The main action: everything as one file for the next secretary.
fn export_button(
    session: Session,
    last: RwSignal<Option<String>>,
    seal: SealForm,
    opened: Moment,
) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let act = move |()| {
        // Read at the tap: the page may be left meanwhile.
        let envelope = seal.envelope(false);
        busy.set(true);
        spawn_local(async move {
            page::yield_for_paint().await;
            let outcome =
                export_bundle(session, &ExportContent::Handover, envelope.as_ref(), opened).await;
            if outcome.is_ok() {
                seal.forget();
            }
            // The page may be gone by now.
            busy.try_set(false);
            toasts.say(outcome.map_or_else(|error| error.to_string(), |exported| exported.words()));
            look_for_backup(session, last).await;
        });
    };
    view! {
        <Button label="导出交接包" kind=ButtonKind::Primary icon=Icon::Export busy
            reason=Signal::derive(move || seal.lacks()) on_click=act/>
    }
    .into_any()
}

fn package(session: Session, seal: SealForm, opened: Moment) -> AnyView {
    let content = ExportContent::Handover;
    let file = move || bundle_file_name(session, &content, seal.is_on(), opened);
    let care = move || {
        if seal.is_on() {
            "文件里有党员的姓名、电话、出生年月、得分和限制可见的内容，没有口令打不开。口令请当面告诉接手的人，不要和文件一起发。"
        } else {
            "文件里有党员的姓名、电话、出生年月、得分和限制可见的内容，没有加密。请当面交给接手的人，不要发到群里。"
        }
    };
    view! {
        <section class="sheet stack">
            <h2>"交接包"</h2>
            <p>"一个文件，这本台账的全部内容和修改记录都在里面，和“导出全部”一样。"</p>
            <dl class="facts">
                <dt>"文件名"</dt>
                <dd class="exchange-name">{file}</dd>
            </dl>
            <p class="exchange-care">
                {Icon::Warn.view()}
                <span>{care}</span>
            </p>
            {seal.view(false)}
        </section>
    }
    .into_any()
}

fn successor() -> AnyView {
    view! {
        <section class="sheet stack">
            <h2>"接手的人怎么做"</h2>
            <ol class="marked">
                <li>"用自己的平板：打开本应用，选“加入已有台账”，选交接包，填自己的姓名和职务。已经有这本台账的，在“交换”里导入交接包。"</li>
                <li>"接着用这台平板：不用导入，在“设置”的“谁在记这本台账”里改成自己的姓名和职务。以后的登记写新的名字，以前的不变。"</li>
                <li>"支部书记换了人的，在“台账”的“党支部”里改支部书记。"</li>
                <li>"对着打印的清单逐条核对，移交人、接交人、监交人签字。"</li>
                <li>"移交人的平板以后不用的，核对无误后在“设置”里移除这本台账。"</li>
            </ol>
            <p><LinkButton label="去设置" href=Route::Settings(Some(SettingsGroup::Own)).href() icon=Icon::Settings/></p>
        </section>
    }
    .into_any()
}

/// What is printed and signed; on the screen it is not seen.
fn paper(session: Session, parts: &[HandoverPart], sealed: bool, opened: Moment) -> AnyView {
    let file = bundle_file_name(session, &ExportContent::Handover, sealed, opened);
    let table = handover_table(parts, &file);
    let of = session.with_ledger_untracked(|ledger| match session.own_branch() {
        Some(branch) => title(ledger, &branch),
        None => {
            let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
            hospital.map_or("", |record| record.text("name")).to_owned()
        }
    });
    let subtitle = format!("{of}　{}", day_label(clock::today()));
    let document = paper_form(session, Table { subtitle, ..table });
    view! { <div class="paper-only">{paper_document(&document, sample_note(session))}</div> }
        .into_any()
}
