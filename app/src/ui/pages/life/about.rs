//! What a page of 活动 is about, by its address: a branch, and a year or a quarter.

use leptos::prelude::*;

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{LifeRoute, LifeView, Location, Session, today};
use crate::ledger::{Day, Month, Quarter, RecordId};
use crate::registers::{BRANCH, name_of};
use crate::ui::components::{Button, Icon, PickOption, RecordPicker};
use crate::ui::pages::branch_options::branch_options;

/// What the whole hospital is called among the branches to choose from.
const HOSPITAL: &str = "hospital";

/// The branch and the month that the address names, cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct About {
    view: LifeView,
    /// The branch that the address names; `None`: none, which some pages read as the whole hospital.
    pub named: Memo<Option<RecordId>>,
    /// The branch: the one named, else this tablet's, else the first.
    pub branch: Memo<Option<RecordId>>,
    /// The month, or any month of the year.
    pub month: Memo<Month>,
    place: Location,
    session: Session,
}

/// What a tap on the arrows goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Month,
    Quarter,
    Year,
}

impl Span {
    fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The span that a month lies in, in words.
    pub fn label(self, month: Month) -> String {
        match self {
            Self::Month => month.label(),
            Self::Quarter => Quarter::of(month).label(),
            Self::Year => format!("{}年", month.year()),
        }
    }

    /// The months of the span.
    pub fn of(self, month: Month) -> Vec<Month> {
        match self {
            Self::Month => vec![month],
            Self::Quarter => Quarter::of(month).months(),
            Self::Year => {
                let first = month.plus(1 - month.number() as i32);
                (0..self.months()).map(|by| first.plus(by)).collect()
            }
        }
    }
}

impl About {
    /// Follows the address of a page. Without a month in it the page is about that of today.
    pub fn follow(route: Signal<LifeRoute>, view: LifeView) -> Self {
        let session = expect_context::<Session>();
        let place = expect_context::<Location>();
        let named = Memo::new(move |_| {
            let record = route.with(|route| route.record.clone());
            record.filter(|id| id.register() == BRANCH.name)
        });
        let branch = Memo::new(move |_| {
            session.with_ledger(|ledger| {
                let own = session.own_branch();
                let live = |id: &RecordId| ledger.record(id).is_some_and(|one| one.is_live());
                let first = || ledger.records(BRANCH.name).next().map(|one| one.id().clone());
                named.get().or(own.filter(live)).or_else(first)
            })
        });
        let month = Memo::new(move |_| {
            route.with(|route| route.month).unwrap_or_else(|| Month::of(today()))
        });
        Self { view, named, branch, month, place, session }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.month.get().year()
    }

    /// The last day of the year that counts: today, or the end of a year that is over.
    pub fn until(self) -> Day {
        let end = Span::Year.of(self.month.get()).last().map(|month| month.last_day());
        end.map_or_else(today, |end| end.min(today()))
    }

    /// The address of another page about the same.
    pub fn href(self, view: LifeView) -> String {
        let (month, record) = (Some(self.month.get()), self.branch.get());
        Route::Life(LifeRoute { record, month, ..view.route() }).href()
    }

    /// The form of a new record of the branch and the month.
    pub fn new_record(self, register: &'static str) -> String {
        let month = Some(self.month.get());
        let about = |branch| RegisterRoute::NewAbout(branch, month);
        Route::Register(register, self.branch.get().map_or(RegisterRoute::New, about)).href()
    }

    /// The branch's name.
    pub fn name(self) -> String {
        let branch = self.branch.get();
        let name = |id: RecordId| self.session.with_ledger(|ledger| name_of(ledger, &id));
        branch.map_or_else(String::new, name)
    }

    fn go(self, record: Option<RecordId>, month: Month) {
        let route = LifeRoute { record, ..self.view.in_month(month) };
        self.place.go_instead(&Route::Life(route));
    }

    /// The arrows of a span, and the choice of a branch. `whole` offers the whole hospital too.
    pub fn controls(self, span: Span, whole: bool) -> AnyView {
        let listed = branch_options(self.session, None);
        let options = Signal::derive(move || {
            let mut options = listed.get();
            if whole {
                let id = HOSPITAL.to_owned();
                options.insert(
                    0,
                    PickOption { id, label: "全院".to_owned(), ..PickOption::default() },
                );
            }
            options
        });
        let value = Signal::derive(move || {
            let shown = if whole { self.named.get() } else { self.branch.get() };
            shown.map_or_else(|| HOSPITAL.to_owned(), |id| id.to_string())
        });
        let choose = move |id: String| {
            let month = self.month.get_untracked();
            match id.parse::<RecordId>() {
                Ok(branch) => self.go(Some(branch), month),
                Err(_) if id == HOSPITAL => self.go(None, month),
                Err(_) => {}
            }
        };
        let step = move |by: i32| {
            let record = self.named.get_untracked();
            self.go(record, self.month.get_untracked().plus(by * span.months()));
        };
        let has_choice = Memo::new(move |_| listed.with(Vec::len) > 1);
        view! {
            <div class="month-controls">
                {move || has_choice.get().then(|| view! {
                    <RecordPicker options value placeholder="选择支部" on_change=choose/>
                })}
                <div class="quarter-steps" role="group" aria-label="时间">
                    <Button label="往前" icon=Icon::Left icon_only=true on_click=move |()| step(-1)/>
                    <span class="quarter-now">{move || span.label(self.month.get())}</span>
                    <Button label="往后" icon=Icon::Right icon_only=true on_click=move |()| step(1)/>
                </div>
            </div>
        }
        .into_any()
    }
}
