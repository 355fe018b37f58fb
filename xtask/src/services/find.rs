//! Finds the models in a folder: botocore's `data`, or a folder of Smithy models.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The names of a C2J model.
const C2J: [&str; 2] = ["service-2.json", "service-2.json.gz"];

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The name of its folder or its file.
    pub(crate) name: String,
    /// Its file.
    pub(crate) file: PathBuf,
}

/// Finds the models of a folder, by name: in each subfolder the one of the latest version, or if there are none, every
/// JSON file in it.
pub(crate) fn services(folder: &Path) -> io::Result<Vec<Found>> {
    let (mut versioned, mut single) = (Vec::new(), Vec::new());
    for path in entries(folder)? {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if let Some(file) = last_version(&path)? {
                versioned.push(Found { name: file_name, file });
            }
        } else if let Some(name) = stem(&file_name) {
            single.push(Found { name: name.to_owned(), file: path });
        }
    }
    // Beside its services, botocore has other files.
    Ok(if versioned.is_empty() { single } else { versioned })
}

/// Returns `service/2017-09-29/service-2.json.gz`, of the latest version that has one.
fn last_version(folder: &Path) -> io::Result<Option<PathBuf>> {
    let versions = entries(folder)?;
    let models = versions.iter().rev().flat_map(|version| C2J.map(|name| version.join(name)));
    Ok(models.into_iter().find(|model| model.is_file()))
}

/// Returns `dynamodb` for `dynamodb.smithy.json.gz`; `None` for other files.
fn stem(file_name: &str) -> Option<&str> {
    let name = file_name.strip_suffix(".gz").unwrap_or(file_name).strip_suffix(".json")?;
    Some(name.strip_suffix(".smithy").unwrap_or(name))
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names and paths of the models among these files.
    fn found(files: &[&str]) -> Vec<(String, String)> {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let relative = |file: &Path| file.strip_prefix(root.path()).unwrap().display().to_string();
        services(root.path()).unwrap().into_iter().map(|found| (found.name, relative(&found.file))).collect()
    }

    #[test]
    fn models_lie_in_versions_or_side_by_side() {
        let versions = [
            "pond/2020-01-01/service-2.json",
            "pond/2022-01-01/service-2.json.gz",
            "pond/2023-01-01/paginators-1.json",
            "empty/2020-01-01/waiters-2.json",
            "partitions.json",
        ];
        assert_eq!(found(&versions), [("pond".to_owned(), versions[1].to_owned())]);
        let files = ["lake.smithy.json.gz", "notes.txt", "sea.json"];
        let expected = [("lake", files[0]), ("sea", files[2])];
        assert_eq!(found(&files), expected.map(|(name, file)| (name.to_owned(), file.to_owned())));
    }
}
