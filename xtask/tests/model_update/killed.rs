//! Ends an update at every step of its transaction, without a chance to clear up, and looks at what is left.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{self, Command};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use xtask::update::transaction::{Change, FOLDER, Held, KEPT, Kept, Restored, Step, commit};
use xtask::update::{Recovery, after, recover};

use smithy_codegen::cli::{Exit, MessageFormat, Report, Style};

use super::copy::{Copy, breaking, repository, snapshot, update};

/// Tells the test `child` what to do: root, step to end at, who puts things back, and a model or nothing.
const CHILD: &str = "MODEL_UPDATE_CHILD";

/// How long a guardian may take. It takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who puts things back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rescue {
    /// The guardian, at once.
    Guardian,
    /// The next command, since the guardian was killed too.
    NextCommand,
}

/// Not a test of its own: the tests below run it in a process that ends half-way.
#[test]
fn child() {
    let Ok(orders) = env::var(CHILD) else { return };
    let [root, step, rescue, model] = *orders.split('|').collect::<Vec<_>>() else { panic!("{orders}") };
    let (root, last, mut count) = (Path::new(root), step.parse::<usize>().expect("a number"), 0);
    let mut observe = |step| {
        if let (Step::Guarded(guardian), true) = (step, rescue == format!("{:?}", Rescue::NextCommand)) {
            let killed = Command::new("kill").args(["-9", &guardian.to_string()]).status();
            assert!(killed.expect("the command is there").success());
        }
        if count == last {
            process::abort();
        }
        count += 1;
    };
    if model.is_empty() {
        let held = Held::take(root).expect("a folder").expect("nobody holds it");
        commit(held, &changes(), &repository(root).guardian, &mut observe).expect("it works");
    } else {
        println!("{}", update(&repository(root), Path::new(model), |_| {}, &mut observe));
    }
}

/// Lets an update begin and end at a step; whether it was ended, and did not just finish.
fn ended(root: &Path, step: usize, rescue: Rescue, model: &str) -> bool {
    let orders = format!("{}|{step}|{rescue:?}|{model}", root.display());
    let mut child = Command::new(env::current_exe().expect("a program"));
    let child = child.args(["--exact", "killed::child"]).env(CHILD, orders).output().expect("it starts");
    !child.status.success()
}

/// A folder, and what a transaction does to it: every action, and folders that come and go.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for Change { path, old, .. } in changes() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        if let Some(old) = old {
            fs::write(path, old).expect("it is written");
        }
    }
    fs::remove_dir(folder.path().join("new/deep")).expect("it is empty");
    fs::remove_dir(folder.path().join("new")).expect("it is empty");
    folder
}

fn changes() -> Vec<Change> {
    let bytes = |text: &str| Some(text.as_bytes().to_vec()).filter(|bytes| !bytes.is_empty());
    let change = |(path, old, new): (&str, &str, &str)| Change {
        path: path.to_owned(),
        old: bytes(old),
        new: bytes(new),
    };
    let changes = [
        ("a", "1", "2"),
        ("b/c", "1", "2"),
        ("gone/deep/d", "1", ""),
        ("new/deep/e", "", "2"),
        ("new/f", "", "2"),
    ];
    changes.map(change).to_vec()
}

