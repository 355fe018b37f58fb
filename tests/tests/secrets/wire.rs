//! Calls over real connections, with a log at the lowest level.

use std::time::Duration;

use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use iot_jobs_data::proxy::Proxy;
use iot_jobs_data::tls::Trust;
use iot_jobs_data::{CallOptions, Config, ConfigBuilder};
use loopback::server::{Answer, Proxy as ProxyServer, Script, Server, Tls, Tunnel};

use crate::identities::credentials;
use crate::live::Shell;
use crate::plants::{COOKIE, DOCUMENT, HEADER, PROXY, Plants, QUERY};
use crate::{logs, mqtt};

/// At DEBUG and TRACE these are known to log whole requests and responses: `docs/logging.md` says to keep them at INFO.
const OPEN: [&str; 2] = ["ureq", "ureq_proto"];

fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .endpoint_url(url)
        .region("eu-west-1")
        .credentials(credentials())
        .header("x-api-key", HEADER)
        .query("key", QUERY)
        .max_attempts(2)
        .backoff_base(Duration::from_millis(1))
}

fn answers() -> Script {
    let body = format!(r#"{{"execution":{{"jobId":"j","jobDocument":"{DOCUMENT}"}}}}"#);
    let answer = |status| Answer::json(status, &body).header("set-cookie", &format!("a={COOKIE}"));
    Script::from([answer(200), answer(500), answer(403), answer(200).half_body()]).then_always(answer(200))
}

/// Calls over TCP, over TLS with a certificate, and through a proxy.
fn call(plants: &Plants, shell: Shell) {
    let plain = Server::plain(answers());
    let tls = Server::tls(&Tls::new(plants.root.localhost()).demanding(&plants.root), answers());
    let far = Server::plain(answers());
    let proxy = ProxyServer::new(Tunnel::To(far.address()));
    let via = Proxy::new(&format!("http://me:{PROXY}@{}", proxy.address())).expect("a proxy");
    let trust = Trust::only(plants.root.pem().as_bytes()).expect("a root");
    for config in [
        config(&plain.url()),
        config(&tls.url()).trust(trust.clone()),
        Config::builder()
            .endpoint_url(tls.url())
            .trust(trust)
            .certificate(plants.identity())
            .header("x-api-key", HEADER),
        config("http://far.invalid").proxy(via),
    ] {
        let client = shell.client(config);
        for _ in 0..3 {
            let input = Describe::builder().thing_name("pump-17").job_id("job-1").build();
            let _ = client
                .call_with(input, CallOptions::default().header("x-token", HEADER).query("token", QUERY));
        }
    }
    assert!(plain.requests().iter().any(|request| request.header("x-token") == Some(HEADER)));
    assert!(proxy.requests().iter().any(|request| request.header("proxy-authorization").is_some()));
}

#[test]
fn no_log_has_a_secret_in_it() {
    let plants = Plants::new();
    logs::listen();
    for shell in Shell::BOTH {
        call(&plants, shell);
    }
    mqtt::converse(&plants);
    let needles = plants.needles();
    let lines = logs::lines();
    let is_open = |target: &str, level| {
        level >= log::Level::Debug && OPEN.contains(&target.split("::").next().unwrap_or_default())
    };
    let (open, closed): (Vec<_>, Vec<_>) =
        lines.iter().partition(|(target, level, _)| is_open(target, *level));
    let found = closed.iter().filter_map(|(target, level, text)| Some((target, level, needles.find(text)?)));
    let found: Vec<_> = found.map(|found| format!("{found:?}")).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(closed.iter().any(|(target, ..)| target == "iot_jobs_data"), "the client itself is heard");
    // If these were clean, the documentation's advice would be unnecessary.
    assert!(open.iter().any(|(.., text)| needles.find(text).is_some()), "{} lines are clean", open.len());
}
