//! The month on paper: sheet, form, and the public notice with a preview of what will be public.

use leptos::prelude::*;

use super::{BranchMonth, step_of};
use crate::app::routes::MonthTab as View;
use crate::app::{Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, RecordId, day_label};
use crate::registers::{HOSPITAL, Step, assessment_id, title};
use crate::reports::{
    Block, Document, MonthRow, MonthView, NoMonth, NoticeOptions, Table, form_table, notice_table,
    sheet_table,
};
use crate::scoring::Notice as PublicNotice;
use crate::ui::components::{Notice, NoticeKind, Page, Toggle};
use crate::ui::pages::paper_document::{
    paper_document, paper_documents, paper_form, print_button, sample_note,
};

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthPaper {
    /// 月度申报表.
    Form,
    /// The sheet.
    Sheet,
    /// 公示表.
    Notice,
}

/// A paper of a month.
pub fn paper_page(about: BranchMonth, paper: MonthPaper) -> AnyView {
    let session = expect_context::<Session>();
    let title = match paper {
        MonthPaper::Form => "月度申报表",
        MonthPaper::Sheet => "月表",
        MonthPaper::Notice => "公示表",
    };
    let crumbs =
        vec![session.with_ledger_untracked(|ledger| title_of(ledger, &about)), about.month.label()];
    let name = format!("{title}_{}_{}", about.month, crumbs[0]);
    let back = match paper {
        MonthPaper::Notice => about.route(View::Close),
        _ => about.route(View::Sheet),
    };
    let body = match paper {
        MonthPaper::Form => forms(session, &about),
        MonthPaper::Sheet => sheet(session, &about),
        MonthPaper::Notice => notice(session, &about),
    };
    view! {
        <Page
            title
            crumbs=Signal::stored(crumbs)
            back=Signal::stored(back.href())
            action=move || print_button(session, name)
        >
            {body}
        </Page>
    }
    .into_any()
}

fn title_of(ledger: &Ledger, about: &BranchMonth) -> String {
    title(ledger, &about.branch)
}

/// The month with its members in the order of Party papers (姓氏笔画).
fn view_of(session: Session, about: &BranchMonth, is_public: bool) -> Result<MonthView, NoMonth> {
    session.with_scores(|ledger, scores| {
        let mut view = MonthView::of(ledger, scores, &about.branch, about.month)?;
        sort_by_name(&mut view.rows, NameOrder::Strokes, |row| &row.name);
        view.tell_apart(ledger, is_public);
        Ok(view)
    })
}

fn wrong(error: &NoMonth) -> AnyView {
    view! { <Notice kind=NoticeKind::Warn title="还打不出来" text=error.to_string()/> }.into_any()
}

fn sheet(session: Session, about: &BranchMonth) -> AnyView {
    let view = match view_of(session, about, false) {
        Ok(view) => view,
        Err(error) => return wrong(&error),
    };
    let rows: Vec<&MonthRow> = view.rows.iter().collect();
    let mut table = sheet_table(&view, &rows);
    if session.with_ledger_untracked(|ledger| step_of(ledger, about)) != Step::Locked {
        table.subtitle.push_str("（未锁定）");
    }
    paper_document(&paper_form(session, table), sample_note(session))
}

fn forms(session: Session, about: &BranchMonth) -> AnyView {
    let standard = session.with_scores(|ledger, scores| scores.standard(ledger, about.month));
    let standard = match standard {
        Ok(standard) => standard,
        Err(error) => return wrong(&error.into()),
    };
    let table = form_table(&standard);
    let view = view_of(session, about, false);
    let people: Vec<(String, String)> = view.map_or_else(
        |_| Vec::new(),
        |view| {
            let rows = view.rows.iter().filter(|row| row.assessed);
            rows.map(|row| (row.shown_name(), department(session, about, &row.member))).collect()
        },
    );
    let blank = RwSignal::new(true);
    let branch = session.with_ledger_untracked(|ledger| title_of(ledger, about));
    let month = about.month.label();
    let count = people.len();
    let page = move |name: &str, department: &str| {
        let gap = |text: &str, wide: usize| {
            if text.is_empty() { "　".repeat(wide) } else { text.to_owned() }
        };
        let subtitle =
            format!("{branch}　{month}　姓名：{}　科室：{}", gap(name, 5), gap(department, 6));
        paper_form(session, Table { subtitle, ..table.clone() })
    };
    let pages = move || {
        let documents: Vec<Document> = match blank.get() {
            true => vec![page("", "")],
            false => people.iter().map(|(name, department)| page(name, department)).collect(),
        };
        paper_documents(&documents, sample_note(session))
    };
    view! {
        <div class="paper-options no-print">
            <Toggle
                label=format!("每人一张，印好姓名和科室（{count} 张）")
                value=Signal::derive(move || !blank.get())
                on_change=move |each: bool| blank.set(!each)
            />
        </div>
        {pages}
    }
    .into_any()
}

