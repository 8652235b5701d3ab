//! Words for what an import does with a record or a field.

use crate::exchange::import::plan::Effect;
use crate::exchange::import::plan_words::KEPT;

/// Effects of an import on a record, most severe first: an id, and its word.
pub(super) const KINDS: [(&str, &str); 8] = [
    ("deleted", "删除"),
    ("joined", "合并"),
    ("conflict", "两边都改过"),
    ("restored", "恢复"),
    ("newer", "更新"),
    ("added", "补充"),
    ("new", "新增"),
    ("history", KEPT),
];

/// The place among [`KINDS`] of an effect, on a record that is here or is not.
pub(super) fn kind(effect: Effect, is_unknown: bool) -> usize {
    match effect {
        Effect::Deleted => 0,
        Effect::Joined => 1,
        Effect::Conflict => 2,
        Effect::Restored => 3,
        Effect::Newer => 4,
        Effect::New if !is_unknown => 5,
        Effect::New => 6,
        Effect::History => 7,
    }
}

/// The word for an effect on a field.
pub(super) fn effect_word(effect: Effect) -> &'static str {
    KINDS[kind(effect, true)].1
}
