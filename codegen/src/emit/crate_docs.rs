//! The first page of the crate: what the service is, and how to call it.

mod mqtt;
mod streams;

use super::client::Shell;
use super::sample::{Identity, Sample, identity, library};
use crate::config::{FEATURES, MQTT};
use crate::plan::Plan;
use crate::plan::operation::{OperationPlan, ReadingPlan};
use crate::plan::structure::MemberPlan;
use crate::plan::types::RustType;

/// The features of a crate.
pub fn features_of(plan: &Plan) -> impl Iterator<Item = (&'static str, &'static str)> {
    let has_topics = plan.mqtt.is_some();
    FEATURES.into_iter().filter(move |(name, _)| has_topics || *name != MQTT)
}

/// The docs of `lib.rs`.
pub fn lines(plan: &Plan) -> Vec<String> {
    let mut lines = vec![format!("{}, API version {}.", plan.package.title, plan.package.api_version)];
    lines.push(String::new());
    lines.extend(plan.package.docs.iter().cloned());
    lines.extend(overview(plan));
    // A long table would push the first call down.
    let [above, below] = if plan.operations.len() <= FEW {
        [operations(plan), Vec::new()]
    } else {
        [Vec::new(), operations(plan)]
    };
    if let Some(operation) = example(plan) {
        let sections = [
            above,
            first_call(plan, operation),
            bearer(plan, operation),
            certificate(plan),
            mqtt::section_of(plan),
            blocking(plan, operation),
            presigned(plan, operation),
            streams::bytes(plan),
            streams::events(plan),
            discovery(plan),
            settings(plan),
            checks(),
            errors(plan, operation),
            dropping(),
            logging(plan),
            test(plan, operation),
            features(plan),
            without_client(plan, operation),
            below,
        ];
        lines.extend(sections.concat());
    } else {
        lines.extend([above, mqtt::section_of(plan), settings(plan), features(plan), below].concat());
    }
    lines
}

/// The maximum number of operations for which their table comes before the first call.
const FEW: usize = 12;

/// Writes the introduction as a list of links.
fn overview(plan: &Plan) -> Vec<String> {
    let mqtt = if plan.mqtt.is_some() { ", and [`mqtt::Client`] calls over MQTT" } else { "" };
    let mut lines = vec![String::new()];
    lines.push(
        "- [`Client`] has a method for each operation, which returns a builder with a method `send`."
            .to_owned(),
    );
    lines.push(format!("  [`blocking::Client`] has the same methods without an async runtime{mqtt}."));
    lines.extend(
        [
            "- [`Config`] is what a client is made from. [`Config::builder`] collects the [settings](#settings).",
            "- [`Response`] is what a call returns: the output of the operation, and the metadata of the response.",
            "- [`Failure`] has the methods that every error has: code, message, status, request id, retry kind.",
            "- [`operation`] has a module for each operation, [`types`] what these share.",
            "- [`low_level`] is for programs that bring their own HTTP stack, or are generic over builders.",
        ]
        .map(str::to_owned),
    );
    lines
}

/// Writes the operations, each with a link to its module, its HTTP line and its summary.
fn operations(plan: &Plan) -> Vec<String> {
    let mut lines = section("Operations", &["| Operation | HTTP | What it does |", "| --- | --- | --- |"]);
    lines.extend(plan.operations.iter().map(|operation| {
        let OperationPlan { name, module, summary, request, .. } = operation;
        let summary = summary.replace('|', "\\|");
        format!("| [`{name}`](operation::{}) | `{}` | {summary} |", module.bare(), request.line())
    }));
    lines
}

/// Chooses the operation of the examples: one that only needs text, and preferably is read-only.
fn example(plan: &Plan) -> Option<&OperationPlan> {
    let is_text = |member: &MemberPlan| !member.required || member.ty == RustType::String;
    let simple = |operation: &&OperationPlan| {
        operation.input.members.iter().all(is_text)
            && operation.host_prefix.is_empty()
            && operation.deprecated.is_none()
    };
    let mut candidates = plan.operations.iter().filter(simple);
    candidates.clone().find(|operation| operation.request.method == "GET").or_else(|| candidates.next())
}

