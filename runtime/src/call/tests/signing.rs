//! Calls that are signed: when they ask for credentials, and what happens with expired ones.

use super::*;
use crate::credentials::{Credentials, CredentialsError};
use crate::interceptor::{Attempt, Interceptor, InterceptorError};

fn credentials(key: &str) -> Credentials {
    Credentials::new(key, "hush", None, None, "test")
}

fn signing_session() -> Arc<Session> {
    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    session(config.credentials(credentials("AKID")))
}

/// Returns the next request, for which the provider gives credentials with that key; none if the call is over.
fn signed(call: &mut Call, key: &str, now: Moment) -> Option<http::Request<Bytes>> {
    let Step::Credentials(_) = call.next(now) else { return None };
    call.credentials(Ok(credentials(key)));
    match call.next(now) {
        Step::Send(request, _) => Some(request),
        other => panic!("{other:?}"),
    }
}

fn authorization(request: &http::Request<Bytes>) -> &str {
    request.headers().get("authorization").and_then(|value| value.to_str().ok()).expect("signed")
}

fn start(session: &Arc<Session>, now: Moment) -> Call {
    Call::start(session, Get::default(), &CallOptions::default(), now).expect("a call")
}

#[test]
fn each_attempt_is_signed_anew() {
    let session = signing_session();
    let mut stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    let first = signed(&mut call, "AKID", stage.now).expect("an attempt");
    assert!(
        authorization(&first).contains("Credential=AKID/19941106/eu-west-1/pond/aws4_request"),
        "{first:?}"
    );
    call.answer(answer("503"), stage.now);
    let Step::Wait(time) = call.next(stage.now) else { panic!("a wait") };
    stage.pass(time.max(Duration::from_secs(1)));
    let second = signed(&mut call, "AKID", stage.now).expect("an attempt");
    assert_ne!(authorization(&first), authorization(&second));
    assert_eq!(second.headers().get_all("authorization").iter().count(), 1);
}

#[test]
fn a_call_can_go_unsigned_and_asks_for_no_credentials() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let options = CallOptions::default().unsigned();
    let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
    let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
    assert_eq!(request.headers().get("authorization"), None);
}

#[test]
fn what_an_interceptor_adds_is_signed() {
    struct Traced;

    impl Interceptor for Traced {
        fn before_signing(
            &self,
            request: &mut http::Request<Bytes>,
            _: &Attempt,
        ) -> Result<(), InterceptorError> {
            request.headers_mut().insert("x-trace", "7".parse()?);
            Ok(())
        }
    }

    let session = signing_session();
    let stage = Stage::new(&session);
    let options = CallOptions::default().interceptor(Traced);
    let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
    let request = signed(&mut call, "AKID", stage.now).expect("an attempt");
    assert!(authorization(&request).contains(";x-trace, "), "{request:?}");
}

#[test]
fn the_region_can_be_that_of_the_call() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let options = CallOptions::default().region("us-east-1");
    let mut call = Call::start(&session, Get::default(), &options, stage.now).expect("a call");
    let request = signed(&mut call, "AKID", stage.now).expect("an attempt");
    assert!(authorization(&request).contains("/us-east-1/pond/"), "{request:?}");
}

#[test]
fn a_corrected_clock_is_in_the_next_signature() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    let request = signed(&mut call, "AKID", stage.now).expect("an attempt");
    assert_eq!(request.headers().get("x-amz-date").expect("signed"), "19941106T084937Z");
    call.answer(answer("403 RequestTimeTooSkewed date=Sun,_06_Nov_1994_09:09:37_GMT"), stage.now);
    let request = signed(&mut call, "AKID", stage.now).expect("an attempt");
    assert_eq!(request.headers().get("x-amz-date").expect("signed"), "19941106T090937Z");
}

