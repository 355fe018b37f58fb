//! The client with a broker on loopback: TCP and TLS, connections that drop, and many calls at once.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use iot_jobs_data::mqtt::{Client, Config, ConfigBuilder, Notification, Notified};
use iot_jobs_data::tls::{Identity, Trust};
use iot_jobs_data::types::JobExecutionStatus as Status;
use loopback::broker::{Broker, Published, Reaction};
use loopback::pki::{Authority, Validity};
use loopback::server::Tls;

use super::world::{GET, NOTIFY, UPDATE};

/// Runs a test with a time limit that no test needs.
fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), test).await.expect("in time") })
}

fn impatient(broker: &Broker) -> ConfigBuilder {
    Config::builder()
        .endpoint(format!("mqtt://127.0.0.1:{}", broker.address().port()))
        .client_id("pump")
        .attempt_timeout(Duration::from_secs(5))
        .backoff(iot_jobs_data::retry::Exponential::new(Duration::from_millis(1), Duration::from_millis(1)))
}

fn client(broker: &Broker) -> Client {
    Client::new(impatient(broker).build().expect("a configuration"))
}

/// The token of a request.
fn token(published: &Published) -> String {
    let payload: serde_json::Value = serde_json::from_str(&published.payload).expect("JSON");
    payload["clientToken"].as_str().expect("a token").to_owned()
}

