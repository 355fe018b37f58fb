//! What `cargo xtask e2e` says where something that it needs is not there.

use std::process::Command;

#[test]
fn what_is_not_there_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (
            ["--python", "./no/such/python"].as_slice(),
            3,
            ["cannot run Python: `./no/such/python`", "install Python 3"],
        ),
        (&["--offline"], 3, ["is not a Python environment with all packages", "without `--offline`"]),
        (&["--speed"], 2, ["'--speed'", "Usage: cargo xtask e2e"]),
    ];
    for (options, code, words) in cases {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output =
            command.arg("e2e").arg("--venv").arg(folder.path().join("venv")).args(options).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
}
