//! The facts that the overlay adds to the committed model for clients.

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionOutput;
use iot_jobs_data::types::JobExecution;

use crate::model;

/// Whether a host matches a pattern in which `*` matches any text.
fn fits(pattern: &str, host: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == host,
        Some((before, after)) => host.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|tail| fits(after, tail)))
        }),
    }
}

#[test]
fn wrong_hosts_are_those_of_the_control_plane_and_of_the_credentials_provider() {
    let wrong_hosts = model::committed().service.wrong_hosts;
    let cases = [
        ("iot.eu-west-1.amazonaws.com", true),
        ("iot.cn-north-1.amazonaws.com.cn", true),
        ("iot.eusc-de-east-1.amazonaws.eu", true),
        ("iot.us-east-1.api.aws", true),
        ("iot.cn-north-1.api.amazonwebservices.com.cn", true),
        ("iot-fips.us-gov-west-1.amazonaws.com", true),
        ("iot-fips.us-east-1.api.aws", true),
        ("c2abcdefghij12.credentials.iot.eu-west-1.amazonaws.com", true),
        ("a1b2c3d4e5f6g7.jobs.iot.eu-west-1.amazonaws.com", false),
        ("a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com", false),
        ("a1b2c3d4e5f6g7.iot.eu-west-1.amazonaws.com", false),
        ("a1b2c3d4e5f6g7.jobs.iot.cn-north-1.amazonaws.com.cn", false),
        ("data.jobs.iot.eu-west-1.amazonaws.com", false),
        ("data.jobs.iot-fips.us-east-1.amazonaws.com", false),
        ("data.jobs.iot.us-east-1.api.aws", false),
        ("data-ats.iot.eu-west-1.amazonaws.com", false),
        ("vpce-1-2.data.iot.eu-west-1.vpce.amazonaws.com", false),
        ("iot.example.com", false),
        ("localhost", false),
        ("127.0.0.1", false),
    ];
    for (host, wrong) in cases {
        let found = wrong_hosts.iter().find(|wrong| fits(&wrong.host, host));
        assert_eq!(found.is_some(), wrong, "{host}: {found:?}");
    }
}

#[test]
fn advice_is_a_sentence_with_the_command_that_helps() {
    let service = model::committed().service;
    let hosts = service.wrong_hosts.iter().map(|wrong| &wrong.help);
    for help in hosts.chain(service.hints.iter().map(|hint| &hint.help)) {
        assert!(help.ends_with(": aws iot describe-endpoint --endpoint-type iot:Jobs"), "{help}");
    }
    assert!(!service.hints.is_empty());
}

#[test]
fn job_documents_are_secret_and_updates_can_be_repeated() {
    let model = model::committed();
    let documents = model.shapes.find("JobDocument").map(|id| model.shape(id).sensitive);
    assert_eq!(documents, Some(true));
    let idempotent: Vec<_> = model.operations.iter().filter(|operation| operation.idempotent).collect();
    assert_eq!(
        idempotent.iter().map(|operation| &*operation.name).collect::<Vec<_>>(),
        ["UpdateJobExecution"]
    );
    assert_eq!(model.service.mutual_tls_port, Some(8443));
}

#[test]
fn job_documents_stay_out_of_debug_output() {
    let builder = JobExecution::builder().job_id("job-1").job_document("hush");
    let output = DescribeJobExecutionOutput::builder().execution(builder.clone().build()).build();
    for shown in [format!("{builder:?}"), format!("{output:?}")] {
        assert!(shown.contains("job-1") && !shown.contains("hush"), "{shown}");
    }
}
