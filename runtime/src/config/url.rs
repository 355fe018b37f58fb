//! Checks the URL of an endpoint as typed by a person, and suggests a correction.

use http::uri::Authority;

use crate::endpoint::Endpoint;
use crate::service::ServiceInfo;

/// Refuses a URL that cannot be the endpoint of a service, with a sentence that says what is wrong with it.
pub(crate) fn checked_url(url: &str, info: &ServiceInfo) -> Result<(), String> {
    match problems(url, info).as_slice() {
        [] => Ok(()),
        problems => Err(format!("the endpoint URL {}", problems.join("; it "))),
    }
}

/// Returns all problems of a URL, as clauses that follow its name. User names and passwords are not shown.
pub(super) fn problems(url: &str, info: &ServiceInfo) -> Vec<String> {
    if url.is_empty() {
        return vec!["is empty".to_owned()];
    }
    if url.contains(char::is_whitespace) {
        return vec!["has white space in it".to_owned()];
    }
    let parts = Parts::of(url);
    let mut problems = Vec::new();
    if !parts.has_scheme {
        // A password can contain any of `/?#`, and the URL is then parsed wrongly.
        let advice = if url.contains('@') { String::new() } else { parts.advice() };
        problems.push(format!("does not begin with https:// or http://{advice}"));
    }
    if parts.authority.contains('@') {
        problems.push("has a user name or a password, and neither would be sent".to_owned());
    }
    if url.contains('?') {
        problems.push("has a query: give it as query(name, value)".to_owned());
    }
    if url.contains('#') {
        problems.push("has a fragment, which is never sent to a service".to_owned());
    }
    if parts.authority().and_then(|authority| authority.port_u16()) == Some(0) {
        problems.push("has the port 0, which no server listens on".to_owned());
    }
    if parts.authority.contains('[') && parts.authority.contains('%') {
        problems.push(
            "has a zone in its IPv6 address, which is of this machine only: leave out what follows %"
                .to_owned(),
        );
    } else if Endpoint::new(parts.plain()).is_err() {
        problems.push("is not the URL of a host with at most a port and a path".to_owned());
    }
    if let Some(help) = parts.host().and_then(|host| info.wrong_host(&host)) {
        problems.push(format!("has the wrong host. {}", help.trim_end_matches('.')));
    }
    problems
}

/// Returns a URL as it can be shown: empty if it may contain a password or a query.
pub(crate) fn without_secrets(url: &str) -> &str {
    if url.contains(['@', '?', '#']) { "…" } else { url }
}

/// Returns the host in a possible URL: in lower case, without the dot that can end a full name.
#[cfg(feature = "sigv4")]
pub(super) fn host(url: &str) -> Option<String> {
    Parts::of(url).host()
}

/// The parts of a possible URL.
struct Parts<'a> {
    has_scheme: bool,
    authority: &'a str,
    /// Without query and fragment.
    path: &'a str,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Self {
        let known = |scheme: &str| ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
        let (has_scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) => (known(scheme), rest),
            None => (false, after_scheme(url)),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let path = path.split_once(['?', '#']).map_or(path, |(path, _)| path);
        Self { has_scheme, authority, path }
    }

    /// The authority without its user.
    fn address(&self) -> &'a str {
        self.authority.rsplit_once('@').map_or(self.authority, |(_, address)| address)
    }

    /// The authority without its user, if it is one.
    fn authority(&self) -> Option<Authority> {
        self.address().parse().ok()
    }

    fn plain(&self) -> String {
        let address = self.address();
        // Local services seldom use TLS.
        let here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| address.starts_with(host));
        format!("{}://{address}{}", if here { "http" } else { "https" }, self.path)
    }

    /// Suggests a URL for one without a scheme, if the rest of it is a URL.
    fn advice(&self) -> String {
        let plain = self.plain();
        if Endpoint::new(plain.as_str()).is_err() { String::new() } else { format!(": write {plain:?}") }
    }

    fn host(&self) -> Option<String> {
        Some(self.authority()?.host().trim_end_matches('.').to_ascii_lowercase())
    }
}

/// Returns the text after a scheme that lacks slashes, as in `https:/a.example`, or that is missing.
fn after_scheme(url: &str) -> &str {
    let rest = url.strip_prefix("https:").or_else(|| url.strip_prefix("http:")).unwrap_or(url);
    rest.trim_start_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::INFO;

    #[test]
    fn problems_say_what_to_write() {
        let form = "is not the URL of a host with at most a port and a path";
        let query = "has a query: give it as query(name, value)";
        let user = "has a user name or a password, and neither would be sent";
        let scheme = |advice: &str| format!("does not begin with https:// or http://{advice}");
        let zone = "has a zone in its IPv6 address, which is of this machine only: leave out what follows %";
        let cases: [(&str, Vec<String>); 24] = [
            ("https://a.example", vec![]),
            ("HTTP://localhost:8000/base/", vec![]),
            ("https://[::1]:8443", vec![]),
            ("https://[fe80::1%eth0]:8443", vec![zone.to_owned()]),
            ("http://[fe80::1%25eth0]", vec![zone.to_owned()]),
            ("", vec!["is empty".to_owned()]),
            ("https://a.example\n", vec!["has white space in it".to_owned()]),
            ("a1.example", vec![scheme(": write \"https://a1.example\"")]),
            ("//a.example/x", vec![scheme(": write \"https://a.example/x\"")]),
            ("https:/a.example", vec![scheme(": write \"https://a.example\"")]),
            ("localhost:8000", vec![scheme(": write \"http://localhost:8000\"")]),
            ("mqtts://a.example:8883", vec![scheme(": write \"https://a.example:8883\"")]),
            ("https://", vec![form.to_owned()]),
            ("https://a.example:65536", vec![form.to_owned()]),
            ("https://a.example:0/", vec!["has the port 0, which no server listens on".to_owned()]),
            ("https://user:secret@a.example", vec![user.to_owned()]),
            ("user:secret@a.example", vec![scheme(""), user.to_owned()]),
            ("user:sec/ret@a.example", vec![scheme(""), form.to_owned()]),
            ("htp://user:1?x@a.example", vec![scheme(""), query.to_owned()]),
            ("user:secret?x@a.example", vec![scheme(""), query.to_owned(), form.to_owned()]),
            ("user:secret", vec![scheme(""), form.to_owned()]),
            (
                "https://a.example?x=y#z",
                vec![query.to_owned(), "has a fragment, which is never sent to a service".to_owned()],
            ),
            ("https://WRONG.example.:443/x", vec!["has the wrong host. Use right.example".to_owned()]),
            (
                "wrong.example",
                vec![
                    scheme(": write \"https://wrong.example\""),
                    "has the wrong host. Use right.example".to_owned(),
                ],
            ),
        ];
        for (url, expected) in cases {
            assert_eq!(problems(url, &INFO), expected, "{url}");
        }
        let error = checked_url("wrong.example", &INFO).expect_err("two problems");
        assert_eq!(
            error,
            "the endpoint URL does not begin with https:// or http://: write \"https://wrong.example\"; \
             it has the wrong host. Use right.example"
        );
    }
}
