//! The project's own traits: a service's port for client certificates, headers of all its requests, wrong hosts, hints
//! for errors, and messages that tell errors apart.

use std::collections::BTreeMap;

use super::Given;
use super::table::{By, Known, row};
use crate::diagnostic::Diagnostics;
use crate::ir::{ErrorMessage, Hint, WrongHost};
use crate::json::{Fields, Node};
use crate::validate::bindings::{FRAMING, is_header};

pub(super) const ROWS: &[Known] = &[
    row("smithy.codegen#mutualTls")
        .service(|service, given, problems| service.mutual_tls_port = mutual_tls_port(given, problems))
        .by(By::Both),
    row("smithy.codegen#headers")
        .service(|service, given, problems| service.headers = headers(given, problems))
        .by(By::Both),
    row("smithy.codegen#wrongHosts")
        .service(|service, given, problems| service.wrong_hosts = elements(given, wrong_host, problems))
        .by(By::Both),
    row("smithy.codegen#hints")
        .service(|service, given, problems| service.hints = elements(given, hint, problems))
        .by(By::Both),
];

fn mutual_tls_port(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<u16> {
    let fields = given.fields(diagnostics)?;
    let port = port(&fields, given, diagnostics);
    fields.finish(diagnostics);
    port
}

/// Headers that clients set themselves.
const SET_BY_CLIENTS: [&str; 3] = ["authorization", "content-type", "user-agent"];

/// Reads headers with fixed values.
fn headers(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::new();
    for (name, node) in given.fields(diagnostics).iter().flat_map(Fields::members) {
        let Some(value) = node.as_str() else {
            given.wrong(node, "a string", diagnostics);
            continue;
        };
        let header = name.text.to_ascii_lowercase();
        let problem =
            if !is_header(&header) || FRAMING.iter().chain(&SET_BY_CLIENTS).any(|own| **own == header) {
                given.bad(node, format!("`{}` is not a header that a model can set", name.text))
            } else if value.is_empty() || !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                given.bad(node, format!("{value:?} is not the value of a header"))
            } else if headers.insert(header, value.to_owned()).is_some() {
                given.bad(node, format!("the header `{}` is given twice", name.text))
            } else {
                continue;
            };
        diagnostics
            .push(problem.help("name another header once, with a value of printable ASCII characters"));
    }
    headers
}

/// Reads a port that must be there.
pub(super) fn port(fields: &Fields<'_>, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<u16> {
    let node = fields.required("port", diagnostics);
    let number = fields.unsigned("port", diagnostics);
    let (node, number) = node.zip(number)?;
    let port = u16::try_from(number).ok().filter(|port| *port != 0);
    if port.is_none() {
        let problem = given.bad(node, format!("{number} is not a port"));
        diagnostics.push(problem.help("write a number from 1 to 65535"));
    }
    port
}

