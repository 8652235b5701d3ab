//! The first step: a file, or cells pasted.

use leptos::prelude::*;

use super::{RosterImportState, RosterStage};
use crate::app::routes::Route;
use crate::app::{SidePage, read_table_text};
use crate::registers::MEMBER;
use crate::ui::components::{FileDrop, Notice, NoticeKind, Page};
use crate::ui::pages::table_review::go_on_view;

pub(super) fn file_page(import: RosterImportState) -> AnyView {
    let read = move |files: Vec<web_sys::File>| import.read(files);
    let problem = move || {
        let text = import.problem.get();
        (!text.is_empty()).then(|| {
            view! {
                <Notice kind=NoticeKind::Error title="没有读入" text=text alert=true/>
            }
        })
    };
    // Who went back to here may go on with the file that is open.
    let is_open = import.map.with_untracked(Option::is_some);
    let go_on = is_open.then(|| {
        let act = Callback::new(move |()| import.stage.set(RosterStage::Columns));
        go_on_view(import.file, act)
    });
    view! {
        <Page title="花名册导入" back=Route::list(&MEMBER).href()>
            <div class="narrow stack">
                {import.steps(0)}
                {problem}
                {go_on}
                <FileDrop
                    label="选择花名册"
                    help="Excel 或 WPS 的 .xlsx，或 .csv；也可以复制整张表，粘贴到下面"
                    accept=".xlsx,.xlsm,.xls,.et,.csv,.txt,.html,.htm,.mht,.xml"
                    on_files=read
                    on_text=Callback::new(move |text: String| {
                        import.took("粘贴的表格".to_owned(), read_table_text(&text).map_err(|problem| problem.to_string()));
                    })
                />
                <section class="sheet import-help">
                    <h2>"认得哪些列"</h2>
                    <p>"姓名、工号、性别、民族、出生年月、学历、入党时间、转正时间、党员类别、党内职务、职称、岗位、科室、支部、党小组、电话、人员状态等。表头叫法不同也能认，认错了可以改。"</p>
                    <p>"有工号最好：几台平板导入同一份名册时，不会变成两个人。"</p>
                    <p>"身份证号不导入，台账不保存。"</p>
                    <p>"导入前先逐行给你看，确认以后才写进台账，还可以整批撤销。"</p>
                </section>
                <p><a href=SidePage::ImportTotals.route().href()>"引入以往月份的总分"</a></p>
            </div>
        </Page>
    }
    .into_any()
}