fn first_call(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let library = library(plan);
    let identity = identity(plan, operation);
    let mut lines = section("A first call", &[]);
    lines.push("```".to_owned());
    let features = match identity {
        Identity::Credentials => r#"all(feature = "client", feature = "sigv4")"#,
        Identity::Token | Identity::None => r#"feature = "client""#,
    };
    lines.extend(hidden_function(features, "async fn example()"));
    lines.extend(identity.name().map(|name| format!("use {library}::credentials::{name};")));
    lines.extend([format!("use {library}::{{Client, Config}};"), String::new()]);
    let auth: &[&str] = match identity {
        Identity::Credentials => &[
            r#"    .region("eu-west-1")"#,
            "    // Key id, secret, session token, expiry, and a name for their source.",
            r#"    .credentials(Credentials::new("key id", "secret key", None, None, "example"))"#,
        ],
        Identity::Token => &[TOKEN],
        Identity::None => &["    .unsigned()"],
    };
    lines.extend(config(auth));
    lines.push("let client = Client::new(config);".to_owned());
    lines.push(String::new());
    lines.extend(Sample::new(plan, operation).call(operation, Shell::Async));
    lines.push(
        "println!(\"{:?}, request id {:?}\", response.output(), response.meta().request_id());".to_owned(),
    );
    lines.extend(END.map(str::to_owned));
    lines.extend(paragraph(&[
        "A builder has `send` once every required member is set; if one is missing, the compiler names it. A call is retried",
        "if that is safe and may help: by default, it has at most three attempts.",
    ]));
    lines
}

/// A token, and when it expires.
const TOKEN: &str = r#"    .token(Token::new("secret", None))"#;

