//! What the keeper is told unasked: of room that runs out, of backups, and how to install before the
//! first entry. It comes with the part `tidy`, after the page stands.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::installing::ipad_steps;
use super::settings::letter_size_choice;
use crate::app::routes::Route;
use crate::app::{
    KnownLedger, Session, SettingsGroup, count_drafts, drafts, keep_for_good, last_backup,
    local_usage, look_among_members, missing_ledgers, say_someone_else, today,
};
use crate::browser::device;
use crate::exchange::import::traces::PossibleReturn;
use crate::ledger::day_label;
use crate::storage::{Backup, Due, Fullness, Usage, backup_words, due};
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind};
use crate::ui::focus::keep_focus;

/// Of the home page: room and backup. `waiting` says whether a backup is due.
pub async fn home_notices_view(session: Session, waiting: RwSignal<bool>) -> AnyView {
    // A browser may ask the user, who need not answer.
    spawn_local(keep_for_good(session));
    let room = local_usage(session).await.and_then(|usage| room_notice(&usage));
    let drafts = drafts_view(session);
    if session.is_sample() {
        return view! { {drafts}{room} }.into_any();
    }
    let last = last_backup(session).await;
    let begun = session.entry().created.day();
    let asked = {
        let last = last.clone();
        Memo::new(move |_| session.with_ledger(|ledger| due(last.as_ref(), ledger, begun, today())))
    };
    Effect::new(move |_| {
        waiting.try_set(asked.get().is_some());
    });
    let backup = move || backup_view(session, last.as_ref(), asked.get());
    let ipad = device::is_ipad_tab().then(|| {
        view! {
            <Notice
                kind=NoticeKind::Warn
                title="七天不用，这里的数据会被 iPad 清掉"
                text="因为是在浏览器里打开的。请导出全部，装到主屏幕，再从主屏幕打开，用“加入已有台账”导入。"
                action=|| view! { <LinkButton label="怎么装" href=Route::Settings(Some(SettingsGroup::Own)).href()/> }
            />
        }
    });
    view! {
        {ipad}
        {drafts}
        {room}
        {erased_again_view(session)}
        {backup}
    }
    .into_any()
}

/// Forms that hold something that is not saved, each with the way back to it.
fn drafts_view(session: Session) -> AnyView {
    count_drafts(session);
    let rows = move || {
        session.drafts.track();
        let rows = drafts(session).into_iter().map(|draft| {
            let day = draft.at.day();
            let title = format!("没填完：{}（{}）", draft.title, day_label(day));
            let href = draft.address;
            view! {
                <Notice
                    title
                    text="填了的都留着，还没有保存。"
                    action=move || view! { <LinkButton label="接着填" href=href.clone()/> }
                />
            }
            .into_any()
        });
        rows.collect::<Vec<_>>()
    };
    rows.into_any()
}

/// Members who may be ones whose data is erased, whichever way they came in.
fn erased_again_view(session: Session) -> AnyView {
    let found = RwSignal::new(Vec::<PossibleReturn>::new());
    spawn_local(async move {
        let doubtful = look_among_members(session, None).await;
        found.try_set(doubtful);
    });
    let notices = move || {
        let rows = found.get().into_iter().map(|one| {
            let href = Route::detail(&one.record).href();
            let title = format!("“{}”可能是已依法删除的人", one.name);
            let someone_else = move |()| {
                if say_someone_else(session, std::slice::from_ref(&one)).is_ok() {
                    found.update(|all| all.retain(|other| *other != one));
                }
            };
            let someone_else = Callback::new(someone_else);
            view! {
                <Notice
                    kind=NoticeKind::Warn
                    title
                    text="姓名和出生年月与已删除的一名党员相同。是同一个人的，请打开那一条删除，再依法删除；不是的，以后不再问。"
                    action=move || view! {
                        <LinkButton label="看这一条" href=href.clone()/>
                        <Button label="是另一个人" kind=ButtonKind::Quiet on_click=someone_else/>
                    }
                />
            }
            .into_any()
        });
        rows.collect::<Vec<_>>()
    };
    notices.into_any()
}

