//! Violations of an input before it is sent: the place, the rule, and the difference to the limit.

use std::collections::HashMap;

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsInput as GetPending;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as Start;
use iot_jobs_data::operation::start_next_pending_job_execution::StartNextPendingJobExecutionInput as StartNext;
use iot_jobs_data::operation::update_job_execution::UpdateJobExecutionInput as Update;
use iot_jobs_data::types::CommandParameterValue as Value;
use iot_jobs_data::{Checks, ClientError, Operation, RequestError};
use smithy_client::validate::{Number, Rule, Unit, Violation};

/// Returns the sentences of the violations, in order.
fn found(input: &impl Operation, checks: Checks) -> Vec<String> {
    match input.check(checks) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    }
}

/// Asserts the violations that are found by default, and the additional ones with all checks on.
#[track_caller]
fn assert_found(input: &impl Operation, default: &[&str], others: &[&str]) {
    assert_eq!(found(input, Checks::default()), default);
    let mut all: Vec<_> = default.iter().chain(others).map(ToString::to_string).collect();
    let mut found_by_all = found(input, Checks::all());
    all.sort();
    found_by_all.sort();
    assert_eq!(found_by_all, all);
    assert_eq!(found(input, Checks::none()), [""; 0]);
}

fn start(value: Value) -> Start {
    Start::builder().target_arn("t").command_arn("c").parameters("p", value).build()
}

#[test]
fn names_of_things_and_jobs() {
    const THING: &str = "`thingName` must match the pattern ^[a-zA-Z0-9:_-]+$, but is ";
    let long = "x".repeat(129);
    for (thing, default, others) in [
        ("pump", &[][..], &[][..]),
        ("a:b_C-9", &[], &[]),
        ("", &["`thingName` must have at least 1 character, but has 0"], &[&format!("{THING}\"\"")[..]]),
        ("a b", &[], &[&format!("{THING}\"a b\"")]),
        ("..", &[], &[&format!("{THING}\"..\"")]),
        ("é\n\u{1b}", &[], &[&format!("{THING}\"é\\n\\u{{1b}}\"")]),
        (&long, &[], &["`thingName` must have at most 128 characters, but has 129"]),
        (&long[1..], &[], &[]),
    ] {
        assert_found(&GetPending::builder().thing_name(thing).build(), default, others);
        assert_found(&StartNext::builder().thing_name(thing).build(), default, others);
        assert_found(&Describe::builder().thing_name(thing).job_id("j").build(), default, others);
        let update = Update::builder().thing_name(thing).job_id("j").status("FAILED").build();
        assert_found(&update, default, others);
    }
}

#[test]
fn ids_of_jobs() {
    const JOB: &str = "`jobId` must match the pattern ^[a-zA-Z0-9_-]+$, but is ";
    let long = "x".repeat(65);
    for (job, default, others) in [
        ("update_7-b", &[][..], &[][..]),
        ("", &["`jobId` must have at least 1 character, but has 0"], &[&format!("{JOB}\"\"")[..]]),
        ("$next", &[], &[&format!("{JOB}\"$next\"")]),
        ("a:b", &[], &[&format!("{JOB}\"a:b\"")]),
        (&long, &[], &["`jobId` must have at most 64 characters, but has 65"]),
    ] {
        let update = Update::builder().thing_name("t").job_id(job).status("FAILED").build();
        assert_found(&update, default, others);
    }
    // The pattern of this operation's own ID type anchors only one end of each alternative, and accepts nearly
    // anything; only the label itself is checked.
    for (job, default) in [
        ("$next", &[][..]),
        ("a b", &[]),
        (&long, &[]),
        ("", &["`jobId` must not be empty, it is part of the URI"]),
    ] {
        assert_found(&Describe::builder().thing_name("t").job_id(job).build(), default, &[]);
    }
}

