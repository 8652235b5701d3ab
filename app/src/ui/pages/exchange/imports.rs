//! The files that were taken in, each with a way back.

use leptos::prelude::*;

use super::Exchange;
use super::taking_back::{self, TakeBackQuestion};
use crate::storage::{ImportReceipt, beginning};
use crate::ui::components::{StateChip, Tone};
use crate::ui::words::author_words;

pub(super) fn imports_view(exchange: Exchange) -> AnyView {
    let doubtful = RwSignal::new(None::<TakeBackQuestion>);
    let rows = move || {
        let imports = exchange.session.imports.get();
        let first = beginning(&imports, exchange.session.entry().created);
        let row = |one: ImportReceipt| {
            let is_beginning = first == Some(one.id);
            import_row(exchange, doubtful, one, is_beginning)
        };
        let rows: Vec<AnyView> = imports.into_iter().rev().map(row).collect();
        if rows.is_empty() {
            view! { <p class="muted">"还没有导入过文件。"</p> }.into_any()
        } else {
            view! { <ul class="imports">{rows}</ul> }.into_any()
        }
    };
    view! {
        <section class="sheet">
            <h2>"已导入的文件"</h2>
            {rows}
            {taking_back::dialog(exchange.session, exchange.toasts, doubtful)}
        </section>
    }
    .into_any()
}

fn import_row(
    exchange: Exchange,
    doubtful: RwSignal<Option<TakeBackQuestion>>,
    import: ImportReceipt,
    is_beginning: bool,
) -> AnyView {
    let ImportReceipt { id, receipt, changes, taken_back } = import;
    let (file, from, taken) = match &receipt {
        Some(receipt) => (
            receipt.file.clone(),
            format!("{}，{}导出", author_words(&receipt.from), receipt.made.label()),
            format!("{}导入", receipt.taken.label()),
        ),
        None => ("（文件名的记录损坏）".to_owned(), String::new(), String::new()),
    };
    let (word, tone) = match (taken_back, is_beginning) {
        (true, _) => ("已撤回", Tone::Plain),
        (false, true) => ("本台账由此开始", Tone::Good),
        (false, false) => ("已导入", Tone::Good),
    };
    let can = !taken_back && !is_beginning;
    let label = format!("撤回“{file}”");
    let name = file.clone();
    let ask = move |_| taking_back::ask(exchange.session, doubtful, id, name.clone());
    view! {
        <li class="import">
            <div class="grow">
                <p class="import-file">{file}</p>
                <p class="small muted">{from}</p>
                <p class="small muted figures">{format!("{taken}，{changes} 处")}</p>
            </div>
            <StateChip text=word tone=Signal::stored(tone)/>
            {can.then(|| view! {
                <button type="button" class="quick" aria-label=label on:click=ask>
                    "撤回"
                </button>
            })}
        </li>
    }
    .into_any()
}
