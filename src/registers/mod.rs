//! The registers (台账): one file a register, declared rather than programmed.
//!
//! A register is a [`Head`] and a [`Schema`], served by the [`engine`]. The ledger holds raw records;
//! a typed view ([`Member`], [`Veto`] …) is read from one where its register is used for more than
//! showing it.

mod apart;
mod course_checks;
mod course_limits;
mod course_order;
mod course_path;
mod course_reviews;
mod course_spans;
mod course_template;
mod election;
mod engine;
mod erasure;
mod join;
mod names;
mod same_person;
mod sampling;
mod satisfaction_source;
mod service_counters;
mod strokes;
mod tally;
#[cfg(test)]
mod tests;
mod twin;
mod vote_rules;

pub use apart::names_apart;
pub use course_checks::{OTHER_COURSE, course_days, other_courses};
pub use course_limits::{SpanBreach, SpansInForce, probation_end};
pub use course_order::{COURSE_PAIRS, CourseDays, comes_before, inversions};
pub use course_path::{CoursePath, CourseStepKey, CourseStepState, MissingPart, PathStep};
pub use course_reviews::{ReviewPeriod, is_activist, review_periods};
pub use course_spans::{COURSE_SPANS, CourseSpan, SPAN_CHOICES, SpanKind, SpanUnit};
pub use course_template::{
    ARTICLE_13_NOTE, COURSE_EDITION, COURSE_EVENTS, COURSE_MATERIALS, COURSE_STEPS, CourseEvent,
    CoursePhase, FORMER_EDITION, REVIEW_MATERIAL, course_edition_day, is_of_former_edition,
    materials_of,
};
#[cfg(test)]
pub(crate) use engine::built_in;
pub use engine::{
    Affects, Amount, Calendar, Check, Computed, Context, Counting, DUE, Deadline, Dependents,
    Display, EXPLANATION, Event, EventOf, Fact, FactRule, FaultyRecords, Field, Head, HolidayError,
    Kind, Leaving, Length, Matrix, MatrixRow, MatrixTexts, Names, NaturalKey, OF_EVERY_RECORD,
    Owner, Period, Present, Privacy, Problem, Progress, Reads, RecordRule, RegisterGroup, RowCheck,
    RowKeys, RuleBreach, SCORE, STAGE, Schema, Schemas, Severity, Shape, Span, Spelling, Stage,
    Subject, When, YearPlan, archived_with, check_value, corrections, deletion, facts_of,
    field_label, findings, form, form_merge, is_filled, is_unfit, is_within, money_text, name_of,
    nameless, owner_of, percent_text, points_in_column, points_text, problems, progress,
    read_figure, read_input, references_to, rows, show_children, show_column, show_field, show_key,
    show_row, show_rows, show_value, signed_points_text, stage_at, tenths_of, title, title_by,
    title_of, unexplained_correction, value_at,
};
pub(crate) use engine::{is_weekend, touches};
pub use erasure::{
    Mention, MentionChoice, Place, REDACT, erased_members, is_erased, left_of, mentions,
    mentions_named, namesakes, namesakes_named, places_of,
};
pub use join::{DISTINCT, are_apart, join, keep_apart, seniority, separate};
pub use names::{
    CharacterPlace, Characters, Findable, StrokeKey, folded, readings, stroke_key, surname_readings,
};
pub use same_person::{fields_agree, fields_differ, may_be_one_person};
pub use sampling::{METHOD, SEED_LEAST, Sampling, code_words, pool_of};
pub use satisfaction_source::{SATISFACTION_ORDER, SatisfactionSource, counted_satisfaction};
pub use service_counters::{
    COUNTER_NAMES, Counter, counters, counters_differ, name_counter, next_counter,
};
pub use strokes::{HEIGHT as STROKES_HEIGHT, Point, Signature, Strokes, WIDTH as STROKES_WIDTH};
pub use tally::{COUNT, COUNTER_COUNT, Tally};
pub use twin::{Differing, join_twin, twin_of};
pub use vote_rules::{Share, VOTE_RULES, VoteBase, VoteRule, count_too_many, vote_rule};

