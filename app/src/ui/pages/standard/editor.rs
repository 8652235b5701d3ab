//! A draft: its items at the left, the form of one at the right.

use leptos::prelude::*;

use super::contents::aspect_heading;
use super::fields::{ASPECT, Editor, WHOLE, sum_line};
use super::{general_form, item_form, missing};
use crate::app::routes::{Route, StandardRoute, StandardTab};
use crate::app::{Location, Session, standards};
use crate::ledger::RecordId;
use crate::registers::points_text;
use crate::scoring::{CapSum, Standard, StandardWarning};
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton, Page, Split};

/// What stands in the address for the form of name, aspects and grades.
pub const GENERAL: &str = "general";

/// The page of a draft, perhaps with an item open.
pub fn editor_page(id: RecordId, opened: Memo<String>) -> AnyView {
    let session = expect_context::<Session>();
    let there = {
        let id = id.clone();
        Memo::new(move |_| {
            session
                .with_ledger(|ledger| ledger.record(&id).is_some_and(|record| !record.is_deleted()))
        })
    };
    let page = move || {
        let is_there = there.get();
        let standard = untrack(|| {
            session.with_scores(|ledger, scores| standards::version(ledger, scores, &id))
        });
        match standard.filter(|_| is_there) {
            Some(standard) => draft_page(Editor::open(session, id.clone(), standard), opened),
            None => missing("这份草稿已经发布、删去或读不出来。"),
        }
    };
    page.into_any()
}

fn draft_page(editor: Editor, opened: Memo<String>) -> AnyView {
    let place = expect_context::<Location>();
    let id = editor.id();
    let crumbs = Signal::derive(move || {
        vec![editor.working.with(|working| working.name.clone()), "草稿".to_owned()]
    });
    let link = |tab: StandardTab| tab.of(&id).href();
    let (compare, print) = (link(StandardTab::Compare), link(StandardTab::Print));
    let trial = link(StandardTab::Try);
    let controls = move || {
        view! {
            <LinkButton label="试算" kind=ButtonKind::Quiet href=trial/>
            <LinkButton label="比较" kind=ButtonKind::Quiet href=compare/>
            <LinkButton label="打印" icon=Icon::Print kind=ButtonKind::Quiet href=print/>
        }
    };
    let reason = Signal::derive(move || match editor.faults.with(Vec::len) {
        0 => String::new(),
        count => format!("先改正 {count} 处"),
    });
    // What it changes is shown before it is published.
    let publish = move |()| {
        editor.keep();
        place.go(&StandardTab::Publish.of(&editor.id()));
    };
    let list = contents(editor, opened);
    let form = move || match opened.get().as_str() {
        GENERAL => general_form::general_form(editor),
        item => item_form::item_form(editor, item),
    };
    // A view of its own, so that going from one item to another makes the form anew.
    let detail = move || view! { <div class="draft-form">{form}</div> };
    let open = Signal::derive(move || {
        let opened = opened.get();
        opened == GENERAL || editor.working.with(|working| working.item(&opened).is_some())
    });
    // Only whether it is there, so that typing does not make the form anew.
    let open = Memo::new(move |_| open.get());
    let detail_title = Signal::derive(move || {
        let opened = opened.get();
        editor.working.with(|working| match working.item(&opened) {
            Some((_, item)) => format!("{} {}", item.id, item.name),
            None => "名称、方面和等级".to_owned(),
        })
    });
    let back = move |()| place.go_instead(&StandardTab::Draft.of(&editor.id()));
    view! {
        <Page
            title="修改标准"
            crumbs
            back=Route::Standard(StandardRoute::Versions).href()
            controls
            action=move || view! {
                <Button label="核对并发布" kind=ButtonKind::Primary reason on_click=publish/>
            }
            fill=true
        >
            <Split
                open
                detail
                detail_title
                on_back=back
                placeholder="点一项来修改。每一处修改都会保存，可以撤销。"
                list=Box::new(move || list)
            />
        </Page>
    }
    .into_any()
}

/// A row of the list: what is shown of an item, or of the whole.
#[derive(Clone, PartialEq)]
struct Row {
    id: String,
    name: String,
    note: String,
    /// How many faults and doubts it has.
    marks: (usize, usize),
}

/// An aspect with its items.
#[derive(Clone, PartialEq)]
struct EditorPart {
    place: usize,
    heading: String,
    points: String,
    sum: CapSum,
    rows: Vec<Row>,
}

