//! AWS's own signer, compared with ours on random requests.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningParams, SigningSettings, UriPathNormalizationMode,
};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use fastrand::Rng;
use http::header::{HOST, USER_AGENT};
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::super::scope::END_OF_DATES;
use super::super::{SignError, SignedBody, Signing, presign, sign};
use crate::credentials::Credentials;

const ROUNDS: usize = 4000;

/// All inputs of a signature.
struct Case {
    request: http::Request<Bytes>,
    region: String,
    name: String,
    double_encode: bool,
    unsigned_payload: bool,
    key_id: String,
    secret: String,
    token: Option<String>,
    time: SystemTime,
    validity: Duration,
}

/// What AWS's signer adds to a request.
struct Added {
    headers: Vec<(String, String)>,
    parameters: Vec<(String, String)>,
}

/// Concatenates up to `most` random pieces.
fn text(random: &mut Rng, pieces: &[&str], most: usize) -> String {
    let count = random.usize(..=most);
    (0..count).map(|_| pieces[random.usize(..pieces.len())]).collect()
}

fn url(random: &mut Rng) -> String {
    let hosts = ["h.example", "h.example:8443", "h.example:443", "h.example:80", "127.0.0.1:80", "[::1]:1"];
    let segments = [
        "a",
        "B",
        "0",
        "-",
        "_",
        "~",
        ".",
        "..",
        "...",
        "/",
        "/",
        "/./",
        "/../",
        "//",
        "%20",
        "%2F",
        "%2e",
        "%E6%97%A5",
        "+",
        ":",
        "@",
        "=",
        "&",
        "$",
        "(",
        ")",
        "!",
        "'",
        "*",
        ",",
        ";",
        "\u{e9}",
        "\u{1f600}",
        "{",
        "}",
        "|",
        "\"",
    ];
    let parameters = [
        "a", "b", "A", "1", "-", ".", "_", "~", "=", "=", "&", "&", "&", "+", "%20", "%2B", "%2b", "%41",
        "%7e", "%", "%4", "%zz", "%C3%A9", "\u{e9}", "/", "?", ":", "@", ";", ",", "!", "'", "(", ")", "*",
        "$", "{", "|",
    ];
    let long = if random.u8(..50) == 0 { 3000 } else { 12 };
    let path = text(random, &segments, long);
    let query = text(random, &parameters, long);
    let scheme = if random.bool() { "https" } else { "http" };
    let host = hosts[random.usize(..hosts.len())];
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{scheme}://{host}/{path}{mark}{query}")
}

/// Whether the decoded URL is UTF-8: AWS's signer turns other bytes into U+FFFD, ours keeps them.
fn is_text(url: &str) -> bool {
    percent_decode_str(url).decode_utf8().is_ok()
}

fn request(random: &mut Rng) -> http::Request<Bytes> {
    let names =
        ["x-a", "x-a-b", "x-ab", "accept", "content-type", "x-amz-target", "x-amzn-trace-id", "expect", "z"];
    let values = ["a", "B", " ", "  ", "   ", ",", ":", "\"", "=", "\u{e9}", "1"];
    let uri =
        std::iter::repeat_with(|| url(random)).find_map(|url| is_text(&url).then(|| url.parse().ok())?);
    let mut request = http::Request::new(Bytes::from(text(random, &["{", "a", "\u{e9}", "\n"], 200)));
    *request.uri_mut() = uri.unwrap();
    *request.method_mut() = ["GET", "POST", "PUT", "DELETE", "PATCH"][random.usize(..5)].parse().unwrap();
    for _ in 0..random.usize(..8) {
        let name = HeaderName::from_static(names[random.usize(..names.len())]);
        request.headers_mut().append(name, text(random, &values, 8).parse().unwrap());
    }
    if random.u8(..4) == 0 {
        request.headers_mut().insert(HOST, HeaderValue::from_static("other.example:443"));
    }
    request.headers_mut().insert(USER_AGENT, HeaderValue::from_static("ua"));
    request
}

fn case(random: &mut Rng) -> Case {
    Case {
        request: request(random),
        region: ["eu-west-1", "us-gov-west-1", "x"][random.usize(..3)].to_owned(),
        name: ["iot-jobs-data", "s3", "execute-api"][random.usize(..3)].to_owned(),
        double_encode: random.bool(),
        unsigned_payload: random.u8(..4) == 0,
        key_id: format!("AKID{}", text(random, &["A", "7", "-"], 20)),
        secret: format!("s{}", text(random, &["a", "/", "+", "="], 120)),
        token: random.bool().then(|| format!("t{}", text(random, &["a", "/", "+", "=", "-"], 400))),
        time: UNIX_EPOCH + Duration::from_secs(random.u64(..END_OF_DATES)),
        validity: Duration::from_secs(random.u64(1..=604_800)),
    }
}

