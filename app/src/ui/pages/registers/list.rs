//! The list of a register, with a record beside it.

use leptos::{ev, prelude::*};

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{Location, SidePage, TableFile};
use crate::browser::page;
use crate::ledger::RecordId;
use crate::registers::RegisterGroup;
use crate::reports::Table;
use crate::ui::components::{
    Button, ButtonKind, DataTable, Empty, FilterBar, Icon, LinkButton, Menu, MenuItem, Page, Split,
    ToastHandle, use_toasts,
};
use crate::ui::pages::table_files::hand_over;

use super::detail::detail;
use super::filters::filter_row;
use super::listing::Listing;
use super::paper::list_export;
use super::reader::Reader;
use super::words::{closed_reason, import, new_record, on_paper, summaries};

/// The list, and the record that the address names.
pub fn browse(listing: Listing, route: Signal<RegisterRoute>) -> AnyView {
    let place = expect_context::<Location>();
    let schema = listing.schema;
    let current = Memo::new(move |_| match route.get() {
        RegisterRoute::Detail(id) => Some(id),
        _ => None,
    });
    // Whether the record was opened from the list: then closing it is going back there.
    let from_list = StoredValue::new(false);
    let open = move |id: String| {
        let Ok(id) = id.parse::<RecordId>() else { return };
        if current.with_untracked(Option::is_some) {
            place.go_instead(&Route::detail(&id));
        } else {
            from_list.set_value(true);
            place.go(&Route::detail(&id));
        }
    };
    let close = move || {
        if from_list.get_value() {
            from_list.set_value(false);
            page::back();
        } else {
            place.go_instead(&Route::list(schema.head));
        }
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        let free = !event.default_prevented() && !event.is_composing();
        if event.key() == "Escape" && free && current.with_untracked(Option::is_some) {
            close();
        }
    });
    on_cleanup(move || keys.remove());

    let selected = Signal::derive(move || {
        let id = current.with(|id| id.as_ref().map(RecordId::to_string));
        (id.unwrap_or_default(), String::new())
    });
    let heading = Signal::derive(move || {
        let id = current.get();
        id.map(|id| {
            let session = listing.session;
            session.with_scores(|ledger, scores| Reader::new(ledger, scores).title(id.as_str()))
        })
        .unwrap_or_default()
    });
    let list = move || {
        let empty = Memo::new(move |_| listing.count() == 0 && listing.mark_chips().is_empty());
        move || if empty.get() { nothing_yet(listing) } else { table(listing, selected, open) }
    };
    let show = move || {
        (move || current.get().map(|id| detail(listing, id, Callback::new(move |()| close()))))
            .into_any()
    };
    let back = match schema.head.group {
        RegisterGroup::Voice => SidePage::Voice.route().href(),
        _ if schema.head.is_listed() => Route::Registers.href(),
        _ => String::new(),
    };
    view! {
        <Page
            title=schema.head.label
            back=back
            fill=true
            controls=move || {
                let links = summaries(schema).into_iter();
                links.map(|(word, route)| view! { <LinkButton label=word href=route.href()/> })
                    .collect::<Vec<_>>()
            }
            action=move || main_action(listing, current)
        >
            {on_paper(schema)}
            <Split
                open=Signal::derive(move || current.with(Option::is_some))
                detail_title=heading
                on_back=move |()| close()
                wide_list=true
                list=Box::new(move || list().into_any())
                detail=show
            />
        </Page>
    }
    .into_any()
}

/// The one main action: a new record, or changing the one that is open.
fn main_action(listing: Listing, current: Memo<Option<RecordId>>) -> AnyView {
    let schema = listing.schema;
    (move || match current.get() {
        Some(id) => schema.head.is_kept_by_hand().then(|| {
            let live = listing
                .session
                .with_ledger(|ledger| ledger.record(&id).is_some_and(|one| one.is_live()));
            let form = Route::Register(schema.head.name, RegisterRoute::Edit(id));
            live.then(|| action("修改", Icon::Edit, &form))
        }),
        None => new_record(schema, listing.count())
            .map(|(word, route)| Some(action(&word, Icon::Plus, &route))),
    })
    .into_any()
}

