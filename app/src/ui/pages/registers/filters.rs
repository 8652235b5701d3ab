//! The filters of a list, each a small choice of what occurs in it.

use leptos::prelude::*;

use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, RecordId};
use crate::ordered;
use crate::registers::{Field, Kind, STAGE, schema, title};
use crate::ui::components::{Icon, Mounted, Opt};

use super::entries::filters;
use super::listing::{Listing, PRESENT};
use super::reader::Reader;

/// The filters of a list, side by side.
pub fn filter_row(listing: Listing) -> AnyView {
    let fields = filters(listing.schema);
    // The stages stand above as chips.
    let boxed = fields.into_iter().enumerate().filter(|(_, field)| field.name != STAGE);
    let boxes: Vec<AnyView> = boxed.map(|(at, field)| filter(listing, at, field)).collect();
    if boxes.is_empty() {
        return ().into_any();
    }
    view! { <div class="register-filters" role="group" aria-label="按内容筛选">{boxes}</div> }
        .into_any()
}

fn filter(listing: Listing, at: usize, field: &'static Field) -> AnyView {
    let options = Memo::new(move |_| {
        let mut keys: Vec<String> = listing.entries.with(|all| {
            all.iter().filter(|e| !e.deleted).filter_map(|e| e.keys.get(at)).cloned().collect()
        });
        // What is chosen can be seen, even where nothing has it any more.
        keys.extend(listing.chosen.with(|chosen| chosen.get(field.name).cloned()));
        keys.retain(|key| !key.is_empty() && key != PRESENT);
        ordered::sort(&mut keys);
        keys.dedup();
        options(listing, field, keys)
    });
    let value = Memo::new(move |_| {
        listing.chosen.with(|chosen| chosen.get(field.name).cloned().unwrap_or_default())
    });
    let rows = move || {
        let row = |Opt { id, label }: Opt| {
            let own = id.clone();
            let selected = move || value.with(|value| *value == own);
            view! { <option value=id prop:selected=selected>{label}</option> }
        };
        options.get().into_iter().map(row).collect::<Vec<_>>()
    };
    let choose = move |event: web_sys::Event| {
        let id = event_target_value(&event);
        listing.chosen.update(|chosen| {
            if id.is_empty() {
                chosen.remove(field.name);
            } else {
                chosen.insert(field.name, id);
            }
        });
    };
    view! {
        <div class="select-box register-filter" class:is-on=move || !value.with(String::is_empty)>
            <select class="input select" aria-label=field.label on:change=Mounted::here().on(choose)>{rows}</select>
            {Icon::Down.view()}
        </div>
    }
    .into_any()
}

/// What a record belongs to by the first record that it names, which tells those of one title apart.
fn belongs_to(ledger: &Ledger, id: &str) -> Option<String> {
    let id: RecordId = id.parse().ok()?;
    let fields = schema(id.register())?.fields.iter();
    let record = ledger.record(&id)?;
    let mut named = fields.filter(|field| matches!(field.kind, Kind::Reference(_)));
    let owner = named.find_map(|field| record.text(field.name).parse::<RecordId>().ok())?;
    Some(title(ledger, &owner))
}

fn options(listing: Listing, field: &'static Field, keys: Vec<String>) -> Vec<Opt> {
    let mut list = vec![Opt::new("", format!("{}：全部", field.label))];
    let present = listing.schema.present.as_ref().filter(|present| present.field == field.name);
    list.extend(present.map(|present| Opt::new(PRESENT, present.label)));
    match field.kind {
        Kind::Choice(choices) => {
            let occurring = choices.iter().filter(|(code, _)| keys.iter().any(|key| key == code));
            list.extend(occurring.map(|(code, label)| Opt::new(*code, *label)));
        }
        Kind::Month => list.extend(keys.into_iter().rev().map(|key| {
            let label = crate::ui::components::month_words(&key);
            Opt::new(key, label)
        })),
        _ => {
            let mut named: Vec<Opt> = listing.session.with_scores(|ledger, scores| {
                let mut reader = Reader::new(ledger, scores);
                let titled: Vec<(String, String)> =
                    keys.into_iter().map(|key| (reader.title(&key), key)).collect();
                let is_repeated =
                    |title: &str| titled.iter().filter(|(one, _)| one == title).count() > 1;
                let option = |(title, key): &(String, String)| {
                    let of = belongs_to(ledger, key).filter(|_| is_repeated(title));
                    let label = of.map_or_else(|| title.clone(), |of| format!("{title}（{of}）"));
                    Opt::new(key, label)
                };
                titled.iter().map(option).collect()
            });
            sort_by_name(&mut named, NameOrder::Strokes, |option| &option.label);
            list.extend(named);
        }
    }
    list
}