#[test]
fn details() {
    let (key, value) = ("k".repeat(129), "é".repeat(1025));
    for (key, value, default, others) in [
        ("step", "download", &[][..], &[][..]),
        ("step", &value[2..], &[], &[]),
        // Their pattern excludes a class of characters for which there is no exact table here.
        ("step", "\u{7}", &[], &[]),
        ("step", "", &["`statusDetails[step]` must have at least 1 character, but has 0"], &[]),
        ("step", &value, &[], &["`statusDetails[step]` must have at most 1024 characters, but has 1025"]),
        (
            "",
            "x",
            &["`statusDetails[](key)` must have at least 1 character, but has 0"],
            &["`statusDetails[](key)` must match the pattern ^[a-zA-Z0-9:_-]+$, but is \"\""],
        ),
        (
            "a\n",
            "x",
            &[],
            &["`statusDetails[a\\n](key)` must match the pattern ^[a-zA-Z0-9:_-]+$, but is \"a\\n\""],
        ),
        (
            &key,
            "x",
            &[],
            &[&format!(
                "`statusDetails[{}…](key)` must have at most 128 characters, but has 129",
                &key[..64]
            )],
        ),
    ] {
        assert_found(
            &StartNext::builder().thing_name("t").status_details(key, value).build(),
            default,
            others,
        );
        let update =
            Update::builder().thing_name("t").job_id("j").status("FAILED").status_details(key, value);
        assert_found(&update.build(), default, others);
    }
    let none = StartNext::builder().thing_name("t").set_status_details(Some(HashMap::new())).build();
    assert_found(&none, &[], &[]);
}

#[test]
fn step_timers() {
    for (minutes, start_next, update, others) in [
        (1, &[][..], &[][..], &[][..]),
        (10_080, &[], &[], &[]),
        (0, &["`stepTimeoutInMinutes` must be at least 1, but is 0"], &[], &[]),
        (-1, &["`stepTimeoutInMinutes` must be at least 1, but is -1"], &[], &[]),
        (
            -2,
            &["`stepTimeoutInMinutes` must be at least 1, but is -2"],
            &["`stepTimeoutInMinutes` must be at least -1, but is -2"],
            &[],
        ),
        (10_081, &[], &[], &["`stepTimeoutInMinutes` must be at most 10080, but is 10081"]),
        (i64::MAX, &[], &[], &["`stepTimeoutInMinutes` must be at most 10080, but is 9223372036854775807"]),
    ] {
        let input = StartNext::builder().thing_name("t").step_timeout_in_minutes(minutes).build();
        assert_found(&input, start_next, others);
        let input = Update::builder().thing_name("t").job_id("j").status("FAILED");
        assert_found(&input.step_timeout_in_minutes(minutes).build(), update, others);
    }
}

#[test]
fn parameters_of_commands() {
    let value = Value::builder;
    let long = "9".repeat(21);
    for (value, default, others) in [
        (value(), &[][..], &[][..]),
        (value().s("x").b(false).i(i32::MIN).l(i64::MIN).d(f64::NAN).bin("x").ul("0"), &[], &[]),
        (value().s(""), &["`parameters[p].S` must have at least 1 character, but has 0"], &[]),
        (value().bin(""), &["`parameters[p].BIN` must have at least 1 byte, but has 0"], &[]),
        (value().ul(""), &["`parameters[p].UL` must have at least 1 character, but has 0"], &[]),
        (value().ul("-1"), &[], &["`parameters[p].UL` must match the pattern ^[0-9]*$, but is \"-1\""]),
        (value().ul(&long), &[], &["`parameters[p].UL` must have at most 20 characters, but has 21"]),
    ] {
        assert_found(&start(value.build()), default, others);
    }
}

#[test]
fn other_members_of_commands() {
    let start = || Start::builder().target_arn("t").command_arn("c");
    let (long_arn, long_token) = ("x".repeat(2049), "x".repeat(65));
    let named = |name: &str| start().parameters(name, Value::default()).build();
    for (input, default, others) in [
        (start().build(), &[][..], &[][..]),
        (start().target_arn("").command_arn("").build(), &[], &[]),
        (
            start().target_arn(long_arn).build(),
            &[],
            &["`targetArn` must have at most 2048 characters, but has 2049"],
        ),
        (
            start().execution_timeout_seconds(0).build(),
            &["`executionTimeoutSeconds` must be at least 1, but is 0"],
            &[],
        ),
        (start().execution_timeout_seconds(i64::MAX).build(), &[], &[]),
        (
            start().client_token("").build(),
            &["`clientToken` must have at least 1 character, but has 0"],
            &["`clientToken` must match the pattern ^[\\x21-\\x7E]+$, but is \"\""],
        ),
        (
            start().client_token(long_token).build(),
            &[],
            &["`clientToken` must have at most 64 characters, but has 65"],
        ),
        (
            start().client_token("a b").build(),
            &[],
            &["`clientToken` must match the pattern ^[\\x21-\\x7E]+$, but is \"a b\""],
        ),
        (
            start().set_parameters(Some(HashMap::new())).build(),
            &["`parameters` must have at least 1 entry, but has 0"],
            &[],
        ),
        (named(".$a-Z_9"), &[], &[]),
        (
            named("a:b"),
            &[],
            &["`parameters[a:b](key)` must match the pattern ^[.$a-zA-Z0-9_-]+$, but is \"a:b\""],
        ),
    ] {
        assert_found(&input, default, others);
    }
}