#[test]
fn a_call_that_another_one_has_corrected_the_clock_for_is_tried_again() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let skewed = || answer("403 RequestTimeTooSkewed date=Sun,_06_Nov_1994_09:09:37_GMT");
    let mut calls = [start(&session, stage.now), start(&session, stage.now)];
    for call in &mut calls {
        signed(call, "AKID", stage.now).expect("an attempt");
    }
    for call in &mut calls {
        call.answer(skewed(), stage.now);
        assert!(matches!(call.next(stage.now), Step::Credentials(_)));
    }
}

#[test]
fn expired_credentials_are_replaced_once() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    signed(&mut call, "OLD", stage.now).expect("an attempt");
    call.answer(answer("403 ExpiredTokenException"), stage.now);
    let request = signed(&mut call, "NEW", stage.now).expect("an attempt");
    assert!(authorization(&request).contains("Credential=NEW/"), "{request:?}");
    call.answer(answer("403 ExpiredTokenException"), stage.now);
    let error = call.finish::<Get>().expect_err("expired again").to_string();
    assert_eq!(error, "Croak: 403 ExpiredTokenException: why (after 2 attempts)");
}

#[test]
fn without_credentials_nothing_is_sent() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    assert!(matches!(call.next(stage.now), Step::Credentials(_)));
    call.credentials(Err(CredentialsError::not_loaded("the file is gone")));
    assert!(matches!(call.next(stage.now), Step::Done));
    let error = call.finish::<Get>().expect_err("no credentials");
    assert_eq!(error.to_string(), "Croak: no credentials to sign with: the file is gone");
}

#[test]
fn a_provider_that_was_not_reached_may_be_asked_again() {
    let kind = |error| {
        let session = signing_session();
        let stage = Stage::new(&session);
        let mut call = start(&session, stage.now);
        call.credentials(Err(error));
        call.finish::<Get>().expect_err("no credentials").0.retry_kind()
    };
    assert_eq!(kind(CredentialsError::not_loaded("the file is gone")), RetryKind::Never);
    assert_eq!(kind(CredentialsError::provider_timed_out(Duration::from_secs(1))), RetryKind::Transient);
    assert_eq!(kind(CredentialsError::provider_error("refused")), RetryKind::Transient);
}

#[test]
fn nothing_of_a_call_shows_its_credentials() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    let request = signed(&mut call, "AKID", stage.now).expect("an attempt");
    for shown in [format!("{call:?}"), format!("{session:?}"), format!("{request:?}")] {
        assert!(!shown.contains("hush") && !shown.contains("Signature="), "{shown}");
    }
}

#[test]
fn a_date_that_cannot_be_right_disables_no_client() {
    let session = signing_session();
    let stage = Stage::new(&session);
    for code in ["InvalidSignatureException", "RequestTimeTooSkewed", "ForbiddenException"] {
        let mut call = start(&session, stage.now);
        signed(&mut call, "AKID", stage.now).expect("an attempt");
        call.answer(answer(&format!("403 {code} date=Fri,_31_Dec_9999_23:59:59_GMT")), stage.now);
        let error = call.finish::<Get>().expect_err("refused").to_string();
        assert_eq!(
            error,
            format!(
                "Croak: 403 {code}: why. The date of the response is 2923821 d 15 h from the clock of this machine, and \
                 is not believed"
            )
        );
        assert_eq!(session.clock_offset(), 0);
    }
    assert!(signed(&mut start(&session, stage.now), "AKID", stage.now).is_some());
    // An offset that was learned before this machine's clock was set does not stand in the way.
    let session = self::session(
        Config::<Pond>::builder()
            .endpoint_url("https://pond.example")
            .region("eu-west-1")
            .credentials(credentials("AKID"))
            .clock_offset(-30 * 365 * 86_400),
    );
    let request = signed(&mut start(&session, stage.now), "AKID", stage.now).expect("an attempt");
    assert_eq!(request.headers().get("x-amz-date").expect("signed"), "19941106T084937Z");
}

