//! The state of an open draft, and inputs bound to a place in it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::{Session, draft_of, keep_draft, standards};
use crate::ledger::RecordId;
use crate::registers::{Field as Declared, Kind, points_text, read_input};
use crate::scoring::{CapSum, MOST_POINTS, Standard, StandardWarning, faults, warnings};
use crate::ui::components::{
    Field, Icon, NumberInput, TextArea, TextInput, ToastHandle, use_toasts,
};
use crate::ui::undoing::offer_undo;

/// The name of what is typed into a draft and not kept yet.
fn draft_name(id: &RecordId) -> String {
    format!("standard/{id}")
}

/// An open draft, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct Editor {
    session: Session,
    toasts: ToastHandle,
    id: StoredValue<RecordId>,
    /// The draft as it stands with what is being typed.
    pub working: RwSignal<Arc<Standard>>,
    /// Whether something was typed that the ledger does not have yet.
    dirty: StoredValue<bool>,
    /// What has to be put right.
    pub faults: Memo<Vec<StandardWarning>>,
    /// What gives pause.
    pub doubts: Memo<Vec<StandardWarning>>,
}

impl Editor {
    /// Opens a draft; it follows the ledger, so that undoing shows.
    pub fn open(session: Session, id: RecordId, standard: Arc<Standard>) -> Self {
        let draft = draft_of(session, &draft_name(&id));
        let typed = draft.and_then(|draft| Standard::read(&draft.content).ok());
        let is_taken_up = typed.as_ref().is_some_and(|typed| *typed != *standard);
        let working = RwSignal::new(typed.map_or(standard, Arc::new));
        let editor = Self {
            session,
            toasts: use_toasts(),
            id: StoredValue::new(id),
            working,
            dirty: StoredValue::new(is_taken_up),
            faults: Memo::new(move |_| working.with(|one| faults(one))),
            doubts: Memo::new(move |_| working.with(|one| warnings(one))),
        };
        // What was typed in a field that was never left.
        editor.keep();
        Effect::new(move |_| editor.follow());
        // What was typed in a field that one did not leave.
        on_cleanup(move || editor.keep());
        editor
    }

    fn follow(&self) {
        let stored = self.session.with_scores(|ledger, scores| {
            self.id.with_value(|id| standards::version(ledger, scores, id))
        });
        let Some(stored) = stored else { return };
        let same = self.working.with_untracked(|working| *working == stored);
        if !same && !self.dirty.get_value() {
            self.working.set(stored);
        }
    }

    /// Which draft it is.
    pub fn id(&self) -> RecordId {
        self.id.get_value()
    }

    /// Changes the draft as it is shown; leaving the field keeps it.
    pub fn type_in(&self, change: impl FnOnce(&mut Standard)) {
        self.dirty.set_value(true);
        self.working.update(|working| change(Arc::make_mut(working)));
        let content = self.working.with_untracked(|working| working.to_value());
        keep_draft(self.session, &draft_name(&self.id()), "修改标准", Some(content));
    }

    /// Keeps what was typed, as one edit.
    pub fn keep(&self) {
        let (Some(true), Some(id)) = (self.dirty.try_get_value(), self.id.try_get_value()) else {
            return;
        };
        self.dirty.set_value(false);
        let Some(working) = self.working.try_get_untracked() else { return };
        match standards::change_draft(self.session, &id, &working) {
            Ok(()) => keep_draft(self.session, &draft_name(&id), "修改标准", None),
            Err(error) => self.toasts.say(error.to_string()),
        }
    }

    /// Changes the draft as one edit.
    pub fn act(&self, change: impl FnOnce(&mut Standard)) {
        self.type_in(change);
        self.keep();
    }

    /// The same, with a note that offers to take it back.
    pub fn act_undoable(&self, done: impl Into<String>, change: impl FnOnce(&mut Standard)) {
        self.act(change);
        let (session, toasts) = (self.session, self.toasts);
        offer_undo(session, toasts, done);
    }

    /// The session.
    pub fn session(&self) -> Session {
        self.session
    }

    /// What is wrong with the standard as a whole; what gives pause about it are its sums.
    pub fn faults_of_whole(&self) -> AnyView {
        let faults = self.faults;
        let rows = move || {
            let whole = faults.with(|all| {
                let whole = all.iter().filter(|one| one.item.is_none());
                whole.map(|one| one.text.clone()).collect::<Vec<_>>()
            });
            let rows = whole.into_iter().map(|text| {
                view! { <p class="field-error">{Icon::Warn.view()}<span>{text}</span></p> }
            });
            rows.collect::<Vec<_>>()
        };
        view! { <div class="draft-notes" aria-live="polite">{rows}</div> }.into_any()
    }

