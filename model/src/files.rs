//! Finds and reads the files of a model, plain or gzipped.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use flate2::read::MultiGzDecoder;

use crate::Parts;
use crate::source::{SourceId, Sources};

/// The maximum length of a text, in bytes after decompression. AWS's longest model has a tenth of it.
const LIMIT: u64 = 256 * 1024 * 1024;

/// The first bytes of every gzip file.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Reads a model, the files that belong to it, and the overlay if there is one.
///
/// A C2J model is recognised by a file name that begins with `service-2.json`. Its endpoint rules and tests, its
/// pagination, and its waiters are in files beside it: `endpoint-rule-set-1.json`, `endpoint-bdd-1.json`,
/// `endpoint-tests-1.json`, `paginators-1.json` and `waiters-2.json`, or the same with `.gz`. They are read if they
/// exist.
pub fn open(sources: &mut Sources, model: &Path, overlay: Option<&Path>) -> Result<Parts, FileError> {
    let mut parts = Parts::new(add(sources, model)?);
    if is_c2j(model) {
        parts.endpoint_rules = add_beside(sources, model, "endpoint-rule-set-1.json")?;
        parts.endpoint_bdd = add_beside(sources, model, "endpoint-bdd-1.json")?;
        parts.endpoint_tests = add_beside(sources, model, "endpoint-tests-1.json")?;
        parts.paginators = add_beside(sources, model, "paginators-1.json")?;
        parts.waiters = add_beside(sources, model, "waiters-2.json")?;
    }
    if let Some(overlay) = overlay {
        parts.overlay = Some(add(sources, overlay)?);
    }
    Ok(parts)
}

/// Reads a text of up to 256 MiB. Its first bytes, not its name, decide whether it is gzipped.
pub fn read(path: &Path) -> Result<String, FileError> {
    let fail = |problem| FileError { path: path.to_owned(), problem };
    let bytes =
        File::open(path).and_then(|file| read_up_to(file, LIMIT)).map_err(Problem::Io).map_err(fail)?;
    decode(bytes.ok_or_else(|| fail(Problem::TooLong))?, LIMIT).map_err(fail)
}

fn is_c2j(model: &Path) -> bool {
    model.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with("service-2.json"))
}

fn add(sources: &mut Sources, path: &Path) -> Result<SourceId, FileError> {
    Ok(sources.add(path.display().to_string(), read(path)?))
}

/// Adds the file beside the model, plain or gzipped. A missing file is no problem.
fn add_beside(sources: &mut Sources, model: &Path, name: &str) -> Result<Option<SourceId>, FileError> {
    for name in [name.to_owned(), format!("{name}.gz")] {
        match add(sources, &model.with_file_name(name)) {
            Err(error) if error.is_missing_file() => {}
            found => return found.map(Some),
        }
    }
    Ok(None)
}

/// Reads all bytes, or returns `None` if there are more than `limit`.
fn read_up_to(reader: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(u64::try_from(read).is_ok_and(|read| read <= limit).then_some(bytes))
}

fn decode(bytes: Vec<u8>, limit: u64) -> Result<String, Problem> {
    let bytes = if bytes.starts_with(&GZIP_MAGIC) {
        let inflated = read_up_to(MultiGzDecoder::new(bytes.as_slice()), limit).map_err(Problem::Gzip)?;
        inflated.ok_or(Problem::TooLong)?
    } else {
        bytes
    };
    String::from_utf8(bytes).map_err(|error| not_utf8(&error))
}

/// Says where the text is not UTF-8. Column and line count from 1, the column in characters.
fn not_utf8(error: &FromUtf8Error) -> Problem {
    let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let valid = str::from_utf8(valid).unwrap_or_default();
    let last = valid.rsplit('\n').next().unwrap_or_default();
    Problem::NotUtf8 { line: valid.matches('\n').count() + 1, column: last.chars().count() + 1 }
}

/// A file that could not be read. `Display` is the path, what went wrong and what to do, in one line.
#[derive(Debug)]
pub struct FileError {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Io(io::Error),
    Gzip(io::Error),
    TooLong,
    NotUtf8 { line: usize, column: usize },
}

impl FileError {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file itself could not be read, rather than its content being wrong.
    pub fn is_io(&self) -> bool {
        matches!(self.problem, Problem::Io(_))
    }

