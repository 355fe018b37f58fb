//! Turns the cases into tests of the generated crates, and runs these.

mod cargo;
mod render;

use std::collections::HashMap;
use std::path::Path;

use smithy_codegen::Tree;
use smithy_model::Diagnostic;

use super::names::Names;
use super::program::{self, Failure};
use super::suite::Case;
use super::support;
use super::tally::Verdict;
use super::unit::{Unit, is_cbor};
use crate::workspace;

/// The file with the tests of a crate, as a Cargo target.
const TARGET: &str = "protocol";

/// The manifest line for the CBOR reader of the tests.
const CIBORIUM: &str = "ciborium = { version = \"0.2\", default-features = false, features = [\"std\"] }\n";

/// Writes the crates with their tests to `folder`, as one workspace, and runs the tests. Returns a verdict for each
/// case, in order.
///
/// The cases are in the order of their units; each has the index of its unit.
pub(super) fn run(units: &[Unit], cases: &[(usize, &Case)], folder: &Path) -> Result<Vec<Verdict>, Failure> {
    cargo::prepare(units, folder)?;
    let dependency = program::dependency(&workspace::runtime_from(&folder.join("unit"))?);
    let mut names = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        let cases = cases.iter().filter(|(of, _)| *of == place).map(|(_, case)| *case);
        let own = named(unit, cases);
        let tree =
            with_tests(unit, &own, &dependency).map_err(|problem| Failure::Program(problem.message))?;
        tree.persist(&folder.join(&unit.package))?;
        names.extend(own.into_iter().map(|test| (unit.package.as_str(), test.name, test.code.err())));
    }
    let outcomes = cargo::run(folder)?;
    let none = HashMap::new();
    let verdict = |(package, name, problem): (&str, String, Option<String>)| match problem {
        Some(reason) => Verdict::Failed(reason),
        None => {
            let outcome = outcomes.get(package).unwrap_or(&none).get(&name).cloned();
            outcome.unwrap_or_else(|| Verdict::Failed("its test did not end".to_owned()))
        }
    };
    Ok(names.into_iter().map(verdict).collect())
}

/// The test of a case, or why it has none.
struct Test {
    name: String,
    code: Result<render::Code, String>,
}

fn named<'c>(unit: &Unit, cases: impl Iterator<Item = &'c Case>) -> Vec<Test> {
    let mut names = Names::default();
    let test = |case: &Case| {
        let name = names.claim(&case.id);
        let code = render::test(unit, case, &name);
        Test { name, code }
    };
    cases.map(test).collect()
}

/// Returns the files of a crate and of its tests. The latter lack the generator's header, which would make the
/// generator treat them as its own. The manifest also has the dependencies of the tests; `dependency` is the one on the
/// runtime.
fn with_tests(unit: &Unit, tests: &[Test], dependency: &str) -> Result<Tree, Diagnostic> {
    let is_cbor = is_cbor(&unit.model);
    let mut tree = Tree::new(&[]);
    for (path, contents) in unit.tree.files() {
        let mut contents = contents.to_owned();
        if path == "Cargo.toml" {
            contents.extend(["\n[dev-dependencies]\n", if is_cbor { CIBORIUM } else { "" }, dependency]);
        }
        tree.verbatim(path, contents)?;
    }
    for (file, text) in support::FILES {
        let is_root = is_cbor && file == "mod.rs";
        let text =
            if is_root { text.replace("\nmod body;\n", "\nmod body;\nmod cbor;\n") } else { text.to_owned() };
        tree.verbatim(&format!("tests/support/{file}"), text)?;
    }
    if is_cbor {
        let (file, text) = support::CBOR;
        tree.verbatim(&format!("tests/support/{file}"), text.to_owned())?;
    }
    let tests: Vec<_> = tests.iter().filter_map(|test| test.code.as_ref().ok()).collect();
    tree.verbatim(&format!("tests/{TARGET}.rs"), render::file(&unit.package, &tests))?;
    Ok(tree)
}
