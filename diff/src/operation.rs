//! Compares operations.

use std::collections::BTreeSet;

use super::comparison::{Comparison, Found, Subject};
use super::pairs::{self, Matcher};
use super::rules::operation::{
    AUTHENTICATION_BECAME_OPTIONAL, AUTHENTICATION_NO_LONGER_OPTIONAL, AUTHENTICATION_PREFERENCE_CHANGED,
    BECAME_IDEMPOTENT, BECAME_READONLY, BECAME_UNAUTHENTICATED, CHECKSUM_CHANGED, ENDPOINT_DISCOVERY_CHANGED,
    ERROR_ADDED, ERROR_REMOVED, ERROR_VARIANT_RENAMED, HOST_PREFIX_CHANGED, HTTP_METHOD_CHANGED,
    HTTP_PATH_CHANGED, HTTP_QUERY_CHANGED, HTTP_STATUS_CHANGED, NO_LONGER_IDEMPOTENT, NO_LONGER_READONLY,
    NO_LONGER_UNAUTHENTICATED, OPERATION_ADDED, OPERATION_BECAME_SUPPORTED, OPERATION_BECAME_UNSUPPORTED,
    OPERATION_REMOVED, OPERATION_RENAMED, PAGINATION_CHANGED, PAGINATION_GAINED, PAGINATION_LOST,
    REPETITION_AS_BEFORE, REQUEST_COMPRESSION_CHANGED, SIGNATURE_ACCEPTED, SIGNATURE_REFUSED,
    STATIC_CONTEXT_CHANGED, SUCCESS_STATUS_CHANGED, TOKEN_ACCEPTED, TOKEN_REFUSED, UNSIGNED_PAYLOAD_CHANGED,
};
use super::{Rule, mqtt, text, waiters};
use smithy_model::endpoint::ContextPath;
use smithy_model::ir::{
    AuthWay, Http, LeftOut, Operation, Pagination, Service, ShapeId, UriPart, UriTemplate,
};

/// Compares all operations. Their inputs, outputs and errors are compared as shapes.
pub(super) fn compare_all<'m>(comparison: &mut Comparison<'m>, matched: &Matcher<&'m Operation>) {
    let (old_service, new_service) =
        (&comparison.old.model.service.origin, &comparison.new.model.service.origin);
    for (old, new) in &matched.pairs {
        compare(comparison, old, new);
    }
    for old in &matched.old {
        let left_out = comparison.new.model.left_out(&old.name);
        let place = left_out.map_or(new_service, |left_out| &left_out.origin);
        let subject = Subject::new(old.name.as_str(), &old.origin, place);
        let (rule, what) = match left_out {
            Some(LeftOut { reason, .. }) => {
                (&OPERATION_BECAME_UNSUPPORTED, format!("cannot be generated any more: {reason}"))
            }
            None => (&OPERATION_REMOVED, "is gone".to_owned()),
        };
        let found = Found::new(format!("the operation `{}` {what}", old.name)).values(request(old), None);
        comparison.report(rule, &subject, found);
    }
    for new in &matched.new {
        let left_out = comparison.old.model.left_out(&new.name);
        let place = left_out.map_or(old_service, |left_out| &left_out.origin);
        let subject = Subject::new(new.name.as_str(), place, &new.origin);
        let (rule, what) = match left_out {
            Some(LeftOut { reason, .. }) => {
                (&OPERATION_BECAME_SUPPORTED, format!("can be generated now; before, {reason}"))
            }
            None => (&OPERATION_ADDED, "is new".to_owned()),
        };
        let found = Found::new(format!("the operation `{}` {what}", new.name)).values(None, request(new));
        comparison.report(rule, &subject, found);
    }
}

fn request(operation: &Operation) -> String {
    operation.http.as_ref().map_or_else(|| operation.name.clone(), ToString::to_string)
}

