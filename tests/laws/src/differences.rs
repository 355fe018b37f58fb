//! The result of `diff` for two models: a random one and a change of it, or two random ones.

use models::Dice;
use semver::Version;
use smithy_diff::render::{self, Subject};
use smithy_model::{Model, Parts, Sources, Unsupported};

use crate::{edit, generator};

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let (control, rest) = data.split_at(data.len() / 4);
    let mut dice = Dice::new(control);
    let old = models::model(rest);
    let new = if dice.once_in(3) {
        models::model(control)
    } else {
        let mut new = old.clone();
        edit::edit(&mut new, &mut dice);
        new
    };
    let mut sources = Sources::default();
    let parts = [old, new].map(|model| Parts::new(sources.add("smithy.json", model.to_string())));
    let models = parts.map(|parts| generator::load(&sources, parts, Unsupported::Keep).0);
    if let [Some(old), Some(new)] = &models {
        compare(&sources, old, new);
    }
}

fn compare(sources: &Sources, old: &Model, new: &Model) {
    generator::same(sources, old);
    generator::same(sources, new);
    let report = smithy_diff::compare(sources, old, new);
    let back = smithy_diff::compare(sources, new, old);
    assert_eq!(
        report.changes.is_empty(),
        back.changes.is_empty(),
        "what is new one way is gone the other way"
    );
    let subject = Subject { old: "old.json", new: "new.json", version: None };
    let _ = render::markdown(&report, &subject);
    serde_json::from_str::<serde_json::Value>(&render::json(&report, &subject)).expect("it is JSON");
    let _ = render::github(&report, Some(&Version::new(1, 2, 3)));
    let _ = render::notes(&report);
    for change in &report.changes {
        assert!(smithy_diff::rule(change.rule.id).is_some(), "{change:?}");
    }
}
