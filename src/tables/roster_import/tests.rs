use super::*;
use crate::ledger::undo;
use crate::registers::schemas;
use crate::tables::roster_plan::{PlanOptions, RosterPlan};
use crate::tables::{columns::ColumnMap, delimited, roster};

const ROSTER: &str = "姓名,工号,性别,出生年月,入党时间,党员类别,人员状态,科室,所在支部,党小组,岗位类型\n\
    张三,A01,男,1980-05,2005-07-01,正式,在职,心内科,内科党支部,第一党小组,医\n\
    𠮷<野>=\"\"',A02,女,1990-01-03,2015-06,预备,退休,护理部,内科 党支部,第一党小组,护\n\
    阿依古丽·买买提,,女,1988-02,2012-03,,,心内科,外科党支部,,护\n";

fn defaults() -> Defaults {
    let since = Month::new(2026, 1).unwrap();
    Defaults { since, branch: None, category: "full", standing: "active" }
}

fn draft(writer: u64, number: u32) -> Draft {
    let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
    let id = EditId { writer: WriterId(writer), number };
    Draft::new(id, at, Author::default(), "import-roster", "")
}

fn unchecked(ledger: &Ledger, text: &str) -> RosterPlan {
    let grid = delimited::read(text).unwrap();
    let map = ColumnMap::recognise(&grid).unwrap();
    let roster = roster::read(&grid, &map).unwrap();
    compare(&roster, ledger, PlanOptions::default())
}

fn plan(ledger: &Ledger, text: &str, defaults: &Defaults) -> RosterPlan {
    let mut plan = unchecked(ledger, text);
    RosterImport::new(ledger, defaults).check(&mut plan.rows);
    plan
}

fn take(ledger: &mut Ledger, text: &str, defaults: &Defaults, mut draft: Draft) -> EditId {
    let plan = plan(ledger, text, defaults);
    let mut taking = RosterImport::new(ledger, defaults);
    for row in &plan.rows {
        taking.write(row, &mut draft);
    }
    let edit = draft.finish(ledger).unwrap();
    let id = edit.head.id;
    ledger.insert(edit);
    id
}

fn kinds(plan: &RosterPlan) -> String {
    let letter = |row: &PlannedRow| match row.outcome {
        RowOutcome::New => 'n',
        RowOutcome::Same { .. } => 's',
        RowOutcome::Changed { .. } => 'c',
        RowOutcome::Refused { .. } => 'r',
    };
    plan.rows.iter().map(letter).collect()
}

#[test]
fn whose_data_is_erased_does_not_come_back_by_a_roster() {
    for deleted in [false, true] {
        let mut ledger = Ledger::new();
        take(&mut ledger, ROSTER, &defaults(), draft(1, 1));
        let gone = RecordId::keyed("member", "A01");
        let places = registers::places_of(schemas(), &ledger, &gone);
        let mut draft = draft(1, 2);
        registers::redact(&mut draft, &places);
        if deleted {
            draft.delete(&gone);
        }
        let edit = draft.finish(&ledger).unwrap();
        ledger.insert(edit);
        let plan = plan(&ledger, ROSTER, &defaults());
        assert_eq!(kinds(&plan), "rss", "{deleted}");
        let RowOutcome::Refused { reasons } = &plan.rows[0].outcome else { panic!() };
        assert!(reasons.iter().any(|reason| reason.contains("已经依法删除")), "{reasons:?}");
    }
}

#[test]
fn a_member_of_whom_a_remark_about_another_was_cleared_is_as_any_other() {
    let mut ledger = Ledger::new();
    take(&mut ledger, ROSTER, &defaults(), draft(1, 1));
    let place =
        registers::Place { record: RecordId::keyed("member", "A01"), place: "notes".to_owned() };
    let mut draft = draft(1, 2);
    registers::redact(&mut draft, [&place]);
    let edit = draft.finish(&ledger).unwrap();
    ledger.insert(edit);
    assert_eq!(kinds(&plan(&ledger, ROSTER, &defaults())), "sss");
}

#[test]
fn a_roster_becomes_sound_records_and_is_the_same_the_second_time() {
    let mut ledger = Ledger::new();
    assert_eq!(kinds(&plan(&ledger, ROSTER, &defaults())), "nnn");
    take(&mut ledger, ROSTER, &defaults(), draft(1, 1));
    assert_eq!(kinds(&plan(&ledger, ROSTER, &defaults())), "sss");
    for register in [&MEMBER, &BRANCH, &DEPARTMENT, &GROUP] {
        for record in ledger.records(register.name) {
            let schema = registers::schema(register.name).unwrap();
            let context = registers::Context::new(&ledger, chrono::NaiveDate::MAX);
            assert_eq!(registers::problems(schema, &record, &context), []);
        }
    }
    let member = ledger.record(&RecordId::keyed("member", "A02")).unwrap();
    assert_eq!(member.text("name"), "𠮷<野>=\"\"'");
    assert_eq!(member.latest("standing").as_text(), Some("retired"));
    assert_eq!(member.latest("category").as_text(), Some("probationary"));
    let group = RecordId::keyed("group", "branch:=内科党支部|第一党小组");
    assert_eq!(member.latest("group").as_text(), Some(group.as_str()));
    let counts = ["member", "branch", "department", "group"]
        .map(|register| ledger.records(register).count());
    assert_eq!(counts, [3, 2, 2, 1]);
}

