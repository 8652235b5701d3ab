//! What the records of organizational life and service add up to: study hours, the year's figures, the
//! 三亮 board.

mod board;
mod board_paper;
mod branch_rate;
mod commitment_texts;
mod commitments;
mod facets;
mod leaders;
mod quarter_check;
mod show_pages;
mod show_turning;
mod study_hours;
mod study_plan;
mod study_table;
#[cfg(test)]
mod tests;
mod year_entries;
mod year_figures;
mod year_words;

pub use board::{Achievement, Board, BoardMember, board};
pub use board_paper::board_table;
pub use branch_rate::{BranchRate, branch_rates};
pub use commitment_texts::{CommitmentTexts, FilledTexts, TextNote};
pub use commitments::{
    Commitment, CommitmentRow, CommitmentState, commitment_rows, draft_approval, unapproved,
};
pub use facets::{FACETS, FacetRow, FacetSum, facet_rows};
pub use leaders::is_study_leader;
pub use quarter_check::QuarterCheck;
pub use show_pages::{ShowContent, ShowLine, ShowPage, ShowSize, show_pages};
pub use show_turning::Turning;
pub use study_hours::{STUDY_FORMS, StudyEntry, StudyForm, StudyRow, StudyYear};
pub use study_plan::{
    PlannedTopic, TopicState, draft_topic_meeting, is_plan_of_a_branch, meetings_of_year,
    planned_topics,
};
pub use study_table::study_table;
pub use year_entries::{FigureEntry, FigureKind, YearEntries};
pub use year_figures::{FigureValue, Figured, Scope, YearFigure, year_figures, year_table};
pub use year_words::year_paragraph;
