//! `CHANGELOG.md`: its sections, the version of the next one, and the insertion of an entry.
//!
//! A section begins with `## NAME VERSION, WHEN`: the crate, the version, and the day of the release or `unreleased`.
//! The workspace's own packages go without a name. The newest section of a crate comes first.
//!
//! An entry for a crate whose newest section is `unreleased` goes to the end of that section, because both will be
//! released together. Any other entry begins a new section with its day, above all others.

use std::ops::Range;

use semver::Version;
use smithy_diff::Bump;
use smithy_diff::render::next;

/// Replaces the day of a future release.
const UNRELEASED: &str = "unreleased";

/// The changelog of a repository, for one crate.
#[derive(Clone, Debug)]
pub(super) struct Changelog<'t> {
    text: &'t str,
    /// The crate.
    name: &'t str,
    /// Sections of the crate, the newest first.
    sections: Vec<Section>,
    /// Where the first section of the text begins, or its end.
    top: usize,
}

#[derive(Clone, Debug)]
struct Section {
    version: Version,
    released: bool,
    heading: Range<usize>,
    /// Where the next section begins, or the end of the text.
    end: usize,
}

impl<'t> Changelog<'t> {
    /// Finds the sections of a crate.
    pub(super) fn of(text: &'t str, name: &'t str) -> Self {
        let headings: Vec<Range<usize>> = headings(text).collect();
        let starts = headings.iter().map(|heading| heading.start);
        let ends = starts.clone().skip(1).chain([text.len()]);
        let section = |(heading, end): (&Range<usize>, usize)| {
            let (version, released) = read(text.get(heading.clone())?, name)?;
            Some(Section { version, released, heading: heading.clone(), end })
        };
        let sections = headings.iter().zip(ends).filter_map(section).collect();
        Self { text, name, sections, top: starts.clone().next().unwrap_or(text.len()) }
    }

    /// Returns the next version of a crate at `present` after changes that require `bump`.
    ///
    /// The bump counts from the version that users have: the newest one with a day. The version of an `unreleased`
    /// section is raised only if the bump requires more; before the first release it is never raised. Without a section
    /// of the crate, `present` counts as released.
    pub(super) fn next_version(&self, present: &Version, bump: Bump) -> Version {
        let Some(unreleased) = self.unreleased() else { return next(present, bump) };
        let planned = present.max(&unreleased.version);
        match self.sections.iter().find(|section| section.released) {
            _ if bump == Bump::None => present.clone(),
            Some(last) => planned.max(&next(&last.version, bump)).clone(),
            None => planned.clone(),
        }
    }

    /// Returns the heading of the section of an entry, new or existing, without `## `.
    pub(super) fn heading(&self, version: &Version, date: &str) -> String {
        let when = if self.unreleased().is_some() { UNRELEASED } else { date };
        format!("{} {version}, {when}", self.name)
    }

    /// Returns the text with an entry, which consists of whole lines of Markdown.
    pub(super) fn with(&self, version: &Version, date: &str, entry: &str) -> String {
        let heading = format!("## {}", self.heading(version, date));
        let part = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        match self.unreleased() {
            Some(Section { heading: Range { start, end: body }, end, .. }) => {
                let (before, body, after) = (part(0..*start), part(*body..*end), part(*end..self.text.len()));
                let gap = if after.is_empty() { "" } else { "\n" };
                let body = Some(body.trim_matches('\n')).filter(|body| !body.is_empty());
                let body = body.map(|body| format!("{body}\n\n")).unwrap_or_default();
                format!("{before}{heading}\n\n{body}{entry}{gap}{after}")
            }
            None => {
                let (before, after) =
                    (part(0..self.top).trim_end_matches('\n'), part(self.top..self.text.len()));
                let before = if before.is_empty() { "# Changelog" } else { before };
                let gap = if after.is_empty() { "" } else { "\n" };
                format!("{before}\n\n{heading}\n\n{entry}{gap}{after}")
            }
        }
    }

