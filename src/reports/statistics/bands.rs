//! Which row of a breakdown a member belongs to: words that are typed freely are brought to the rows of the
//! yearly statistics of the Party, and what fits none is shown apart.

use chrono::{Datelike, Months};

use crate::ledger::{Day, DayOrMonth, Record};

/// The place among the rows of a breakdown; `None` where nothing is registered that can be read.
pub(super) type Band = Option<usize>;

/// Ages in full years; the last of each band.
const AGE_ENDS: [u32; 7] = [30, 35, 40, 45, 50, 55, 60];

/// The rows of ages.
pub(super) const AGES: &[&str] =
    &["30岁及以下", "31—35岁", "36—40岁", "41—45岁", "46—50岁", "51—55岁", "56—60岁", "61岁及以上"];

/// Years in the Party; the last of each band.
const PARTY_AGE_ENDS: [u32; 4] = [4, 9, 19, 29];

/// The rows of years in the Party.
pub(super) const PARTY_AGES: &[&str] = &["不满5年", "5—9年", "10—19年", "20—29年", "30年及以上"];

/// The rows of education.
pub(super) const EDUCATION: &[&str] =
    &["研究生", "大学本科", "大学专科", "中专", "高中及中技", "初中及以下", "其他写法"];

/// The rows of professional titles (domain.md §3: 正高、副高、中级、初级).
pub(super) const TITLES: &[&str] = &["正高", "副高", "中级", "初级", "无职称", "其他写法"];

/// The rows of posts in the Party.
pub(super) const PARTY_POSTS: &[&str] = &["书记", "副书记", "委员", "党小组长", "其他"];

/// The rows of posts in the hospital.
pub(super) const POSTS: &[&str] = &["院领导", "中层负责人", "其他"];

/// Full years from a day or month to a day, by the calendar (domain.md §8); of a month alone its first day
/// is taken. `None` where it is still to come.
fn full_years(from: &str, day: Day) -> Option<u32> {
    let from = from.parse::<DayOrMonth>().ok()?.first_day();
    let years = u32::try_from(day.year() - from.year()).ok()?;
    // 29 February is clamped to the 28th.
    let birthday = from.checked_add_months(Months::new(years.checked_mul(12)?))?;
    if birthday <= day { Some(years) } else { years.checked_sub(1) }
}

fn band_of(years: u32, ends: &[u32]) -> usize {
    ends.iter().position(|end| years <= *end).unwrap_or(ends.len())
}

/// The band of a member's age on a day.
pub(super) fn age(record: &Record<'_>, day: Day) -> Band {
    full_years(record.text("born"), day).map(|years| band_of(years, &AGE_ENDS))
}

/// The band of a member's years in the Party, from the day of becoming a full member (domain.md §2.5).
pub(super) fn party_age(record: &Record<'_>, day: Day) -> Band {
    full_years(record.text("full_since"), day).map(|years| band_of(years, &PARTY_AGE_ENDS))
}

/// The first of some words that a text has, by the row that it belongs to.
fn row_by_words(text: &str, words: &[(&str, usize)], otherwise: usize) -> Band {
    let text = text.trim();
    let found = words.iter().find(|(word, _)| text.contains(word));
    (!text.is_empty()).then(|| found.map_or(otherwise, |(_, row)| *row))
}

/// Longer words go before those that they contain.
const EDUCATION_WORDS: &[(&str, usize)] = &[
    ("研究生", 0),
    ("专升本", 1),
    ("大专", 2),
    ("专科", 2),
    ("高职", 2),
    // A master's degree beside it is a degree (学位), no education (学历).
    ("本科", 1),
    ("博士", 0),
    ("硕士", 0),
    ("学士", 1),
    ("大学", 1),
    ("中专", 3),
    ("中师", 3),
    ("高中", 4),
    ("中技", 4),
    ("技校", 4),
    ("职高", 4),
    ("初中", 5),
    ("小学", 5),
];

/// The row of a member's education.
pub(super) fn education(record: &Record<'_>) -> Band {
    row_by_words(record.text("education"), EDUCATION_WORDS, 6)
}

const TITLE_WORDS: &[(&str, usize)] = &[
    ("正高", 0),
    ("副高", 1),
    ("副主任", 1),
    ("副教授", 1),
    ("副研究员", 1),
    ("助理研究员", 2),
    ("高级", 1),
    ("主任医", 0),
    ("主任中医", 0),
    ("主任护", 0),
    ("主任药", 0),
    ("主任中药", 0),
    ("主任技", 0),
    ("主任检验", 0),
    ("教授", 0),
    ("研究员", 0),
    ("中级", 2),
    ("主治", 2),
    ("主管", 2),
    ("讲师", 2),
    ("初级", 3),
    ("助理", 3),
    ("助教", 3),
    ("工程师", 2),
    ("会计师", 2),
    ("经济师", 2),
    ("统计师", 2),
    ("审计师", 2),
    ("医师", 3),
    ("护师", 3),
    ("药师", 3),
    ("技师", 3),
    ("检验师", 3),
    ("护士", 3),
    ("医士", 3),
    ("药士", 3),
    ("技士", 3),
    ("技术员", 3),
    ("会计员", 3),
    ("无", 4),
];

