//! A version on paper.

use leptos::prelude::*;

use super::{home_of, is_draft, missing, short_hash};
use crate::app::routes::Route;
use crate::app::{Session, standards};
use crate::ledger::RecordId;
use crate::registers::{HOSPITAL, points_text};
use crate::reports::standard_table;
use crate::ui::components::{Button, ButtonKind, Icon, Page, PrintPage, print_paper};
use crate::ui::pages::paper_table::paper_table;

/// The page of a version on paper.
pub fn paper_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let Some(standard) =
        session.with_scores(|ledger, scores| standards::version(ledger, scores, &id))
    else {
        return missing("这一版不在本机、已删去或读不出来。");
    };
    let hospital = session.with_ledger_untracked(|ledger| {
        let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
        hospital.map_or("", |record| record.text("name")).to_owned()
    });
    let table = standard_table(&standard);
    let state = match is_draft(&id) {
        true => "草稿，未发布".to_owned(),
        false => format!("校验码 {}", short_hash(&id)),
    };
    let subtitle = format!("{hospital}　{}　{state}", standard.name);
    let grades: Vec<String> = standard
        .grades
        .iter()
        .map(|grade| format!("{} {} 分起", grade.name, points_text(grade.at_least.into())))
        .collect();
    let name = format!("考核标准_{}", standard.name);
    let note = if session.is_sample() { "示例台账，数据均为虚构" } else { "" };
    let back = Route::Standard(home_of(session, &id)).href();
    view! {
        <Page
            title="打印预览"
            crumbs=Signal::stored(vec!["考核标准".to_owned(), standard.name.clone()])
            back=Signal::stored(back)
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print
                    on_click=move |()| print_paper(&name)/>
            }
        >
            <PrintPage title=table.title.clone() subtitle landscape=true note>
                {paper_table(&table)}
                <p class="paper-note-line">{format!("等级：{}。", grades.join("，"))}</p>
            </PrintPage>
        </Page>
    }
    .into_any()
}
