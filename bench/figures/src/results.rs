//! The saved figures: a file with tabs for each measurement.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use crate::text;

/// All measurements by name.
pub struct Results(BTreeMap<String, Table>);

/// One measurement: a row a program, a column a figure.
pub struct Table {
    /// The circumstances: processor, load, compiler.
    pub note: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Results {
    pub fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut all = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let file = entry?.path();
            if let (Some("tsv"), Some(name)) = (file.extension().and_then(|e| e.to_str()), file.file_stem()) {
                all.insert(name.to_string_lossy().into_owned(), Table::read(&file)?);
            }
        }
        Ok(Self(all))
    }

    pub fn table(&self, name: &str) -> Option<&Table> {
        self.0.get(name)
    }

    /// One figure as it was saved; a column without a name is the first.
    pub fn figure(&self, table: &str, row: &str, column: Option<&str>) -> Option<&str> {
        let table = self.table(table)?;
        let index = match column {
            Some(column) => table.columns.iter().position(|name| name == column)?,
            None => 1,
        };
        let row = table.rows.iter().find(|cells| cells.first().is_some_and(|name| name == row))?;
        row.get(index).map(String::as_str)
    }

    /// The same as a number.
    pub fn number(&self, table: &str, row: &str, column: Option<&str>) -> Option<f64> {
        self.figure(table, row, column)?.parse().ok()
    }
}

impl Table {
    /// Lines that begin with `#` are the note, the first other line names the columns.
    pub fn read(file: &Path) -> Result<Self, Box<dyn Error>> {
        let content =
            std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let note = content.lines().filter_map(|line| line.strip_prefix("# ")).collect::<Vec<_>>().join("; ");
        let mut lines = content.lines().filter(|line| !line.starts_with('#')).map(cells);
        let columns = lines.next().ok_or_else(|| format!("{}: no columns", file.display()))?;
        Ok(Self { note, columns, rows: lines.collect() })
    }

    /// All of it as Markdown, with the circumstances below.
    pub fn markdown(&self) -> String {
        let mut lines =
            vec![text::row(self.columns.iter().map(String::as_str)), text::rule(self.columns.len())];
        lines.extend(self.rows.iter().map(|cells| {
            let (name, figures) = cells.split_at(cells.len().min(1));
            text::row(name.iter().cloned().chain(figures.iter().map(|figure| text::figure(figure))))
        }));
        format!("{}\n\n{}.", lines.join("\n"), self.note)
    }
}

fn cells(line: &str) -> Vec<String> {
    line.split('\t').map(str::to_owned).collect()
}
