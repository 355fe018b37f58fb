//! The problems of an input: the place, the rule, and a sentence about both.
use std::cmp::Ordering;
use std::fmt;

/// All problems of one input; there is always at least one violation.
#[derive(Clone, PartialEq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    pub(super) fn found(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self(violations)) }
    }

    /// Returns the violations in the order of the members.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Returns the number of violations.
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Shows every violation's sentence, separated by semicolons.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Violations {}

/// A problem of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The innermost segment comes first: the path grows outwards while the walk returns from the place of the problem,
    /// so that a valid input has no costs.
    path: Vec<Segment>,
    rule: Rule,
}

impl Violation {
    pub(super) fn new(rule: Rule) -> Self {
        Self { path: Vec::new(), rule }
    }

    pub(super) fn push_outer(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    /// Orders violations by the segment that was added last, if a walk has no order of its own.
    pub(super) fn compare_outermost(&self, other: &Self) -> Ordering {
        self.path.last().cmp(&other.path.last())
    }

    /// Whether the path consists, so far, of only this member.
    pub(super) fn is_of_member(&self, name: &str) -> bool {
        matches!(self.path.as_slice(), [Segment::Member(member)] if *member == name)
    }

    /// Returns the place, in the model's member names: `parameters[speed].S`, `items[3].name`.
    ///
    /// Map keys are cut to 64 characters, and their control characters are escaped; sensitive ones are shown as `***`.
    /// If a map key itself is the problem, the path ends in `(key)`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.path.iter().rev() {
            if matches!(segment, Segment::Member(_)) && !path.is_empty() {
                path.push('.');
            }
            path.push_str(&segment.to_string());
        }
        path
    }

    /// Returns the rule that is broken.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path(), self.rule)
    }
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Member(&'static str),
    Index(usize),
    /// The value under this key.
    Value(String),
    /// The key itself.
    Key(String),
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => f.write_str(name),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Value(key) => write!(f, "[{key}]"),
            Self::Key(key) => write!(f, "[{key}](key)"),
        }
    }
}

/// The rule that a value breaks, with the limit and the actual value.
///
/// A value is cut to 64 characters, and control characters in it are escaped. It is `None` if it is
/// sensitive.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// A required member is not set.
    Required,
    /// A label of the URI is empty, which would change the resource that the request addresses.
    EmptyLabel,
    /// The value is too short.
    #[non_exhaustive]
    MinLength {
        /// The minimum length.
        min: u64,
        /// The actual length.
        actual: u64,
        /// What is counted.
        unit: Unit,
    },
    /// The value is too long.
    #[non_exhaustive]
    MaxLength {
        /// The maximum length.
        max: u64,
        /// The actual length.
        actual: u64,
        /// What is counted.
        unit: Unit,
    },
    /// A number is too small, or NaN.
    #[non_exhaustive]
    MinValue {
        /// The minimum.
        min: Number,
        /// The actual number.
        actual: Option<Number>,
    },
    /// A number is too large, or NaN.
    #[non_exhaustive]
    MaxValue {
        /// The maximum.
        max: Number,
        /// The actual number.
        actual: Option<Number>,
    },
    /// A text does not match its pattern.
    #[non_exhaustive]
    Pattern {
        /// The pattern as the model has it.
        pattern: &'static str,
        /// The text.
        value: Option<String>,
    },
    /// A value is not one of those that the client was generated with.
    #[non_exhaustive]
    Enumeration {
        /// The value.
        value: Option<String>,
        /// The values the client knows.
        known: Vec<String>,
    },
    /// An item occurs twice in a list whose items are unique.
    #[non_exhaustive]
    UniqueItems {
        /// The index of the item.
        first: usize,
        /// The index of its repetition.
        second: usize,
    },
    /// Structures are nested too deeply; the inner ones were not checked.
    #[non_exhaustive]
    TooDeep {
        /// How deep structures may be nested.
        limit: usize,
    },
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("is required but not set"),
            Self::EmptyLabel => f.write_str("must not be empty, it is part of the URI"),
            Self::MinLength { min, actual, unit } => {
                write!(f, "must have at least {}, but has {actual}", unit.count(*min))
            }
            Self::MaxLength { max, actual, unit } => {
                write!(f, "must have at most {}, but has {actual}", unit.count(*max))
            }
            Self::MinValue { min, actual } => {
                write!(f, "must be at least {min}")?;
                write_actual(f, actual.as_ref())
            }
            Self::MaxValue { max, actual } => {
                write!(f, "must be at most {max}")?;
                write_actual(f, actual.as_ref())
            }
            Self::Pattern { pattern, value } => {
                write!(f, "must match the pattern {pattern}")?;
                write_actual(f, value.as_ref().map(Quoted).as_ref())
            }
            Self::Enumeration { value, known } => {
                write!(f, "must be one of {}", known.join(", "))?;
                write_actual(f, value.as_ref().map(Quoted).as_ref())
            }
            Self::UniqueItems { first, second } => {
                write!(f, "must not have an item twice, but has the same at {first} and {second}")
            }
            Self::TooDeep { limit } => write!(f, "is nested more than {limit} structures deep"),
        }
    }
}

fn write_actual(f: &mut fmt::Formatter<'_>, actual: Option<&impl fmt::Display>) -> fmt::Result {
    match actual {
        Some(actual) => write!(f, ", but is {actual}"),
        None => f.write_str(", but is not (the value is sensitive)"),
    }
}

/// A value in quotation marks; those inside it are escaped already.
struct Quoted<'a>(&'a String);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// What the length of a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// The characters (Unicode scalar values) of a text.
    Characters,
    /// The bytes of a blob, before they are encoded.
    Bytes,
    /// The items of a list.
    Items,
    /// The entries of a map.
    Entries,
}

impl Unit {
    fn count(self, count: u64) -> String {
        let (one, many) = match self {
            Self::Characters => ("character", "characters"),
            Self::Bytes => ("byte", "bytes"),
            Self::Items => ("item", "items"),
            Self::Entries => ("entry", "entries"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// A number or a bound of numbers; whole numbers are exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(i64),
    /// A number that need not be whole.
    Float(f64),
}

impl Number {
    pub(super) const fn integer(value: Option<i64>) -> Option<Self> {
        match value {
            Some(value) => Some(Self::Integer(value)),
            None => None,
        }
    }

    pub(super) const fn float(value: Option<f64>) -> Option<Self> {
        match value {
            Some(value) => Some(Self::Float(value)),
            None => None,
        }
    }

    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(this), Self::Integer(other)) => Some(this.cmp(&other)),
            _ => self.as_float().partial_cmp(&other.as_float()),
        }
    }

    /// Returns the nearest float, to compare a whole number with one that is not.
    #[expect(clippy::cast_precision_loss, reason = "two whole numbers are compared exactly, without this")]
    const fn as_float(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

/// The most characters of a value that a violation shows.
const SHOWN: usize = 64;

/// Formats a value for a violation: on one line, shortened, without control sequences for a terminal.
pub(super) fn excerpt(value: &str) -> String {
    let mut shown = String::new();
    for (index, character) in value.chars().enumerate() {
        if index == SHOWN {
            shown.push('…');
            break;
        }
        match character {
            // It needs no escape: values are between double quotation marks.
            '\'' => shown.push('\''),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}
