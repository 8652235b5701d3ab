//! Members of one name in one list, told apart by what else is known of them.

use std::collections::BTreeMap;

use crate::ledger::{Ledger, RecordId};
use crate::ordered;

use super::engine::{Privacy, name_of, show_field};
use super::member::MEMBER_SCHEMA;

/// What tells members of one name apart, the first that does for all of them.
const BY: [&str; 4] = ["department", "group", "staff_number", "born"];

/// The names of members as they stand in one list: those that stand there more than once with what tells
/// them apart, 张伟（心内科）. What is not public is used only where the list is not.
pub fn names_apart<'a>(
    ledger: &Ledger,
    members: impl IntoIterator<Item = &'a RecordId>,
    is_public: bool,
) -> BTreeMap<RecordId, String> {
    let mut by_name: BTreeMap<String, Vec<&RecordId>> = BTreeMap::new();
    for member in members {
        let of_name = by_name.entry(name_of(ledger, member)).or_default();
        if !of_name.contains(&member) {
            of_name.push(member);
        }
    }
    let mut names = BTreeMap::new();
    for (name, of_name) in by_name {
        let told = (of_name.len() > 1).then(|| told_apart(ledger, &of_name, is_public)).flatten();
        for (at, member) in of_name.into_iter().enumerate() {
            let by = told.as_ref().and_then(|told| told.get(at));
            let shown = by.map_or_else(|| name.clone(), |by| format!("{name}（{by}）"));
            names.insert(member.clone(), shown);
        }
    }
    names
}

/// What tells some members apart, in their order; `None` where nothing does.
fn told_apart(ledger: &Ledger, members: &[&RecordId], is_public: bool) -> Option<Vec<String>> {
    let fields = BY.iter().filter_map(|name| MEMBER_SCHEMA.field(name));
    let mut fields = fields.filter(|field| !is_public || field.privacy == Privacy::Public);
    fields.find_map(|field| {
        let text = |id: &&RecordId| Some(show_field(ledger, field, &ledger.record(id)?));
        let texts: Vec<String> = members.iter().map(text).collect::<Option<_>>()?;
        let different = ordered::set(texts.iter().filter(|text| !text.is_empty())).len();
        (different == texts.len()).then_some(texts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Draft, EditId, Moment, WriterId};

    fn member(number: &str) -> RecordId {
        RecordId::keyed("member", number)
    }

    /// Two of one name in two departments, two of another who have but their numbers, and one alone.
    fn world() -> Ledger {
        let mut ledger = Ledger::new();
        let at = Moment { millis: 1_795_000_000_000, offset: 480 };
        let id = EditId { writer: WriterId(1), number: 1 };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "");
        let of = |draft: &mut Draft, number: &str, name: &str, department: &str| {
            draft.field(&member(number), "name", name);
            draft.field(&member(number), "staff_number", number);
            let key = format!("department:={department}");
            draft.field(&RecordId::keyed("department", department), "name", department);
            draft.entry(&member(number), "department", "2026-01-01", key.as_str());
        };
        of(&mut draft, "1", "张伟", "心内科");
        of(&mut draft, "2", "张伟", "检验科");
        of(&mut draft, "3", "王芳", "心内科");
        of(&mut draft, "4", "王芳", "心内科");
        of(&mut draft, "5", "李娜", "心内科");
        ledger.insert(draft.finish(&ledger).expect("something changed"));
        ledger
    }

    #[test]
    fn who_has_the_name_of_another_is_told_apart_and_nobody_else() {
        let ledger = world();
        let ids: Vec<RecordId> = (1..=5).map(|number| member(&number.to_string())).collect();
        let shown = |is_public: bool| {
            names_apart(&ledger, &ids, is_public).into_values().collect::<Vec<_>>()
        };
        let own = ["张伟（心内科）", "张伟（检验科）", "王芳（3）", "王芳（4）", "李娜"];
        assert_eq!(shown(false), own);
        // The number is not for the wall.
        assert_eq!(shown(true)[2..4], ["王芳", "王芳"]);
        let alone = names_apart(&ledger, [&ids[0], &ids[0]], false);
        assert_eq!(alone[&ids[0]], "张伟");
    }
}
