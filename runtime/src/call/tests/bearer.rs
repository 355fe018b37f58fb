//! Calls with a bearer token: when it is chosen, and what happens when it has expired.

use super::*;
use crate::credentials::{CredentialsError, Token};

fn secure() -> ConfigBuilder<Pond> {
    Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1")
}

fn token(text: &str) -> Token {
    Token::new(text, None)
}

fn start<const W: usize>(session: &Arc<Session>, now: Moment) -> Call {
    Call::start(session, Croak::<true, W>::default(), &CallOptions::default(), now).expect("a call")
}

/// Returns the next request, for which the provider gives this token.
fn sent(call: &mut Call, text: &str, now: Moment) -> http::Request<Bytes> {
    let Step::Token(_) = call.next(now) else { panic!("no token is asked for") };
    call.token(Ok(token(text)));
    match call.next(now) {
        Step::Send(request, _) => request,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_token_is_sent_as_it_is_and_marked_as_a_secret() {
    let session = session(secure().token(token("hush")));
    let stage = Stage::new(&session);
    let mut call = start::<1>(&session, stage.now);
    let request = sent(&mut call, "hush", stage.now);
    let value = request.headers().get("authorization").expect("a token");
    assert!(value == "Bearer hush" && value.is_sensitive());
    for shown in [format!("{call:?}"), format!("{session:?}"), format!("{request:?}")] {
        assert!(!shown.contains("hush"), "{shown}");
    }
}

#[test]
fn a_call_without_authentication_asks_for_no_token() {
    let session = session(secure().token(token("hush")));
    let stage = Stage::new(&session);
    let options = CallOptions::default().unsigned();
    let mut calls = [
        start::<5>(&session, stage.now),
        Call::start(&session, Croak::<true, 1>::default(), &options, stage.now).expect("a call"),
    ];
    for call in &mut calls {
        let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
        assert_eq!(request.headers().get("authorization"), None);
    }
}

#[test]
fn an_expired_token_is_replaced_once() {
    let session = session(secure().token(token("hush")));
    let stage = Stage::new(&session);
    let mut call = start::<1>(&session, stage.now);
    sent(&mut call, "old", stage.now);
    call.answer(answer("403 ExpiredTokenException"), stage.now);
    let request = sent(&mut call, "new", stage.now);
    assert_eq!(request.headers().get("authorization").expect("a token"), "Bearer new");
    call.answer(answer("403 ExpiredTokenException"), stage.now);
    let error = call.finish::<Croak<true, 1>>().expect_err("expired again").to_string();
    assert_eq!(error, "Croak: 403 ExpiredTokenException: why (after 2 attempts)");
}

#[test]
fn a_token_from_memory_needs_no_step_until_the_service_calls_it_expired() {
    let wall = noon();
    let session = session(secure().token(token("hush")).clock(move || wall));
    let stage = Stage::new(&session);
    let asked = std::pin::pin!(session.token(Duration::MAX, |_| std::future::pending::<()>()));
    assert!(asked.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())).is_ready());
    let mut call = start::<1>(&session, stage.now);
    assert!(matches!(call.next(stage.now), Step::Send(..)));
    call.answer(answer("403 ExpiredTokenException"), stage.now);
    assert!(matches!(call.next(stage.now), Step::Token(_)));
}

#[test]
fn without_a_token_nothing_is_sent() {
    let session = session(secure().token(token("hush")));
    let stage = Stage::new(&session);
    let mut call = start::<1>(&session, stage.now);
    assert!(matches!(call.next(stage.now), Step::Token(_)));
    call.token(Err(CredentialsError::not_loaded("the file is gone")));
    assert!(matches!(call.next(stage.now), Step::Done));
    let error = call.finish::<Croak<true, 1>>().expect_err("no token");
    assert_eq!(error.to_string(), "Croak: no bearer token: the file is gone");
}

