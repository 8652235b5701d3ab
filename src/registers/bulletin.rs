//! The quarterly bulletin (季度通报): what was typed for it, and what was issued.

use crate::ledger::{Quarter, Record, RecordId, Value};

use super::engine::{Field, Head, Kind, NaturalKey, RegisterGroup, Schema, Spelling};

/// The field that keeps the typed texts beside an issue. What is erased by law is looked for there.
pub const WORDS: &str = "words";

/// The register of bulletins: one record a branch and quarter, and one for the whole hospital.
pub static BULLETIN: Head = Head {
    group: RegisterGroup::Unlisted,
    // That of the whole hospital names no branch.
    key: NaturalKey::OptionalFirst(&["branch", "quarter"]),
    ..Head::new("quarterly_bulletin", "季度通报").owned_by("branch", "branch")
};

/// The schema of bulletin records.
pub static BULLETIN_SCHEMA: Schema = Schema {
    about: "各季度的党员积分考核通报。在“考核 → 季度”里出具。",
    title: &["branch", "quarter"],
    ..Schema::new(
        &BULLETIN,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).help("不填表示全院"),
            Field::new("quarter", "季度", Kind::Quarter).required(),
            Field::new("number", "文号", Kind::Text(60)),
            Field::new("demands", "下一步要求", Kind::Lines(2000)),
            Field::new("issuer", "落款单位", Kind::Text(60)),
            Field::new("phone", "监督电话", Kind::Text(40)).spelt(Spelling::Phone),
            Field::new("issue", "出具", Kind::Data).conflict_note(
                "两台平板各出具了一份通报，两份都已保留。选定以后，也可以写明理由重新出具。",
            ),
            Field::new("names", "出具时的名称", Kind::Data),
            Field::new(WORDS, "出具时的文字", Kind::Data),
        ],
    )
};

/// The id of the bulletin of a quarter, of a branch or of the whole hospital.
pub fn bulletin_id(branch: Option<&RecordId>, quarter: Quarter) -> RecordId {
    let branch = branch.map_or("", RecordId::as_str);
    BULLETIN.id(&[branch, &quarter.to_string()])
}

/// What is typed for a bulletin: all else is generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulletinWords {
    /// 文号.
    pub number: String,
    /// 下一步要求, a paragraph a line.
    pub demands: String,
    /// 落款单位.
    pub issuer: String,
    /// 监督电话.
    pub phone: String,
}

impl BulletinWords {
    /// The fields with their texts.
    pub fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("number", &self.number),
            ("demands", &self.demands),
            ("issuer", &self.issuer),
            ("phone", &self.phone),
        ]
    }

    /// What stands in the record of a bulletin.
    pub fn of(record: &Record<'_>) -> Self {
        Self::read(|name| record.text(name))
    }

    /// What was kept beside an issue.
    pub fn kept(value: &Value) -> Self {
        Self::read(|name| value.get(name).and_then(Value::as_text).unwrap_or(""))
    }

    fn read<'a>(text: impl Fn(&str) -> &'a str) -> Self {
        let text = |name: &str| text(name).to_owned();
        Self {
            number: text("number"),
            demands: text("demands"),
            issuer: text("issuer"),
            phone: text("phone"),
        }
    }
}
