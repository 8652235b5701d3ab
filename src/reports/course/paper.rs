//! What is printed of a course: its 25 steps with their clauses and days, and the materials of a phase to tick
//! off. The political review is on neither but for its step and an empty box.

use crate::ledger::{DayOrMonth, Record, day_label};
use crate::registers::{
    ARTICLE_13_NOTE, COURSE_EDITION, COURSE_STEP, Context, CourseEvent, CoursePath, CoursePhase,
    CourseStepKey, CourseStepState, Deadline, PathStep, REVIEW_MATERIAL, is_of_former_edition,
    materials_of,
};
use crate::reports::{Align, Column, Content, Table, Width};

/// The box of what is there, and of what is not.
const TICKED: &str = "☑";
const OPEN: &str = "□";

/// The steps of a course on paper.
pub fn course_table(record: &Record<'_>, path: &CoursePath, branch: &str) -> Table {
    let number = |step: &PathStep| match step.key {
        CourseStepKey::Event(event) => {
            event.number().map_or_else(String::new, |own| own.to_string())
        }
        CourseStepKey::Own(_) => "＋".to_owned(),
    };
    let row = |step: &PathStep| {
        // A day that is still to come is planned: it stands with what is not done yet.
        let on = step.done_on().map_or_else(String::new, DayOrMonth::label);
        let undated = (step.state == CourseStepState::Undated).then(|| "日期待补".to_owned());
        let words = [undated.unwrap_or_default(), step_limits_words(step), missing_words(step)];
        let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
        vec![number(step), step.label.clone(), step_clause(step), on, words.join("；")]
    };
    Table {
        title: format!("{}发展党员进程表", record.text("name")),
        subtitle: branch.to_owned(),
        columns: vec![
            Column { align: Align::Center, width: Width::Mm(12), ..Column::text("序号") }
                .of(Content::Number),
            Column { width: Width::Mm(44), ..Column::text("步骤") },
            Column { width: Width::Mm(32), ..Column::text("依据") },
            Column { width: Width::Mm(32), ..Column::text("日期") }.of(Content::Day),
            Column { width: Width::Weight(1), ..Column::text("时限和缺项") },
        ],
        rows: path.steps.iter().map(row).collect(),
        notes: vec![format!("依据：{COURSE_EDITION}。{ARTICLE_13_NOTE}。")],
        ..Table::default()
    }
}

/// The clause of a step alone; the edition is said once beside it.
pub fn step_clause(step: &PathStep) -> String {
    match step.key {
        CourseStepKey::Event(event) if event.is_statutory() && is_of_former_edition(step.on) => {
            "2014年版细则".to_owned()
        }
        CourseStepKey::Event(event) => match (event.clause(), event.is_statutory()) {
            ("", true) => "细则，条号待核".to_owned(),
            ("", false) => "通行做法".to_owned(),
            (clause, _) => clause.to_owned(),
        },
        CourseStepKey::Own(_) => step.basis.clone(),
    }
}

/// For when a step that is not done is planned, and from when on and until when it may be.
pub fn step_limits_words(step: &PathStep) -> String {
    let day = |limit: Deadline| {
        let provisional = if limit.provisional { "（暂算）" } else { "" };
        format!("{}{provisional}", day_label(limit.day))
    };
    let mut words: Vec<String> = Vec::new();
    words.extend(step.planned().map(|on| format!("计划{}", on.label())));
    if matches!(
        step.state,
        CourseStepState::Next | CourseStepState::Coming | CourseStepState::Later
    ) {
        let other = step.with_first_day.filter(|other| step.earliest != Some(*other));
        let other = other.map_or_else(String::new, |limit| format!("（首日计入为{}）", day(limit)));
        words.extend(step.earliest.map(|limit| format!("最早{}{other}", day(limit))));
        words.extend(step.due.map(|limit| format!("不晚于{}", day(limit))));
    }
    words.join("；")
}

/// What is to be filled in with a step: 缺推荐方式; empty where nothing is.
pub fn missing_words(step: &PathStep) -> String {
    let labels: Vec<&str> = step.missing.iter().map(|part| part.label).collect();
    if labels.is_empty() { String::new() } else { format!("缺{}", labels.join("、")) }
}

/// The materials of a phase, to be ticked off: those that are there are ticked already.
pub fn materials_table(
    record: &Record<'_>,
    context: &Context<'_>,
    phase: CoursePhase,
    branch: &str,
) -> Table {
    let mut rows = Vec::new();
    let mut add = |label: String, basis: String, is_there: bool| {
        let mark = if is_there { TICKED } else { OPEN };
        let number = rows.len() + 1;
        rows.push(vec![number.to_string(), label, basis, mark.to_owned(), String::new()]);
    };
    for (key, label) in materials_of(phase) {
        add(label.to_owned(), "通行做法".to_owned(), record.entry("materials", key).is_true());
    }
    if phase == CoursePhase::Target {
        add(REVIEW_MATERIAL.to_owned(), "第16条".to_owned(), false);
    }
    for step in context.records(COURSE_STEP.name) {
        let after = CourseEvent::of_step(step.text("after"));
        let is_of_phase = after.is_some_and(|after| after.phase() == phase);
        if !is_of_phase || step.get("retired").is_true() {
            continue;
        }
        let basis = match step.text("basis") {
            "" => "本院规定",
            basis => basis,
        };
        let lines = step.text("materials").lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty()) {
            add(line.to_owned(), basis.to_owned(), false);
        }
    }
    let narrow =
        |label, mm| Column { align: Align::Center, width: Width::Mm(mm), ..Column::text(label) };
    Table {
        title: format!("{}发展党员材料清单", record.text("name")),
        subtitle: format!("{branch}　{}", phase.label()),
        columns: vec![
            narrow("序号", 12).of(Content::Number),
            Column { width: Width::Weight(3), ..Column::text("材料") },
            Column { width: Width::Weight(1), ..Column::text("依据") },
            narrow("已有", 16),
            Column { width: Width::Mm(36), ..Column::text("说明") },
        ],
        rows,
        signatures: vec!["整理人".to_owned(), "支部书记".to_owned()],
        ..Table::default()
    }
}
