//! The frame of every page: the places there are, where one is, and the state of saving.

use std::cell::RefCell;

use leptos::{context::Provider, prelude::*};

use super::dom::scroll_to_top_soon;
use super::{Button, ButtonKind, Icon, Saving, SavingState};

/// One of the few places of the app.
#[derive(Clone)]
pub struct NavItem {
    /// Its word.
    pub label: &'static str,
    /// Its drawing.
    pub icon: Icon,
    /// Its address, `#/…`.
    pub href: &'static str,
    /// Where it stands.
    pub rank: NavRank,
    /// Whether one is there.
    pub active: Signal<bool>,
}

/// Where a place stands in the rail, and whether a phone's bar has room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NavRank {
    /// At the beginning, and in a phone's bar.
    Bar,
    /// At the beginning; on a phone it is reached by 更多.
    Rail,
    /// At the end, as it is seldom needed; on a phone it is reached by 更多.
    End,
    /// 更多 itself, which a phone alone needs.
    More,
}

impl NavRank {
    fn class(self) -> &'static str {
        match self {
            Self::Bar => "",
            Self::Rail => "in-rail",
            Self::End => "in-rail at-end",
            Self::More => "in-bar",
        }
    }
}

#[derive(Clone, Copy)]
struct ShellContext {
    saving: Signal<Saving>,
    on_problem: Option<Callback<()>>,
    on_search: Option<Callback<()>>,
    on_lock: Option<Callback<()>>,
    banner: Signal<String>,
    alert: StoredValue<ViewFn>,
}

/// The frame: a rail at the left when there is room, a bar at the bottom else; the page in it.
#[component]
pub fn Shell(
    /// The places, in their order.
    places: Vec<NavItem>,
    /// The state of saving, shown in the head of every page.
    #[prop(into)]
    saving: Signal<Saving>,
    /// What a tap on a problem of saving does.
    #[prop(optional, into)]
    on_problem: Option<Callback<()>>,
    /// Opens the search.
    #[prop(optional, into)]
    on_search: Option<Callback<()>>,
    /// Locks the tablet; none where it has no lock.
    #[prop(optional_no_strip)]
    on_lock: Option<Callback<()>>,
    /// A line shown above every page, in print too: 示例台账，数据均为虚构. Empty: none.
    #[prop(optional, into)]
    banner: Signal<String>,
    /// What stands above every page while something is badly wrong.
    #[prop(optional, into)]
    alert: ViewFn,
    /// The page.
    children: Children,
) -> impl IntoView {
    let links = places
        .into_iter()
        .map(|place| {
            let NavItem { label, icon, href, rank, active } = place;
            view! {
                <li class=rank.class()>
                    <a
                        class="place"
                        href=href
                        aria-current=move || active.get().then_some("page")
                    >
                        {icon.view()}
                        <span class="place-word">{label}</span>
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let context = ShellContext {
        saving,
        on_problem,
        on_search,
        on_lock,
        banner,
        alert: StoredValue::new(alert),
    };
    view! {
        <div class="shell">
            <a class="skip-link" href="#page-title" on:click=|event| {
                event.prevent_default();
                super::focus_by_id("page-title");
            }>"跳到正文"</a>
            <nav class="rail" aria-label="主要页面">
                <ul>{links}</ul>
            </nav>
            <main class="shell-main">
                <Provider value=context>{children()}</Provider>
            </main>
        </div>
    }
    .into_any()
}

/// A page: its head and its body.
///
/// The main action stands at the right end of the head where there is room, and floats at the
/// bottom right else. Its place never changes otherwise.
#[component]
pub fn Page(
    /// What this page is.
    #[prop(into)]
    title: Signal<String>,
    /// Where one is: branch, month. Joined with ` · `.
    #[prop(optional, into)]
    crumbs: Signal<Vec<String>>,
    /// Where 返回 goes (`#/…`); empty: no such button.
    #[prop(optional, into)]
    back: Signal<String>,
    /// Controls in the head: a month stepper, tabs, a menu.
    #[prop(optional, into)]
    controls: ViewFnOnce,
    /// The main action: one `Button` or `LinkButton` of the kind `Primary`.
    #[prop(optional, into)]
    action: Option<ViewFnOnce>,
    /// The body takes the height that is left and does not scroll itself: for a table or a split.
    #[prop(optional)]
    fill: bool,
    /// The body.
    children: Children,
) -> impl IntoView {
    begin_at_the_top(title);
    let context = use_context::<ShellContext>();
    let has_action = action.is_some();
    let crumbs = move || {
        let list = crumbs.get();
        (!list.is_empty()).then(|| view! { <p class="page-crumbs">{list.join(" · ")}</p> })
    };
    let back = move || {
        let href = back.get();
        (!href.is_empty()).then(|| {
            view! { <a class="page-back" href=href aria-label="返回" title="返回">{Icon::Back.view()}</a> }
        })
    };
    let saving = context.map(|c| match c.on_problem {
        Some(callback) => view! { <SavingState state=c.saving on_problem=callback /> }.into_any(),
        None => view! { <SavingState state=c.saving /> }.into_any(),
    });
    let button = |label: &'static str, icon: Icon, on_click: Callback<()>| {
        view! { <Button label icon icon_only=true kind=ButtonKind::Quiet on_click/> }
    };
    let search = context.and_then(|c| c.on_search).map(|act| button("搜索", Icon::Search, act));
    let lock = context.and_then(|c| c.on_lock).map(|act| button("锁定", Icon::Lock, act));
    let banner = move || {
        let text = context.map(|c| c.banner.get()).unwrap_or_default();
        (!text.is_empty()).then(|| view! { <p class="page-banner" role="note">{text}</p> })
    };
    view! {
        <div class="page" class:is-fill=fill class:has-action=has_action>
            {banner}
            {context.map(|context| context.alert.with_value(ViewFn::run))}
            <header class="page-head">
                {back}
                <div class="page-where">
                    {crumbs}
                    <h1 id="page-title" class="page-title" tabindex="-1">{move || title.get()}</h1>
                </div>
                <div class="page-controls">{controls.run()}</div>
                <div class="page-saving">{saving}{search}{lock}</div>
                <div class="page-action">{action.map(ViewFnOnce::run)}</div>
            </header>
            // It scrolls, so the keyboard has to reach it.
            <div class="page-body" tabindex="0">{children()}</div>
        </div>
    }
    .into_any()
}

/// Scrolls to the top of another page: the framework may go on with the elements of the one before.
fn begin_at_the_top(title: Signal<String>) {
    thread_local! {
        static LAST: RefCell<String> = const { RefCell::new(String::new()) };
    }
    let now = title.get_untracked();
    if LAST.with_borrow(|last| *last == now) {
        return;
    }
    LAST.set(now);
    scroll_to_top_soon();
}
