//! Addresses: what is written is read again, and what is no address leads nowhere.

use wasm_bindgen_test::wasm_bindgen_test;
use yixin::ledger::{Month, Quarter, RecordId};
use yixin::registers::{HEADS, head};
use yixin_app::app::routes::{MonthTab, QuarterRoute, RegisterRoute, Route, YearRoute, YearTab};
use yixin_app::app::{SettingsGroup, side_page};

#[wasm_bindgen_test]
fn every_place_is_read_from_its_own_address() {
    let branch = RecordId::keyed("branch", "内科/党支部 <b>=1#?%");
    let member = RecordId::keyed("member", "0101");
    let month = Month::new(2026, 11).expect("a month");
    let sides = [
        MonthTab::Sheet,
        MonthTab::Explain(member.clone(), None),
        MonthTab::Explain(member.clone(), Some("C3".into())),
        MonthTab::Item("C3".into()),
        MonthTab::Entries,
        MonthTab::NewEntry(None, None),
        MonthTab::NewEntry(Some("C3.1".into()), None),
        MonthTab::NewEntry(Some("C3.1".into()), Some(member.clone())),
        MonthTab::Close,
        MonthTab::PrintForm,
        MonthTab::PrintSheet,
        MonthTab::PrintNotice,
    ];
    let mut places: Vec<Route> =
        sides.into_iter().map(|side| Route::month(&branch, month, side)).collect();
    for head in HEADS {
        let id = RecordId::keyed(head.name, "鍵|a");
        for place in [
            RegisterRoute::List,
            RegisterRoute::Faulty,
            RegisterRoute::New,
            RegisterRoute::NewAbout(member.clone(), None),
            RegisterRoute::NewAbout(member.clone(), Month::new(2026, 11)),
            RegisterRoute::Print,
            RegisterRoute::Detail(id.clone()),
            RegisterRoute::Edit(id),
        ] {
            places.push(Route::Register(head.name, place));
        }
    }
    let quarter = Some(Quarter::of(month));
    for paper in [false, true] {
        for branch in [None, Some(branch.clone())] {
            places.push(Route::Quarter(QuarterRoute { quarter, branch, paper }));
        }
    }
    for view in [
        YearTab::Table,
        YearTab::Ballots,
        YearTab::Uses,
        YearTab::PrintBallot,
        YearTab::PrintSummary,
        YearTab::PrintMembers,
    ] {
        let (year, branch) = (Some(2026), Some(branch.clone()));
        places.push(Route::Year(YearRoute { year, branch, view, member: None }));
    }
    for view in [YearTab::Table, YearTab::PrintMember] {
        let member = Some("member:1".parse().expect("an id"));
        places.push(Route::Year(YearRoute { year: Some(2026), member, view, branch: None }));
    }
    places.extend([
        Route::Quarter(QuarterRoute::default()),
        Route::Year(YearRoute::default()),
        Route::Home,
        Route::Registers,
        Route::Exchange,
        Route::Disputes,
        Route::Handover,
        Route::Branches(None),
        Route::Branches(Some(month)),
        Route::Duplicates,
        Route::Settings(None),
        Route::Settings(Some(SettingsGroup::Backup)),
    ]);
    places.extend(
        HEADS
            .iter()
            .filter_map(|head| side_page(head, "import").map(|page| (head, page)))
            .flat_map(|(head, page)| {
                [None, Some(month)].map(|month| Route::Side(head.name, page, month))
            }),
    );
    let course = head("course").expect("a register");
    let path = side_page(course, "path").expect("a page");
    places.push(Route::Side(course.name, path, None));
    places.push(Route::RecordSide(path, RecordId::keyed(course.name, "|S004217")));
    for place in places {
        assert_eq!(Route::parse(&place.href()), place, "{}", place.href());
    }
}

#[wasm_bindgen_test]
fn what_is_no_address_leads_nowhere() {
    for hash in [
        "#/nowhere",
        "#/register/nothing",
        "#/month/x/2026-13",
        "#/branches/2026-13",
        "#/quarter/2026-Q5",
        "#/quarter/paper",
        "#/year/twenty",
        "#/register/member/%FF",
    ] {
        assert_eq!(Route::parse(hash), Route::Unknown, "{hash}");
    }
}

#[wasm_bindgen_test]
fn an_address_carries_neither_staff_number_nor_name() {
    let member = RecordId::keyed("member", "S004217");
    let branch = RecordId::keyed("branch", "内科党支部");
    let month = Month::new(2026, 11).expect("a month");
    let explained = MonthTab::Explain(member.clone(), None);
    for place in [
        Route::Register("member", RegisterRoute::Detail(member.clone())),
        Route::Register("member", RegisterRoute::Edit(member)),
        Route::month(&branch, month, explained),
    ] {
        let href = place.href();
        assert!(!href.contains("S004217") && !href.contains('%'), "{href}");
        assert_eq!(href, place.href(), "a place has one address");
        assert_eq!(Route::parse(&href), place);
    }
    // Those of earlier versions, as people have kept them, still lead there.
    let former = "#/register/member/member%3A%3DS004217";
    assert!(matches!(Route::parse(former), Route::Register("member", RegisterRoute::Detail(_))));
    let strange = "#/register/member/.00112233445566778899aabb";
    assert_eq!(Route::parse(strange), Route::Unknown);
}
