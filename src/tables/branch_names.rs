//! Branches and departments by name: which spellings mean the same one.

use crate::ordered;
use std::collections::BTreeMap;

use super::text;

/// A key that is equal for obvious spellings of one branch: 第一支部, 第一党支部, 一支部, 第1支部
/// and 中共××医院第一支部委员会 give the same; 内科第一党支部 gives another, as there may be a
/// 外科第一党支部 beside it (see [`BranchNames`]).
#[must_use]
pub fn branch_key(name: &str) -> String {
    let squeezed = text::squeezed(name);
    let mut core = squeezed.strip_prefix("中共").unwrap_or(&squeezed);
    if let Some(at) = core.rfind("医院") {
        let rest = core.get(at + "医院".len()..).unwrap_or_default();
        if !rest.is_empty() && branch_words_removed(rest) != rest {
            core = rest;
        }
    }
    let key = numbers_as_digits(&branch_words_removed(core));
    if key.is_empty() { squeezed } else { key }
}

/// A key that is equal for spellings of one department: spaces, width and letter case aside.
#[must_use]
pub fn department_key(name: &str) -> String {
    text::squeezed(name).to_lowercase()
}

fn branch_words_removed(name: &str) -> String {
    ["支部委员会", "党支部", "支部", "党委会"]
        .iter()
        .fold(name.to_owned(), |name, word| name.replace(word, ""))
}

/// Numbers in digits: after 第, or at the end of the name (一支部, 内科二支部).
fn numbers_as_digits(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let ordinal = c == '第';
        let start = at + usize::from(ordinal);
        let numerals: Vec<char> =
            chars.iter().skip(start).copied().take_while(|c| chinese_digit(*c).is_some()).collect();
        let end = start + numerals.len();
        let counts = ordinal || end == chars.len();
        match chinese_number(&numerals).filter(|_| counts && !numerals.is_empty()) {
            Some(number) => {
                out.push_str(&number.to_string());
                at = end;
            }
            None if ordinal && chars.get(start).is_some_and(char::is_ascii_digit) => at = start,
            None => {
                // Either a character that is no numeral, or numerals that count nothing (三八).
                out.push(c);
                out.extend(numerals.iter().skip(usize::from(!ordinal)));
                at = end.max(at + 1);
            }
        }
    }
    out
}

fn chinese_digit(c: char) -> Option<u32> {
    "零一二三四五六七八九十".chars().position(|d| d == c).and_then(|d| u32::try_from(d).ok())
}

/// A number below 100 in Chinese numerals (三, 十, 十二, 二十, 二十三).
fn chinese_number(numerals: &[char]) -> Option<u32> {
    let digits: Vec<u32> = numerals.iter().filter_map(|c| chinese_digit(*c)).collect();
    match digits.as_slice() {
        [one] => Some(*one),
        [10, ones @ 1..=9] => Some(10 + ones),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, ones @ 1..=9] => Some(tens * 10 + ones),
        _ => None,
    }
}

/// The names that one branch goes by in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchGroup {
    /// The name to use: the ledger's own where it has this branch, else the fullest spelling.
    pub name: String,
    /// Whether the ledger has this branch already.
    pub known: bool,
    /// The other spellings in the file.
    pub also_written: Vec<String>,
    /// How many rows of the file name it.
    pub rows: usize,
}

/// A branch of a file that may be one of another name (第一党支部, 临床第一党支部): for the user to
/// say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchQuestion {
    /// The key under which the answer is kept.
    pub key: String,
    /// The name in the file.
    pub written: String,
    /// The branch that may be meant.
    pub other: String,
}

/// All branch names of a file, put together by branch.
#[derive(Clone, Debug, Default)]
pub struct BranchNames {
    groups: Vec<BranchGroup>,
    by_spelling: BTreeMap<String, usize>,
    questions: Vec<BranchQuestion>,
}