    fn unreleased(&self) -> Option<&Section> {
        self.sections.first().filter(|section| !section.released)
    }
}

/// The headings of sections, each from `##` to the end of its line.
fn headings(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        let start = *end;
        *end += line.len();
        Some((start, line))
    });
    let heading = |(start, line): (usize, &str)| start..start + line.trim_end().len();
    lines.filter(|(_, line)| line.starts_with("## ")).map(heading)
}

/// Parses the heading of a crate's section: the version, and whether it was released.
fn read(heading: &str, name: &str) -> Option<(Version, bool)> {
    let (version, when) =
        heading.strip_prefix("## ")?.strip_prefix(name)?.strip_prefix(' ')?.split_once(',')?;
    Some((Version::parse(version.trim()).ok()?, !when.trim().eq_ignore_ascii_case(UNRELEASED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).expect("a version")
    }

    #[test]
    fn a_bump_counts_from_what_was_released() {
        let released = "## a 0.2.0, 2025-01-01\n";
        let cases = [
            // Without a section, or with only those of another crate, the current version counts as released.
            ("", "0.1.0", Bump::Major, "0.2.0"),
            ("## 0.1.0, unreleased\n## b 0.1.0, unreleased\n", "0.1.0", Bump::Patch, "0.1.1"),
            (released, "0.2.0", Bump::Patch, "0.2.1"),
            (released, "0.2.0", Bump::None, "0.2.0"),
            // Not released yet.
            ("## a 0.1.0, unreleased\n", "0.1.0", Bump::Major, "0.1.0"),
            // 0.2.0 is released, and later versions are not.
            ("## a 0.2.1, Unreleased\n## a 0.2.0, 2025-01-01\n", "0.2.1", Bump::Patch, "0.2.1"),
            ("## a 0.2.1, unreleased\n## a 0.2.0, 2025-01-01\n", "0.2.1", Bump::Major, "0.3.0"),
            ("## a 0.3.0, unreleased\n## a 0.2.0, 2025-01-01\n", "0.3.0", Bump::Major, "0.3.0"),
            ("## a 0.3.0, unreleased\n## a 0.2.0, 2025-01-01\n", "0.2.0", Bump::Minor, "0.3.0"),
            ("## a 0.3.0, unreleased\n## a 0.2.0, 2025-01-01\n", "0.3.0", Bump::None, "0.3.0"),
        ];
        for (text, present, bump, expected) in cases {
            let found = Changelog::of(text, "a").next_version(&version(present), bump);
            assert_eq!(found, version(expected), "{text:?} {present} {bump}");
        }
    }

    #[test]
    fn entries_find_their_place() {
        let cases = [
            ("", "# Changelog\n\n## a 0.2.0, DAY\n\n- new\n"),
            ("# Changelog\n", "# Changelog\n\n## a 0.2.0, DAY\n\n- new\n"),
            (
                "# Changelog\n\n## 0.9.0, unreleased\n\n- b\n",
                "# Changelog\n\n## a 0.2.0, DAY\n\n- new\n\n## 0.9.0, unreleased\n\n- b\n",
            ),
            (
                "# Log\n\n## a 0.1.0, then\n\n- old\n",
                "# Log\n\n## a 0.2.0, DAY\n\n- new\n\n## a 0.1.0, then\n\n- old\n",
            ),
            (
                "# Log\n\n## a 0.1.1, unreleased\n\n- old\n\n\n## b\n\n- b\n",
                "# Log\n\n## a 0.2.0, unreleased\n\n- old\n\n- new\n\n## b\n\n- b\n",
            ),
            (
                "## b 1.0.0, then\n\n## a 0.1.1, unreleased\n",
                "## b 1.0.0, then\n\n## a 0.2.0, unreleased\n\n- new\n",
            ),
        ];
        for (text, expected) in cases {
            let found = Changelog::of(text, "a").with(&version("0.2.0"), "DAY", "- new\n");
            assert_eq!(found, expected);
        }
    }
}
