//! Compound value: named members that only make sense together.

use std::sync::Arc;

use super::ordered;
use super::value::Value;

/// The members of a group, each name once, in the order of their names. A copy shares them: the
/// frozen sheet of a month is one such value, and is handed on as often as any other.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(Arc<[(Arc<str>, Value)]>);

impl Group {
    /// Makes a group of its members; `None` where a name occurs twice.
    pub fn of(mut members: Vec<(Arc<str>, Value)>) -> Option<Self> {
        let is_ordered = |members: &[(Arc<str>, Value)]| members.is_sorted_by(|a, b| a.0 < b.0);
        // What we have written comes in order.
        if !is_ordered(&members) {
            sort(&mut members);
        }
        is_ordered(&members).then(|| Self(members.into()))
    }

    /// The member of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.0.binary_search_by(|(one, _)| (**one).cmp(name)).ok()?;
        Some(&self.0[at].1)
    }

    /// The members, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// Their values, in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.0.iter().map(|(_, value)| value)
    }

    /// It as a value; without members it is none.
    pub fn or_null(self) -> Value {
        if self.0.is_empty() { Value::Null } else { Value::Group(self) }
    }

    /// The same group with a value under a name, whether it had one there or not.
    pub fn with(&self, name: &str, value: Value) -> Self {
        self.0.iter().cloned().chain([(name.into(), value)]).collect()
    }

    /// The same group without a name.
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(one, _)| **one != *name).cloned().collect())
    }

    /// The members of both; of two values with one name, the greater stays.
    pub(super) fn join(&self, other: &Self) -> Self {
        let members = self.0.iter().chain(&*other.0).cloned().collect();
        Self::settled(members, |former, later| former < later)
    }

    /// A group of members of which several may have one name: whether a later one takes the place of
    /// a former one is for the caller to say.
    fn settled(mut members: Vec<(Arc<str>, Value)>, yields: fn(&Value, &Value) -> bool) -> Self {
        sort(&mut members);
        members.dedup_by(|(later, value), (name, kept)| {
            let is_same = later == name;
            if is_same && yields(kept, value) {
                std::mem::swap(kept, value);
            }
            is_same
        });
        Self(members.into())
    }
}

/// Sorts by name; what has one name keeps its order.
fn sort(members: &mut [(Arc<str>, Value)]) {
    ordered::sort_by(members, |one, other| one.0.cmp(&other.0));
}

/// Of two members with one name, the later stays.
impl FromIterator<(Arc<str>, Value)> for Group {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(members: I) -> Self {
        Self::settled(members.into_iter().collect(), |_, _| true)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn members(names: &[u8]) -> Vec<(Arc<str>, Value)> {
        let numbered = names.iter().zip(0..);
        numbered.map(|(name, place)| (name.to_string().into(), Value::Int(place))).collect()
    }

    proptest! {
        #[test]
        fn a_group_is_what_a_map_of_its_members_is(one in vec(0..20u8, 0..6), other in vec(0..20u8, 0..6)) {
            let map = |names: &[u8]| members(names).into_iter().collect::<BTreeMap<_, _>>();
            let all = |group: &Group| -> BTreeMap<Arc<str>, Value> {
                group.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
            };
            for names in [&one, &other] {
                let group: Group = members(names).into_iter().collect();
                prop_assert_eq!(all(&group), map(names));
                let whole = map(names).len() == names.len();
                prop_assert_eq!(Group::of(members(names)), whole.then_some(group));
            }
            let [first, second] = [&one, &other].map(|names| members(names).into_iter().collect::<Group>());
            let (one, other) = (map(&one), map(&other));
            prop_assert_eq!(first.cmp(&second), one.cmp(&other));
            prop_assert!(first.iter().eq(one.iter()) && first.values().eq(one.values()));
            for name in (0..20u8).map(|name| name.to_string()) {
                prop_assert_eq!(first.get(&name), one.get(&*name));
            }
            let mut joined = one.clone();
            for (name, value) in &other {
                let place = joined.entry(name.clone()).or_default();
                *place = place.clone().max(value.clone());
            }
            prop_assert_eq!(all(&first.join(&second)), joined);
            for name in ["3", "30"] {
                let (mut with, mut without) = (one.clone(), one.clone());
                with.insert(name.into(), Value::Null);
                without.remove(name);
                prop_assert_eq!(all(&first.with(name, Value::Null)), with);
                prop_assert_eq!(all(&first.without(name)), without);
            }
        }
    }
}
