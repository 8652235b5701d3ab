//! Words of headings that mean the same, in tables of any register.

/// Words that mean the same in headings, each with the one that stands for it.
const SAME: &[(&str, &str)] = &[
    ("开始", "起始"),
    ("结束", "截止"),
    ("时间", "日期"),
    ("事由", "理由"),
    ("原因", "理由"),
    ("所属", "所涉"),
];

/// A plain heading in the words that stand for others.
pub(super) fn in_common_words(plain: &str) -> String {
    SAME.iter().fold(plain.to_owned(), |plain, (word, common)| plain.replace(word, common))
}
