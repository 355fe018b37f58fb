//! What shapes, members and operations of C2J have in common: documentation, deprecation, timestamp formats.

use crate::ir::{Deprecation, TimestampFormat};
use crate::json::Fields;
use crate::source::Span;
use crate::suggest;
use crate::{Diagnostic, Diagnostics};

/// Returns the documentation; an empty text is none.
pub(super) fn documentation(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    fields.string("documentation", diagnostics).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Returns the deprecation if `deprecated` is set.
pub(super) fn deprecation(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Deprecation> {
    let deprecated = fields.flag("deprecated", diagnostics);
    let message = fields.string("deprecatedMessage", diagnostics).map(str::to_owned);
    let since = fields.string("deprecatedSince", diagnostics).map(str::to_owned);
    deprecated.then_some(Deprecation { message, since })
}

/// Returns the format of timestamps. `span` is the place of the object, `origin` the element it describes.
pub(super) fn timestamp_format(
    fields: &Fields<'_>,
    span: Span,
    origin: &str,
    diagnostics: &mut Diagnostics,
) -> Option<TimestampFormat> {
    let name = fields.string("timestampFormat", diagnostics)?;
    match name {
        "iso8601" => Some(TimestampFormat::DateTime),
        "rfc822" => Some(TimestampFormat::HttpDate),
        "unixTimestamp" => Some(TimestampFormat::EpochSeconds),
        _ => {
            let known = ["iso8601", "rfc822", "unixTimestamp"];
            let problem =
                Diagnostic::error("unknown-timestamp-format", format!("`{name}` is no timestamp format"))
                    .at(span)
                    .shape(origin)
                    .help(format!("known are {}", known.join(", ")))
                    .maybe_help(suggest::did_you_mean(name, known));
            diagnostics.push(problem);
            None
        }
    }
}

/// Returns a status code from 100 to 599 if the object has the key; any other value is a problem.
pub(super) fn status(
    fields: &Fields<'_>,
    name: &'static str,
    origin: &str,
    diagnostics: &mut Diagnostics,
) -> Option<u16> {
    let number = fields.unsigned(name, diagnostics)?;
    let status = u16::try_from(number).ok().filter(|status| (100..600).contains(status));
    if status.is_none() {
        let problem = Diagnostic::error("bad-status", format!("{number} is not an HTTP status"))
            .at(fields.get(name).map(|node| node.span))
            .shape(origin)
            .help("write a number from 100 to 599");
        diagnostics.push(problem);
    }
    status
}

#[cfg(test)]
mod tests {
    use super::super::tests::{load, shape};
    use super::*;
    use crate::ir::ShapeKind;

    #[test]
    fn timestamp_formats_are_three_and_no_more() {
        let cases = [
            (r#", "timestampFormat": "iso8601""#, Some(TimestampFormat::DateTime), vec![]),
            (r#", "timestampFormat": "rfc822""#, Some(TimestampFormat::HttpDate), vec![]),
            (r#", "timestampFormat": "unixTimestamp""#, Some(TimestampFormat::EpochSeconds), vec![]),
            ("", None, vec![]),
            (r#", "timestampFormat": "lunar""#, None, vec!["unknown-timestamp-format"]),
        ];
        for (format, expected, problems) in cases {
            let (model, codes) = load("", &format!(r#""T": {{"type": "timestamp" {format}}}"#));
            assert_eq!(shape(&model, "T").kind, ShapeKind::Timestamp(expected), "{format}");
            assert_eq!(codes, problems, "{format}");
        }
    }

    #[test]
    fn documentation_and_deprecation_are_kept() {
        let (model, codes) = load(
            "",
            r#""A": {"type": "string", "documentation": "Green.", "deprecated": true,
                     "deprecatedMessage": "Use B.", "deprecatedSince": "2021-03-04"},
               "B": {"type": "string", "documentation": "", "deprecated": false}"#,
        );
        assert!(codes.is_empty());
        let a = shape(&model, "A");
        assert_eq!(a.documentation.as_deref(), Some("Green."));
        let expected = Deprecation { message: Some("Use B.".into()), since: Some("2021-03-04".into()) };
        assert_eq!(a.deprecated, Some(expected));
        let b = shape(&model, "B");
        assert_eq!((&b.documentation, &b.deprecated), (&None, &None));
    }
}
