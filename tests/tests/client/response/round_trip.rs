//! A round trip of every structure of the service through JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use fastrand::Rng;
use iot_jobs_data::operation::describe_job_execution::*;
use iot_jobs_data::operation::get_pending_job_executions::*;
use iot_jobs_data::operation::start_command_execution::*;
use iot_jobs_data::operation::start_next_pending_job_execution::*;
use iot_jobs_data::operation::update_job_execution::*;
use iot_jobs_data::types::error::*;
use iot_jobs_data::types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use smithy_model::ir::{Operation, ShapeKind, Structure};

use super::random::Random;
use crate::model::committed;

/// How many values of each type are tried.
const VALUES: usize = 300;

/// The names of the members in the JSON of each type's values.
type Seen = BTreeMap<String, BTreeSet<String>>;

/// Returns a structure with only its required members set.
macro_rules! blank {
    () => {
        Self::default()
    };
    ($($required:ident),*) => {
        Self::builder()$(.$required(""))*.build()
    };
}

/// Implements random values for each structure, and a function that makes round trips with all of them.
macro_rules! structures {
    ($($name:ident $( ( $($required:ident),* ) )? { $($member:ident),* $(,)? })*) => {
        $(impl Random for $name {
            fn random(rng: &mut Rng) -> Self {
                let mut value = blank!($($($required),*)?);
                $(value.$member = Random::random(rng);)*
                value
            }
        })*

        fn round_trips(rng: &mut Rng) -> Seen {
            BTreeMap::from([$((stringify!($name).to_owned(), round_trip::<$name>(rng))),*])
        }
    };
}

structures! {
    CommandParameterValue { s, b, i, l, d, bin, ul }
    JobExecution {
        job_id, thing_name, status, status_details, queued_at, started_at, last_updated_at,
        approximate_seconds_before_timed_out, version_number, execution_number, job_document,
    }
    JobExecutionState { status, status_details, version_number }
    JobExecutionSummary { job_id, queued_at, started_at, last_updated_at, version_number, execution_number }
    JobExecutionsChanged(thing_name) { thing_name, timestamp, jobs }
    NextJobExecutionChanged(thing_name) { thing_name, timestamp, execution }

    DescribeJobExecutionInput(thing_name, job_id) {
        job_id, thing_name, include_job_document, execution_number,
    }
    DescribeJobExecutionOutput { execution }
    GetPendingJobExecutionsInput(thing_name) { thing_name }
    GetPendingJobExecutionsOutput { in_progress_jobs, queued_jobs }
    StartCommandExecutionInput(target_arn, command_arn) {
        target_arn, command_arn, parameters, execution_timeout_seconds, client_token,
    }
    StartCommandExecutionOutput { execution_id }
    StartNextPendingJobExecutionInput(thing_name) { thing_name, status_details, step_timeout_in_minutes }
    StartNextPendingJobExecutionOutput { execution }
    UpdateJobExecutionInput(thing_name, job_id, status) {
        job_id, thing_name, status, status_details, step_timeout_in_minutes, expected_version,
        include_job_execution_state, include_job_document, execution_number,
    }
    UpdateJobExecutionOutput { execution_state, job_document }

    CertificateValidationException { message }
    ConflictException { message, resource_id }
    InternalServerException { message }
    InvalidRequestException { message }
    InvalidStateTransitionException { message, execution_state }
    ResourceNotFoundException { message }
    ServiceQuotaExceededException { message }
    ServiceUnavailableException { message }
    TerminalStateException { message }
    ThrottlingException { message, payload }
    ValidationException { message }
    VersionMismatchException { message, execution_state }
}

/// Makes round trips with values, as text and as a tree, and returns the names of their members in JSON.
fn round_trip<T: Random + Serialize + DeserializeOwned + Debug + PartialEq>(
    rng: &mut Rng,
) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for _ in 0..VALUES {
        let value = T::random(rng);
        let text = serde_json::to_string(&value).expect("it can be written");
        assert_eq!(serde_json::from_str::<T>(&text).expect(&text), value, "{text}");
        let pretty = serde_json::to_vec_pretty(&value).expect("it can be written");
        assert_eq!(serde_json::from_reader::<_, T>(pretty.as_slice()).expect(&text), value, "{text}");
        let tree = serde_json::to_value(&value).expect("it can be written");
        assert_eq!(serde_json::from_value::<T>(tree.clone()).expect(&text), value, "{text}");
        names.extend(tree.as_object().expect("a structure is an object").keys().cloned());
    }
    names
}

#[test]
fn every_structure_with_every_member() {
    assert_eq!(round_trips(&mut Rng::with_seed(7)), structures_of_the_model());
}

/// Returns the structures of the committed model, with their Rust names and their members.
fn structures_of_the_model() -> Seen {
    let model = committed();
    let name = |id, name: &str| {
        let operation = |operation: &&Operation| operation.input == id || operation.output == id;
        match model.operations.iter().find(operation) {
            Some(operation) if operation.input == id => format!("{}Input", operation.name),
            Some(operation) => format!("{}Output", operation.name),
            None => name.to_owned(),
        }
    };
    let structures = model.shapes.iter().filter_map(|(id, shape)| match &shape.kind {
        ShapeKind::Structure(structure) => Some((name(id, &shape.name), members(structure))),
        _ => None,
    });
    structures.collect()
}

fn members(structure: &Structure) -> BTreeSet<String> {
    structure.members.iter().map(|member| member.name.clone()).collect()
}

#[test]
fn doubles_keep_every_bit() {
    let mut rng = Rng::with_seed(7);
    let any = std::iter::repeat_with(|| f64::from_bits(rng.u64(..))).filter(|double| !double.is_nan());
    for double in any.take(10_000).chain([-0.0, f64::MIN_POSITIVE, f64::EPSILON, f64::MAX]) {
        let back = through_json(double);
        assert_eq!(back.to_bits(), double.to_bits(), "{double:e} came back as {back:e}");
    }
    assert!(through_json(f64::NAN).is_nan());
}

fn through_json(double: f64) -> f64 {
    let text = serde_json::to_string(&CommandParameterValue::builder().d(double).build()).expect("JSON");
    let value: CommandParameterValue = serde_json::from_str(&text).expect(&text);
    value.d.expect("the member is set")
}
