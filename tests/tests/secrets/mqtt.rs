//! Settings, messages and errors over MQTT.

use std::time::Duration;

use iot_jobs_data::mqtt::{Client, Config};
use iot_jobs_data::proxy::Proxy;
use iot_jobs_data::tls::Trust;
use loopback::broker::{Broker, Reaction};
use loopback::server::Tls;

use crate::plants::{DOCUMENT, PROXY, Plants, URL};
use crate::shown::Shown;

pub(crate) fn show(plants: &Plants, shown: &mut Shown) {
    let proxy = || Proxy::new(&format!("http://me:{PROXY}@127.0.0.1:9")).expect("a proxy");
    for endpoint in [
        "a1b2c3-ats.iot.eu-west-1.amazonaws.com".to_owned(),
        format!("mqtts://me:{URL}@a.example"),
        format!("me:{URL}@a.example"),
        format!("http://me:{URL}@a.example:x"),
        format!("mqtt:/me:{URL}@a.example"),
        format!("a.example/?password={URL}"),
    ] {
        let config = Config::builder()
            .endpoint(endpoint)
            .client_id("pump")
            .certificate(plants.identity())
            .proxy(proxy());
        shown.value("builder over MQTT", &config);
        let config = config.build();
        shown.result("configuration over MQTT", &config);
        if let Ok(config) = config {
            shown.value("client over MQTT", &Client::new(config));
        }
    }
    for result in converse(plants) {
        match result {
            Ok(text) | Err(text) => shown.text("call over MQTT", text),
        }
    }
}

/// Makes calls over TLS with responses that have a sensitive member, that cannot be read, and that are errors.
pub(crate) fn converse(plants: &Plants) -> Vec<Result<String, String>> {
    let execution = format!(r#""execution":{{"jobId":"j","jobDocument":"{DOCUMENT}""#);
    let mut number = 0;
    let broker =
        Broker::secure(&Tls::new(plants.root.localhost()).demanding(&plants.root), move |published| {
            let payload: serde_json::Value = serde_json::from_str(&published.payload).expect("JSON");
            let token = payload["clientToken"].as_str().expect("a token").to_owned();
            number += 1;
            let (level, rest) = match number {
                1 => ("accepted", format!("{execution}}}")),
                2 => ("accepted", format!("{execution},\"queuedAt\":\"soon\"}}")),
                3 => ("accepted", execution.replace('{', "[")),
                _ => ("rejected", "\"code\":\"InvalidRequest\",\"message\":\"no\"".to_owned()),
            };
            vec![Reaction::Send(
                format!("{}/{level}", published.topic),
                format!(r#"{{"clientToken":"{token}",{rest}}}"#),
            )]
        });
    let config = Config::builder()
        .endpoint(format!("mqtts://localhost:{}", broker.address().port()))
        .client_id("pump")
        .certificate(plants.identity())
        .trust(Trust::only(plants.root.pem().as_bytes()).expect("a root"))
        .attempt_timeout(Duration::from_secs(2))
        .call_timeout(Duration::from_secs(3))
        .max_attempts(1)
        .build()
        .expect("a configuration");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = Client::new(config);
        let mut texts = vec![Ok(format!("{client:?} {client:#?}"))];
        for _ in 0..4 {
            let call = client.describe_job_execution().thing_name("pump").job_id("j").send();
            let result = call.await;
            texts.push(match result {
                Ok(response) => Ok(format!("{response:?} {response:#?}")),
                Err(error) => Err(format!("{error} {error:?} {error:#?} {:#?}", error.error_meta())),
            });
        }
        assert!(texts[1].is_ok() && texts[2].is_err() && texts[4].is_err(), "{texts:?}");
        texts
    })
}
