//! The bulletin as it is printed: internal, or public with a preview of exactly what will be public.

use leptos::prelude::*;

use super::{route_of, scope_name};
use crate::app::quarters::{Bulletin, names_now, names_of};
use crate::app::{Session, TableFile, today};
use crate::ledger::day_label;
use crate::registers::BulletinWords;
use crate::reports::{BulletinNames, BulletinOptions, Document, bulletin};
use crate::scoring::{Issue, issues};
use crate::ui::components::{
    Button, Choice, Icon, Notice, NoticeKind, Opt, Page, Toggle, use_toasts,
};
use crate::ui::pages::paper_document::{paper_document, print_button, sample_note};
use crate::ui::pages::table_files::hand_over;

/// What a bulletin is made of.
#[derive(Clone)]
struct Source {
    label: String,
    issue: Issue,
    names: BulletinNames,
    words: BulletinWords,
}

/// The page.
pub(super) fn paper_page(about: Bulletin) -> AnyView {
    let session = expect_context::<Session>();
    let crumbs = session
        .with_ledger_untracked(|ledger| vec![scope_name(ledger, &about), about.quarter.label()]);
    let name = format!("季度通报_{}_{}", about.quarter, crumbs[0]);
    let file = StoredValue::new(name.clone());
    let toasts = use_toasts();
    let back = route_of(&about, false).href();
    let about = StoredValue::new(about);
    let sources = Memo::new_with_compare(
        move |_| about.with_value(|about| sources(session, about)),
        |_, _| true,
    );
    let chosen = RwSignal::new("0".to_owned());
    let options = RwSignal::new(BulletinOptions { public: true, ..BulletinOptions::default() });
    let note = sample_note(session);
    let paper = move || {
        let place = chosen.with(|chosen| chosen.parse::<usize>().unwrap_or(0));
        sources.with(|sources| {
            let source = sources.get(place)?;
            Some(paper_document(&document(source, options.get()), note))
        })
    };
    let versions = move || {
        let labels: Vec<Opt> = sources.with(|sources| {
            let each = sources.iter().enumerate();
            each.map(|(place, one)| Opt::new(place.to_string(), one.label.clone())).collect()
        });
        (labels.len() > 1).then(|| {
            view! {
                <Choice options=Signal::stored(labels) value=chosen label="哪一次出具的"
                    on_change=move |value: String| chosen.set(value)/>
            }
        })
    };
    let export = move |()| {
        let place = chosen.with_untracked(|chosen| chosen.parse::<usize>().unwrap_or(0));
        let tables = sources.with_untracked(|sources| {
            let source = sources.get(place)?;
            Some(document(source, options.get_untracked()).tables())
        });
        match tables.filter(|tables| !tables.is_empty()) {
            Some(tables) => {
                let version = options
                    .with_untracked(|options| if options.public { "公示版" } else { "内部版" });
                let name = format!("{}_{version}", file.get_value());
                hand_over(session, toasts, name, TableFile::Workbook(tables));
            }
            None => toasts.say("这份通报里没有表格可以导出"),
        }
    };
    view! {
        <Page
            title="通报预览"
            crumbs=Signal::stored(crumbs)
            back=Signal::stored(back)
            action=move || print_button(session, name)
        >
            {switches(options)}
            <div class="paper-options no-print">
                {versions}
                <div>
                    <Button label="导出表格（.xlsx）" icon=Icon::Export on_click=export/>
                </div>
            </div>
            {paper}
        </Page>
    }
    .into_any()
}

fn document(source: &Source, options: BulletinOptions) -> Document {
    bulletin(&source.issue, &source.names, &source.words, options)
}

/// The issues, the one that stands first; where there is none, what would be issued today.
fn sources(session: Session, about: &Bulletin) -> Vec<Source> {
    session.with_scores(|ledger, scores| {
        let issued: Vec<Source> = issues(ledger, about.branch.as_ref(), about.quarter)
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(earlier, one)| Source {
                label: format!(
                    "{}出具{}",
                    day_label(one.issue.day),
                    if earlier > 0 { "，原来那份" } else { "" }
                ),
                names: names_of(&one),
                issue: one.issue,
                words: one.words,
            })
            .collect();
        if !issued.is_empty() {
            return issued;
        }
        let issue = about.draft(ledger, scores, today());
        let names = names_now(ledger, &issue);
        let words = about.words(ledger);
        vec![Source { label: "还没有出具".to_owned(), issue, names, words }]
    })
}

fn switches(options: RwSignal<BulletinOptions>) -> AnyView {
    let toggle = move |label: &'static str,
                       get: fn(&BulletinOptions) -> bool,
                       set: fn(&mut BulletinOptions, bool)| {
        view! {
            <Toggle
                label
                value=Signal::derive(move || options.with(get))
                on_change=move |on: bool| options.update(|options| set(options, on))
            />
        }
        .into_any()
    };
    let version = Signal::derive(move || {
        options.with(|options| if options.public { "public" } else { "internal" }.to_owned())
    });
    let versions = vec![Opt::new("public", "公示版"), Opt::new("internal", "内部版")];
    let told = move || {
        if options.with(|options| options.public) {
            view! {
                <Notice title="贴出去的就是下面这几张"
                    text="不含各项明细、医德医风和廉洁情况、不参评人员名单、联系电话和证件号。默认只写等级，不写分数和名次。"/>
            }
            .into_any()
        } else {
            view! {
                <Notice kind=NoticeKind::Warn title="内部版不要张贴"
                    text="里面有每人各月的分数、不参评的类型和不到合格线的名单。医德医风和廉洁情况的明细仍不在里面。"/>
            }
            .into_any()
        }
    };
    view! {
        <div class="paper-options no-print">
            {told}
            <Choice options=Signal::stored(versions) value=version label="哪一版"
                on_change=move |value: String| options.update(|options| options.public = value == "public")/>
            {toggle("写出名次", |options| options.ranks, |options, on| options.ranks = on)}
            {move || options.with(|options| options.public).then(|| view! {
                {toggle("写出分数", |options| options.scores, |options, on| options.scores = on)}
                {toggle("隐去名字", |options| options.masked, |options, on| options.masked = on)}
            })}
        </div>
    }
    .into_any()
}
