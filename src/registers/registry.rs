//! The list of registers. Adding one means adding its file, and a line here.

use super::register::Register;
use super::{
    adjustment, appeal, appraisal, assessment, branch, brought_in, bulletin, department, exemption,
    holiday, hospital, member, redaction, score_entry, standard, veto,
};

/// All registers, in the order in which they are listed.
pub static REGISTERS: &[&Register] = &[
    &score_entry::SCORE_ENTRY,
    &department::DEPARTMENT_RESULT,
    &appeal::APPEAL,
    &exemption::EXEMPTION,
    &veto::VETO,
    &adjustment::ADJUSTMENT,
    &brought_in::BROUGHT_IN,
    &member::MEMBER,
    &branch::BRANCH,
    &branch::GROUP,
    &department::DEPARTMENT,
    &hospital::HOSPITAL,
    &assessment::ASSESSMENT,
    &bulletin::BULLETIN,
    &appraisal::APPRAISAL,
    &standard::STANDARD,
    &standard::STANDARD_DRAFT,
    &standard::ADOPTION,
    &holiday::HOLIDAY,
    &redaction::REDACTION,
];

/// The register with a name.
pub fn register(name: &str) -> Option<&'static Register> {
    REGISTERS.iter().find(|register| register.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declaration_names_only_fields_that_it_has() {
        for register in REGISTERS {
            let named = register.title.iter().chain(register.columns);
            for name in named {
                assert!(register.field(name).is_some(), "{}.{name}", register.name);
            }
        }
    }

    #[test]
    fn no_two_registers_and_no_two_fields_share_a_name() {
        let mut names: Vec<_> = REGISTERS.iter().map(|register| register.name).collect();
        for register in REGISTERS {
            let mut fields: Vec<_> = register.fields.iter().map(|field| field.name).collect();
            let count = fields.len();
            fields.sort_unstable();
            fields.dedup();
            assert_eq!(fields.len(), count, "{}", register.name);
            for every in [crate::ledger::DELETED, crate::ledger::JOINED, crate::registers::DISTINCT]
            {
                assert!(!fields.contains(&every), "{}", register.name);
            }
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn references_lead_to_registers_that_exist() {
        use super::super::field::{Kind, Shape};
        for register in REGISTERS {
            for field in register.fields {
                if let Kind::Reference(to) | Kind::Count(_, _, to) = field.kind
                    && matches!(field.kind, Kind::Reference(_))
                {
                    assert!(super::register(to).is_some(), "{}.{}", register.name, field.name);
                }
                if let Shape::Map(to) = field.shape {
                    assert!(super::register(to).is_some(), "{}.{}", register.name, field.name);
                }
            }
        }
    }
}
