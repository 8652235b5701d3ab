//! What is said of a month whose entries are archived.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{Session, SettingsGroup};
use crate::ledger::Month;
use crate::ui::components::{LinkButton, Notice};

/// Where the entries of an archived month are, and the way to bring them back.
pub(super) fn archived_notice(session: Session, month: Month) -> AnyView {
    let text = move || {
        let files: Vec<String> = session.archives.with(|all| {
            let away = all.iter().filter(|one| !one.returned).map(|one| &one.archive);
            let ours = away.filter(|archive| archive.archived.months().contains(&month));
            ours.map(|archive| format!("“{}”", archive.file)).collect()
        });
        let file = if files.is_empty() { "归档文件".to_owned() } else { files.join("、") };
        format!(
            "每一条登记都在{file}里。月表和成绩照锁定时的，计入季度和年度。要查登记或要更正，先在“设置”的“归档往年”里用文件取回。"
        )
    };
    let href = Route::Settings(Some(SettingsGroup::Backup)).href();
    view! {
        <Notice title="本月的登记已归档" text=Signal::derive(text)
            action=move || view! { <LinkButton label="去取回" href=href/> }/>
    }
    .into_any()
}