fn compare<'m>(comparison: &mut Comparison<'m>, old: &'m Operation, new: &'m Operation) {
    let Operation {
        name,
        documentation,
        deprecated,
        notes,
        optional_auth: _, // `flags`
        compression: _,   // `offers`
        pagination: _,    // `offers`
        waiters: _,       // `waiters`
        unsupported: _,   // `support`
        http: _,          // `http`
        topic: _,         // `mqtt::topic`
        input: _,         // a shape
        output: _,        // a shape
        errors: _,        // `errors`
        idempotent: _,    // `repetition`
        readonly: _,      // `repetition`
        host_prefix: _,   // `http`
        auth: _,          // `auth_ways` has what comes of it.
        auth_ways: _,     // `flags`, `authentication`
        unsigned_payload,
        checksum_required,
        flexible_checksum: _,  // `support`
        discovers_endpoint: _, // `support`, `discovery`
        static_context,
        context_paths,
        origin,
    } = new;
    let subject = Subject::new(name.as_str(), &old.origin, origin);
    if old.name != *name {
        let found = Found::new(format!("the operation `{name}` was called `{}`", old.name));
        comparison.report(&OPERATION_RENAMED, &subject, found.values(old.name.clone(), name.clone()));
    }
    support(comparison, &subject, old, new);
    text::documentation(comparison, &subject, old.documentation.as_deref(), documentation.as_deref());
    text::deprecation(comparison, &subject, old.deprecated.as_ref(), deprecated.as_ref());
    text::notes(comparison, &subject, &old.notes, notes);
    http(comparison, &subject, old, new);
    mqtt::topic(comparison, &subject, old, new);
    errors(comparison, &subject, old, new);
    repetition(comparison, &subject, old, new);
    flags(comparison, &subject, old, new);
    authentication(comparison, &subject, old, new);
    if old.unsigned_payload != *unsigned_payload {
        let what = if *unsigned_payload { "no longer covers" } else { "covers" };
        let found = Found::new(format!("the signature of `{name}` {what} the body"));
        comparison.report(&UNSIGNED_PAYLOAD_CHANGED, &subject, found);
    }
    if old.checksum_required != *checksum_required {
        let what = if *checksum_required { "come" } else { "no longer come" };
        let found = Found::new(format!("requests of `{name}` {what} with the MD5 checksum of their body"));
        comparison.report(&CHECKSUM_CHANGED, &subject, found);
    }
    discovery(comparison, &subject, old, new);
    offers(comparison, &subject, old, new);
    waiters::compare(comparison, &subject, old, new);
    let is_in_both = |name: &str| comparison.knows_in_both(name);
    let before = context(&old.static_context, &old.context_paths, is_in_both);
    let after = context(static_context, context_paths, is_in_both);
    if before != after {
        let found = Found::new(format!("`{name}` sets other parameters of the endpoint"));
        comparison.report(&STATIC_CONTEXT_CHANGED, &subject, found.values(before, after));
    }
}

/// Compares which operation returns the endpoint, and the error for a wrong one.
fn discovery(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Operation, new: &Operation) {
    let told = |service: &Service, operation: &Operation| {
        let discovery = service.discovery.as_ref().filter(|_| operation.discovers_endpoint)?;
        Some(format!("{}, {}", discovery.operation, discovery.error))
    };
    let before = told(&comparison.old.model.service, old);
    let after = told(&comparison.new.model.service, new);
    if before != after && old.unsupported.is_none() && new.unsupported.is_none() {
        let found = Found::new(format!("the endpoint of `{}` is discovered in another way", new.name));
        comparison.report(&ENDPOINT_DISCOVERY_CHANGED, subject, found.values(before, after));
    }
}

