//! The pages of registers over the register with every shape.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yixin::exchange::NewLedger;
use yixin::ledger::{Draft, Month, Record, RecordId, Value};
use yixin::registers::rows::{column, rows};
use yixin::registers::{
    DEPARTMENT_RESULT, EVERY_SHAPE, EVERY_SHAPE_PART, EVERY_SHAPE_SCHEMA, EXPLANATION, VETO,
    appraisal_id,
};
use yixin::storage::{StoreEncryption, Tablet};
use yixin_app::app::routes::{RegisterRoute, Route, YearRoute, YearTab};
use yixin_app::app::{LedgerDirectory, Location, Session, open_stores};
use yixin_app::ui::components::ToastHandle;
use yixin_app::ui::pages::registers::register_page;
use yixin_app::ui::pages::year::year_page;

use super::components::{Stage, drawn};

/// A ledger of its own, with three members in its branch; it is removed in the end.
struct Book {
    directory: LedgerDirectory,
    session: Session,
    _owner: Owner,
}

fn member(number: u32) -> RecordId {
    RecordId::keyed("member", &number.to_string())
}

const NAMES: [&str; 3] = ["张三", "李四", "王五"];

impl Book {
    async fn begin() -> Self {
        let owner = Owner::new();
        owner.set();
        let stores = open_stores(&StoreEncryption::default()).await;
        let mut directory = LedgerDirectory::open(stores).await.expect("stores");
        let founding = NewLedger {
            hospital: "示例医院".into(),
            branch: "一支部".into(),
            from: Month::new(2026, 1).expect("a month"),
        };
        let opened = directory.create(Tablet::default(), &founding).await.expect("a ledger");
        let session = opened.session;
        let book = Self { directory, session, _owner: owner };
        book.act(|draft| {
            draft.field(&RecordId::keyed("department", "心内科"), "name", "心内科");
            for (number, name) in (1..).zip(NAMES) {
                let id = member(number);
                draft.field(&id, "name", name);
                for (field, value) in
                    [("branch", "branch:=一支部"), ("category", "full"), ("standing", "active")]
                {
                    draft.entry(&id, field, "2026-01-01", value);
                }
            }
        });
        book
    }

    fn act(&self, fill: impl FnOnce(&mut Draft)) {
        let mut draft = self.session.draft("edit", "");
        fill(&mut draft);
        self.session.commit(draft).expect("taken").expect("something changed");
    }

    fn show(&self, register: &'static str, route: RegisterRoute) -> Stage {
        let session = self.session;
        Stage::mount(move || {
            provide_context(session);
            provide_context(Location::follow());
            ToastHandle::provide();
            register_page(register, Signal::stored(route))
        })
    }

    /// A record of the register, as one past day made it.
    fn record(&self) -> RecordId {
        let id = RecordId::keyed(EVERY_SHAPE.name, "a");
        self.act(|draft| {
            draft.field(&id, "name", "学习会");
            draft.field(&id, "branch", "branch:=一支部");
            draft.field(&id, "held_on", "2026-03-02");
            draft.entry(&id, "roll", member(1).as_str(), "present");
            draft.entry(&id, "roll", member(2).as_str(), "leave");
        });
        id
    }

    fn only(&self, register: &str) -> RecordId {
        self.session.with_ledger_untracked(|ledger| {
            let ids: Vec<RecordId> = ledger.records(register).map(|one| one.id().clone()).collect();
            assert_eq!(ids.len(), 1);
            ids[0].clone()
        })
    }

    fn read<R>(&self, id: &RecordId, look: impl FnOnce(&Record<'_>) -> R) -> R {
        self.session.with_ledger_untracked(|ledger| look(&ledger.record(id).expect("a record")))
    }

    async fn end(mut self) {
        let id = self.session.entry().id;
        self.directory.delete(id).await.expect("it goes");
    }
}

fn tell(on: &Element, what: &str) {
    let event = document().create_event("Event").expect("an event");
    event.init_event_with_bubbles(what, true);
    on.dispatch_event(&event).expect("it is told");
}

/// Types into the input of a label, the last of that name within some part of the stage.
fn fill(stage: &Stage, within: &str, label: &str, text: &str) {
    let labels = stage.all(&format!("{within} label.field-label"));
    let named = labels
        .into_iter()
        .rev()
        .find(|one| one.text_content().unwrap_or_default().trim_end_matches("必填") == label);
    let id = named.unwrap_or_else(|| panic!("no {label}")).get_attribute("for").expect("a for");
    let input = document().get_element_by_id(&id).unwrap_or_else(|| panic!("no input {label}"));
    match input.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.set_value(text),
        None => input.unchecked_ref::<HtmlTextAreaElement>().set_value(text),
    }
    tell(&input, "input");
    tell(&input, "change");
}

