//! Whole configurations: their problems, and settings from other sources.

use std::time::Duration;

use super::{Config, ConfigBuilder};
use crate::endpoint::{Endpoint, EndpointError, Partition, check_region};
use crate::service::{EndpointSettings, Service, ServiceInfo, WrongHost};

pub(super) const INFO: ServiceInfo = ServiceInfo {
    id: "Pump Station-Data",
    api_version: "2026-11-20",
    crate_name: "pump-station",
    crate_version: "1.2.3",
    signing_name: Some("pump"),
    mutual_tls_port: Some(8443),
    wrong_hosts: &[WrongHost { hosts: &["wrong.*"], help: "Use right.example." }],
    hints: &[],
};

/// A service with typical rules: a host for a region, or a URL, which excludes FIPS.
#[derive(Clone, Copy, Debug, Default)]
struct Pump;

impl Service for Pump {
    const INFO: &'static ServiceInfo = &INFO;
    type Params = Option<String>;

    fn endpoint(params: Option<String>, settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
        check_region(settings.region.as_deref())?;
        match (settings.url.clone().or(params), &settings.region) {
            (Some(_), _) if settings.use_fips => Err(EndpointError::new("FIPS goes without an endpoint.")),
            (Some(url), _) => Endpoint::new(url),
            (None, Some(region)) => {
                Endpoint::new(format!("https://pump.{region}.{}", Partition::of(region).dns_suffix))
            }
            (None, None) => Err(EndpointError::missing("Region")),
        }
    }
}

type Builder = ConfigBuilder<Pump>;

fn local() -> Builder {
    Config::builder().endpoint_url("http://localhost:8000").unsigned()
}

fn problems(builder: Builder) -> Vec<String> {
    match builder.build() {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    }
}

/// Names and values.
type Variables<'a> = &'a [(&'a str, &'a str)];

