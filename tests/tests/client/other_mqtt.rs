//! The client over a program's own connection, with another MQTT library than that of the runtime, and the broker on
//! loopback.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use examples::core_link::CoreLink;
use iot_jobs_data::mqtt::{Client, Config, Notification, Notified};
use iot_jobs_data::retry::Exponential;
use loopback::broker::{Broker, Published, Reaction};
use tokio::net::TcpStream;

const GET: &str = "$aws/things/pump/jobs/get";
const NOTIFY: &str = "$aws/things/pump/jobs/notify";

/// Runs a test with a time limit that no test needs.
fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), test).await.expect("in time") })
}

fn client(broker: &Broker) -> Client {
    let address = broker.address();
    let config = Config::builder()
        .endpoint(format!("mqtt://127.0.0.1:{}", address.port()))
        .client_id("not of the link")
        .backoff(Exponential::new(Duration::from_millis(1), Duration::from_millis(1)))
        .build();
    let link = CoreLink::new("pump", move || TcpStream::connect(address));
    Client::with_link(config.expect("a configuration"), link)
}

fn accepting(published: &Published) -> Vec<Reaction> {
    let request: serde_json::Value = serde_json::from_str(&published.payload).expect("JSON");
    let token = request["clientToken"].as_str().expect("a token");
    let payload = format!(r#"{{"clientToken":"{token}","queuedJobs":[{{"jobId":"a"}}]}}"#);
    vec![Reaction::Send(format!("{}/accepted", published.topic), payload)]
}

#[test]
fn calls_are_sent_and_answered() {
    let broker = Broker::plain(accepting);
    run(async {
        let client = client(&broker);
        let calls: Vec<_> = (0..8)
            .map(|_| tokio::spawn(client.get_pending_job_executions().thing_name("pump").send()))
            .collect();
        for call in calls {
            let answer = call.await.expect("a task").expect("a response");
            assert_eq!(answer.output().queued_jobs().and_then(|jobs| jobs.first()?.job_id()), Some("a"));
        }
    });
    assert!(broker.published().iter().all(|published| (published.topic.as_str(), published.qos) == (GET, 1)));
    assert_eq!((broker.published().len(), broker.subscribed()), (8, vec![format!("{GET}/+")]));
    let introduced: Vec<_> =
        broker.connects().into_iter().map(|it| (it.client_id, it.clean_session)).collect();
    assert_eq!(introduced, [("pump".to_owned(), true)]);
}

#[test]
fn acknowledgements_are_told() {
    let broker = Broker::plain(|_| Vec::new());
    let error = run(async {
        let call = client(&broker).get_pending_job_executions().thing_name("pump");
        let call = call.customize(|call| call.max_attempts(1).attempt_timeout(Duration::from_millis(300)));
        call.send().await.expect_err("no response").to_string()
    });
    assert!(error.contains("the broker has taken the request"), "{error}");
}

#[test]
fn notifications_arrive_and_refused_subscriptions_are_told() {
    let broker = Broker::plain(accepting);
    broker.refuse("$aws/things/pump/jobs/notify-next");
    run(async {
        let client = client(&broker);
        let mut notifications = client.notifications("pump").expect("a listener");
        assert_eq!(notifications.recv().await.expect("a start"), Notified::Missed);
        let error = notifications.recv().await.expect_err("a refusal").to_string();
        let sentence =
            "the broker refuses the subscription to `$aws/things/pump/jobs/notify-next`: it gives no reason";
        assert_eq!(error, sentence);
        broker.send(NOTIFY, r#"{"timestamp":1,"jobs":{}}"#);
        let heard = notifications.recv().await.expect("a notification");
        let Notified::Notification(Notification::JobExecutionsChanged(changed)) = heard else {
            panic!("another notification")
        };
        assert_eq!((changed.thing_name(), changed.timestamp()), ("pump", Some(1)));
    });
}

#[test]
fn a_connection_that_drops_is_made_again_and_nothing_is_sent_again_but_by_the_session() {
    let seen = AtomicUsize::new(0);
    let broker = Broker::plain(move |published| match seen.fetch_add(1, Ordering::Relaxed) {
        0 | 1 => vec![Reaction::Close],
        _ => accepting(published),
    });
    run(async {
        let client = client(&broker);
        let call = client.get_pending_job_executions().thing_name("pump");
        let error = call.customize(|options| options.max_attempts(1)).send().await.expect_err("no response");
        assert!(error.to_string().contains("broke off"), "{error}");
        assert_eq!(error.attempts(), 1);
        let answer = client.get_pending_job_executions().thing_name("pump").send().await.expect("a response");
        assert_eq!(answer.meta().attempts(), 2);
    });
    let published = broker.published();
    assert_eq!(published.iter().map(|it| it.connection).collect::<Vec<_>>(), [1, 2, 3]);
    assert_ne!(published[0].payload, published[1].payload, "the first call is over, and not repeated");
    assert_eq!(published[1].payload, published[2].payload);
}
