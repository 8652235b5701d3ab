//! Words of headings that mean the same: of all registers, and what a field is called besides.

/// Words that mean the same in headings, each with the one that stands for it.
const SAME: &[(&str, &str)] = &[
    ("开始", "起始"),
    ("结束", "截止"),
    ("时间", "日期"),
    ("事由", "理由"),
    ("原因", "理由"),
    ("所属", "所涉"),
];

/// What fields are called besides their label: register, field, words.
const ALSO: &[(&str, &str, &[&str])] = &[
    ("appeal", "received", &["申诉日期", "受理日期"]),
    ("appeal", "content", &["申诉理由", "理由", "申诉情况", "申诉事项"]),
    ("appeal", "outcome", &["处理意见", "处理情况"]),
    ("appeal", "reply", &["答复", "答复意见"]),
    ("exemption", "approved_by", &["审批机构", "批准机构"]),
    ("exemption", "approved_on", &["审批日期"]),
];

/// A plain heading in the words that stand for others.
pub(super) fn in_common_words(plain: &str) -> String {
    SAME.iter().fold(plain.to_owned(), |plain, (word, common)| plain.replace(word, common))
}

/// What a field of a register is called besides.
pub(super) fn called_also(register: &str, field: &str) -> &'static [&'static str] {
    let of_field = ALSO.iter().find(|(of, name, _)| *of == register && *name == field);
    of_field.map_or(&[], |(.., words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::schema;

    #[test]
    fn what_is_called_otherwise_is_a_field() {
        for (register, field, _) in ALSO {
            let known = schema(register).and_then(|schema| schema.field(field));
            assert!(known.is_some(), "{register}.{field}");
        }
    }
}
