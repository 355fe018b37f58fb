//! The version that a report suggests.

use semver::Version;

use super::text::sentence;
use crate::{Bump, Report};

/// Returns the next version, or the same one if a number would overflow.
pub fn next(version: &Version, bump: Bump) -> Version {
    bump.next(version).unwrap_or_else(|| version.clone())
}

/// Returns the line under the title of a report: the bump, versions if there are any, and the reason: `**minor**, 0.1.0
/// -> 0.1.1: …`
pub(super) fn verdict(report: &Report, versions: Option<String>, reason: &str) -> String {
    let bump = report.bump();
    let versions = versions.filter(|_| bump != Bump::None).map(|versions| format!(", {versions}"));
    format!("**{bump}**{}: {}", versions.unwrap_or_default(), sentence(reason))
}
