//! What the rules of its register say of a meeting or an event, beside its roll.

use leptos::prelude::*;

use super::roll_state::{RollPage, schema_of};
use crate::registers::findings;
use crate::ui::components::{Notice, NoticeKind};

/// The rule about a meeting entered twice, which has a notice of its own.
const TWIN: &str = "one of a day";

/// A notice of what is wrong or doubtful, while there is something.
pub(super) fn findings_notice(state: RollPage) -> AnyView {
    let said = Memo::new(move |_| {
        let said = state.with_record(|record, context| {
            let schema = schema_of(record.id())?;
            let found = findings(schema, record, context).into_iter();
            let told = found.filter(|one| one.rule != TWIN && one.explanation.is_empty());
            Some(told.map(|one| one.words(schema, context.ledger())).collect::<Vec<_>>())
        });
        said.flatten().unwrap_or_default().join("；")
    });
    (move || {
        let said = said.get();
        (!said.is_empty()).then(|| view! { <Notice kind=NoticeKind::Warn title=said/> })
    })
    .into_any()
}
