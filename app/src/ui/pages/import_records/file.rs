//! The first step: a file, or cells pasted.

use leptos::prelude::*;

use super::{RecordsImportState, RecordsStage};
use crate::app::read_table_text;
use crate::app::routes::Route;
use crate::tables::record_parts::{RecordPart, parts};
use crate::ui::components::{FileDrop, Notice, NoticeKind, Page};
use crate::ui::pages::table_review::go_on_view;

pub(super) fn file_page(import: RecordsImportState) -> AnyView {
    let read = move |files: Vec<web_sys::File>| import.read(files);
    let paste = Callback::new(move |text: String| {
        import.take_sheets(
            "粘贴的表格".to_owned(),
            read_table_text(&text).map_err(|problem| problem.to_string()),
        );
    });
    let problem = move || {
        let text = import.problem.get();
        (!text.is_empty()).then(|| {
            view! { <Notice kind=NoticeKind::Error title="没有读入" text=text alert=true/> }
        })
    };
    let parts = parts(import.schema);
    let labels: Vec<String> = parts.iter().map(RecordPart::label).collect();
    let has_lines = parts.iter().any(RecordPart::is_of_line);
    let known = format!("{}。表头叫法不同也能认，认错了可以改。", labels.join("、"));
    // Who went back to here may go on with the file that is open.
    let is_open = import.columns.with_untracked(Option::is_some);
    let go_on = is_open.then(|| {
        let act = Callback::new(move |()| import.stage.set(RecordsStage::Columns));
        go_on_view(import.file, act)
    });
    view! {
        <Page title=import.title() back=Route::list(import.schema.head).href()>
            <div class="narrow stack">
                {import.steps(0)}
                {problem}
                {go_on}
                <FileDrop
                    label="选择表格"
                    help="Excel 或 WPS 的 .xlsx，或 .csv；也可以复制整张表，粘贴到下面"
                    accept=".xlsx,.xlsm,.xls,.et,.csv,.txt,.html,.htm,.mht,.xml"
                    on_files=read
                    on_text=paste
                />
                <section class="sheet import-help">
                    <h2>"认得哪些列"</h2>
                    <p>{known}</p>
                    {has_lines.then(|| view! {
                        <p>"一条记录里有好几项的（如点名、议程），一项写一行；同一条的其他内容每行照写，或者只写第一行。"</p>
                    })}
                    <p>"合计、签字和空行不算；空着的格不改台账里原有的内容。"</p>
                    <p>"导入前先逐行给你看，确认以后才写进台账，还可以整批撤销。"</p>
                </section>
            </div>
        </Page>
    }
    .into_any()
}