#[test]
fn a_clock_that_was_set_during_an_attempt_is_no_reason_to_give_up() {
    let right = "403 SignatureDoesNotMatch date=Sun,_06_Nov_1994_08:49:37_GMT";
    for hours in [1, -1] {
        for correct in [true, false] {
            let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
            let session = session(config.credentials(credentials("AKID")).correct_clock(correct));
            let now = Stage::new(&session).now;
            let before = Moment { wall: clock::shifted(now.wall, -3600 * hours), ..now };
            let mut call = start(&session, before);
            signed(&mut call, "AKID", before).expect("an attempt");
            call.answer(answer(right), now);
            let request = signed(&mut call, "AKID", now).expect("another attempt");
            assert_eq!(request.headers().get("x-amz-date").expect("signed"), "19941106T084937Z");
            assert_eq!(session.clock_offset(), 0);
            call.answer(answer(right), now);
            assert!(call.finish::<Get>().is_err());
        }
    }
}

#[test]
fn a_refusal_that_hides_a_wrong_clock_is_corrected_and_told() {
    let late = "403 ForbiddenException date=Sun,_06_Nov_1994_09:49:37_GMT";
    let right = "403 ForbiddenException date=Sun,_06_Nov_1994_08:49:37_GMT";
    let session = signing_session();
    let stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    signed(&mut call, "AKID", stage.now).expect("an attempt");
    call.answer(answer(late), stage.now);
    let request = signed(&mut call, "AKID", stage.now).expect("another attempt");
    assert_eq!(request.headers().get("x-amz-date").expect("signed"), "19941106T094937Z");
    // The clock is right now, and the response is the same, so it has another cause.
    call.answer(answer(late), stage.now);
    let error = call.finish::<Get>().expect_err("refused");
    assert_eq!(error.0.retry_kind(), RetryKind::Never);
    assert_eq!(
        error.to_string(),
        "Croak: 403 ForbiddenException: why (after 2 attempts). The clock of this machine is 1 h behind the service's"
    );

    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    let session = self::session(config.credentials(credentials("AKID")).correct_clock(false));
    for (reply, note) in [(late, ". The clock of this machine is 1 h behind the service's"), (right, "")] {
        let mut call = start(&session, stage.now);
        signed(&mut call, "AKID", stage.now).expect("an attempt");
        call.answer(answer(reply), stage.now);
        let error = call.finish::<Get>().expect_err("refused").to_string();
        assert_eq!(error, format!("Croak: 403 ForbiddenException: why{note}"));
    }
    // The clock was wrong, and somebody has set it right since: now the offset that the client assumes is wrong.
    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    let session = self::session(config.credentials(credentials("AKID")).clock_offset(3600));
    let mut call = start(&session, stage.now);
    signed(&mut call, "AKID", stage.now).expect("an attempt");
    call.answer(answer(right), stage.now);
    let request = signed(&mut call, "AKID", stage.now).expect("another attempt");
    assert_eq!(request.headers().get("x-amz-date").expect("signed"), "19941106T084937Z");
    // By any amount: a clock that started in 1970, and a wrong date from the service.
    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    let session = self::session(config.credentials(credentials("AKID")).clock_offset(3_100_000_000));
    let ahead = Moment { wall: stage.now.wall + Duration::from_secs(86_400_000), ..stage.now };
    let mut call = start(&session, ahead);
    signed(&mut call, "AKID", ahead).expect("an attempt");
    call.answer(answer(right), ahead);
    assert_eq!(session.clock_offset(), -86_400_000);
    // Without a signature, a wrong clock does no harm.
    let session = self::session(super::config());
    let told = Stage::new(&session).play::<Get>(&CallOptions::default(), &[late]);
    assert_eq!(told, "Croak: 403 ForbiddenException: why");
}

