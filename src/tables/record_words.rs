//! Synonyms in headings, for tables of any register.

/// Synonyms, each with the canonical word.
const SAME: &[(&str, &str)] = &[
    ("开始", "起始"),
    ("结束", "截止"),
    ("时间", "日期"),
    ("事由", "理由"),
    ("原因", "理由"),
    ("所属", "所涉"),
];

/// Returns a heading with synonyms replaced by their canonical words.
pub(super) fn with_canonical_words(plain: &str) -> String {
    SAME.iter().fold(plain.to_owned(), |plain, (word, common)| plain.replace(word, common))
}