fn room_notice(usage: &Usage) -> Option<AnyView> {
    let (kind, text) = match usage.fullness() {
        Fullness::Roomy => return None,
        Fullness::Filling => (NoticeKind::Info, "还能照常登记。有空时到“设置”里看看是什么占的。"),
        Fullness::Tight => (
            NoticeKind::Warn,
            "快满了。现在请先导出全部，再到“设置”里移除不用的台账、清理撤回的导入。",
        ),
    };
    let title = format!("本机存储已用 {}%", usage.percent());
    let export = usage.fullness() == Fullness::Tight;
    Some(
        view! {
            <Notice
                kind
                title
                text
                action=move || view! {
                    {export.then(|| view! {
                        <LinkButton label="去导出" href=Route::Exchange.href()/>
                    })}
                    <LinkButton label="看看占用" href=Route::Settings(Some(SettingsGroup::Data)).href()/>
                }
            />
        }
        .into_any(),
    )
}

/// A quiet line, or, where a backup is due, a note.
fn backup_view(session: Session, last: Option<&Backup>, asked: Option<Due>) -> AnyView {
    let words = session.with_ledger(|ledger| backup_words(last, ledger, today()));
    let Some(why) = asked else {
        return view! { <p class="small muted figures">{words}</p> }.into_any();
    };
    let why = match why {
        Due::Week => "台账只在这台设备上，设备丢了、坏了就没有了。",
        Due::MonthEnd => "月底了，请把这个月的登记另存一份。",
    };
    view! {
        <Notice
            kind=NoticeKind::Warn
            title="该备份了"
            text=format!("{words}。{why}")
            action=|| view! {
                <LinkButton
                    label="去导出"
                    href=Route::Exchange.href()
                    kind=ButtonKind::Plain
                    icon=Icon::Export
                />
            }
        />
    }
    .into_any()
}

/// Before one comes in: what was here and is gone, what this browser keeps, and what to do first.
pub fn welcome_view(app: AppState) -> AnyView {
    keep_focus();
    view! {
        <div class="outside-care">
            {missing_view(app)} {browser_view()}
            <section class="outside-look">
                <h2 class="section-heading">"字号"</h2>
                {letter_size_choice()}
            </section>
        </div>
    }
    .into_any()
}

/// The ledgers that this browser had and has no longer, with the way back.
fn missing_view(app: AppState) -> AnyView {
    let missing = RwSignal::new(Vec::<KnownLedger>::new());
    spawn_local(async move {
        app.finish_removals().await;
        let here = app.ledgers.get_untracked();
        let found = missing_ledgers(&here).await;
        missing.try_set(found);
    });
    let notices = move || {
        let rows = missing.get().into_iter().map(|known| {
            let KnownLedger { name, seen, edits, backup, .. } = known;
            view! {
                <Notice
                    kind=NoticeKind::Error
                    title=format!("这台设备上的台账“{name}”不见了")
                    text=format!(
                        "{seen}还在，有 {edits} 笔登记，那时{backup}。可能是清理过网站数据，或者系统自己清掉了。\
                         请点“加入已有台账”，打开最近导出的文件；别的平板上有的话，让它导出全部，也能找回。"
                    )
                    alert=true
                />
            }
            .into_any()
        });
        rows.collect::<Vec<_>>()
    };
    notices.into_any()
}

fn browser_view() -> AnyView {
    if device::is_ipad_tab() {
        return view! {
            <section class="installing" aria-label="先装到主屏幕">
                <Notice
                    kind=NoticeKind::Warn
                    title="先装到主屏幕，再录入"
                    text="在浏览器里打开的网页，七天不用，iPad 会清掉它的数据；主屏幕上的应用不会。两处的数据各是各的，装好以后从主屏幕打开，再开始录入。"
                />
                {ipad_steps()}
            </section>
        }
        .into_any();
    }
    if !device::is_secure() {
        return view! {
            <Notice
                kind=NoticeKind::Warn
                title="这样打开只适合试用"
                text="网址不是 https 开头（或是直接打开的文件），浏览器不保证留住数据，也不能离线使用。正式登记请用单位给的 https 网址打开。"
            />
        }
        .into_any();
    }
    view! {
        <p class="outside-note">
            "请用普通窗口打开：无痕（隐私）窗口一关，里面的数据就没有了。用 iPad 的话，请先在 Safari 里添加到主屏幕，再从主屏幕打开。"
        </p>
    }
    .into_any()
}
