//! Reading the State Council's notice of a year's holidays (节假日安排), pasted as text.
//!
//! A sentence of it names days and then says what they are: “2月15日（周日）至23日（周一）放假调休，
//! 共9天。2月14日（周六）、2月28日（周六）上班”. What does not read so is given back, not guessed.

use chrono::{Datelike, NaiveDate};

use crate::ledger::{Day, day_label};
use crate::registers::{HolidayError, YearPlan, is_weekend, touches};

/// The days that every notice arranges.
const HOLIDAYS: [&str; 7] = ["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"];

/// Words after days off, and after days worked.
const OFF: [&str; 2] = ["放假", "补休"];
const WORKED: [&str; 2] = ["上班", "补班"];

/// The longest that days off can go on.
const LONGEST: i64 = 31;

/// How many signs may stand between a day and what is said of it (“正常上班”).
const NEAR: usize = 4;

impl YearPlan {
    /// Reads the notice of a year. With it comes what is in doubt, in words: sentences that were not
    /// understood, weekdays and 共n天 that do not agree with the days, holidays that are missing.
    ///
    /// # Errors
    /// Where nothing is recognised, a day does not exist, or it is another year's notice.
    pub fn parse(text: &str, year: i32) -> Result<(Self, Vec<String>), HolidayError> {
        let text = plain(text);
        if let Some(found) = title_year(&text)
            && found != year
        {
            return Err(HolidayError::OtherYear { asked: year, found });
        }
        let plan = Self { year, ..Self::default() };
        let mut reading = NoticeReader { plan, doubts: Vec::new() };
        let body = text.rsplit_once("通知如下").map_or(&*text, |(_, body)| body);
        for sentence in body.split(['。', ';', '!']) {
            reading.sentence(sentence)?;
        }
        let NoticeReader { plan, mut doubts } = reading;
        if plan.off.is_empty() && plan.work.is_empty() {
            return Err(HolidayError::Nothing);
        }
        let twice = plan
            .off
            .intersection(&plan.work)
            .map(|day| format!("{}既写着放假又写着上班，按上班计，请对照原文", day_label(*day)));
        doubts.extend(twice);
        let weekdays = plan.work.iter().filter(|day| !is_weekend(**day));
        doubts.extend(
            weekdays
                .map(|day| format!("{}写着上班，可它本来就不是周末，请对照原文", day_label(*day))),
        );
        let missing: Vec<&str> =
            HOLIDAYS.into_iter().filter(|holiday| !body.contains(holiday)).collect();
        if !missing.is_empty() {
            doubts.push(format!("没有读到{}，请看通知是否粘贴完整", missing.join("、")));
        }
        Ok((plan, doubts))
    }
}

/// The text without spaces, with the digits and marks of a keyboard.
fn plain(text: &str) -> String {
    let plain = |sign: char| match sign {
        '０'..='９' => char::from_u32(u32::from(sign) - u32::from('０') + u32::from('0')),
        '（' | '〔' | '[' => Some('('),
        '）' | '〕' | ']' => Some(')'),
        '，' => Some(','),
        '：' => Some(':'),
        '；' => Some(';'),
        '！' => Some('!'),
        '到' | '－' | '—' | '–' | '~' | '～' | '-' => Some('至'),
        _ if sign.is_whitespace() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}') => None,
        _ => Some(sign),
    };
    text.chars().filter_map(plain).collect()
}

/// The year that a title names: “2027年部分节假日安排”, “2027年元旦、春节…”.
fn title_year(text: &str) -> Option<i32> {
    let titles = ["年部分节假日", "年节假日安排", "年元旦、春节"];
    let (before, _) = titles.iter().find_map(|title| text.split_once(title))?;
    let digits = before.len().checked_sub(4)?;
    before.get(digits..)?.parse().ok()
}

/// What has been read so far.
struct NoticeReader {
    plan: YearPlan,
    doubts: Vec<String>,
}