impl Case {
    fn signing(&self) -> Signing<'_> {
        Signing {
            name: &self.name,
            region: &self.region,
            double_encode: self.double_encode,
            payload: if self.unsigned_payload { SignedBody::Nothing } else { SignedBody::Whole },
        }
    }

    fn credentials(&self) -> Credentials {
        Credentials::new(&*self.key_id, &*self.secret, self.token.clone(), None, "test")
    }

    fn settings(&self, location: SignatureLocation) -> SigningSettings {
        let mut settings = SigningSettings::default();
        // They are removed before that signer sees them.
        settings.excluded_headers = None;
        settings.signature_location = location;
        if location == SignatureLocation::QueryParams {
            settings.expires_in = Some(self.validity);
        }
        if !self.double_encode {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        if self.unsigned_payload {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        settings
    }

    fn theirs(&self, location: SignatureLocation) -> Added {
        let identity = aws_credential_types::Credentials::new(
            &self.key_id,
            &self.secret,
            self.token.clone(),
            None,
            "test",
        );
        let identity = identity.into();
        let params = v4::SigningParams::builder().identity(&identity).region(&self.region).name(&self.name);
        let params = params.time(self.time).settings(self.settings(location)).build().unwrap();
        let uri = self.request.uri();
        let unsigned = ["user-agent", "expect", "x-amzn-trace-id"];
        let headers = self.request.headers().iter().filter(|(name, _)| !unsigned.contains(&name.as_str()));
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (name.as_str(), str::from_utf8(value.as_bytes()).unwrap().trim()))
            .collect();
        if !self.request.headers().contains_key(HOST) {
            headers.push(("host", uri.authority().unwrap().as_str()));
        }
        let body = if self.unsigned_payload {
            SignableBody::UnsignedPayload
        } else {
            SignableBody::Bytes(self.request.body())
        };
        let method = self.request.method().as_str();
        let signable = SignableRequest::new(method, uri.to_string(), headers.into_iter(), body).unwrap();
        let signed = aws_sigv4::http_request::sign(signable, &SigningParams::V4(params)).unwrap();
        let (headers, parameters) = signed.into_parts().0.into_parts();
        let headers = headers.iter().map(|header| (header.name().to_owned(), header.value().to_owned()));
        let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), value.to_string()));
        Added { headers: headers.collect(), parameters: parameters.collect() }
    }
}

#[test]
fn headers_are_those_of_aws_own_signer() {
    let mut random = Rng::with_seed(1);
    let mut longest = 0;
    for round in 0..ROUNDS {
        let case = case(&mut random);
        let mut ours = case.request.clone();
        let credentials = case.credentials();
        match sign(&mut ours, &case.signing(), &credentials, case.time) {
            Ok(()) => {}
            Err(SignError::LongUri(_)) => continue,
            Err(error) => panic!("{error}"),
        }
        longest = longest.max(case.request.uri().to_string().len());
        let theirs = case.theirs(SignatureLocation::Headers).headers;
        let mut expected = case.request.headers().clone();
        for (name, value) in theirs {
            expected.insert(HeaderName::try_from(name).unwrap(), value.parse().unwrap());
        }
        assert_eq!(ours.headers(), &expected, "round {round}: {:?}", case.request);
        // Once more with a remembered key.
        sign(&mut ours, &case.signing(), &credentials, case.time).unwrap();
        assert_eq!(ours.headers(), &expected, "round {round}, again");
    }
    assert!(longest > 2000, "there were long ones: {longest}");
}

#[test]
fn presigned_urls_are_those_of_aws_own_signer() {
    let mut random = Rng::with_seed(2);
    for round in 0..ROUNDS {
        let case = case(&mut random);
        let credentials = case.credentials();
        let ours = presign(case.request.clone(), &case.signing(), &credentials, case.time, case.validity);
        let Ok(ours) = ours else { continue };
        let theirs = case.theirs(SignatureLocation::QueryParams).parameters;
        let query = ours.uri().query().unwrap();
        for (name, value) in theirs {
            let parameter = format!("{name}={}", crate::endpoint::uri_encode(&value));
            assert!(query.split('&').any(|known| known == parameter), "round {round}: {parameter} {ours:?}");
        }
    }
}