    /// What is wrong and what gives pause at a place: an item, or one of its rule lines.
    pub fn notes(&self, item: Option<String>, line: Option<String>) -> AnyView {
        let here = move |all: Memo<Vec<StandardWarning>>| {
            all.with(|all| {
                let ours = all.iter().filter(|one| one.item == item && one.line == line);
                ours.map(|one| one.text.clone()).collect::<Vec<_>>()
            })
        };
        let (faults, doubts) = (self.faults, self.doubts);
        let rows = move || {
            let wrong = here(faults).into_iter().map(|text| {
                view! { <p class="field-error">{Icon::Warn.view()}<span>{text}</span></p> }
            });
            let doubt = here(doubts).into_iter().map(|text| {
                view! { <p class="field-error is-hint">{Icon::Info.view()}<span>{text}</span></p> }
            });
            (wrong.collect::<Vec<_>>(), doubt.collect::<Vec<_>>())
        };
        view! { <div class="draft-notes" aria-live="polite">{rows}</div> }.into_any()
    }
}

/// Path in a draft: an item or a rule line by its id, and an index where there are several.
#[derive(Debug, Clone, Default)]
pub struct DraftPath {
    /// The id.
    pub id: String,
    /// The place, where there are several.
    pub place: usize,
}

impl DraftPath {
    /// The place of something with an id.
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned(), place: 0 }
    }

    /// Makes the path of the item at an index.
    pub fn at(place: usize) -> Self {
        Self { id: String::new(), place }
    }
}

/// How a text is taken from a place.
pub type TextOf = fn(&Standard, &DraftPath) -> String;
/// How a text is put there.
pub type PutText = fn(&mut Standard, &DraftPath, String);
/// How points are taken from a place.
pub type PointsOf = fn(&Standard, &DraftPath) -> Option<i32>;
/// How points are put there.
pub type PutPoints = fn(&mut Standard, &DraftPath, Option<i32>);

/// What caps are summed up, and against what: the items of an aspect.
pub const ASPECT: (&str, &str) = ("各项", "本方面的");
/// The aspects.
pub const WHOLE: (&str, &str) = ("各方面", "满分");

/// What caps add up to, in amber where that is not what they should.
pub fn sum_line(sum: CapSum, (parts, whole): (&str, &str)) -> AnyView {
    let icon = if sum.is_even() { Icon::Check } else { Icon::Warn };
    let words = sum.words(parts, whole);
    view! {
        <p class="cap-sum" class:is-off=!sum.is_even()>
            {icon.view()}<span>{words}</span>
        </p>
    }
    .into_any()
}

/// A line of text.
pub fn text_field(
    editor: Editor,
    label: &'static str,
    spot: DraftPath,
    get: TextOf,
    put: PutText,
) -> AnyView {
    let spot = StoredValue::new(spot);
    let value =
        Signal::derive(move || spot.with_value(|spot| editor.working.with(|w| get(w, spot))));
    let change = move |text: String| {
        spot.with_value(|spot| editor.type_in(|working| put(working, spot, text)));
    };
    view! {
        <Field label>
            <TextInput value on_change=change on_commit=move |()| editor.keep()/>
        </Field>
    }
    .into_any()
}

/// Lines of text.
pub fn area_field(
    editor: Editor,
    label: &'static str,
    spot: DraftPath,
    get: TextOf,
    put: PutText,
) -> AnyView {
    let spot = StoredValue::new(spot);
    let value =
        Signal::derive(move || spot.with_value(|spot| editor.working.with(|w| get(w, spot))));
    let change = move |text: String| {
        spot.with_value(|spot| editor.type_in(|working| put(working, spot, text)));
    };
    view! {
        <Field label wide=true>
            <TextArea value rows=2 on_change=change on_commit=move |()| editor.keep()/>
        </Field>
    }
    .into_any()
}

/// How points are read: the words beside the field, and the bounds.
const POINTS: Declared =
    Declared::new("points", "分值", Kind::Points(-(MOST_POINTS as i64), MOST_POINTS as i64));

/// Points, in tenths; nothing typed is nothing where that is allowed.
pub fn points_field(
    editor: Editor,
    label: &'static str,
    help: &'static str,
    spot: DraftPath,
    unit: &'static str,
    get: PointsOf,
    put: PutPoints,
) -> AnyView {
    let spot = StoredValue::new(spot);
    let error = RwSignal::new(String::new());
    let value = Signal::derive(move || {
        let points = spot.with_value(|spot| editor.working.with(|w| get(w, spot)));
        points.map_or_else(String::new, |tenths| points_text(tenths.into()))
    });
    let change = move |text: String| match read_input(&POINTS, &text) {
        Ok(value) => {
            error.set(String::new());
            let tenths = value.as_int().and_then(|tenths| i32::try_from(tenths).ok());
            spot.with_value(|spot| editor.type_in(|working| put(working, spot, tenths)));
        }
        Err(text) => error.set(text),
    };
    let leave = move |()| {
        error.set(String::new());
        editor.keep();
    };
    view! {
        <Field label help error>
            <NumberInput value decimals=1 unit on_change=change on_commit=leave/>
        </Field>
    }
    .into_any()
}
