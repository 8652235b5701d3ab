//! What the search finds beside records: actions, pages and registers.

use crate::app::routes::{MonthRoute, QuarterRoute, Route, StandardRoute, YearRoute};
use crate::app::{LifeView, SettingsGroup};
use crate::browser::chinese::findable;
use crate::registers::{Findable, NaturalKey, folded, schemas};
use crate::ui::app_state::AppState;
use crate::ui::pages::registers::words::{import, new_record};
use crate::ui::pages::settings::group_words;
use crate::ui::section::{page_title, section};

/// Where something that was found leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Goal {
    /// A page.
    Page(Route),
    /// Locking the tablet.
    Lock,
}

/// The kind of a shortcut, by which it stands among those that are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShortcutKind {
    Action,
    Page,
    Register,
}

impl ShortcutKind {
    /// All kinds in their order, with their headings.
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Action, "操作"), (Self::Page, "页面"), (Self::Register, "台账")];
}

/// Something that is found by its name.
pub(super) struct Shortcut {
    pub(super) kind: ShortcutKind,
    pub(super) label: String,
    pub(super) note: &'static str,
    pub(super) goal: Goal,
    name: Findable,
    words: Vec<Findable>,
}

impl Shortcut {
    fn new(kind: ShortcutKind, label: String, goal: Goal) -> Self {
        let name = findable(&label);
        Self { kind, label, note: "", goal, name, words: Vec::new() }
    }

    /// The same, found by other words too.
    fn called(mut self, words: &str) -> Self {
        self.words.extend(words.split_whitespace().map(findable));
        self
    }

    /// Whether each word that was typed finds it; `None` where one does not, and `true` where its name
    /// begins so.
    pub(super) fn answer(&self, query: &str) -> Option<bool> {
        let mut words = query.split_whitespace().map(folded);
        let mut is_begun = true;
        let is_found = words.all(|word| {
            is_begun &= self.name.is_begun_by(&word);
            self.name.is_found_by(&word) || self.words.iter().any(|one| one.is_found_by(&word))
        });
        is_found.then_some(is_begun)
    }
}

/// All of them, in their order.
pub(super) fn shortcuts(app: AppState) -> Vec<Shortcut> {
    let mut all = actions(app);
    all.extend(pages());
    let kept = schemas().iter().filter(|schema| schema.head.is_kept_by_hand());
    all.extend(kept.map(|schema| Shortcut {
        note: schema.about,
        ..Shortcut::new(
            ShortcutKind::Register,
            schema.head.label.to_owned(),
            Goal::Page(Route::list(schema.head)),
        )
    }));
    all
}

fn actions(app: AppState) -> Vec<Shortcut> {
    let page =
        |label: String, route: Route| Shortcut::new(ShortcutKind::Action, label, Goal::Page(route));
    let kept = || schemas().iter().filter(|schema| schema.head.is_kept_by_hand());
    // Of what there is one, that one is changed.
    let many = kept().filter(|schema| schema.head.key != NaturalKey::Single);
    let mut all: Vec<Shortcut> = many
        .filter_map(|schema| new_record(schema, 0))
        .map(|(label, route)| page(label, route).called("新增"))
        .collect();
    all.push(page("导出全部（备份）".to_owned(), Route::Exchange).called("备份 交换"));
    all.push(page("导入别人给的文件".to_owned(), Route::Exchange).called("合并 交换"));
    all.extend(kept().filter_map(|schema| {
        let (label, route) = import(schema)?;
        Some(page(format!("{}：{label}", schema.head.label), route).called("导入"))
    }));
    if app.has_lock() {
        all.push(Shortcut::new(ShortcutKind::Action, "锁定".to_owned(), Goal::Lock));
    }
    all
}

fn pages() -> impl Iterator<Item = Shortcut> {
    let pages = [
        (Route::Home, "待办"),
        (Route::Life(LifeView::Calendar.route()), "会议 组织生活 服务 日历 点名"),
        (Route::Life(LifeView::Duties.route()), "待办 三会一课 欠 规则"),
        (Route::Life(LifeView::Count.route()), "计数 义诊 人次"),
        (Route::Life(LifeView::Hours.route()), "学时 培训"),
        (Route::Life(LifeView::Plan.route()), "学习计划"),
        (Route::Life(LifeView::Commitments.route()), "承诺 审核 兑现 履诺"),
        (Route::Life(LifeView::Board.route()), "三亮 亮身份 亮承诺 亮业绩 公示牌"),
        (Route::Life(LifeView::Facets.route()), "德能勤绩廉"),
        (Route::Life(LifeView::Figures.route()), "年度总结 统计"),
        (Route::Month(MonthRoute::default()), "月表 月考核 公示 锁定"),
        (Route::Quarter(QuarterRoute::default()), "通报"),
        (Route::Year(YearRoute::default()), "民主评议 测评"),
        (Route::Standard(StandardRoute::InForce), "细则"),
        (Route::Standard(StandardRoute::Versions), "标准的各版 试算"),
        (Route::Branches(None), ""),
        (Route::Registers, ""),
        (Route::Exchange, "导出 导入 备份 合并"),
        (Route::Disputes, "冲突"),
        (Route::Duplicates, "重复 合并"),
        (Route::Handover, "移交"),
        (Route::Redactions, "删除"),
        (Route::Settings(None), ""),
    ];
    let shortcuts = pages.into_iter().map(|(route, words)| {
        let label = match &route {
            Route::Standard(StandardRoute::Versions) => "考核标准的各版",
            route => page_title(section(route), route),
        };
        Shortcut::new(ShortcutKind::Page, label.to_owned(), Goal::Page(route)).called(words)
    });
    let groups = SettingsGroup::ALL.into_iter().map(|group| {
        let (label, words) = group_words(group);
        let route = Route::Settings(Some(group));
        Shortcut::new(ShortcutKind::Page, format!("设置：{label}"), Goal::Page(route))
            .called(label)
            .called(words)
    });
    shortcuts.chain(groups)
}
