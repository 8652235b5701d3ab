//! Stricter spans of the hospital in the development of Party members (本院的时限).
//!
//! What the 细则 asks for as the least can only get longer, what it allows as the most only shorter.

use super::course_spans::{COURSE_SPANS, SPAN_CHOICES, SpanKind};
use super::engine::{
    Check, Context, Display, Field, Head, Kind, NaturalKey, RecordRule, RegisterGroup, Schema,
};
use crate::ledger::Record;

/// The register of stricter spans: one record a span, by its name.
pub static COURSE_SPAN: Head = Head {
    group: RegisterGroup::People,
    key: NaturalKey::Fields(&["span"]),
    ..Head::new("course_span", "发展党员本院时限")
};

/// The schema of stricter spans.
pub static COURSE_SPAN_SCHEMA: Schema = Schema {
    about: "本院比细则更严的时限，例如申请满 6 个月才能确定积极分子。没有登记的按细则；比细则宽的不起作用。",
    title: &["span"],
    columns: &["amount", "basis"],
    rules: &[RecordRule::fault("not looser than the law", Check::By(is_looser), "")],
    display: Display { new: "增加时限", ..Display::USUAL },
    ..Schema::new(
        &COURSE_SPAN,
        &[
            Field::new("span", "时限", Kind::Choice(SPAN_CHOICES)).required(),
            Field::new("amount", "多少", Kind::Count(1, 999, "")).required().help("单位见时限"),
            Field::new("basis", "依据", Kind::Text(120)),
        ],
    )
};

/// Whether a span is looser than the law allows.
fn is_looser(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let span = COURSE_SPANS.iter().find(|span| span.name == record.text("span"))?;
    let amount = u32::try_from(record.get("amount").as_int()?).ok()?;
    if span.stricter(amount) == amount {
        return None;
    }
    let law = span.amount_words(span.amount);
    let text = match span.kind {
        SpanKind::NotBefore => format!("细则至少{law}，只能延长，不能缩短"),
        SpanKind::Within => format!("细则不超过{law}，只能缩短，不能延长"),
    };
    Some(("amount", text))
}
