//! The output of a command, and its exit code.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use smithy_model::{Diagnostic, Diagnostics, Severity, Sources};

use super::style::{MessageFormat, Style};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The command succeeded, or found no difference.
    Done,
    /// What was generated earlier differs from the output for the current model.
    Stale,
    /// A test failed.
    Failed,
    /// The model has errors. A command line with errors ends with the same code.
    BadModel,
    /// A file could not be read or written.
    Io,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Stale | Exit::Failed => 1,
            Exit::BadModel => 2,
            Exit::Io => 3,
        })
    }
}

/// The result of a command, not printed yet.
///
/// `Display` shows both texts, standard output first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Report {
    /// How it ended.
    pub exit: Exit,
    /// The requested output.
    pub stdout: String,
    /// Diagnostics, and their number.
    pub stderr: String,
}

impl Report {
    /// Prints both texts. Returns how the command ended, or [`Exit::Io`] if standard output cannot be written.
    ///
    /// It is not a problem if the reader closes the pipe early.
    #[must_use]
    pub fn print(&self) -> Exit {
        let printed =
            io::stdout().lock().write_all(self.stdout.as_bytes()).and_then(|()| io::stdout().flush());
        let mut stderr = io::stderr().lock();
        // If standard error cannot be written, there is no way to report it.
        _ = stderr.write_all(self.stderr.as_bytes());
        match printed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                _ = writeln!(stderr, "error: cannot write to standard output: {error}");
                Exit::Io
            }
            _ => self.exit,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.stdout, self.stderr)
    }
}

/// The results of a running command.
#[derive(Debug, Default)]
pub struct Log {
    /// The texts that diagnostics point into.
    pub sources: Sources,
    /// The problems.
    pub diagnostics: Diagnostics,
    /// The text for standard output.
    pub out: String,
    style: Style,
}

impl Log {
    /// Creates an empty log, whose report will have this style.
    pub fn new(style: Style) -> Self {
        Self { style, ..Self::default() }
    }

    /// Adds the problem that ends the command.
    pub fn fail(&mut self, exit: Exit, diagnostic: Diagnostic) -> Exit {
        self.diagnostics.push(diagnostic);
        exit
    }

    /// Returns an error if there is an error, or a warning while warnings are denied. Commands call it before they
    /// write files.
    pub fn settle(&mut self) -> Result<(), Exit> {
        if self.style.deny_warnings {
            self.diagnostics.deny_warnings();
        }
        if self.diagnostics.has_errors() { Err(Exit::BadModel) } else { Ok(()) }
    }

    /// Returns the report: diagnostics, and for people a closing line with their number, followed by `aftermath` if
    /// there is an error.
    pub fn finish(mut self, exit: Exit, aftermath: &str) -> Report {
        let exit = if exit == Exit::Done { self.settle().err().unwrap_or(exit) } else { exit };
        let stderr = match self.style.format {
            MessageFormat::Human => {
                self.diagnostics.render(&self.sources, self.style.colour) + &self.closing(aftermath)
            }
            MessageFormat::Json => self.diagnostics.render_json(&self.sources),
        };
        Report { exit, stdout: self.out, stderr }
    }

    fn closing(&self, aftermath: &str) -> String {
        let count = |severity, name| counted(self.diagnostics.count(severity), name);
        let counts = [count(Severity::Error, "error"), count(Severity::Warning, "warning")];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        let aftermath = if self.diagnostics.has_errors() { aftermath } else { "" };
        if counts.is_empty() { String::new() } else { counts.join(", ") + aftermath + "\n" }
    }
}

/// Returns `1 error`, `2 errors`; `None` for zero.
pub fn counted(count: usize, name: &str) -> Option<String> {
    let plural = if count == 1 { "" } else { "s" };
    (count > 0).then(|| format!("{count} {name}{plural}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_counts_and_tells_the_aftermath_of_errors() {
        let [error, other] = ["a", "b"].map(|code| Diagnostic::error(code, "one problem"));
        let warning = Diagnostic::warning("c", "another problem");
        let cases = [
            (vec![], None),
            (vec![&warning], Some("1 warning")),
            (vec![&error], Some("1 error; so it ends")),
            (vec![&error, &warning, &other], Some("2 errors, 1 warning; so it ends")),
        ];
        for (diagnostics, expected) in cases {
            let mut log = Log::default();
            log.diagnostics.extend(diagnostics.into_iter().cloned());
            let report = log.finish(Exit::BadModel, "; so it ends");
            assert_eq!(report.stderr.lines().last(), expected);
        }
    }

    #[test]
    fn denied_warnings_are_errors() {
        let mut log = Log::new(Style { deny_warnings: true, ..Style::default() });
        log.diagnostics.push(Diagnostic::warning("a", "one problem"));
        let report = log.finish(Exit::Done, "");
        assert_eq!(
            (report.exit, report.stderr.as_str()),
            (Exit::BadModel, "error[a]: one problem\n\n1 error\n")
        );
    }

    #[test]
    fn tools_get_an_object_a_line() {
        let mut log = Log::new(Style { format: MessageFormat::Json, ..Style::default() });
        log.diagnostics
            .extend(["a", "b"].map(|code| Diagnostic::warning(code, "one\nfault").help("mend it")));
        let report = log.finish(Exit::Done, "");
        let lines: Vec<serde_json::Value> =
            report.stderr.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!((&lines[1]["code"], &lines[1]["severity"]), (&"b".into(), &"warning".into()));
        assert_eq!((&lines[0]["message"], &lines[0]["help"]), (&"one\nfault".into(), &"mend it".into()));
    }
}
