//! The search over everything: members, records of all registers, registers, pages and actions.

mod shortcuts;

use std::collections::BTreeSet;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::app::routes::Route;
use crate::app::{Session, today};
use crate::browser::{chinese, page};
use crate::ledger::Day;
use crate::registers::{Names, schemas};
use crate::reports::{FoundRecords, SearchIndex};
use crate::ui::app_state::AppState;
use crate::ui::components::{Dialog, Icon, ToastHandle, use_toasts};

use shortcuts::{Goal, Shortcut, ShortcutKind, shortcuts};

/// So many of a group are shown at first, and so many once more are asked for.
const FIRST: usize = 8;
const MOST: usize = 100;

/// So many records are read at once, so that taps are answered meanwhile.
const SLICE: usize = 100;

/// The ids of the list and, with a number, of what stands in it.
const LIST: &str = "finder-list";

/// What is found of one kind.
#[derive(Clone, PartialEq)]
struct FoundGroup {
    label: &'static str,
    rows: Vec<FoundRow>,
    /// How many more there are, in words; empty where there are none.
    more: String,
}

#[derive(Clone, PartialEq)]
struct FoundRow {
    label: String,
    note: String,
    goal: Goal,
}

/// What can be chosen in the list.
#[derive(Clone, PartialEq)]
enum Chosen {
    Row(Goal),
    More(&'static str),
}

/// The state of the search, cheap to copy into every closure.
#[derive(Clone, Copy)]
struct Finder {
    app: AppState,
    session: Session,
    query: RwSignal<String>,
    /// The groups of which more was asked for.
    widened: RwSignal<BTreeSet<&'static str>>,
    /// Which choice of the list Enter takes.
    at: RwSignal<usize>,
    index: StoredValue<Option<SearchIndex>, LocalStorage>,
    /// Of which revision and day the index is.
    indexed: RwSignal<Option<(u64, Day)>>,
    /// That being made.
    making: StoredValue<Option<(u64, Day)>>,
    shortcuts: StoredValue<Vec<Shortcut>, LocalStorage>,
    toasts: ToastHandle,
}

/// The dialog of the search, open as long as the app says so.
pub fn search_view(app: AppState, session: Session) -> AnyView {
    let finder = Finder {
        app,
        session,
        query: RwSignal::new(String::new()),
        widened: RwSignal::default(),
        at: RwSignal::new(0),
        index: StoredValue::new_local(None),
        indexed: RwSignal::new(None),
        making: StoredValue::new(None),
        shortcuts: StoredValue::new_local(Vec::new()),
        toasts: use_toasts(),
    };
    let open = app.searching;
    Effect::new(move |_| {
        if open.get() {
            finder.make_index();
        }
    });
    Effect::new(move |_| {
        if open.get() {
            finder.shortcuts.set_value(shortcuts(app));
            finder.ask(String::new());
        }
    });
    let groups = Memo::new(move |_| if open.get() { finder.groups() } else { Vec::new() });
    view! {
        <Dialog open on_close=move |()| open.set(false) title="搜索">
            {finder_view(finder, groups)}
        </Dialog>
    }
    .into_any()
}

impl Finder {
    /// Makes the index anew where the ledger or the day is another; what there is serves meanwhile.
    fn make_index(self) {
        let state = (self.session.revision(), today());
        if self.making.get_value() == Some(state) {
            return;
        }
        self.making.set_value(Some(state));
        let make = async move {
            let mut index = SearchIndex::begin(schemas(), state.1);
            let mut read = || {
                untrack(|| {
                    self.session.with_scores(|ledger, scores| {
                        index.read_on(ledger, scores, chinese::reading, SLICE)
                    })
                })
            };
            // Until it is there, or the ledger is another, or was left.
            while self.making.try_get_value() == Some(Some(state)) {
                if !read() {
                    self.index.try_set_value(Some(index));
                    self.indexed.try_set(Some(state));
                    return;
                }
                page::yield_to_browser().await;
            }
        };
        leptos::task::spawn_local(SendWrapper::new(make));
    }

