//! The version of a crate in the files that contain it: settings, workspace manifest and locks.
//!
//! Formatting and comments are preserved.

use toml_edit::{Array, DocumentMut, Item, TableLike, TomlError, Value};

/// Returns the settings with another `[crate] version`, and another `[model] file` if one is given.
pub(super) fn settings(text: &str, version: &str, model: &str) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    set(document.get_mut("crate"), "version", version);
    set(document.get_mut("model"), "file", model);
    Ok(document.to_string())
}

/// Returns the manifest of a workspace, with this version if its packages depend on the crate by a version.
pub(super) fn workspace(text: &str, name: &str, version: &str) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let dependencies = document.get_mut("workspace").and_then(|workspace| workspace.get_mut("dependencies"));
    set(dependencies.and_then(|dependencies| dependencies.get_mut(name)), "version", version);
    Ok(document.to_string())
}

/// Returns the folders that a workspace excludes: they may be workspaces with their own locks.
pub(super) fn excluded(text: &str) -> Result<Vec<String>, TomlError> {
    let document: DocumentMut = text.parse()?;
    let list = document.get("workspace").and_then(|workspace| workspace.get("exclude")?.as_array());
    Ok(list.into_iter().flatten().filter_map(|folder| folder.as_str().map(str::to_owned)).collect())
}

/// Returns a lock with this version of the crate, and with these dependencies of it.
///
/// Dependencies are unchanged if the lock has no package with the name of a new one, or several: then only Cargo can
/// resolve it.
pub(super) fn lock(
    text: &str,
    name: &str,
    version: &str,
    dependencies: &[String],
) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let Some(packages) = document.get_mut("package").and_then(Item::as_array_of_tables_mut) else {
        return Ok(document.to_string());
    };
    let names: Vec<String> =
        packages.iter().filter_map(|package| package.get("name")?.as_str().map(str::to_owned)).collect();
    // A package with a source is a different one of the same name.
    let is_ours = |package: &toml_edit::Table| {
        package.get("name").and_then(Item::as_str) == Some(name) && !package.contains_key("source")
    };
    for package in packages.iter_mut().filter(|package| is_ours(package)) {
        set_in(package, "version", version);
        if let Some(list) = package.get_mut("dependencies").and_then(Item::as_array_mut) {
            set_dependencies(list, dependencies, &names);
        }
    }
    Ok(document.to_string())
}

/// Returns the packages that a manifest depends on, by name and in order.
pub(super) fn dependencies(text: &str) -> Result<Vec<String>, TomlError> {
    let document: DocumentMut = text.parse()?;
    let tables = ["dependencies", "build-dependencies", "dev-dependencies"];
    let tables = tables.into_iter().filter_map(|name| document.get(name)?.as_table_like());
    let package = |(key, item): (&str, &Item)| {
        item.as_table_like().and_then(|table| table.get("package")?.as_str()).unwrap_or(key).to_owned()
    };
    let mut names: Vec<String> = tables.flat_map(|table| table.iter().map(package)).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Sets the dependency list of a locked package.
fn set_dependencies(list: &mut Array, dependencies: &[String], names: &[String]) {
    let entries: Vec<String> = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    // An entry is a name, followed by the version if the lock has several.
    let known = |name: &str| entries.iter().find(|entry| entry.split(' ').next() == Some(name)).cloned();
    let only = |name: &str| names.iter().filter(|found| *found == name).count() == 1;
    let wanted = dependencies.iter().map(|name| known(name).or_else(|| only(name).then(|| name.clone())));
    let Some(wanted) = wanted.collect::<Option<Vec<String>>>() else { return };
    if wanted == entries {
        return;
    }
    list.clear();
    for entry in &wanted {
        list.push_formatted(Value::from(entry).decorated("\n ", ""));
    }
    list.set_trailing("\n");
    list.set_trailing_comma(true);
}

fn set(item: Option<&mut Item>, key: &str, text: &str) {
    if let Some(table) = item.and_then(Item::as_table_like_mut) {
        set_in(table, key, text);
    }
}

/// Sets the text of a key, and preserves the decoration of its value.
fn set_in(table: &mut dyn TableLike, key: &str, text: &str) {
    let Some(value) = table.get_mut(key).and_then(Item::as_value_mut) else { return };
    if value.as_str() != Some(text) {
        let decor = value.decor().clone();
        *value = Value::from(text);
        *value.decor_mut() = decor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "# by Cargo\nversion = 4\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"r\"\n\n\
        [[package]]\nname = \"c\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"c\"\nversion = \"2.0.0\"\n\n\
        [[package]]\nname = \"a\"\nversion = \"0.1.0\"\ndependencies = [\n \"c 1.0.0\",\n]\n\n\
        [[package]]\nname = \"a\"\nversion = \"0.1.0\"\nsource = \"r\"\n\n\
        [[package]]\nname = \"e\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n]\n";

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_format_of_settings_stays() {
        let text = "# why\n[crate]\nname = 'a' # it\nversion   = \"0.1.0\"  # this one\n\n[model]\nfile = \"smithy.json\"\n";
        let expected = text.replace("0.1.0", "0.2.0").replace("smithy.json", "b.json");
        assert_eq!(settings(text, "0.2.0", "b.json").expect("TOML"), expected);
        assert_eq!(
            settings("[crate]\nname = 'a'\n", "1.0.0", "b.json").expect("TOML"),
            "[crate]\nname = 'a'\n"
        );
    }

    #[test]
    fn a_workspace_names_the_version_where_it_did() {
        let text = "[workspace]\nexclude = [\"x\", \"y/z\"]\n[workspace.dependencies]\n\
            a = { path = \"a\", version = \"0.1.0\" }\nb = \"0.1.0\"\n";
        let expected = text.replace("a\", version = \"0.1.0\"", "a\", version = \"0.2.0\"");
        assert_eq!(workspace(text, "a", "0.2.0").expect("TOML"), expected);
        let text_without = text.replace(", version = \"0.1.0\"", "");
        assert_eq!(workspace(&text_without, "a", "0.2.0").expect("TOML"), text_without);
        assert_eq!(excluded(text).expect("TOML"), names(&["x", "y/z"]));
    }

    #[test]
    fn a_lock_changes_in_one_package() {
        let bumped = LOCK
            .replace("\"a\"\nversion = \"0.1.0\"\ndependencies", "\"a\"\nversion = \"0.2.0\"\ndependencies");
        let cases = [
            (names(&["c"]), bumped.clone()),
            (names(&["b", "c"]), bumped.replace(" \"c 1.0.0\",\n", " \"b\",\n \"c 1.0.0\",\n")),
            // The lock has no such package, or several.
            (names(&["c", "f"]), bumped.clone()),
        ];
        for (dependencies, expected) in cases {
            assert_eq!(lock(LOCK, "a", "0.2.0", &dependencies).expect("TOML"), expected, "{dependencies:?}");
        }
    }

    #[test]
    fn dependencies_go_by_their_packages() {
        let text =
            "[dependencies]\nz.workspace = true\nb = { package = \"c\" }\n[dev-dependencies]\nz = \"1\"\n";
        assert_eq!(dependencies(text).expect("TOML"), names(&["c", "z"]));
    }
}
