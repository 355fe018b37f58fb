//! Secrets in every place that takes a text, and a search for them in everything that is shown: `Debug`, `Display`,
//! error chains, logs at TRACE, panics. They are searched for in plain and encoded form, whole and in pieces.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[allow(dead_code, reason = "not every test needs all of it")]
#[path = "../common/live.rs"]
mod live;

mod answers;
mod calls;
mod environment;
mod identities;
mod logs;
mod mqtt;
mod needles;
mod plants;
mod same;
mod shown;
mod urls;
mod wire;

use needles::Needles;
use plants::Plants;
use shown::Shown;

/// Everything without network connections; see [`wire`] for the rest.
#[test]
fn nothing_that_is_shown_has_a_secret_in_it() {
    let plants = Plants::new();
    let mut shown = Shown::default();
    identities::show(&plants, &mut shown);
    calls::show(&plants, &mut shown);
    answers::show(&plants, &mut shown);
    mqtt::show(&plants, &mut shown);
    assert!(shown.len() > 300, "only {} texts are looked at", shown.len());
    shown.search(&plants.needles());
}

/// A search that finds nothing would prove nothing.
#[test]
fn a_secret_is_found_in_every_form() {
    let needles = Needles::new([("word", b"correct/horse+battery=staple".as_slice())]);
    let percent = "%63%6F%72%72%65%63%74%2F%68%6F%72%73";
    for text in [
        "password: correct/horse+battery=staple!",
        "…/horse+batter…",
        "636f72726563742f686f7273652b62617474",
        "636F72726563742F686F7273652B62617474",
        "Y29ycmVjdC9ob3JzZStiYXR0ZXJ5PXN0YXBsZQ==",
        // With one byte before it, and with two, in either alphabet.
        "eGNvcnJlY3QvaG9yc2UrYmF0dGVyeT1zdGFwbGU",
        "eHhjb3JyZWN0L2hvcnNlK2JhdHRlcnk9c3RhcGxl",
        percent,
        &percent.to_lowercase(),
        "correct%2Fhorse%2Bbattery%3Dstaple",
        "correct%2fhorse%2bbattery%3dstaple",
        "[99, 111, 114, 114, 101, 99, 116, 47, 104, 111, 114, 115, 101]",
    ] {
        assert!(needles.find(text).is_some(), "{text}");
    }
    for text in ["correct/hors", "horse+battery"] {
        assert!(needles.find(text).is_some(), "{text}");
    }
    assert_eq!(needles.find("correct horse, battery and a staple").map(|found| found.name), None);
}
