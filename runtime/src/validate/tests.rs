//! Tests of the walk through an input: every rule, its path, its sentence and its switch.
use std::collections::HashMap;

use bytes::Bytes;

use super::{Check, Checks, Constraints, Rule, Validate, Validator, Violations};
use crate::pattern::{Instruction, Pattern};

static WORD: Pattern = Pattern::new(
    "^[a-z]*$",
    &[Instruction::Start, Instruction::Chars { set: &[('a', 'z')], min: 0, max: None }, Instruction::End],
);
static SHORT_WORD: Constraints = Constraints::NEW.length(Some(1), Some(4)).pattern(&WORD);
static DETAILS: Constraints = Constraints::NEW.length(None, Some(2)).key(&SHORT_WORD).element(&SHORT_WORD);
static SECRET_DETAILS: Constraints = DETAILS.sensitive();

/// A closure as a structure, so that a test has its checks in one place.
struct Input<F>(F);

impl<F: Fn(&mut Validator)> Validate for Input<F> {
    fn validate(&self, v: &mut Validator) {
        (self.0)(v);
    }
}

fn run(checks: Checks, walk: impl Fn(&mut Validator)) -> Result<(), Violations> {
    Validator::run(checks, &Input(walk))
}

/// Returns the sentences about one member `m`, with all checks on.
fn sentences(value: &impl Check, constraints: &Constraints) -> Vec<String> {
    match run(Checks::all(), |v| v.member("m", value, constraints)) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn lengths() {
    let bounds = &Constraints::NEW.length(Some(1), Some(2));
    let too_short = |unit| vec![format!("`m` must have at least 1 {unit}, but has 0")];
    let too_long = |unit| vec![format!("`m` must have at most 2 {unit}, but has 3")];
    assert_eq!(sentences(&String::new(), bounds), too_short("character"));
    assert_eq!(sentences(&"é𝄞".to_owned(), bounds), [""; 0]);
    assert_eq!(sentences(&"é𝄞e".to_owned(), bounds), too_long("characters"));
    assert_eq!(sentences(&Bytes::new(), bounds), too_short("byte"));
    assert_eq!(sentences(&Bytes::from_static("é".as_bytes()), bounds), [""; 0]);
    assert_eq!(sentences(&Bytes::from_static("é!".as_bytes()), bounds), too_long("bytes"));
    assert_eq!(sentences(&Vec::<bool>::new(), bounds), too_short("item"));
    assert_eq!(sentences(&vec![true; 3], bounds), too_long("items"));
    assert_eq!(sentences(&HashMap::<String, bool>::new(), bounds), too_short("entry"));
    let entries: HashMap<_, _> = ["a", "b", "c"].map(|key| (key.to_owned(), true)).into();
    assert_eq!(sentences(&entries, bounds), too_long("entries"));
}

#[test]
fn numbers() {
    let whole = &Constraints::NEW.range(Some(-1), Some(10));
    assert_eq!(sentences(&-1_i8, whole), [""; 0]);
    assert_eq!(sentences(&10_i64, whole), [""; 0]);
    assert_eq!(sentences(&-2_i32, whole), ["`m` must be at least -1, but is -2"]);
    assert_eq!(sentences(&11_i16, whole), ["`m` must be at most 10, but is 11"]);
    assert_eq!(sentences(&10.5_f64, whole), ["`m` must be at most 10, but is 10.5"]);
    let exact = &Constraints::NEW.range(None, Some(i64::MAX - 1));
    assert_eq!(sentences(&(i64::MAX - 1), exact), [""; 0]);
    assert_eq!(sentences(&i64::MAX, exact).len(), 1);
    let fraction = &Constraints::NEW.float_range(Some(0.5), Some(1.5));
    assert_eq!(sentences(&1_i32, fraction), [""; 0]);
    assert_eq!(sentences(&2_i32, fraction), ["`m` must be at most 1.5, but is 2"]);
    assert_eq!(sentences(&0.25_f32, fraction), ["`m` must be at least 0.5, but is 0.25"]);
    assert_eq!(sentences(&f64::NAN, fraction).len(), 2);
    assert_eq!(
        sentences(&2.0_f64, &fraction.sensitive()),
        ["`m` must be at most 1.5, but is not (the value is sensitive)"]
    );
}

#[test]
fn patterns_show_values_short_and_escaped() {
    let word = &Constraints::NEW.pattern(&WORD);
    assert_eq!(sentences(&"abc".to_owned(), word), [""; 0]);
    let control = "it's\u{1b}\n\"".to_owned();
    let but_is = |shown: &str| [format!("`m` must match the pattern ^[a-z]*$, but is \"{shown}\"")];
    assert_eq!(sentences(&control, word), but_is(r#"it's\u{1b}\n\""#));
    assert_eq!(sentences(&"X".repeat(64), word), but_is(&"X".repeat(64)));
    assert_eq!(sentences(&"X".repeat(65), word), but_is(&("X".repeat(64) + "…")));
}

#[test]
fn enumerations() {
    let known =
        |v: &mut Validator, constraints: &Constraints| v.enumeration("NEW", &["OLD", "OLDER"], constraints);
    let found = run(Checks::all(), |v| {
        v.within(&|| super::Segment::Member("m"), &mut |v| known(v, &Constraints::NEW));
    });
    assert_eq!(found.unwrap_err().to_string(), "`m` must be one of OLD, OLDER, but is \"NEW\"");
    let found = run(Checks::all(), |v| known(v, &Constraints::NEW.sensitive())).unwrap_err();
    assert!(matches!(found.iter().next().unwrap().rule(), Rule::Enumeration { value: None, .. }));
    assert_eq!(run(Checks::all(), |v| v.enumeration(3, &[1, 3], &Constraints::NEW)), Ok(()));
    assert_eq!(run(Checks::all().enumeration(false), |v| known(v, &Constraints::NEW)), Ok(()));
}

#[test]
fn unique_items() {
    let unique = &Constraints::NEW.unique_items();
    assert_eq!(sentences(&vec![1_i32, 2, 3], unique), [""; 0]);
    assert_eq!(
        sentences(&vec![1_i32, 2, 3, 2, 2], unique),
        ["`m` must not have an item twice, but has the same at 1 and 3"]
    );
    assert_eq!(sentences(&vec![1_i32, 1], &Constraints::NEW), [""; 0]);
}

#[test]
fn required_members_and_labels() {
    let walk = |v: &mut Validator| {
        v.required("unset", &None::<String>, &SHORT_WORD);
        v.required("set", &Some("abc".to_owned()), &SHORT_WORD);
        v.label("empty", "");
        v.label("full", "$next");
        v.member("short", &"", &SHORT_WORD);
        v.label("short", "");
    };
    let found = run(Checks::all(), walk).unwrap_err();
    assert_eq!(
        found.to_string(),
        "`unset` is required but not set; `empty` must not be empty, it is part of the URI; \
         `short` must have at least 1 character, but has 0"
    );
    assert_eq!(found.len(), 3);
    assert_eq!(run(Checks::all().required(false).minimum(false), walk), Ok(()));
}

#[test]
fn paths_lead_through_maps_lists_and_structures() {
    let member = |v: &mut Validator| v.member("name", &"TOO LONG", &SHORT_WORD);
    let map: HashMap<_, _> = [("b\n", "ok"), ("a", "")].map(|(k, x)| (k.to_owned(), x.to_owned())).into();
    let walk = |v: &mut Validator| {
        v.member("detailsMap", &map, &DETAILS);
        v.member(
            "outer",
            &Some(Box::new(Input(|v: &mut Validator| v.member("inner", &Input(member), &DETAILS)))),
            &DETAILS,
        );
        v.member("secret", &map, &SECRET_DETAILS);
    };
    let found = run(Checks::all(), walk).unwrap_err();
    let paths: Vec<_> = found.iter().map(super::Violation::path).collect();
    assert_eq!(
        paths,
        [
            "detailsMap[a]",
            r"detailsMap[b\n](key)",
            "outer.inner.name",
            "outer.inner.name",
            "secret[***]",
            "secret[***](key)",
        ]
    );
    assert!(matches!(found.iter().last().unwrap().rule(), Rule::Pattern { value: None, .. }));
    let list = vec![None, Some("B".to_owned())];
    let element = &Constraints::NEW.element(&SHORT_WORD);
    assert_eq!(sentences(&list, element), [r#"`m[1]` must match the pattern ^[a-z]*$, but is "B""#]);
}

#[test]
fn each_switch_turns_off_its_rules() {
    let walk = |v: &mut Validator| {
        v.label("required", "");
        v.member("minimum", &"", &SHORT_WORD);
        v.member("minimum", &0_i32, &Constraints::NEW.range(Some(1), None));
        v.member("maximum", &"abcde", &SHORT_WORD);
        v.member("maximum", &2_i32, &Constraints::NEW.range(None, Some(1)));
        v.member("maximum", &vec![true, true], &Constraints::NEW.unique_items());
        v.member("pattern", &"A", &SHORT_WORD);
    };
    let switches: [(&str, usize, Checks); 4] = [
        ("required", 1, Checks::all().required(false)),
        ("minimum", 2, Checks::all().minimum(false)),
        ("maximum", 3, Checks::all().maximum(false)),
        ("pattern", 1, Checks::all().pattern(false)),
    ];
    for (name, rules, checks) in switches {
        let found = run(checks, walk).unwrap_err();
        assert_eq!(found.len(), 7 - rules, "{name}");
        assert!(found.iter().all(|violation| violation.path() != name), "{name}");
    }
    assert_eq!(run(Checks::none(), walk), Ok(()));
}

/// Can be nested to any depth.
struct Nested(Option<Box<Nested>>);

impl Validate for Nested {
    fn validate(&self, v: &mut Validator) {
        v.member("inner", &self.0, &Constraints::NEW);
    }
}

#[test]
fn deep_structures_are_reported_and_not_walked() {
    let nested = |levels| (1..levels).fold(Nested(None), |inner, _| Nested(Some(Box::new(inner))));
    assert_eq!(Validator::run(Checks::default(), &nested(128)), Ok(()));
    let found = Validator::run(Checks::default(), &nested(5000)).unwrap_err();
    assert_eq!(found.len(), 1);
    assert!(found.to_string().ends_with(".inner` is nested more than 128 structures deep"));
}