/// A day as it is written: what is left out goes by the day before it.
struct NoticeSpan<'a> {
    year: Option<i32>,
    month: Option<u32>,
    day: u32,
    /// What follows 周 or 星期.
    weekday: Option<char>,
    /// Whether it ends the span that the day before it begins (至).
    joined: bool,
    text: &'a str,
}

/// Days from one to another.
struct Span {
    from: Day,
    to: Day,
}

impl NoticeReader {
    fn sentence(&mut self, sentence: &str) -> Result<(), HolidayError> {
        let mut rest = sentence;
        // Days of which nothing is said yet, and how far back the last of them lies.
        let mut pending: Vec<NoticeSpan<'_>> = Vec::new();
        let mut gap = 0;
        let mut joined = false;
        let (mut said, mut understood) = (false, true);
        let mut uncounted = 0;
        while let Some(sign) = rest.chars().next() {
            if let Some((written, after)) = written_day(rest) {
                // A day far behind has nothing to do with this one.
                if gap > NEAR {
                    pending.clear();
                }
                pending.push(NoticeSpan { joined: joined && !pending.is_empty(), ..written });
                (rest, gap, joined) = (after, 0, false);
            } else if let Some((worked, after)) = verb(rest) {
                // A sentence is taken as far as it is understood, and no further.
                let days =
                    if understood && gap <= NEAR { self.days(&pending)? } else { Vec::new() };
                understood &= !days.is_empty();
                if worked {
                    (uncounted, rest) = (0, after);
                    self.plan.work.extend(days);
                } else {
                    (uncounted, rest) = (uncounted + days.len(), after);
                    self.plan.off.extend(days);
                    if let Some((days, after)) = number(rest, "天") {
                        self.count(days, &mut uncounted, sentence);
                        rest = after;
                    }
                }
                pending.clear();
                said = true;
            } else if let Some((days, after)) =
                rest.strip_prefix('共').and_then(|r| number(r, "天"))
            {
                self.count(days, &mut uncounted, sentence);
                rest = after;
            } else if let Some(after) = bracketed(rest) {
                rest = after;
            } else {
                joined |= sign == '至';
                // “1月1日不放假” is not what the day before it seems to begin.
                gap += match sign {
                    '不' => NEAR + 1,
                    ',' | '、' | '和' | '及' | '与' | '以' | '至' => 0,
                    _ => 1,
                };
                rest = rest.get(sign.len_utf8()..).unwrap_or_default();
                // “2月1、2日”: a day without its 日.
                understood &= sign != '月' || !rest.starts_with(|next: char| next.is_ascii_digit());
            }
        }
        let promises = OFF.iter().chain(&WORKED).any(|word| sentence.contains(word));
        let about_days = sentence.contains([':', '日']);
        if promises && about_days && !(said && understood && pending.is_empty()) {
            self.doubts.push(format!("没有读懂：“{sentence}”，请对照原文自己补上"));
        }
        Ok(())
    }

