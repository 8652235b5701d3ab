//! Values of single roster cells: names, phones, and words that mean one of a few things.

use super::roster_fields::FieldKind;
use super::text::{self, Cleaned, TextProblem};
use crate::typed_text;

/// Characters in the longest name.
pub const LONGEST_NAME: usize = 40;

/// Why a value is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    /// The text itself is unfit.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// A word that is none of those known.
    #[error("{found}认不出，可以填：{expected}")]
    UnknownWord {
        /// What the cell says.
        found: String,
        /// The words that are known.
        expected: &'static str,
    },
    /// Someone who is in no list of members: an applicant, a member of the Youth League.
    #[error("{0}不是党员，这一行不导入；已经入党的请改填：正式、预备")]
    NotMember(String),
    /// Not a telephone number.
    #[error("{0}不像电话号码：手机号是 11 位，座机可以写成 0839-1234567，请改正")]
    Phone(String),
    /// A staff number with other characters than letters, digits and - _ . /
    #[error("{0}不像工号：工号只用字母、数字和 - _ . /，请改正")]
    StaffNumber(String),
    /// A name with nothing in it that is a letter.
    #[error("{0}不像姓名，请填写姓名")]
    Name(String),
}

/// Whether a cell says nothing, or that there is nothing to say (“—”, “/”, “无”).
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let squeezed = text::squeezed(text);
    says_none(&squeezed)
        || matches!(
            squeezed.as_str(),
            "" | "空"
                | "未填"
                | "不详"
                | "待定"
                | "待补"
                | "暂缺"
                | "未知"
                | "#N/A"
                | "N/A"
                | "null"
                | "NULL"
        )
}

/// Whether a cell says that there is none, which clears what the ledger has.
#[must_use]
pub fn says_none(text: &str) -> bool {
    let squeezed = text::squeezed(text);
    let dashes = |text: &str| text.chars().all(|c| "-—–―－─/\\".contains(c));
    !squeezed.is_empty()
        && (matches!(squeezed.as_str(), "无" | "没有" | "暂无") || dashes(&squeezed))
}

/// A person's name: no spaces between Han characters, one between words of letters; the dot of
/// names like 阿卜杜拉·买买提 in its one true form.
///
/// # Errors
/// Control or direction characters, more than [`LONGEST_NAME`] characters, or no letter at all.
pub fn name(raw: &str) -> Result<Cleaned, ValueProblem> {
    let cleaned = text::line(raw, usize::MAX)?;
    let out = without_notes(&typed_text::name(raw)).to_owned();
    let length = out.chars().count();
    if length > LONGEST_NAME {
        return Err(TextProblem::TooLong { length, most: LONGEST_NAME }.into());
    }
    let of_a_sentence = |c: char| "，。；：、！？,;:!?|%".contains(c);
    if !out.chars().any(|c| c.is_alphabetic() || text::is_han(c)) || out.contains(of_a_sentence) {
        return Err(ValueProblem::Name(text::quoted(raw)));
    }
    Ok(Cleaned { text: out, ..cleaned })
}

/// A name without the marks and notes that lists put around it: △张三, 李四(女), 王五（预备）. Other
/// words in brackets stay, as they tell namesakes apart.
fn without_notes(name: &str) -> &str {
    const NOTES: &[&str] =
        &["女", "男", "预备", "正式", "预备党员", "正式党员", "中共预备党员", "兼"];
    // Not * and ○, by which names are masked, nor □, which stands for a character.
    let is_mark = |c: char| "★☆△▲◆※#".contains(c);
    let plain = name.trim_matches(is_mark).trim_end();
    let is_note = |note: &str| {
        note.split(['、', ',', '，', ' ']).all(|word| NOTES.contains(&word) || word.ends_with('族'))
    };
    match plain.split_once('(') {
        Some((name, note)) if !name.is_empty() && note.strip_suffix(')').is_some_and(is_note) => {
            name.trim_end()
        }
        _ => plain,
    }
}

/// A staff number: half-width, letters in capitals, without spaces.
///
/// # Errors
/// Characters that staff numbers do not have, or more than 20 of them.
pub fn staff_number(raw: &str) -> Result<String, ValueProblem> {
    let number = typed_text::staff_number(raw);
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if number.is_empty() || number.len() > 20 || !number.chars().all(fits) {
        return Err(ValueProblem::StaffNumber(text::quoted(raw)));
    }
    Ok(number)
}

