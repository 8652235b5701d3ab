//! 会议记录 and 签到表: what is printed of a meeting.

use std::cmp::Ordering;

use crate::ledger::{Ledger, Record, RecordId, day_label};
use crate::ordered;
use crate::registers::{
    Context, MAKEUP_WAYS, MEETING_KINDS, MEETING_SCHEMA, SERVICE_KINDS, Signature,
    attendance_state, corrections, meeting_day, name_of, names_apart, rows, service_days, title,
};
use crate::reports::{Align, Block, Column, Document, PaperStyle, SignedLine, Table, Width};

use super::calendar::days_label;
use super::roll::{RollEntry, attendance_word, members_on, roll_counts, roll_entries};
use super::signed_counts::counts_at_signing;
use super::votes::Vote;

/// How names are ordered on paper: by strokes, as Party papers list them, which the browser knows.
pub type ByName<'a> = &'a dyn Fn(&str, &str) -> Ordering;

/// The minutes of a meeting (会议记录), in the usual form, their names in an order.
pub fn minutes(meeting: &Record<'_>, context: &Context<'_>, by_name: ByName<'_>) -> Document {
    let ledger = context.ledger();
    let mut entries = roll_entries(meeting, context);
    let name = |id: &RecordId| ledger.record(id).map_or("", |one| one.text("name"));
    ordered::sort_by(&mut entries, |one, other| by_name(name(&one.id), name(&other.id)));
    let counts = roll_counts(&entries);
    let (head, long) = head_table(meeting, context, &entries);
    let mut blocks = vec![Block::Table(head)];
    let text = |field: &str| meeting.text(field).trim().to_owned();
    let mut part = |heading: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            blocks.push(Block::Heading(heading.to_owned()));
            blocks.extend(lines.into_iter().map(Block::Text));
        }
    };
    let agenda =
        MEETING_SCHEMA.field("agenda").map(|field| rows::rows(field, meeting)).unwrap_or_default();
    let agenda = (1..).zip(agenda).map(|(at, (_, row))| {
        let item = row.get("item").unwrap_or(row).as_text().unwrap_or("").to_owned();
        format!("{at}. {item}")
    });
    part("议程", agenda.collect());
    part("内容与发言", text("content").lines().map(str::to_owned).collect());
    let votes =
        MEETING_SCHEMA.field("votes").map(|field| rows::rows(field, meeting)).unwrap_or_default();
    let votes = votes.into_iter().map(|(_, row)| vote_words(&Vote::read(row), &counts));
    part("表决", votes.collect());
    part("决议", text("resolutions").lines().map(str::to_owned).collect());
    for (heading, names) in long {
        part(heading, vec![names]);
    }
    blocks.push(Block::Text("散会。".to_owned()));
    let signed = |field: &str, label: &str| {
        let signature = Signature::from_value(meeting.get(field));
        let on = signature.as_ref().map(|one| day_label(one.on));
        SignedLine {
            label: label.to_owned(),
            strokes: signature.map(|one| one.strokes),
            on: on.unwrap_or_default(),
        }
    };
    blocks.push(Block::Signed(vec![
        signed("host_signature", "主持人（签字）"),
        signed("recorder_signature", "记录人（签字）"),
    ]));
    // What came after the meeting stands under the signatures.
    let after = [
        ("补学", makeup_words(meeting, ledger, by_name)),
        ("签字后的更正", correction_words(meeting, ledger)),
    ];
    for (heading, lines) in after.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.extend(lines.into_iter().map(Block::Text));
    }
    Document {
        title: format!("{}会议记录", kind_word(meeting)),
        number: whose(meeting, ledger),
        style: PaperStyle::Form,
        blocks,
    }
}

/// A sheet for signatures by hand (签到表), its names in an order.
pub fn sign_in_sheet(record: &Record<'_>, context: &Context<'_>, by_name: ByName<'_>) -> Document {
    let ledger = context.ledger();
    let day = meeting_day(record);
    let people: Vec<RecordId> = match day {
        Some(day) if record.text("group").is_empty() && record.text("kind") != "committee" => {
            members_on(context, record.text("branch"), day).into_iter().map(|one| one.id).collect()
        }
        _ => roll_entries(record, context).into_iter().map(|entry| entry.id).collect(),
    };
    let names = names_apart(ledger, &people, false);
    let mut shown: Vec<String> = people.iter().filter_map(|id| names.get(id).cloned()).collect();
    ordered::sort_by(&mut shown, |one, other| by_name(one, other));
    // Two people a line, so that a branch fits on one sheet; line by line, so that the names of hundreds
    // follow each other from sheet to sheet.
    let cell = |at: usize| match shown.get(at) {
        Some(name) => [(at + 1).to_string(), name.clone(), String::new(), String::new()],
        None => Default::default(),
    };
    let lines = (0..shown.len()).step_by(2).map(|at| [cell(at), cell(at + 1)].concat()).collect();
    let number = || Column { width: Width::Mm(12), ..Column::text("序号") };
    let half = || [number()].into_iter().chain(["姓名", "签到", "备注"].map(Column::text));
    let columns = half().chain(half()).collect();
    Document {
        title: format!("{}签到表", kind_word(record)),
        number: whose(record, ledger),
        style: PaperStyle::Form,
        blocks: vec![
            Block::Text(format!(
                "时间：{}    地点：{}    {}",
                when(record),
                record.text("place"),
                subject_line(record)
            )),
            Block::Table(Table { columns, rows: lines, by_hand: true, ..Table::default() }),
            Block::Text("列席：".to_owned()),
        ],
    }
}

