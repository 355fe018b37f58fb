//! Secrets in the environment of a program: the program is this test, run again.

use std::process::Command;

use iot_jobs_data::credentials::{Environment, ProvideCredentials as _};
use iot_jobs_data::{Config, blocking};

use crate::plants::{BEARER, KEY, PROXY, Plants, SESSION, URL};

/// Prints everything that a program can show of its environment.
#[test]
#[ignore = "what another test runs"]
fn shows_its_environment() {
    let builder = Config::from_env();
    println!("{builder:?} {builder:#?}");
    let config = builder.build();
    println!("{config:?} {config:#?}");
    if let Ok(config) = config {
        println!("{:#?}", blocking::Client::new(config));
    }
    println!("{:#?}", weather_client::Config::from_env().build());
    println!("{:#?}", iot_jobs_data::proxy::Proxy::from_env());
    let provided = Environment.provide_credentials();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    println!("{:#?}", runtime.block_on(provided));
    // The panic of a program that unwraps errors.
    let url = std::env::var("AWS_ENDPOINT_URL").unwrap_or_default();
    Config::from_env().endpoint_url(url).region("not a region").build().expect("a configuration");
}

#[test]
fn a_program_shows_nothing_of_its_environment() {
    let proxy = format!("http://me:{PROXY}@proxy.example:3128");
    let odd_proxy = format!("socks9://me:{PROXY}@proxy.example:port");
    let (url, odd_url) = (format!("https://me:{URL}@a.example"), format!("htp:/me:{URL}@a.example"));
    for (url, proxy) in
        [("https://a.example", &proxy), (&url, &proxy), (&odd_url, &odd_proxy), ("", &odd_proxy)]
    {
        for (name, value) in
            [("AWS_SESSION_TOKEN", SESSION), ("AWS_CREDENTIAL_EXPIRATION", "soon"), ("AWS_ACCESS_KEY_ID", "")]
        {
            let output = Command::new(std::env::current_exe().expect("this test"))
                .args(["--ignored", "--exact", "environment::shows_its_environment", "--nocapture"])
                .env_clear()
                .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .env("AWS_SECRET_ACCESS_KEY", KEY)
                .env("AWS_SESSION_TOKEN", SESSION)
                .env("AWS_BEARER_TOKEN_WEATHER", BEARER)
                .env("AWS_REGION", "eu-west-1")
                .env("AWS_ENDPOINT_URL", url)
                .env("https_proxy", proxy)
                .env("http_proxy", proxy)
                .env(name, value)
                .output()
                .expect("it runs");
            let text = [output.stdout, output.stderr]
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .concat();
            assert!(text.contains("ConfigBuilder") && text.contains("not a region"), "{text}");
            let found = Plants::new().needles().find(&text);
            assert!(found.is_none(), "{found:?}");
        }
    }
}