/// Reads the elements of a trait that is a list of objects.
pub(super) fn elements<T>(
    given: &Given<'_, '_>,
    read: impl Fn(&Fields<'_>, &Given<'_, '_>, &mut Diagnostics) -> Option<T>,
    diagnostics: &mut Diagnostics,
) -> Vec<T> {
    elements_of(given.node, given, read, diagnostics)
}

/// Reads the elements of a list in a trait.
pub(super) fn elements_of<T>(
    list: &Node,
    given: &Given<'_, '_>,
    read: impl Fn(&Fields<'_>, &Given<'_, '_>, &mut Diagnostics) -> Option<T>,
    diagnostics: &mut Diagnostics,
) -> Vec<T> {
    let items = Given { node: list, ..*given }.items("an array of objects", diagnostics);
    if let Some(empty) = empty_list(list) {
        let what = if std::ptr::eq(list, given.node) { "trait" } else { "key" };
        let help = format!("add an object, or remove the {what}");
        diagnostics.push(given.bad(empty, "the list is empty").help(help));
    }
    let mut elements = Vec::new();
    for item in items {
        let Some(fields) = Fields::open(item, given.owner, diagnostics) else { continue };
        elements.extend(read(&fields, given, diagnostics));
        fields.finish(diagnostics);
    }
    elements
}

pub(super) fn wrong_host(
    fields: &Fields<'_>,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<WrongHost> {
    let host = words(fields, "host", given, diagnostics);
    let help = words(fields, "help", given, diagnostics);
    let host = host?;
    let reason = if !host.chars().all(is_of_pattern) {
        "has characters that no host name in lower case has"
    } else if host.chars().all(|c| c == '*') {
        "matches every host"
    } else {
        return Some(WrongHost { host: host.to_owned(), help: help?.to_owned() });
    };
    let problem = given.bad(fields.get("host")?, format!("the pattern `{host}` {reason}"));
    diagnostics.push(problem.help("a pattern looks like `data.*.example.com`, with lower-case letters"));
    None
}

fn is_of_pattern(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.*".contains(c)
}

fn hint(fields: &Fields<'_>, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Hint> {
    let code = fields.get("status");
    let status = code.and_then(|node| given.status(node, diagnostics));
    let help = words(fields, "help", given, diagnostics);
    let message = parts_of_message(fields, given, diagnostics)?;
    Some(Hint { status, message, help: help?.to_owned() })
}

/// Reads an element of `errorMessages`.
pub(super) fn error_message(
    fields: &Fields<'_>,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<ErrorMessage> {
    let codes = texts(fields, "codes", "list the codes that the error comes with", given, diagnostics);
    let message = parts_of_message(fields, given, diagnostics);
    Some(ErrorMessage { codes: codes?, message: message? })
}

fn parts_of_message(
    fields: &Fields<'_>,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    texts(fields, "message", "list the texts of which the error's message contains one", given, diagnostics)
}

/// Reads a list of texts that must be there and not be empty.
fn texts(
    fields: &Fields<'_>,
    name: &'static str,
    help: &str,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let list = fields.required(name, diagnostics)?;
    let mut texts = Vec::new();
    for item in fields.array(name, diagnostics) {
        match item.as_str() {
            Some(text) => texts.extend(filled(text, item, given, diagnostics).map(str::to_owned)),
            None => given.wrong(item, "a string", diagnostics),
        }
    }
    if let Some(list) = empty_list(list) {
        diagnostics.push(given.bad(list, "the list is empty").help(help));
    }
    Some(texts)
}

/// Reads a text that must be there and not be empty.
fn words<'n>(
    fields: &Fields<'n>,
    name: &'static str,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'n str> {
    let text = fields.required_string(name, diagnostics)?;
    filled(text, fields.get(name)?, given, diagnostics)
}

fn filled<'n>(
    text: &'n str,
    node: &Node,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'n str> {
    let says_something = !text.trim().is_empty();
    if !says_something {
        let problem = given.bad(node, "the text is empty");
        diagnostics.push(problem.help("write at least one word"));
    }
    says_something.then_some(text)
}

fn empty_list(node: &Node) -> Option<&Node> {
    matches!(&node.value, crate::json::Value::Array(items) if items.is_empty()).then_some(node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Origin, Service, Shape, ShapeKind, Structure};
    use crate::smithy::{By, Traits};
    use crate::{Sources, json};

    /// Loads the service with these traits. Returns it and the codes of the problems.
    fn with(traits: &str) -> (Service, Vec<&'static str>) {
        let mut sources = Sources::default();
        let source = sources.add("t.json", format!("{{{traits}}}"));
        let mut diagnostics = Diagnostics::default();
        let node = json::parse(&sources, source, &mut diagnostics).expect("JSON");
        let traits = Traits::open("P", &node, By::Model, &mut diagnostics);
        let mut service = Service::default();
        traits.read(&mut service, |known| known.service, &mut diagnostics);
        for problem in &diagnostics {
            assert!(problem.span.is_some() && problem.help.is_some(), "{problem:?}");
        }
        (service, diagnostics.iter().map(|problem| problem.code).collect())
    }

    #[test]
    fn all_four_are_read() {
        let (service, codes) = with(
            r#""smithy.codegen#mutualTls": {"port": 65535},
            "smithy.codegen#headers": {"Accept": "application/json"},
            "smithy.codegen#wrongHosts": [{"host": "*.lake-1.*", "help": "Go to the pond"}],
            "smithy.codegen#hints": [{"message": ["a", "b"], "help": "Do"}, {"status": 403, "message": ["c"], "help": "Go"}]"#,
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(service.mutual_tls_port, Some(65535));
        assert_eq!(service.headers, [("accept".to_owned(), "application/json".to_owned())].into());
        let host = WrongHost { host: "*.lake-1.*".into(), help: "Go to the pond".into() };
        assert_eq!(service.wrong_hosts, [host]);
        let first = Hint { status: None, message: vec!["a".into(), "b".into()], help: "Do".into() };
        let second = Hint { status: Some(403), message: vec!["c".into()], help: "Go".into() };
        assert_eq!(service.hints, [first, second]);
    }

    #[test]
    fn a_header_that_no_client_can_set_is_a_problem() {
        let headers = [
            r#"{"": "a"}"#,
            r#"{"a b": "a"}"#,
            r#"{"Host": "a"}"#,
            r#"{"User-Agent": "a"}"#,
            r#"{"a": ""}"#,
            r#"{"a": "b\r\nc: d"}"#,
        ];
        for value in headers {
            let (service, codes) = with(&format!(r#""smithy.codegen#headers": {value}"#));
            assert_eq!((service.headers.len(), codes), (0, vec!["bad-trait"]), "{value}");
        }
        assert_eq!(with(r#""smithy.codegen#headers": {"a": "b", "A": "c"}"#).1, ["bad-trait"]);
        assert_eq!(with(r#""smithy.codegen#headers": {"a": 1}"#).1, ["wrong-type"]);
    }

    #[test]
    fn an_error_that_its_message_tells_has_codes_and_texts() {
        let cases = [
            (r#"[{"codes": ["A", "B"], "message": ["m"]}]"#, None),
            ("[]", Some("bad-trait")),
            (r#"[{"codes": ["A"]}]"#, Some("missing-key")),
            (r#"[{"message": ["m"]}]"#, Some("missing-key")),
            (r#"[{"codes": [], "message": ["m"]}]"#, Some("bad-trait")),
            (r#"[{"codes": ["A"], "message": [" "]}]"#, Some("bad-trait")),
            (r#"[{"codes": "A", "message": ["m"]}]"#, Some("wrong-type")),
            (r#"[{"code": "A", "codes": ["A"], "message": ["m"]}]"#, Some("unknown-key")),
        ];
        for (value, code) in cases {
            let text =
                format!(r#"{{"smithy.api#error": "client", "smithy.codegen#errorMessages": {value}}}"#);
            let mut sources = Sources::default();
            let source = sources.add("t.json", text);
            let mut diagnostics = Diagnostics::default();
            let node = json::parse(&sources, source, &mut diagnostics).expect("JSON");
            let traits = Traits::open("E", &node, By::Overlay, &mut diagnostics);
            let kind = ShapeKind::Structure(Structure::default());
            let mut shape = Shape::new("E", kind, Origin::default());
            traits.read(&mut shape, |known| known.shape, &mut diagnostics);
            let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code).collect();
            assert_eq!(codes, code.as_slice(), "{value}");
            if code.is_none() {
                let ShapeKind::Structure(Structure { error, .. }) = shape.kind else { panic!("{value}") };
                let expected =
                    ErrorMessage { codes: vec!["A".into(), "B".into()], message: vec!["m".into()] };
                assert_eq!(error.expect("an error").messages, [expected]);
            }
        }
    }

    #[test]
    fn ports_are_ports() {
        let cases = [
            ("{}", "missing-key"),
            (r#"{"port": 0}"#, "bad-trait"),
            (r#"{"port": 65536}"#, "bad-trait"),
            (r#"{"port": -1}"#, "wrong-type"),
            (r#"{"port": "8443"}"#, "wrong-type"),
            (r#"{"port": 1, "prot": 1}"#, "unknown-key"),
            ("8443", "wrong-type"),
        ];
        for (value, code) in cases {
            assert_eq!(with(&format!(r#""smithy.codegen#mutualTls": {value}"#)).1, [code], "{value}");
        }
    }

    #[test]
    fn hosts_are_patterns_with_advice() {
        let cases = [
            ("{}", "wrong-type"),
            ("[]", "bad-trait"),
            (r#"["a.*"]"#, "wrong-type"),
            (r#"[{"host": "a.*"}]"#, "missing-key"),
            (r#"[{"help": "H"}]"#, "missing-key"),
            (r#"[{"host": "", "help": "H"}]"#, "bad-trait"),
            (r#"[{"host": "a.*", "help": " "}]"#, "bad-trait"),
            (r#"[{"host": "**", "help": "H"}]"#, "bad-trait"),
            (r#"[{"host": "A.*", "help": "H"}]"#, "bad-trait"),
            (r#"[{"host": "https://a", "help": "H"}]"#, "bad-trait"),
            (r#"[{"host": "a.*", "help": "H", "why": ""}]"#, "unknown-key"),
        ];
        for (value, code) in cases {
            assert_eq!(with(&format!(r#""smithy.codegen#wrongHosts": {value}"#)).1, [code], "{value}");
        }
    }

    #[test]
    fn hints_have_something_to_look_for_and_something_to_say() {
        let cases = [
            ("[]", "bad-trait"),
            (r#"[{"message": ["m"]}]"#, "missing-key"),
            (r#"[{"help": "H"}]"#, "missing-key"),
            (r#"[{"message": "m", "help": "H"}]"#, "wrong-type"),
            (r#"[{"message": [1], "help": "H"}]"#, "wrong-type"),
            (r#"[{"message": [], "help": "H"}]"#, "bad-trait"),
            (r#"[{"message": ["m", ""], "help": "H"}]"#, "bad-trait"),
            (r#"[{"message": ["m"], "help": ""}]"#, "bad-trait"),
            (r#"[{"status": 99, "message": ["m"], "help": "H"}]"#, "bad-status"),
            (r#"[{"status": 600, "message": ["m"], "help": "H"}]"#, "bad-status"),
            (r#"[{"status": "403", "message": ["m"], "help": "H"}]"#, "bad-status"),
            (r#"[{"messages": [], "message": ["m"], "help": "H"}]"#, "unknown-key"),
        ];
        for (value, code) in cases {
            assert_eq!(with(&format!(r#""smithy.codegen#hints": {value}"#)).1, [code], "{value}");
        }
    }
}
