//! A version on paper.

use leptos::prelude::*;

use super::{home_of, is_draft, missing, short_hash};
use crate::app::routes::Route;
use crate::app::{Session, standards};
use crate::ledger::RecordId;
use crate::registers::points_text;
use crate::reports::{Table, standard_table};
use crate::ui::components::Page;
use crate::ui::pages::paper_document::{paper_document, paper_form, print_button, sample_note};

/// The page of a version on paper.
pub fn paper_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let Some(standard) =
        session.with_scores(|ledger, scores| standards::version(ledger, scores, &id))
    else {
        return missing("这一版不在本机、已删去或读不出来。");
    };
    let state = match is_draft(&id) {
        true => "草稿，未发布".to_owned(),
        false => format!("校验码 {}", short_hash(&id)),
    };
    let subtitle = format!("{}　{state}", standard.name);
    let grades: Vec<String> = standard
        .grades
        .iter()
        .map(|grade| format!("{} {} 分起", grade.name, points_text(grade.at_least.into())))
        .collect();
    let name = format!("考核标准_{}", standard.name);
    let notes = vec![format!("等级：{}。", grades.join("，"))];
    let table = Table { subtitle, notes, ..standard_table(&standard) };
    let body = paper_document(&paper_form(session, table), sample_note(session));
    let back = Route::Standard(home_of(session, &id)).href();
    view! {
        <Page
            title="打印预览"
            crumbs=Signal::stored(vec!["考核标准".to_owned(), standard.name.clone()])
            back=Signal::stored(back)
            action=move || print_button(session, name)
        >
            {body}
        </Page>
    }
    .into_any()
}
