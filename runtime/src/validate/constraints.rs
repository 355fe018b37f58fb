//! The constraints of a shape as constant data, as generated clients contain them.
use crate::pattern::Pattern;
use crate::validate::violation::Number;

/// The constraints that a model puts on the values of a shape, or of a member, beyond their type.
///
/// Generated clients have one `static` per constrained shape, built from [`Constraints::NEW`]:
///
/// ```
/// use smithy_client::validate::Constraints;
///
/// static STEP_NAME: Constraints = Constraints::NEW.length(Some(1), Some(64));
/// static STEPS: Constraints = Constraints::NEW.length(None, Some(20)).element(&STEP_NAME);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Constraints {
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) min_value: Option<Number>,
    pub(super) max_value: Option<Number>,
    pub(super) pattern: Option<&'static Pattern>,
    pub(super) unique_items: bool,
    pub(super) sensitive: bool,
    pub(super) key: Option<&'static Constraints>,
    pub(super) element: Option<&'static Constraints>,
}

impl Constraints {
    /// No constraint at all.
    pub const NEW: Self = Self {
        min_length: None,
        max_length: None,
        min_value: None,
        max_value: None,
        pattern: None,
        unique_items: false,
        sensitive: false,
        key: None,
        element: None,
    };

    /// Limits the length, including both ends: characters (Unicode scalar values) of a text, bytes of a blob, items of
    /// a list, entries of a map.
    #[must_use]
    pub const fn length(mut self, min: Option<u64>, max: Option<u64>) -> Self {
        self.min_length = min;
        self.max_length = max;
        self
    }

    /// Limits a whole number, including both ends.
    #[must_use]
    pub const fn range(mut self, min: Option<i64>, max: Option<i64>) -> Self {
        self.min_value = Number::integer(min);
        self.max_value = Number::integer(max);
        self
    }

    /// Limits a number with bounds that need not be whole, including both ends. NaN is never within bounds.
    #[must_use]
    pub const fn float_range(mut self, min: Option<f64>, max: Option<f64>) -> Self {
        self.min_value = Number::float(min);
        self.max_value = Number::float(max);
        self
    }

    /// Requires a text to match `pattern`.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Requires the items of a list to differ from each other; only the first 2048 of them are checked.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// Omits the value, and everything inside it, from violations.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Constrains the keys of a map.
    #[must_use]
    pub const fn key(mut self, key: &'static Constraints) -> Self {
        self.key = Some(key);
        self
    }

    /// Constrains the items of a list or the values of a map.
    #[must_use]
    pub const fn element(mut self, element: &'static Constraints) -> Self {
        self.element = Some(element);
        self
    }
}

impl Default for Constraints {
    fn default() -> Self {
        Self::NEW
    }
}