/// A telephone number, digits only; a landline keeps the hyphens of its area code and extension,
/// and two numbers in one cell are kept with 、 between them.
///
/// # Errors
/// Something that is neither a mobile number of 11 digits nor a landline.
pub fn phone(raw: &str) -> Result<String, ValueProblem> {
    let refuse = || ValueProblem::Phone(text::quoted(raw));
    let half = text::half_width_text(raw);
    let mut numbers = Vec::new();
    for part in half.split(['、', ',', ';', '/', '\n', '，', '；']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let several = || part.split_whitespace().map(one_phone).collect::<Option<Vec<_>>>();
        let found = one_phone(part).map(|one| vec![one]).or_else(several);
        numbers.extend(found.ok_or_else(refuse)?);
    }
    if numbers.is_empty() || numbers.len() > 3 {
        return Err(refuse());
    }
    Ok(numbers.join("、"))
}

fn one_phone(part: &str) -> Option<String> {
    let squeezed = text::squeezed(part);
    // A note in brackets (微信同号) is no part of the number, as an area code is.
    let noted =
        squeezed.split_once('(').filter(|(_, note)| !note.contains(|c: char| c.is_ascii_digit()));
    let part = noted.map_or(&*squeezed, |(number, _)| number);
    let part = part.replace(['(', '—', '–'], "").replace([')', '转'], "-");
    let part = part.as_str();
    if !part.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+') {
        return None;
    }
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let mobile = |digits: &str| digits.len() == 11 && digits.starts_with('1');
    if mobile(&digits) {
        return Some(digits);
    }
    if let Some(domestic) = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"))
        && mobile(domestic)
    {
        return Some(domestic.to_owned());
    }
    // Short numbers inside the hospital have 3 to 6 digits, landlines with all parts up to 16.
    let hyphens_fit = !part.starts_with('-') && !part.ends_with('-') && !part.contains('+');
    let looks_mobile = digits.len() == 10 || (digits.len() == 12 && !digits.starts_with('0'));
    (hyphens_fit && (3..=16).contains(&digits.len()) && !looks_mobile).then(|| part.to_owned())
}

/// A people with 族 at its end, which lists often leave out (汉).
///
/// # Errors
/// Control or direction characters, or a text too long for one.
pub fn ethnicity(raw: &str) -> Result<String, ValueProblem> {
    let people = text::line(&text::squeezed(raw), 20)?.text;
    let people = match people.as_str() {
        "维族" | "维" => "维吾尔族".to_owned(),
        "其他" | "其它" | "外籍" => return Ok(people),
        _ => people,
    };
    let complete = people.ends_with(['族', '人']) || !people.chars().all(text::is_han);
    Ok(if complete { people } else { people + "族" })
}

/// A word list: each canonical word with the spellings that mean it (squeezed, lower case).
type Words = &'static [(&'static str, &'static [&'static str])];

#[rustfmt::skip] // One word a line.
const GENDERS: Words = &[
    ("男", &["男", "男性", "男士", "m", "male", "1"]),
    ("女", &["女", "女性", "女士", "f", "female", "2"]),
];

#[rustfmt::skip]
const CATEGORIES: Words = &[
    ("正式", &["正式", "正式党员", "中共正式党员", "中共党员", "党员", "中共党员(正式)", "正式党员(已转正)", "已转正", "转正"]),
    ("预备", &["预备", "预备党员", "中共预备党员", "中共党员(预备)", "预备期"]),
];

#[rustfmt::skip]
const STATUSES: Words = &[
    ("在职", &["在职", "在岗", "在编", "在职党员", "在岗党员", "在职在岗", "在岗在职", "正常", "聘用", "合同", "合同制", "编外", "返聘", "在册", "上班", "借调", "挂职", "驻村", "下乡", "轮岗", "试用期", "试用"]),
    ("离退休", &["离退休", "退休", "离休", "退休党员", "离休党员", "离退休党员", "离退", "已退休", "已离休", "退休人员", "离退休人员", "离岗", "内退", "退养", "退休返聘", "返聘退休", "退居二线"]),
    ("流动", &["流动", "流动党员", "外出", "外出流动", "外出流动党员", "流出", "流出党员", "外出务工", "规培外派"]),
    ("长病", &["长病", "长期病休", "长病假", "病休", "病假", "长期病假", "长期生病", "因病长期休养"]),
    ("脱产进修", &["脱产进修", "进修", "外出进修", "脱产学习", "脱产", "规培", "外出规培", "规范化培训", "进修学习", "外出学习"]),
    ("长期援外", &["长期援外", "援外", "援藏", "援疆", "援非", "对口支援", "援派"]),
    ("产假", &["产假", "休产假", "生育假", "哺乳假"]),
    ("已转出", &["已转出", "转出", "调出", "已调出", "组织关系转出", "组织关系已转出", "调离", "离职", "辞职"]),
    ("去世", &["去世", "已去世", "死亡", "病故", "亡故", "逝世", "已故"]),
];