impl BranchNames {
    /// Puts the names of a file together, `known` being those of the ledger. A bare number (第一支部)
    /// may be the named branch with that number (内科第一党支部) if there is exactly one: that is
    /// asked, and done where `answers` says so.
    #[must_use]
    pub fn group<'a>(
        known: &[String],
        names: impl IntoIterator<Item = &'a str>,
        answers: &BTreeMap<String, bool>,
    ) -> Self {
        let mut rows_by_spelling: BTreeMap<&str, usize> = BTreeMap::new();
        for name in names {
            *rows_by_spelling.entry(name).or_default() += 1;
        }
        let known_keys: Vec<String> = known.iter().map(|name| branch_key(name)).collect();
        let mut keys = known_keys.clone();
        keys.extend(rows_by_spelling.keys().map(|name| branch_key(name)));
        ordered::sort(&mut keys);
        keys.dedup();

        let mut groups: BTreeMap<String, BranchGroup> = BTreeMap::new();
        for name in known {
            groups.entry(branch_key(name)).or_insert_with(|| BranchGroup {
                name: name.clone(),
                known: true,
                also_written: Vec::new(),
                rows: 0,
            });
        }
        let mut spellings: BTreeMap<String, String> = BTreeMap::new();
        let mut asked: BTreeMap<String, String> = BTreeMap::new();
        for (name, rows) in rows_by_spelling {
            let own = branch_key(name);
            let partner =
                if known_keys.contains(&own) { None } else { partner_of(&own, &known_keys, &keys) };
            let key = match (partner, answers.get(&own)) {
                (Some(partner), Some(true)) => partner,
                (Some(partner), None) => {
                    asked.insert(own.clone(), partner);
                    own
                }
                _ => own,
            };
            spellings.insert(name.to_owned(), key.clone());
            let group = groups.entry(key).or_insert_with(|| BranchGroup {
                name: name.to_owned(),
                known: false,
                also_written: Vec::new(),
                rows: 0,
            });
            group.rows += rows;
            if group.name == name {
                continue;
            }
            if !group.known && name.chars().count() > group.name.chars().count() {
                group.also_written.push(std::mem::replace(&mut group.name, name.to_owned()));
            } else {
                group.also_written.push(name.to_owned());
            }
        }
        let name_of = |key: &String| groups.get(key).map(|group| group.name.clone());
        let questions = asked.iter().filter_map(|(key, partner)| {
            let (written, other) = (name_of(key)?, name_of(partner)?);
            Some(BranchQuestion { key: key.clone(), written, other })
        });
        let questions = questions.collect();
        let position: BTreeMap<&String, usize> =
            ordered::map(groups.keys().enumerate().map(|(at, key)| (key, at)));
        let by_spelling = spellings
            .into_iter()
            .filter_map(|(name, key)| position.get(&key).map(|at| (name, *at)));
        let by_spelling = ordered::map(by_spelling);
        Self { groups: groups.into_values().collect(), by_spelling, questions }
    }

    /// The branch that a spelling of the file means.
    #[must_use]
    pub fn branch_of(&self, spelling: &str) -> Option<&BranchGroup> {
        self.by_spelling.get(spelling).and_then(|at| self.groups.get(*at))
    }

    /// What is to be asked about the branches of the file.
    #[must_use]
    pub fn questions(&self) -> &[BranchQuestion] {
        &self.questions
    }

    /// The question about a branch of the file, by its name.
    #[must_use]
    pub fn question_of(&self, name: &str) -> Option<&BranchQuestion> {
        let key = branch_key(name);
        self.questions.iter().find(|question| question.key == key)
    }

    /// The branches that the file names.
    pub fn branches(&self) -> impl Iterator<Item = &BranchGroup> {
        self.groups.iter().filter(|group| group.rows > 0)
    }
}

