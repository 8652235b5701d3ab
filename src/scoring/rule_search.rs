//! Finding rule lines of a standard by what a secretary types: the code of an item or line, names,
//! what an item is about, or their pinyin; whole or in pieces.

use std::collections::BTreeMap;

use crate::ordered;
use crate::registers::{Findable, folded};

use super::standard::Standard;

/// The rule lines of a standard, prepared for being searched in.
#[derive(Debug, Clone, Default)]
pub struct RuleIndex {
    lines: Vec<IndexedLine>,
}

/// A rule line by the places in its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleMatch {
    /// The place of its item.
    pub item: usize,
    /// Its place in the item.
    pub line: usize,
}

#[derive(Debug, Clone)]
struct IndexedLine {
    place: RuleMatch,
    /// The ids of the item and of the line, folded, without dots.
    codes: [String; 2],
    item: Findable,
    event: Findable,
    /// The code, the item and the event, for what names several of them.
    names: Findable,
    about: Findable,
}

/// How well a line is found, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// By the code of the line, or of its item.
    Code,
    /// By the name of the item.
    Item,
    /// By what happened.
    Event,
    /// By some of these together.
    Names,
    /// By what the item is about, or what proves it.
    About,
}

impl RuleIndex {
    /// Prepares a standard; `read` says how a character is read in pinyin.
    pub fn new(standard: &Standard, read: impl Fn(char) -> &'static str + Copy) -> Self {
        let code = |id: &str| folded(id).replace('.', "");
        let mut lines = Vec::new();
        for (item_place, item) in standard.items.iter().enumerate() {
            let of_item = Findable::new(&item.name, read);
            let about = Findable::new(&format!("{}|{}", item.description, item.evidence), read);
            for (line_place, line) in item.lines.iter().enumerate() {
                let names = format!("{}|{}|{}", item.id, item.name, line.event);
                lines.push(IndexedLine {
                    place: RuleMatch { item: item_place, line: line_place },
                    codes: [code(&item.id), code(&line.id)],
                    item: of_item.clone(),
                    event: Findable::new(&line.event, read),
                    names: Findable::new(&names, read),
                    about: about.clone(),
                });
            }
        }
        Self { lines }
    }

    /// The lines that are meant, those of one item side by side, the best found first; all of them
    /// where nothing is typed. What fits as a whole leaves no room for what fits word by word, nor
    /// that for what fits in pieces.
    pub fn find(&self, query: &str) -> Vec<RuleMatch> {
        let whole = folded(query);
        if whole.is_empty() {
            return self.lines.iter().map(|line| line.place).collect();
        }
        let words: Vec<String> =
            query.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        let by_words = |line: &IndexedLine| {
            let ranks = words.iter().map(|word| line.rank(word));
            ranks.collect::<Option<Vec<Rank>>>()?.into_iter().max()
        };
        let in_pieces =
            |line: &IndexedLine| line.names.is_found_in_pieces(&whole).then_some(Rank::Names);
        let mut found = self.ranked(|line| line.rank(&whole));
        if found.is_empty() {
            found = self.ranked(by_words);
        }
        if found.is_empty() {
            found = self.ranked(in_pieces);
        }
        // What letters find in whole sentences is chance where they find a name.
        let is_spelt = whole.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_spelt && found.iter().any(|(rank, _)| *rank < Rank::About) {
            found.retain(|(rank, _)| *rank < Rank::About);
        }
        let mut best: BTreeMap<usize, Rank> = BTreeMap::new();
        for (rank, place) in &found {
            let of_item = best.entry(place.item).or_insert(*rank);
            *of_item = (*of_item).min(*rank);
        }
        ordered::sort_by_key(&mut found, |(rank, place)| {
            (best.get(&place.item).copied(), place.item, *rank, place.line)
        });
        found.into_iter().map(|(_, place)| place).collect()
    }

    fn ranked(&self, rank: impl Fn(&IndexedLine) -> Option<Rank>) -> Vec<(Rank, RuleMatch)> {
        let found = self.lines.iter().filter_map(|line| Some((rank(line)?, line.place)));
        found.collect()
    }
}

impl IndexedLine {
    fn rank(&self, typed: &str) -> Option<Rank> {
        let code = typed.replace('.', "");
        let is_code = !code.is_empty() && self.codes.iter().any(|one| one.starts_with(&code));
        let ranks = [
            (Rank::Code, is_code),
            (Rank::Item, self.item.is_found_by(typed)),
            (Rank::Event, self.event.is_found_by(typed)),
            (Rank::Names, self.names.is_found_by(typed)),
            (Rank::About, self.about.is_found_by(typed)),
        ];
        ranks.into_iter().find(|(_, is_found)| *is_found).map(|(rank, _)| rank)
    }
}
