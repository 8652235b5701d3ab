//! Giving the ledger, or a part of it, out as a file.

use std::sync::Arc;

use chrono::Datelike;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::sealing::SealForm;
use crate::app::{
    Session, bundle_file_name, export_bundle, held_by, known_partners, last_backup, today,
};
use crate::browser::files::HandedOver;
use crate::browser::{clock, page};
use crate::codec::Partner;
use crate::exchange::export::ExportContent;
use crate::exchange::export::scope::Scope;
use crate::ledger::{Ledger, Moment, Month, day_label};
use crate::registers::{APPRAISAL, BRANCH, HEADS};
use crate::storage::{Backup, backup_words};
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, Icon, MonthInput, Opt, ToastHandle,
};

/// What is to go out.
#[derive(Clone, Copy)]
pub(super) struct Outgoing {
    session: Session,
    /// `all`, `branch`, `period`, `lacking` or `public`.
    kind: RwSignal<String>,
    branch: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
    /// Which of the known partners, as [`partner_id`] calls it; the first one where it is none.
    partner: RwSignal<String>,
    /// The partners, once they were looked for.
    partners: RwSignal<Option<Vec<Arc<Partner>>>>,
    /// The last backup, once it was looked for.
    last: RwSignal<Option<Option<Backup>>>,
    /// Whether it is sealed, and how.
    seal: SealForm,
    /// The time that the name of the file tells: the one on screen is that of the file.
    named: RwSignal<Moment>,
}

impl Outgoing {
    /// Begins with everything; a part begins with the keeper's branch and the month before.
    pub(super) fn new(session: Session) -> Self {
        let first = || {
            session.with_ledger_untracked(|ledger| {
                ledger.records(BRANCH.name).next().map(|one| one.id().clone())
            })
        };
        let branch = session.own_branch().or_else(first);
        let month = Month::of(clock::today()).plus(-1).to_string();
        let outgoing = Self {
            session,
            kind: RwSignal::new("all".to_owned()),
            branch: RwSignal::new(branch.map(|id| id.to_string()).unwrap_or_default()),
            from: RwSignal::new(month.clone()),
            until: RwSignal::new(month),
            partner: RwSignal::default(),
            partners: RwSignal::new(None),
            last: RwSignal::new(None),
            seal: SealForm::new(),
            named: RwSignal::new(clock::now()),
        };
        outgoing.look_for_backup();
        outgoing
    }

    fn look_for_backup(self) {
        spawn_local(async move {
            let found = last_backup(self.session).await;
            self.last.try_set(Some(found));
        });
    }

    /// Looks which partners are known; to be called when that is asked for or has changed.
    pub(super) fn look_for_partners(self) {
        spawn_local(async move {
            let found = known_partners(self.session).await;
            // The page may be gone by now.
            self.partners.try_set(Some(found.into_iter().map(Arc::new).collect()));
        });
    }

    /// What is chosen: everything where a part is not chosen whole, nothing where no partner is
    /// known.
    fn goods(&self) -> Option<ExportContent> {
        let part = match &*self.kind.get() {
            "branch" => self.branch.get().parse().ok().map(Scope::Branch),
            "period" => match (self.from.get().parse(), self.until.get().parse()) {
                (Ok(from), Ok(until)) => Some(Scope::Period { from, until }),
                _ => None,
            },
            "lacking" => {
                return self.chosen_partner().map(ExportContent::Lacking);
            }
            "public" => return Some(ExportContent::Public),
            _ => None,
        };
        Some(ExportContent::Part(part.unwrap_or(Scope::Everything)))
    }

    fn chosen_partner(&self) -> Option<Arc<Partner>> {
        let id = self.partner.get();
        self.partners.with(|all| {
            let all = all.as_ref()?;
            all.iter().find(|one| partner_id(one) == id).or(all.first()).cloned()
        })
    }

    /// Whether only a part goes out, of which what is restricted is left out unless one asks for it.
    fn is_cut(&self) -> bool {
        self.kind.with(|kind| ["branch", "period"].contains(&&**kind))
    }

    fn words(&self) -> String {
        let goods = self.goods();
        self.session
            .with_ledger(|ledger| goods.map(|goods| goods.words(ledger)).unwrap_or_default())
    }
}

