//! The differences between two requests that should be the same, except for allowed ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use ::loopback::server::Recorded;
use serde_json::Value;

/// Headers that may differ, each with the reason. All others have to agree in name and value.
pub(crate) const MAY_DIFFER: [(&str, &str); 9] = [
    ("accept", "JSON is all that the service answers, so the header changes nothing"),
    ("accept-encoding", "each names the encodings that it can decode itself"),
    ("amz-sdk-invocation-id", "AWS's own clients count their calls and attempts for AWS"),
    ("amz-sdk-request", "AWS's own clients count their calls and attempts for AWS"),
    ("authorization", "the signature is verified, and what it is for is compared"),
    ("content-length", "boto3 escapes all that is not ASCII and puts spaces into JSON"),
    ("host", "each client has a server of its own, and it is compared with that server's address"),
    ("user-agent", "each names itself"),
    ("x-amz-date", "each signs at its own time, and the form of the time is checked with the signature"),
];

/// Returns a sentence for each difference between boto3's request and the client's.
pub(crate) fn differences(boto3: &Recorded, client: &Recorded) -> Vec<String> {
    let (boto3_path, boto3_query) = split(boto3.target());
    let (path, query) = split(client.target());
    let texts = [
        difference("method", boto3.method(), client.method()),
        difference("path", boto3_path, path),
        difference("query", &boto3_query, &query),
        (body(boto3) != body(client)).then(|| said("body", boto3.text(), client.text())),
    ];
    texts.into_iter().flatten().chain(in_headers(boto3, client)).collect()
}

/// Returns a sentence if a part differs.
pub(crate) fn difference<T: PartialEq + Debug + ?Sized>(what: &str, boto3: &T, client: &T) -> Option<String> {
    (boto3 != client).then(|| said(what, boto3, client))
}

fn said<T: Debug + ?Sized>(what: &str, boto3: &T, client: &T) -> String {
    format!("{what}: boto3 has {boto3:?}, the client has {client:?}")
}

/// Returns the path, and the pairs of the query, whose order is ignored.
fn split(target: &str) -> (&str, Vec<&str>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    (path, pairs)
}

/// Returns the body as a JSON value, or as text if it is not JSON; `None` if there is no body.
fn body(request: &Recorded) -> Option<Value> {
    let text = || Value::from(String::from_utf8_lossy(&request.body));
    (!request.body.is_empty()).then(|| serde_json::from_slice(&request.body).unwrap_or_else(|_| text()))
}

fn in_headers(boto3: &Recorded, client: &Recorded) -> Vec<String> {
    let (boto3, client) = (headers(boto3), headers(client));
    let names: BTreeSet<&String> = boto3.keys().chain(client.keys()).collect();
    let different =
        |name: &&String| difference(&format!("header {name}"), &boto3.get(*name), &client.get(*name));
    names.iter().filter_map(different).collect()
}

/// Returns the headers that have to agree: names in lower case, and values.
fn headers(request: &Recorded) -> BTreeMap<String, Vec<&str>> {
    let mut headers = BTreeMap::<String, Vec<&str>>::new();
    for (name, value) in request.headers() {
        let name = name.to_ascii_lowercase();
        if !MAY_DIFFER.iter().any(|(free, _)| *free == name) {
            headers.entry(name).or_default().push(value);
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn request(head: &str, body: &str) -> Recorded {
        let head = format!("{}\r\n\r\n", head.replace('\n', "\r\n")).into_bytes();
        let body = body.as_bytes().to_vec();
        Recorded { connection: 0, at: Instant::now(), head, body, client_certificate: None }
    }

    #[test]
    fn every_part_is_compared() {
        let boto3 = request(
            "POST /a/%24b?c=1&d=2 HTTP/1.1\nContent-Type: application/json\nHost: a",
            "{\"e\": [1, \"é\"]}",
        );
        let cases = [
            (
                "POST /a/%24b?d=2&c=1 HTTP/1.1\ncontent-type: application/json\nhost: b",
                r#"{"e":[1,"\u00e9"]}"#,
                None,
            ),
            (
                "PUT /a/%24b?c=1&d=2 HTTP/1.1\ncontent-type: application/json",
                r#"{"e":[1,"é"]}"#,
                Some("method"),
            ),
            ("POST /a/$b?c=1&d=2 HTTP/1.1\ncontent-type: application/json", r#"{"e":[1,"é"]}"#, Some("path")),
            ("POST /a/%24b?c=1 HTTP/1.1\ncontent-type: application/json", r#"{"e":[1,"é"]}"#, Some("query")),
            (
                "POST /a/%24b?c=1&d=2&d=2 HTTP/1.1\ncontent-type: application/json",
                r#"{"e":[1,"é"]}"#,
                Some("query"),
            ),
            (
                "POST /a/%24b?c=1&d=2 HTTP/1.1\ncontent-type: application/json",
                r#"{"e":["é",1]}"#,
                Some("body"),
            ),
            ("POST /a/%24b?c=1&d=2 HTTP/1.1\ncontent-type: application/json", "", Some("body")),
            (
                "POST /a/%24b?c=1&d=2 HTTP/1.1\ncontent-type: text/plain",
                r#"{"e":[1,"é"]}"#,
                Some("header content-type"),
            ),
            ("POST /a/%24b?c=1&d=2 HTTP/1.1", r#"{"e":[1,"é"]}"#, Some("header content-type")),
            (
                "POST /a/%24b?c=1&d=2 HTTP/1.1\ncontent-type: application/json\nx-more: 1",
                r#"{"e":[1,"é"]}"#,
                Some("header x-more"),
            ),
        ];
        for (head, body, expected) in cases {
            let found = differences(&boto3, &request(head, body));
            let parts: Vec<&str> =
                found.iter().filter_map(|fault| Some(fault.split_once(": boto3 has ")?.0)).collect();
            assert_eq!(parts, expected.into_iter().collect::<Vec<_>>(), "{head}\n{body}\n{found:?}");
        }
    }
}
