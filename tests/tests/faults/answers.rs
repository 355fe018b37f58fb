//! Answers that are whole and of no use.

use tests::server::{Answer, Script};

use crate::harness::Attempts::Requests;
use crate::harness::{Row, check};

/// `{}` as `gzip` has it.
fn compressed(status: u16) -> Answer {
    const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0";
    Answer::with_body(status, "application/json", GZIP).header("content-encoding", "gzip")
}

#[test]
fn answers_that_make_no_sense_are_not_asked_for_again() {
    check(&[
        Row {
            name: "a status line that is none",
            script: || Script::always(Answer::raw("HTPT/1.1 two hundred\r\n\r\n")),
            attempts: Requests(1),
            says: "DescribeJobExecution: the response from HOST makes no sense: what came back is not HTTP",
        },
        Row {
            name: "a body longer than its limit, of known length",
            script: || Script::always(Answer::json(200, &" ".repeat(4097))),
            attempts: Requests(1),
            says: "DescribeJobExecution: the response from HOST is too long: the body is longer than 4096 bytes",
        },
        Row {
            name: "a body longer than its limit, in chunks",
            script: || Script::always(Answer::chunked(200, "application/json", &[b' '; 4097], 1000)),
            attempts: Requests(1),
            says: "DescribeJobExecution: the response from HOST is too long: the body is longer than 4096 bytes",
        },
        Row {
            name: "a body of just its limit",
            script: || Script::always(Answer::json(200, &format!("{}{{}}", " ".repeat(4094)))),
            attempts: Requests(1),
            says: "ok",
        },
        Row {
            name: "more headers than are read",
            script: || {
                let answer = Answer::json(200, "{}");
                Script::always((3..=129).fold(answer, |answer, n| answer.header(&format!("x-{n}"), "y")))
            },
            attempts: Requests(1),
            says: "DescribeJobExecution: the response from HOST is too long: the head of the response is too long: at \
                most 65536 bytes and 100 headers are read",
        },
        Row {
            name: "a page in HTML",
            script: || Script::always(Answer::with_body(200, "text/html", "<html>hello</html>")),
            attempts: Requests(1),
            says: "DescribeJobExecution: the response could not be read: expected value at line 1 column 1 \
                (status 200, content type text/html, body begins \"<html>hello</html>\")",
        },
        Row {
            name: "a response that is compressed",
            script: || Script::always(compressed(200)),
            attempts: Requests(1),
            says: "DescribeJobExecution: the response could not be read: it has the content encoding gzip, and the client \
                reads none: nothing may ask for it (status 200, content type application/json, a body of 22 bytes in the \
                content encoding gzip)",
        },
        Row {
            name: "an error that is compressed",
            script: || Script::always(compressed(403)),
            attempts: Requests(1),
            says: "DescribeJobExecution: 403: content type application/json, a body of 22 bytes in the content encoding \
                gzip",
        },
        Row {
            name: "a redirect in HTML",
            script: || {
                let answer = Answer::with_body(302, "text/html", "<html>moved</html>");
                Script::always(answer.header("location", "http://127.0.0.1:1/"))
            },
            attempts: Requests(1),
            says: "DescribeJobExecution: 302: content type text/html, body begins \"<html>moved</html>\". Redirects to \
                127.0.0.1 are not followed: a proxy or a portal may stand in the way",
        },
        Row {
            name: "an error under the status of a success",
            script: || {
                let error = r#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},"Version":"1.0"}"#;
                Script::always(Answer::json(200, error))
            },
            attempts: Requests(1),
            says: "DescribeJobExecution: 200 UnknownOperationException",
        },
        Row {
            name: "an endpoint that is not the account's own",
            script: || {
                let error = r#"{"message":"Invalid endpoint. Use describe-endpoint."}"#;
                Script::always(Answer::json(403, error).header("x-amzn-errortype", "ForbiddenException:"))
            },
            attempts: Requests(1),
            says: "DescribeJobExecution: 403 ForbiddenException: Invalid endpoint. Use describe-endpoint. \
                Use the account's own endpoint: aws iot describe-endpoint --endpoint-type iot:Jobs",
        },
    ]);
}
