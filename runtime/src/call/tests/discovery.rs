//! Calls whose endpoint is discovered by another operation: when it is requested, how long it is kept, and how errors
//! affect it.

use super::*;
use crate::discovery::{Discover, Discovery};

/// A service whose endpoint is discovered, unless a URL is set.
#[derive(Clone, Copy, Debug, Default)]
struct Lake;

impl Service for Lake {
    const INFO: &'static ServiceInfo = &ServiceInfo { id: "Lake", hints: &[], ..*Pond::INFO };
    type Params = Option<String>;

    fn endpoint(place: Option<String>, settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
        let url = settings.url.clone().or(place);
        Endpoint::new(url.unwrap_or_else(|| "https://lake.example/base".to_owned()))
    }
}

/// The operation that discovers endpoints, and one that needs an endpoint.
#[derive(Clone, Debug, Default)]
struct Dip<const TELLS: bool>;

type Tell = Dip<true>;
type Fish = Dip<false>;

impl<const TELLS: bool> Validate for Dip<TELLS> {
    fn validate(&self, _: &mut Validator) {}
}

impl<const TELLS: bool> Serialize for Dip<TELLS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<const TELLS: bool> Read for Dip<TELLS> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(codec::read_as::<Map<Integer>, HashMap<String, i32>>(source)?.map(|_| Self))
    }
}

impl<const TELLS: bool> Operation for Dip<TELLS> {
    const NAME: &'static str = if TELLS { "Tell" } else { "Fish" };
    const DISCOVERY: Option<Discovery> = if TELLS { None } else { Some(Discovery::by::<Tell>()) };
    const IDEMPOTENT: bool = true;
    type Output = Frogs;
    type Error = Trouble;

    fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
        let mut request = RequestBuilder::new(http::Method::POST);
        request.path(if TELLS { "/tell" } else { "/fish" });
        request.build()
    }
}

/// The endpoint is the first pair of the output.
impl Discover for Tell {
    const ERROR: &'static str = "WrongLake";

    fn found(output: &Frogs) -> Option<(&str, i64)> {
        output.0.iter().next().map(|(address, minutes)| (address.as_str(), i64::from(*minutes)))
    }
}

fn lake() -> ConfigBuilder<Lake> {
    Config::<Lake>::builder().region("eu-west-1").unsigned()
}

fn open(config: ConfigBuilder<Lake>) -> Stage {
    Stage::new(&Session::new(config.build().expect("a configuration")))
}

/// Parses `told a.example 5`, or what [`answer`] parses.
fn reply(text: &str) -> Result<http::Response<Bytes>, TransportError> {
    let Some(told) = text.strip_prefix("told ") else { return answer(text) };
    let (address, minutes) = told.split_once(' ').expect("an address and minutes");
    Ok(http::Response::new(Bytes::from(format!("{{\"{address}\":{minutes}}}"))))
}

impl Stage {
    /// Carries out a call and the calls that it asks for, and records where each request goes.
    fn carry_out(&mut self, call: &mut Call, answers: &mut Vec<&str>, told: &mut String) {
        loop {
            match call.next(self.now) {
                Step::Send(request, _) => {
                    let _ = write!(told, "{} -> ", request.uri());
                    if answers.is_empty() {
                        return;
                    }
                    call.answer(reply(answers.remove(0)), self.now);
                }
                Step::Wait(time) => self.pass(time),
                Step::Discover(mut other) => {
                    self.carry_out(&mut other, answers, told);
                    call.discovered(*other, self.now);
                }
                Step::Done => return,
                #[cfg(any(feature = "sigv4", feature = "bearer", feature = "stream"))]
                other => panic!("{other:?}"),
            }
        }
    }