fn action(word: &str, icon: Icon, route: &Route) -> AnyView {
    view! { <LinkButton label=word.to_owned() href=route.href() icon=icon kind=ButtonKind::Primary /> }
        .into_any()
}

/// What else can be done with the list.
fn list_menu(listing: Listing) -> AnyView {
    let (place, toasts) = (expect_context::<Location>(), use_toasts());
    let schema = listing.schema;
    let items = Signal::derive(move || {
        let new = new_record(schema, listing.count());
        let none = if listing.shown.with(Vec::is_empty) {
            "没有可导出的内容"
        } else {
            closed_reason(schema)
        };
        let mut items = Vec::new();
        if let Some((word, _)) = new {
            items.push(MenuItem::new("new", word, Icon::Plus));
        }
        if let Some((word, _)) = import(schema) {
            items.push(MenuItem::new("import", word, Icon::Import));
        }
        items.push(MenuItem::new("xlsx", "导出表格（.xlsx）", Icon::Export).unless(none));
        items.push(MenuItem::new("csv", "导出表格（CSV）", Icon::Export).unless(none));
        items.push(MenuItem::new("print", "打印列表", Icon::Print).unless(none));
        items
    });
    let pick = move |id: &'static str| match id {
        "new" => {
            if let Some((_, route)) = new_record(schema, untrack(|| listing.count())) {
                place.go(&route);
            }
        }
        "import" => {
            if let Some((_, route)) = import(schema) {
                place.go(&route);
            }
        }
        "print" => place.go(&Route::Register(schema.head.name, RegisterRoute::Print)),
        "csv" => export(listing, toasts, TableFile::Csv),
        _ => export(listing, toasts, |table| TableFile::Workbook(vec![table])),
    };
    view! { <Menu items=items on_pick=pick /> }.into_any()
}

/// Hands the list over as it is shown.
fn export(listing: Listing, toasts: ToastHandle, file: fn(Table) -> TableFile) {
    let table = untrack(|| list_export(listing));
    hand_over(listing.session, toasts, table.title.clone(), file(table));
}

fn table(
    listing: Listing,
    selected: Signal<(String, String)>,
    open: impl Fn(String) + Send + Sync + Copy + 'static,
) -> AnyView {
    let none = Memo::new(move |_| listing.shown.with(Vec::is_empty));
    let body = move || {
        if none.get() {
            let widen = move |()| listing.widen();
            return view! {
                <Empty
                    title="没有符合条件的记录"
                    icon=Icon::Search
                    action=move || view! { <Button label="显示全部" on_click=widen /> }
                />
            }
            .into_any();
        }
        view! {
            <DataTable
                label=listing.schema.head.label
                columns=Signal::derive(move || listing.columns())
                rows=Signal::derive(move || listing.rows())
                selected=selected
                on_row=open
                fill=true
            />
        }
        .into_any()
    };
    view! {
        <div class="pad register-bar">
            <div class="register-menu">{list_menu(listing)}</div>
            <FilterBar
                query=listing.query
                on_query=move |text| listing.query.set(text)
                placeholder="文字或拼音首字母"
                filters=Signal::derive(move || listing.mark_chips())
                active=Signal::derive(move || listing.active_chips())
                on_filter=move |id: String| listing.turn_chip(&id)
                sorts=Signal::derive(move || listing.sorts())
                sort=listing.sort
                on_sort=move |id| listing.sort.set(id)
                count=Signal::derive(move || listing.count_line())
            />
            {filter_row(listing)}
        </div>
        {body}
    }
    .into_any()
}

/// An empty register: what belongs there, and the first step.
fn nothing_yet(listing: Listing) -> AnyView {
    let schema = listing.schema;
    let steps = move || {
        let import = import(schema).map(|(word, route)| {
            view! { <LinkButton label=word href=route.href() icon=Icon::Import /> }
        });
        let new = new_record(schema, 0).map(|(word, route)| {
            view! { <LinkButton label=word href=route.href() icon=Icon::Plus /> }
        });
        view! { {import}{new} }
    };
    let title = format!("还没有{}", schema.head.label);
    view! { <Empty title=title text=schema.about action=steps /> }.into_any()
}