#[rustfmt::skip]
const JOB_KINDS: Words = &[
    ("医", &["医", "医生", "医师", "医疗", "临床", "临床医生", "医疗岗", "医师岗", "医岗", "临床医师"]),
    ("护", &["护", "护士", "护理", "护师", "护理岗", "护士岗", "护岗", "护理人员"]),
    ("技", &["技", "医技", "技师", "技术", "医技岗", "技术岗", "技师岗", "检验", "放射", "影像"]),
    ("药", &["药", "药师", "药学", "药剂", "药学岗", "药剂岗", "药剂师", "药师岗"]),
    ("管", &["管", "管理", "行政", "管理岗", "职员", "干事", "行政管理", "行政岗", "职能", "行政职能", "党务", "政工"]),
    ("工勤", &["工勤", "后勤", "工勤岗", "后勤保障", "工人", "工勤技能", "工勤技能岗", "保障"]),
];

/// The words that a field of a roster takes; none where it takes any text.
#[must_use]
pub fn options(kind: FieldKind) -> Vec<&'static str> {
    let words = match kind {
        FieldKind::Gender => GENDERS,
        FieldKind::Category => CATEGORIES,
        FieldKind::Status => STATUSES,
        FieldKind::JobKind => JOB_KINDS,
        FieldKind::YesNo => return vec!["是", "否"],
        _ => return Vec::new(),
    };
    words.iter().map(|(word, _)| *word).collect()
}

/// 是 or 否.
///
/// # Errors
/// Any other word.
pub fn yes_no(raw: &str) -> Result<&'static str, ValueProblem> {
    word(
        raw,
        &[
            ("是", &["是", "√", "✓", "✔", "y", "yes", "1"]),
            ("否", &["否", "×", "不是", "n", "no", "0"]),
        ],
        "是、否",
    )
}

/// 男 or 女.
///
/// # Errors
/// Any other word.
pub fn gender(raw: &str) -> Result<&'static str, ValueProblem> {
    word(raw, GENDERS, "男、女")
}

/// 党员类别: 正式 or 预备.
///
/// # Errors
/// A word that means neither.
pub fn category(raw: &str) -> Result<&'static str, ValueProblem> {
    word(raw, CATEGORIES, "正式、预备").map_err(|problem| {
        let squeezed = text::squeezed(raw);
        let is_other = NOT_MEMBERS.iter().any(|word| squeezed.contains(word));
        if is_other { ValueProblem::NotMember(text::quoted(raw)) } else { problem }
    })
}

/// What stands in a column of 政治面貌 for those who are not in the Party, or not yet.
const NOT_MEMBERS: [&str; 7] =
    ["积极分子", "发展对象", "申请人", "申请入党", "群众", "团员", "民主党派"];

/// What a cell says of category and standing together: columns of either hold the words of the
/// other (离退休 under 党员类别, 预备党员 under 党员状态). Whoever is 离退休 or 流动 is a full member.
#[must_use]
pub fn category_and_status(raw: &str) -> Option<(Option<&'static str>, Option<&'static str>)> {
    let (category, status) = (category(raw).ok(), status(raw).ok());
    let full = || matches!(status, Some("离退休" | "流动")).then_some("正式");
    (category.is_some() || status.is_some()).then(|| (category.or_else(full), status))
}

/// How a member stands, in the words of the register (在职, 离退休 …), of which rosters shorten two
/// (流动, 长病).
///
/// # Errors
/// A word that means none of them.
pub fn status(raw: &str) -> Result<&'static str, ValueProblem> {
    word(raw, STATUSES, "在职、离退休、流动、长病、脱产进修、长期援外、产假、已转出、去世")
}

/// 岗位类型: 医, 护, 技, 药, 管 or 工勤; also by a word inside (主治医师).
///
/// # Errors
/// A word that means none of them, or several.
pub fn job_kind(raw: &str) -> Result<&'static str, ValueProblem> {
    word(raw, JOB_KINDS, "医、护、技、药、管、工勤").or_else(|problem| {
        let squeezed = text::squeezed(raw);
        let told = |word: &&&str| word.chars().count() > 1 && squeezed.contains(**word);
        let kinds = JOB_KINDS.iter().filter(|(_, words)| words.iter().any(|word| told(&word)));
        match kinds.collect::<Vec<_>>().as_slice() {
            [(kind, _)] => Ok(*kind),
            _ => Err(problem),
        }
    })
}

