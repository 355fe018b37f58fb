//! Configurations, clients, calls and requests with secrets in all inputs.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use iot_jobs_data::low_level::call::{Call, Session, Step};
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::operation::start_command_execution::StartCommandExecutionInput as Start;
use iot_jobs_data::proxy::Proxy;
use iot_jobs_data::test_util::Script;
use iot_jobs_data::transport::{TransportError, TransportErrorKind};
use iot_jobs_data::{CallOptions, Client, Config, ConfigBuilder, blocking};

use crate::identities::credentials;
use crate::plants::{BEARER, HEADER, PROXY, Plants, QUERY, URL};
use crate::same::Same;
use crate::shown::Shown;

/// A configuration with a secret in each place.
pub(crate) fn config() -> ConfigBuilder {
    Config::builder()
        .endpoint_url("http://a.example/base")
        .region("eu-west-1")
        .credentials(credentials())
        .header("x-api-key", HEADER)
        .query("key", QUERY)
        .proxy(Proxy::new(&format!("http://me:{PROXY}@127.0.0.1:9")).expect("a proxy"))
        .backoff_base(Duration::from_millis(1))
        .connect_timeout(Duration::from_millis(200))
}

fn options() -> CallOptions {
    CallOptions::default().header("x-token", HEADER).query("token", QUERY)
}

pub(crate) fn show(plants: &Plants, shown: &mut Shown) {
    configurations(plants, shown);
    requests(shown);
    presigned(shown);
    bearer(shown);
    failures(shown);
}

fn configurations(plants: &Plants, shown: &mut Shown) {
    let builders = [
        config(),
        config().certificate(plants.identity()),
        config().endpoint_url(format!("https://me:{URL}@a.example")),
        config().header("x-api-key\n", HEADER),
        config().header("x-api-key", format!("{HEADER}\n")),
        config().header("authorization", HEADER),
        config().query("", QUERY),
    ];
    for builder in builders {
        shown.value("builder of a configuration", &builder);
        shown.result("configuration", &builder.build());
    }
    let build = || config().build().expect("a configuration");
    let (client, blocking) = (Client::new(build()), blocking::Client::new(build()));
    shown.value("async client", &client);
    shown.value("blocking client", &blocking);
    shown.value("session", &Session::new(build()));
    shown.value("options of a call", &options());
    let builder = client.describe_job_execution().thing_name("pump-17").job_id("job-1");
    shown.value("builder of a call", &builder.customize(|_| options()));
    let builder = blocking.describe_job_execution().thing_name("pump-17").job_id("job-1");
    shown.value("builder of a call", &builder.customize(|_| options()));
}

/// Shows everything that the steps of a call can show.
fn requests(shown: &mut Shown) {
    let session = Session::new(config().build().expect("a configuration"));
    let input = Describe::builder().thing_name("pump-17").job_id("job-1").build();
    let mut call = Call::start(&session, input, &options(), session.now()).expect("a call");
    shown.value("call", &call);
    let step = call.next(session.now());
    shown.value("step", &step);
    call.credentials(Ok(credentials()));
    let step = call.next(session.now());
    shown.value("step", &step);
    let Step::Send(request, _) = step else { panic!("an attempt") };
    let sent = request.headers().get("authorization").is_some() && request.uri().to_string().contains(QUERY);
    assert!(sent, "the secrets are in the request itself");
    shown.value("call", &call);
    call.answer(Ok(http::Response::new(Bytes::from_static(b"{}"))), session.now());
    shown.value("call", &call);
    shown.result("result", &call.finish::<Describe>());
    for options in [
        options().header("x-a", format!("{HEADER}\n")),
        options().header(format!("{HEADER} "), "x"),
        options().header("authorization", HEADER),
        options().endpoint_url(format!("https://me:{URL}@a.example")),
    ] {
        let input = Describe::builder().thing_name("pump-17").job_id("job-1").build();
        // A name is not secret, but the error must not show a value.
        let result = Call::start(&session, input, &options, session.now());
        if !options_have_secret_name(&result) {
            shown.result("call that cannot begin", &result);
        }
    }
    let script = Script::new().raw(http::Response::new("{}"));
    let client = blocking::Client::with_transport(config().build().expect("a configuration"), script.clone());
    let input = Describe::builder().thing_name("pump-17").job_id("job-1").build();
    shown.result("result", &client.call_with(input, options()));
    // The requests can be inspected: this is for tests, whose secrets are not real.
    assert!(format!("{:?}", script.finish()).contains(QUERY));
}

/// The name of a header is shown, so one of the options has the secret in the wrong place.
fn options_have_secret_name<T, E: std::fmt::Display>(result: &Result<T, E>) -> bool {
    result.as_ref().is_err_and(|error| error.to_string().contains(&format!("{HEADER} ")))
}

fn presigned(shown: &mut Shown) {
    let client = blocking::Client::new(config().build().expect("a configuration"));
    let input = || Describe::builder().thing_name("pump-17").job_id("job-1").build();
    let presigned = client.presigned(input(), Duration::from_mins(1));
    let query =
        presigned.as_ref().ok().and_then(|presigned| presigned.uri().query()).unwrap_or_default().to_owned();
    assert!(query.contains("X-Amz-Signature=") && query.contains("X-Amz-Security-Token="), "{query}");
    shown.result("presigned request", &presigned);
    let signature = query.split("X-Amz-Signature=").nth(1).unwrap_or_default();
    assert!(!format!("{presigned:?}").contains(signature), "{presigned:?}");
    for time in [Duration::ZERO, Duration::from_hours(1000)] {
        shown.result("presigned request", &client.presigned(input(), time));
    }
}

fn bearer(shown: &mut Shown) {
    use weather_client::credentials::Token;
    for url in ["http://a.example", "https://a.example", "http://127.0.0.1:9"] {
        for token in [BEARER.to_owned(), format!("{BEARER}\n"), format!("{BEARER} ä")] {
            let config = weather_client::Config::builder()
                .endpoint_url(url)
                .token(Token::new(token.clone(), None))
                .connect_timeout(Duration::from_millis(200))
                .max_attempts(1);
            shown.value("configuration with a token", &config);
            let Ok(config) = config.proxy(weather_client::proxy::Proxy::none()).build() else { continue };
            let transport = Same::answer(http::Response::new("{}"));
            let client = weather_client::blocking::Client::with_transport(config, transport.clone());
            shown.value("client with a token", &client);
            let call = client.put_reading().station("roof").temperature(21.5);
            shown.result("call with a token", &call.send());
            let has_token = |request: http::Request<Bytes>| request.headers().contains_key("authorization");
            let is_sent = transport.last().is_some_and(has_token);
            assert!(is_sent || token != BEARER || url == "http://a.example", "{url}");
        }
    }
}

/// Attempts that fail, with the errors of a transport.
fn failures(shown: &mut Shown) {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Interrupted, TransportErrorKind::ProxyAuth]
    {
        let transport = Same::fail(TransportError::new(kind, "why"));
        let client = blocking::Client::with_transport(config().build().expect("a configuration"), transport);
        let input =
            Start::builder().target_arn("arn:aws:iot:::thing/t").command_arn("arn:aws:iot:::command/c");
        shown.result("call that fails", &client.call_with(input.build(), options()));
    }
    let session = Session::new(config().build().expect("a configuration"));
    shown.value("session", &Arc::clone(&session));
    // The proxy does not exist.
    let client = blocking::Client::new(config().build().expect("a configuration"));
    let input = Describe::builder().thing_name("pump-17").job_id("job-1").build();
    shown.result("call through a proxy", &client.call_with(input, options()));
}
