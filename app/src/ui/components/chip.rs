//! Grades and states: a word, a shape and a colour, never colour alone.

use leptos::prelude::*;

/// What a state means for the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say: 未开始, 草稿.
    #[default]
    Plain,
    /// Under way: 进行中, 公示中.
    Info,
    /// Done well: 优秀, 已办结.
    Good,
    /// Good, not the best: 良好.
    Fair,
    /// Just enough, or to be checked: 合格, 临期.
    Warn,
    /// Not enough, or wrong: 不合格, 逾期.
    Bad,
}

impl Tone {
    /// The end of the class name.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Info => "info",
            Tone::Good => "good",
            Tone::Fair => "fair",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
        }
    }

    /// The shape that goes with it.
    pub fn shape(self) -> ChipShape {
        match self {
            Tone::Plain => ChipShape::Ring,
            Tone::Info => ChipShape::Half,
            Tone::Good => ChipShape::Circle,
            Tone::Fair => ChipShape::Diamond,
            Tone::Warn => ChipShape::Triangle,
            Tone::Bad => ChipShape::Square,
        }
    }

    /// The tone of a grade by its word: 优秀, 良好, 合格 or 基本合格, 不合格.
    pub fn of_grade(word: &str) -> Tone {
        match word {
            "优秀" | "好" => Tone::Good,
            "良好" | "较好" => Tone::Fair,
            "合格" | "基本合格" | "一般" => Tone::Warn,
            "不合格" | "差" | "否决" => Tone::Bad,
            _ => Tone::Plain,
        }
    }
}

/// A small filled shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ChipShape {
    Circle,
    Diamond,
    Triangle,
    Square,
    Ring,
    Half,
}

impl ChipShape {
    /// The drawing, on a grid of 12.
    pub fn view(self) -> AnyView {
        let d = match self {
            ChipShape::Circle => "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
            ChipShape::Diamond => "M6 .7 11.3 6 6 11.3.7 6z",
            ChipShape::Triangle => "M6 1.3 11.3 10.5H.7z",
            ChipShape::Square => "M1.8 1.8h8.4v8.4H1.8z",
            ChipShape::Ring => {
                "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zm0 1.7a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
            }
            ChipShape::Half => {
                "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zm0 1.7v5.6a2.8 2.8 0 0 0 0-5.6z"
            }
        };
        view! {
            <svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
                <path d=d />
            </svg>
        }
        .into_any()
    }
}

pub(super) fn chip_view(text: String, tone: Tone) -> AnyView {
    view! {
        <span class=format!("chip tone-{}", tone.name())>{tone.shape().view()}<span>{text}</span></span>
    }
    .into_any()
}

/// A state: its word, with the shape and colour of its tone.
#[component]
pub fn StateChip(
    /// The word.
    #[prop(into)]
    text: Signal<String>,
    /// What it means.
    #[prop(into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    (move || chip_view(text.get(), tone.get())).into_any()
}

/// A grade: 优秀 ●, 良好 ◆, 合格 ▲, 不合格 ■.
#[component]
pub fn GradeChip(
    /// The grade's word.
    #[prop(into)]
    grade: Signal<String>,
) -> impl IntoView {
    (move || {
        let word = grade.get();
        let tone = Tone::of_grade(&word);
        chip_view(word, tone)
    })
    .into_any()
}
