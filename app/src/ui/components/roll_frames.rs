//! The names of a roll come frame by frame, so that many hold up nothing.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Mounted;
use crate::browser::page;

/// So many chips are drawn at once.
const AT_ONCE: usize = 24;

/// So many chips come with each frame.
const A_FRAME: usize = 16;

/// How many of the people are drawn so far: more with each frame, also where more people are added later.
pub(super) fn come_by_frames<T: Send + Sync + 'static>(people: Memo<Vec<T>>) -> RwSignal<usize> {
    let mounted = Mounted::here();
    let drawn = RwSignal::new(AT_ONCE);
    let is_drawing = StoredValue::new(false);
    Effect::new(move |_| {
        people.track();
        if is_drawing.get_value() {
            return;
        }
        is_drawing.set_value(true);
        spawn_local(async move {
            loop {
                page::drawn().await;
                let all = people.try_with_untracked(Vec::len);
                if !mounted.is_there() || all.is_none_or(|all| drawn.get_untracked() >= all) {
                    is_drawing.try_set_value(false);
                    return;
                }
                drawn.update(|drawn| *drawn += A_FRAME);
            }
        });
    });
    drawn
}