/// Waits until the guardian has put everything back and taken the folder away.
fn wait_for_guardian(root: &Path) {
    let start = Instant::now();
    while root.join(FOLDER).exists() {
        assert!(start.elapsed() < PATIENCE, "the guardian does nothing");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Ends a transaction at every step. Of each: whether it is undone and not done, and whether the next command did that.
fn outcomes(rescue: Rescue) -> Vec<(bool, bool)> {
    let done = {
        let folder = folder();
        assert!(!ended(folder.path(), usize::MAX, Rescue::Guardian, ""));
        snapshot(folder.path())
    };
    let mut outcomes = Vec::new();
    loop {
        let folder = folder();
        let root = folder.path();
        let before = snapshot(root);
        if !ended(root, outcomes.len(), rescue, "") {
            return outcomes;
        }
        let recovered = match rescue {
            Rescue::NextCommand => recover(root).expect("it can be put back") != Recovery::Nothing,
            Rescue::Guardian => {
                wait_for_guardian(root);
                false
            }
        };
        let after = snapshot(root);
        assert!(after == before || after == done, "step {}: {after:?}", outcomes.len());
        outcomes.push((after == before, recovered));
    }
}

#[test]
fn a_transaction_that_is_killed_is_undone_by_its_guardian() {
    // The guardian is there, five files are prepared, five are moved, all is done.
    let expected: Vec<_> = (0..12).map(|step| (step < 11, false)).collect();
    assert_eq!(outcomes(Rescue::Guardian), expected);
}

#[test]
fn without_a_guardian_the_next_command_undoes_it() {
    // Before the first move there is nothing to undo.
    let expected: Vec<_> = (0..12).map(|step| (step < 11, (6..11).contains(&step))).collect();
    assert_eq!(outcomes(Rescue::NextCommand), expected);
}

#[test]
fn an_update_that_is_killed_leaves_the_repository_as_it_was() {
    let mut steps = 0;
    let copy = Copy::new();
    _ = copy.update_with(&copy.edited(breaking), |_| {}, &mut |_| steps += 1);
    for step in [1, steps / 2, steps - 2] {
        let copy = Copy::new();
        let (before, model) = (copy.snapshot(), copy.edited(breaking));
        assert!(ended(&copy.root(), step, Rescue::Guardian, &model.display().to_string()), "{step}");
        wait_for_guardian(&copy.root());
        assert!(copy.snapshot() == before, "{step}");
    }
}

/// The last step at which files are moved and the journal is still there.
const ALL_MOVED: usize = 10;

#[test]
fn what_a_person_has_written_since_is_not_lost() {
    let folder = folder();
    let root = folder.path();
    let before = snapshot(root);
    assert!(ended(root, ALL_MOVED, Rescue::NextCommand, ""));
    let (kept, taken) = (format!("{KEPT}/a"), format!("{KEPT}/gone/deep/d"));
    fs::create_dir_all(root.join("gone/deep")).expect("a folder");
    fs::create_dir_all(root.join(KEPT)).expect("a folder");
    for path in ["a", "new/f", "gone/deep/d", kept.as_str()] {
        fs::write(root.join(path), "mine").expect("it is written");
    }
    let Recovery::Restored(Restored { files, kept: mut found }) = recover(root).expect("it can be put back")
    else {
        panic!("nothing was put back")
    };
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let expected = [("a", Some(format!("{kept}.2"))), ("gone/deep/d", Some(taken.clone())), ("new/f", None)];
    assert_eq!(found, expected.map(|(path, old)| Kept { path: path.to_owned(), old }));
    assert_eq!(files, 2);
    let mut after = snapshot(root);
    for path in ["a", "new/f", "gone/deep/d", kept.as_str()] {
        assert_eq!(after.insert(path.into(), None), Some(Some(b"mine".to_vec())), "{path}");
    }
    for path in [format!("{kept}.2"), taken] {
        assert_eq!(after.get(Path::new(&path)), Some(&Some(b"1".to_vec())), "{path}");
    }
    assert_eq!(
        (after.get(Path::new("b/c")), after.get(Path::new("new/deep"))),
        (before.get(Path::new("b/c")), None)
    );
    assert!(!root.join(FOLDER).exists());
}

#[test]
fn a_dry_run_does_not_take_half_an_update_for_the_repository() {
    let copy = Copy::new();
    let (before, model) = (copy.snapshot(), copy.edited(breaking));
    let mut steps = 0;
    _ = Copy::new().update_with(&model, |_| {}, &mut |_| steps += 1);
    assert!(ended(&copy.root(), steps - 2, Rescue::NextCommand, &model.display().to_string()));
    let left = copy.snapshot();
    let report = copy.update_with(&model, |options| options.dry_run = true, &mut |_| {});
    assert_eq!(report.exit, Exit::Io, "{report}");
    assert!(report.stderr.contains("error[interrupted-update]"), "{report}");
    assert!(copy.snapshot() == left);
    // An update puts back what was before it reads anything.
    let report = copy.update(&copy.root().join("not/there.json"));
    assert!(report.stderr.starts_with("warning[interrupted-update]: an update of the model was"), "{report}");
    assert!(copy.snapshot() == before);
}

#[test]
fn what_was_put_back_is_told_in_the_format_that_was_asked_for() {
    let restored = Restored { files: 3, kept: Vec::new() };
    let report = Report { exit: Exit::Done, stdout: "out".to_owned(), stderr: "err".to_owned() };
    let style = Style { format: MessageFormat::Json, deny_warnings: true, ..Style::default() };
    let told = after(&restored, style, report);
    assert_eq!((told.exit, told.stdout.as_str()), (Exit::Done, "out"));
    assert!(told.stderr.starts_with('{') && told.stderr.ends_with("}\nerr"), "{told}");
    assert!(told.stderr.contains("\"severity\":\"warning\"") && told.stderr.contains("3 files"), "{told}");
}
