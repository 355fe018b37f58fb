//! A wrong clock: the client learns the offset from a response of the service, and continues with the right time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use iot_jobs_data::ConfigBuilder;
use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::interceptor::{AttemptStart, Interceptor};
use loopback::server::{Answer, Script, Server};
use loopback::sigv4;

use super::harness::outcome;
use crate::live::{Live, Shell, impatient};

/// The service's time, in three forms.
const SECONDS: u64 = 1_795_176_000;
const DATE: &str = "Fri, 20 Nov 2026 12:00:00 GMT";
const SIGNED: &str = "20261120T120000Z";

/// Returns a client whose clock is behind by this number of seconds.
fn config(server: &Server, behind: i64) -> ConfigBuilder {
    let wrong = SECONDS.checked_add_signed(-behind).expect("a time after 1970");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(wrong);
    impatient(&server.url())
        .credentials(Credentials::new("AKIDTEST", "secret", None, None, "test"))
        .clock(move || now)
}

/// Returns by how many seconds the clock is behind, as far as the client knows.
fn offset(client: &Live) -> i64 {
    match client {
        Live::Async(client, _) => client.clock_offset(),
        Live::Blocking(client) => client.clock_offset(),
    }
}

fn refusal(code: &str) -> Answer {
    let body = r#"{"message":"Signature expired"}"#;
    Answer::json(403, body).header("x-amzn-errortype", code).header("date", DATE)
}

#[test]
fn a_clock_that_is_20_minutes_off_is_corrected() {
    for behind in [1200, -1200] {
        for code in ["InvalidSignatureException", "RequestTimeTooSkewed", "ForbiddenException"] {
            for shell in Shell::BOTH {
                let server =
                    Server::plain(Script::from([refusal(code)]).then_always(Answer::json(200, "{}")));
                let client = shell.client(config(&server, behind));
                assert_eq!(outcome(&client), ("ok".to_owned(), 2), "{shell:?} {behind}");
                assert_eq!(offset(&client), behind, "{shell:?}");
                assert_eq!(
                    outcome(&client),
                    ("ok".to_owned(), 1),
                    "{shell:?}: the next call is right at once"
                );
                let requests = server.requests();
                let time = |request| sigv4::verify(request, "secret", None).map(|scope| scope.time);
                let times: Vec<_> =
                    requests.iter().map(time).collect::<Result<_, _>>().expect("valid signatures");
                assert_ne!(times.first().map(String::as_str), Some(SIGNED));
                assert_eq!(times.get(1..), Some(&[SIGNED.to_owned(), SIGNED.to_owned()][..]), "{shell:?}");
            }
        }
    }
}

#[test]
fn the_error_says_by_how_much_the_clock_is_off() {
    for (behind, note) in [
        (1200, "The clock of this machine is 20 min behind the service's"),
        (-1203, "The clock of this machine is 20 min 3 s ahead of the service's"),
        (0, "The clock of this machine agrees with the service's"),
    ] {
        for shell in Shell::BOTH {
            let server = Server::plain(Script::always(refusal("InvalidSignatureException")));
            let client = shell.client(config(&server, behind).correct_clock(false));
            let says =
                format!("DescribeJobExecution: 403 InvalidSignatureException: Signature expired. {note}");
            assert_eq!(outcome(&client), (says, 1), "{shell:?}");
            assert_eq!(offset(&client), 0, "{shell:?}");
        }
    }
}

#[test]
fn a_date_that_cannot_be_right_disables_no_client() {
    for shell in Shell::BOTH {
        let absurd = Answer::json(403, "{}").header("x-amzn-errortype", "InvalidSignatureException");
        let absurd = absurd.header("date", "Fri, 31 Dec 9999 23:59:59 GMT");
        let server = Server::plain(Script::from([absurd]).then_always(Answer::json(200, "{}")));
        let client = shell.client(config(&server, 0));
        let (said, attempts) = outcome(&client);
        assert!(said.ends_with("and is not believed") && attempts == 1, "{shell:?}: {said}");
        assert_eq!((offset(&client), outcome(&client)), (0, ("ok".to_owned(), 1)), "{shell:?}");
    }
}

/// A clock that is an hour behind until a request is sent.
#[derive(Clone, Default)]
struct Late(Arc<AtomicBool>);

impl Interceptor for Late {
    fn before_attempt(&self, _: &AttemptStart<'_>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_clock_that_is_set_right_while_a_request_is_under_way_is_no_reason_to_give_up() {
    for shell in Shell::BOTH {
        let server = Server::plain(
            Script::from([refusal("InvalidSignatureException")]).then_always(Answer::json(200, "{}")),
        );
        let late = Late::default();
        let Late(is_set) = late.clone();
        let right = SystemTime::UNIX_EPOCH + Duration::from_secs(SECONDS);
        let config = config(&server, 0).interceptor(late).clock(move || {
            if is_set.load(Ordering::Relaxed) { right } else { right - Duration::from_hours(1) }
        });
        let client = shell.client(config);
        assert_eq!(outcome(&client), ("ok".to_owned(), 2), "{shell:?}");
        assert_eq!(offset(&client), 0, "{shell:?}");
    }
}

#[test]
fn a_service_that_refuses_the_right_time_too_is_not_asked_for_ever() {
    for shell in Shell::BOTH {
        let server = Server::plain(Script::always(refusal("RequestTimeTooSkewed")));
        let client = shell.client(config(&server, 1200));
        let (said, attempts) = outcome(&client);
        assert_eq!((attempts, server.requests().len()), (2, 2), "{shell:?}: {said}");
    }
}
