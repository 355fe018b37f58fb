//! Credentials that expire between one attempt and the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use iot_jobs_data::credentials::{Credentials, CredentialsError, ProvideCredentials};
use iot_jobs_data::transport::BoxFuture;
use loopback::server::{Answer, Server};
use loopback::sigv4;

use super::harness::outcome;
use crate::live::{Shell, impatient};

/// Provides other credentials each time, starting with `AKID1`.
#[derive(Clone, Debug, Default)]
struct Rotating(Arc<AtomicUsize>);

impl ProvideCredentials for Rotating {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let token = Some(format!("token{number}"));
        let (key, secret) = (format!("AKID{number}"), format!("secret{number}"));
        Box::pin(std::future::ready(Ok(Credentials::new(key, secret, token, None, "test"))))
    }
}

fn expired(code: &str) -> Answer {
    let body = r#"{"message":"The security token included in the request is expired"}"#;
    Answer::json(403, body).header("x-amzn-errortype", code)
}

#[test]
fn expired_credentials_are_replaced() {
    let codes = ["ExpiredTokenException", "ForbiddenException", "UnrecognizedClientException"];
    for (shell, code) in Shell::BOTH.into_iter().flat_map(|shell| codes.map(|code| (shell, code))) {
        let server = Server::plain([expired(code), Answer::json(200, "{}"), Answer::json(200, "{}")]);
        let provider = Rotating::default();
        let client = shell.client(impatient(&server.url()).credentials(provider.clone()));
        assert_eq!(outcome(&client), ("ok".to_owned(), 2), "{shell:?}");
        assert_eq!(outcome(&client), ("ok".to_owned(), 1), "{shell:?}");
        assert_eq!(provider.0.load(Ordering::SeqCst), 2, "{shell:?}: good credentials are kept");
        let requests = server.requests();
        for (request, number) in requests.iter().zip([1, 2, 2]) {
            let token = format!("token{number}");
            let scope =
                sigv4::verify(request, &format!("secret{number}"), Some(&token)).expect("a valid signature");
            assert_eq!(scope.access_key, format!("AKID{number}"), "{shell:?}");
        }
        assert_eq!(requests.len(), 3);
    }
}

#[test]
fn new_credentials_that_have_expired_too_are_the_end() {
    for shell in Shell::BOTH {
        let server = Server::plain([expired("ExpiredTokenException"), expired("ExpiredTokenException")]);
        let client = shell.client(impatient(&server.url()).credentials(Rotating::default()));
        let says = "DescribeJobExecution: 403 ExpiredTokenException: The security token included in the request is \
            expired (after 2 attempts)";
        assert_eq!(outcome(&client), (says.to_owned(), 2), "{shell:?}");
    }
}

#[test]
fn a_provider_that_fails_is_named() {
    #[derive(Debug)]
    struct Failing;
    impl ProvideCredentials for Failing {
        fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            Box::pin(std::future::ready(Err(CredentialsError::provider_error("the vault is sealed"))))
        }
    }
    for shell in Shell::BOTH {
        let server = Server::plain(Vec::<Answer>::new());
        let client = shell.client(impatient(&server.url()).credentials(Failing));
        let (said, _) = outcome(&client);
        assert!(said.starts_with("DescribeJobExecution: no credentials to sign with: "), "{said}");
        assert!(said.contains("the vault is sealed"), "{said}");
        assert_eq!(server.connections(), 0, "{shell:?}: nothing is sent");
    }
}
