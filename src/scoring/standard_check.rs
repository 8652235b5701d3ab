//! Warnings for whoever edits a standard: caps that do not add up, and rewards that go against
//! 为基层减负 (check-ins, screen time, photos as proof) or 九不准 (income). A warning is no error:
//! the standard can still be published.

use super::standard::{Item, Line, Rule, Standard};
use super::standard_sums::CapSum;

/// What gives pause about a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardWarning {
    /// The id of the item that it is about.
    pub item: Option<String>,
    /// The id of the rule line that it is about.
    pub line: Option<String>,
    /// What is wrong and what to do, in Chinese.
    pub text: String,
}

/// Traces on a screen, and being there as such.
const TRACES: [&str; 15] = [
    "打卡",
    "签到",
    "在线时长",
    "学习时长",
    "学习强国",
    "浏览",
    "阅读量",
    "转发",
    "点赞",
    "关注量",
    "关注数",
    "关注次数",
    "关注公众号",
    "公众号关注",
    "截图",
];

/// Pictures as proof.
const PHOTOS: [&str; 9] =
    ["照片", "拍照", "截图", "留痕", "照相", "自拍", "合影", "附照", "上传照"];

/// Words that make something a duty.
const DUTIES: [&str; 8] = ["须", "必需", "务必", "一律", "均需", "必传", "必附", "必交"];

/// Words that make something a duty when it is to be handed in.
const EVERY_TIME: [&str; 4] = ["每次", "每场", "每项", "每人"];
const HANDING_IN: [&str; 6] = ["上传", "附", "拍", "交", "提供", "留"];

/// What is lost without it.
const LOSSES: [&str; 8] = ["不得分", "不计", "不予", "不加", "不算", "无效", "扣", "视为"];

/// Money that the hospital earns by its patients.
const INCOME: [&str; 6] = ["收入", "创收", "提成", "营收", "利润", "开单"];

/// Words that say no to what follows.
const DENIALS: [&str; 16] = [
    "不", "未", "无需", "无须", "无故", "禁", "缺", "漏", "勿", "取消", "杜绝", "违规", "查实",
    "否决", "拒", "扣",
];

/// Wording that only looks like one of the words above.
const ORDINARY: [&str; 12] = [
    "不少于",
    "不低于",
    "不断",
    "不限",
    "收入院",
    "低收入",
    "浏览器",
    "群众收入",
    "村民收入",
    "农户收入",
    "家庭收入",
    "居民收入",
];

/// What gives pause about a standard, from the whole to its rule lines.
pub fn warnings(standard: &Standard) -> Vec<StandardWarning> {
    let mut found = caps(standard);
    for item in &standard.items {
        let warn = |line: Option<&Line>, text: String| StandardWarning {
            item: Some(item.id.clone()),
            line: line.map(|line| line.id.clone()),
            text,
        };
        found.extend(of_item(item).into_iter().map(|text| warn(None, text)));
        for line in &item.lines {
            found.extend(of_line(item, line).into_iter().map(|text| warn(Some(line), text)));
        }
    }
    found
}

/// Caps that do not add up.
fn caps(standard: &Standard) -> Vec<StandardWarning> {
    let mut texts = Vec::new();
    for (place, aspect) in standard.aspects.iter().enumerate() {
        let of = CapSum::of_aspect(standard, place);
        if !of.is_even() {
            texts.push(format!(
                "“{}”各项上限合计{}分，与本方面的{}分不一致，请调整各项上限或本方面的分值",
                aspect.name,
                points(of.sum),
                points(of.wanted)
            ));
        }
    }
    let whole = CapSum::of_whole(standard);
    if !whole.is_even() {
        texts.push(format!("各方面合计{}分，满分应为100分，请调整各方面的分值", points(whole.sum)));
    }
    texts.into_iter().map(|text| StandardWarning { item: None, line: None, text }).collect()
}

fn of_item(item: &Item) -> Vec<String> {
    let mut texts = Vec::new();
    let rewards = item.base < item.cap || item.lines.iter().any(rewards);
    let described = || sentences(&item.description).filter(|sentence| gives_points(sentence));
    let trace = affirmed(&item.name, &TRACES)
        .or_else(|| described().find_map(|sentence| affirmed(sentence, &TRACES)));
    if let Some(word) = trace.filter(|_| rewards) {
        texts.push(reward_of_traces(&item.name, word));
    }
    let income = affirmed(&item.name, &INCOME)
        .or_else(|| sentences(&item.description).find_map(|sentence| affirmed(sentence, &INCOME)));
    if let Some(word) = income.filter(|_| rewards) {
        texts.push(reward_of_income(&item.name, word));
    }
    for (place, text) in [("佐证", &item.evidence), ("说明", &item.description)] {
        if obliges_to_photos(text) {
            texts.push(format!(
                "“{}”的{place}把照片或留痕定成了必交，与基层减负要求不符，请改成“可附”或列几种任选其一",
                item.name
            ));
        }
    }
    texts
}