#[test]
fn a_token_is_not_sent_in_the_open() {
    let session = session(secure().token(token("hush")));
    let stage = Stage::new(&session);
    let options = CallOptions::default().endpoint_url("http://pond.example");
    let mut call = Call::start(&session, Croak::<true, 1>::default(), &options, stage.now).expect("a call");
    assert!(matches!(call.next(stage.now), Step::Token(_)));
    call.token(Ok(token("hush")));
    assert!(matches!(call.next(stage.now), Step::Done));
    let error = call.finish::<Croak<true, 1>>().expect_err("in the open");
    assert_eq!(
        error.to_string(),
        "Croak: the request could not be made ready: pond.example is called over http://, and a bearer token is sent only \
         over https:// or to this machine"
    );
}

#[test]
fn a_client_with_a_token_and_nothing_else_makes_no_signed_calls() {
    let session = session(secure().token(token("hush")));
    let stage = Stage::new(&session);
    let error = Call::start(&session, Get::default(), &CallOptions::default(), stage.now).expect_err("unfit");
    let set = if cfg!(feature = "sigv4") {
        "credentials(…)"
    } else {
        "credentials(…) (with the feature sigv4)"
    };
    assert_eq!(
        error.to_string(),
        format!(
            "Croak: the request could not be made ready: the operation takes a signature: set {set} in the configuration of \
             the client"
        )
    );
}

#[cfg(feature = "sigv4")]
mod beside_signatures {
    use super::*;
    use crate::credentials::Credentials;

    fn credentials() -> Credentials {
        Credentials::new("AKID", "hush", None, None, "test")
    }

    /// Describes the first step.
    fn first<const W: usize>(config: ConfigBuilder<Pond>) -> &'static str {
        let session = session(config);
        let now = Stage::new(&session).now;
        let call = Call::start(&session, Croak::<true, W>::default(), &CallOptions::default(), now);
        match call.map(|mut call| call.next(now)) {
            Ok(Step::Credentials(_)) => "credentials",
            Ok(Step::Token(_)) => "token",
            Ok(Step::Send(..)) => "nothing",
            Ok(_) => "another step",
            Err(_) => "error",
        }
    }

    /// Describes the first step of clients with a token, with credentials, with both, and with neither.
    fn of_all<const W: usize>() -> [&'static str; 4] {
        [
            first::<W>(secure().token(token("hush"))),
            first::<W>(secure().credentials(credentials())),
            first::<W>(secure().credentials(credentials()).token(token("hush"))),
            first::<W>(secure().unsigned()),
        ]
    }

    #[test]
    fn the_first_way_is_taken_that_the_client_has_something_for() {
        let (credentials, token, nothing, error) = ("credentials", "token", "nothing", "error");
        assert_eq!(of_all::<0>(), [error, credentials, credentials, nothing]);
        assert_eq!(of_all::<1>(), [token, error, token, nothing]);
        assert_eq!(of_all::<2>(), [token, credentials, credentials, nothing]);
        assert_eq!(of_all::<3>(), [token, credentials, token, nothing]);
        assert_eq!(of_all::<4>(), [token, nothing, token, nothing]);
        assert_eq!(of_all::<5>(), [nothing; 4]);
    }

    #[test]
    fn a_client_with_credentials_is_told_to_set_a_token() {
        let session = session(secure().credentials(credentials()));
        let now = Stage::new(&session).now;
        let call = Call::start(&session, Croak::<true, 1>::default(), &CallOptions::default(), now);
        let expected = "Croak: the request could not be made ready: the operation takes a bearer token: set token(…) in \
                        the configuration of the client";
        assert_eq!(call.expect_err("unfit").to_string(), expected);
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    #[test]
    fn what_is_signed_in_the_url_has_no_token() {
        let session = session(secure().credentials(credentials()).token(token("hush")));
        let now = Stage::new(&session).now;
        let presigned = |call: Result<Call, Trouble>| {
            let request = call.expect("a call").presign(Ok(credentials()), Duration::from_secs(60), now);
            request.map(|request| request.uri().to_string()).map_err(|error| error.to_string())
        };
        let options = CallOptions::default().presigned();
        let either = presigned(Call::start(&session, Croak::<true, 3>::default(), &options, now));
        assert!(either.expect("a request").contains("X-Amz-Signature="));
        let only = presigned(Call::start(&session, Croak::<true, 1>::default(), &options, now));
        let expected = "Croak: the request could not be made ready: a presigned URL needs a client with credentials and an \
                        operation that takes a signature";
        assert_eq!(only, Err(expected.to_owned()));
    }
}