    fn ask(self, query: String) {
        self.query.set(query);
        self.widened.set(BTreeSet::new());
        self.at.set(0);
    }

    /// What is found: people first, then what leads somewhere, then the records of all registers.
    fn groups(self) -> Vec<FoundGroup> {
        self.indexed.track();
        let query = self.query.get();
        let widened = self.widened.get();
        let most = |label: &str| if widened.contains(label) { MOST } else { FIRST };
        let found = self.index.with_value(|index| {
            let index = index.as_ref()?;
            Some(index.find(&query, if widened.is_empty() { FIRST } else { MOST }))
        });
        let (people, others): (Vec<_>, Vec<_>) = found
            .unwrap_or_default()
            .into_iter()
            .partition(|found| found.schema.names == Names::OfPeople);
        let records = |found: FoundRecords| {
            let most = most(found.schema.head.label);
            self.group_of(found, most)
        };
        let mut groups: Vec<FoundGroup> = people.into_iter().map(records).collect();
        groups.extend(ShortcutKind::ALL.into_iter().filter_map(|(kind, label)| {
            self.shortcuts
                .with_value(|all| group_of_shortcuts(all, kind, label, &query, most(label)))
        }));
        groups.extend(others.into_iter().map(records));
        groups
    }

    fn group_of(self, found: FoundRecords, most: usize) -> FoundGroup {
        let FoundRecords { schema, records, count } = found;
        let describe = |id| {
            self.index.try_update_value(|index| {
                untrack(|| {
                    self.session.with_scores(|ledger, scores| {
                        index.as_mut()?.describe(ledger, scores, schema, id)
                    })
                })
            })
        };
        // What is gone since the index was made is not shown.
        let rows: Vec<FoundRow> = records
            .iter()
            .take(most)
            .filter_map(|id| {
                let (label, note) = describe(id)??;
                Some(FoundRow { label, note, goal: Goal::Page(Route::detail(id)) })
            })
            .collect();
        let more = more_words(count, most, schema.head.unit);
        FoundGroup { label: schema.head.label, rows, more }
    }

