//! Bearer tokens over real connections: where they are sent, how long they are kept, and when they are requested again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use loopback::server::{Answer, Script, Server};
use weather_client::credentials::{ProvideToken, Token, provide_token_fn};
use weather_client::{Client, Config, blocking};

fn config(server: &Server, provider: impl ProvideToken + 'static) -> Config {
    Config::builder().endpoint_url(server.url()).token(provider).build().expect("a configuration")
}

/// Provides `token-1`, `token-2` and so on.
fn counting() -> (impl ProvideToken + 'static, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let provider = provide_token_fn(move || {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        async move { Ok(Token::new(format!("token-{number}"), None)) }
    });
    (provider, asked)
}

fn authorizations(server: &Server) -> Vec<Option<String>> {
    server.requests().iter().map(|request| request.header("authorization").map(str::to_owned)).collect()
}

/// Only calls that store something send the token. The service says that the first token has expired.
fn script() -> Script {
    let expired = Answer::json(403, "{}").header("x-amzn-errortype", "ExpiredTokenException");
    Script::from([Answer::json(200, "{}"), expired]).then_always(Answer::new(204))
}

#[test]
fn a_token_is_sent_where_it_is_wanted_and_replaced_once_it_has_expired() {
    let expected = [None, Some("Bearer token-1"), Some("Bearer token-2"), Some("Bearer token-2")];

    let (server, (provider, asked)) = (Server::plain(script()), counting());
    let client = blocking::Client::new(config(&server, provider));
    client.get_reading().station("roof").send().expect("a reading");
    for _ in 0..2 {
        client.put_reading().station("roof").temperature(21.5).send().expect("it is stored");
    }
    let sent = authorizations(&server);
    assert_eq!(sent.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    assert_eq!(asked.load(Ordering::Relaxed), 2);

    let (server, (provider, asked)) = (Server::plain(script()), counting());
    let client = Client::new(config(&server, provider));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        client.get_reading().station("roof").send().await.expect("a reading");
        for _ in 0..2 {
            client.put_reading().station("roof").temperature(21.5).send().await.expect("it is stored");
        }
    });
    let sent = authorizations(&server);
    assert_eq!(sent.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[test]
fn an_error_does_not_show_the_token() {
    let denied = Answer::json(401, r#"{"message": "no"}"#).header("x-amzn-errortype", "Unauthorized");
    let server = Server::plain(Script::always(denied));
    let client = blocking::Client::new(config(&server, Token::new("hunter2", None)));
    let error = client.put_reading().station("roof").temperature(21.5).send().expect_err("denied");
    assert_eq!(error.to_string(), "PutReading: 401 Unauthorized: no");
    assert!(!format!("{error:?} {client:?}").contains("hunter2"));
    assert_eq!(error.attempts(), 1);
}
