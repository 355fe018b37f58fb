//! Files whose bytes are not text: how they are recognized, and what a user reads.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use smithy_model::{Sources, files};

use super::harness::{C2J, SMITHY, faults, golden};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn first_half(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().take(bytes.len() / 2).copied().collect()
}

fn with_a_stray_byte() -> Vec<u8> {
    let (before, after) = SMITHY.split_once("X-Trace").expect("it is there");
    [before.as_bytes(), b"X-\xe9", after.as_bytes()].concat()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the file is written");
    path
}

#[test]
fn bytes() {
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bent: Vec<u8> =
        gzip(SMITHY).into_iter().enumerate().map(|(at, byte)| if at > 90 { !byte } else { byte }).collect();
    let cases = [
        ("latin-1.json", with_a_stray_byte()),
        ("utf-16.json", utf16),
        ("binary.json", vec![0x7f, b'E', b'L', b'F', 0xff]),
        ("truncated.json.gz", first_half(&gzip(SMITHY))),
        ("garbage.json.gz", vec![0x1f, 0x8b, 1, 2, 3, 4, 5, 6]),
        ("bent.json.gz", bent),
        ("header-only.json.gz", vec![0x1f, 0x8b]),
        ("latin-1.json.gz", {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&with_a_stray_byte()).expect("memory takes it");
            encoder.finish().expect("memory takes it")
        }),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::new();
    for (name, bytes) in cases {
        let path = write(folder.path(), name, &bytes);
        let error = files::open(&mut Sources::default(), &path, None).expect_err(name);
        assert!(!error.is_io(), "{name}: it is the content that is wrong");
        write!(text, "#### {name}\n{error}\n\n").expect("memory takes it");
    }
    golden("files", "bytes", &text.replace(&folder.path().display().to_string(), "FOLDER"));
}

#[test]
fn files_that_are_not_there_are_told_from_bad_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = write(folder.path(), "smithy.json", SMITHY.as_bytes());
    let missing = folder.path().join("missing.json");
    let open = |model: &Path, overlay| files::open(&mut Sources::default(), model, overlay);
    for error in [open(&missing, None), open(folder.path(), None), open(&model, Some(&missing))] {
        assert!(error.expect_err("it is not there").is_io());
    }
}

#[test]
fn faults_in_neighbours_and_in_compressed_text_have_their_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = write(folder.path(), "service-2.json.gz", &gzip(&C2J.replace("\"iso8601\"", "\"lunar\"")));
    write(folder.path(), "endpoint-rule-set-1.json", b"{\n  \"version\": \"1.0\",\n  \"rules\": {}\n}");
    write(folder.path(), "endpoint-tests-1.json.gz", &gzip("{\"testCases\": [1"));
    let mut sources = Sources::default();
    let parts = files::open(&mut sources, &model, None).expect("all can be read");
    let rendered = faults("neighbours", &sources, parts);
    golden("files", "neighbours", &rendered.replace(&folder.path().display().to_string(), "FOLDER"));
}
