//! The problems of a configuration, all at once.

use std::fmt;

/// Why a configuration cannot be used.
///
/// `Display` shows a single problem on one line, and several as a list with one line each. No text contains a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    service: &'static str,
    problems: Vec<String>,
}

impl ConfigError {
    pub(crate) fn new(service: &'static str, problems: Vec<String>) -> Self {
        Self { service, problems }
    }

    /// Returns the problems, one sentence each, always in the same order.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration for {} cannot be used:", self.service)?;
        match self.problems.as_slice() {
            [problem] => write!(f, " {problem}"),
            problems => problems.iter().try_for_each(|problem| write!(f, "\n- {problem}")),
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_problem_is_one_line_and_several_are_a_list() {
        let text = |problems: &[&str]| {
            ConfigError::new("Canary", problems.iter().map(ToString::to_string).collect()).to_string()
        };
        assert_eq!(text(&["a is 0"]), "the configuration for Canary cannot be used: a is 0");
        assert_eq!(text(&["a is 0", "b"]), "the configuration for Canary cannot be used:\n- a is 0\n- b");
    }
}