#[test]
fn statuses() {
    const KNOWN: &str = "QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, CANCELED";
    let update = |status: &str| Update::builder().thing_name("t").job_id("j").status(status).build();
    assert_found(&update("QUEUED"), &[], &[]);
    for status in ["PAUSED", "queued", ""] {
        let found = format!("`status` must be one of {KNOWN}, but is \"{status}\"");
        assert_found(&update(status), &[], &[&found]);
    }
}

#[test]
fn everything_at_once_and_in_the_same_order_every_time() {
    let input = || {
        Start::builder()
            .target_arn("x".repeat(2049))
            .command_arn("c")
            .parameters("b", Value::builder().s("").ul("x").build())
            .parameters("a b", Value::builder().bin("").build())
            .execution_timeout_seconds(-5)
            .client_token("")
            .build()
    };
    let expected = [
        "`targetArn` must have at most 2048 characters, but has 2049",
        "`parameters[a b].BIN` must have at least 1 byte, but has 0",
        "`parameters[b].S` must have at least 1 character, but has 0",
        "`parameters[b].UL` must match the pattern ^[0-9]*$, but is \"x\"",
        "`parameters[a b](key)` must match the pattern ^[.$a-zA-Z0-9_-]+$, but is \"a b\"",
        "`executionTimeoutSeconds` must be at least 1, but is -5",
        "`clientToken` must have at least 1 character, but has 0",
        "`clientToken` must match the pattern ^[\\x21-\\x7E]+$, but is \"\"",
    ];
    for _ in 0..20 {
        assert_eq!(found(&input(), Checks::all()), expected);
    }
    let error = input().checked_request(Checks::all()).expect_err("it breaks rules");
    let sentence =
        "StartCommandExecution: the request could not be built: ".to_owned() + &expected.join("; ");
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn violations_are_data() {
    let input = Start::builder()
        .target_arn("x".repeat(2049))
        .command_arn("c")
        .parameters("p", Value::builder().ul("x").build())
        .execution_timeout_seconds(0)
        .build();
    let ClientError::Request { operation: "StartCommandExecution", error: RequestError::Invalid(violations) } =
        input.checked_request(Checks::all()).expect_err("it breaks rules")
    else {
        panic!("the violations are in the error");
    };
    let paths: Vec<_> = violations.iter().map(Violation::path).collect();
    assert_eq!(paths, ["targetArn", "parameters[p].UL", "executionTimeoutSeconds"]);
    let rules: Vec<_> = violations.iter().map(Violation::rule).collect();
    assert!(matches!(rules[0], Rule::MaxLength { max: 2048, actual: 2049, unit: Unit::Characters, .. }));
    assert!(
        matches!(rules[1], Rule::Pattern { pattern: "^[0-9]*$", value: Some(value), .. } if value == "x")
    );
    assert!(matches!(
        rules[2],
        Rule::MinValue { min: Number::Integer(1), actual: Some(Number::Integer(0)), .. }
    ));
}

#[test]
fn each_check_can_be_had_alone() {
    let input = Update::builder()
        .thing_name("x".repeat(129))
        .job_id("")
        .status("PAUSED")
        .step_timeout_in_minutes(-2)
        .build();
    let none = Checks::none();
    for (checks, count) in [
        (none, 0),
        (none.required(true), 1),
        (none.minimum(true), 2),
        (none.maximum(true), 1),
        (none.pattern(true), 1),
        (none.enumeration(true), 1),
        // The empty label is reported once: by its length, or else as a label.
        (Checks::default(), 2),
        (Checks::all(), 5),
    ] {
        assert_eq!(found(&input, checks).len(), count, "{checks:?}: {:?}", found(&input, checks));
    }
}

#[test]
fn a_request_is_built_from_what_passes() {
    let input = Describe::builder().thing_name("a b").job_id("$next").build();
    let request = input.checked_request(Checks::default()).expect("the pattern is not checked by default");
    assert_eq!(request.uri(), "/things/a%20b/jobs/%24next");
    assert!(input.checked_request(Checks::all()).is_err());
    assert!(input.checked_request(Checks::none()).is_ok());
}
