//! What is worth knowing of a file before its records: from whom it is, and how much it brings.

use leptos::prelude::*;

use super::Incoming;
use crate::app::Session;
use crate::exchange::bundle::multipart::numbers_in_words;
use crate::exchange::described_in_plan;
use crate::exchange::duplicates::newcomers;
use crate::exchange::import::plan::ImportPlan;
use crate::registers::schemas;
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, Notice, NoticeKind};
use crate::ui::pages::leaving::{Destination, Leaving};
use crate::ui::words::author_words;

/// From whom the file is, what is worth knowing of it, and how much it brings.
pub(super) fn head_view(incoming: &Incoming) -> AnyView {
    let plan = &incoming.plan;
    let header = &plan.header;
    let leaving = Leaving::new(expect_context::<Session>(), expect_context::<AppState>());
    let stranger = plan.stranger.then(|| {
        let text = format!(
            "文件来自“{}”的另一本台账，内容不会混进这本里。要看它，请用“加入已有台账”打开，它会单独成为一本。\
             如果本来应当是同一本（两台平板各自新建过），请商定留哪一本，另一台改用“加入已有台账”。",
            header.hospital
        );
        view! {
            <Notice
                kind=NoticeKind::Warn
                title="这是另一本台账的文件"
                text
                action=move || view! {
                    <Button label="去加入已有台账" on_click=move |()| leaving.go(Destination::Choice)/>
                }
            />
            {leaving.view()}
        }
        .into_any()
    });
    let nothing = (plan.is_same() && !plan.stranger).then(|| {
        let text = format!("文件里的 {} 处都已经在这台设备上，不用导入。", plan.tally.same);
        view! { <Notice kind=NoticeKind::Done title="没有新内容" text/> }.into_any()
    });
    let ahead = plan.ahead.as_ref().map(|ahead| {
        let tablet = if ahead.tablet.is_empty() { "对方设备" } else { &*ahead.tablet };
        let text = format!(
            "有 {} 处的时间是将来的，最晚到 {}。请核对“{tablet}”和这台设备的日期时间；时间靠后的会盖过靠前的。",
            ahead.changes,
            ahead.at.label()
        );
        view! { <Notice kind=NoticeKind::Warn title="有一台设备的时间不准" text/> }.into_any()
    });
    let refused = (plan.tally.refused > 0).then(|| {
        let title = format!("有 {} 处不收", plan.tally.refused);
        let text = "它们与本机已有的登记编号相同、内容不同，文件可能被改动过。其余内容不受影响。";
        view! { <Notice kind=NoticeKind::Warn title text/> }.into_any()
    });
    let erased = (plan.tally.erased > 0).then(|| {
        let title = format!("有 {} 处不会带回来", plan.tally.erased);
        let text = "它们是已经依法删除的个人信息，这个文件是在那以前导出的。请销毁这个旧文件。";
        view! { <Notice kind=NoticeKind::Info title text/> }.into_any()
    });
    let archived = (plan.tally.archived > 0).then(|| {
        let title = format!("有 {} 处已经归档，不会取回", plan.tally.archived);
        let text = "要看这些登记，请在“设置”的“归档往年”里取回。";
        view! { <Notice kind=NoticeKind::Info title text/> }.into_any()
    });
    let duplicates = twins_view(plan);
    let changes = format!("{} 处修改", header.counts.changes);
    let content = match incoming.parts.len() {
        0 | 1 => format!("{} 条记录，{changes}", header.counts.records),
        // A record may be in several files.
        _ => changes,
    };
    let facts = vec![
        ("来自", author_words(&header.from)),
        ("单位", header.hospital.clone()),
        ("导出时间", header.made.label()),
        ("范围", described_in_plan(schemas(), plan)),
        ("内容", content),
    ];
    let parts = incoming.parts.iter().map(|(file, part)| {
        let text = format!("{file}：{part}");
        view! { <p class="exchange-name">{text}</p> }.into_any()
    });
    let parts: Vec<AnyView> = parts.collect();
    let parts = (!parts.is_empty()).then(|| view! { <dt>"文件"</dt><dd>{parts}</dd> });
    let unread = incoming.unread.iter().map(|(file, text)| {
        let title = format!("“{file}”读不了，没有算在内");
        view! { <Notice kind=NoticeKind::Warn title text=text.clone()/> }.into_any()
    });
    let unread: Vec<AnyView> = unread.collect();
    let missing = (!incoming.missing.is_empty()).then(|| {
        let title = format!("还缺{}", numbers_in_words(&incoming.missing));
        let text = "手上的可以先导入，其余的拿到以后再导，先后不限。";
        view! { <Notice kind=NoticeKind::Warn title text/> }
    });
    let facts: Vec<AnyView> = facts
        .into_iter()
        .map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }.into_any())
        .collect();
    let same = (!plan.stranger && !plan.is_same() && plan.tally.same > 0).then(|| {
        let text = format!("另有 {} 处与本机相同。", plan.tally.same);
        view! { <p class="small muted figures">{text}</p> }
    });
    view! {
        <dl class="facts">{parts}{facts}</dl>
        {unread}
        {missing}
        {stranger}
        {nothing}
        {ahead}
        {refused}
        {erased}
        {archived}
        {duplicates}
        {same}
    }
    .into_any()
}

/// How many names of those who look like one are told.
const NAMED: usize = 6;

/// Which records of the file look like one of ours, under another number.
fn twins_view(plan: &ImportPlan) -> Option<AnyView> {
    if plan.stranger || plan.is_same() {
        return None;
    }
    let session = expect_context::<Session>();
    let found = session.with_ledger_untracked(|mine| newcomers(mine, plan.theirs()));
    (!found.is_empty()).then(|| {
        let names: Vec<&str> = found.iter().take(NAMED).map(|one| &*one.name).collect();
        let more = if found.len() > NAMED { "等" } else { "" };
        let title = format!("有 {} 条看起来本机已经有了", found.len());
        let text = format!(
            "{}{more}。导入时不会合在一起；导入以后，可以到“同一人、同一单位”里一对一对看，或一次合并。",
            names.join("、")
        );
        view! { <Notice title text/> }.into_any()
    })
}
