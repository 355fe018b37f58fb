//! The hosts that are reached without the proxy: the rules of the variable `NO_PROXY`.

use std::net::IpAddr;

/// Rules; a host is an exception if any of them matches.
#[derive(Clone, Debug, Default)]
pub(super) struct Exceptions(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    host: Host,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Any,
    /// All addresses with the same first bits; with all bits, it is one address.
    Network(IpAddr, u32),
    /// A name in lower case without a dot at either end; it includes the names under it.
    Name(String),
}

impl Exceptions {
    pub(super) fn parse(hosts: &str) -> Self {
        let mut exceptions = Self::default();
        exceptions.add(hosts);
        exceptions
    }

    pub(super) fn add(&mut self, hosts: &str) {
        let entries = hosts.split(|separator: char| separator == ',' || separator.is_whitespace());
        self.0.extend(entries.filter(|entry| !entry.is_empty()).map(rule));
    }

    /// Whether a host is reached without the proxy; an IPv6 address may be in brackets.
    pub(super) fn contains(&self, host: &str, port: u16) -> bool {
        let host = unbracketed(host).trim_end_matches('.').to_ascii_lowercase();
        let address = host.parse().ok();
        self.0.iter().any(|rule| rule.port.is_none_or(|only| only == port) && rule.host.fits(&host, address))
    }
}

impl Host {
    fn fits(&self, host: &str, address: Option<IpAddr>) -> bool {
        match self {
            Self::Any => true,
            Self::Network(network, bits) => {
                address.is_some_and(|address| same_bits(*network, address, *bits))
            }
            Self::Name(name) => {
                host.strip_suffix(name).is_some_and(|under| under.is_empty() || under.ends_with('.'))
            }
        }
    }
}

fn rule(entry: &str) -> Rule {
    if let Some(host) = network(entry) {
        return Rule { host, port: None };
    }
    let (place, port) = match entry.rsplit_once(':') {
        Some((place, port)) => port.parse().map_or((entry, None), |port| (place, Some(port))),
        None => (entry, None),
    };
    let host = network(place).unwrap_or_else(|| match place {
        "*" => Host::Any,
        // Some programs write `*.example.com` for the names under it.
        place => {
            let name = place.strip_prefix('*').unwrap_or(place).trim_matches('.');
            Host::Name(name.to_ascii_lowercase())
        }
    });
    Rule { host, port }
}

/// Parses an address, in brackets or not, or a network such as `10.0.0.0/8`.
fn network(text: &str) -> Option<Host> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = unbracketed(address).parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok().filter(|bits| *bits <= most))?;
    Some(Host::Network(address, bits))
}

fn unbracketed(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn same_bits(network: IpAddr, address: IpAddr, bits: u32) -> bool {
    // Rust rejects a shift by the full width. In that case no bits are compared, and all addresses match.
    match (network, address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            (network.to_bits() ^ address.to_bits()).checked_shr(32 - bits).unwrap_or(0) == 0
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            (network.to_bits() ^ address.to_bits()).checked_shr(128 - bits).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_fit_the_hosts_that_they_name() {
        let cases = [
            ("", "example.com", false),
            ("*", "example.com", true),
            ("example.com", "example.com", true),
            ("Example.COM", "a.EXAMPLE.com.", true),
            (".example.com", "example.com", true),
            ("*.example.com", "a.b.example.com", true),
            ("example.com", "notexample.com", false),
            ("example.com", "example.com.org", false),
            ("a.example , b.example c.example", "c.example", true),
            ("example.com:8443", "example.com", true),
            ("example.com:443", "example.com", false),
            ("10.0.0.0/8", "10.200.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "::1", false),
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "10.0.0.11", false),
            ("10.0.0.1:8443", "10.0.0.1", true),
            ("10.0.0.0/99", "10.0.0.0", false),
            ("fd00::/8", "[fd12::1]", true),
            ("[::1]:8443", "[::1]", true),
            ("[::1]:443", "[::1]", false),
            ("::1", "[::1]", true),
        ];
        for (rules, host, expected) in cases {
            assert_eq!(Exceptions::parse(rules).contains(host, 8443), expected, "{rules:?} {host}");
        }
    }
}