fn tap(stage: &Stage, selector: &str, word: &str) {
    let found = stage.all(selector).into_iter().find(|one| {
        one.text_content().unwrap_or_default().trim() == word
            || one.get_attribute("aria-label").as_deref() == Some(word)
    });
    found.unwrap_or_else(|| panic!("no {word}")).unchecked_into::<HtmlElement>().click();
}

/// Chooses for someone in a roll.
fn choose(stage: &Stage, who: &str, word: &str) {
    tap(stage, &format!(".row-line[aria-label='{who}'] .pick"), word);
}

fn text(stage: &Stage) -> String {
    stage.all(":scope > *").iter().filter_map(|one| one.text_content()).collect()
}

#[wasm_bindgen_test]
async fn a_form_saves_every_shape_and_an_explanation_lets_it_pass() {
    let book = Book::begin().await;
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::New);
    drawn().await;
    fill(&stage, "", "名称", "学习会");
    fill(
        &stage,
        ".record-form > .fieldset > .fieldset-grid > .field:nth-child(3)",
        "日期",
        "2099-03-02",
    );
    choose(&stage, "张三", "到会");
    drawn().await;
    tap(&stage, "button", "其余全部请假");
    fill(&stage, ".row-line[aria-label='心内科']", "心内科", "92.5");
    fill(&stage, ".row-line[aria-label='开会']", "日期", "2026-03-01");
    fill(&stage, "", "测血压", "5");
    tap(&stage, "button", "添一行");
    drawn().await;
    fill(&stage, ".row-line[aria-label='第 1 行']", "事项", "学文件");
    tap(&stage, "button", "添一行");
    tap(&stage, "button", "选季度");
    drawn().await;
    tap(&stage, "button", "保存");
    drawn().await;
    assert!(text(&stage).contains("还没有到这一天"), "{}", text(&stage));
    fill(&stage, "", "情况说明", "先登记下次的会");
    tap(&stage, "button", "保存");
    drawn().await;
    let id = book.only(EVERY_SHAPE.name);
    book.read(&id, |record| {
        let field = |name: &str| EVERY_SHAPE_SCHEMA.field(name).expect("a field");
        let roll = rows(field("roll"), record).into_iter();
        let states = roll.map(|(_, row)| column(field("roll"), row, "state").as_text());
        let states: Vec<_> = states.map(Option::unwrap_or_default).collect();
        assert_eq!(states, ["present", "leave", "leave"]);
        assert_eq!(record.entry("marks", "department:=心内科").as_int(), Some(925));
        assert_eq!(record.entry("steps", "meet").as_text(), Some("2026-03-01"));
        assert_eq!(rows(field("counter"), record).len(), 1);
        let agenda = rows(field("agenda"), record);
        assert_eq!(agenda.len(), 1, "a blank row is none");
        assert_eq!(column(field("agenda"), agenda[0].1, "what").as_text(), Some("学文件"));
        assert!(!record.text("quarter").is_empty());
        let why = record.entry(EXPLANATION, "not to come").as_text();
        assert_eq!(why, Some("先登记下次的会"));
    });
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn a_form_leaves_rows_alone_that_were_not_touched() {
    let book = Book::begin().await;
    let id = book.record();
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::Edit(id.clone()));
    drawn().await;
    choose(&stage, "张三", "缺席");
    // Meanwhile another page writes another row.
    book.act(|draft| draft.entry(&id, "roll", member(2).as_str(), "absent"));
    drawn().await;
    tap(&stage, "button", "保存");
    drawn().await;
    book.read(&id, |record| {
        let rows: Vec<_> =
            (1..=3).map(|one| record.entry("roll", member(one).as_str()).clone()).collect();
        let texts: Vec<_> = rows.iter().map(|row| row.as_text()).collect();
        assert_eq!(texts, [Some("absent"), Some("absent"), None]);
    });
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn what_belongs_to_a_record_stands_under_it_and_is_added_in_a_tap() {
    let book = Book::begin().await;
    let id = book.record();
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::Detail(id.clone()));
    drawn().await;
    let links = stage.all("a").into_iter();
    let link = links.filter(|one| one.text_content().unwrap_or_default().contains("添加补学"));
    let links: Vec<String> = link.filter_map(|one| one.get_attribute("href")).collect();
    let under = RegisterRoute::NewAbout(id.clone(), None);
    assert_eq!(Route::parse(&links[0]), Route::Register(EVERY_SHAPE_PART.name, under.clone()));
    let form = book.show(EVERY_SHAPE_PART.name, under);
    drawn().await;
    fill(&form, "", "补学日期", "2026-03-09");
    tap(&form, "button", "保存");
    drawn().await;
    drop(form);
    let child = book.only(EVERY_SHAPE_PART.name);
    book.read(&child, |record| assert_eq!(record.text("of"), id.as_str()));
    // The page of the owner has it by now, and what is computed of it.
    let words = text(&stage);
    assert!(words.contains("2026年3月9日") && words.contains("1次"), "{words}");
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn detail_list_and_history_tell_rows_stages_and_deadlines() {
    let book = Book::begin().await;
    let id = book.record();
    book.act(|draft| draft.entry(&id, "roll", member(2).as_str(), "present"));
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::Detail(id.clone()));
    drawn().await;
    let words = text(&stage);
    for told in ["已召开", "下一步“已上报”", "不晚于2026年3月9日", "点名：李四", "请假", "2人"]
    {
        assert!(words.contains(told), "{told} in {words}");
    }
    assert!(!words.contains("不早于"), "a day that has come is not told: {words}");
    drop(stage);
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::List);
    drawn().await;
    drawn().await;
    let words = text(&stage);
    for told in ["进展", "期限", "已召开", "2026年3月9日", "逾期"] {
        assert!(words.contains(told), "{told} in {words}");
    }
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn paper_shows_rows_without_labels_and_what_belongs_to_a_record() {
    let book = Book::begin().await;
    let id = book.record();
    let part = RecordId::keyed(EVERY_SHAPE_PART.name, "a");
    book.act(|draft| {
        draft.field(&part, "of", id.as_str());
        draft.field(&part, "who", member(2).as_str());
        draft.field(&part, "done_on", "2026-03-09");
    });
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::Print);
    drawn().await;
    let words = text(&stage);
    assert!(words.contains("李四（请假）"), "{words}");
    drop(stage);
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::Detail(id));
    drawn().await;
    tap(&stage, "button", "打印");
    drawn().await;
    drawn().await;
    let tables = stage.all(".only-print table").into_iter();
    let tables: Vec<String> = tables.filter_map(|one| one.text_content()).collect();
    let child = tables.iter().find(|table| table.starts_with("党员补学日期"));
    let child = child.unwrap_or_else(|| panic!("no table of parts in {tables:?}"));
    assert!(child.contains("李四") && child.contains("2026年3月9日"), "{child}");
    assert!(!child.contains("学习会"), "the record stands above: {child}");
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn nothing_restricted_comes_onto_paper() {
    let book = Book::begin().await;
    let id = RecordId::keyed(VETO.name, "a");
    book.act(|draft| {
        draft.field(&id, "member", member(2).as_str());
        draft.field(&id, "clause", "V1");
        draft.field(&id, "month", "2026-01");
    });
    for route in [RegisterRoute::Print, RegisterRoute::Detail(id)] {
        let stage = book.show(VETO.name, route);
        drawn().await;
        let offered: Vec<String> =
            stage.all("button").iter().filter_map(|one| one.text_content()).collect();
        assert!(!offered.iter().any(|one| one.contains("打印")), "{offered:?}");
        assert!(stage.all(".only-print, .paper").is_empty());
    }
    book.end().await;
}