/// The key of the branch that one may mean: of a bare number the only named branch with this
/// number, of a named one the bare number that the ledger has.
fn partner_of(key: &str, known: &[String], keys: &[String]) -> Option<String> {
    let is_bare = |key: &str| key.bytes().all(|b| b.is_ascii_digit());
    let rest = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = key.get(rest.len()..).filter(|number| !number.is_empty())?;
    let named = keys.iter().filter(|other| {
        !is_bare(other)
            && other
                .strip_suffix(number)
                .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit()))
    });
    match (named.collect::<Vec<_>>().as_slice(), is_bare(key)) {
        ([only], true) => Some((*only).clone()),
        ([_], false) => known.iter().find(|other| *other == number).cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_branch_have_one_key() {
        for name in [
            "第一支部",
            "第一党支部",
            "一支部",
            "第1支部",
            "第１党支部",
            " 第 一 党支部",
            "1支部",
            "党支部一",
            "中共广元市中医医院第一支部委员会",
            "广元市中医医院第一党支部",
        ] {
            assert_eq!(branch_key(name), "1", "{name}");
        }
        assert_eq!(branch_key("第十二党支部"), branch_key("12支部"));
        assert_eq!(branch_key("第二十支部"), "20");
        assert_eq!(branch_key("内科第一党支部"), branch_key("内科一支部"));
        assert_eq!(branch_key("机关党支部"), branch_key("机关支部"));
    }

    #[test]
    fn different_branches_have_different_keys() {
        assert_ne!(branch_key("内科第一党支部"), branch_key("外科第一党支部"));
        assert_ne!(branch_key("第一党支部"), branch_key("第十一党支部"));
        assert_ne!(branch_key("退休党支部"), branch_key("离退休党支部"));
        assert_eq!(branch_key("党支部"), "党支部");
        assert_eq!(branch_key("县医院"), "县医院");
        assert_eq!(branch_key("三八支部"), "三八");
    }

    fn group(known: &[&str], names: &[&str], answers: &[(&str, bool)]) -> BranchNames {
        let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
        let answers = answers.iter().map(|(name, is)| (branch_key(name), *is)).collect();
        BranchNames::group(&known, names.iter().copied(), &answers)
    }

    #[test]
    fn a_bare_number_that_may_be_a_named_branch_is_asked_about() {
        let file = ["内科第一党支部", "第一支部", "第二支部", "第一支部"];
        let asked = group(&[], &file, &[]);
        let questions: Vec<_> =
            asked.questions().iter().map(|one| (&*one.written, &*one.other)).collect();
        assert_eq!(questions, [("第一支部", "内科第一党支部")]);
        assert_eq!(asked.branches().count(), 3, "nothing is assumed");
        let same = group(&[], &file, &[("第一支部", true)]);
        let first = same.branch_of("第一支部").unwrap();
        assert_eq!((first.name.as_str(), first.rows), ("内科第一党支部", 3));
        assert_eq!((first.also_written.len(), same.questions().len()), (1, 0));
        let other = group(&[], &file, &[("第一支部", false)]);
        assert_eq!((other.branches().count(), other.questions().len()), (3, 0));

        let two = group(&[], &["内科第一党支部", "外科第一党支部", "第一支部"], &[]);
        assert_eq!((two.branches().count(), two.questions().len()), (3, 0));
        // Either side may be the ledger's, and what the ledger has under its name is not asked.
        assert_eq!(group(&["临床第一党支部"], &["第一党支部"], &[]).questions().len(), 1);
        assert_eq!(group(&["第一党支部"], &["临床第一党支部"], &[]).questions().len(), 1);
        let both = group(&["第一党支部", "临床第一党支部"], &["第一支部", "临床一支部"], &[]);
        assert_eq!((both.questions().len(), both.branches().count()), (0, 2));
    }

    #[test]
    fn the_ledgers_own_name_is_kept() {
        let names = group(&["第一支部"], &["第一党支部", "一支部"], &[]);
        let branch = names.branch_of("一支部").unwrap();
        assert_eq!((branch.name.as_str(), branch.known), ("第一支部", true));
    }
}