/// Compares the other features of an operation.
fn offers(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Operation, new: &Operation) {
    let name = &new.name;
    if old.compression != new.compression {
        let found = Found::new(format!("`{name}` accepts other compressions of the body, or none"));
        let [old, new] =
            [&old.compression, &new.compression].map(|it| Some(it.as_ref()?.encodings.join(", ")));
        comparison.report(&REQUEST_COMPRESSION_CHANGED, subject, found.values(old, new));
    }
    // The member for the page size is an ordinary member.
    let told =
        |pages: &Option<Pagination>| pages.clone().map(|pages| Pagination { page_size: None, ..pages });
    let (rule, what) = match (&told(&old.pagination), &told(&new.pagination)) {
        (None, None) => return,
        (Some(old), Some(new)) if old == new => return,
        (None, Some(_)) => (&PAGINATION_GAINED, "can be followed"),
        (Some(_), None) => (&PAGINATION_LOST, "can no longer be followed"),
        (Some(_), Some(_)) => (&PAGINATION_CHANGED, "follow each other in another way"),
    };
    let found = Found::new(format!("the pages of `{name}` {what}"));
    let [old, new] = [&old.pagination, &new.pagination].map(|it| it.as_ref().map(pages));
    comparison.report(rule, subject, found.values(old, new));
}

/// Reports an operation in both models that is supported in only one of them.
fn support(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Operation, new: &Operation) {
    let (rule, what) = match (&old.unsupported, &new.unsupported) {
        (None, Some(need)) => {
            (&OPERATION_BECAME_UNSUPPORTED, format!("cannot be generated any more: it needs {need}"))
        }
        (Some(need), None) => {
            (&OPERATION_BECAME_SUPPORTED, format!("can be generated now; before, it needed {need}"))
        }
        _ => return,
    };
    comparison.report(rule, subject, Found::new(format!("the operation `{}` {what}", new.name)));
}

/// Returns the names and values of parameters in both models; their order is ignored. Other parameters are compared
/// with the rules.
fn context(
    fixed: &[(String, serde_json::Value)],
    paths: &[(String, ContextPath)],
    is_in_both: impl Fn(&str) -> bool + Copy,
) -> Option<String> {
    let fixed = fixed.iter().filter(|(name, _)| is_in_both(name));
    let paths = paths.iter().filter(|(name, _)| is_in_both(name));
    let fixed = fixed.map(|(name, value)| format!("{name} = {value}"));
    let paths = paths.map(|(name, path)| format!("{name} = {path}"));
    let mut words: Vec<_> = fixed.chain(paths).collect();
    words.sort();
    Some(words.join(", ")).filter(|words| !words.is_empty())
}

/// Returns the members that control pagination.
fn pages(pagination: &Pagination) -> String {
    let Pagination { input_token, output_token, items, page_size, more } = pagination;
    let named = [
        ("token", input_token),
        ("next token", output_token),
        ("items", items),
        ("page size", page_size),
        ("more", more),
    ];
    let words = named.into_iter().filter_map(|(what, member)| Some(format!("{what}: {}", member.as_ref()?)));
    words.collect::<Vec<_>>().join(", ")
}

/// Compares what makes calls safe to repeat. A change matters only if no other reason remains.
fn repetition(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Operation, new: &Operation) {
    let matters = comparison.old.model.is_repeatable(old) != comparison.new.model.is_repeatable(new);
    let traits = [
        (
            [old.idempotent, new.idempotent],
            (&BECAME_IDEMPOTENT, "is idempotent"),
            (&NO_LONGER_IDEMPOTENT, "is no longer idempotent"),
        ),
        (
            [old.readonly, new.readonly],
            (&BECAME_READONLY, "changes nothing"),
            (&NO_LONGER_READONLY, "may change something"),
        ),
    ];
    for ([before, after], set, unset) in traits {
        if before != after {
            let (rule, what) = if after { set } else { unset };
            let rule = if matters { rule } else { &REPETITION_AS_BEFORE };
            comparison.report(rule, subject, Found::new(format!("`{}` {what}", new.name)));
        }
    }
}