#[wasm_bindgen_test]
async fn only_what_is_begun_asks_for_what_it_needs() {
    let book = Book::begin().await;
    let stage = book.show(EVERY_SHAPE.name, RegisterRoute::New);
    drawn().await;
    tap(&stage, "button", "添一行");
    drawn().await;
    let asked = |row: &str| stage.all(&format!(".row-line[aria-label='{row}'] .field-required"));
    assert_eq!(asked("开会").len(), 0);
    assert_eq!(asked("第 1 行").len(), 1);
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn figures_of_a_list_have_their_points_under_one_another() {
    let book = Book::begin().await;
    book.act(|draft| {
        for (key, month, percent) in [("a", "2026-01", 970), ("b", "2026-02", 996)] {
            let id = RecordId::keyed(DEPARTMENT_RESULT.name, key);
            draft.field(&id, "department", "department:=心内科");
            draft.field(&id, "month", month);
            draft.field(&id, "satisfaction", percent);
            draft.field(&id, "score", 980);
        }
    });
    let stage = book.show(DEPARTMENT_RESULT.name, RegisterRoute::List);
    drawn().await;
    drawn().await;
    let words = text(&stage);
    for told in ["97.0%", "99.6%", "98"] {
        assert!(words.contains(told), "{told} in {words}");
    }
    assert!(!words.contains("98.0"), "no decimals where none are needed: {words}");
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn what_others_wrote_meanwhile_is_told_before_it_is_written_over() {
    let book = Book::begin().await;
    let id = RecordId::keyed("department", "检验科");
    let write = |name: &'static str| book.act(|draft| draft.field(&id, "name", name));
    let name = || book.read(&id, |record| record.text("name").to_owned());
    write("检验科");
    let stage = book.show("department", RegisterRoute::Edit(id.clone()));
    drawn().await;
    fill(&stage, "", "科室名称", "检验中心");
    write("医学检验科");
    tap(&stage, "button", "保存");
    drawn().await;
    assert!(text(&stage).contains("刚才在别处也改了这一栏"), "{}", text(&stage));
    assert_eq!(name(), "医学检验科");
    tap(&stage, "button", "保存");
    drawn().await;
    assert_eq!(name(), "检验中心");
    drop(stage);
    book.end().await;
}

#[wasm_bindgen_test]
async fn ballots_leave_alone_what_was_not_typed_and_keep_what_was() {
    let book = Book::begin().await;
    let branch: RecordId = "branch:=一支部".parse().expect("an id");
    let id = appraisal_id(&branch, 2026);
    let show = || {
        let (session, branch) = (book.session, branch.clone());
        Stage::mount(move || {
            provide_context(session);
            provide_context(Location::follow());
            ToastHandle::provide();
            let view = YearTab::Ballots;
            let branch = Some(branch);
            let route = YearRoute { year: Some(2026), branch, view, ..YearRoute::default() };
            year_page(Signal::stored(route))
        })
    };
    let stage = show();
    drawn().await;
    fill(&stage, ".year-head", "应到", "十");
    drawn().await;
    assert!(text(&stage).contains("应到应是整数"), "{}", text(&stage));
    fill(&stage, ".year-head", "应到", "4");
    // Meanwhile another window writes other cells.
    book.act(|draft| {
        draft.field(&id, "branch", branch.as_str());
        draft.field(&id, "year", 2026);
        draft.field(&id, "ballot", Value::group([("present", 5.into())]));
        draft.entry(&id, "votes", member(2).as_str(), 2);
    });
    drawn().await;
    assert!(text(&stage).contains("实到比应到多"), "{}", text(&stage));
    drop(stage);
    let stage = show();
    drawn().await;
    assert!(text(&stage).contains("这是上次没有保存的内容"), "{}", text(&stage));
    tap(&stage, "button", "存下票数");
    drawn().await;
    book.read(&id, |record| {
        let head = record.get("ballot");
        let count = |name: &str| head.get(name).and_then(|count| count.as_int());
        assert_eq!((count("due"), count("present"), count("issued")), (Some(4), Some(5), None));
        assert_eq!(record.entry("votes", member(2).as_str()).as_int(), Some(2));
    });
    assert!(!text(&stage).contains("还没有存下"), "{}", text(&stage));
    // What is undone is not shown any more; what is likely is proposed again.
    book.act(|draft| draft.delete(&id));
    drawn().await;
    let inputs = stage.all(".year-head input").into_iter();
    let shown: Vec<String> =
        inputs.map(|one| one.unchecked_into::<HtmlInputElement>().value()).collect();
    assert_eq!(shown, ["3", "", "", "", ""]);
    drop(stage);
    book.end().await;
}
