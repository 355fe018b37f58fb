//! Renders a report for tools, as JSON; `docs/diff-report.schema.json` describes it.

use semver::Version;
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{Subject, next};
use crate::{Change, Level, Place, Report, Suppressed};

/// The number that increases when tools that read the format have to change.
const FORMAT_VERSION: u32 = 1;

/// Returns the report for tools: every field, on several lines, in a fixed order.
pub fn json(report: &Report, subject: &Subject<'_>) -> String {
    let text = serde_json::to_string_pretty(&Document { report, subject });
    // This cannot fail: keys are text, and there are no floating-point numbers.
    text.unwrap_or_default() + "\n"
}

struct Document<'a> {
    report: &'a Report,
    subject: &'a Subject<'a>,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, subject } = *self;
        let mut fields = serializer.serialize_struct("Report", 9)?;
        fields.serialize_field("format_version", &FORMAT_VERSION)?;
        fields.serialize_field("service", &report.service)?;
        fields.serialize_field("old", &non_empty(subject.old))?;
        fields.serialize_field("new", &non_empty(subject.new))?;
        fields.serialize_field("version", &VersionFields(self))?;
        fields.serialize_field("counts", &Counts(report))?;
        let changes: Vec<_> = report.changes.iter().map(|change| ChangeFields(change, None)).collect();
        fields.serialize_field("changes", &changes)?;
        let suppressed = report.suppressed.iter();
        let suppressed: Vec<_> = suppressed.map(|it| ChangeFields(&it.change, Some(it))).collect();
        fields.serialize_field("suppressed", &suppressed)?;
        fields.serialize_field("ignored", &report.ignored)?;
        fields.end()
    }
}

fn non_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

struct VersionFields<'a>(&'a Document<'a>);

impl Serialize for VersionFields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Document { report, subject } = *self.0;
        let suggested = subject.version.map(|version| next(version, report.bump()));
        let mut fields = serializer.serialize_struct("Version", 4)?;
        fields.serialize_field("bump", report.bump().name())?;
        fields.serialize_field("reason", &report.reason())?;
        fields.serialize_field("current", &subject.version.map(Version::to_string))?;
        fields.serialize_field("suggested", &suggested.as_ref().map(Version::to_string))?;
        fields.end()
    }
}

struct Counts<'a>(&'a Report);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut counts = serializer.serialize_map(Some(Level::ALL.len()))?;
        for level in Level::ALL {
            let number = self.0.changes.iter().filter(|change| change.rule.level == level).count();
            counts.serialize_entry(level.name(), &number)?;
        }
        counts.end()
    }
}

/// A change; a suppressed one also has a reason.
struct ChangeFields<'a>(&'a Change, Option<&'a Suppressed>);

impl Serialize for ChangeFields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(change, suppressed) = self;
        let mut fields = serializer.serialize_struct("Change", 15 + usize::from(suppressed.is_some()))?;
        fields.serialize_field("rule", change.rule.id)?;
        fields.serialize_field("level", change.rule.level.name())?;
        fields.serialize_field("breaking", &change.rule.level.is_breaking())?;
        fields.serialize_field("bump", change.rule.level.bump().name())?;
        fields.serialize_field("shape", &change.shape)?;
        fields.serialize_field("rust_name", &change.rust_name)?;
        fields.serialize_field("part_of", &change.part_of)?;
        fields.serialize_field("message", &change.message)?;
        fields.serialize_field("about", &change.about)?;
        fields.serialize_field("old", &change.old)?;
        fields.serialize_field("new", &change.new)?;
        let [old_place, new_place] = change.places();
        fields.serialize_field("old_place", &old_place.map(PlaceFields))?;
        fields.serialize_field("new_place", &new_place.map(PlaceFields))?;
        fields.serialize_field("wire", change.rule.wire)?;
        fields.serialize_field("rust", change.rule.rust)?;
        if let Some(suppressed) = suppressed {
            fields.serialize_field("reason", &suppressed.reason)?;
        }
        fields.end()
    }
}

struct PlaceFields<'a>(&'a Place);

impl Serialize for PlaceFields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Place", 3)?;
        fields.serialize_field("file", &self.0.file)?;
        fields.serialize_field("line", &self.0.line)?;
        fields.serialize_field("shape", &self.0.shape)?;
        fields.end()
    }
}
