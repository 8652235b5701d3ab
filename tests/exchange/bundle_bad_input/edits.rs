//! What can be wrong with an edit.

use yixin::codec::limits;
use yixin::codec::wire::Wrong;
use yixin::exchange::bundle::BundleError;

use super::{
    Bad,
    Gives::{Error, Fault, Malformed, Unread},
    bad, in_edit, with_third,
};

/// Edits of which a member is missing, doubled or of another type.
pub fn members() -> Vec<Bad> {
    let mut all = Vec::new();
    for name in ["id", "at", "offset", "by", "act", "size", "changes"] {
        let start = format!("\"{name}\":");
        let away = in_edit(&start, &format!("\"x{name}\":"));
        all.push(bad(format!("edit without {name}"), away, Unread("missing field")));
        let twice = with_third(|line| line.replacen('{', &format!("{{{start}null,"), 1));
        // What comes first is of another type; where null would do, it would be doubled.
        all.push(bad(format!("edit whose {name} is null"), twice, Unread("invalid type")));
    }
    let first = "{\"record\":\"score_entry:00000000000000ff-3-0\",\"field\":\"line\"";
    for (name, value) in [("record", "\"member:=1\""), ("field", "\"x\""), ("value", "1")] {
        let start = format!("\"{name}\":");
        let away = match name {
            "value" => in_edit(",\"value\":\"A1-1\"", ""),
            _ => with_third(|line| {
                line.replacen(first, &first.replacen(&start, "\"index\":0,\"key\":", 1), 1)
            }),
        };
        all.push(bad(format!("change without {name}"), away, Unread("missing field")));
        let twice = in_edit("\"changes\":[{", &format!("\"changes\":[{{{start}{value},"));
        all.push(bad(format!("change with {name} twice"), twice, Unread("duplicate field")));
    }
    for name in ["record", "field"] {
        for other in ["null", "7", "[\"a\"]", "{}"] {
            let start = format!("\"{name}\":\"");
            let other_type = in_edit(&start, &format!("\"{name}\":{other},\"xx\":\""));
            all.push(bad(
                format!("change whose {name} is {other}"),
                other_type,
                Unread("invalid type"),
            ));
        }
    }
    for (from, to, words) in [
        ("\"id\":\"00000000000000ff-3\"", "\"id\":3", "invalid type"),
        ("\"at\":1795266303000", "\"at\":\"2026-11-31\"", "invalid type"),
        ("\"at\":1795266303000", "\"at\":1795266303000.5", "invalid type"),
        ("\"at\":1795266303000", "\"at\":9223372036854775808", "invalid value"),
        ("\"offset\":480", "\"offset\":40000", "invalid value"),
        ("\"by\":{", "\"by\":{\"age\":3,", "unknown field"),
        ("\"by\":{", "\"by\":{\"name\":\"甲\",", "duplicate field"),
        ("\"by\":{\"name\":\"欧阳·𠮷野\",", "\"by\":{", "missing field"),
        ("\"act\":\"edit\"", "\"act\":[\"edit\"]", "invalid type"),
        ("\"reason\":\"", "\"reason\":null,\"was\":\"", "invalid type"),
        ("\"size\":5", "\"size\":-5", "invalid value"),
        ("\"size\":5", "\"size\":4294967296", "invalid value"),
        ("\"size\":5", "\"size\":\"5\"", "invalid type"),
        ("\"size\":5", "\"size\":5,\"size\":5", "duplicate field"),
        ("\"size\":5", "\"size\":5,\"x\":1,\"x\":2", "occurs twice"),
        ("\"size\":5", "\"size\":5,\"x\":0.5", "invalid type"),
        ("\"size\":5", "\"size\":5,\"changes\":[]", "duplicate field"),
        ("\"changes\":[", "\"changes\":[null,", "invalid type"),
        ("\"changes\":[", "\"changes\":[7,", "invalid type"),
        ("\"changes\":[", "\"changes\":{\"0\":1},\"was\":[", "invalid type"),
        ("{\"record\"", "{\"index\":-1,\"record\"", "invalid value"),
        ("{\"record\"", "{\"index\":\"0\",\"record\"", "invalid type"),
        ("{\"record\"", "{\"recrod\":1,\"record\"", "unknown field"),
        ("{\"record\"", "{\"extra\":{},\"record\"", "unknown field"),
        ("\"key\":\"member:=1001\"", "\"key\":1001", "invalid type"),
        ("\"replaces\":[\"1795266302000-2\"]", "\"replaces\":\"1795266302000-2\"", "invalid type"),
        ("\"replaces\":[\"1795266302000-2\"]", "\"replaces\":[1795266302000]", "invalid type"),
        ("\"replaces\":[\"1795266302000-2\"]", "\"replaces\":null", "invalid type"),
        ("\"value\":\"A1-1\"", "\"value\":\"A1-1\",\"stamp\":1795266303000", "invalid type"),
        ("\"value\":\"A1-1\"", "\"value\":1.5", "invalid type"),
        ("\"value\":\"A1-1\"", "\"value\":1e3", "invalid type"),
        ("\"value\":\"A1-1\"", "\"value\":-0", "invalid type"),
        ("\"value\":\"A1-1\"", "\"value\":1e400", "number out of range"),
        ("\"value\":\"A1-1\"", "\"value\":9223372036854775808", "number out of range"),
        ("\"value\":\"A1-1\"", "\"value\":99999999999999999999", "invalid type"),
        ("\"value\":\"A1-1\"", "\"value\":{\"a\":1,\"a\":2}", "twice in a group"),
        ("\"value\":\"A1-1\"", "\"value\":{\"a\":{\"b\":0,\"\\u0062\":0}}", "twice in a group"),
        ("\"value\":\"A1-1\"", "\"value\":\"\\ud800\"", "hex escape"),
        ("\"value\":\"A1-1\"", "\"value\":\"\\udc00\\ud800\"", "surrogate"),
    ] {
        all.push(bad(format!("edit {from} → {to}"), in_edit(from, to), Unread(words)));
    }
    for (name, line) in
        [("nothing", "null"), ("a number", "7"), ("a text", "\"x\""), ("a list", "[]")]
    {
        all.push(bad(
            format!("edit that is {name}"),
            with_third(|_| line.into()),
            Unread("invalid type"),
        ));
    }
    for (value, words) in [
        ("\"\u{1}\"", "control character"),
        ("NaN", "expected value"),
        ("undefined", "expected value"),
        ("=1+1", "expected value"),
        ("[1,]", "expected value"),
        ("01", "invalid number"),
    ] {
        let text = in_edit("\"value\":\"A1-1\"", &format!("\"value\":{value}"));
        all.push(bad(format!("value {value:?} that is no JSON"), text, Malformed(words)));
    }
    all
}

