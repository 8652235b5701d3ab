//! The paragraph on organizational life and service for the annual report, of what is recorded alone.

use crate::registers::MEETING_KINDS;

use super::super::share::share_text;
use super::year_entries::{FigureKind, YearEntries};
use super::year_figures::{Figured, Scope};

/// The paragraph of a scope; empty where nothing is recorded. `name` is who reports: 内科党支部.
pub fn year_paragraph(year: &YearEntries, scope: Scope<'_>, name: &str) -> String {
    let value = |kind: FigureKind| year.value(kind, scope);
    let more = |kind: FigureKind| value(kind).filter(|value| value.amount > 0);
    let with = |kind: FigureKind, before: &str, after: &str| {
        more(kind).map(|value| format!("{before} {} {after}", kind.words(Some(value))))
    };
    let mut sentences: Vec<String> = Vec::new();
    let mut say = |parts: Vec<Option<String>>| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            sentences.push(format!("{}。", parts.join("，")));
        }
    };
    let held: Vec<String> = MEETING_KINDS
        .iter()
        .filter_map(|(kind, label)| {
            let value = more(FigureKind::Meetings(kind))?;
            Some(format!("{label} {} 次", value.amount))
        })
        .collect();
    let held = (!held.is_empty()).then(|| format!("召开{}", held.join("、")));
    let rate = |kind: FigureKind, label: &str| {
        let Figured { amount, of } = value(kind).filter(|value| value.of > 0)?;
        Some(format!("{label} {}", share_text(amount, of)))
    };
    say(vec![
        held,
        rate(FigureKind::Rate, "三会一课完成率"),
        rate(FigureKind::Attendance, "到会率"),
    ]);
    say(vec![
        with(FigureKind::Lectures, "讲党课", "次"),
        with(FigureKind::StudyHours, "党员学习累计", "学时"),
        more(FigureKind::MakeUps).map(|value| format!("缺席补学 {} 人次", value.amount)),
    ]);
    say(vec![
        with(FigureKind::Volunteers, "党员参加志愿服务", "人次"),
        with(FigureKind::VolunteerHours, "服务时长", "小时"),
        with(FigureKind::Community, "双报到", "人次"),
        with(FigureKind::Served, "服务群众", "人次"),
        with(FigureKind::Medicine, "送出药品物品折合", "元"),
    ]);
    say(vec![
        with(FigureKind::Deeds, "为群众办结实事", "件"),
        value(FigureKind::Commitments)
            .filter(|value| value.of > 0)
            .map(|value| format!("党员承诺 {} 项，已兑现 {} 项", value.of, value.amount)),
    ]);
    if sentences.is_empty() {
        return String::new();
    }
    format!("{}年，{name}{}", year.year, sentences.concat())
}
