//! Checks an input against the constraints of its model before it is sent, and reports the place of each problem.
mod check;
mod checks;
mod constraints;
#[cfg(test)]
mod tests;
mod violation;

use std::cmp::Ordering;
use std::fmt;

#[doc(hidden)]
pub use check::Check;
pub use checks::Checks;
#[doc(hidden)]
pub use constraints::Constraints;
pub use violation::{Number, Rule, Unit, Violation, Violations};

use check::Items;
use violation::{Segment, excerpt};

/// How deep structures may be nested. A JSON reader on the other side gives up at about the same depth, and the walk
/// through an input must not exhaust the stack.
const MAX_DEPTH: usize = 128;

/// How many items of a list are compared with each other, so that a long list does not take quadratic time.
const MAX_COMPARED: usize = 2048;

/// A structure or union whose members can be checked; generated types implement it.
///
/// ```
/// use smithy_client::validate::{Checks, Constraints, Validate, Validator};
///
/// static NAME: Constraints = Constraints::NEW.length(Some(1), Some(8));
///
/// struct Thing {
///     name: String,
/// }
///
/// impl Validate for Thing {
///     fn validate(&self, v: &mut Validator) {
///         v.member("name", &self.name, &NAME);
///     }
/// }
///
/// let found = Validator::run(Checks::default(), &Thing { name: String::new() }).unwrap_err();
/// assert_eq!(found.to_string(), "`name` must have at least 1 character, but has 0");
/// ```
pub trait Validate {
    /// Passes every member to the validator.
    fn validate(&self, v: &mut Validator);
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, v: &mut Validator) {
        (**self).validate(v);
    }
}

/// Walks through an input and collects its violations.
#[derive(Debug)]
pub struct Validator {
    checks: Checks,
    found: Vec<Violation>,
    depth: usize,
    /// Whether the walk is inside a sensitive value.
    hidden: bool,
}

impl Validator {
    /// Checks `input`, and returns all violations.
    ///
    /// With [`Checks::none`] the input is not walked through at all.
    pub fn run(checks: Checks, input: &dyn Validate) -> Result<(), Violations> {
        if checks == Checks::none() {
            return Ok(());
        }
        let mut validator = Self { checks, found: Vec::new(), depth: 0, hidden: false };
        validator.structure(input, &Constraints::NEW);
        Violations::found(validator.found)
    }

    /// Checks a member, named as in the model. An unset member breaks no constraint.
    ///
    /// The value is passed as `dyn`, so that the walk is compiled once for all types.
    pub fn member(&mut self, name: &'static str, value: &dyn Check, constraints: &Constraints) {
        self.within(&|| Segment::Member(name), &mut |v| value.check(v, constraints));
    }

    /// Checks a member that the model requires although its type allows it to be unset.
    pub fn required<T: Check>(&mut self, name: &'static str, value: &Option<T>, constraints: &Constraints) {
        if value.is_none() && self.checks.includes(Checks::REQUIRED) {
            self.within(&|| Segment::Member(name), &mut |v| v.report(Rule::Required));
        }
        self.member(name, value, constraints);
    }

    /// Checks that the text of a URI label is not empty: without it, the request would address another resource.
    ///
    /// Call it after [`Validator::member`]: a label whose length has been reported is not reported again.
    pub fn label(&mut self, name: &'static str, text: &str) {
        if text.is_empty()
            && self.checks.includes(Checks::REQUIRED)
            && !self.found.iter().any(|violation| violation.is_of_member(name))
        {
            self.within(&|| Segment::Member(name), &mut |v| v.report(Rule::EmptyLabel));
        }
    }

    /// Checks that the value of an enumeration is a known one. The [`Check`] of a generated enumeration calls it with
    /// the serialized values.
    pub fn enumeration<T>(&mut self, value: T, known: &[T], constraints: &Constraints)
    where
        T: Copy + PartialEq + fmt::Display,
    {
        if self.checks.includes(Checks::ENUMERATION) && !known.contains(&value) {
            let value = self.shown(constraints, || excerpt(&value.to_string()));
            self.report(Rule::Enumeration { value, known: known.iter().map(T::to_string).collect() });
        }
    }