/// Accepts a request, with these members in the response.
fn accept(published: &Published, members: &str) -> Reaction {
    let comma = if members.is_empty() { "" } else { "," };
    let payload = format!(r#"{{"clientToken":"{}"{comma}{members}}}"#, token(published));
    Reaction::Send(format!("{}/accepted", published.topic), payload)
}

fn accepting(published: &Published) -> Vec<Reaction> {
    vec![accept(published, r#""queuedJobs":[{"jobId":"a"}]"#)]
}

#[test]
fn a_builder_of_the_client_sends_over_mqtt() {
    let broker = Broker::plain(accepting);
    run(async {
        let client = client(&broker);
        let answer = client.get_pending_job_executions().thing_name("pump").send().await.expect("a response");
        assert_eq!(answer.output().queued_jobs().and_then(|jobs| jobs.first()?.job_id()), Some("a"));
        assert_eq!((answer.meta().status(), answer.meta().attempts()), (None, 1));
    });
    let published = broker.published();
    assert_eq!(published.iter().map(|it| (it.topic.as_str(), it.qos)).collect::<Vec<_>>(), [(GET, 1)]);
    assert_eq!(broker.subscribed(), ["$aws/things/pump/jobs/get/+"]);
    let connects = broker.connects();
    assert_eq!(connects.len(), 1);
    assert_eq!(
        (connects[0].client_id.as_str(), connects[0].clean_session, connects[0].keep_alive),
        ("pump", true, 60)
    );
}

#[test]
fn a_refusal_is_the_error_of_the_operation() {
    let broker = Broker::plain(|published| {
        let payload = format!(
            r#"{{"code":"VersionMismatch","message":"m","clientToken":"{}","executionState":{{"versionNumber":4}}}}"#,
            token(published)
        );
        vec![Reaction::Send(format!("{}/rejected", published.topic), payload)]
    });
    let error = run(async {
        let call =
            client(&broker).update_job_execution().thing_name("pump").job_id("j").status(Status::Succeeded);
        call.expected_version(3).send().await.expect_err("a refusal")
    });
    assert!(error.is_version_mismatch(), "{error}");
    assert_eq!(error.to_string(), "UpdateJobExecution: rejected VersionMismatch: m");
    assert_eq!(broker.published()[0].topic, UPDATE);
}

#[test]
fn a_connection_that_drops_under_a_call_is_made_again_and_the_call_with_it() {
    let seen = Arc::new(AtomicUsize::new(0));
    let broker = Broker::plain(move |published| match seen.fetch_add(1, Ordering::Relaxed) {
        0 => vec![Reaction::Close],
        _ => accepting(published),
    });
    run(async {
        let call = client(&broker).get_pending_job_executions().thing_name("pump").send();
        assert_eq!(call.await.expect("a response").meta().attempts(), 2);
    });
    let published = broker.published();
    assert_eq!(published.iter().map(|it| it.connection).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(token(&published[0]), token(&published[1]));
    assert_eq!(broker.subscribed().len(), 2);
}

#[test]
fn a_broker_that_drops_every_request_is_told_of_with_what_may_be_the_reason() {
    let broker = Broker::plain(|_| vec![Reaction::Close]);
    let error = run(async {
        let call = client(&broker).get_pending_job_executions().thing_name("pump");
        call.customize(|options| options.max_attempts(1)).send().await.expect_err("no response").to_string()
    });
    let sentence = format!(
        "GetPendingJobExecutions: the connection to 127.0.0.1:{} broke off: the broker has closed the connection; a broker also \
         closes the connection of a client that may not publish on `{GET}`",
        broker.address().port()
    );
    assert_eq!(error, sentence);
}

#[test]
fn calls_at_the_same_time_get_their_own_answers_in_any_order() {
    let held = std::sync::Mutex::new(Vec::new());
    // Responses come in pairs, the second one first.
    let broker = Broker::plain(move |published| {
        let mut held = held.lock().unwrap();
        let thing = published.topic.split('/').nth(2).unwrap_or_default();
        let answer = accept(published, &format!(r#""queuedJobs":[{{"jobId":"job-of-{thing}"}}]"#));
        held.push(answer);
        if held.len() == 2 { held.drain(..).rev().collect() } else { Vec::new() }
    });
    run(async {
        let client = client(&broker);
        let calls: Vec<_> = (0..64)
            .map(|number| {
                let thing = format!("t{number}");
                let call = client.get_pending_job_executions().thing_name(&thing).send();
                tokio::spawn(async move { (thing, call.await) })
            })
            .collect();
        for call in calls {
            let (thing, answer) = call.await.expect("a task");
            let answer = answer.expect("a response");
            let job = answer.output().queued_jobs().and_then(|jobs| jobs.first()?.job_id());
            assert_eq!(job, Some(format!("job-of-{thing}").as_str()));
        }
    });
    assert_eq!(broker.connects().len(), 1);
}

#[test]
fn notifications_come_one_after_another_and_a_connect_between_them_is_told() {
    let broker = Broker::plain(accepting);
    run(async {
        let client = client(&broker);
        let mut notifications = client.notifications("pump").expect("a listener");
        assert_eq!(notifications.recv().await.expect("a start"), Notified::Missed);
        broker.send(NOTIFY, r#"{"timestamp":1,"jobs":{}}"#);
        let Notified::Notification(Notification::JobExecutionsChanged(changed)) =
            notifications.recv().await.expect("a notification")
        else {
            panic!("another notification")
        };
        assert_eq!((changed.thing_name(), changed.timestamp()), ("pump", Some(1)));
        broker.send(NOTIFY, "{");
        let error = notifications.recv().await.expect_err("no JSON").to_string();
        assert!(error.starts_with(&format!("a notification on `{NOTIFY}` cannot be read")), "{error}");
        broker.down(true);
        tokio::time::sleep(Duration::from_millis(50)).await;
        broker.down(false);
        assert_eq!(notifications.recv().await.expect("a start"), Notified::Missed);
    });
    assert_eq!(broker.subscribed().len(), 4);
}

#[test]
fn a_subscription_that_the_broker_refuses_is_an_error() {
    let broker = Broker::plain(accepting);
    broker.refuse(NOTIFY);
    broker.refuse("$aws/things/pump/jobs/get/+");
    run(async {
        let client = client(&broker);
        let mut notifications = client.notifications("pump").expect("a listener");
        assert_eq!(notifications.recv().await.expect("a start"), Notified::Missed);
        let error = notifications.recv().await.expect_err("a refusal").to_string();
        assert!(error.starts_with(&format!("the broker refuses the subscription to `{NOTIFY}`")), "{error}");
        let error =
            client.get_pending_job_executions().thing_name("pump").send().await.expect_err("a refusal");
        assert!(
            error.to_string().contains("refuses the subscription to `$aws/things/pump/jobs/get/+`"),
            "{error}"
        );
    });
}

#[test]
fn a_future_that_is_dropped_gives_its_call_up() {
    let broker =
        Broker::plain(|published| if published.topic == UPDATE { Vec::new() } else { accepting(published) });
    run(async {
        let client = client(&broker);
        let update =
            client.update_job_execution().thing_name("pump").job_id("j").status(Status::Failed).send();
        assert!(tokio::time::timeout(Duration::from_millis(200), update).await.is_err());
        client.get_pending_job_executions().thing_name("pump").send().await.expect("a response");
    });
    assert_eq!(broker.published().iter().filter(|it| it.topic == UPDATE).count(), 1);
}

#[test]
fn a_client_outlives_the_runtime_of_its_connection() {
    let broker = Broker::plain(accepting);
    let client = client(&broker);
    for _ in 0..2 {
        run(async {
            client.get_pending_job_executions().thing_name("pump").send().await.expect("a response");
        });
    }
    assert_eq!(broker.connects().len(), 2);
}

#[test]
fn a_device_shows_its_certificate_and_only_trusts_its_broker() {
    let (root, other) = (Authority::new("broker"), Authority::new("other"));
    let device = root.client("pump", Validity::Now);
    let stranger = other.client("pump", Validity::Now);
    let tls = Tls::new(root.localhost()).demanding(&root);
    let broker = Broker::secure(&tls, accepting);
    let identity = |identity: &loopback::pki::Identity| {
        Identity::from_pem(identity.pem().as_bytes(), identity.key_pkcs8_pem().as_bytes())
            .expect("an identity")
    };
    let outcome = |trusted: &Authority, shown: &loopback::pki::Identity| {
        let config = Config::builder()
            .endpoint(format!("localhost:{}", broker.address().port()))
            .client_id("pump")
            .trust(Trust::only(trusted.pem().as_bytes()).expect("a root"))
            .certificate(identity(shown))
            .attempt_timeout(Duration::from_secs(2))
            .max_attempts(1)
            .build()
            .expect("a configuration");
        run(async {
            let answer = Client::new(config).get_pending_job_executions().thing_name("pump").send().await;
            answer.map_or_else(|error| error.to_string(), |_| "ok".to_owned())
        })
    };
    assert_eq!(outcome(&root, &device), "ok");
    let untrusted = outcome(&other, &device);
    assert!(untrusted.contains("no TLS connection to localhost"), "{untrusted}");
    assert!(untrusted.contains("certificate"), "{untrusted}");
    let refused = outcome(&root, &stranger);
    assert!(refused.contains("no TLS connection to localhost"), "{refused}");
    assert!(refused.contains("certificate"), "{refused}");
}

#[test]
fn a_configuration_says_all_that_is_wrong_with_it() {
    let error = Config::builder()
        .endpoint("a1b2c3.jobs.iot.eu-west-1.amazonaws.com")
        .max_attempts(0)
        .keep_alive(Duration::ZERO)
        .call_timeout(Duration::ZERO)
        .build()
        .expect_err("nothing is right");
    assert_eq!(error.problems().len(), 5, "{error}");
    assert!(error.problems()[0].contains("--endpoint-type iot:Data-ATS"), "{error}");
    let bare = Config::builder().endpoint("a-ats.iot.eu-west-1.amazonaws.com").client_id("pump").build();
    assert_eq!(
        bare.expect_err("no certificate").to_string(),
        "the configuration for IoT Jobs Data Plane cannot be used: no certificate is given; the broker knows a client by its \
         certificate"
    );
}

#[test]
fn without_a_runtime_a_call_is_an_error() {
    let broker = Broker::plain(accepting);
    let call = client(&broker).get_pending_job_executions().thing_name("pump").send();
    let mut call = std::pin::pin!(call);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else { panic!("an error") };
    assert!(error.to_string().ends_with("the client over MQTT needs a tokio runtime"), "{error}");
    assert_eq!(error.attempts(), 0);
}