/// Compares boolean properties.
fn flags(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Operation, new: &Operation) {
    let mut flag = |before: bool, after: bool, set: (&'static Rule, &str), unset: (&'static Rule, &str)| {
        if before != after {
            let (rule, what) = if after { set } else { unset };
            comparison.report(rule, subject, Found::new(format!("`{}` {what}", new.name)));
        }
    };
    flag(
        old.is_unauthenticated(),
        new.is_unauthenticated(),
        (&BECAME_UNAUTHENTICATED, "needs no authentication"),
        (&NO_LONGER_UNAUTHENTICATED, "needs authentication"),
    );
    flag(
        old.optional_auth,
        new.optional_auth,
        (&AUTHENTICATION_BECAME_OPTIONAL, "takes requests without authentication, too"),
        (&AUTHENTICATION_NO_LONGER_OPTIONAL, "takes no requests without authentication any more"),
    );
}

/// Compares the authentication schemes, unless one of the two models needs none, which `flags` reports.
fn authentication(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Operation, new: &Operation) {
    if old.is_unauthenticated() || new.is_unauthenticated() {
        return;
    }
    let ways = [
        (AuthWay::SigV4, "a signature", &SIGNATURE_ACCEPTED, &SIGNATURE_REFUSED),
        (AuthWay::Bearer, "a bearer token", &TOKEN_ACCEPTED, &TOKEN_REFUSED),
    ];
    let mut same = true;
    for (way, what, accepted, refused) in ways {
        let (rule, verb) = match (old.auth_ways.contains(&way), new.auth_ways.contains(&way)) {
            (false, true) => (accepted, "takes"),
            (true, false) => (refused, "no longer takes"),
            _ => continue,
        };
        same = false;
        comparison.report(rule, subject, Found::new(format!("`{}` {verb} {what}", new.name)));
    }
    let first = |operation: &Operation| operation.known_auth().next().map(|way| way.name().to_owned());
    let (before, after) = (first(old), first(new));
    if same && before != after {
        let found = Found::new(format!("`{}` prefers another way to authenticate", new.name));
        comparison.report(&AUTHENTICATION_PREFERENCE_CHANGED, subject, found.values(before, after));
    }
}

/// Compares the request. A label that only has another name is a renamed member, and not reported here.
fn http<'m>(comparison: &mut Comparison<'m>, subject: &Subject<'m>, old: &'m Operation, new: &'m Operation) {
    host_prefix(comparison, subject, old, new);
    // A change from a protocol with HTTP bindings to one without is reported for the service.
    let (Some(before), Some(Http { method, uri, code, origin })) = (&old.http, &new.http) else { return };
    let UriTemplate { path, query } = uri;
    let place = Subject {
        old: placed(&before.origin, subject.old),
        new: placed(origin, subject.new),
        ..subject.clone()
    };
    let called = pairs::renamed(comparison, old.input, new.input);
    let mut other = |rule, what, old: Option<String>, new: Option<String>, place: &Subject<'_>| {
        let found = Found::new(format!("{what} of `{}` has changed", subject.name));
        comparison.report(rule, place, found.values(old, new));
    };
    if before.method != *method {
        other(&HTTP_METHOD_CHANGED, "the method", Some(before.method.clone()), Some(method.clone()), subject);
    }
    let as_old = |parts: &[UriPart]| written(parts, |label| called.get(label).copied().unwrap_or(label));
    if as_is(&before.uri.path) != as_old(path) {
        other(&HTTP_PATH_CHANGED, "the path", Some(as_is(&before.uri.path)), Some(as_is(path)), &place);
    }
    let set = |query: &[String]| query.iter().cloned().collect::<BTreeSet<_>>();
    if set(&before.uri.query) != set(query) {
        let text = |query: &[String]| Some(query.join("&")).filter(|query| !query.is_empty());
        other(&HTTP_QUERY_CHANGED, "the fixed query", text(&before.uri.query), text(query), &place);
    }
    if before.code != *code {
        let is_taken = |status: u16| (200..300).contains(&status);
        let rule = if is_taken(before.code) && is_taken(*code) {
            &SUCCESS_STATUS_CHANGED
        } else {
            &HTTP_STATUS_CHANGED
        };
        let (old, new) = (before.code.to_string(), code.to_string());
        other(rule, "the status of a success", Some(old), Some(new), subject);
    }
}

