//! The test suite that AWS publishes for signatures, if it is available: AWS's signer has it beside its source.
//!
//! `SIGV4_TEST_SUITE` names another folder with a folder for each test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::super::text::hex;
use super::super::{SignedBody, Signing, presign, sign};
use crate::credentials::Credentials;

/// Finds the folder of the suite; `None` if the source of AWS's signer is not available, or has no suite.
fn folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("SIGV4_TEST_SUITE") {
        return Some(folder.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = |arguments: &[&str]| {
        let output =
            Command::new(&cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
        output.status.success().then_some(output.stdout)
    };
    // Without a platform, cargo also wants the sources of crates for other platforms.
    let version = String::from_utf8(run(&["-vV"])?).ok()?;
    let platform = version.lines().find_map(|line| line.strip_prefix("host: "))?;
    let metadata = run(&["metadata", "--offline", "--format-version", "1", "--filter-platform", platform])?;
    let metadata: Value = serde_json::from_slice(&metadata).ok()?;
    let packages = metadata["packages"].as_array()?;
    let signer = packages.iter().find(|package| package["name"] == "aws-sigv4")?;
    let manifest = Path::new(signer["manifest_path"].as_str()?);
    Some(manifest.parent()?.join("aws-signing-test-suite/v4")).filter(|folder| folder.is_dir())
}

/// Parses the request of a file; `None` if its path is not a valid URI.
fn request(text: &str) -> Option<http::Request<Bytes>> {
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    // A line that begins with white space continues the previous one.
    let head = head.split("\n ").map(str::trim).collect::<Vec<_>>().join(" ");
    let mut lines = head.lines();
    let (method, target) = lines.next()?.strip_suffix(" HTTP/1.1")?.split_once(' ')?;
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let (_, host) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"))?;
    let request = http::Request::builder().method(method).uri(format!("https://{}{target}", host.trim()));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(Bytes::copy_from_slice(body.as_bytes())).ok()
}

/// Signs the request of a test in both ways; `None` if the test needs something that the signer does not support.
fn run(folder: &Path) -> Option<[String; 2]> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let context: Value = serde_json::from_str(&read("context.json")?).ok()?;
    // Unsupported: a header with the hash of the body, and a token that is not signed.
    if context["sign_body"] == true || context["omit_session_token"] == true {
        return None;
    }
    let request = request(&read("request.txt")?)?;
    // Unsupported: a path that is normalized and encoded once.
    if context["normalize"] == true && request.uri().path().contains('%') {
        return None;
    }
    let keys = &context["credentials"];
    let text = |name: &str| keys[name].as_str().map(str::to_owned);
    let credentials =
        Credentials::new(text("access_key_id")?, text("secret_access_key")?, text("token"), None, "test");
    let how = Signing {
        name: context["service"].as_str()?,
        region: context["region"].as_str()?,
        // The tests that do not normalize the path have nothing to encode.
        double_encode: context["normalize"] == true,
        payload: SignedBody::Whole,
    };
    let time = super::time(&context["timestamp"].as_str()?.replace(['-', ':'], ""));
    let mut signed = request.clone();
    sign(&mut signed, &how, &credentials, time).unwrap();
    let header = signed.headers()["authorization"].to_str().unwrap().to_owned();
    let validity = Duration::from_secs(context["expiration_in_seconds"].as_u64()?);
    let presigned = presign(request, &how, &credentials, time, validity).unwrap().uri().to_string();
    Some([header, presigned].map(|text| text[text.len() - hex(&[]).len()..].to_owned()))
}

#[test]
fn signatures_are_those_of_the_published_tests() {
    let Some(folder) = folder() else {
        println!("the published tests are not at hand, and are left out");
        return;
    };
    let mut count = 0;
    for test in fs::read_dir(folder).unwrap() {
        let test = test.unwrap().path();
        let Some(signatures) = run(&test) else { continue };
        let expected = ["header-signature.txt", "query-signature.txt"]
            .map(|name| fs::read_to_string(test.join(name)).unwrap().trim().to_owned());
        assert_eq!(signatures, expected, "{}", test.display());
        count += 1;
    }
    assert!(count >= 30, "only {count} tests were understood");
}