/// Writes the section on tokens, for services that also accept signatures. For other services the first call has a
/// token.
fn bearer(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    if !plan.service.bearer || identity(plan, operation) == Identity::Token {
        return Vec::new();
    }
    let library = library(plan);
    let mut lines = section(
        "With a bearer token",
        &["Operations of the service accept a bearer token instead of a signature:", ""],
    );
    lines.push("```".to_owned());
    lines.extend(hidden_function(r#"feature = "client""#, "async fn example()"));
    lines.extend([
        format!("use {library}::credentials::Token;"),
        format!("use {library}::{{Client, Config}};"),
        String::new(),
    ]);
    lines.extend(config(&[TOKEN]));
    lines.push("let client = Client::new(config);".to_owned());
    lines.extend(END.map(str::to_owned));
    lines.extend(paragraph(&[
        "A configuration can have credentials and a token. Each operation then uses the one that it prefers.",
    ]));
    lines
}

fn certificate(plan: &Plan) -> Vec<String> {
    let Some(port) = plan.service.mutual_tls_port else { return Vec::new() };
    let library = library(plan);
    let words =
        format!("Instead of a signature, the service accepts the certificate of a device, on port {port}:");
    let mut lines = section("With a certificate", &[&words, ""]);
    lines.push("```".to_owned());
    lines.extend(hidden_function(r#"feature = "client""#, "async fn example()"));
    lines.extend([
        format!("use {library}::tls::Identity;"),
        format!("use {library}::{{Client, Config}};"),
        String::new(),
        "let identity = Identity::from_pem(&std::fs::read(\"device.pem\")?, &std::fs::read(\"device.key\")?)?;".to_owned(),
    ]);
    lines.extend(config(&["    .certificate(identity)"]));
    lines.push("let client = Client::new(config);".to_owned());
    lines.extend(END.map(str::to_owned));
    lines
}

fn blocking(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let library = library(plan);
    let mut lines = section(
        "Without an async runtime",
        &[
            "The feature `blocking` adds a client with the same methods that block. Everything else is the same:",
            "",
        ],
    );
    lines.push("```".to_owned());
    lines.extend(hidden_function(
        r#"feature = "blocking""#,
        &format!("fn example(config: {library}::Config)"),
    ));
    lines.push(format!("let client = {library}::blocking::Client::new(config);"));
    lines.extend(Sample::new(plan, operation).call(operation, Shell::Blocking));
    lines.extend(END.map(str::to_owned));
    lines
}

fn discovery(plan: &Plan) -> Vec<String> {
    let Some(telling) = plan.operations.iter().find(|operation| operation.discovery.is_some()) else {
        return Vec::new();
    };
    section(
        "Endpoint discovery",
        &[
            &format!(
                "The service tells the endpoint of most of its operations in the response of `{}`. The client calls it before the",
                telling.name
            ),
            "first call of such an operation, and again when the endpoint has expired. The credentials need the permission for it.",
            "With an `endpoint_url`, in the configuration or in the options of a call, all calls go to that URL.",
        ],
    )
}

fn checks() -> Vec<String> {
    section(
        "Validation",
        &[
            "Before a call is sent, the client checks that required members are set, that labels are not empty, and the lower bounds",
            "of lengths and numbers, because a request that breaks these can never succeed. It checks upper bounds, patterns and the",
            "known values of enums only with `Config::builder().checks(Checks::all())`, or if the options of a call say so: services",
            "raise limits, loosen patterns and add values, and a client that checks these refuses what the service accepts. Without",
            "these checks, the service is what refuses a misspelt value of an enum; the constants of the enum cannot be misspelt.",
        ],
    )
}

fn dropping() -> Vec<String> {
    section(
        "Cancellation",
        &[
            "A call is cancelled when its future is dropped, for example by `select!` or by a timeout around it. If no attempt has been",
            "sent, nothing happens. If an attempt is under way, its connection is closed, and the service may have acted or may still",
            "act, because it does not learn of the cancellation. If the call waits for the next attempt, that attempt is not made, and",
            "its share of the retry budget is returned. Other calls, their connections and cached credentials are not affected. To",
            "limit the time of a call, prefer `call_timeout`: its error says what was tried. A call of the blocking client cannot be",
            "cancelled.",
        ],
    )
}

fn logging(plan: &Plan) -> Vec<String> {
    let target = library(plan);
    section(
        "Logging",
        &[
            &format!(
                "With the feature `tracing`, events have the target `{target}`, so that `RUST_LOG=warn,{target}=debug`"
            ),
            "shows every attempt. A call without a usable response is logged at `warn`, an error of the service such as a 404 at",
            "`info`, and a success at `debug`. Each event has service, operation, host and attempt; none has a header, a query or a",
            "body. The module `telemetry` lists the messages and fields.",
        ],
    )
}

/// Writes the section on requests that others send.
fn presigned(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    if identity(plan, operation) != Identity::Credentials {
        return Vec::new();
    }
    let (library, module, input) = (library(plan), &operation.module, operation.input.path.name());
    let mut lines = section(
        "Presigned requests",
        &[
            "A request with its signature in the URL can be sent without credentials until it expires, for example by `curl`:",
            "",
        ],
    );
    lines.push("```".to_owned());
    lines.extend(hidden_function(
        r#"all(feature = "client", feature = "sigv4")"#,
        &format!("async fn example(client: {library}::Client)"),
    ));
    lines.push(format!("use {library}::operation::{module}::{input};"));
    lines.extend([String::new(), format!("let input = {input}::builder()")]);
    lines.extend(Sample::new(plan, operation).setters.iter().map(|setter| format!("    {setter}")));
    lines.extend(
        [
            "    .build();",
            "let request = client.presigned(input, std::time::Duration::from_secs(900)).await?;",
            "println!(\"{} {}, with {:?}\", request.method(), request.uri(), request.headers());",
        ]
        .map(str::to_owned),
    );
    lines.extend(END.map(str::to_owned));
    lines
}

/// Writes the section on errors: one modeled error, one that may be temporary, and all others.
fn errors(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let (library, module, error) = (library(plan), &operation.module, &operation.error);
    let mut lines = section(
        "Errors",
        &[
            "Each operation has an enum of its errors. Every error prints as one sentence with operation, status, code, message and",
            "request id, and with advice where there is some. The methods of [`Failure`] are methods of every error.",
            "",
        ],
    );
    lines.push("```".to_owned());
    lines.push(format!("use {library}::RetryKind;"));
    lines.push(format!("use {library}::operation::{module}::{error};"));
    lines.push(String::new());
    lines.push(format!("fn explain(error: &{error}) {{"));
    lines.push("    match error {".to_owned());
    if let Some(variant) = operation.errors.iter().max_by_key(|variant| variant.status == 404) {
        lines.push(format!(
            "        {error}::{}(error) => println!(\"{}: {{:?}}\", error.message()),",
            variant.ident, variant.status
        ));
    }
    lines.extend(
        [
            "        error if error.retry_kind() != RetryKind::Never => println!(\"not now: {error}\"),",
            "        error => println!(\"{error}\"),",
            "    }",
            "}",
            "```",
        ]
        .map(str::to_owned),
    );
    lines
}

/// Writes a test with a scripted response; it runs if both features are on.
fn test(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    if !operation.output.defaults || operation.reading != ReadingPlan::Json {
        return Vec::new();
    }
    let (library, module) = (library(plan), &operation.module);
    let (input, output) = (operation.input.path.name(), operation.output.path.name());
    let mut lines = section(
        "Testing",
        &["With the feature `test-util`, responses come from a script, which also records the requests:", ""],
    );
    lines.push("```".to_owned());
    lines.extend(hidden_function(r#"all(feature = "blocking", feature = "test-util")"#, "fn example()"));
    lines.push(format!("use {library}::operation::{module}::{{{input}, {output}}};"));
    lines.push(format!("use {library}::test_util::Script;"));
    lines.push(format!("use {library}::{{Config, blocking}};"));
    lines.push(String::new());
    lines.extend(config(&["    .unsigned()"]));
    lines.push(format!("let script = Script::new().respond::<{input}>(&{output}::default());"));
    lines.push("let client = blocking::Client::with_transport(config, script.clone());".to_owned());
    lines.extend(Sample::new(plan, operation).call(operation, Shell::Blocking));
    lines.push(format!("assert_eq!(response.into_output(), {output}::default());"));
    lines.push(format!("assert_eq!(script.finish()[0].operation(), \"{}\");", operation.name));
    lines.extend(["# Ok(())", "# }"].map(str::to_owned));
    lines.push(r#"# #[cfg(all(feature = "blocking", feature = "test-util"))]"#.to_owned());
    lines.extend(["# example().unwrap();", "```"].map(str::to_owned));
    lines
}

/// The settings that have a default. The defaults are those of the runtime, whose tests check them.
const SETTINGS: [(&str, &str); 8] = [
    ("max_attempts", "3, including the first one"),
    ("backoff_base", "1 s, doubled with every retry up to 20 s; the wait is a random part of that"),
    ("connect_timeout", "5 s for DNS, TCP, proxy and TLS"),
    ("stall_timeout", "none; the time that may pass without a byte in either direction"),
    ("attempt_timeout", "15 s, from sending to the last byte of the response"),
    ("call_timeout", "60 s, for all attempts, the waiting between them and getting credentials"),
    ("body_limit", "8 MiB, for the body of a response"),
    ("max_idle_connections", "no limit; a connection is closed after 30 s without a call"),
];

fn settings(plan: &Plan) -> Vec<String> {
    let identities = match (&plan.service.signing_name, plan.service.bearer) {
        (_, false) => "`credentials`",
        (Some(_), true) => "`credentials`, `token`",
        (None, true) => "`token`",
    };
    let mut lines = section(
        "Settings",
        &[
            "[`Config::builder`] collects the settings, and `build` reports everything that is wrong with them. An endpoint or a region,",
            &format!(
                "and one of {identities}, `certificate` and `unsigned` are required. These have a default:"
            ),
            "",
            "| Setting | Default |",
            "| --- | --- |",
        ],
    );
    lines.extend(SETTINGS.iter().map(|(name, default)| format!("| `{name}` | {default} |")));
    lines
}

fn features(plan: &Plan) -> Vec<String> {
    let default = |name: &str| plan.package.default_features.iter().any(|feature| feature == name);
    let mut lines = section("Features", &["| Feature | Adds |", "| --- | --- |"]);
    lines.extend(features_of(plan).map(|(name, gives)| {
        let on = if default(name) { ". On by default" } else { "" };
        format!("| `{name}` | {gives}{on} |")
    }));
    lines
}

/// Writes an example that builds and inspects a request. Its values are placeholders, because nothing is sent.
fn without_client(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let (library, module, input) = (library(plan), &operation.module, operation.input.path.name());
    let mut lines = section(
        "Without a client",
        &[
            "An input is an [`Operation`]: it gives an HTTP request and reads the HTTP response. Any HTTP stack can carry these, and no",
            "feature is needed.",
            "",
        ],
    );
    lines.extend([
        "```".to_owned(),
        format!("use {library}::operation::{module}::{input};"),
        format!("use {library}::{{Checks, Operation}};"),
        String::new(),
        format!("let input = {input}::builder()"),
    ]);
    lines.extend(Sample::new(plan, operation).setters.iter().map(|setter| format!("    {setter}")));
    lines.extend([
        "    .build();".to_owned(),
        "let request = input.checked_request(Checks::none())?;".to_owned(),
        format!("assert_eq!(request.method(), \"{}\");", operation.request.method),
    ]);
    if plan.endpoint.is_some() {
        lines.push("// `input.endpoint` resolves the `EndpointRules`, and `Endpoint::apply` adds the endpoint to the request.".to_owned());
    }
    lines.extend([
        format!("// `{input}::response` reads the response."),
        format!("# Ok::<(), {library}::ClientError>(())"),
        "```".to_owned(),
    ]);
    lines
}

/// The end of an example that is the body of a function.
const END: [&str; 3] = ["# Ok(())", "# }", "```"];

/// The hidden function around an example, if these features are on.
fn hidden_function(features: &str, signature: &str) -> [String; 2] {
    [format!("# #[cfg({features})]"), format!("# {signature} -> Result<(), Box<dyn std::error::Error>> {{")]
}

fn config(settings: &[&str]) -> Vec<String> {
    let mut lines = vec!["let config = Config::builder()".to_owned()];
    lines.push("    .endpoint_url(\"https://endpoint.example.com\")".to_owned());
    lines.extend(settings.iter().map(|setting| (*setting).to_owned()));
    lines.push("    .build()?;".to_owned());
    lines
}

fn section(title: &str, words: &[&str]) -> Vec<String> {
    let mut lines = vec![String::new(), format!("# {title}"), String::new()];
    lines.extend(words.iter().map(|line| (*line).to_owned()));
    lines
}

fn paragraph(words: &[&str]) -> Vec<String> {
    std::iter::once(String::new()).chain(words.iter().map(|line| (*line).to_owned())).collect()
}
