//! The version that a report suggests.

use semver::Version;

use super::text::sentence;
use crate::{Bump, Report};

/// The version that follows on another. Where a number is too great for that, it is the same again.
pub fn next(version: &Version, bump: Bump) -> Version {
    bump.next(version).unwrap_or_else(|| version.clone())
}

/// What stands under the title of a report: the bump, versions where there are any to name, and the reason:
/// `**minor**, 0.1.0 -> 0.1.1: …`
pub(super) fn verdict(report: &Report, versions: Option<String>, reason: &str) -> String {
    let bump = report.bump();
    let versions = versions.filter(|_| bump != Bump::None).map(|versions| format!(", {versions}"));
    format!("**{bump}**{}: {}", versions.unwrap_or_default(), sentence(reason))
}
