//! Issuing a bulletin, and the issues there were.

use leptos::prelude::*;

use super::route_of;
use crate::app::quarters::Bulletin;
use crate::app::{Location, Session, day_from_today, today_text};
use crate::ledger::{day_label, parse_day};
use crate::scoring::{Obstacle, issues};
use crate::ui::components::{
    Button, ButtonKind, DateInput, Field, FormActions, Icon, LinkButton, Notice, NoticeKind,
    TextArea, use_toasts,
};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::offer_undo;

/// The issues there were, the one that stands first.
pub(super) fn issued_list(session: Session, about: &Bulletin) -> Option<AnyView> {
    let all = session.with_ledger(|ledger| issues(ledger, about.branch.as_ref(), about.quarter));
    if all.is_empty() {
        return None;
    }
    let earlier = all.len() - 1;
    let stands = match all.into_iter().next()? {
        Err(error) => {
            let text = error.to_string();
            view! { <Notice kind=NoticeKind::Error title="出具过的通报有问题" text/> }.into_any()
        }
        Ok(issued) => {
            let hash: String = issued.hash.chars().take(12).collect();
            let before = match earlier {
                0 => String::new(),
                count => format!("以前出具过 {count} 次，都留在历史里，预览里可以翻看。"),
            };
            let text = format!("校验值 {hash}，以后重印的与今天一致。{before}");
            let title = format!("已于{}出具", day_label(issued.issue.day));
            let href = route_of(about, true).href();
            view! {
                <Notice kind=NoticeKind::Done title text
                    action=move || view! { <LinkButton label="看通报" href=href.clone()/> }/>
            }
            .into_any()
        }
    };
    Some(stands)
}

/// The form: the day and, where it was issued before, why anew.
pub(super) fn issue_form(
    about: Bulletin,
    found: Memo<Vec<Obstacle>>,
    again: Memo<bool>,
) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let day = day_from_today();
    let why = RwSignal::new(String::new());
    let kept = FormTexts::keep(session, about.draft_name("issue"), "出具通报", [("why", why)]);
    let about = StoredValue::new(about);
    let error = RwSignal::new(String::new());
    let reason = Signal::derive(move || {
        let blocked = found.with(|found| {
            let mut blocks = found.iter().filter(|one| one.blocks).peekable();
            blocks.peek().is_some().then(|| blocks.all(|one| one.waits))
        });
        let text = match blocked {
            None => "",
            Some(true) => "季度还没有过完，过完以后再出具",
            Some(false) => "先处理上面列出的事项",
        };
        text.to_owned()
    });
    let submit = move |()| {
        let Ok(on) = parse_day(&day.get_untracked()) else {
            return error.set("请填成文日期".to_owned());
        };
        let done = about.with_value(|about| about.issue(session, on, &why.get_untracked()));
        match done {
            Ok(()) => {
                error.set(String::new());
                why.set(String::new());
                kept.saved();
                offer_undo(session, toasts, "已出具，快照已留存");
                // One sees what was issued.
                about.with_value(|about| place.go(&route_of(about, true)));
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    let label = Signal::derive(move || {
        if again.get() { "重新出具".to_owned() } else { "出具通报".to_owned() }
    });
    view! {
        <section class="close-form">
            <h2 class="close-heading">{move || label.get()}</h2>
            <p class="quiet-line">
                "出具会留下一份带校验值的快照，包括当时的分数、名字和文字。以后的登记和调整分录不改它。"
            </p>
            <Field label="成文日期" required=true error>
                <DateInput value=day on_change=move |text| day.set(text)
                    today=today_text()/>
            </Field>
            {move || again.get().then(|| view! {
                <Field label="重新出具的理由" required=true help="原来那份留在历史里">
                    <TextArea value=why on_change=move |text| why.set(text)/>
                </Field>
            })}
            <FormActions>
                {move || {
                    let kind = if again.get() { ButtonKind::Plain } else { ButtonKind::Primary };
                    view! { <Button label kind icon=Icon::Lock reason on_click=submit/> }
                }}
            </FormActions>
        </section>
    }
    .into_any()
}
