//! Responses that contain secrets: sensitive members, cookies, redirect targets, and echoed requests.

use iot_jobs_data::blocking;

use crate::calls::config;
use crate::plants::{COOKIE, DOCUMENT, HEADER, KEY, Plants, SESSION, SIGNATURE};
use crate::same::Same;
use crate::shown::Shown;

/// Headers of a response that are secrets.
fn headers() -> [(&'static str, String); 5] {
    [
        ("set-cookie", format!("session={COOKIE}")),
        ("authorization", format!("AWS4-HMAC-SHA256 Signature={SIGNATURE}")),
        ("x-amz-security-token", SESSION.to_owned()),
        (
            "location",
            format!("https://a.example/x?X-Amz-Security-Token={SESSION}&X-Amz-Signature={SIGNATURE}"),
        ),
        ("proxy-authorization", format!("Basic {HEADER}")),
    ]
}

pub(crate) fn show(_: &Plants, shown: &mut Shown) {
    let execution = format!(
        r#"{{"execution":{{"jobId":"job-1","thingName":"pump-17","status":"QUEUED","queuedAt":1,"jobDocument":"{DOCUMENT}"}}}}"#
    );
    for status in [200, 302, 400, 403, 404, 409, 500, 503] {
        for body in [
            "{}".to_owned(),
            execution.clone(),
            execution.replace("\"queuedAt\":1", "\"queuedAt\":\"soon\""),
            execution.replace(&format!("\"{DOCUMENT}\""), &format!("[\"{DOCUMENT}\"]")),
            execution.replace(&format!("\"{DOCUMENT}\""), &format!("{{\"{DOCUMENT}\":1}}")),
            execution[..execution.len() - 4].to_owned(),
            execution.replace("\"status\":\"QUEUED\"", &format!("\"status\":{{\"{DOCUMENT}\":1}}")),
        ] {
            answer(shown, status, &body);
        }
    }
    echoes(shown);
}

fn answer(shown: &mut Shown, status: u16, body: &str) {
    let response = http::Response::builder().status(status).header("content-type", "application/json");
    let response =
        headers().into_iter().fold(response, |response, (name, value)| response.header(name, value));
    let transport = Same::answer(response.body(body.to_owned()).expect("a response"));
    // Errors quote the beginning of a body without sensitive members, as in all errors of this service.
    let is_error_body = status != 200 && body.contains(&DOCUMENT[..12]);
    let client = blocking::Client::with_transport(config().build().expect("a configuration"), transport);
    let result = client.describe_job_execution().thing_name("pump-17").job_id("job-1").send();
    if is_error_body {
        return;
    }
    let place = format!("answer {status} {body}").replace(DOCUMENT, "DOCUMENT");
    shown.result(&place, &result);
    match &result {
        Ok(response) => {
            shown.value(&place, response.output());
            shown.value(&place, response.meta());
            assert!(!body.contains(DOCUMENT) || format!("{:?}", response.output().execution()).contains('…'));
        }
        Err(error) => shown.value(&place, &error.error_meta()),
    }
}

/// A service that refuses a signature says what should have been signed, including the token.
fn echoes(shown: &mut Shown) {
    let canonical = format!("POST\\n/\\n\\nhost:a.example\\nx-amz-security-token:{SESSION}\\n\\nhost\\nabc");
    let message = format!(
        "The signature does not match. The canonical string should have been '{canonical}', key {KEY}"
    );
    let body = format!(r#"{{"message":"{message}"}}"#);
    let response =
        http::Response::builder().status(403).header("x-amzn-errortype", "InvalidSignatureException");
    let transport = Same::answer(response.body(body).expect("a response"));
    let client = blocking::Client::with_transport(config().build().expect("a configuration"), transport);
    let error = client.get_pending_job_executions().thing_name("pump-17").send().expect_err("403");
    shown.error("refusal that echoes the request", &error);
    shown.value("refusal that echoes the request", &error.error_meta());
}