/// How many faults and doubts an item has; `None` for the standard as a whole.
fn marks(editor: Editor, item: Option<&str>) -> (usize, usize) {
    let count = |all: Memo<Vec<StandardWarning>>| {
        all.with(|all| all.iter().filter(|one| one.item.as_deref() == item).count())
    };
    (count(editor.faults), count(editor.doubts))
}

fn parts(editor: Editor, standard: &Standard) -> Vec<EditorPart> {
    let points = |tenths: i32| format!("{} 分", points_text(tenths.into()));
    let part = |(place, aspect): (usize, &crate::scoring::Aspect)| {
        let items = standard.items.iter().filter(|item| item.aspect == place);
        let rows = items.map(|item| Row {
            id: item.id.clone(),
            name: item.name.clone(),
            note: format!("上限 {}，{} 条细则", points(item.cap), item.lines.len()),
            marks: marks(editor, Some(&item.id)),
        });
        EditorPart {
            place,
            heading: aspect_heading(place, &aspect.name),
            points: points(aspect.cap),
            sum: CapSum::of_aspect(standard, place),
            rows: rows.collect(),
        }
    };
    standard.aspects.iter().enumerate().map(part).collect()
}

fn contents(editor: Editor, opened: Memo<String>) -> AnyView {
    let parts = Memo::new(move |_| editor.working.with(|working| parts(editor, working)));
    let general = move || {
        let row = Row {
            id: GENERAL.to_owned(),
            name: "名称、方面和等级".to_owned(),
            note: String::new(),
            // The sums are told below.
            marks: (marks(editor, None).0, 0),
        };
        row_view(editor, row, opened)
    };
    let whole = move || sum_line(editor.working.with(|working| CapSum::of_whole(working)), WHOLE);
    let list = move || {
        let parts = parts.get().into_iter();
        parts.map(|part| part_view(editor, part, opened)).collect::<Vec<_>>()
    };
    view! {
        <div class="standard-contents is-draft">
            <ul class="list">{general}</ul>
            {whole}
            {list}
        </div>
    }
    .into_any()
}

fn part_view(editor: Editor, part: EditorPart, opened: Memo<String>) -> AnyView {
    let place = expect_context::<Location>();
    let EditorPart { place: aspect, heading, points, sum, rows } = part;
    let add = move |()| {
        let taken = editor.session().with_scores(standards::taken_ids);
        let mut id = String::new();
        editor.act(|working| id = working.add_item(aspect, &taken));
        place.go(&Route::Standard(StandardRoute::Item(editor.id(), id)));
    };
    let rows: Vec<AnyView> = rows.into_iter().map(|row| row_view(editor, row, opened)).collect();
    view! {
        <section class="standard-part">
            <h2 class="standard-aspect">
                <span>{heading}</span>
                <span class="standard-points">{points}</span>
            </h2>
            {sum_line(sum, ASPECT)}
            <ul class="list">{rows}</ul>
            <Button label="添加一项" icon=Icon::Plus kind=ButtonKind::Quiet on_click=add/>
        </section>
    }
    .into_any()
}

fn row_view(editor: Editor, row: Row, opened: Memo<String>) -> AnyView {
    let Row { id, name, note, marks: (faults, doubts) } = row;
    let href = Route::Standard(StandardRoute::Item(editor.id(), id.clone())).href();
    let own = id.clone();
    let here = move || opened.with(|opened| *opened == own).then_some("true");
    let mark = match (faults, doubts) {
        (0, 0) => None,
        (0, count) => Some(("draft-mark", Icon::Info, format!("{count} 处提醒"))),
        (count, _) => Some(("draft-mark is-wrong", Icon::Warn, format!("{count} 处要改"))),
    };
    let mark = mark.map(|(class, icon, text)| {
        view! { <span class=class>{icon.view()}<span>{text}</span></span> }
    });
    let id = (id != GENERAL).then(|| view! { <span class="standard-id">{id}</span> });
    let note = (!note.is_empty()).then(|| view! { <span class="list-note">{note}</span> });
    let name = if name.is_empty() { "（未命名）".to_owned() } else { name };
    view! {
        <li>
            <a class="list-item" href=href aria-current=here>
                {id}
                <span class="list-words"><span class="list-title">{name}</span>{note}</span>
                {mark}
            </a>
        </li>
    }
    .into_any()
}
