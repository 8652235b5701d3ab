//! What can be wrong with the header.

use yixin::codec::limits;
use yixin::exchange::bundle::{BundleError, Foreign, Version};

use super::{
    Bad,
    Gives::{self, Error, Malformed},
    bad, in_header,
};

fn header_is_wrong(name: &'static str) -> Gives {
    Error(BundleError::Header(name))
}

const MEMBERS: [&str; 11] = [
    "format", "version", "ledger", "hospital", "from", "made", "kind", "scope", "counts", "sha256",
    "edits",
];

/// Each member of the header is missing, doubled, or of another type.
pub fn members() -> Vec<Bad> {
    let mut all = Vec::new();
    for name in MEMBERS {
        let start = format!("\n\"{name}\":");
        let wrong = || match name {
            "format" => Error(BundleError::Foreign(Foreign::Json)),
            name => header_is_wrong(name),
        };
        all.push(bad(
            format!("{name} missing"),
            in_header(&start, &format!("\n\"x{name}\":")),
            wrong(),
        ));
        all.push(bad(
            format!("{name} twice"),
            in_header(&start, &format!("\n\"{name}\":0,{}", &start[1..])),
            Malformed("出现了两次"),
        ));
        if !["scope", "edits"].contains(&name) {
            for other in ["null", "1.5", "[]", "true"] {
                let moved = format!("\n\"{name}\":{other},\n\"was\":");
                let name = format!("{name} is {other}");
                all.push(bad(name, in_header(&start, &moved), wrong()));
            }
        }
    }
    all
}

pub fn values() -> Vec<Bad> {
    let long = "长".repeat(limits::NAME / 3 + 1);
    let deep = format!("\"scope\":{}1{}", "[".repeat(16), "]".repeat(16));
    let newer = |major, minor| Error(BundleError::Newer(Version { major, minor }));
    let mut all: Vec<Bad> = [
        ("\"1.0\"", "\"one\"", "version"),
        ("\"1.0\"", "\"1\"", "version"),
        ("\"1.0\"", "\"1.x\"", "version"),
        ("\"1.0\"", "\"1.0.0\"", "version"),
        ("\"1.0\"", "\"-1.0\"", "version"),
        ("\"1.0\"", "\" 1.0\"", "version"),
        ("\"1.0\"", "\"１.0\"", "version"),
        ("\"1.0\"", "\"0.9\"", "version"),
        ("\"1.0\"", "\"99999999999.0\"", "version"),
        ("\"ledger\":\"0", "\"ledger\":\"", "ledger"),
        ("\"ledger\":\"0", "\"ledger\":\"00", "ledger"),
        ("\"ledger\":\"0", "\"ledger\":\"Z", "ledger"),
        ("\"ledger\":\"0", "\"ledger\":\"A", "ledger"),
        ("\"ledger\":\"0", "\"ledger\":\"+", "ledger"),
        ("\"hospital\":\"示例医院\"", "\"hospital\":{\"name\":\"示例医院\"}", "hospital"),
        ("\"hospital\":\"", "\"hospital\":\"\\ud800", "hospital"),
        ("\"name\":", "\"nom\":", "from"),
        ("\"role\":", "\"age\":3,\"role\":", "from"),
        ("\"tablet\":\"平板A\"", "\"tablet\":7", "from"),
        ("\"name\":", "\"name\":\"甲\",\"name\":", "from"),
        ("\"made\":{\"at\":1", "\"made\":{\"at\":-1", "made"),
        ("\"made\":{\"at\":1", "\"made\":{\"at\":999", "made"),
        ("1795266300000", "253402300799999", "made"),
        ("1795266300000", "1577836799999", "made"),
        ("1795266300000", "9223372036854775808", "made"),
        ("1795266300000", "\"2026-02-30\"", "made"),
        ("\"offset\":480", "\"offset\":1441", "made"),
        ("\"offset\":480", "\"offset\":-32769", "made"),
        ("\"offset\":480", "\"offset\":480,\"zone\":\"CST\"", "made"),
        ("\"scope\":null", "\"scope\":1.5", "scope"),
        ("\"scope\":null", "\"scope\":{\"a\":1,\"a\":2}", "scope"),
        ("\"scope\":null", "\"scope\":null,\n\"part\":0.5", "?"),
        ("\"edits\":5,", "", "counts"),
        ("\"edits\":5,", "\"edits\":-5,", "counts"),
        ("\"edits\":5,", "\"edits\":5.0,", "counts"),
        ("\"edits\":5,", "\"edits\":5,\"edits\":5,", "counts"),
        ("\"edits\":5,", "\"edits\":5,\"members\":1,", "counts"),
        ("\"edits\":5,", "\"edits\":18446744073709551616,", "counts"),
    ]
    .into_iter()
    .map(|(from, to, name)| {
        bad(format!("header {from} → {to}"), in_header(from, to), header_is_wrong(name))
    })
    .collect();
    for (name, from) in [
        ("hospital", "\"hospital\":\""),
        ("from", "\"name\":\""),
        ("from", "\"role\":\""),
        ("from", "\"tablet\":\""),
        ("kind", "\"kind\":\""),
    ] {
        let name_of = format!("header {from} too long");
        all.push(bad(name_of, in_header(from, &format!("{from}{long}")), header_is_wrong(name)));
    }
    for (from, to) in [
        ("\"edits\":5,", "\"edits\":4,"),
        ("\"edits\":5,", "\"edits\":18446744073709551615,"),
        ("\"changes\":25,", "\"changes\":24,"),
        ("\"records\":6", "\"records\":5"),
        ("\"sha256\":\"", "\"sha256\":\"0"),
        ("\"sha256\":\"09b7", "\"sha256\":\"09B7"),
        ("\"sha256\":\"09b7", "\"sha256\":\"09b8"),
        ("\"sha256\":\"", "\"sha256\":\"\",\n\"old\":\""),
    ] {
        let name = format!("promise {from} → {to}");
        all.push(bad(name, in_header(from, to), Error(BundleError::Altered)));
    }
    for text in ["Yixin-bundle", "yixin-bundle ", "yixin-bundle\\u0000", "yixin"] {
        let text = in_header("\"yixin-bundle\"", &format!("\"{text}\""));
        all.push(bad(format!("format {text}"), text, Error(BundleError::Foreign(Foreign::Json))));
    }
    all.extend([
        bad("next major version", in_header("\"1.0\"", "\"2.0\""), newer(2, 0)),
        bad("far major version", in_header("\"1.0\"", "\"4294967295.7\""), newer(u32::MAX, 7)),
        bad(
            "scope too deep",
            in_header("\"scope\":null", &deep),
            Error(BundleError::TooDeep { line: 9 }),
        ),
        bad(
            "unknown member with a name too long",
            in_header("\"scope\"", &format!("\"{}\":1,\n\"scope\"", "x".repeat(limits::WORD + 1))),
            Malformed("too long"),
        ),
    ]);
    all
}