    /// Walks into a structure, unless the user has nested structures too deeply.
    fn structure(&mut self, structure: &dyn Validate, constraints: &Constraints) {
        if self.depth == MAX_DEPTH {
            return self.report(Rule::TooDeep { limit: MAX_DEPTH });
        }
        self.depth += 1;
        self.hiding(constraints.sensitive, &mut |v| structure.validate(v));
        self.depth -= 1;
    }

    fn text(&mut self, text: &str, constraints: &Constraints) {
        if constraints.min_length.is_some() || constraints.max_length.is_some() {
            self.length(text.chars().count(), Unit::Characters, constraints);
        }
        let pattern = constraints.pattern.filter(|_| self.checks.includes(Checks::PATTERN));
        if let Some(pattern) = pattern.filter(|pattern| !pattern.is_match(text)) {
            let value = self.shown(constraints, || excerpt(text));
            self.report(Rule::Pattern { pattern: pattern.text(), value });
        }
    }

    fn length(&mut self, actual: usize, unit: Unit, constraints: &Constraints) {
        let actual = actual as u64;
        let min = constraints.min_length.filter(|_| self.checks.includes(Checks::MINIMUM));
        if let Some(min) = min.filter(|min| actual < *min) {
            self.report(Rule::MinLength { min, actual, unit });
        }
        let max = constraints.max_length.filter(|_| self.checks.includes(Checks::MAXIMUM));
        if let Some(max) = max.filter(|max| actual > *max) {
            self.report(Rule::MaxLength { max, actual, unit });
        }
    }

    fn range(&mut self, actual: Number, constraints: &Constraints) {
        let min = constraints.min_value.filter(|_| self.checks.includes(Checks::MINIMUM));
        if let Some(min) = min.filter(|min| actual.compare(*min).is_none_or(Ordering::is_lt)) {
            let actual = self.shown(constraints, || actual);
            self.report(Rule::MinValue { min, actual });
        }
        let max = constraints.max_value.filter(|_| self.checks.includes(Checks::MAXIMUM));
        if let Some(max) = max.filter(|max| actual.compare(*max).is_none_or(Ordering::is_gt)) {
            let actual = self.shown(constraints, || actual);
            self.report(Rule::MaxValue { max, actual });
        }
    }

    fn list(&mut self, items: &dyn Items, constraints: &Constraints) {
        self.length(items.count(), Unit::Items, constraints);
        self.unique(items, constraints);
        let element = constraints.element.unwrap_or(&Constraints::NEW);
        self.hiding(constraints.sensitive, &mut |v| {
            for index in 0..items.count() {
                v.within(&|| Segment::Index(index), &mut |v| items.check_item(index, v, element));
            }
        });
    }

    fn unique(&mut self, items: &dyn Items, constraints: &Constraints) {
        if !constraints.unique_items || !self.checks.includes(Checks::MAXIMUM) {
            return;
        }
        for second in 0..items.count().min(MAX_COMPARED) {
            if let Some(first) = (0..second).find(|first| items.are_equal(*first, second)) {
                return self.report(Rule::UniqueItems { first, second });
            }
        }
    }

    fn report(&mut self, rule: Rule) {
        self.found.push(Violation::new(rule));
    }

    /// Runs `walk`, and puts `segment` before the path of each of its violations.
    fn within(&mut self, segment: &dyn Fn() -> Segment, walk: &mut dyn FnMut(&mut Self)) {
        let before = self.found.len();
        walk(self);
        for violation in self.found.iter_mut().skip(before) {
            violation.push_outer(segment());
        }
    }

    /// Runs `walk` with all values hidden, if the value that it walks into is sensitive.
    fn hiding(&mut self, sensitive: bool, walk: &mut dyn FnMut(&mut Self)) {
        let outside = self.hidden;
        self.hidden |= sensitive;
        walk(self);
        self.hidden = outside;
    }

    fn shown<T>(&self, constraints: &Constraints, value: impl FnOnce() -> T) -> Option<T> {
        (!self.hidden && !constraints.sensitive).then(value)
    }
}