#[test]
fn undoing_takes_it_all_back_and_deleted_records_come_back_under_their_ids() {
    let mut ledger = Ledger::new();
    let edit = take(&mut ledger, ROSTER, &defaults(), draft(1, 1));
    let mut back = draft(1, 2);
    assert_eq!(undo(&ledger, edit, &mut back), []);
    let back = back.finish(&ledger).unwrap();
    ledger.insert(back);
    let left: usize =
        ["member", "branch", "department", "group"].map(|r| ledger.records(r).count()).iter().sum();
    assert_eq!(left, 0);
    take(&mut ledger, ROSTER, &defaults(), draft(1, 3));
    assert!(!ledger.record(&RecordId::keyed("member", "A01")).unwrap().is_deleted());
    assert_eq!(ledger.records("branch").count(), 2);
    assert_eq!(kinds(&plan(&ledger, ROSTER, &defaults())), "sss");
}

#[test]
fn two_tablets_make_the_same_records_of_one_roster() {
    let numbered = ROSTER.replace("阿依古丽·买买提,,", "阿依古丽·买买提,A03,");
    let ids = |writer| {
        let mut ledger = Ledger::new();
        take(&mut ledger, &numbered, &defaults(), draft(writer, 1));
        let mut ids: Vec<String> = ["member", "branch", "department", "group"]
            .iter()
            .flat_map(|r| ledger.records(r).map(|one| one.id().to_string()))
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(1), ids(2));
}

#[test]
fn what_changed_holds_from_the_month_and_the_past_stays() {
    let mut ledger = Ledger::new();
    take(&mut ledger, ROSTER, &defaults(), draft(1, 1));
    let later = Defaults { since: Month::new(2026, 11).unwrap(), ..defaults() };
    let moved = ROSTER.replace("心内科,内科党支部", "心内科,外科党支部");
    let planned = plan(&ledger, &moved, &later);
    assert_eq!(kinds(&planned), "css");
    take(&mut ledger, &moved, &later, draft(1, 2));
    let member = ledger.record(&RecordId::keyed("member", "A01")).unwrap();
    let branch_in = |month| {
        let day = Month::new(2026, month).unwrap().first_day();
        member.on("branch", day).as_text().unwrap().to_owned()
    };
    assert_eq!(
        (branch_in(10).as_str(), branch_in(11).as_str()),
        ("branch:=内科党支部", "branch:=外科党支部")
    );
    // The group of the old branch does not stay.
    assert_eq!(member.latest("group").as_text(), Some("group:=branch:=外科党支部|第一党小组"));
    assert_eq!(kinds(&plan(&ledger, &moved, &defaults())), "sss");
}

#[test]
fn rows_that_would_be_faulty_are_refused_and_make_nothing() {
    let ledger = Ledger::new();
    let text = "姓名,出生年月,入党时间,支部\n张三,1990-05,1985-01,甲支部\n李四,1990-05,2015-01,\n";
    let planned = plan(&ledger, text, &defaults());
    assert_eq!(kinds(&planned), "rr");
    let reasons = |at: usize| match &planned.rows[at].outcome {
        RowOutcome::Refused { reasons } => reasons.join("；"),
        other => format!("{other:?}"),
    };
    assert_eq!(reasons(0), "入党时间早于出生年月");
    assert!(reasons(1).starts_with("没有写支部"), "{}", reasons(1));
    let defaults = defaults();
    let mut rows = unchecked(&ledger, text).rows;
    let mut taking = RosterImport::new(&ledger, &defaults);
    taking.check(&mut rows);
    assert_eq!(taking.created(), []);
}

#[test]
fn a_finer_standing_is_kept_where_the_roster_says_it_coarsely() {
    let mut ledger = Ledger::new();
    take(&mut ledger, ROSTER, &defaults(), draft(1, 1));
    let mut aid = draft(1, 2);
    aid.entry(&RecordId::keyed("member", "A01"), "standing", "2026-03-01", "aid");
    let edit = aid.finish(&ledger).unwrap();
    ledger.insert(edit);
    let text = ROSTER.replace("正式,在职", "正式,流动");
    assert_eq!(kinds(&plan(&ledger, &text, &defaults())), "sss");
    let text = ROSTER.replace("正式,在职", "正式,退休");
    take(&mut ledger, &text, &defaults(), draft(1, 3));
    assert_eq!(kinds(&plan(&ledger, &text, &defaults())), "sss");
}

#[test]
fn no_field_of_a_roster_is_longer_than_the_register_takes() {
    for field in roster_fields::FIELDS.iter().filter(|field| field.kind != FieldKind::Posts) {
        let (own, _) = register_field(field.name);
        let kept = MEMBER_SCHEMA.field(own).unwrap().kind;
        if let (FieldKind::Text(read), registers::Kind::Text(most) | registers::Kind::Lines(most)) =
            (field.kind, kept)
        {
            assert!(read <= most, "{}", field.label);
        }
    }
}
