//! Credentials, tokens, certificates and proxies, and their errors.

use std::time::{Duration, SystemTime};

use iot_jobs_data::credentials::{Credentials, IotCredentials};
use iot_jobs_data::proxy::Proxy;
use iot_jobs_data::tls::{Identity, Trust};
use weather_client::credentials::Token;

use crate::plants::{BEARER, KEY, PROXY, Plants, SESSION, URL};
use crate::same::Same;
use crate::shown::Shown;

pub(crate) fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", KEY, Some(SESSION.to_owned()), None, "test")
}

pub(crate) fn show(plants: &Plants, shown: &mut Shown) {
    shown.value("credentials", &credentials());
    shown.value("bearer token", &Token::new(BEARER, Some(SystemTime::UNIX_EPOCH)));
    shown.value("bearer token", &Some(&Token::new(BEARER, None)));
    pem(plants, shown);
    proxies(shown);
    role_alias(plants, shown);
}

/// Certificates and keys that are right, wrong, and exchanged.
fn pem(plants: &Plants, shown: &mut Shown) {
    let (chain, key) = (plants.device.pem(), plants.device.key_pkcs8_pem());
    let sec1 = plants.device.key_sec1_pem();
    shown.value("identity", &plants.identity());
    let half = &key[..key.len() / 2];
    let garbled = key.replacen('A', "*", 3);
    let renamed = key.replace("PRIVATE KEY", "CERTIFICATE");
    let encrypted = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let one_line = key.replace('\n', "");
    for (chain, key) in [
        (&*key, &*chain),
        (&key, &key),
        (&chain, half),
        (&chain, &garbled),
        (&renamed, &key),
        (&chain, &renamed),
        (&chain, &encrypted),
        (&chain, &one_line),
        (&one_line, &key),
        (&sec1, &sec1),
        ("", &key),
        (&chain, &plants.root.pem()),
    ] {
        shown.result("identity", &Identity::from_pem(chain.as_bytes(), key.as_bytes()));
    }
    for pem in [&*key, half, &garbled, &renamed, &one_line] {
        shown.result("trust", &Trust::only(pem.as_bytes()));
        shown.result("trust", &Trust::web_pki_and(pem.as_bytes()));
    }
}

fn proxies(shown: &mut Shown) {
    for url in [
        format!("http://me:{PROXY}@proxy.example:3128"),
        format!("me:{PROXY}@proxy.example:3128"),
        format!("socks5://me:{PROXY}@proxy.example"),
        format!("https://me:{PROXY}@proxy.example"),
        format!("http://me:{PROXY}@"),
        format!("http://me:{PROXY}@proxy.example:port"),
        format!("http://me:{PROXY}/x@proxy.example"),
        format!("http://me:{PROXY}@proxy.example/path?{PROXY}"),
        format!("http://{PROXY}:@proxy.example"),
        format!("http:/me:{PROXY}@proxy.example"),
        format!("http://me:{PROXY}%zz@proxy.example"),
    ] {
        shown.result("proxy", &Proxy::new(&url));
        shown.result("proxy of the environment", &Proxy::from_env_with(|_| Some(url.clone())));
        let config = iot_jobs_data::Config::builder().endpoint_url("https://a.example").unsigned();
        if let Ok(proxy) = Proxy::new(&url) {
            shown.value("proxy in a configuration", &config.clone().proxy(proxy));
        }
    }
}

/// A provider whose service returns credentials that are complete, broken, or in an error.
fn role_alias(plants: &Plants, shown: &mut Shown) {
    let whole = format!(
        r#"{{"credentials":{{"accessKeyId":"AKIDEXAMPLE","secretAccessKey":"{KEY}","sessionToken":"{SESSION}","expiration":"2199-01-01T00:00:00Z"}}}}"#
    );
    let bodies = [
        (200, whole.clone()),
        (200, whole.replace("2199-01-01T00:00:00Z", "soon")),
        (200, whole.replace("AKIDEXAMPLE\"", "AKIDEXAMPLE")),
        (200, whole.replace("\"sessionToken\":\"", "\"sessionToken\":[\"")),
        (200, whole[..whole.len() - 40].to_owned()),
        (200, whole.replace("{\"credentials\":", "[")),
        (200, format!("\"{KEY}\"")),
        // Errors contain no credentials, and are quoted if they have neither a code nor a message.
        (403, r#"{"message":"Access Denied"}"#.to_owned()),
        (500, String::new()),
    ];
    for (status, body) in bodies {
        let response = http::Response::builder().status(status).body(body).expect("a response");
        let builder = IotCredentials::builder()
            .endpoint_url(format!("https://me:{URL}@c1.credentials.iot.eu-west-1.amazonaws.com"))
            .role_alias("pump")
            .certificate(plants.identity());
        shown.value("role alias", &builder);
        shown.result("role alias", &builder.build_blocking());
        let builder = IotCredentials::builder()
            .endpoint_url("https://c1.credentials.iot.eu-west-1.amazonaws.com")
            .role_alias("pump")
            .certificate(plants.identity());
        let provider = builder.build_with_blocking_transport(Same::answer(response)).expect("a provider");
        shown.value("role alias", &provider);
        let config = iot_jobs_data::Config::builder()
            .endpoint_url("http://a.example")
            .region("eu-west-1")
            .credentials(provider)
            .call_timeout(Duration::from_secs(5))
            .build()
            .expect("a configuration");
        let client =
            iot_jobs_data::blocking::Client::with_transport(config, Same::answer(http::Response::new("{}")));
        let call = client.get_pending_job_executions().thing_name("pump-17");
        shown.result("call with a role alias", &call.send());
        shown.value("client with a role alias", &client);
    }
}