    /// The days that are written so; none where a month is missing.
    fn days(&mut self, written: &[NoticeSpan<'_>]) -> Result<Vec<Day>, HolidayError> {
        let mut spans: Vec<Span> = Vec::new();
        for written in written {
            let last = spans.last().map(|span| span.to);
            let year = written.year.or(last.map(|day| day.year())).unwrap_or(self.plan.year);
            let Some(month) = written.month.or(last.map(|day| day.month())) else {
                return Ok(Vec::new());
            };
            let none = || HolidayError::NoSuchDay { text: written.text.to_owned(), year };
            let mut day = NaiveDate::from_ymd_opt(year, month, written.day).ok_or_else(none)?;
            match spans.last_mut() {
                Some(span) if written.joined => {
                    // “12月30日至1月1日” without a year: the first of them may be of the year before.
                    if day < span.from && day.month() == 1 && written.year.is_none() {
                        if year == self.plan.year {
                            span.from = span.from.with_year(year - 1).ok_or_else(none)?;
                        } else {
                            day = day.with_year(year + 1).ok_or_else(none)?;
                        }
                    }
                    if day < span.from || (day - span.from).num_days() >= LONGEST {
                        return Err(HolidayError::Span(written.text.to_owned()));
                    }
                    span.to = day;
                }
                _ => spans.push(Span { from: day, to: day }),
            }
            self.check_weekday(written, day);
        }
        let days: Vec<Day> = spans
            .iter()
            .flat_map(|span| span.from.iter_days().take_while(|day| *day <= span.to))
            .collect();
        match days.iter().find(|day| !touches(self.plan.year, **day)) {
            Some(day) => Err(HolidayError::OtherYear { asked: self.plan.year, found: day.year() }),
            None => Ok(days),
        }
    }

    fn check_weekday(&mut self, written: &NoticeSpan<'_>, day: Day) {
        let place = day.weekday().num_days_from_monday() as usize;
        let weekday = "一二三四五六日".chars().nth(place).unwrap_or_default();
        if written.weekday.is_some_and(|said| said != weekday) {
            self.doubts.push(format!(
                "“{}”与日历不符：{}是周{weekday}，请看是不是别的年份的通知",
                written.text,
                day_label(day),
            ));
        }
    }

    /// Compares the days off that a sentence counts with those read from it.
    fn count(&mut self, said: u32, read: &mut usize, sentence: &str) {
        // “与周末连休，共3天” counts weekend days that it does not name.
        let with_weekend = sentence.contains("连休");
        if said as usize != *read && *read > 0 && !with_weekend {
            self.doubts.push(format!("“{sentence}”写着{said}天，读到的是{read}天，请对照原文"));
        }
        *read = 0;
    }
}

/// Reads a day where one begins, with what stands in brackets behind it.
fn written_day(text: &str) -> Option<(NoticeSpan<'_>, &str)> {
    let (year, rest) = part(text, "年");
    let (month, rest) = part(rest, "月");
    let (day, mut rest) = number(rest, "日")?;
    let mut weekday = None;
    if let Some(after) = bracketed(rest) {
        let inside = rest.strip_suffix(after).unwrap_or_default();
        weekday = inside.char_indices().find_map(|(at, _)| weekday_at(inside.get(at..)?));
        rest = after;
    }
    let text = text.strip_suffix(rest).unwrap_or_default();
    let year = year.map(|year| i32::try_from(year).unwrap_or(i32::MAX));
    Some((NoticeSpan { year, month, day, weekday, joined: false, text }, rest))
}

/// A number with its unit, where there is one.
fn part<'a>(text: &'a str, unit: &str) -> (Option<u32>, &'a str) {
    number(text, unit).map_or((None, text), |(number, rest)| (Some(number), rest))
}

/// Reads a number that has a unit behind it.
fn number<'a>(text: &'a str, unit: &str) -> Option<(u32, &'a str)> {
    let digits = text.find(|sign: char| !sign.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest.strip_prefix(unit)?))
}

/// What follows a bracket that opens here.
fn bracketed(text: &str) -> Option<&str> {
    text.strip_prefix('(')?.split_once(')').map(|(_, after)| after)
}

/// What is said of the days before it: whether they are worked.
fn verb(text: &str) -> Option<(bool, &str)> {
    let find = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word));
    find(&OFF).map(|after| (false, after)).or(find(&WORKED).map(|after| (true, after)))
}

/// The day of the week that stands here, 天 being 日.
fn weekday_at(text: &str) -> Option<char> {
    let rest = text.strip_prefix('周').or_else(|| text.strip_prefix("星期"))?;
    let sign = rest.chars().next().filter(|sign| "一二三四五六日天".contains(*sign))?;
    Some(if sign == '天' { '日' } else { sign })
}

#[cfg(test)]
mod tests;