/// The word of the kind of a meeting or a service.
fn kind_word(record: &Record<'_>) -> &'static str {
    let mut kinds = MEETING_KINDS.iter().chain(SERVICE_KINDS);
    kinds.find(|(code, _)| *code == record.text("kind")).map_or("会议", |(_, word)| word)
}

/// The branch or group whose meeting it is.
fn whose(record: &Record<'_>, ledger: &Ledger) -> String {
    let named = |field: &str| record.text(field).parse::<RecordId>().ok();
    let parts = ["branch", "group"].into_iter().filter_map(named).map(|id| title(ledger, &id));
    parts.collect::<Vec<_>>().join(" ")
}

/// Days and times: 2026年11月20日 15:00—16:30.
fn when(record: &Record<'_>) -> String {
    let until = service_days(record).map(|days| *days.end());
    let of = |day| days_label(day, until.filter(|until| *until > day));
    let day = meeting_day(record).map(of).unwrap_or_default();
    let times = match (record.text("begins"), record.text("ends")) {
        ("", _) => String::new(),
        (begins, "") => format!(" {begins}"),
        (begins, ends) => format!(" {begins}—{ends}"),
    };
    format!("{day}{times}")
}

fn subject_line(record: &Record<'_>) -> String {
    let subject =
        [record.text("subject"), record.text("theme")].into_iter().find(|text| !text.is_empty());
    subject.map(|subject| format!("主题：{subject}")).unwrap_or_default()
}

/// Names of more characters than this make a row that is no longer part of a head.
const LONG_NAMES: usize = 300;

/// The head of minutes: when, where, who; and the lists of names that are too long for it, with their
/// headings.
fn head_table(
    meeting: &Record<'_>,
    context: &Context<'_>,
    entries: &[RollEntry],
) -> (Table, Vec<(&'static str, String)>) {
    let ledger = context.ledger();
    let person = |field: &str| {
        meeting.named(meeting.text(field)).map(|id| name_of(ledger, &id)).unwrap_or_default()
    };
    let lecturer = match person("lecturer") {
        name if name.is_empty() => meeting.text("guest_lecturer").to_owned(),
        name => name,
    };
    let ids: Vec<RecordId> = entries.iter().map(|entry| entry.id.clone()).collect();
    let names = names_apart(ledger, &ids, false);
    let of = |states: &[&str]| {
        let those = entries
            .iter()
            .filter(|entry| entry.member.is_some() && states.contains(&&*entry.state));
        those.filter_map(|entry| names.get(&entry.id).cloned()).collect::<Vec<_>>().join("、")
    };
    let away = entries.iter().filter(|entry| {
        entry.member.is_some() && matches!(&*entry.state, "on_duty" | "leave" | "absent")
    });
    let away = away.map(|entry| {
        let name = names.get(&entry.id).cloned().unwrap_or_default();
        format!("{name}（{}）", why_away(meeting, entry))
    });
    // They are counted nowhere, and had been marked all the same.
    let not_enrolled = entries.iter().filter(|entry| entry.member.is_none()).map(|entry| {
        let name = names.get(&entry.id).map_or("", String::as_str);
        format!("{name}（{}）", attendance_word(&entry.state))
    });
    let counts = roll_counts(entries);
    let lines = [
        ("时间", when(meeting)),
        ("地点", meeting.text("place").to_owned()),
        ("主持人", person("host")),
        ("记录人", person("recorder")),
        ("授课人", lecturer),
        ("议题或主题", meeting.text("subject").to_owned()),
        ("出席情况", counts.words()),
        ("签字时", counts_at_signing(meeting, &counts).unwrap_or_default()),
        ("到会", of(&["present", "late", "early"])),
        ("迟到", of(&["late"])),
        ("早退", of(&["early"])),
        ("缺席及原因", away.collect::<Vec<_>>().join("、")),
        ("免到", of(&["exempt"])),
        ("未点名", of(&[""])),
        ("不在册", not_enrolled.collect::<Vec<_>>().join("、")),
        ("列席", meeting.text("visitors").to_owned()),
    ];
    let always = ["时间", "地点", "主持人", "记录人", "出席情况"];
    let is_shown =
        |(label, text): &(&'static str, String)| !text.is_empty() || always.contains(label);
    let (mut rows, mut long) = (Vec::new(), Vec::new());
    for (label, text) in lines.into_iter().filter(is_shown) {
        if text.chars().count() <= LONG_NAMES {
            rows.push(vec![label.to_owned(), text]);
            continue;
        }
        rows.push(vec![label.to_owned(), "名单见后".to_owned()]);
        long.push((label, text));
    }
    let mut value = Column::text("内容");
    value.align = Align::Start;
    let mut label = Column::text("项目");
    label.width = Width::Mm(28);
    (Table { columns: vec![label, value], rows, ..Table::default() }, long)
}

/// Why someone was away: 因公：手术, 请假.
fn why_away(meeting: &Record<'_>, entry: &RollEntry) -> String {
    let word = attendance_word(&entry.state);
    let row = meeting.entries("roll").into_iter().find(|(key, _)| *key == entry.id.as_str());
    let Some((_, row)) = row else { return word.to_owned() };
    debug_assert_eq!(attendance_state(row), entry.state);
    let text = |name: &str| row.get(name).and_then(|value| value.as_text()).unwrap_or("");
    let reason = crate::registers::DUTY_REASONS.iter().find(|(code, _)| *code == text("reason"));
    let parts = [reason.map_or("", |(_, word)| word), text("note")];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
    if told.is_empty() { word.to_owned() } else { format!("{word}：{told}") }
}

fn vote_words(vote: &Vote, counts: &super::roll::RollCounts) -> String {
    // What was not counted is left out.
    let counted = |labels: [&str; 3], counts: [Option<i64>; 3]| {
        let some =
            labels.into_iter().zip(counts).filter_map(|(label, count)| Some((label, count?)));
        some.map(|(label, count)| format!("{label} {count}")).collect::<Vec<_>>()
    };
    let mut parts = counted(["发票", "收票", "有效票"], vote.ballots);
    parts.extend(counted(["同意", "反对", "弃权"], vote.cast));
    let written = vote.written.map(|count| Some(count).filter(|count| *count > 0));
    parts.extend(counted(["会前书面赞成", "会前书面反对", ""], [written[0], written[1], None]));
    let parts = if parts.is_empty() { "没有计票".to_owned() } else { parts.join("，") };
    let [quorum, result] = vote.outcome(counts).words(counts);
    let matter = if vote.matter.is_empty() { "（未写事项）" } else { &*vote.matter };
    format!("{matter}：{parts}。应到有表决权 {}，{quorum}；{result}。", counts.voters)
}

fn correction_words(meeting: &Record<'_>, ledger: &Ledger) -> Vec<String> {
    let told = corrections(&MEETING_SCHEMA, meeting, ledger).into_iter();
    told.map(|(day, reason)| format!("{}：{reason}", day_label(day))).collect()
}

fn makeup_words(meeting: &Record<'_>, ledger: &Ledger, by_name: ByName<'_>) -> Vec<String> {
    let line = |(key, row): (&str, &crate::ledger::Value)| {
        let text = |name: &str| row.get(name).and_then(|value| value.as_text()).unwrap_or("");
        let on = row.as_text().unwrap_or_else(|| text("on"));
        let way =
            MAKEUP_WAYS.iter().find(|(code, _)| *code == text("way")).map_or("", |(_, word)| word);
        let name = meeting.named(key).map(|id| name_of(ledger, &id)).unwrap_or_default();
        let day = on.parse().map_or_else(|_| on.to_owned(), crate::ledger::DayOrMonth::label);
        let confirmed = text("confirmed_by");
        let confirmed =
            if confirmed.is_empty() { String::new() } else { format!("，{confirmed}确认") };
        (name.clone(), format!("{name}：{day}{way}{confirmed}"))
    };
    // Who was marked anew meanwhile has nothing to make up for.
    let is_owed = |member: &str| {
        matches!(attendance_state(meeting.entry("roll", member)), "leave" | "on_duty")
    };
    let rows = meeting.entries("makeup").into_iter().filter(|(key, _)| is_owed(key));
    let mut lines: Vec<_> = rows.map(line).collect();
    ordered::sort_by(&mut lines, |(one, _), (other, _)| by_name(one, other));
    lines.into_iter().map(|(_, line)| line).collect()
}
