//! The choice of which mentions go: a switch for each that was shown.

use std::collections::{BTreeMap, BTreeSet};

use super::mentions::Mention;
use super::places::Place;

/// The choice among mentions that are shown: which are erased, and which stay as they are. What was
/// not shown is not erased; and whatever was shown once keeps its switch, also where it leaves the
/// list and comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MentionChoice {
    shown: BTreeSet<Place>,
    switches: BTreeMap<Place, bool>,
}

impl MentionChoice {
    /// Goes on with what is shown now. New places are erased unless the user spares them; where
    /// someone else has the name, they stay unless the user says so.
    pub fn show(&mut self, mentions: &[Mention], is_ambiguous: bool) {
        self.shown.clear();
        for Mention { place, .. } in mentions {
            self.shown.insert(place.clone());
            self.switches.entry(place.clone()).or_insert(!is_ambiguous);
        }
    }

    /// Notes what the user wants of a place.
    pub fn choose(&mut self, place: &Place, is_erased: bool) {
        self.switches.insert(place.clone(), is_erased);
    }

    /// Whether a place is shown and goes.
    pub fn is_erased(&self, place: &Place) -> bool {
        self.shown.contains(place) && self.switches.get(place).is_some_and(|on| *on)
    }

    /// All that is shown and goes.
    pub fn erased(&self) -> Vec<Place> {
        self.shown.iter().filter(|place| self.is_erased(place)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::places::at;
    use super::super::world::member;
    use super::*;

    fn place(number: &str) -> Place {
        at(&member(number), "notes")
    }

    fn found(numbers: &[&str]) -> Vec<Mention> {
        let mention =
            |number: &&str| Mention { place: place(number), record: None, words: String::new() };
        numbers.iter().map(mention).collect()
    }

    #[test]
    fn a_switch_stays_as_it_was_whatever_comes_into_the_list() {
        let mut choice = MentionChoice::default();
        choice.show(&found(&["1", "2"]), false);
        assert_eq!(choice.erased(), [place("1"), place("2")]);
        choice.choose(&place("1"), false);
        for (numbers, is_ambiguous) in [
            (&["1", "2", "3"][..], false),
            // Away for a while, and back.
            (&["2"], false),
            (&["1", "2"], true),
            (&["1", "2"], false),
        ] {
            choice.show(&found(numbers), is_ambiguous);
            assert!(!choice.is_erased(&place("1")));
            assert!(choice.is_erased(&place("2")));
        }
    }

    #[test]
    fn where_another_has_the_name_only_what_the_user_says_goes() {
        let mut choice = MentionChoice::default();
        choice.show(&found(&["1", "2"]), true);
        assert_eq!(choice.erased(), []);
        choice.choose(&place("2"), true);
        // That the other one has gone turns nothing on.
        choice.show(&found(&["1", "2"]), false);
        assert_eq!(choice.erased(), [place("2")]);
    }

    #[test]
    fn what_was_not_shown_does_not_go() {
        let mut choice = MentionChoice::default();
        choice.show(&found(&["1", "2"]), false);
        choice.show(&found(&["1"]), false);
        assert_eq!(choice.erased(), [place("1")]);
        assert!(!choice.is_erased(&place("2")));
        assert!(!choice.is_erased(&place("3")));
    }
}
