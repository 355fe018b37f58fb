//! Passwords in the URL of an endpoint, with any typing error: nothing that is shown contains one.

use iot_jobs_data::Config;
use iot_jobs_data::endpoint::{Params, resolve};
use iot_jobs_data::test_util::Script;
use iot_jobs_data::{CallOptions, blocking};
use smithy_client::endpoint::Endpoint;

/// URLs with the password `hunter2`.
const URLS: [&str; 9] = [
    "https://me:hunter2@pumps.example",
    "http://me:hunter2?x@pumps.example",
    "htp://me:hunter2?x@pumps.example",
    "me:hunter2?x@pumps.example",
    "me:hunter2#x@pumps.example",
    "me:hunter2/x@pumps.example",
    "http:/me:hunter2@pumps.example",
    "http://me:hunter2 x@pumps.example",
    "https://pumps.example/?password=hunter2",
];

#[test]
fn no_output_shows_a_password_of_a_url() {
    for url in URLS {
        let builder = Config::builder().endpoint_url(url).region("eu-west-1").unsigned();
        let params = Params::default().endpoint(url);
        let client = blocking::Client::with_transport(
            Config::builder().endpoint_url("http://localhost").unsigned().build().expect("a configuration"),
            Script::new(),
        );
        let options = CallOptions::default().endpoint_url(url);
        let call = client
            .get_pending_job_executions()
            .thing_name("pump-17")
            .customize(|options| options.endpoint_url(url));
        let shown = [
            format!("{builder:?}"),
            builder.build().expect_err(url).to_string(),
            format!("{params:?} {params:#?}"),
            format!("{:?}", resolve(&params).map_err(|error| error.to_string())),
            format!("{:?}", Endpoint::new(url)),
            format!("{options:?}"),
            call.send().expect_err(url).to_string(),
        ];
        for shown in shown {
            assert!(!shown.contains("hunter2"), "{url}: {shown}");
        }
    }
    let plain = format!("{:?}", Params::default().region("eu-west-1").endpoint("https://pumps.example/base"));
    assert!(plain.contains("eu-west-1") && plain.contains("https://pumps.example/base"), "{plain}");
}

#[test]
fn the_place_that_a_redirect_names_is_shown_without_its_secrets() {
    for place in ["https://me:hunter2@pumps.example/", "https://pumps.example/?X-Amz-Signature=hunter2"] {
        let redirect = http::Response::builder().status(302).header("location", place);
        let script = Script::new().raw(redirect.body("").expect("a response"));
        let config = Config::builder().endpoint_url("http://localhost").unsigned().build();
        let client = blocking::Client::with_transport(config.expect("a configuration"), script);
        let error = client.get_pending_job_executions().thing_name("pump-17").send().expect_err("a redirect");
        let shown = format!("{error} {error:?} {:?}", error.error_meta());
        assert!(!shown.contains("hunter2") && shown.contains("location"), "{shown}");
    }
}