/// Declares the registers: each line is a file of this folder with its head and its schema. Those
/// after `#[for_tests]` are declared for the tests alone.
macro_rules! registers {
    (
        $($file:ident: $head:ident, $schema:ident;)*
        #[for_tests]
        $($test:ident: $test_head:ident, $test_schema:ident;)*
    ) => {
        $(mod $file; pub use $file::*;)*
        $(
            #[cfg(any(test, feature = "every-shape"))]
            mod $test;
            #[cfg(any(test, feature = "every-shape"))]
            pub use $test::*;
        )*

        /// The heads of all registers, in the order in which they are listed.
        pub static HEADS: &[&Head] = &[
            $(&$head,)*
            $(#[cfg(any(test, feature = "every-shape"))] &$test_head,)*
        ];

        static SCHEMAS: &[&Schema] = &[
            $(&$schema,)*
            $(#[cfg(any(test, feature = "every-shape"))] &$test_schema,)*
        ];
    };
}

registers! {
    score_entry: SCORE_ENTRY, SCORE_ENTRY_SCHEMA;
    department_result: DEPARTMENT_RESULT, DEPARTMENT_RESULT_SCHEMA;
    appeal: APPEAL, APPEAL_SCHEMA;
    exemption: EXEMPTION, EXEMPTION_SCHEMA;
    veto: VETO, VETO_SCHEMA;
    adjustment: ADJUSTMENT, ADJUSTMENT_SCHEMA;
    brought_in: BROUGHT_IN, BROUGHT_IN_SCHEMA;
    member: MEMBER, MEMBER_SCHEMA;
    branch: BRANCH, BRANCH_SCHEMA;
    group: GROUP, GROUP_SCHEMA;
    department: DEPARTMENT, DEPARTMENT_SCHEMA;
    hospital: HOSPITAL, HOSPITAL_SCHEMA;
    assessment: ASSESSMENT, ASSESSMENT_SCHEMA;
    bulletin: BULLETIN, BULLETIN_SCHEMA;
    appraisal: APPRAISAL, APPRAISAL_SCHEMA;
    standard: STANDARD, STANDARD_SCHEMA;
    standard_draft: STANDARD_DRAFT, STANDARD_DRAFT_SCHEMA;
    adoption: ADOPTION, ADOPTION_SCHEMA;
    holiday: HOLIDAY, HOLIDAY_SCHEMA;
    redaction: REDACTION, REDACTION_SCHEMA;
    meeting: MEETING, MEETING_SCHEMA;
    service: SERVICE_EVENT, SERVICE_EVENT_SCHEMA;
    deed: DEED, DEED_SCHEMA;
    commitment: COMMITMENT, COMMITMENT_SCHEMA;
    spot_check: SPOT_CHECK, SPOT_CHECK_SCHEMA;
    training: TRAINING, TRAINING_SCHEMA;
    study_check: STUDY_CHECK, STUDY_CHECK_SCHEMA;
    study_plan: STUDY_PLAN, STUDY_PLAN_SCHEMA;
    study_rule: STUDY_RULE, STUDY_RULE_SCHEMA;
    leave_notice: LEAVE_NOTICE, LEAVE_NOTICE_SCHEMA;
    opinion: OPINION, OPINION_SCHEMA;
    praise: PRAISE, PRAISE_SCHEMA;
    satisfaction: SATISFACTION, SATISFACTION_SCHEMA;
    callback: CALLBACK, CALLBACK_SCHEMA;
    draw: DRAW, DRAW_SCHEMA;
    kiosk_month: KIOSK_MONTH, KIOSK_MONTH_SCHEMA;
    dues_month: DUES_MONTH, DUES_MONTH_SCHEMA;
    dues_base: DUES_BASE, DUES_BASE_SCHEMA;
    dues_relief: DUES_RELIEF, DUES_RELIEF_SCHEMA;
    dues_rate: DUES_RATE, DUES_RATE_SCHEMA;
    term: TERM, TERM_SCHEMA;
    mentoring: MENTORING, MENTORING_SCHEMA;
    talent: TALENT, TALENT_SCHEMA;
    course: COURSE, COURSE_SCHEMA;
    course_step: COURSE_STEP, COURSE_STEP_SCHEMA;
    course_span: COURSE_SPAN, COURSE_SPAN_SCHEMA;
    duty_rule: DUTY_RULE, DUTY_RULE_SCHEMA;
    duty_waiver: DUTY_WAIVER, DUTY_WAIVER_SCHEMA;
    #[for_tests]
    every_shape: EVERY_SHAPE, EVERY_SHAPE_SCHEMA;
    every_shape_part: EVERY_SHAPE_PART, EVERY_SHAPE_PART_SCHEMA;
    every_year: EVERY_YEAR, EVERY_YEAR_SCHEMA;
}

/// The head of a register.
pub fn head(register: &str) -> Option<&'static Head> {
    HEADS.iter().find(|head| head.name == register).copied()
}

/// The schemas of all registers.
pub const fn schemas() -> Schemas {
    Schemas::new(SCHEMAS)
}

/// What the names of a register's records are.
pub fn names_of(register: &str) -> Names {
    schema(register).map_or(Names::Usual, |schema| schema.names)
}

/// The schema of a register.
pub fn schema(register: &str) -> Option<&'static Schema> {
    schemas().get(register)
}
