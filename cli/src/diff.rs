//! `diff`: the changes in a new model, and their effect on the version.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use smithy_diff::render::{self, Subject, Version};
use smithy_diff::{Level, Suppression};
use smithy_model::{Diagnostic, Diagnostics, Model, Sources, files};
use time::{Date, Month, OffsetDateTime};

use super::defaults::Defaults;
use super::model;
use super::progress::Progress;
use super::report::{Exit, Log, Report};
use super::style::Style;
use smithy_codegen::generator::Generator;
use smithy_codegen::plan::docs;
use smithy_codegen::settings::Settings;

/// Compare two versions of a model.
///
/// The models may have different formats; they are compared in the form that the generator sees. The report begins with the
/// version to release and the reason for it. Each change has the id of its rule, its level, its place, and what it means on the
/// wire and for callers in Rust. Shapes that are added or removed with an operation or a member are listed with it.
///
/// Levels, from the worst: `wire` (old clients and the service no longer understand each other), `rust` (callers no longer
/// compile), `additive`, `constraint` (the set of valid values changes), `documentation`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct DiffArgs {
    /// The old model
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The new model
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Overlay: a file with additions to both models
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,

    /// Format of the report
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    format: Format,

    /// Exit with 1 if there is a change of this kind
    ///
    /// `breaking` means the levels `wire` and `rust`. Suppressed and ignored changes do not count.
    #[arg(long, value_name = "KIND")]
    fail_on: Option<FailOn>,

    /// Leave out changes that somebody has reviewed; either side may be `*`
    ///
    /// Takes the id of the rule and the shape from the report: `input-member-removed@Thing$color`. Can be repeated.
    #[arg(long, value_name = "RULE@SHAPE", value_parser = Suppression::parse)]
    suppress: Vec<Suppression>,

    /// File with one suppression a line, each with its reason after a `#`
    #[arg(long, value_name = "FILE")]
    suppress_file: Option<PathBuf>,

    /// Leave out changes of a kind
    #[arg(long, value_name = "KIND")]
    ignore: Option<Ignore>,

    /// Version released with OLD, from which the next one is computed [default: that of the settings, if OLD is their model]
    #[arg(long, value_name = "VERSION")]
    current_version: Option<Version>,

    /// Date at the top of a page of changes, YYYY/MM/DD [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<String>,

    /// Compare only supported operations; by default all are compared, with a warning for each unsupported one
    #[arg(long)]
    skip_unsupported: bool,
}

const EXAMPLES: &str = "\
Examples:
  smithy-codegen diff old.json service-2.json.gz
      Shows all changes.
  smithy-codegen diff old.json new.json --format json | jq '.changes[] | select(.breaking)'
      Lists the breaking changes.
  smithy-codegen diff old.json new.json --fail-on breaking --suppress 'input-member-removed@Thing$color'
      Fails in CI on a breaking change, except the one that is suppressed.

Exit codes:
  0  done
  1  there is a change that --fail-on names
  2  a model or the command line has an error
  3  a file could not be read";

/// How changes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown, with all details of each change
    Md,
    /// JSON that follows docs/diff-report.schema.json
    Json,
    /// Changes by operation, with syntax and structure, in the words of boto3
    Page,
    /// A release note
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Breaking,
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ignore {
    /// Documentation
    Docs,
}

impl DiffArgs {
    /// Compares the two models.
    pub fn run(&self, defaults: &Defaults, style: Style) -> Report {
        let mut log = Log::new(style);
        let progress = Progress::new("reading the models", style);
        let exit = self.compare(defaults, &progress, &mut log).unwrap_or_else(|exit| exit);
        drop(progress);
        log.finish(exit, "")
    }

    fn compare(&self, defaults: &Defaults, progress: &Progress, log: &mut Log) -> Result<Exit, Exit> {
        // Both are read before a problem ends the command, so that the problems of both are reported.
        let (old, new) = (self.load(&self.old, log), self.load(&self.new, log));
        let suppressions = self.suppressions(log)?;
        let (old, new) = (old?, new?);
        let version = self.version(defaults);
        log.settle()?;
        progress.phase("comparing");
        let mut report = smithy_diff::compare(&log.sources, &old, &new);
        if self.ignore == Some(Ignore::Docs) {
            report = report.without(Level::Documentation);
        }
        let unused = report.suppress(&suppressions);
        let unused = unused.into_iter().filter_map(|index| suppressions.get(index));
        log.diagnostics.extend(unused.map(Suppression::unused));
        progress.phase("writing the report");
        log.out = self.render(&old, &new, &report, version.as_ref());
        Ok(if self.fails(&report) { Exit::Failed } else { Exit::Done })
    }

