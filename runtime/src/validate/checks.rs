//! Which kinds of constraint a client checks before it sends a request.
use std::fmt;

/// The kinds of constraint that are checked before a request is sent.
///
/// The default checks what can never succeed: required members ([`Checks::required`]) and lower bounds
/// ([`Checks::minimum`]). The rest is off because a service may relax it, by raising a limit or adding a value, and a
/// client generated earlier would then refuse what the service accepts.
///
/// ```
/// use smithy_client::validate::Checks;
///
/// let strict = Checks::all();
/// let custom = Checks::default().maximum(true).pattern(true);
/// assert_ne!(strict, custom);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Checks(u8);

impl Checks {
    pub(super) const REQUIRED: Self = Self(1);
    pub(super) const MINIMUM: Self = Self(1 << 1);
    pub(super) const MAXIMUM: Self = Self(1 << 2);
    pub(super) const PATTERN: Self = Self(1 << 3);
    pub(super) const ENUMERATION: Self = Self(1 << 4);

    const NAMES: [(&'static str, Self); 5] = [
        ("required", Self::REQUIRED),
        ("minimum", Self::MINIMUM),
        ("maximum", Self::MAXIMUM),
        ("pattern", Self::PATTERN),
        ("enumeration", Self::ENUMERATION),
    ];

    /// Turns on every check.
    pub const fn all() -> Self {
        Self(0b1_1111)
    }

    /// Turns off every check: an input is sent unchecked.
    pub const fn none() -> Self {
        Self(0)
    }

    /// Sets whether required members must be present and URI labels must not be empty. On by default.
    #[must_use]
    pub const fn required(self, on: bool) -> Self {
        self.set(Self::REQUIRED, on)
    }

    /// Sets whether lengths and numbers are compared with their lower bounds. On by default.
    #[must_use]
    pub const fn minimum(self, on: bool) -> Self {
        self.set(Self::MINIMUM, on)
    }

    /// Sets whether lengths and numbers are compared with their upper bounds, and whether lists with unique items may
    /// not repeat an item. Off by default.
    #[must_use]
    pub const fn maximum(self, on: bool) -> Self {
        self.set(Self::MAXIMUM, on)
    }

    /// Sets whether text must match its pattern. Off by default.
    #[must_use]
    pub const fn pattern(self, on: bool) -> Self {
        self.set(Self::PATTERN, on)
    }

    /// Sets whether an enumeration accepts only the values that this client was generated with. Off by default.
    #[must_use]
    pub const fn enumeration(self, on: bool) -> Self {
        self.set(Self::ENUMERATION, on)
    }

    pub(super) const fn includes(self, check: Self) -> bool {
        self.0 & check.0 != 0
    }

    const fn set(self, check: Self, on: bool) -> Self {
        if on { Self(self.0 | check.0) } else { Self(self.0 & !check.0) }
    }
}

impl Default for Checks {
    fn default() -> Self {
        Self::none().required(true).minimum(true)
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checks")?;
        let on = Self::NAMES.iter().filter(|(_, check)| self.includes(*check));
        f.debug_set().entries(on.map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setter_switches_its_own_check_alone() {
        let setters: [fn(Checks, bool) -> Checks; 5] =
            [Checks::required, Checks::minimum, Checks::maximum, Checks::pattern, Checks::enumeration];
        for (set, (name, check)) in setters.into_iter().zip(Checks::NAMES) {
            assert_eq!(set(Checks::none(), true), check, "{name}");
            assert!(!set(Checks::all(), false).includes(check), "{name}");
            assert_eq!(set(set(Checks::all(), false), true), Checks::all(), "{name}");
        }
    }

    #[test]
    fn the_default_is_what_can_never_succeed() {
        assert_eq!(Checks::default(), Checks::REQUIRED.minimum(true));
        assert_eq!(format!("{:?}", Checks::default()), r#"Checks{"required", "minimum"}"#);
    }
}
