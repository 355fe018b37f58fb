//! Puts the saved figures into the docs, as tables and plots: `figures ROOT`, with the root of the repository.
//!
//! It reads `bench/results` and `bench/goals.tsv`, fills the marked places of `docs/performance.md` and `README.md`, and
//! writes `docs/performance/*.svg`.

mod bars;
mod compare;
mod goals;
mod growth;
mod page;
mod results;
mod svg;
mod text;

use std::error::Error;
use std::path::{Path, PathBuf};

use results::Results;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::args_os().nth(1).ok_or("the root of the repository is missing")?);
    let results = Results::read(&root.join("bench/results"))?;
    let plots = root.join("docs/performance");
    std::fs::create_dir_all(&plots)?;
    for comparison in compare::ALL {
        let drawing = bars::draw(comparison, &comparison.groups(&results));
        write(&plots.join(format!("{}.svg", comparison.name)), &drawing)?;
    }
    if let Some(services) = results.table("services") {
        write(&plots.join("generator.svg"), &growth::draw(services))?;
    }
    let goals = results::Table::read(&root.join("bench/goals.tsv"))?;
    for file in ["docs/performance.md", "README.md"] {
        let file = root.join(file);
        let old = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        write(&file, &page::fill(&old, &|name| table(name, &results, &goals))?)?;
    }
    Ok(())
}

/// The Markdown of a table: one of those that are put together here, or else a result file as it is.
fn table(name: &str, results: &Results, goals: &results::Table) -> Option<String> {
    match name {
        "goals" => Some(goals::markdown(goals, results)),
        "growth" => results.table("services").map(growth::markdown),
        _ => match compare::ALL.iter().find(|comparison| comparison.name == name) {
            Some(comparison) => Some(comparison.markdown(results)),
            None => results.table(name).map(results::Table::markdown),
        },
    }
}

fn write(file: &Path, content: &str) -> Result<(), Box<dyn Error>> {
    std::fs::write(file, content).map_err(|error| format!("{}: {error}", file.display()).into())
}