    fn fish_with(&mut self, options: &CallOptions, answers: &[&str]) -> String {
        let (mut told, mut answers) = (String::new(), answers.to_vec());
        let mut call = Call::start(&self.session, Fish::default(), options, self.now).expect("a call");
        self.carry_out(&mut call, &mut answers, &mut told);
        told + &end(call.finish::<Fish>(), answers.len())
    }

    fn fish(&mut self, answers: &[&str]) -> String {
        self.fish_with(&CallOptions::default(), answers)
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// The first request of a call that discovers its endpoint.
const ASKS: &str = "https://lake.example/base/tell -> ";

#[test]
fn an_endpoint_is_asked_for_once_and_kept_as_long_as_it_holds() {
    let mut stage = open(lake());
    let first = stage.fish(&["told a.example 5", "200"]);
    assert_eq!(first, format!("{ASKS}https://a.example/base/fish -> 200 at attempt 1"));
    stage.pass(Duration::from_secs(299));
    assert_eq!(stage.fish(&["200"]), "https://a.example/base/fish -> 200 at attempt 1");
    stage.pass(Duration::from_secs(1));
    let next = stage.fish(&["told http://b.example:81 5", "200"]);
    assert_eq!(next, format!("{ASKS}http://b.example:81/base/fish -> 200 at attempt 1"));
}

#[test]
fn others_go_on_with_an_old_endpoint_while_one_call_asks() {
    let mut stage = open(lake());
    stage.fish(&["told a.example 5", "200"]);
    stage.pass(5 * MINUTE);
    let mut call =
        Call::start(&stage.session, Fish::default(), &CallOptions::default(), stage.now).expect("a call");
    for _ in 0..2 {
        assert!(matches!(call.next(stage.now), Step::Discover(_)), "the step is the same each time");
    }
    assert_eq!(stage.fish(&["200"]), "https://a.example/base/fish -> 200 at attempt 1");
    drop(call);
    // The call that asked was dropped, so that another has to ask.
    stage.pass(MINUTE);
    assert_eq!(
        stage.fish(&["told b.example 5", "200"]),
        format!("{ASKS}https://b.example/base/fish -> 200 at attempt 1")
    );
}

#[test]
fn an_old_endpoint_serves_for_another_minute_where_asking_fails_for_a_while() {
    let mut stage = open(lake());
    stage.fish(&["told a.example 5", "200"]);
    stage.pass(5 * MINUTE);
    let options = CallOptions::default().max_attempts(1);
    let old = "https://a.example/base/fish -> 200 at attempt 1";
    assert_eq!(stage.fish_with(&options, &["503", "200"]), format!("{ASKS}{old}"));
    assert_eq!(stage.fish(&["200"]), old);
    stage.pass(MINUTE);
    assert_eq!(
        stage.fish_with(&options, &["403 Denied", "200"]),
        format!("{ASKS}Fish: its endpoint could not be found: Tell: 403 Denied: why (1 answers left)")
    );
    assert!(stage.fish(&["told b.example 5", "200"]).starts_with(ASKS), "the old one is forgotten");
}

#[test]
fn without_an_endpoint_the_call_fails_as_asking_for_it_does() {
    let options = CallOptions::default().max_attempts(1);
    let cases = [
        ("403 Denied", "Tell: 403 Denied: why", RetryKind::Never),
        ("503 Busy", "Tell: 503 Busy: why", RetryKind::Transient),
        ("429", "Tell: 429", RetryKind::Throttling),
        ("200", "Tell has told no endpoint", RetryKind::Never),
        (
            "told a?b 5",
            "the endpoint \"…\" is not an http or https URL of a host and at most a path",
            RetryKind::Never,
        ),
    ];
    for (told, reason, kind) in cases {
        let mut stage = open(lake());
        let mut call = Call::start(&stage.session, Fish::default(), &options, stage.now).expect("a call");
        stage.carry_out(&mut call, &mut vec![told], &mut String::new());
        let error = call.finish::<Fish>().expect_err(told);
        assert_eq!(end::<Trouble>(Err(error), 0), format!("Fish: its endpoint could not be found: {reason}"));
        let mut call = Call::start(&stage.session, Fish::default(), &options, stage.now).expect("a call");
        stage.carry_out(&mut call, &mut vec![told], &mut String::new());
        let State::Done(outcome) = &call.state else { panic!("{told}") };
        let Ending::Failed(error) = &**outcome else { panic!("{told}") };
        assert_eq!((error.operation(), error.retry_kind()), ("Fish", kind), "{told}");
        assert!(
            std::error::Error::source(error)
                .is_some_and(|cause| error.to_string().ends_with(&cause.to_string()))
        );
    }
}

#[test]
fn a_wrong_endpoint_is_forgotten_and_asked_for_anew() {
    for refusal in ["400 WrongLake", "421"] {
        let mut stage = open(lake());
        let told = stage.fish(&["told a.example 5", refusal, "told b.example 5", "200"]);
        let first = format!("{ASKS}https://a.example/base/fish -> ");
        let second = format!("{ASKS}https://b.example/base/fish -> 200 at attempt 2");
        assert_eq!(told, format!("{first}{second}"), "{refusal}");
        assert_eq!(stage.fish(&["200"]), "https://b.example/base/fish -> 200 at attempt 1");
        let options = CallOptions::default().max_attempts(1);
        let told = stage.fish_with(&options, &[refusal]);
        assert!(told.starts_with(&format!("https://b.example/base/fish -> Fish: {refusal}")), "{told}");
        assert!(stage.fish(&["told c.example 5", "200"]).starts_with(ASKS));
    }
    let mut stage = open(lake());
    stage.fish(&["told a.example 5", "400 WrongPond"]);
    assert_eq!(stage.fish(&["200"]), "https://a.example/base/fish -> 200 at attempt 1");
}

#[test]
fn a_newer_endpoint_than_the_wrong_one_is_not_forgotten() {
    let mut stage = open(lake());
    stage.fish(&["told a.example 5", "200"]);
    let mut slow =
        Call::start(&stage.session, Fish::default(), &CallOptions::default(), stage.now).expect("a call");
    assert!(matches!(slow.next(stage.now), Step::Send(..)));
    stage.fish(&["421", "told b.example 5", "200"]);
    let mut told = String::new();
    slow.answer(reply("421"), stage.now);
    stage.carry_out(&mut slow, &mut vec!["200"], &mut told);
    assert_eq!(told, "https://b.example/base/fish -> ");
}

#[test]
fn where_a_url_is_given_nobody_is_asked() {
    let url = "http://mine.example";
    assert_eq!(open(lake().endpoint_url(url)).fish(&["200"]), "http://mine.example/fish -> 200 at attempt 1");
    let options = CallOptions::default().endpoint_url(url);
    let mut stage = open(lake());
    assert_eq!(stage.fish_with(&options, &["200"]), "http://mine.example/fish -> 200 at attempt 1");
    assert_eq!(
        stage.fish_with(&options, &["400 WrongLake"]),
        "http://mine.example/fish -> Fish: 400 WrongLake: why"
    );
}

#[test]
fn an_endpoint_that_was_asked_for_elsewhere_is_another_one() {
    let mut stage = open(lake());
    stage.fish(&["told a.example 5", "200"]);
    let options = CallOptions::default()
        .endpoint_params(|_: Option<String>| Some("https://far.example".to_owned()))
        .header("x-mine", "1");
    let told = stage.fish_with(&options, &["told b.example 5", "200"]);
    assert_eq!(told, "https://far.example/tell -> https://b.example/fish -> 200 at attempt 1");
}

#[test]
fn asking_takes_the_time_and_the_options_of_the_call() {
    let stage = open(lake());
    let options = CallOptions::default().call_timeout(MINUTE).header("x-mine", "1").query("mine", "1");
    let mut call = Call::start(&stage.session, Fish::default(), &options, stage.now).expect("a call");
    let later = Moment { ticks: stage.now.ticks + MINUTE / 2, ..stage.now };
    let Step::Discover(mut other) = call.next(later) else { panic!("it asks") };
    let Step::Send(request, limits) =
        other.next(Moment { ticks: later.ticks + Duration::from_secs(25), ..later })
    else {
        panic!("it is sent")
    };
    assert_eq!((request.uri().query(), request.headers().get("x-mine")), (None, None));
    assert_eq!(limits.attempt, Duration::from_secs(5));
}

/// Returns an endpoint to each discovery call, and refuses requests that go to another host.
#[cfg(any(feature = "client", feature = "blocking"))]
fn serve(request: &http::Request<Bytes>) -> http::Response<Bytes> {
    let text = match (request.uri().host(), request.uri().path()) {
        (Some("lake.example"), "/base/tell") => "told a.example 5",
        (Some("a.example"), "/base/fish") => "200",
        _ => "404",
    };
    reply(text).expect("a response")
}

#[cfg(feature = "client")]
#[test]
fn the_async_client_asks_by_itself() {
    struct Served;

    impl crate::transport::Transport for Served {
        fn send(
            &self,
            request: http::Request<Bytes>,
            _: Limits,
        ) -> crate::transport::BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
            Box::pin(async move { Ok(serve(&request)) })
        }
    }

    let client = crate::client::Client::with_transport(lake().build().expect("a configuration"), Served);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let answer = runtime.block_on(client.call(Fish::default())).expect("a response");
    assert_eq!(answer.meta().attempts(), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_asks_by_itself() {
    struct Served;

    impl crate::transport::BlockingTransport for Served {
        fn send(
            &self,
            request: http::Request<Bytes>,
            _: Limits,
        ) -> Result<http::Response<Bytes>, TransportError> {
            Ok(serve(&request))
        }
    }

    let client = crate::blocking::Client::with_transport(lake().build().expect("a configuration"), Served);
    assert_eq!(client.call(Fish::default()).expect("a response").meta().attempts(), 1);
}

#[cfg(feature = "sigv4")]
#[test]
fn a_call_is_signed_for_the_endpoint_that_was_told() {
    use crate::credentials::Credentials;

    let credentials = Credentials::new("id", "secret", None, None, "test");
    let config = Config::<Lake>::builder().region("eu-west-1").credentials(credentials.clone());
    let stage = open(config);
    let mut call =
        Call::start(&stage.session, Fish::default(), &CallOptions::default(), stage.now).expect("a call");
    let Step::Discover(mut other) = call.next(stage.now) else { panic!("it asks") };
    let sent = |call: &mut Call| {
        assert!(matches!(call.next(stage.now), Step::Credentials(_)));
        call.credentials(Ok(credentials.clone()));
        let Step::Send(request, _) = call.next(stage.now) else { panic!("an attempt") };
        let signature = request.headers().get("authorization").expect("a signature").clone();
        (request.uri().host().map(str::to_owned), signature)
    };
    let asked = sent(&mut other);
    assert_eq!(asked.0.as_deref(), Some("lake.example"));
    other.answer(reply("told a.example 5"), stage.now);
    call.discovered(*other, stage.now);
    let told = sent(&mut call);
    assert_eq!(told.0.as_deref(), Some("a.example"));
    let direct = CallOptions::default().endpoint_url("https://a.example/base");
    let mut direct = Call::start(&stage.session, Fish::default(), &direct, stage.now).expect("a call");
    assert_eq!(sent(&mut direct), told);
    let presigned =
        Call::start(&stage.session, Fish::default(), &CallOptions::default(), stage.now).expect("a call");
    let error = presigned.presign(Ok(credentials), MINUTE, stage.now).expect_err("nobody is asked");
    assert!(error.to_string().contains("the service tells the endpoint of this operation"), "{error}");
}