/// Edits whose members are of the right type and wrong.
pub fn values() -> Vec<Bad> {
    let id = "\"id\":\"00000000000000ff-3\"";
    let at = "\"at\":1795266303000";
    let record = "\"record\":\"score_entry:00000000000000ff-3-0\"";
    let field = "\"field\":\"line\"";
    let key = "\"key\":\"member:=1001\"";
    let value = "\"value\":\"A1-1\"";
    let replaces = "\"replaces\":[\"1795266302000-2\"]";
    let long = |bytes: usize| "x".repeat(bytes + 1);
    let too_long = |name, most| Wrong::TooLong { name, most };
    let nested = |depth: usize| format!("\"value\":{}1{}", "[".repeat(depth), "]".repeat(depth));
    let mut all = Vec::new();
    let mut add = |from: &str, to: String, change: Option<usize>, what: Wrong| {
        let short: String = to.chars().take(60).collect();
        all.push(bad(format!("edit {from} ⇒ {short}"), in_edit(from, &to), Fault(change, what)));
    };
    for text in ["", "ff-3", "<script>", "00000000000000FF-3", "00000000000000ff-03"] {
        add(id, format!("\"id\":\"{text}\""), None, Wrong::Id);
    }
    for text in ["-0", "-4294967296", "-+3", "--3", "", "-3-3", "-３"] {
        add(id, format!("\"id\":\"00000000000000ff{text}\""), None, Wrong::Id);
    }
    // The id of the edit before it.
    add(id, "\"id\":\"00000000000000ff-2\"".into(), None, Wrong::Twice);
    for time in ["0", "-1", "1577836799999", "221876928000000", "253402300799999"] {
        add(at, format!("\"at\":{time}"), None, Wrong::Time);
    }
    for offset in ["1441", "-1441", "32767"] {
        add("\"offset\":480", format!("\"offset\":{offset}"), None, Wrong::Time);
    }
    add(
        "\"name\":\"",
        format!("\"name\":\"{}", long(limits::NAME)),
        None,
        too_long("姓名", limits::NAME),
    );
    add(
        "\"role\":\"",
        format!("\"role\":\"{}", long(limits::NAME)),
        None,
        too_long("职务", limits::NAME),
    );
    let tablet = format!("\"tablet\":\"{}", long(limits::NAME));
    add("\"tablet\":\"", tablet, None, too_long("平板名称", limits::NAME));
    add(
        "\"act\":\"",
        format!("\"act\":\"{}", long(limits::WORD)),
        None,
        too_long("操作", limits::WORD),
    );
    let reason = format!("\"reason\":\"{}", long(limits::REASON));
    add("\"reason\":\"", reason, None, too_long("原因", limits::REASON));
    let extra = |value: String| format!("\"size\":5,\"x\":{value}");
    let text = extra(format!("\"{}\"", long(limits::TEXT)));
    add("\"size\":5", text, None, too_long("文字", limits::TEXT));
    add("\"size\":5", extra(format!("{}1{}", "[".repeat(11), "]".repeat(11))), None, Wrong::Deep);
    add("\"size\":5", "\"size\":4".into(), Some(5), Wrong::Index);
    add("\"size\":5", "\"size\":0".into(), Some(1), Wrong::Index);
    for index in ["5", "7", "4294967295"] {
        add("{\"record\"", format!("{{\"index\":{index},\"record\""), Some(1), Wrong::Index);
    }
    let second = "{\"record\":\"score_entry:00000000000000ff-3-0\",\"field\":\"who\"";
    add(second, format!("{{\"index\":0,{}", &second[1..]), Some(2), Wrong::Index);
    for text in ["", "member", ":x", "member:", "Member:=1001", "党员:=1001", "member :=1", "=1"]
    {
        add(record, format!("\"record\":\"{text}\""), Some(1), Wrong::Record);
    }
    for text in ["\\u0000", "\\n", "\\u007f", "\\u0085"] {
        add(record, format!("\"record\":\"member:=1{text}1\""), Some(1), Wrong::Record);
    }
    add(record, format!("\"record\":\"member:={}\"", long(200)), Some(1), Wrong::Record);
    for text in ["", "LINE", "__proto__.x", "a b", "姓名", "a-b", "a\\u0000", "\u{202e}line"] {
        add(field, format!("\"field\":\"{text}\""), Some(1), Wrong::Field);
    }
    add(field, format!("\"field\":\"{}\"", long(limits::WORD)), Some(1), Wrong::Field);
    for text in ["a\\u0000", "a\\n", "\\u009b31m"] {
        add(key, format!("\"key\":\"{text}\""), Some(2), Wrong::Key);
    }
    add(key, format!("\"key\":\"{}\"", long(limits::KEY)), Some(2), Wrong::Key);
    for text in [
        "",
        "x",
        "1795266303000",
        "01795266303000-0",
        "1795266303000-00",
        "1795266303000--1",
        "+1795266303000-0",
        "-1-0",
        "１７９５２６６３０３０００-0",
        "1795266303000-4294967296",
        "1795266303000-0-",
        "1795266303000-0-xyz",
        "1795266303000-0-00000000000000ff",
        "1795266303000-0-00000000000000fe",
        "1-0",
        "1577836799999-0",
        "221876928000000-0",
        "253402300799999-0",
        "9223372036854775807-4294967295",
        "9223372036854775808-0",
    ] {
        add(value, format!("{value},\"stamp\":\"{text}\""), Some(1), Wrong::Stamp);
    }
    for text in ["1995266303000-0", "1795266303000-2", "253402300799999-0", "x", ""] {
        add(replaces, format!("\"replaces\":[\"{text}\"]"), Some(3), Wrong::Stamp);
    }
    let many = vec!["\"1795266302000-2\""; limits::REPLACES + 1].join(",");
    let what = Wrong::TooMany { name: "所替换的值", most: limits::REPLACES };
    add(replaces, format!("\"replaces\":[{many}]"), Some(3), what);
    let text = format!("\"value\":\"{}\"", long(limits::TEXT));
    add(value, text, Some(1), too_long("文字", limits::TEXT));
    let name = format!("\"value\":{{\"{}\":1}}", long(limits::KEY));
    add(value, name, Some(1), too_long("名称", limits::KEY));
    let what = Wrong::TooMany { name: "一个值的内容", most: limits::PARTS };
    add(value, format!("\"value\":[{}0]", "0,".repeat(limits::PARTS)), Some(1), what);
    add(value, nested(limits::VALUE_DEPTH + 1), Some(1), Wrong::Deep);
    let deeper = in_edit(value, &nested(limits::DEPTH - 4));
    all.push(bad("value too deep to look at", deeper, Error(BundleError::TooDeep { line: 15 })));
    let empty = with_third(|line| {
        let changes = line.find("\"changes\":[").expect("changes");
        format!("{}\"changes\":[]}}", &line[..changes])
    });
    all.push(bad("edit without any change", empty, Fault(None, Wrong::NoChanges)));
    all
}