/// The row of a member's professional title.
pub(super) fn title(record: &Record<'_>) -> Band {
    row_by_words(record.text("title_rank"), TITLE_WORDS, 5)
}

const PARTY_POST_WORDS: &[(&str, usize)] =
    &[("副书记", 1), ("书记", 0), ("委员", 2), ("支委", 2), ("组长", 3)];

/// The row of a member's post in the Party.
pub(super) fn party_post(record: &Record<'_>) -> Band {
    row_by_words(record.text("party_post"), PARTY_POST_WORDS, 4)
}

const POST_WORDS: &[(&str, usize)] = &[
    ("院长助理", 0),
    ("院长", 0),
    ("总会计师", 0),
    ("主任", 1),
    ("科长", 1),
    ("处长", 1),
    ("部长", 1),
    ("护士长", 1),
    ("负责人", 1),
    ("组长", 1),
];

/// Professional titles that contain the word of a post.
const TITLES_LIKE_POSTS: [&str; 7] =
    ["主任医师", "主任中医师", "主任护师", "主任药师", "主任中药师", "主任技师", "主任检验师"];

/// The row of a member's post in the hospital.
pub(super) fn post(record: &Record<'_>) -> Band {
    post_row(record.text("post"))
}

/// The row of a post as it is typed; a professional title beside it is none.
fn post_row(text: &str) -> Band {
    let of_post =
        TITLES_LIKE_POSTS.iter().fold(text.to_owned(), |text, title| text.replace(title, ""));
    let row = row_by_words(text, &[], 2)?;
    row_by_words(&of_post, POST_WORDS, 2).or(Some(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_titles_and_degrees_are_brought_to_the_rows_of_the_yearly_statistics() {
        let of = |text: &str| row_by_words(text, TITLE_WORDS, 5).map(|row| TITLES[row]);
        for (text, row) in [
            ("主任医师", "正高"),
            ("副主任护师", "副高"),
            ("高级工程师", "副高"),
            ("正高级会计师", "正高"),
            ("助理研究员", "中级"),
            ("主管药师", "中级"),
            ("助理工程师", "初级"),
            ("住院医师", "初级"),
            ("护士", "初级"),
            ("无", "无职称"),
            ("八级工", "其他写法"),
        ] {
            assert_eq!(of(text), Some(row), "{text}");
        }
        assert_eq!((of(""), of(" ")), (None, None));
        let of = |text: &str| row_by_words(text, EDUCATION_WORDS, 6).map(|row| EDUCATION[row]);
        for (text, row) in [
            ("硕士研究生", "研究生"),
            ("大学", "大学本科"),
            ("大学专科", "大学专科"),
            ("大学本科", "大学本科"),
            ("专升本", "大学本科"),
            ("中专", "中专"),
            ("大学本科（硕士学位）", "大学本科"),
            ("医学硕士", "研究生"),
            ("夜校", "其他写法"),
        ] {
            assert_eq!(of(text), Some(row), "{text}");
        }
    }

    #[test]
    fn a_professional_title_is_no_post() {
        for (text, row) in [
            ("副院长", "院领导"),
            ("内科副主任", "中层负责人"),
            ("副主任医师", "其他"),
            ("主任护师", "其他"),
            ("主任医师、科主任", "中层负责人"),
            ("医师", "其他"),
        ] {
            assert_eq!(post_row(text).map(|row| POSTS[row]), Some(row), "{text}");
        }
        assert_eq!((post_row(""), post_row(" ")), (None, None));
    }

    #[test]
    fn years_are_full_by_the_calendar() {
        let day = |text: &str| crate::ledger::parse_day(text).unwrap();
        for (from, on, years) in [
            ("1996-02-29", "2026-02-27", Some(29)),
            ("1996-02-29", "2026-02-28", Some(30)),
            ("1996-12-01", "2026-11-30", Some(29)),
            ("1996-12", "2026-12-01", Some(30)),
            ("2027-01", "2026-12-31", None),
            ("昨天", "2026-12-31", None),
        ] {
            assert_eq!(full_years(from, day(on)), years, "{from} {on}");
        }
        assert_eq!(
            (band_of(30, &AGE_ENDS), band_of(31, &AGE_ENDS), band_of(99, &AGE_ENDS)),
            (0, 1, 7)
        );
    }
}
