//! The names that need no import.

/// Paths of the standard library, by parent, whose last name is in scope everywhere.
const PRELUDE: &[(&str, &[&str])] = &[
    ("std::borrow", &["ToOwned"]),
    ("std::boxed", &["Box"]),
    ("std::clone", &["Clone"]),
    ("std::cmp", &["Eq", "Ord", "PartialEq", "PartialOrd"]),
    ("std::convert", &["AsMut", "AsRef", "From", "Into", "TryFrom", "TryInto"]),
    ("std::default", &["Default"]),
    ("std::future", &["Future", "IntoFuture"]),
    (
        "std::iter",
        &["DoubleEndedIterator", "ExactSizeIterator", "Extend", "FromIterator", "IntoIterator", "Iterator"],
    ),
    ("std::marker", &["Copy", "Send", "Sized", "Sync", "Unpin"]),
    ("std::mem", &["drop"]),
    ("std::ops", &["AsyncFn", "AsyncFnMut", "AsyncFnOnce", "Drop", "Fn", "FnMut", "FnOnce"]),
    ("std::option", &["Option"]),
    ("std::option::Option", &["None", "Some"]),
    ("std::result", &["Result"]),
    ("std::result::Result", &["Err", "Ok"]),
    ("std::string", &["String", "ToString"]),
    ("std::vec", &["Vec"]),
];

/// Returns the parent of a name that is in scope everywhere: `std::option` for `Option`.
pub(super) fn prelude_parent(name: &str) -> Option<&'static str> {
    PRELUDE.iter().find(|(_, names)| names.contains(&name)).map(|(parent, _)| *parent)
}

/// The macros of the standard library that are in scope everywhere.
const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "include",
    "include_bytes",
    "include_str",
    "line",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "print",
    "println",
    "stringify",
    "thread_local",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Modules that stay in paths, because the names in them say too little without it: `fmt::Result`.
const MODULES: &[&str] =
    &["crate::constraints", "crate::required", "smithy_client::codec", "smithy_client::response", "std::fmt"];

/// Crates that stay in the paths of their own items: `http::Request`.
const CRATES: &[&str] = &["http", "serde_json", "time"];

/// Whether the last name of a path is in scope everywhere.
pub(super) fn is_prelude(parent: &str, name: &str) -> bool {
    PRELUDE.iter().any(|(path, names)| *path == parent && names.contains(&name))
}

/// Whether a name without a path means an item of the standard library.
pub(super) fn is_prelude_name(name: &str) -> bool {
    PRELUDE.iter().any(|(_, names)| names.contains(&name))
}

/// Whether a macro of the standard library is in scope everywhere.
pub(super) fn is_macro(name: &str) -> bool {
    MACROS.contains(&name)
}

/// Whether a module stays in paths.
pub(super) fn is_module(path: &str) -> bool {
    MODULES.contains(&path)
}

/// Whether a path is written in full: it is short, and its last name says too little without the rest.
pub(super) fn is_written_in_full(segments: &[&str]) -> bool {
    match segments {
        ["std", "error", "Error", ..] => true,
        [name, item, rest @ ..] => CRATES.contains(name) && (rest.is_empty() || is_type(item)),
        _ => false,
    }
}

/// Whether a name is that of a type or trait: `JobStatus`, `S3`, but neither `types` nor `JOB_ID`.
///
/// A constant without an underscore counts as a type and is imported by name, which is fine too.
pub(super) fn is_type(name: &str) -> bool {
    let mut letters = name.chars().filter(|letter| letter.is_alphabetic());
    let lowercase = name.chars().any(char::is_lowercase);
    letters.next().is_some_and(char::is_uppercase) && (lowercase || letters.next().is_none())
}
