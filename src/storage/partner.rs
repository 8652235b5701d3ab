//! Version vectors of partners, as their files stated them.
//!
//! A convenience, and so in the journal alone. Opening never reads it; without it, everything is sent.

use crate::codec::Partner;
use crate::ledger::VersionVector;
use crate::ledger::{Author, Value};
use crate::ordered;

use super::import::{moment, moment_value};
use super::keys;
use super::segment;
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError};

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// The partners whose files this tablet has seen, the latest file first.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub async fn partners(&self) -> Result<Vec<Partner>, StorageError> {
        let mut partners: Vec<Partner> = Vec::new();
        for (_, one) in self.noted_partners().await? {
            // Where two tabs noted one at the same time, the later file says more.
            match partners.iter_mut().find(|known| known.is(&one.who)) {
                Some(known) if known.made < one.made => *known = one,
                Some(_) => {}
                None => partners.push(one),
            }
        }
        ordered::sort_by_key(&mut partners, |one| std::cmp::Reverse(one.made));
        Ok(partners)
    }

    /// Notes what a partner's file said. Of one partner the newest note is kept; what a part of a
    /// ledger said is added to what was known.
    ///
    /// # Errors
    /// Where the journal cannot be read or written; no note is lost then.
    pub async fn remember(&self, mut said: Partner) -> Result<(), StorageError> {
        let mut former = self.noted_partners().await?;
        former.retain(|(_, known)| known.is(&said.who));
        // A note outlives the one that said all and put it aside, where its removal was cut short.
        let all = former.iter().filter(|(_, known)| known.all).map(|(_, known)| known.made).max();
        for (_, known) in former.iter().filter(|(_, known)| all.is_none_or(|all| known.made >= all))
        {
            if !said.all || said.made < known.made {
                said.holds.join(&known.holds);
                said.made = said.made.max(known.made);
            }
        }
        let journal = self.stores.journal()?;
        let number = {
            let mut state = self.state.borrow_mut();
            state.partners += 1;
            state.partners
        };
        let key = keys::partner(self.ledger, self.writer, number);
        journal.append(&[(key, segment::pack_note(&to_value(&said)))]).await?;
        let former: Vec<String> = former.into_iter().map(|(key, _)| key).collect();
        if former.is_empty() { Ok(()) } else { journal.remove(&former).await }
    }

    /// All notes, with their keys; what is damaged is passed over.
    async fn noted_partners(&self) -> Result<Vec<(String, Partner)>, StorageError> {
        let journal = self.stores.journal()?;
        let keys = journal.keys(&keys::partners(self.ledger)).await?;
        let texts = journal.read(&keys).await?;
        let noted = keys.into_iter().zip(texts).filter_map(|(key, text)| {
            let note = segment::unpack_note(&text?).ok()?;
            Some((key, from_value(&note)?))
        });
        Ok(noted.collect())
    }
}

fn to_value(partner: &Partner) -> Value {
    let Partner { who, made, holds, all } = partner;
    Value::group([
        ("name", (&*who.name).into()),
        ("role", (&*who.role).into()),
        ("tablet", (&*who.tablet).into()),
        ("made", moment_value(*made)),
        ("holds", holds.to_string().into()),
        ("all", (*all).into()),
    ])
}

fn from_value(note: &Value) -> Option<Partner> {
    let text = |name: &str| note.get(name)?.as_text();
    Some(Partner {
        who: Author {
            name: text("name")?.into(),
            role: text("role")?.into(),
            tablet: text("tablet")?.into(),
        },
        made: moment(note.get("made")?)?,
        holds: VersionVector::read(text("holds")?)?,
        all: note.get("all")?.is_true(),
    })
}
