//! The cases, by what is edited.

mod binding;
mod call;
mod constraint;
mod endpoint;
mod enumeration;
mod member;
mod mqtt;
mod name;
mod nullability;
mod operation;
mod service;
mod shape;
mod text;

use super::Case;

/// All cases.
pub(super) static ALL: &[&[Case]] = &[
    service::CASES,
    endpoint::CASES,
    operation::CASES,
    call::CASES,
    shape::CASES,
    name::CASES,
    member::CASES,
    mqtt::CASES,
    binding::CASES,
    nullability::CASES,
    enumeration::CASES,
    constraint::CASES,
    text::CASES,
];
