//! Pages with both clients.

#![allow(clippy::unwrap_used, reason = "helpers of tests stop a test as its own lines do")]

use serde::{Serialize, Serializer};

use super::*;
use crate::codec::{self, Object, ReadMember, Source, Stop};
use crate::endpoint::{Endpoint, EndpointError};
use crate::error::{ClientError, Failure, Origin};
use crate::service::{EndpointSettings, Service, ServiceInfo};
use crate::test_util::Script;
use crate::{Config, ErrorMeta, ErrorResponse, FromResponse, RequestBuilder, RequestError, Validate};

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pond;

impl Service for Pond {
    const INFO: &'static ServiceInfo = &ServiceInfo {
        id: "Pond",
        api_version: "2020-01-01",
        crate_name: "pond",
        crate_version: "1.2.3",
        signing_name: None,
        mutual_tls_port: None,
        wrong_hosts: &[],
        hints: &[],
    };
    type Params = ();

    fn endpoint((): (), _: &EndpointSettings) -> Result<Endpoint, EndpointError> {
        Endpoint::new("http://pond.example")
    }
}

/// Lists the frogs of a pond.
#[derive(Clone, Default)]
pub(crate) struct List {
    pub(crate) token: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Frogs {
    pub(crate) frogs: Option<Vec<String>>,
    pub(crate) next: Option<String>,
}

impl Serialize for List {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write_some("token", &self.token)?;
        object.end()
    }
}

impl ReadMember for List {
    fn read_member(&mut self, _: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
        codec::skip(value)
    }
}

impl Validate for List {
    fn validate(&self, _: &mut crate::validate::Validator) {}
}

impl Serialize for Frogs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write_some("frogs", &self.frogs)?;
        object.write_some("next", &self.next)?;
        object.end()
    }
}

impl ReadMember for Frogs {
    fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
        match name {
            "frogs" => self.frogs = codec::read_list(value)?,
            "next" => self.next = codec::read(value)?,
            _ => codec::skip(value)?,
        }
        Ok(())
    }
}

impl FromResponse for Frogs {}

#[derive(Clone)]
pub(crate) enum ListError {
    Unhandled(Box<ErrorMeta>),
    Client(ClientError),
}

impl Failure for ListError {
    fn origin(&self) -> Origin<'_> {
        match self {
            Self::Unhandled(meta) => meta.origin(),
            Self::Client(error) => error.origin(),
        }
    }
}

crate::operation_error!(ListError);

impl From<ErrorResponse> for ListError {
    fn from(error: ErrorResponse) -> Self {
        Self::Unhandled(error.into_error_meta())
    }
}

impl Operation for List {
    const NAME: &'static str = "List";
    type Output = Frogs;
    type Error = ListError;

    fn request(&self) -> Result<http::Request<bytes::Bytes>, RequestError> {
        let mut request = RequestBuilder::new(http::Method::GET);
        request.path("/frogs");
        request.query_some("token", &self.token);
        request.build()
    }
}

impl Paginated for List {
    type Token = String;

    fn next_token(output: &Frogs) -> Option<String> {
        output.next.clone().filter(|token| !token.is_empty())
    }

    fn token(&self) -> Option<String> {
        self.token.clone()
    }

    fn begin_at(&mut self, token: String) {
        self.token = Some(token);
    }
}

impl PaginatedItems for List {
    type Items = Vec<String>;

    fn items(output: Frogs) -> Option<Vec<String>> {
        output.frogs
    }
}

fn page(script: Script, frogs: &[&str], next: &str) -> Script {
    let frogs = (!frogs.is_empty()).then(|| frogs.iter().map(|&frog| frog.to_owned()).collect());
    script.respond::<List>(&Frogs { frogs, next: Some(next.to_owned()) })
}

/// Pages with two, zero and one frog.
fn three() -> Script {
    page(page(page(Script::new(), &["a", "b"], "2"), &[], "3"), &["c"], "")
}

fn pages(script: &Script) -> Pages<List, crate::blocking::BlockingCaller> {
    let config = Config::<Pond>::builder().unsigned().max_attempts(1).build().unwrap();
    let client = crate::blocking::Client::with_transport(config, script.clone());
    Pages::new(client.caller(), List::default())
}

/// Returns the queries of the requests.
fn queries(script: Script) -> Vec<String> {
    let sent = script.finish();
    sent.iter().map(|sent| sent.request().uri().query().unwrap_or_default().to_owned()).collect()
}

#[test]
fn pages_are_asked_for_one_after_the_other() {
    let script = three();
    let all: Vec<_> =
        pages(&script).map(|page| page.unwrap().output().frogs.clone().map_or(0, |it| it.len())).collect();
    assert_eq!(all, [2, 0, 1]);
    assert_eq!(queries(script), ["", "token=2", "token=3"]);
}

#[test]
fn items_come_from_all_pages_up_to_a_limit() {
    let script = three();
    let all: Vec<_> = pages(&script).items().map(Result::unwrap).collect();
    assert_eq!(all, ["a", "b", "c"]);
    assert_eq!(queries(script).len(), 3);
    let script = page(Script::new(), &["a", "b"], "2");
    let first: Vec<_> = pages(&script).items().limit(2).map(Result::unwrap).collect();
    assert_eq!(first, ["a", "b"]);
    assert_eq!(queries(script), [""]);
    let script = page(Script::new(), &["a"], "2");
    assert_eq!(pages(&script).limit(1).count(), 1);
    assert_eq!(queries(script), [""]);
}

#[test]
fn a_token_that_comes_again_ends_the_pages() {
    let script = page(page(page(Script::new(), &["a"], "2"), &["b"], "2"), &["never"], "");
    let all: Vec<_> = pages(&script).items().map(Result::unwrap).collect();
    assert_eq!(all, ["a", "b"]);
    assert_eq!(script.sent().len(), 2);
    drop(pages(&script).next());
    let script = page(Script::new(), &["a"], "X");
    let config = Config::<Pond>::builder().unsigned().build().unwrap();
    let client = crate::blocking::Client::with_transport(config, script.clone());
    assert_eq!(Pages::new(client.caller(), List { token: Some("X".to_owned()) }).count(), 1);
}

#[test]
fn an_error_is_the_last_page() {
    let refusal = http::Response::builder().status(400).body(bytes::Bytes::from_static(b"{}")).unwrap();
    let script = page(Script::new(), &["a"], "2").raw(refusal);
    let mut items = pages(&script).items();
    assert_eq!(items.next().unwrap().unwrap(), "a");
    assert!(items.next().unwrap().unwrap_err().to_string().starts_with("List: 400"));
    assert!(items.next().is_none());
    assert_eq!(queries(script), ["", "token=2"]);
}

#[test]
fn the_async_client_has_them_too() {
    let script = three();
    let config = Config::<Pond>::builder().unsigned().build().unwrap();
    let client = crate::client::Client::with_transport(config, script.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let all = runtime.block_on(async {
        let mut items = Pages::new(client.caller(), List::default()).items();
        let mut all = Vec::new();
        while let Some(item) = items.next().await {
            all.push(item.unwrap());
        }
        all
    });
    assert_eq!(all, ["a", "b", "c"]);
    assert_eq!(queries(script), ["", "token=2", "token=3"]);
}