fn from(variables: Variables) -> Builder {
    Builder::from_lookup(&|name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn every_default_is_as_documented() {
    let config = local().build().expect("a configuration");
    assert_eq!(config.endpoint().expect("an endpoint").url(), "http://localhost:8000");
    assert_eq!(config.region(), None);
    assert_eq!(config.max_attempts(), 3);
    assert_eq!(config.connect_timeout(), Duration::from_secs(5));
    assert_eq!(config.attempt_timeout(), Duration::from_secs(15));
    assert_eq!(config.call_timeout(), Duration::from_mins(1));
    assert_eq!(config.body_limit(), 8 * 1024 * 1024);
    let system = std::env::consts::OS;
    let user_agent = format!("pump-station/1.2.3 api/pump_station_data#2026-11-20 os/{system} lang/rust");
    assert_eq!(config.user_agent(), user_agent.as_str());
    let named = local().app_name("Valve-7").build().expect("a configuration");
    assert_eq!(named.user_agent(), format!("{user_agent} app/Valve-7").as_str());
    let own = local().app_name("Valve-7").user_agent("mine").build().expect("a configuration");
    assert_eq!(own.user_agent(), "mine");
}

#[test]
fn each_problem_has_a_sentence() {
    let nowhere = "neither endpoint_url nor region is set: set endpoint_url or, for the usual endpoint of a region, region";
    let app_name = "app_name \"a b\" is not made of 1 to 50 letters, digits and !#$%&'*+-.^_`|~";
    let cases: [(Builder, &str); 12] = [
        (Config::builder().unsigned(), nowhere),
        (local().endpoint_url("https://wrong.example"), "endpoint_url has the wrong host. Use right.example"),
        (
            Config::builder().endpoint_params(Some("https://wrong.example".to_owned())).unsigned(),
            "the endpoint has the wrong host. Use right.example",
        ),
        (
            local().region("eu west"),
            "region: \"eu west\" is not a region: it can have only letters, digits and inner hyphens",
        ),
        (local().use_fips(true), "FIPS goes without an endpoint"),
        (local().max_attempts(0), "max_attempts is 0; it includes the first attempt, so use at least 1"),
        (local().connect_timeout(Duration::ZERO), "connect_timeout is 0: for no limit, give Duration::MAX"),
        (local().attempt_timeout(Duration::ZERO), "attempt_timeout is 0: for no limit, give Duration::MAX"),
        (local().body_limit(0), "body_limit is 0: no response with a body could be read"),
        (local().app_name("a b"), app_name),
        (local().user_agent("a\nb"), "user_agent has control characters in it, and cannot be sent"),
        (local().header("host", "x"), "header \"host\" is set only by the client"),
    ];
    for (builder, expected) in cases {
        assert_eq!(problems(builder), [expected]);
    }
    let [unauthenticated] = &problems(Config::builder().region("eu-west-1"))[..] else {
        panic!("one problem");
    };
    for way in ["credentials(…)", "certificate(…)", "unsigned()"] {
        assert!(unauthenticated.contains(way), "{unauthenticated}");
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let builder = Builder::default()
        .endpoint_url("wrong.example")
        .region("")
        .use_fips(true)
        .max_attempts(0)
        .call_timeout(Duration::ZERO)
        .app_name("")
        .header("a b", "x")
        .header("x", "\n");
    let found = problems(builder.clone());
    let beginnings = [
        "endpoint_url does not begin with https:// or http://: write \"https://wrong.example\"",
        "endpoint_url has the wrong host.",
        "region: \"\" is not",
        "FIPS goes without",
        "say how requests are authenticated: ",
        "max_attempts is 0",
        "call_timeout is 0",
        "app_name \"\"",
        "header \"a b\"",
        "header \"x\"",
    ];
    assert_eq!(found.len(), beginnings.len(), "{found:?}");
    for (problem, beginning) in found.iter().zip(beginnings) {
        assert!(problem.starts_with(beginning), "{problem}");
    }
    let text = builder.build().expect_err("problems").to_string();
    assert_eq!(text.lines().count(), 1 + beginnings.len());
}

#[test]
fn debug_output_has_no_secret() {
    let builder = local().header("x-key", "hunter2").query("key", "hunter2");
    let config = builder.clone().build().expect("a configuration");
    let odd = builder.clone().endpoint_url("https://me:hunter2@a.example");
    let error = odd.clone().build().expect_err("a user");
    for text in [format!("{builder:?}"), format!("{config:?}"), format!("{odd:?}"), format!("{error:?}")] {
        assert!(!text.contains("hunter2"), "{text}");
    }
    assert!(format!("{config:?}").contains("x-key"));
}

#[test]
fn the_environment_is_read() {
    let region = ("AWS_REGION", "eu-west-1");
    let (own, shared) = ("AWS_ENDPOINT_URL_PUMP_STATION_DATA", "AWS_ENDPOINT_URL");
    let cases: [(Variables, &str, Option<&str>); 6] = [
        (&[region], "https://pump.eu-west-1.amazonaws.com", Some("eu-west-1")),
        (
            &[("AWS_DEFAULT_REGION", "us-east-1"), region],
            "https://pump.eu-west-1.amazonaws.com",
            Some("eu-west-1"),
        ),
        (
            &[("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_REGION", " ")],
            "https://pump.us-east-1.amazonaws.com",
            Some("us-east-1"),
        ),
        (&[(shared, "http://shared")], "http://shared", None),
        (&[(shared, "http://shared"), (own, "http://own\n")], "http://own", None),
        (
            &[region, (own, "http://own"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE")],
            "https://pump.eu-west-1.amazonaws.com",
            Some("eu-west-1"),
        ),
    ];
    for (variables, url, region) in cases {
        let config = from(variables).unsigned().build().expect("a configuration");
        assert_eq!(config.endpoint().expect("an endpoint").url(), url, "{variables:?}");
        assert_eq!(config.region(), region, "{variables:?}");
    }
    let variables = [region, ("AWS_MAX_ATTEMPTS", "7"), ("AWS_SDK_UA_APP_ID", "Valve-7")];
    let config = from(&variables).unsigned().build().expect("a configuration");
    assert_eq!(config.max_attempts(), 7);
    assert!(format!("{:?}", config.user_agent()).ends_with(" app/Valve-7\""));
    let flags = from(&[("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_USE_DUALSTACK_ENDPOINT", "True")]);
    assert!(flags.endpoint.use_fips && flags.endpoint.use_dual_stack);
}

#[cfg(feature = "gzip")]
#[test]
fn the_environment_says_what_is_compressed() {
    let (off, least) = ("AWS_DISABLE_REQUEST_COMPRESSION", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES");
    let cases: [(Variables, usize); 4] = [
        (&[], 10_240),
        (&[(least, "0")], 0),
        (&[(off, "true"), (least, "0")], usize::MAX),
        (&[(off, "false"), (least, "7")], 7),
    ];
    for (variables, expected) in cases {
        assert_eq!(from(variables).compress_from, expected, "{variables:?}");
    }
    let region = ("AWS_REGION", "eu-west-1");
    assert_eq!(
        problems(from(&[region, (least, "few")]).unsigned()),
        [format!("{least} is \"few\", and not a number of bytes")]
    );
}

#[test]
fn what_the_environment_has_wrong_names_the_variable() {
    let cases: [(&str, &str, &str); 7] = [
        ("AWS_REGION", "eu west", "AWS_REGION: \"eu west\" is not a region"),
        ("AWS_ENDPOINT_URL", "a.example", "AWS_ENDPOINT_URL does not begin with https://"),
        (
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "1",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is \"1\", and not true or",
        ),
        ("AWS_USE_FIPS_ENDPOINT", "yes", "AWS_USE_FIPS_ENDPOINT is \"yes\", and not true or false"),
        ("AWS_MAX_ATTEMPTS", "many", "AWS_MAX_ATTEMPTS is \"many\", and not a whole number from 1 on"),
        ("AWS_MAX_ATTEMPTS", "0", "AWS_MAX_ATTEMPTS is 0; it includes the first attempt"),
        ("AWS_SDK_UA_APP_ID", "a b", "AWS_SDK_UA_APP_ID \"a b\" is not made of"),
    ];
    for (name, value, expected) in cases {
        let variables = [(name, value), ("AWS_DEFAULT_REGION", "eu-west-1")];
        let found = problems(from(&variables).unsigned());
        assert!(matches!(&found[..], [problem] if problem.starts_with(expected)), "{found:?}");
        // The setter of the same name replaces it.
        let set = from(&variables).unsigned().region("eu-west-1").endpoint_url("http://a.example");
        let set = set.use_fips(false).max_attempts(2).app_name("a");
        assert_eq!(problems(set), [""; 0], "{name}");
    }
    let variables = [("AWS_USE_FIPS_ENDPOINT", "true")];
    let found = problems(from(&variables).endpoint_url("http://a.example").unsigned());
    assert_eq!(found, ["FIPS goes without an endpoint (use_fips is from AWS_USE_FIPS_ENDPOINT)"]);
}

#[cfg(feature = "sigv4")]
mod signed {
    use super::*;
    use crate::credentials::Credentials;

    fn keys() -> Credentials {
        Credentials::new("AKID", "hunter2", None, None, "test")
    }

    #[test]
    fn a_signature_needs_a_region_wherever_the_endpoint_is() {
        let signed = || Builder::default().credentials(keys());
        let missing = "region is not set, and signatures need it even where the endpoint is given";
        let cases = [
            (signed().region("eu-west-1"), vec![]),
            (signed().endpoint_url("http://localhost").region("eu-west-1"), vec![]),
            (signed().endpoint_url("http://localhost"), vec![missing.to_owned()]),
            (
                signed().endpoint_url("https://a1.pump.eu-west-1.amazonaws.com"),
                vec![format!("{missing}; the host says eu-west-1")],
            ),
            (
                signed(),
                vec![
                    "neither endpoint_url nor region is set: set endpoint_url or, for the usual endpoint of a region, region; \
                      signatures need the region in any case"
                        .to_owned(),
                ],
            ),
            (
                signed().region("eu-west-1").unsigned(),
                vec!["credentials and unsigned exclude each other: keep one".to_owned()],
            ),
        ];
        for (builder, expected) in cases {
            assert_eq!(problems(builder), expected);
        }
    }

    /// A service whose model has no signatures.
    #[derive(Clone, Copy, Debug, Default)]
    struct Open;

    impl Service for Open {
        const INFO: &'static ServiceInfo = &ServiceInfo { id: "Open", signing_name: None, ..INFO };
        type Params = ();

        fn endpoint((): (), settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
            Pump::endpoint(None, settings)
        }
    }

    #[test]
    fn a_service_without_signatures_takes_no_credentials() {
        let builder = Config::<Open>::builder().region("eu-west-1").credentials(keys());
        let error = builder.build().expect_err("credentials");
        let expected = "credentials are of no use: requests to Open are not signed; say unsigned()";
        assert_eq!(error.problems(), [expected]);
    }

    #[test]
    fn credentials_of_the_environment_give_way() {
        let id = ("AWS_ACCESS_KEY_ID", "AKID");
        let variables = [("AWS_REGION", "eu-west-1"), id, ("AWS_SECRET_ACCESS_KEY", "hunter2")];
        let signed = from(&variables).build().expect("a configuration");
        let text = format!("{signed:?}");
        assert!(text.contains("SigV4") && !text.contains("hunter2"), "{text}");
        let unsigned = from(&variables).unsigned().build().expect("a configuration");
        assert!(format!("{unsigned:?}").contains("Unsigned"));
        let half = [("AWS_REGION", "eu-west-1"), id];
        let found = problems(from(&half));
        assert_eq!(found, ["AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"]);
        assert_eq!(problems(from(&half).credentials(keys())), [""; 0]);
        assert_eq!(problems(from(&half).unsigned()), [""; 0]);
    }
}

#[cfg(feature = "bearer")]
mod bearer {
    use super::*;
    use crate::credentials::Token;

    /// A service that takes a token, and signatures if it has a name in them.
    #[derive(Clone, Copy, Debug, Default)]
    struct Badge<const SIGNS: bool>;

    impl<const SIGNS: bool> Service for Badge<SIGNS> {
        const INFO: &'static ServiceInfo =
            &ServiceInfo { id: "Badge", signing_name: if SIGNS { Some("badge-2") } else { None }, ..INFO };
        const BEARER: bool = true;
        type Params = ();

        fn endpoint((): (), settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
            Pump::endpoint(None, settings)
        }
    }

    fn told<S: Service>(builder: ConfigBuilder<S>) -> Vec<String> {
        builder.build().map_or_else(|error| error.problems().to_vec(), |_| Vec::new())
    }

    fn variables<const SIGNS: bool>(pairs: Variables) -> ConfigBuilder<Badge<SIGNS>> {
        ConfigBuilder::from_lookup(&|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn token() -> Token {
        Token::new("hunter2", None)
    }

    #[test]
    fn a_token_needs_a_service_that_takes_it_and_a_connection_that_hides_it() {
        let url = |url: &str| Config::<Badge<true>>::builder().endpoint_url(url).token(token());
        assert_eq!(told(url("https://badge.example")), [""; 0]);
        assert_eq!(told(url("http://localhost:8000")), [""; 0]);
        assert_eq!(
            told(url("http://badge.example")),
            [
                "badge.example is called over http://, and a bearer token is sent only over https:// or to this machine"
            ]
        );
        let other = Builder::default().region("eu-west-1").token(token());
        assert_eq!(
            told(other),
            ["token is of no use: no operation of Pump Station-Data takes a bearer token"]
        );
        assert_eq!(
            told(url("https://badge.example").unsigned()),
            ["token and unsigned exclude each other: keep one"]
        );
    }

    #[test]
    fn whoever_sets_nothing_is_told_of_the_token() {
        let ways = |problems: Vec<String>| problems.concat();
        let both = ways(told(Config::<Badge<true>>::builder().region("eu-west-1")));
        let only = ways(told(Config::<Badge<false>>::builder().region("eu-west-1")));
        let token = "token(…) sends a bearer token with them, ";
        assert!(both.contains(token) && both.contains("credentials(…)"), "{both}");
        assert!(only.contains(token) && !only.contains("credentials(…)"), "{only}");
    }

    #[test]
    fn the_environment_has_a_token_for_the_name_in_signatures() {
        let pairs = [("AWS_REGION", "eu-west-1"), ("AWS_BEARER_TOKEN_BADGE_2", " hunter2 ")];
        let shown = |builder: ConfigBuilder<Badge<true>>| {
            let text = format!("{:?}", builder.build().expect("a configuration"));
            assert!(!text.contains("hunter2"), "{text}");
            text
        };
        assert!(shown(variables(&pairs)).contains("auth: Bearer"));
        assert!(shown(variables(&pairs).unsigned()).contains("auth: Unsigned"));
        assert!(variables::<false>(&pairs).token.is_none());
        assert!(from(&[("AWS_BEARER_TOKEN_PUMP", "hunter2")]).token.is_none());
    }

    #[cfg(feature = "sigv4")]
    #[test]
    fn what_the_program_sets_goes_before_what_the_environment_has() {
        use crate::credentials::Credentials;

        let region = ("AWS_REGION", "eu-west-1");
        let keys = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "hunter2")];
        let theirs = [region, keys[0], keys[1], ("AWS_BEARER_TOKEN_BADGE_2", "hunter2")];
        let own = Credentials::new("AKID", "hunter2", None, None, "test");
        let prefers = |builder: ConfigBuilder<Badge<true>>| {
            builder.build().expect("a configuration").settings.identities.prefers_token
        };
        assert!(prefers(variables(&theirs)));
        assert!(prefers(variables(&theirs[..3]).token(token())));
        assert!(!prefers(variables(&theirs).credentials(own.clone())));
        assert!(!prefers(variables(&[region]).token(token()).credentials(own)));
        // The service signs nothing, so they are for other services.
        assert_eq!(told(variables::<false>(&theirs[..3]).token(token())), [""; 0]);
    }
}

#[cfg(any(feature = "client", feature = "blocking"))]
mod certified {
    use super::*;
    use crate::tls::Identity;

    /// A certificate over P-256 that signs itself, valid until 2191, made by openssl for these tests.
    const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUPzBt9hu23No8JSQhjjWgI9G1qH0wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEcHVtcDAgFw0yNjExMjAxOTM5NDlaGA8yMTkxMDIyODE5Mzk0
OVowDzENMAsGA1UEAwwEcHVtcDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABI+g
iUB6yOHwAvbCKYadKoSpOxNPhB+tuHZ+kDfreH3lj5mDvWnX2Zi0F2w4tZdZGK7b
cCo28E4Scyc2fxHrvpGjUzBRMB0GA1UdDgQWBBTigYW4Dgmrka876qkYjzhf6zpW
RTAfBgNVHSMEGDAWgBTigYW4Dgmrka876qkYjzhf6zpWRTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIHEGdxAfHaAwvEUHuxoTv0rIu9PZifet9wYI
I3E1NCApAiABDFmOqsPaOLMsOYTfij/9EYvc63gcwCUJ3LtMjkKJtg==
-----END CERTIFICATE-----
";

    const KEY: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7cXa6ccSbrkLGUNT
CAPLOSYPqmvOORz7E0ZpFNXZUUuhRANCAASPoIlAesjh8AL2wimGnSqEqTsTT4Qf
rbh2fpA363h95Y+Zg71p19mYtBdsOLWXWRiu23AqNvBOEnMnNn8R676R
-----END PRIVATE KEY-----
";

    fn certified() -> Builder {
        let identity = Identity::from_pem(CERTIFICATE.as_bytes(), KEY.as_bytes()).expect("an identity");
        Config::builder().certificate(identity)
    }

    #[test]
    fn the_endpoint_has_the_port_for_certificates() {
        let cases = [
            (certified().region("eu-west-1"), "https://pump.eu-west-1.amazonaws.com:8443"),
            (certified().endpoint_url("https://a.example/base"), "https://a.example:8443/base"),
            (certified().endpoint_url("https://a.example:443"), "https://a.example:443"),
        ];
        for (builder, url) in cases {
            let config = builder.build().expect("a configuration");
            assert_eq!(config.endpoint().expect("an endpoint").url(), url);
            assert!(config.settings().tls.client_auth_cert_resolver.has_certs());
        }
        assert_eq!(
            local().build().expect("a configuration").endpoint().expect("an endpoint").url(),
            "http://localhost:8000"
        );
    }

    #[test]
    fn certificates_need_tls_and_nothing_else() {
        let plain = "endpoint_url begins with http://; a client certificate can only be used over https://";
        let both = "certificate and unsigned exclude each other: keep one";
        let builder = certified().endpoint_url("HTTP://localhost").unsigned();
        assert_eq!(problems(builder), [both, plain]);
        let text = format!("{:?}", certified());
        assert!(text.contains("certificate") && !text.contains("KEY"), "{text}");
    }

    #[test]
    fn trust_and_proxy_of_the_environment_can_be_wrong() {
        let not_pem = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let cases = [
            (
                "AWS_CA_BUNDLE",
                "/nowhere/ca.pem",
                "AWS_CA_BUNDLE is \"/nowhere/ca.pem\", which cannot be read: ",
            ),
            ("AWS_CA_BUNDLE", not_pem, "AWS_CA_BUNDLE is "),
            ("https_proxy", "socks5://p:1080", "https_proxy: "),
        ];
        for (name, value, expected) in cases {
            let variables = [(name, value), ("AWS_ENDPOINT_URL", "https://localhost")];
            let found = problems(from(&variables).unsigned());
            assert!(matches!(&found[..], [problem] if problem.starts_with(expected)), "{found:?}");
            let trust = crate::tls::Trust::web_pki();
            let set = from(&variables).unsigned().trust(trust).proxy(crate::proxy::Proxy::none());
            assert_eq!(problems(set), [""; 0], "{name}");
        }
    }

    #[test]
    fn a_proxy_that_is_not_on_the_way_can_be_of_any_kind() {
        let variables = [("ALL_PROXY", "socks5://p:1080"), ("https_proxy", "http://p:3128")];
        let secure = from(&variables).unsigned().endpoint_url("https://a.example");
        assert_eq!(problems(secure.clone()), [""; 0]);
        let [problem] = &problems(secure.endpoint_url("http://a.example"))[..] else { panic!("one problem") };
        assert!(problem.starts_with("ALL_PROXY: only proxies"), "{problem}");
        let excepted = from(&[("ALL_PROXY", "socks5://p:1080"), ("no_proxy", "*")]);
        assert_eq!(problems(excepted.unsigned().endpoint_url("http://a.example")), [""; 0]);
    }

    #[test]
    fn certificates_of_servers_are_judged_by_the_corrected_clock() {
        let start = std::time::UNIX_EPOCH + Duration::from_secs(1000);
        for (offset, expected) in [(0, Some(1000)), (7, Some(1007)), (-7, Some(993)), (i64::MAX, Some(1000))]
        {
            let config = local().clock(move || start).clock_offset(offset).build().expect("a configuration");
            let time = config.settings().tls.time_provider.current_time();
            assert_eq!(time.map(|time| time.as_secs()), expected, "{offset}");
        }
    }
}

#[cfg(feature = "aws-config")]
#[test]
fn an_sdk_config_is_taken_over() {
    use aws_types::SdkConfig;
    use aws_types::app_name::AppName;
    use aws_types::region::Region;
    use aws_types::sdk_config::{RetryConfig, SharedCredentialsProvider, TimeoutConfig};

    use aws_credential_types::Credentials;

    use crate::error::RetryKind;
    use crate::retry::{Retry, RetryCause};
    use crate::transport::{TransportError, TransportErrorKind};

    let seconds = Duration::from_secs;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(seconds(1))
        .operation_attempt_timeout(seconds(2))
        .operation_timeout(seconds(3));
    let retries = RetryConfig::standard().with_max_attempts(9).with_initial_backoff(seconds(4));
    let keys = Credentials::new("AKID", "secret", None, None, "test");
    let shared = SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .endpoint_url("http://localhost:9")
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .app_name(AppName::new("Valve-7").expect("a name"))
        .retry_config(retries)
        .timeout_config(timeouts.build())
        .build();
    let config = Builder::from(&shared).build().expect("a configuration");
    assert_eq!(config.endpoint().expect("an endpoint").url(), "http://localhost:9");
    assert_eq!(config.region(), Some("eu-west-1"));
    assert_eq!(config.max_attempts(), 9);
    let times = [config.connect_timeout(), config.attempt_timeout(), config.call_timeout()];
    assert_eq!(times, [seconds(1), seconds(2), seconds(3)]);
    let cause = TransportError::new(TransportErrorKind::Connect, "away");
    let cause = RetryCause::Unanswered(&cause);
    let retry = Retry { operation: "Get", number: 1, kind: RetryKind::Transient, cause, random: 1.0 };
    assert_eq!(config.settings().retry.backoff.delay(&retry), Some(seconds(4)));
    assert!(format!("{config:?}").contains("SigV4"));
    assert!(format!("{:?}", config.user_agent()).ends_with(" app/Valve-7\""));
    assert_eq!(problems(Builder::from(&shared).unsigned()), [""; 0]);
    let hosts = SdkConfig::builder().use_fips(true).use_dual_stack(true).build();
    let builder = Builder::from(&hosts);
    assert!(builder.endpoint.use_fips && builder.endpoint.use_dual_stack);
}
