//! How an operation and its members are bound to an HTTP message.

use std::fmt;

use super::Origin;

/// The `http` trait of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Http {
    /// The method: `GET`.
    pub method: String,
    /// Path and fixed query.
    pub uri: UriTemplate,
    /// The status of a successful response.
    pub code: u16,
    /// The place of the URI.
    pub origin: Origin,
}

impl fmt::Display for Http {
    /// `GET /things/{thingName}`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.uri)
    }
}

/// A URI with labels: `/things/{thingName}/jobs/$next?a=b`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UriTemplate {
    /// The path in order.
    pub path: Vec<UriPart>,
    /// The fixed query, `a=b` or `a` each.
    pub query: Vec<String>,
}

/// A piece of a URI or of a host prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UriPart {
    /// Literal text.
    Literal(String),
    /// The value of a member.
    Label {
        /// The member.
        member: String,
        /// `{member+}`: the value may span segments.
        greedy: bool,
    },
}

impl UriTemplate {
    /// Reads a template. The error is one clause.
    pub fn parse(uri: &str) -> Result<Self, String> {
        let (path, query) = uri.split_once('?').map_or((uri, None), |(path, query)| (path, Some(query)));
        if !path.starts_with('/') {
            return Err("it does not begin with a slash".to_owned());
        }
        let query = query.map_or_else(Vec::new, |query| {
            query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect()
        });
        if query.iter().any(|pair| pair.contains(['{', '}'])) {
            return Err("labels stand in the path only, not in the query".to_owned());
        }
        if let Some(odd) =
            uri.chars().find(|c| c.is_whitespace() || c.is_control() || !c.is_ascii() || *c == '#')
        {
            return Err(format!("the character {odd:?} has to be percent-encoded"));
        }
        Ok(Self { path: parse_parts(path)?, query })
    }

    /// The members that the path names.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.path.iter().filter_map(UriPart::label)
    }
}

impl UriPart {
    /// The member, if this is a label.
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Label { member, .. } => Some(member),
            Self::Literal(_) => None,
        }
    }
}

impl fmt::Display for UriPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => formatter.write_str(text),
            Self::Label { member, greedy: false } => write!(formatter, "{{{member}}}"),
            Self::Label { member, greedy: true } => write!(formatter, "{{{member}+}}"),
        }
    }
}

impl fmt::Display for UriTemplate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.iter().try_for_each(|part| part.fmt(formatter))?;
        match self.query.as_slice() {
            [] => Ok(()),
            query => write!(formatter, "?{}", query.join("&")),
        }
    }
}

/// Reads text with labels: `/a/{b}/{c+}`, `{account}.data.`. The error is one clause.
pub fn parse_parts(text: &str) -> Result<Vec<UriPart>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (literal, label) =
            rest.split_once('{').map_or((rest, None), |(before, after)| (before, Some(after)));
        if literal.contains('}') {
            return Err("a `}` has no `{` before it".to_owned());
        }
        if !literal.is_empty() {
            parts.push(UriPart::Literal(literal.to_owned()));
        }
        let Some(label) = label else { break };
        let (name, after) = label.split_once('}').ok_or("a `{` has no `}` behind it")?;
        let member = name.strip_suffix('+').unwrap_or(name);
        if member.is_empty() || !member.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)) {
            return Err(format!("`{{{name}}}` names no member"));
        }
        parts.push(UriPart::Label { member: member.to_owned(), greedy: name.ends_with('+') });
        rest = after;
    }
    Ok(parts)
}

/// Reads the prefix of a host: labels, and characters that host names may have. The error is one clause.
pub fn parse_host_prefix(prefix: &str) -> Result<Vec<UriPart>, String> {
    let parts = parse_parts(prefix)?;
    let odd = |part: &UriPart| match part {
        UriPart::Literal(text) => text.chars().find(|c| !c.is_ascii_alphanumeric() && !"-.".contains(*c)),
        UriPart::Label { greedy, .. } => greedy.then_some('+'),
    };
    match parts.iter().find_map(odd) {
        Some(odd) => Err(format!("a host has no {odd:?} in it")),
        None => Ok(parts),
    }
}

/// The binding of a member of an input, output or error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// In the path.
    Label {
        /// It may span segments.
        greedy: bool,
    },
    /// In the query, under a name.
    Query(String),
    /// In the query, a map of names and values.
    QueryParams,
    /// In a header.
    Header(String),
    /// In all headers that begin with a prefix.
    PrefixHeaders(String),
    /// It is the body.
    Payload,
    /// It is the status.
    StatusCode,
    /// In the host name and in the body.
    HostLabel,
    /// In a header of the event that its structure describes.
    EventHeader,
    /// It is the payload of the event that its structure describes.
    EventPayload,
    /// In the body.
    #[default]
    Body,
}

impl Binding {
    /// Whether the member is one of the members in the body.
    pub fn is_in_body(&self) -> bool {
        matches!(self, Self::Body | Self::HostLabel)
    }

    /// Whether the member has a place of its own in an event.
    pub fn is_of_event(&self) -> bool {
        matches!(self, Self::EventHeader | Self::EventPayload)
    }
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since 1970, a number.
    EpochSeconds,
    /// RFC 3339.
    DateTime,
    /// The `IMF-fixdate` of RFC 9110.
    HttpDate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_prefixes_are_made_of_what_hosts_are_made_of() {
        for (prefix, good) in
            [("data-1.", true), ("{a}.data.", true), ("a/", false), ("a b", false), ("{a+}.", false)]
        {
            assert_eq!(parse_host_prefix(prefix).is_ok(), good, "{prefix}");
        }
    }

    #[test]
    fn uris_parse_and_print() {
        let good = [
            "/",
            "/things/{thingName}/jobs/$next",
            "/a/{b+}?x",
            "/{a}:{b}/c?x=y&z",
            "/2015-03-31/functions/",
        ];
        for uri in good {
            assert_eq!(UriTemplate::parse(uri).map(|uri| uri.to_string()), Ok(uri.to_owned()));
        }
        let uri = UriTemplate::parse("/a/{b+}/c").expect("it is good");
        assert_eq!(uri.labels().collect::<Vec<_>>(), ["b"]);
        for bad in ["", "a", "/{", "/{}", "/}", "/{a b}", "/a?{b}", "/ä", "/a b", "/a#b", "/{{a}}"] {
            assert!(UriTemplate::parse(bad).is_err(), "{bad}");
        }
    }
}