fn word(raw: &str, words: Words, expected: &'static str) -> Result<&'static str, ValueProblem> {
    let squeezed = text::squeezed(raw).to_lowercase();
    let find = |word: &str| {
        let found = words.iter().find(|(_, spellings)| spellings.contains(&word));
        found.map(|(canonical, _)| *canonical)
    };
    // Behind the word there may be a note that says nothing else: 预备党员(2025.7).
    let before_note = || {
        let (word, note) = squeezed.strip_suffix(')')?.split_once('(')?;
        let mut known = words.iter().flat_map(|(_, spellings)| spellings.iter());
        find(word).filter(|_| !known.any(|known| note.contains(known)))
    };
    find(&squeezed)
        .or_else(before_note)
        .ok_or_else(|| ValueProblem::UnknownWord { found: text::quoted(raw), expected })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_the_spaces_between_characters_and_keep_those_between_words() {
        let read = |raw: &str| name(raw).unwrap().text;
        assert_eq!(read("张 三"), "张三");
        assert_eq!(read(" 张　三 "), "张三");
        assert_eq!(read("John  Smith"), "John Smith");
        assert_eq!(read("𠮷 野"), "𠮷野");
        for dot in ["·", "．", "•", "・", ".", " · "] {
            assert_eq!(read(&format!("阿卜杜拉{dot}买买提")), "阿卜杜拉·买买提");
        }
        assert_eq!(read("张<三>=\"a'"), "张<三>=\"a'");
        for noted in ["△王五", "王五※", "王五（女）", "王五 (女、回族)", "★王五（预备）"]
        {
            assert_eq!(read(noted), "王五", "{noted}");
        }
        for kept in ["王伟(大)", "王*", "*王五", "王□"] {
            assert_eq!(read(kept), kept);
        }
    }

    #[test]
    fn names_that_are_none_are_refused() {
        assert!(matches!(name("123"), Err(ValueProblem::Name(_))));
        assert!(matches!(
            name(&"张".repeat(41)),
            Err(ValueProblem::Text(TextProblem::TooLong { .. }))
        ));
        assert!(matches!(
            name("张\u{202e}三"),
            Err(ValueProblem::Text(TextProblem::Control { .. }))
        ));
        assert!(name("张\u{200b}三").unwrap().had_invisible);
    }

    #[test]
    fn phones_are_mobile_or_landline() {
        assert_eq!(phone("138 0013 8000").as_deref(), Ok("13800138000"));
        assert_eq!(phone("＋86-138-0013-8000").as_deref(), Ok("13800138000"));
        assert_eq!(phone("（0839）3221234").as_deref(), Ok("0839-3221234"));
        assert_eq!(phone("0839-3221234-801").as_deref(), Ok("0839-3221234-801"));
        assert_eq!(phone("13800138000/6201").as_deref(), Ok("13800138000、6201"));
        assert_eq!(phone("13800138000 13900139000").as_deref(), Ok("13800138000、13900139000"));
        assert_eq!(phone("13800138000（微信同号）").as_deref(), Ok("13800138000"));
        assert_eq!(phone("0839-3221234转801").as_deref(), Ok("0839-3221234-801"));
        for wrong in ["1380013800", "138001380001", "电话", "", "1.38E+10"] {
            assert!(phone(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_are_mapped_to_the_one_word_of_the_ledger() {
        assert_eq!(category("中共预备党员"), Ok("预备"));
        assert_eq!(category("中共党员（正式）"), Ok("正式"));
        assert_eq!(status("退 休"), Ok("离退休"));
        assert_eq!(category("预备党员（2025.7）"), Ok("预备"));
        for unclear in ["党员（预备，2025.7）", "党员（群众）推荐", "团员（2025）"]
        {
            assert!(category(unclear).is_err(), "{unclear}");
        }
        assert_eq!(status("长期病休"), Ok("长病"));
        assert_eq!(job_kind("医技"), Ok("技"));
        assert_eq!(gender("男 "), Ok("男"));
        let problem = category("团员").unwrap_err().to_string();
        assert!(problem.contains("团员") && problem.contains("正式、预备"), "{problem}");
    }

    #[test]
    fn staff_numbers_are_letters_and_digits() {
        assert_eq!(staff_number("ａ００１２").as_deref(), Ok("A0012"));
        assert!(staff_number("张三").is_err());
    }
}