fn department(session: Session, about: &BranchMonth, member: &RecordId) -> String {
    session.with_ledger_untracked(|ledger| {
        let department = ledger
            .record(member)
            .and_then(|record| record.on("department", about.month.first_day()).as_text())
            .and_then(|id| id.parse().ok());
        department.map_or_else(String::new, |id| title(ledger, &id))
    })
}

fn notice(session: Session, about: &BranchMonth) -> AnyView {
    let view = match view_of(session, about, true) {
        Ok(view) => view,
        Err(error) => return wrong(&error),
    };
    let (hung, hospital, phone, place) = session.with_ledger_untracked(|ledger| {
        let assessment = ledger.record(&assessment_id(&about.branch, about.month));
        let notice = assessment.and_then(|record| PublicNotice::read(record.get("notice")));
        let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
        let text = |field: &str| hospital.map_or("", |record| record.text(field)).to_owned();
        let place = notice.as_ref().map_or_else(String::new, |notice| notice.place.clone());
        (notice, text("committee"), text("phone"), place)
    });
    let options = RwSignal::new(NoticeOptions::default());
    let about = about.clone();
    let lead = match &hung {
        Some(notice) => format!(
            "现将{}党员积分考核结果予以公示。公示期 {} 个工作日：{}至{}{}。如有异议，请在公示期内书面向党支部提出{}。",
            about.month.label(),
            notice.days,
            day_label(notice.from),
            day_label(notice.until),
            if notice.provisional { "（暂算）" } else { "" },
            if phone.is_empty() { String::new() } else { format!("，监督电话 {phone}") },
        ),
        None => format!(
            "现将{}党员积分考核结果予以公示。如有异议，请在公示期内书面向党支部提出{}。",
            about.month.label(),
            if phone.is_empty() { String::new() } else { format!("，监督电话 {phone}") },
        ),
    };
    let signed_on = hung.as_ref().map_or_else(today, |notice| notice.from);
    let signature = vec![
        if hospital.is_empty() {
            view.branch.clone()
        } else {
            format!("{hospital}{}", view.branch)
        },
        day_label(signed_on),
    ];
    let toggle = move |label: &'static str,
                       get: fn(&NoticeOptions) -> bool,
                       set: fn(&mut NoticeOptions, bool)| {
        view! {
            <Toggle
                label
                value=Signal::derive(move || options.with(get))
                on_change=move |on: bool| options.update(|options| set(options, on))
            />
        }
    };
    let paper = move || {
        let rows: Vec<&MonthRow> = view.rows.iter().collect();
        let table = notice_table(&view, &rows, options.get());
        let mut document = paper_form(session, table);
        document.blocks.insert(0, Block::Text(lead.clone()));
        document.blocks.push(Block::Signature(signature.clone()));
        paper_document(&document, sample_note(session))
    };
    view! {
        <div class="paper-options no-print">
            <Notice
                title="贴出去的就是下面这一张"
                text=format!(
                    "只有总分、三方面分和等级；各项明细、扣分事由、医德医风和廉洁情况、联系电话都不在里面。{}",
                    if place.is_empty() { String::new() } else { format!("张贴处：{place}。") }
                )
            />
            {toggle("写出分数", |options| options.scores, |options, on| options.scores = on)}
            {toggle("写出名次", |options| options.ranks, |options, on| options.ranks = on)}
            {toggle("隐去名字", |options| options.masked, |options, on| options.masked = on)}
        </div>
        {paper}
    }
    .into_any()
}

/// The sheet (积分汇总一览表) as it goes into a file, and the name of the file.
pub fn sheet_file(session: Session, about: &BranchMonth) -> Option<(String, Table)> {
    let view = untrack(|| view_of(session, about, false)).ok()?;
    let rows: Vec<&MonthRow> = view.rows.iter().collect();
    let table = sheet_table(&view, &rows);
    Some((format!("{}_{}", table.title, about.month), table))
}