    fn load(&self, path: &Path, log: &mut Log) -> Result<Model, Exit> {
        let generator = Generator::new(path).skip_unsupported(self.skip_unsupported);
        let generator = self.overlay.iter().fold(generator, Generator::overlay);
        model::load_to_show(&generator, log).map(|(_, model)| model)
    }

    /// Returns the suppressions of the command line, then those of the file.
    fn suppressions(&self, log: &mut Log) -> Result<Vec<Suppression>, Exit> {
        let mut suppressions = self.suppress.clone();
        if let Some(path) = &self.suppress_file {
            let text = files::read(path).map_err(|error| {
                let exit = if error.is_io() { Exit::Io } else { Exit::BadModel };
                log.fail(exit, Diagnostic::error("unreadable-file", error.to_string()))
            })?;
            let source = log.sources.add(path.display().to_string(), text);
            suppressions.extend(smithy_diff::suppressions(&log.sources, source, &mut log.diagnostics));
        }
        Ok(suppressions)
    }

    fn render(
        &self,
        old: &Model,
        new: &Model,
        report: &smithy_diff::Report,
        version: Option<&Version>,
    ) -> String {
        let [before, after] = [&self.old, &self.new].map(|path| path.display().to_string());
        let subject = Subject { old: &before, new: &after, version };
        match self.format {
            Format::Md => render::markdown(report, &subject),
            Format::Json => render::json(report, &subject),
            Format::Github => {
                let next = version.map(|version| render::next(version, report.bump()));
                render::github(report, next.as_ref())
            }
            Format::Page => {
                let date = self.date.clone().unwrap_or_else(today);
                render::page(old, new, report, &date, &docs::markdown)
            }
        }
    }

    /// Returns the version that was released with the old model: the given one, or that of the settings for this model.
    fn version(&self, defaults: &Defaults) -> Option<Version> {
        let of_settings = || {
            // Unreadable settings have no version; the commands that generate report the problem.
            let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
            let settings =
                Settings::open(&mut sources, defaults.settings.as_ref()?, &mut diagnostics).ok()??;
            let model = settings.model?.canonicalize().ok()?;
            let is_old = self.old.canonicalize().is_ok_and(|old| old == model);
            Version::parse(&settings.crate_version?).ok().filter(|_| is_old)
        };
        self.current_version.clone().or_else(of_settings)
    }

    fn fails(&self, report: &smithy_diff::Report) -> bool {
        match self.fail_on {
            None => false,
            Some(FailOn::Any) => !report.changes.is_empty(),
            Some(FailOn::Breaking) => report.changes.iter().any(|change| change.rule.level.is_breaking()),
        }
    }
}

/// The day in UTC, `2026/01/31`.
fn today() -> String {
    let today = OffsetDateTime::now_utc();
    format!("{:04}/{:02}/{:02}", today.year(), u8::from(today.month()), today.day())
}

/// Parses a day as `2026/01/31` or `2026-01-31`.
fn date(text: &str) -> Result<String, String> {
    let help = || "write a date such as 2026/01/31".to_owned();
    let numbers: Vec<&str> = text.split(['/', '-']).collect();
    let [year, month, day] = numbers.as_slice() else { return Err(help()) };
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u8>().ok());
    let year =
        Some(year).filter(|year| year.len() == 4).and_then(|year| year.parse().ok()).ok_or_else(help)?;
    let month = number(month).flatten().and_then(|month| Month::try_from(month).ok()).ok_or_else(help)?;
    let day = number(day).flatten().ok_or_else(help)?;
    Date::from_calendar_date(year, month, day).map_err(|_| help())?;
    Ok(format!("{year:04}/{:02}/{day:02}", u8::from(month)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (text, expected) in [
            ("2017/11/29", Some("2017/11/29")),
            ("2024-02-29", Some("2024/02/29")),
            ("2023/02/29", None),
            ("2017/13/01", None),
            ("17/11/29", None),
            ("2017/11", None),
            ("today", None),
            ("2017/+1/29", None),
        ] {
            assert_eq!(date(text).ok().as_deref(), expected, "{text}");
        }
    }
}
