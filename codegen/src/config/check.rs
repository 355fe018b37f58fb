//! The rules for names and versions of packages.
//!
//! The error of each says what to do instead.

use super::DEPENDENCIES;
use crate::ident::RustIdent;

/// Crates that are available without a dependency.
const OF_RUST: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// Checks that a text can be the name of a package for Cargo, and of its crate in Rust.
pub fn crate_name(text: &str) -> Result<(), &'static str> {
    let first = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !(first && rest) {
        return Err("a package name is a letter, then letters, digits, `-` or `_`");
    }
    let is_keyword = RustIdent::snake(text).is_none_or(|ident| {
        let ident = ident.to_string();
        ident.starts_with("r#") || ident.ends_with('_')
    });
    if is_keyword {
        return Err("a keyword of Rust cannot be a crate's name");
    }
    // Both are the same name in Rust.
    let name = text.replace('-', "_");
    let dependencies = DEPENDENCIES.iter().map(|(name, _)| *name).chain(["smithy-client"]);
    if dependencies.chain(OF_RUST).any(|taken| taken.replace('-', "_") == name) {
        return Err("a crate that the client depends on has this name; take another one");
    }
    Ok(())
}

/// Checks that a text can be the version of a package: `1.2.3`, optionally with `-` and `+` parts behind it.
pub fn version(text: &str) -> Result<(), &'static str> {
    let help = "write a version of three numbers, such as `0.1.0`";
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let is_number = |part: &str| part.parse::<u64>().is_ok_and(|number| number.to_string() == part);
    let known = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    let good = core.split('.').count() == 3
        && core.split('.').all(is_number)
        && text.chars().all(known)
        && !text.ends_with(['.', '-', '+'])
        && !text.contains("..");
    if good { Ok(()) } else { Err(help) }
}

/// Checks that a text consists of the characters of a version requirement; Cargo parses it completely.
pub fn requirement(text: &str) -> Result<(), &'static str> {
    let known = |c: char| c.is_ascii_alphanumeric() || ".*^~=<>, +-".contains(c);
    let starts = text.contains(|c: char| c.is_ascii_digit() || c == '*');
    let good = starts && text.chars().all(known);
    if good { Ok(()) } else { Err("a version requirement looks like `0.1`, `=0.1.2` or `>=0.1, <0.3`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(check: fn(&str) -> Result<(), &'static str>, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in bad {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_and_versions() {
        hold(
            crate_name,
            &["x", "iot-jobs-data", "a_1", "IoT"],
            &[
                "",
                "1x",
                "-x",
                "_",
                "a b",
                "a/b",
                "ä",
                "self",
                "type",
                "try",
                "x\"y",
                "smithy-client",
                "smithy_client",
                "http",
                "serde-json",
                "std",
            ],
        );
        hold(
            version,
            &["0.1.0", "1.2.3-rc.1", "1.2.3+a.b", "1.2.3-0.a+b-c"],
            &["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.x", "1.2.3-", "1.2.3-a..b", "1.2.3 "],
        );
        hold(requirement, &["0.1", "=1.2.3-rc.1", ">=0.1, <0.3", "*"], &["", "latest", "1\"", "../runtime"]);
    }
}