    fn is_missing_file(&self) -> bool {
        matches!(&self.problem, Problem::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Io(error) => {
                write!(formatter, "cannot read `{path}`: {error}; check that the file is there and readable")
            }
            Problem::Gzip(error) => {
                write!(formatter, "cannot decompress `{path}`: {error}; the file is damaged, fetch it again")
            }
            Problem::TooLong => write!(
                formatter,
                "`{path}` holds more than {} MiB of text; check that it is a service model",
                LIMIT / (1024 * 1024)
            ),
            Problem::NotUtf8 { line, column } => write!(
                formatter,
                "`{path}` is not UTF-8 at line {line}, column {column}; save it as UTF-8 or fetch it again"
            ),
        }
    }
}

impl std::error::Error for FileError {}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::{env, fs, process};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    /// A new directory that is deleted when the value is dropped.
    struct Directory(PathBuf);

    impl Directory {
        fn new() -> Self {
            static COUNT: AtomicU32 = AtomicU32::new(0);
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = env::temp_dir().join(format!("smithy-model-files-{}-{count}", process::id()));
            fs::create_dir(&path).expect("a new directory");
            Self(path)
        }

        fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.0.join(name);
            fs::write(&path, bytes).expect("the file is written");
            path
        }
    }

    impl Drop for Directory {
        fn drop(&mut self) {
            _ = fs::remove_dir_all(&self.0);
        }
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    }

    #[test]
    fn a_c2j_model_brings_its_neighbours() {
        let directory = Directory::new();
        // The names are wrong on purpose: the content decides what is gzipped.
        let model = directory.write("service-2.json", &gzip("{}"));
        directory.write("endpoint-rule-set-1.json.gz", b"[1]");
        let overlay = directory.write("overlay.json", b"[2]");
        let mut sources = Sources::default();
        let parts = open(&mut sources, &model, Some(&overlay)).expect("all can be read");
        assert_eq!(sources.text(parts.model), "{}");
        assert_eq!(parts.endpoint_rules.map(|id| sources.text(id)), Some("[1]"));
        assert_eq!(parts.endpoint_tests, None);
        assert_eq!(parts.overlay.map(|id| sources.text(id)), Some("[2]"));
        assert_eq!(sources.name(parts.model), model.display().to_string());
    }

    #[test]
    fn other_models_have_no_neighbours() {
        let directory = Directory::new();
        let model = directory.write("smithy.json", b"{}");
        directory.write("endpoint-rule-set-1.json", b"[1]");
        let parts = open(&mut Sources::default(), &model, None).expect("it can be read");
        assert_eq!((parts.endpoint_rules, parts.overlay), (None, None));
    }

    #[test]
    fn problems_tell_access_from_content() {
        let directory = Directory::new();
        let mut damaged = gzip("a text that is long enough to be cut");
        damaged.truncate(20);
        let cases = [
            (directory.0.join("missing.json"), true, "cannot read"),
            (directory.0.clone(), true, "cannot read"),
            (directory.write("damaged", &damaged), false, "cannot decompress"),
            (directory.write("latin", b"caf\xe9"), false, "is not UTF-8 at line 1, column 4;"),
        ];
        for (path, is_io, words) in cases {
            let error = read(&path).expect_err("it cannot be read");
            let text = error.to_string();
            assert_eq!(error.is_io(), is_io, "{text}");
            assert!(text.contains(words) && text.contains(&*path.to_string_lossy()), "{text}");
        }
    }

    #[test]
    fn a_damaged_neighbour_is_a_problem() {
        let directory = Directory::new();
        let model = directory.write("service-2.json", b"{}");
        let tests = directory.write("endpoint-tests-1.json", b"\xff");
        let error = open(&mut Sources::default(), &model, None).expect_err("the tests are damaged");
        assert_eq!(error.path(), tests);
    }

    #[test]
    fn texts_are_bounded_before_and_after_decompression() {
        let text = "a".repeat(10);
        assert!(matches!(read_up_to(text.as_bytes(), 9), Ok(None)));
        assert!(matches!(read_up_to(text.as_bytes(), 10), Ok(Some(_))));
        assert!(matches!(decode(gzip(&text), 9), Err(Problem::TooLong)));
        assert!(matches!(decode(gzip(&text), 10), Ok(inflated) if inflated == text));
    }
}
