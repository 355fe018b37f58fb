//! How much a change matters, and what it does to a version.

use std::fmt;

use semver::{BuildMetadata, Prerelease, Version};

/// How much a change matters; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Programs with the old client and the service no longer understand each other.
    Wire,
    /// The new client does not compile where the old one did, or does something else there.
    Rust,
    /// There is more than before; nothing that was there is gone.
    Additive,
    /// Other values pass the client's checks, or the service's, than before.
    Constraint,
    /// What people read.
    Documentation,
}

impl Level {
    /// All levels, the worst first.
    pub const ALL: [Self; 5] =
        [Self::Wire, Self::Rust, Self::Additive, Self::Constraint, Self::Documentation];

    /// The stable name: `wire`, `rust`, `additive`, `constraint`, `documentation`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Additive => "additive",
            Self::Constraint => "constraint",
            Self::Documentation => "documentation",
        }
    }

    /// Whether a caller has something to do.
    pub fn is_breaking(self) -> bool {
        matches!(self, Self::Wire | Self::Rust)
    }

    /// What it does to the version.
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

/// What a change does to a version, after Semantic Versioning 2.0.0; the greatest comes last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing changes, so nothing is released.
    #[default]
    None,
    /// `1.2.3` -> `1.2.4`, `0.2.3` -> `0.2.4`
    Patch,
    /// `1.2.3` -> `1.3.0`, `0.2.3` -> `0.2.4`, since below 1.0 Cargo takes no other for compatible.
    Minor,
    /// `1.2.3` -> `2.0.0`, `0.2.3` -> `0.3.0`
    Major,
}

impl Bump {
    /// The stable name: `none`, `patch`, `minor`, `major`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version that follows on another, by the rules of Semantic Versioning and Cargo.
    ///
    /// Below 1.0 the first number that is not zero is the one that tells incompatible versions apart, so that a major bump
    /// makes `0.3.0` of `0.2.3`, and any bump makes `0.0.4` of `0.0.3`. Of a pre-release comes the release that it announces,
    /// where that is as great a step as the bump; otherwise the release is counted on from. Build metadata goes. With
    /// [`None`](Self::None) the version stays as it is. The error is a clause: the text is no version, or a number in it is
    /// as great as numbers get.
    pub fn apply(self, version: &str) -> Result<String, String> {
        let parsed =
            Version::parse(version).map_err(|error| format!("`{version}` is not a version: {error}"))?;
        let next = self.next(&parsed).ok_or_else(|| format!("no version comes after `{version}`"))?;
        Ok(next.to_string())
    }

    /// The version that follows on another, as [`apply`](Self::apply) has it; none where a number is too great.
    pub fn next(self, version: &Version) -> Option<Version> {
        if self == Self::None {
            return Some(version.clone());
        }
        let release = Version { pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY, ..version.clone() };
        let Version { major, minor, patch, .. } = release;
        // What the number is that this bump raises: 0 for the first, 2 for the last.
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
