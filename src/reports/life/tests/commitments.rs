use super::*;

const TODAY: &str = "2026-08-15";

impl Book {
    fn commit_to(&mut self, key: &str, who: &str, fields: &[(&str, &str)]) {
        let one = id("commitment", key);
        let who = member(who).to_string();
        self.put(
            &one,
            &[
                ("member", who.into()),
                ("year", Value::Int(2026)),
                ("matter", format!("承诺{key}").into()),
                ("until", "2026-12-31".into()),
            ],
        );
        for (field, text) in fields {
            self.put(&one, &[(*field, (*text).into())]);
        }
    }

    fn rows(&self, year: i32) -> Vec<CommitmentRow> {
        let context = Context::new(&self.ledger, day(TODAY));
        commitment_rows(&context, &Roster::of(&self.ledger), &branch("甲"), year)
    }

    /// Saves what is typed as one edit, and returns its members.
    fn save(&mut self, year: i32, texts: &CommitmentTexts) -> Vec<RecordId> {
        let ready = texts.ready(&self.rows(year));
        let ledger = self.ledger.clone();
        self.act(|draft| texts.write(&ledger, year, &ready, draft).expect("nothing is wrong"));
        ready
    }
}

fn typed(texts: &[(&str, &str)]) -> CommitmentTexts {
    let mut typed = CommitmentTexts::of_year(2026);
    for (who, text) in texts {
        typed.set(&member(who), (*text).to_owned());
    }
    typed
}

fn states(row: &CommitmentRow) -> Vec<(&str, &str)> {
    row.commitments.iter().map(|one| (&*one.matter, one.state.word())).collect()
}

#[test]
fn rows_are_all_members_with_their_commitments_of_the_year() {
    let mut book = Book::new();
    let approved = ("approved_on", "2026-01-10");
    book.commit_to("a", "1", &[approved, ("done_on", "2026-05-01")]);
    book.commit_to("b", "1", &[approved]);
    book.commit_to("c", "1", &[approved, ("until", "2026-03-31")]);
    book.commit_to("d", "1", &[]);
    book.commit_to("e", "1", &[approved, ("released_why", "援外")]);
    book.commit_to("f", "2", &[("year", "2025")]);
    book.put(&id("commitment", "f"), &[("year", Value::Int(2025))]);
    let rows = book.rows(2026);
    let members: Vec<_> = rows.iter().map(|row| row.member.clone()).collect();
    assert_eq!(members, [member("1"), member("2"), member("3")]);
    let all = [
        ("承诺a", "已兑现"),
        ("承诺b", "进行中"),
        ("承诺c", "到期未兑现"),
        ("承诺d", "待审核"),
        ("承诺e", "已免除"),
    ];
    assert_eq!(states(&rows[0]), all);
    assert!(rows[1].commitments.is_empty());
    assert_eq!(states(&book.rows(2025)[1]).len(), 1);
}

#[test]
fn what_is_typed_is_saved_as_one_edit() {
    let mut book = Book::new();
    let mut texts = typed(&[("1", " 参加义诊 6 次 "), ("3", "带教一名新人")]);
    texts.until = "2026-11-30".to_owned();
    assert_eq!(book.save(2026, &texts), [member("1"), member("3")]);
    let rows = book.rows(2026);
    assert_eq!(states(&rows[0]), [("参加义诊 6 次", "待审核")]);
    assert_eq!(states(&rows[2]), [("带教一名新人", "待审核")]);
    let record = book.ledger.record(&rows[2].commitments[0].record).unwrap();
    assert_eq!((record.text("until"), record.get("year")), ("2026-11-30", &Value::Int(2026)));
}

#[test]
fn faults_keep_a_text_from_being_saved_and_hints_do_not() {
    let mut book = Book::new();
    book.commit_to("a", "1", &[]);
    let long = "长".repeat(121);
    let texts = typed(&[("1", "承诺 a"), ("2", &long), ("3", "　 ")]);
    let rows = book.rows(2026);
    let hint = "已有同样的承诺，保存会再登记一条".to_owned();
    assert_eq!(texts.note(&rows[0]), Some(TextNote::Hint(hint)));
    let long = "承诺事项最多 120 个字，请改短".to_owned();
    assert_eq!(texts.note(&rows[1]), Some(TextNote::Fault(long)));
    let blank = "只有空格，没有写承诺".to_owned();
    assert_eq!(texts.note(&rows[2]), Some(TextNote::Fault(blank)));
    assert_eq!(texts.ready(&rows), [member("1")]);
}

#[test]
fn the_day_is_asked_for_and_another_year_is_told() {
    let mut texts = typed(&[]);
    assert_eq!(texts.until_note(2026), None);
    let other = "完成时限不在2025年，请核对".to_owned();
    assert_eq!(texts.until_note(2025), Some(TextNote::Hint(other)));
    let before = "完成时限早于2027年".to_owned();
    assert_eq!(texts.until_note(2027), Some(TextNote::Fault(before)));
    for text in ["", "年底"] {
        texts.until = text.to_owned();
        assert!(matches!(texts.until_note(2026), Some(TextNote::Fault(_))), "{text}");
    }
}

#[test]
fn approving_gives_every_waiting_commitment_its_day() {
    let mut book = Book::new();
    book.commit_to("a", "1", &[]);
    book.commit_to("b", "2", &[("approved_on", "2026-01-10")]);
    book.commit_to("c", "3", &[("released_why", "援外")]);
    book.commit_to("d", "4", &[]);
    let context = Context::new(&book.ledger, day(TODAY));
    let waiting = unapproved(&context, &book.rows(2026));
    assert_eq!(waiting, [id("commitment", "a")]);
    book.act(|draft| draft_approval(draft, &waiting, day(TODAY)));
    assert_eq!(states(&book.rows(2026)[0]), [("承诺a", "进行中")]);
}

#[test]
fn of_several_pasted_texts_the_first_new_one_is_filled_in() {
    let mut book = Book::new();
    book.commit_to("a", "1", &[]);
    let rows = book.rows(2026);
    let mut texts = typed(&[]);
    let pasted = [(0, "承诺a"), (0, "承诺b"), (0, "承诺c"), (2, "承诺d"), (9, "承诺e")];
    let pasted = pasted.map(|(row, text)| (row, text.to_owned())).to_vec();
    let done = texts.fill(&rows, pasted);
    assert_eq!(done, FilledTexts { filled: 2, known: 1, further: 1 });
    assert_eq!(texts, typed(&[("1", "承诺b"), ("3", "承诺d")]));
}

#[test]
fn typed_texts_come_back_from_their_draft() {
    let mut texts = typed(&[("1", "参加义诊"), ("2", " ")]);
    texts.until = "年底".to_owned();
    let value = texts.to_value().expect("something is typed");
    assert_eq!(CommitmentTexts::from_value(&value), Some(texts));
    assert_eq!(typed(&[]).to_value(), None);
}