#[test]
fn credentials_that_are_missing_for_a_retry_do_not_hide_the_attempts_before() {
    let session = signing_session();
    let stage = Stage::new(&session);
    let mut call = start(&session, stage.now);
    signed(&mut call, "AKID", stage.now).expect("an attempt");
    call.answer(answer("500 Trouble"), stage.now);
    let Step::Wait(time) = call.next(stage.now) else { panic!("a wait") };
    let later = Moment { ticks: stage.now.ticks + time, ..stage.now };
    assert!(matches!(call.next(later), Step::Credentials(_)));
    call.credentials(Err(crate::credentials::CredentialsError::provider_error("the vault is sealed")));
    let error = call.finish::<Get>().expect_err("no credentials");
    assert_eq!(
        error.to_string(),
        "Croak: no credentials to sign with: the vault is sealed. Before that the response was 500 Trouble: why. The service \
         may have acted on an earlier attempt"
    );
    assert_eq!((error.attempts(), error.may_have_acted_before()), (1, true));
    assert_eq!(error.0.retry_kind(), RetryKind::Transient);
}

#[test]
fn the_region_of_a_call_is_checked_like_that_of_the_configuration() {
    let session = signing_session();
    let stage = Stage::new(&session);
    for region in ["eu west", "eu-west-1/iot", "a.b", "", "é"] {
        let options = CallOptions::default().region(region);
        let error = Call::start(&session, Get::default(), &options, stage.now).expect_err(region).to_string();
        assert!(error.contains(&format!("{region:?} is not a region")), "{error}");
    }
}

#[test]
fn credentials_from_memory_need_no_step_until_the_service_calls_them_expired() {
    let wall = Stage::new(&signing_session()).now.wall;
    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    let session = session(config.credentials(credentials("AKID")).clock(move || wall));
    let stage = Stage::new(&session);
    assert!(matches!(start(&session, stage.now).next(stage.now), Step::Credentials(_)));
    let asked = std::pin::pin!(session.credentials(Duration::MAX, |_| std::future::pending::<()>()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(asked.poll(&mut context).is_ready());
    let mut call = start(&session, stage.now);
    assert!(matches!(call.next(stage.now), Step::Send(..)));
    call.answer(answer("403 ExpiredTokenException"), stage.now);
    assert!(matches!(call.next(stage.now), Step::Credentials(_)));
}

fn presigned(
    session: &Arc<Session>,
    credentials: Result<Credentials, CredentialsError>,
    seconds: u64,
) -> Result<crate::PresignedRequest, String> {
    let now = Stage::new(session).now;
    let presigned = start(session, now).presign(credentials, Duration::from_secs(seconds), now);
    presigned.map_err(|error| error.to_string())
}

#[test]
fn a_presigned_request_is_good_until_it_or_its_credentials_expire() {
    let session = signing_session();
    let now = Stage::new(&session).now.wall;
    for (lifetime, expected) in [(None, 900), (Some(600), 600), (Some(1200), 900)] {
        let expiry = lifetime.map(|seconds| now + Duration::from_secs(seconds));
        let credentials = Credentials::new("AKID", "hush", None, expiry, "test");
        let request = presigned(&session, Ok(credentials), 900).expect("a request");
        assert_eq!(request.expires(), now + Duration::from_secs(expected));
        let uri = request.uri().to_string();
        assert!(uri.starts_with("https://pond.example/") && uri.contains("X-Amz-Expires=900&"), "{uri}");
    }
}

#[test]
fn what_cannot_be_presigned_is_an_error() {
    let unsigned = session(super::config());
    let signed = signing_session();
    let keys = || Ok(credentials("AKID"));
    let none = || Err(CredentialsError::not_loaded("the file is gone"));
    for (session, credentials, seconds, expected) in [
        (
            &unsigned,
            keys(),
            900,
            "Croak: the request could not be made ready: a presigned URL needs a client with credentials and an \
             operation that takes a signature",
        ),
        (
            &signed,
            keys(),
            0,
            "Croak: the request could not be made ready: a presigned URL is valid for 1 second to 7 days (604800 \
             seconds), and not for 0ns",
        ),
        (&signed, none(), 900, "Croak: no credentials to sign with: the file is gone"),
    ] {
        assert_eq!(presigned(session, credentials, seconds).expect_err("no request"), expected);
    }
}