fn of_line(item: &Item, line: &Line) -> Vec<String> {
    let mut texts = Vec::new();
    if rewards(line) {
        let measure = if let Rule::Tier { of, .. } = &line.rule { of } else { "" };
        let find = |words| affirmed(&line.event, words).or_else(|| affirmed(measure, words));
        texts.extend(find(&TRACES).map(|word| reward_of_traces(&line.event, word)));
        texts.extend(find(&INCOME).map(|word| reward_of_income(&line.event, word)));
    }
    let lost_for_photos = loses(line) && named(&line.event, &PHOTOS).is_some();
    if lost_for_photos || obliges_to_photos(&line.event) {
        texts.push(format!(
            "“{}”等于要求必须拍照或留痕，与基层减负要求不符，请按事情本身计分",
            line.event
        ));
    }
    if let Rule::PerUnit { tenths, cap } = line.rule {
        if tenths > 0 && never_below_cap(item) {
            texts.push(format!(
                "“{}”加不上分：“{}”的基础分已是上限，也没有扣分或分档细则。请降低基础分，或删去这条",
                line.event, item.name
            ));
        }
        if let Some(cap) = cap.filter(|cap| cap.abs() < tenths.abs()) {
            texts.push(format!(
                "“{}”每{}{}分，本条上限却只有{}分，一次也计不满，请调整",
                line.event,
                line.unit,
                points(tenths.abs()),
                points(cap.abs())
            ));
        }
    }
    texts
}

fn reward_of_traces(what: &str, word: &str) -> String {
    format!("“{what}”按“{word}”给分，与基层减负要求不符，请改成按实际成效计分")
}

fn reward_of_income(what: &str, word: &str) -> String {
    format!(
        "“{what}”把“{word}”作为得分依据，“九不准”规定个人待遇不得与药品、检查等业务收入挂钩，请改用质量、安全或服务指标"
    )
}

/// Whether a rule line can give points.
fn rewards(line: &Line) -> bool {
    match &line.rule {
        Rule::PerUnit { tenths, .. } | Rule::Choice { tenths } => *tenths > 0,
        Rule::Tier { steps, .. } => steps.iter().any(|(_, tenths)| *tenths > 0),
    }
}

/// Whether a rule line takes points away, or gives none where another would.
fn loses(line: &Line) -> bool {
    match &line.rule {
        Rule::PerUnit { tenths, .. } => *tenths < 0,
        Rule::Choice { tenths } => *tenths <= 0,
        Rule::Tier { .. } => false,
    }
}

/// Whether an item is at its cap whatever happens: then nothing can be added to it.
fn never_below_cap(item: &Item) -> bool {
    let lowers = |line: &Line| match &line.rule {
        Rule::PerUnit { tenths, .. } => *tenths < 0,
        Rule::Choice { tenths } => *tenths < item.cap,
        Rule::Tier { steps, .. } => steps.iter().any(|(_, tenths)| *tenths < item.cap),
    };
    item.base >= item.cap && !item.lines.iter().any(lowers)
}

/// Whether a sentence says how many points something gives: a number before 分.
fn gives_points(sentence: &str) -> bool {
    let counted = |before: &str| {
        before.ends_with(|sign: char| {
            sign.is_ascii_digit()
                || ('０'..='９').contains(&sign)
                || "一二两三四五六七八九十半".contains(sign)
        })
    };
    sentence.match_indices('分').any(|(at, _)| sentence.get(..at).is_some_and(counted))
}

/// Whether a text makes pictures as proof a duty.
fn obliges_to_photos(text: &str) -> bool {
    sentences(text).any(|sentence| {
        let without = PHOTOS.iter().any(|photo| {
            sentence.split_once(photo).is_some_and(|(before, after)| {
                let lacking = ["无", "没有", "缺", "未附", "未上传", "未提供", "未"];
                lacking.iter().any(|word| before.ends_with(word)) && named(after, &LOSSES).is_some()
            })
        });
        without || clauses(sentence).any(must_show_photos)
    })
}

/// Whether a clause says that pictures must be there; where they are one of several there is a choice.
fn must_show_photos(clause: &str) -> bool {
    let photo = affirmed(clause, &PHOTOS).is_some();
    let choice = named(clause, &["或", "任选", "之一", "可"]).is_some();
    let duty = named(clause, &DUTIES).is_some();
    let every_time = || named(clause, &EVERY_TIME).and(named(clause, &HANDING_IN)).is_some();
    photo && !choice && (duty || every_time())
}

/// The first of the words that a text says, and does not say no to in the same clause.
fn affirmed<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    let text = ORDINARY.iter().fold(text.to_owned(), |text, word| text.replace(word, "·"));
    clauses(&text).find_map(|clause| {
        words.iter().copied().find(|word| {
            clause.split_once(word).is_some_and(|(before, _)| named(before, &DENIALS).is_none())
        })
    })
}

/// The first of the words that a text has.
fn named<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    words.iter().copied().find(|word| text.contains(word))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', ';', '；', '\n'])
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', ';', '；', '\n', ',', '，', '(', ')', '（', '）'])
}

/// Writes tenths as points: 40, 0.5.
fn points(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests;