/// Compares the host prefix.
fn host_prefix<'m>(
    comparison: &mut Comparison<'m>,
    subject: &Subject<'m>,
    old: &'m Operation,
    new: &'m Operation,
) {
    let called = pairs::renamed(comparison, old.input, new.input);
    let old_name = |label| called.get(label).copied().unwrap_or(label);
    let prefix = |parts: &Option<Vec<UriPart>>| parts.as_deref().filter(|parts| !parts.is_empty()).map(as_is);
    let old = prefix(&old.host_prefix);
    let as_old = new.host_prefix.as_deref().filter(|parts| !parts.is_empty());
    if old != as_old.map(|parts| written(parts, old_name)) {
        let found = Found::new(format!("the host prefix of `{}` has changed", subject.name));
        comparison.report(&HOST_PREFIX_CHANGED, subject, found.values(old, prefix(&new.host_prefix)));
    }
}

/// Returns a path or prefix with the names of its members.
fn as_is(parts: &[UriPart]) -> String {
    written(parts, |label| label)
}

fn placed<'m>(
    own: &'m smithy_model::ir::Origin,
    or: &'m smithy_model::ir::Origin,
) -> &'m smithy_model::ir::Origin {
    if own.span.is_some() { own } else { or }
}

/// Returns a path or prefix with renamed members.
fn written<'p>(parts: &'p [UriPart], called: impl Fn(&'p str) -> &'p str) -> String {
    let part = |part: &'p UriPart| match part {
        UriPart::Literal(text) => text.clone(),
        UriPart::Label { member, greedy } => {
            let greedy = if *greedy { "+" } else { "" };
            format!("{{{}{greedy}}}", called(member))
        }
    };
    parts.iter().map(part).collect()
}

/// Compares the errors, and the names of their variants.
fn errors<'m>(comparison: &mut Comparison<'m>, subject: &Subject<'m>, old: &Operation, new: &Operation) {
    let (old_model, new_model) = (comparison.old.model, comparison.new.model);
    let became = |id: &ShapeId| comparison.pairs.get(id).filter(|id| new.errors.contains(id)).copied();
    let stayed: BTreeSet<ShapeId> = old.errors.iter().filter_map(became).collect();
    let gone: Vec<ShapeId> = old.errors.iter().copied().filter(|id| became(id).is_none()).collect();
    for id in gone {
        let name = &old_model.shape(id).name;
        let found = Found::new(format!("`{}` no longer fails with `{name}`", subject.name));
        comparison.report(&ERROR_REMOVED, &subject.part(name, None, None), found.values(name.clone(), None));
    }
    for id in new.errors.iter().filter(|id| !stayed.contains(id)) {
        let name = &new_model.shape(*id).name;
        let found = Found::new(format!("`{}` may fail with `{name}`", subject.name));
        comparison.report(&ERROR_ADDED, &subject.part(name, None, None), found.values(None, name.clone()));
    }
    let variants = [(&comparison.old, old), (&comparison.new, new)];
    let [was, is] = variants.map(|(side, it)| side.rust.errors(&it.name).cloned().unwrap_or_default());
    for (name, variant) in was {
        if let Some(other) = is.get(&name).filter(|other| **other != variant) {
            let found =
                Found::new(format!("the variant of `{}` for `{name}` has another name", subject.name));
            let found = found.values(variant, other.clone());
            comparison.report(&ERROR_VARIANT_RENAMED, &subject.part(&name, None, None), found);
        }
    }
}