    fn take(self, chosen: &Chosen) {
        match chosen {
            Chosen::More(label) => self.widened.update(|widened| {
                widened.insert(*label);
            }),
            // In the place of the dialog's own entry of history, so that back leads to the page before.
            Chosen::Row(Goal::Page(route)) => {
                page::go_instead(&route.href());
                self.app.searching.set(false);
            }
            Chosen::Row(Goal::Lock) => {
                self.app.searching.set(false);
                self.app.lock_now(self.toasts);
            }
        }
    }
}

fn group_of_shortcuts(
    all: &[Shortcut],
    kind: ShortcutKind,
    label: &'static str,
    query: &str,
    most: usize,
) -> Option<FoundGroup> {
    let (mut begun, mut within) = (Vec::new(), Vec::new());
    for shortcut in all.iter().filter(|shortcut| shortcut.kind == kind) {
        match shortcut.answer(query) {
            Some(true) => begun.push(shortcut),
            Some(false) => within.push(shortcut),
            None => {}
        }
    }
    begun.extend(within);
    let row = |shortcut: &&Shortcut| FoundRow {
        label: shortcut.label.clone(),
        note: shortcut.note.to_owned(),
        goal: shortcut.goal.clone(),
    };
    let rows: Vec<FoundRow> = begun.iter().take(most).map(row).collect();
    let more = more_words(begun.len(), most, "项");
    (!rows.is_empty()).then_some(FoundGroup { label, rows, more })
}

fn more_words(count: usize, most: usize, unit: &str) -> String {
    match count.saturating_sub(most) {
        0 => String::new(),
        more if most == FIRST => format!("还有 {more} {unit}"),
        more => format!("还有 {more} {unit}，请再写几个字"),
    }
}

/// All that can be chosen, in the order in which it stands.
fn choices(groups: &[FoundGroup]) -> Vec<Chosen> {
    let of_group = |group: &FoundGroup| {
        let rows = group.rows.iter().map(|row| Chosen::Row(row.goal.clone()));
        let more = (!group.more.is_empty()).then_some(Chosen::More(group.label));
        rows.chain(more).collect::<Vec<_>>()
    };
    groups.iter().flat_map(of_group).collect()
}

fn finder_view(finder: Finder, groups: Memo<Vec<FoundGroup>>) -> AnyView {
    let keys = move |event: web_sys::KeyboardEvent| {
        let all = groups.with_untracked(|groups| choices(groups));
        let at = finder.at.get_untracked();
        let to = match &*event.key() {
            "ArrowDown" => (at + 1).min(all.len().saturating_sub(1)),
            "ArrowUp" => at.saturating_sub(1),
            "Enter" => {
                event.prevent_default();
                if let Some(chosen) = all.get(at) {
                    finder.take(chosen);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        finder.at.set(to);
        page::scroll_near(&format!("{LIST}-{to}"));
    };
    let list = move || groups.with(|groups| list_view(finder, groups));
    let active = move || {
        groups.with(|groups| !groups.is_empty()).then(|| format!("{LIST}-{}", finder.at.get()))
    };
    let is_making = move || finder.indexed.with(Option::is_none);
    let none = move || {
        let is_none = groups.with(Vec::is_empty) && !is_making();
        is_none.then(|| finder.query.with(|query| format!("没有找到“{}”", query.trim())))
    };
    view! {
        <div class="search finder-box">
            {Icon::Search.view()}
            <input
                data-autofocus
                class="input search-input"
                type="text"
                role="combobox"
                inputmode="search"
                enterkeyhint="go"
                autocomplete="off"
                aria-label="搜索"
                aria-expanded="true"
                aria-controls=LIST
                aria-activedescendant=active
                placeholder="姓名、台账、页面，可用拼音首字母"
                prop:value=move || finder.query.get()
                on:input=move |event| finder.ask(event_target_value(&event))
                on:keydown=keys
            />
        </div>
        <p class="muted finder-state" role="status">
            {move || if is_making() { Some("正在备好各本台账".to_owned()) } else { none() }}
        </p>
        <div id=LIST class="finder" role="listbox" aria-label="搜索结果">{list}</div>
    }
    .into_any()
}

fn list_view(finder: Finder, groups: &[FoundGroup]) -> Vec<AnyView> {
    let mut at = 0;
    let mut option = |chosen: Chosen, label: String, note: String| {
        let own = at;
        at += 1;
        view! {
            <div
                id=format!("{LIST}-{own}")
                class="finder-row"
                class:is-more=matches!(chosen, Chosen::More(_))
                role="option"
                aria-selected=move || (finder.at.get() == own).to_string()
                on:click=move |_| finder.take(&chosen)
            >
                <span class="finder-label">{label}</span>
                {(!note.is_empty()).then(|| view! { <span class="finder-note">{note}</span> })}
            </div>
        }
        .into_any()
    };
    let group = |(number, group): (usize, &FoundGroup)| {
        let mut rows: Vec<AnyView> = Vec::new();
        for row in &group.rows {
            rows.push(option(Chosen::Row(row.goal.clone()), row.label.clone(), row.note.clone()));
        }
        if !group.more.is_empty() {
            rows.push(option(Chosen::More(group.label), group.more.clone(), String::new()));
        }
        let id = format!("finder-group-{number}");
        view! {
            <div role="group" aria-labelledby=id.clone()>
                <p class="finder-heading" id=id.clone()>{group.label}</p>
                {rows}
            </div>
        }
        .into_any()
    };
    groups.iter().enumerate().map(group).collect()
}
