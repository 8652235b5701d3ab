//! Values that only make sense together, by name.

use std::collections::BTreeMap;
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
            ordered::sort_by(&mut members, |one, other| one.0.cmp(&other.0));
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

    /// The members in a map of their own, to be changed.
    pub fn to_map(&self) -> BTreeMap<Arc<str>, Value> {
        ordered::map(self.0.iter().cloned())
    }
}

impl From<BTreeMap<Arc<str>, Value>> for Group {
    fn from(members: BTreeMap<Arc<str>, Value>) -> Self {
        Self(members.into_iter().collect())
    }
}

/// Of two members with one name, the later stays.
impl FromIterator<(Arc<str>, Value)> for Group {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(members: I) -> Self {
        ordered::map(members).into()
    }
}

#[cfg(test)]
mod tests {
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
            for names in [&one, &other] {
                let whole = map(names).len() == names.len();
                prop_assert_eq!(Group::of(members(names)), whole.then(|| map(names).into()));
            }
            let (one, other) = (map(&one), map(&other));
            let (first, second) = (Group::from(one.clone()), Group::from(other.clone()));
            prop_assert_eq!(first.cmp(&second), one.cmp(&other));
            prop_assert!(first.iter().eq(one.iter()) && first.values().eq(one.values()));
            for name in (0..20u8).map(|name| name.to_string()) {
                prop_assert_eq!(first.get(&name), one.get(&*name));
            }
            prop_assert_eq!(first.to_map(), one);
        }
    }
}
