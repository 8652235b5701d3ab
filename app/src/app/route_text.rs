//! Routes as addresses.

use std::fmt;

use super::address;
use super::address_text::encode;
use super::routes::{
    MonthTab, QuarterRoute, RegisterRoute, Route, StandardRoute, YearRoute, YearTab,
};
use super::side_pages::SideEntry;

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home | Self::Unknown => f.write_str("/"),
            Self::Life(route) => route.fmt(f),
            Self::Month(route) => match (&route.branch, route.month) {
                (Some(branch), Some(month)) => {
                    write!(f, "/month/{}/{month}", encode(&address::of(branch)))?;
                    fmt_month_view(&route.view, f)
                }
                _ => f.write_str("/month"),
            },
            Self::Quarter(route) => fmt_quarter(route, f),
            Self::Year(route) => fmt_year(route, f),
            Self::Standard(route) => fmt_standard(route, f),
            Self::Registers => f.write_str("/registers"),
            Self::Register(name, route) => {
                write!(f, "/register/{name}")?;
                match route {
                    RegisterRoute::List => Ok(()),
                    RegisterRoute::Faulty => f.write_str("/faulty"),
                    RegisterRoute::Detail(id) => write!(f, "/{}", encode(&address::of(id))),
                    RegisterRoute::Edit(id) => write!(f, "/{}/edit", encode(&address::of(id))),
                    RegisterRoute::New => f.write_str("/new"),
                    RegisterRoute::NewAbout(id, month) => {
                        write!(f, "/new/{}", encode(&address::of(id)))?;
                        month.map_or(Ok(()), |month| write!(f, "/{month}"))
                    }
                    RegisterRoute::Print => f.write_str("/print"),
                }
            }
            Self::Side(register, page, month) => {
                write!(f, "/register/{register}/{}", page.entry().name)?;
                month.map_or(Ok(()), |month| write!(f, "/{month}"))
            }
            Self::BranchSide(page, month, branch) => {
                let SideEntry { register, name, .. } = page.entry();
                write!(f, "/register/{register}/{name}/{month}/{}", encode(&address::of(branch)))
            }
            Self::RecordSide(page, id) => {
                let (register, name) = (id.register(), page.entry().name);
                write!(f, "/register/{register}/{name}/{}", encode(&address::of(id)))
            }
            Self::Exchange => f.write_str("/exchange"),
            Self::Disputes => f.write_str("/exchange/disputes"),
            Self::Handover => f.write_str("/exchange/handover"),
            Self::Branches(None) => f.write_str("/branches"),
            Self::Branches(Some(month)) => write!(f, "/branches/{month}"),
            Self::Redactions => f.write_str("/redactions"),
            Self::Duplicates => f.write_str("/exchange/twins"),
            Self::More => f.write_str("/more"),
            Self::Settings(None) => f.write_str("/settings"),
            Self::Settings(Some(group)) => write!(f, "/settings/{}", group.name()),
        }
    }
}

fn fmt_quarter(route: &QuarterRoute, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("/quarter")?;
    let Some(quarter) = route.quarter else {
        return Ok(());
    };
    write!(f, "/{quarter}")?;
    if let Some(branch) = &route.branch {
        write!(f, "/{}", encode(&address::of(branch)))?;
    }
    if route.paper { f.write_str("/paper") } else { Ok(()) }
}

fn fmt_year(route: &YearRoute, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("/year")?;
    let Some(year) = route.year else {
        return Ok(());
    };
    write!(f, "/{year}")?;
    if let Some(member) = &route.member {
        write!(f, "/member/{}", encode(&address::of(member)))?;
        return f.write_str(if route.view == YearTab::PrintMember { "/print" } else { "" });
    }
    let Some(branch) = &route.branch else {
        return Ok(());
    };
    write!(f, "/{}", encode(&address::of(branch)))?;
    f.write_str(match route.view {
        YearTab::Table => "",
        YearTab::Ballots => "/ballots",
        YearTab::Uses => "/uses",
        YearTab::PrintBallot => "/print-ballot",
        YearTab::PrintSummary => "/print-summary",
        YearTab::PrintMembers => "/print-members",
        // Of a member alone.
        YearTab::PrintMember => "",
    })
}

fn fmt_standard(route: &StandardRoute, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("/standard")?;
    match route {
        StandardRoute::InForce => Ok(()),
        StandardRoute::Versions => f.write_str("/versions"),
        StandardRoute::Published(id) => write!(f, "/{}", encode(&address::of(id))),
        StandardRoute::Item(id, item) => {
            write!(f, "/item/{}/{}", encode(&address::of(id)), encode(item))
        }
        StandardRoute::About(tab, id) => {
            write!(f, "/{}/{}", tab.name(), encode(&address::of(id)))
        }
    }
}

fn fmt_month_view(view: &MonthTab, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match view {
        MonthTab::Sheet => Ok(()),
        MonthTab::Explain(member, None) => write!(f, "/explain/{}", encode(&address::of(member))),
        MonthTab::Explain(member, Some(item)) => {
            write!(f, "/explain/{}/{}", encode(&address::of(member)), encode(item))
        }
        MonthTab::Record(id, under) => {
            fmt_month_view(under, f)?;
            write!(f, "/record/{}", encode(&address::of(id)))
        }
        MonthTab::Item(item) => write!(f, "/item/{}", encode(item)),
        MonthTab::Entries => f.write_str("/entries"),
        MonthTab::NewEntry(None, _) => f.write_str("/new"),
        MonthTab::NewEntry(Some(line), None) => write!(f, "/new/{}", encode(line)),
        MonthTab::NewEntry(Some(line), Some(member)) => {
            write!(f, "/new/{}/{}", encode(line), encode(&address::of(member)))
        }
        MonthTab::Close => f.write_str("/close"),
        MonthTab::PrintForm => f.write_str("/print-form"),
        MonthTab::PrintSheet => f.write_str("/print-sheet"),
        MonthTab::PrintNotice => f.write_str("/print-notice"),
    }
}
