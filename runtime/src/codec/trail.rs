//! The path to a value that could not be read, such as `jobs[3].queuedAt`.

use std::cell::RefCell;
use std::fmt;

/// The longest member name that is shown.
const LONGEST: usize = 64;

/// How many steps of a path are shown.
const MOST: usize = 16;

/// The steps from the inside out, recorded after reading has stopped.
#[derive(Debug, Default)]
pub(crate) struct Trail(RefCell<Vec<Step>>);

#[derive(Debug)]
enum Step {
    /// The member of an object; no name if it may be a map key, which may be any text.
    Member(Option<Box<str>>),
    /// The element of a list.
    Element(usize),
}

impl Trail {
    pub(crate) fn member(&self, name: &str) {
        // Only names as a model may have them.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-$.".contains(&byte);
        let is_shown = name.len() <= LONGEST && !name.is_empty() && name.bytes().all(is_plain);
        self.0.borrow_mut().push(Step::Member(is_shown.then(|| name.into())));
    }

    pub(crate) fn element(&self, index: usize) {
        self.0.borrow_mut().push(Step::Element(index));
    }
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.0.borrow();
        for (number, step) in steps.iter().rev().take(MOST).enumerate() {
            match step {
                Step::Element(index) => write!(f, "[{index}]")?,
                Step::Member(name) => {
                    let dot = if number == 0 { "" } else { "." };
                    write!(f, "{dot}{}", name.as_deref().unwrap_or("…"))?;
                }
            }
        }
        if steps.len() > MOST { f.write_str("…") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_shown_from_the_outside_in() {
        let trail = Trail::default();
        assert_eq!(trail.to_string(), "");
        trail.member("at");
        trail.member("no name");
        trail.element(1);
        trail.member("jobs");
        assert_eq!(trail.to_string(), "jobs[1].….at");
        let deep = Trail::default();
        (0..100).for_each(|_| deep.element(0));
        assert_eq!(deep.to_string(), "[0]".repeat(MOST) + "…");
    }
}