/// The main action of the page.
pub(super) fn export_button(outgoing: Outgoing, toasts: ToastHandle) -> AnyView {
    let session = outgoing.session;
    let busy = RwSignal::new(false);
    let label = Signal::derive(move || format!("导出{}", outgoing.words()));
    let reason = Signal::derive(move || match outgoing.goods() {
        None => "还没有导入过别人的文件".to_owned(),
        Some(_) => outgoing.seal.lacks(),
    });
    let act = move |()| {
        // Read at the tap, untracked: the page may be left meanwhile.
        let Some(goods) = untrack(|| outgoing.goods()) else { return };
        let envelope = outgoing.seal.envelope(untrack(|| outgoing.is_cut()));
        let named = outgoing.named.get_untracked();
        busy.set(true);
        spawn_local(async move {
            page::yield_for_paint().await;
            let words = match export_bundle(session, &goods, envelope.as_ref(), named).await {
                Ok(exported) => {
                    if exported.outcome != HandedOver::Cancelled {
                        outgoing.seal.forget();
                    }
                    exported.words()
                }
                Err(error) => error.to_string(),
            };
            toasts.say(words);
            outgoing.look_for_backup();
            // The next file is another one.
            outgoing.named.try_set(clock::now());
            // The page may be gone by now.
            busy.try_set(false);
        });
    };
    view! { <Button kind=ButtonKind::Primary icon=Icon::Export label reason busy on_click=act/> }
        .into_any()
}

/// What the file will hold.
pub(super) fn export_view(outgoing: Outgoing) -> AnyView {
    let session = outgoing.session;
    let counts = Memo::new(move |_| match outgoing.goods() {
        None => (String::new(), 0),
        Some(goods) => {
            match held_by(session, &goods, outgoing.seal.restricted(outgoing.is_cut())) {
                Some(part) => counted(&part),
                None => session.with_ledger(counted),
            }
        }
    });
    let last = move || {
        let last = outgoing.last.get()?;
        Some(session.with_ledger(|ledger| backup_words(last.as_ref(), ledger, today())))
    };
    let name = move || {
        session.with_ledger(|_| ());
        outgoing.goods().map(|goods| {
            bundle_file_name(session, &goods, outgoing.seal.is_on(), outgoing.named.get())
        })
    };
    let about = move || match &*outgoing.kind.get() {
        "all" => {
            "把这本台账的全部内容写成一个文件，给同一本台账的其他平板导入，也是备份。内容很多时会自动分成几个文件。"
        }
        "branch" => "只有这个支部的党员和关于他们的登记，加上大家共用的标准、科室和节假日。",
        "lacking" => {
            "按对方给过的文件，把对方还没有的都写进去，比“全部”小得多。和“全部”一样包括限制可见的内容，只给同一本台账的人。多给了不要紧；如果对方说少了什么，导出“全部”给对方就齐了。"
        }
        "public" => {
            "另成一本小台账，给本台账以外的人看：姓名只留姓，只有已公示和已锁定月份的总分，加上单位、支部和采用的标准。没有工号、电话、各项得分、原因和备注。对方用“加入已有台账”打开，不会混进任何一本台账。"
        }
        _ => "只有这几个月的登记和月表，加上各支部的党员。",
    };
    let restricted = move || outgoing.is_cut().then(|| outgoing.seal.restricted_words(true));
    let care = move || match &*outgoing.kind.get() {
        _ if outgoing.seal.is_on() => {
            "口令请当面或打电话告诉对方，不要和文件一起发。忘了口令，谁也打不开这个文件。"
                .to_owned()
        }
        "public" => {
            "名字遮住了，熟人仍可能认得出，文件没有加密。请只在公示的范围内给人。".to_owned()
        }
        kind => {
            let advice = if kind == "all" { "建议加密，或者" } else { "" };
            let phones = if ["all", "lacking"].contains(&kind) { "电话、" } else { "" };
            format!(
                "文件里有党员的姓名、{phones}出生年月和得分，没有加密。{advice}请当面或用内部渠道交给需要的人，不要发到群里。"
            )
        }
    };
    let choose = move |kind: String| {
        if kind == "lacking" {
            outgoing.look_for_partners();
        }
        outgoing.named.set(clock::now());
        outgoing.kind.set(kind);
    };
    let lacks_nothing = move || {
        let none =
            matches!(outgoing.goods(), Some(ExportContent::Lacking(_))) && counts.get().1 == 0;
        none.then(|| view! { <p>"看来对方什么也不缺，不用导出。"</p> })
    };
    let part = move || part_fields(outgoing);
    // What is archived is in no file but its own.
    let absent = move || {
        let months = session.with_ledger(|ledger| ledger.archived().months().len());
        (months > 0).then(|| {
            view! {
                <dt>"不在里面"</dt>
                <dd>{format!("已归档的 {months} 个月的登记明细，在归档文件里（见“设置 → 归档往年”）")}</dd>
            }
        })
    };
    let changes = move || {
        let (_, count) = counts.get();
        let is_public = outgoing.kind.with(|kind| kind == "public");
        if is_public {
            "不带".to_owned()
        } else {
            format!("{count} 处，谁在何时改的都在")
        }
    };
    view! {
        <section class="sheet stack exchange-out">
            <h2>"导出"</h2>
            <Choice
                label="导出哪些"
                options=Signal::stored(vec![
                    Opt::new("all", "全部"),
                    Opt::new("branch", "一个支部"),
                    Opt::new("period", "几个月"),
                    Opt::new("lacking", "对方缺的"),
                    Opt::new("public", "公开版"),
                ])
                value=outgoing.kind
                on_change=choose
            />
            {part}
            <p>{about}{restricted}</p>
            {move || outgoing.seal.view(outgoing.is_cut())}
            {lacks_nothing}
            <dl class="facts">
                <dt>"文件名"</dt>
                <dd class="exchange-name">{name}</dd>
                <dt>"里面有"</dt>
                <dd>{move || counts.get().0}</dd>
                {absent}
                <dt>"修改记录"</dt>
                <dd class="figures">{changes}</dd>
                <dt>"备份"</dt>
                <dd class="figures">{last}</dd>
            </dl>
            <p class="exchange-care">
                {Icon::Warn.view()}
                <span>{care}</span>
            </p>
        </section>
    }
    .into_any()
}

