//! How severe a change is, and its effect on the version.

use std::fmt;

use semver::{BuildMetadata, Prerelease, Version};

/// The severity of a change; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Programs with the old client and the service no longer understand each other.
    Wire,
    /// The new client does not compile where the old one did, or behaves differently.
    Rust,
    /// Something is added; nothing is removed.
    Additive,
    /// The set of values that the client or the service accepts has changed.
    Constraint,
    /// Text for people has changed.
    Documentation,
}

impl Level {
    /// All levels, the worst first.
    pub const ALL: [Self; 5] =
        [Self::Wire, Self::Rust, Self::Additive, Self::Constraint, Self::Documentation];

    /// Returns the stable name: `wire`, `rust`, `additive`, `constraint`, `documentation`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Additive => "additive",
            Self::Constraint => "constraint",
            Self::Documentation => "documentation",
        }
    }

    /// Whether a user has to adapt.
    pub fn is_breaking(self) -> bool {
        matches!(self, Self::Wire | Self::Rust)
    }

    /// Returns its effect on the version.
    pub fn bump(self) -> Bump {
        match self {
            Self::Wire | Self::Rust => Bump::Major,
            Self::Additive | Self::Constraint => Bump::Minor,
            Self::Documentation => Bump::Patch,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The effect of a change on a version, after Semantic Versioning 2.0.0; the greatest comes last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing changes, so nothing is released.
    #[default]
    None,
    /// `1.2.3` -> `1.2.4`, `0.2.3` -> `0.2.4`
    Patch,
    /// `1.2.3` -> `1.3.0`, `0.2.3` -> `0.2.4`, because below 1.0 Cargo considers only these compatible.
    Minor,
    /// `1.2.3` -> `2.0.0`, `0.2.3` -> `0.3.0`
    Major,
}

impl Bump {
    /// Returns the stable name: `none`, `patch`, `minor`, `major`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the version after another one, by the rules of Semantic Versioning and Cargo.
    ///
    /// Below 1.0 the first number that is not zero distinguishes incompatible versions, so a major bump makes `0.3.0`
    /// of `0.2.3`, and any bump makes `0.0.4` of `0.0.3`. A pre-release becomes the release that it announces, if that
    /// is as great a step as the bump; otherwise counting continues from that release. Build metadata is dropped.
    /// [`None`](Self::None) does not change the version. The error is a clause: the text is not a version, or a number
    /// in it would overflow.
    pub fn apply(self, version: &str) -> Result<String, String> {
        let parsed =
            Version::parse(version).map_err(|error| format!("`{version}` is not a version: {error}"))?;
        let next = self.next(&parsed).ok_or_else(|| format!("no version comes after `{version}`"))?;
        Ok(next.to_string())
    }

    /// Returns the next version, like [`apply`](Self::apply); `None` if a number would overflow.
    pub fn next(self, version: &Version) -> Option<Version> {
        if self == Self::None {
            return Some(version.clone());
        }
        let release = Version { pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY, ..version.clone() };
        let Version { major, minor, patch, .. } = release;
        // The position of the number that this bump raises: 0 for the first, 2 for the last.
        let place = match (self, major, minor) {
            (Self::Major, 1.., _) => 0,
            (Self::Major, 0, 1..) | (Self::Minor, 1.., _) => 1,
            _ => 2,
        };
        let announced = match place {
            0 => minor == 0 && patch == 0,
            1 => patch == 0,
            _ => true,
        };
        if !version.pre.is_empty() && announced {
            return Some(release);
        }
        Some(match place {
            0 => Version::new(major.checked_add(1)?, 0, 0),
            1 => Version::new(major, minor.checked_add(1)?, 0),
            _ => Version::new(major, minor, patch.checked_add(1)?),
        })
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_the_rules_of_cargo() {
        let table = [
            // version         patch          minor          major
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.0.0", "0.0.1", "0.0.1", "0.0.1"),
            ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
            ("1.3.0-rc.1", "1.3.0", "1.3.0", "2.0.0"),
            ("1.2.4-rc.1", "1.2.4", "1.3.0", "2.0.0"),
            ("0.3.0-rc.1", "0.3.0", "0.3.0", "0.3.0"),
            ("0.2.4-rc.1", "0.2.4", "0.2.4", "0.3.0"),
            ("1.2.3+build.7", "1.2.4", "1.3.0", "2.0.0"),
        ];
        for (version, patch, minor, major) in table {
            for (bump, next) in [(Bump::Patch, patch), (Bump::Minor, minor), (Bump::Major, major)] {
                assert_eq!(bump.apply(version).as_deref(), Ok(next), "{version} {bump}");
            }
            assert_eq!(Bump::None.apply(version).as_deref(), Ok(version));
        }
        let greatest = format!("{}.0.0", u64::MAX);
        assert_eq!(Bump::Major.apply(&greatest), Err(format!("no version comes after `{greatest}`")));
        assert!(Bump::Patch.apply("1.2").is_err());
    }
}
