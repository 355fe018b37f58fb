//! `Cargo.toml`.

use super::crate_docs::features_of;
use crate::config::DEPENDENCIES;
use crate::config::toml::{key, quoted};
use crate::config::{Publishing, Runtime};
use crate::plan::Plan;

/// The manifest, without its header.
pub fn emit(plan: &Plan) -> String {
    let package = &plan.package;
    let (name, description) =
        (quoted(&package.name), quoted(&format!("{}, API version {}", package.title, package.api_version)));
    let version = quoted(&package.version);
    let inherited = |key: &str, own: &str| {
        if package.in_workspace { format!("{key}.workspace = true\n") } else { format!("{key} = {own}\n") }
    };
    let mut manifest =
        format!("[package]\nname = {name}\ndescription = {description}\nversion = {version}\n");
    manifest += &inherited("edition", "\"2024\"");
    // The version of the runtime crate, not that of the generator.
    manifest += "rust-version = \"1.85\"\n";
    manifest += &publishing(&package.publishing, package.in_workspace);
    manifest += &features(plan);
    manifest += "\n[dependencies]\n";
    for (crate_name, own) in DEPENDENCIES {
        if crate_name != "time" || package.uses_time {
            manifest += &inherited(crate_name, own);
        }
        if crate_name == "serde_json" {
            manifest += &runtime(plan);
        }
    }
    for (crate_name, value) in &package.dependencies {
        manifest.extend([key(crate_name).as_str(), " = ", value, "\n"]);
    }
    manifest += "\n[package.metadata.docs.rs]\nall-features = true\nrustdoc-args = [\"--cfg\", \"docsrs\"]\n";
    manifest += match (package.in_workspace, package.own_workspace) {
        (true, _) => "\n[lints]\nworkspace = true\n",
        (false, true) => "\n[workspace]\n",
        (false, false) => "",
    };
    manifest
}

/// Writes the metadata for a registry. The licence is that of the workspace if there is one.
fn publishing(publishing: &Publishing, in_workspace: bool) -> String {
    let license = if in_workspace {
        Some("license.workspace = true\n".to_owned())
    } else {
        publishing.license.as_ref().map(|license| format!("license = {}\n", quoted(license)))
    };
    let repository = publishing.repository.as_ref().map(|url| format!("repository = {}\n", quoted(url)));
    let list = |key: &str, words: &[String]| {
        let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        (!words.is_empty()).then(|| format!("{key} = [{}]\n", words.join(", ")))
    };
    let lists = [list("keywords", &publishing.keywords), list("categories", &publishing.categories)];
    license.into_iter().chain(repository).chain(lists.into_iter().flatten()).collect()
}

/// Writes the features; each turns on one of the runtime's.
fn features(plan: &Plan) -> String {
    let package = &plan.package;
    let of_runtime = |name: &str| format!("\"smithy-client/{name}\"");
    let feature = |(name, _): (&str, _)| {
        let before = (name == "aws-config").then(|| "\"sigv4\"".to_owned());
        let more = package.client_features.iter().filter(|_| name == "client");
        let all: Vec<_> =
            before.into_iter().chain([of_runtime(name)]).chain(more.map(|name| of_runtime(name))).collect();
        format!("{name} = [{}]\n", all.join(", "))
    };
    let features: Vec<_> = features_of(plan).map(feature).collect();
    let default: Vec<_> = package.default_features.iter().map(|name| quoted(name)).collect();
    format!("\n[features]\ndefault = [{}]\n{}", default.join(", "), features.concat())
}

fn runtime(plan: &Plan) -> String {
    let features: Vec<_> = plan.package.runtime_features.iter().map(|feature| quoted(feature)).collect();
    let features = match features.as_slice() {
        [] => String::new(),
        features => format!(", features = [{}]", features.join(", ")),
    };
    let source = match &plan.package.runtime {
        // A published package needs a version beside the path, which the workspace has.
        _ if plan.package.in_workspace && features.is_empty() => {
            return "smithy-client.workspace = true\n".to_owned();
        }
        _ if plan.package.in_workspace => "workspace = true".to_owned(),
        Runtime::Path(path) => format!("path = {}", quoted(path)),
        Runtime::Version(version) => format!("version = {}", quoted(version)),
    };
    format!("smithy-client = {{ {source}{features} }}\n")
}
