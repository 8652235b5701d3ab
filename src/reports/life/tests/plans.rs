use super::*;

fn topics(book: &Book, today: &str) -> Vec<TopicState> {
    let context = Context::new(&book.ledger, day(today));
    let found = planned_topics(&context, &branch("甲"), 2026);
    found.into_iter().map(|one| one.state).collect()
}

fn plan(book: &mut Book, key: &str, topic: &str, number: i64) {
    let plan = id("study_plan", "p");
    book.put(&plan, &[("year", Value::Int(2026))]);
    let mut columns = vec![("topic", topic.into())];
    if number > 0 {
        columns.push(("month", Value::Int(number)));
    }
    let row = Book::columns(&STUDY_PLAN_SCHEMA, "topics", &columns);
    book.put_row(&plan, "topics", key, row);
}

#[test]
fn a_topic_is_studied_where_a_meeting_of_its_month_says_so() {
    let mut book = Book::new();
    plan(&mut book, "1", "中国共产党章程", 3);
    plan(&mut book, "2", "廉洁准则", 4);
    plan(&mut book, "3", "二十届四中全会精神", 11);
    plan(&mut book, "4", "没有月份的", 0);
    let subject = |text: &str| [("subject", text.into())];
    let roll = [("1", "present")];
    let first =
        book.meeting("a", ("study", "甲", "2026-03-05"), &subject("学习《中国共产党章程》"), &roll);
    // Of another branch, of a month before, of another kind, without a roll, too short: none of them.
    book.meeting("b", ("study", "乙", "2026-04-05"), &subject("廉洁准则"), &roll);
    book.meeting("c", ("study", "甲", "2026-02-05"), &subject("廉洁准则"), &roll);
    book.meeting("d", ("general", "甲", "2026-04-05"), &subject("廉洁准则"), &roll);
    book.meeting("e", ("study", "甲", "2026-04-06"), &subject("廉洁准则"), &[]);
    assert_eq!(
        topics(&book, "2026-06-30"),
        [TopicState::Matched(first), TopicState::Missed, TopicState::Ahead, TopicState::Undated]
    );
    book.meeting("g", ("study", "甲", "2026-04-07"), &subject("廉"), &roll);
    assert_eq!(topics(&book, "2026-06-30")[1], TopicState::Missed);
    // Later in the year with the topic for its subject.
    let later = book.meeting("h", ("study", "甲", "2026-05-05"), &subject("廉洁准则"), &roll);
    assert_eq!(topics(&book, "2026-06-30")[1], TopicState::Matched(later));
    // A shorter subject is found in the topic.
    let whole = book.meeting("f", ("lecture", "", "2026-04-20"), &subject("廉洁"), &roll);
    assert_eq!(topics(&book, "2026-06-30")[1], TopicState::Matched(whole));
}

#[test]
fn a_named_meeting_goes_before_what_subjects_say() {
    let mut book = Book::new();
    let meeting = book.meeting("a", ("general", "甲", "2026-05-05"), &[], &[("1", "present")]);
    plan(&mut book, "1", "廉洁准则", 4);
    let name = |book: &mut Book, month: Value, meeting: &RecordId| {
        let meeting = meeting.to_string().into();
        let row = [("topic", "廉洁准则".into()), ("month", month), ("meeting", meeting)];
        let row = Book::columns(&STUDY_PLAN_SCHEMA, "topics", &row);
        book.put_row(&id("study_plan", "p"), "topics", "1", row);
    };
    name(&mut book, Value::Int(4), &meeting);
    assert_eq!(topics(&book, "2026-06-30"), [TopicState::Named(meeting.clone())]);
    // Named, and not held yet; or of another branch, whose study is not this one's.
    let planned = book.meeting("b", ("study", "甲", "2026-07-05"), &[], &[]);
    name(&mut book, Value::Null, &planned);
    assert_eq!(topics(&book, "2026-06-30"), [TopicState::Called(planned)]);
    let other = book.meeting("c", ("study", "乙", "2026-05-06"), &[], &[("4", "present")]);
    name(&mut book, Value::Null, &other);
    assert_eq!(topics(&book, "2026-06-30"), [TopicState::Undated]);
    name(&mut book, Value::Int(4), &meeting);
    book.act(|draft| draft.delete(&meeting));
    assert_eq!(topics(&book, "2026-06-30"), [TopicState::Missed]);
}
