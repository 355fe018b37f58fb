//! Reads what makes a C2J structure an error: on the shape itself, or where an operation lists it.

use super::traits;
use crate::Diagnostics;
use crate::ir::{ErrorTrait, Fault};
use crate::json::Fields;

/// Reads the error properties of an object: `exception`, `error`, `fault` and `retryable`. `name` is the shape.
pub(super) fn read(name: &str, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<ErrorTrait> {
    let exception = fields.flag("exception", diagnostics);
    let mut server = fields.flag("fault", diagnostics);
    let retryable = fields.get("retryable").map(|node| {
        let fields = Fields::open(node, name, diagnostics)?;
        let throttling = fields.flag("throttling", diagnostics);
        fields.finish(diagnostics);
        Some(throttling)
    });
    let (mut status, mut codes) = (None, Vec::new());
    let details = fields.get("error");
    if let Some(details) = details.and_then(|node| Fields::open(node, name, diagnostics)) {
        status = traits::status(&details, "httpStatusCode", name, diagnostics);
        server |= details.flag("fault", diagnostics);
        let code = details.string("code", diagnostics).filter(|code| *code != name);
        codes.extend(code.map(str::to_owned));
        // The caller is at fault unless something says otherwise.
        details.ignore(&["senderFault"]);
        details.finish(diagnostics);
    }
    server |= status.is_some_and(|status| status >= 500);
    let (fault, usual) = if server { (Fault::Server, 500) } else { (Fault::Client, 400) };
    let error = ErrorTrait {
        codes,
        retryable: retryable.flatten(),
        ..ErrorTrait::new(fault, status.unwrap_or(usual))
    };
    (exception || server || details.is_some()).then_some(error)
}

/// Returns an error that is only known because an operation lists it.
pub(super) fn bare() -> ErrorTrait {
    ErrorTrait::new(Fault::Client, 400)
}

/// Adds what an operation says about an error. Status and fault stay those of the shape: they describe the error and
/// never tell errors apart.
pub(super) fn merge(known: &mut ErrorTrait, more: ErrorTrait) {
    for code in more.codes {
        if !known.codes.contains(&code) {
            known.codes.push(code);
        }
    }
    known.retryable = known.retryable.or(more.retryable);
}

#[cfg(test)]
mod tests {
    use super::super::tests::load;
    use super::*;

    fn error(keys: &str) -> (Option<ErrorTrait>, Vec<&'static str>) {
        let (model, codes) = load("", &format!(r#""E": {{"type": "structure", "members": {{}} {keys}}}"#));
        (model.structure(model.shapes.find("E").expect("the error")).error.clone(), codes)
    }

    #[test]
    fn faults_and_statuses_follow_from_each_other() {
        let cases = [
            ("", None),
            (r#", "exception": true"#, Some((Fault::Client, 400))),
            (r#", "exception": true, "fault": true"#, Some((Fault::Server, 500))),
            (r#", "exception": true, "error": {"fault": true}"#, Some((Fault::Server, 500))),
            (
                r#", "exception": true, "error": {"httpStatusCode": 404, "senderFault": true}"#,
                Some((Fault::Client, 404)),
            ),
            (r#", "error": {"httpStatusCode": 503}"#, Some((Fault::Server, 503))),
            (
                r#", "exception": true, "error": {"httpStatusCode": 409}, "fault": true"#,
                Some((Fault::Server, 409)),
            ),
        ];
        for (keys, expected) in cases {
            let (error, codes) = error(keys);
            assert!(codes.is_empty(), "{keys}: {codes:?}");
            assert_eq!(error.map(|error| (error.fault, error.status)), expected, "{keys}");
        }
        assert_eq!(error(r#", "error": {"httpStatusCode": 70000}"#).1, ["bad-status"]);
        assert_eq!(error(r#", "error": {"httpStatusCode": 99}"#).1, ["bad-status"]);
    }

    #[test]
    fn a_code_counts_when_it_is_another() {
        let codes = |keys: &str| error(keys).0.expect("an error").codes;
        assert_eq!(codes(r#", "error": {"code": "Eek"}"#), ["Eek"]);
        assert!(codes(r#", "error": {"code": "E"}"#).is_empty());
    }

    #[test]
    fn retries_may_help_or_not() {
        let retryable = |keys: &str| error(keys).0.expect("an error").retryable;
        assert_eq!(retryable(r#", "exception": true"#), None);
        assert_eq!(retryable(r#", "exception": true, "retryable": {}"#), Some(false));
        assert_eq!(retryable(r#", "exception": true, "retryable": {"throttling": true}"#), Some(true));
    }
}
