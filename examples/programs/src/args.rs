//! Command lines of the form `--name value`, `--switch` and plain words, without an additional crate.

use std::collections::BTreeMap;

/// The parsed command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Args {
    options: BTreeMap<String, String>,
    switches: Vec<String>,
    words: Vec<String>,
}

impl Args {
    /// Reads the command line of this program: options with a value, and switches without.
    pub fn from_env(options: &[&str], switches: &[&str]) -> Result<Self, String> {
        Self::read(
            std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()),
            options,
            switches,
        )
    }

    fn read(
        mut words: impl Iterator<Item = String>,
        options: &[&str],
        switches: &[&str],
    ) -> Result<Self, String> {
        let mut args = Self::default();
        while let Some(word) = words.next() {
            if switches.contains(&word.as_str()) {
                args.switches.push(word);
            } else if options.contains(&word.as_str()) {
                let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
                args.options.insert(word, value);
            } else if word.starts_with('-') {
                return Err(format!("there is no option {word}"));
            } else {
                args.words.push(word);
            }
        }
        Ok(args)
    }

    /// Returns the value of an option.
    pub fn get(&self, option: &str) -> Option<&str> {
        self.options.get(option).map(String::as_str)
    }

    /// Returns the value of a required option.
    pub fn require(&self, option: &str) -> Result<&str, String> {
        self.get(option).ok_or_else(|| format!("{option} is missing"))
    }

    /// Returns the value of an option as a whole number, or the default if it is missing.
    pub fn number<T: std::str::FromStr>(&self, option: &str, default: T) -> Result<T, String> {
        let Some(text) = self.get(option) else { return Ok(default) };
        text.parse().map_err(|_| format!("{option} is to be a number, and not {text:?}"))
    }

    /// Whether a switch is present.
    pub fn has(&self, switch: &str) -> bool {
        self.switches.iter().any(|given| given == switch)
    }

    /// Returns the plain words.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Args, String> {
        Args::read(line.split_whitespace().map(str::to_owned), &["--thing", "--poll"], &["--once"])
    }

    #[test]
    fn options_switches_and_words() {
        let args = read("a --thing pump-17 --once b").unwrap();
        assert_eq!(args.require("--thing"), Ok("pump-17"));
        assert_eq!(args.words(), ["a", "b"]);
        assert!(args.has("--once"));
        assert_eq!(args.number("--poll", 60), Ok(60));
        for line in ["--thing", "--things x", "-o"] {
            assert!(read(line).is_err(), "{line}");
        }
        assert!(read("--poll soon").unwrap().number("--poll", 60).is_err());
    }
}
