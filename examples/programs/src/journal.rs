//! The journal of a device: a file with the progress of the latest job, which is complete at every moment.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::agent::Record;

/// A file with one record, which is replaced as a whole.
#[derive(Clone, Debug)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// Creates the journal in this file, which need not exist yet; its folder has to exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Reads the record; `None` if the file does not exist.
    ///
    /// An unreadable record is an error: without it the agent does not know what it has done, and begins nothing.
    pub fn load(&self) -> Result<Option<Record>, String> {
        let text = match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|error| self.fault(&error))?,
        };
        serde_json::from_slice(&text).map(Some).map_err(|error| self.fault(&error))
    }

    /// Replaces the record. After success the new one is on disk; before that, the old one is.
    pub fn save(&self, record: &Record) -> Result<(), String> {
        let text = serde_json::to_vec(record).map_err(|error| self.fault(&error))?;
        self.replace(&text).map_err(|error| self.fault(&error))
    }

    fn replace(&self, text: &[u8]) -> io::Result<()> {
        let new = self.path.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        // The folder now has the new name, but the name is on disk only after the folder has been synced.
        File::open(self.folder())?.sync_all()
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        }
    }

    fn fault(&self, error: &dyn std::fmt::Display) -> String {
        format!("{}: {error}", self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::{ExecutionId, Outcome, Stage};

    #[test]
    fn what_is_saved_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.json");
        let execution =
            ExecutionId { job: "firmware-42".to_owned(), number: Some(1), queued_at: 1_700_000_000 };
        assert_eq!(Journal::new(&path).load(), Ok(None));
        for stage in
            [Stage::Next(0), Stage::Running(1), Stage::Finished(Outcome::Failed("no space".to_owned()))]
        {
            let record = Record { execution: execution.clone(), stage };
            Journal::new(&path).save(&record).unwrap();
            assert_eq!(Journal::new(&path).load(), Ok(Some(record)));
        }
    }

    #[test]
    fn a_damaged_journal_is_no_empty_journal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.json");
        fs::write(&path, "").unwrap();
        assert!(Journal::new(&path).load().unwrap_err().contains("journal.json: EOF"));
    }
}