/// Which branch, which months, or which partner.
fn part_fields(outgoing: Outgoing) -> AnyView {
    let Outgoing { session, kind, branch, from, until, partner, partners, .. } = outgoing;
    match &*kind.get() {
        "branch" => {
            let options = Signal::derive(move || {
                session.with_ledger(|ledger| {
                    let branches = ledger.records(BRANCH.name);
                    branches.map(|one| Opt::new(one.id().to_string(), one.text("name"))).collect()
                })
            });
            view! {
                <Field label="哪个支部">
                    <Choice options value=branch on_change=move |id| branch.set(id)/>
                </Field>
            }
            .into_any()
        }
        "period" => {
            let begin = move |month: String| {
                if until.with_untracked(|until| *until < month) {
                    until.set(month.clone());
                }
                from.set(month);
            };
            view! {
                <Field label="从哪个月">
                    <MonthInput value=from on_change=begin/>
                </Field>
                <Field label="到哪个月">
                    <MonthInput value=until min=from on_change=move |month| until.set(month)/>
                </Field>
            }
            .into_any()
        }
        "lacking" => match partners.get() {
            None => view! { <p class="muted">"正在看收到过谁的文件"</p> }.into_any(),
            Some(known) if known.is_empty() => view! {
                <p>
                    "还没有导入过别人的文件。请对方先导出“全部”给你，在这里导入一次（没有新内容也算），以后就知道对方已有哪些，只导出对方缺的。"
                </p>
            }
            .into_any(),
            Some(known) => {
                let options: Vec<Opt> = known
                    .iter()
                    .map(|one| Opt::new(partner_id(one), partner_words(one)))
                    .collect();
                let value = Signal::derive(move || {
                    outgoing.chosen_partner().map(|one| partner_id(&one)).unwrap_or_default()
                });
                view! {
                    <Field label="给谁">
                        <Choice
                            options=Signal::stored(options)
                            value
                            on_change=move |id| partner.set(id)
                        />
                    </Field>
                }
                .into_any()
            }
        },
        _ => ().into_any(),
    }
}

fn partner_id(partner: &Partner) -> String {
    format!("{}\n{}", partner.who.name, partner.who.tablet)
}

/// Who a partner is, and when it last gave a file: 林静 · 平板B，11月18日给过文件.
fn partner_words(partner: &Partner) -> String {
    let names = [&*partner.who.name, &*partner.who.tablet];
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let who =
        if names.is_empty() { "（没有写姓名）".to_owned() } else { names.join(" · ") };
    let (day, today) = (partner.made.day(), clock::today());
    let day = if day.year() == today.year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        day_label(day)
    };
    format!("{who}，{day}给过文件")
}

/// What a ledger holds in words, and how many changes.
fn counted(ledger: &Ledger) -> (String, usize) {
    // Ballots are filled in on a page of their own.
    let kinds = HEADS.iter();
    let kinds = kinds.filter(|head| head.is_kept_by_hand() || head.name == APPRAISAL.name);
    let counted: Vec<String> = kinds
        .map(|head| (head, ledger.records(head.name).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(head, count)| format!("{} {count} {}", head.label, head.unit))
        .collect();
    (counted.join("、"), ledger.change_count())
}
