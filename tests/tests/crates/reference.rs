//! The API reference: no link is broken, everything has its page, and its programs compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};
use smithy_codegen::plan::Plan;
use smithy_codegen::{Config, Runtime};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources};
use smithy_reference::{self, Site};
use tests::golden::golden;

use crate::cargo;

// The complete programs on the committed service's pages, unchanged.
#[allow(dead_code)]
#[rustfmt::skip]
#[path = "../../fixtures/reference/describe_job_execution.rs"]
mod describe_job_execution;
#[allow(dead_code)]
#[rustfmt::skip]
#[path = "../../fixtures/reference/get_pending_job_executions.rs"]
mod get_pending_job_executions;
#[allow(dead_code)]
#[rustfmt::skip]
#[path = "../../fixtures/reference/start_command_execution.rs"]
mod start_command_execution;
#[allow(dead_code)]
#[rustfmt::skip]
#[path = "../../fixtures/reference/start_next_pending_job_execution.rs"]
mod start_next_pending_job_execution;
#[allow(dead_code)]
#[rustfmt::skip]
#[path = "../../fixtures/reference/update_job_execution.rs"]
mod update_job_execution;

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// A service and its reference.
struct Case {
    name: String,
    /// The text of the model and of its overlay.
    text: String,
    model: Model,
    plan: Plan,
    site: Site,
}

impl Case {
    /// Creates a case from a model, and an overlay if there is a second text.
    fn new(name: &str, texts: &[String]) -> Self {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let mut ids = texts.iter().map(|text| sources.add(name, text.as_str()));
        let model = ids.next().expect("a model");
        let overlay = ids.next();
        drop(ids);
        let parts = Parts { overlay, ..Parts::new(model) };
        let model = smithy_model::load(&sources, parts, Options::default(), &mut diagnostics);
        let Some(model) = model else { panic!("{name}: {}", diagnostics.render(&sources, false)) };
        let config = Config {
            crate_name: Some(name.to_owned()),
            runtime: Runtime::Version("0.1".to_owned()),
            ..Config::default()
        };
        let plan = smithy_codegen::plan::plan(&model, &config, &mut diagnostics).expect("a plan");
        let site = smithy_reference::site(&model, &plan).expect("a site");
        Self { name: name.to_owned(), text: texts.concat(), model, plan, site }
    }

    fn committed() -> &'static Self {
        static COMMITTED: LazyLock<Case> = LazyLock::new(Case::make_committed);
        &COMMITTED
    }

    fn make_committed() -> Self {
        let folder = Path::new(FOLDER).join("fixtures/iot-jobs-data");
        Self::new("iot-jobs-data", &["smithy.json", "overlay.json"].map(|file| read(&folder.join(file))))
    }

    /// Returns the service of a fixture for one feature.
    fn feature(name: &str) -> Self {
        let file = format!("fixtures/features/{name}.smithy.json");
        Self::new(&name.replace('_', "-"), &[complete(&read(&Path::new(FOLDER).join(file)))])
    }

    /// Returns the committed service, the naming obstacle course, and a service for each feature.
    fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Case>> = LazyLock::new(Case::each);
        &ALL
    }

    fn each() -> Vec<Self> {
        let fixtures = Path::new(FOLDER).join("fixtures");
        let obstacles = read(&fixtures.join("obstacle-course.smithy.json"));
        let entries = fs::read_dir(fixtures.join("features")).expect("the features are there");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let features: BTreeSet<_> =
            names.filter_map(|name| name.strip_suffix(".smithy.json").map(str::to_owned)).collect();
        let own = [Self::make_committed(), Self::new("obstacles", &[obstacles])];
        own.into_iter().chain(features.iter().map(|name| Self::feature(name))).collect()
    }

    /// The pages, with their paths.
    fn pages(&self) -> BTreeMap<&str, &str> {
        let pages = self.site.files().filter(|(path, _)| is(path, "html"));
        pages.map(|(path, contents)| (path, std::str::from_utf8(contents).expect("text"))).collect()
    }

    fn page(&self, path: &str) -> &str {
        self.pages().get(path).copied().unwrap_or_else(|| panic!("{}: no page {path}", self.name))
    }
}

/// Whether a file has this extension.
fn is(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("the file is there")
}

/// Adds a service to the shapes of a fixture without one and, if there is no operation, one that takes and returns all
/// of its types.
fn complete(fixture: &str) -> String {
    let mut model: Value = serde_json::from_str(fixture).expect("the fixture is JSON");
    let shapes = model["shapes"].as_object_mut().expect("a model has shapes");
    let of = |kinds: &[&str]| -> Vec<String> {
        let named = shapes.iter().filter(|(_, shape)| kinds.iter().any(|kind| shape["type"] == *kind));
        named.map(|(id, _)| id.clone()).collect()
    };
    if !of(&["service"]).is_empty() {
        return fixture.to_owned();
    }
    let mut operations = of(&["operation"]);
    if operations.is_empty() {
        let types = of(&["structure", "union", "enum", "intEnum"]);
        let members: BTreeMap<_, _> = types
            .iter()
            .enumerate()
            .map(|(at, id)| (format!("member{at}"), json!({ "target": id })))
            .collect();
        let kept = json!({ "target": "lab#Kept" });
        let http = json!({ "smithy.api#http": { "method": "POST", "uri": "/keep" } });
        let keep = json!({ "type": "operation", "input": kept, "output": kept, "traits": http });
        shapes.insert("lab#Kept".to_owned(), json!({ "type": "structure", "members": members }));
        shapes.insert("lab#Keep".to_owned(), keep);
        operations.push("lab#Keep".to_owned());
    }
    let operations: Vec<_> = operations.iter().map(|id| json!({ "target": id })).collect();
    let traits = json!({
        "aws.api#service": { "sdkId": "Lab", "endpointPrefix": "labs" },
        "aws.protocols#restJson1": {},
    });
    let service = json!({ "type": "service", "version": "1", "operations": operations, "traits": traits });
    shapes.insert("lab#Lab".to_owned(), service);
    model.to_string()
}

#[test]
fn no_link_leads_nowhere() {
    let cases = Case::all();
    assert!(cases.len() > 20, "the features are not found");
    for case in cases {
        let (pages, known) = (case.pages(), known(case));
        let ids: BTreeMap<&str, BTreeSet<String>> =
            pages.iter().map(|(path, page)| (*path, ids(case, path, page))).collect();
        // The sidebar's script has links relative to the start of the site.
        let scripts = case.site.files().filter(|(path, _)| path.starts_with("toc-"));
        let scripts: Vec<_> =
            scripts.map(|(path, contents)| (path, std::str::from_utf8(contents).expect("text"))).collect();
        assert_eq!(scripts.len(), 1);
        for (path, text) in pages.iter().map(|(path, page)| (*path, *page)).chain(scripts) {
            let links = ["href", "src"].iter().flat_map(|name| attributes(text, name));
            for link in links.filter(|link| !link.is_empty()) {
                check(case, path, &link, &known, &ids);
            }
        }
    }
}

/// The paths of all files.
fn known(case: &Case) -> BTreeSet<&str> {
    case.site.files().map(|(path, _)| path).collect()
}

/// Fails for a broken link.
fn check(
    case: &Case,
    page: &str,
    link: &str,
    known: &BTreeSet<&str>,
    ids: &BTreeMap<&str, BTreeSet<String>>,
) {
    let place = format!("{}: {page} links to {link}", case.name);
    if link.contains("://") {
        assert!(link.starts_with("https://") || link.starts_with("http://"), "{place}");
        assert!(case.text.contains(link), "{place}, which the model does not");
        return;
    }
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
    let target = if path.is_empty() { page.to_owned() } else { resolved(page, path) };
    assert!(known.contains(target.as_str()), "{place}, which is no file");
    if let Some(fragment) = fragment {
        let has = ids.get(target.as_str()).is_some_and(|ids| ids.contains(fragment));
        assert!(has, "{place}, which is no place in {target}");
    }
}

/// Resolves a relative address from the start of the site; one that leaves the site keeps its dots.
fn resolved(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." && !parts.is_empty() {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// Returns the IDs of a page, and checks that each is unique.
fn ids(case: &Case, path: &str, page: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for id in attributes(page, "id") {
        assert!(ids.insert(id.clone()), "{}: {path} has {id} twice", case.name);
    }
    ids
}

/// The values of an attribute in double quotes.
fn attributes(text: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let values = text.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(unescaped).collect()
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (reference, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(reference, character);
    }
    text
}

#[test]
fn everything_has_its_page_and_a_link_in_the_list() {
    for case in Case::all() {
        let plan = &case.plan;
        assert_eq!(plan.operations.len(), case.model.operations.len());
        let operations = plan.operations.iter().map(|operation| ("operations", operation.module.bare()));
        let structures = plan.structures.iter().map(|plan| &plan.path);
        let unions = plan.unions.iter().map(|plan| &plan.path);
        let enums = plan.enums.iter().map(|plan| &plan.path);
        let int_enums = plan.int_enums.iter().map(|plan| &plan.path);
        let shapes = structures.chain(unions).chain(enums).chain(int_enums);
        let shapes = shapes.map(|path| ("shapes", path.module().bare()));
        let errors = plan.errors.iter().map(|plan| ("errors", plan.path.module().bare()));
        let expected: Vec<_> = operations.chain(shapes).chain(errors).collect();
        for (folder, name) in &expected {
            let path = format!("{folder}/{name}.html");
            case.page(&path);
            for list in [format!("{folder}.html"), "toc.html".to_owned()] {
                let links = attributes(case.page(&list), "href");
                assert!(links.contains(&path), "{}: {list} does not list {path}", case.name);
            }
        }
        let found = case.pages().keys().filter(|path| path.contains('/')).count();
        assert_eq!(found, expected.len(), "{}: pages of something else", case.name);
    }
}

#[test]
fn members_values_errors_and_users_are_told_of() {
    let case = Case::committed();
    for operation in &case.plan.operations {
        let page = case.page(&format!("operations/{}.html", operation.module.bare()));
        let ids = attributes(page, "id");
        let input = operation.input.members.iter().map(|member| format!("parameter.{}", member.ident.bare()));
        let output = operation.output.members.iter().map(|member| format!("result.{}", member.ident.bare()));
        for id in input.chain(output) {
            assert!(ids.contains(&id), "{}: {id}", operation.name);
        }
        let links = attributes(page, "href");
        for error in &operation.errors {
            let address = format!("../errors/{}.html", error.path.module().bare());
            assert!(links.contains(&address), "{}: {address}", operation.name);
        }
    }
    let status = case.page("shapes/job_execution_status.html");
    let links = attributes(status, "href");
    for user in
        ["../operations/update_job_execution.html#parameter.status", "job_execution_state.html#member.status"]
    {
        let user = user.replace("job_execution_state", "../shapes/job_execution_state");
        assert!(links.contains(&user), "{user}");
    }
}

#[test]
fn the_programs_are_those_that_compile_here() {
    let case = Case::committed();
    let programs = smithy_reference::examples(&case.plan);
    assert_eq!(programs.len(), case.plan.operations.len());
    let folder = Path::new(FOLDER).join("fixtures/reference");
    let files = fs::read_dir(&folder).expect("the folder is there").count();
    assert_eq!(files, programs.len(), "a file for each program");
    for (name, program) in programs {
        let file = folder.join(format!("{name}.rs"));
        let header = format!("//! What the reference of the service shows for `{name}`.\n\n");
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            fs::write(&file, format!("{header}{program}")).expect("the file can be written");
        }
        let compiled = fs::read_to_string(&file).expect("the file is there");
        assert_eq!(compiled.strip_prefix(&header), Some(program.as_str()), "INSTA_UPDATE=always writes it");
        let page = unescaped(case.page(&format!("operations/{name}.html")));
        assert!(page.contains(program.trim_end()), "the page of {name} shows another program");
    }
}

/// A service over MQTT: an operation and a notification.
const PAGER: &str = r#"
{
  "smithy": "2.0",
  "shapes": {
    "pager#Pager": {
      "type": "service",
      "version": "1",
      "operations": [{ "target": "pager#Call" }],
      "traits": {
        "aws.api#service": { "sdkId": "Pager" },
        "aws.auth#sigv4": { "name": "pager" },
        "aws.protocols#restJson1": {},
        "smithy.codegen#mqtt": {
          "accepted": "yes",
          "rejected": "no",
          "clientToken": "token",
          "port": 8883,
          "alpn": { "port": 443, "protocol": "x-pager" },
          "maxPayload": 1024,
          "wrongHosts": [{ "host": "*.example.com", "help": "Use the other one" }]
        }
      }
    },
    "pager#Call": {
      "type": "operation",
      "input": { "target": "pager#CallRequest" },
      "output": { "target": "pager#CallResponse" },
      "traits": {
        "smithy.api#http": { "method": "POST", "uri": "/pagers/{pager}" },
        "smithy.mqtt#publish": "$pagers/{pager}/call"
      }
    },
    "pager#CallRequest": {
      "type": "structure",
      "members": {
        "pager": {
          "target": "smithy.api#String",
          "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {}, "smithy.mqtt#topicLabel": {} }
        },
        "loud": { "target": "smithy.api#Boolean", "traits": { "smithy.api#httpQuery": "loud" } }
      }
    },
    "pager#CallResponse": { "type": "structure", "members": { "reply": { "target": "pager#Form" } } },
    "pager#Form": { "type": "string", "traits": { "smithy.codegen#jsonOverMqtt": {} } },
    "pager#Moved": {
      "type": "structure",
      "members": {
        "pager": {
          "target": "smithy.api#String",
          "traits": { "smithy.api#required": {}, "smithy.mqtt#topicLabel": {} }
        },
        "at": { "target": "smithy.api#Long" },
        "place": { "target": "smithy.api#String" },
        "step": { "target": "smithy.api#Long" }
      },
      "traits": {
        "smithy.api#documentation": "A pager is elsewhere now.",
        "smithy.codegen#mqttNotification": {
          "topic": "$pagers/{pager}/moved",
          "time": "at",
          "instance": ["place"],
          "version": "step"
        }
      }
    }
  }
}"#;

#[test]
fn what_travels_over_mqtt_is_told() {
    let case = Case::new("pager", &[PAGER.to_owned()]);
    let tells = |path: &str, words: &[&str]| {
        let page = unescaped(case.page(path));
        for words in words {
            assert!(page.contains(words), "{path} does not tell {words}:\n{page}");
        }
    };
    tells(
        "index.html",
        &[
            "on port 8883, and on port 443 with the protocol name <code>x-pager</code>",
            "<code>yes</code> for a success, <code>no</code> for a refusal",
            "has 1024 bytes at most",
            "not at <code>*.example.com</code>: Use the other one.",
            "<a href=\"shapes/moved.html\"><code>Moved</code></a>: A pager is elsewhere now.",
        ],
    );
    tells(
        "operations/call.html",
        &[
            "published on <code>$pagers/{pager}/call</code>",
            "<code>$pagers/{pager}/call/yes</code>, and a refusal on <code>$pagers/{pager}/call/no</code>",
            "<a href=\"#parameter.pager\"><code>pager</code></a> is a level of the topic",
            "The other parameters are in the message",
            "over MQTT the JSON itself",
        ],
    );
    tells(
        "shapes/moved.html",
        &[
            "sent unasked over MQTT",
            "It is sent on <code>$pagers/{pager}/moved</code>",
            "a level of the topic",
            "<code>at</code> says when it was sent",
            "<code>place</code> says what it is about",
            "<code>step</code> grows with every change",
        ],
    );
    assert!(!case.page("shapes/moved.html").contains("\"pager\": string"), "the level is not in the JSON");
    tells("shapes.html", &["Notifications", "shapes/moved.html"]);
}

/// Members of every type that an input can require.
const VALUES: &str = r#"
{
  "smithy": "2.0",
  "shapes": {
    "lab#Lab": {
      "type": "service",
      "version": "1",
      "operations": [{ "target": "lab#Make" }],
      "traits": {
        "aws.api#service": { "sdkId": "Lab" },
        "aws.auth#sigv4": { "name": "lab" },
        "aws.protocols#restJson1": {}
      }
    },
    "lab#Make": {
      "type": "operation",
      "input": { "target": "lab#All" },
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/" } }
    },
    "lab#All": {
      "type": "structure",
      "members": {
        "any": { "target": "smithy.api#Document", "traits": { "smithy.api#required": {} } },
        "choice": { "target": "lab#Choice", "traits": { "smithy.api#required": {} } },
        "grade": { "target": "lab#Grade", "traits": { "smithy.api#required": {} } },
        "kinds": { "target": "lab#Kinds", "traits": { "smithy.api#required": {} } },
        "part": { "target": "lab#Part", "traits": { "smithy.api#required": {} } },
        "parts": { "target": "lab#Parts", "traits": { "smithy.api#required": {} } },
        "ratio": { "target": "smithy.api#Double", "traits": { "smithy.api#required": {} } },
        "raw": { "target": "smithy.api#Blob", "traits": { "smithy.api#required": {} } },
        "tree": { "target": "lab#Tree", "traits": { "smithy.api#required": {} } },
        "type": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } },
        "when": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#required": {} } }
      }
    },
    "lab#Choice": {
      "type": "union",
      "members": { "again": { "target": "lab#Choice" }, "moments": { "target": "lab#Moments" } }
    },
    "lab#Grade": { "type": "intEnum", "members": { "LOW": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } } } },
    "lab#Kind": { "type": "enum", "members": { "A": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "a" } } } },
    "lab#Kinds": { "type": "list", "member": { "target": "lab#Kind" } },
    "lab#Moments": { "type": "list", "member": { "target": "smithy.api#Timestamp" } },
    "lab#Part": {
      "type": "structure",
      "members": {
        "bytes": { "target": "smithy.api#Blob", "traits": { "smithy.api#required": {} } },
        "grade": { "target": "lab#Grade", "traits": { "smithy.api#required": {} } },
        "kind": { "target": "lab#Kind", "traits": { "smithy.api#required": {} } },
        "kinds": { "target": "lab#Kinds", "traits": { "smithy.api#required": {} } },
        "note": { "target": "smithy.api#String" }
      }
    },
    "lab#Parts": {
      "type": "map",
      "key": { "target": "smithy.api#String" },
      "value": { "target": "lab#Part" },
      "traits": { "smithy.api#sparse": {} }
    },
    "lab#Tree": {
      "type": "structure",
      "members": { "trees": { "target": "lab#Trees", "traits": { "smithy.api#required": {} } } }
    },
    "lab#Trees": { "type": "list", "member": { "target": "lab#Tree" } }
  }
}"#;

#[test]
fn a_program_with_values_of_every_type_compiles() {
    let case = Case::new("reference-lab", &[VALUES.to_owned()]);
    let mut plan = case.plan;
    plan.package.runtime = Runtime::Path(format!("{}/runtime", cargo::WORKSPACE));
    let tree = smithy_codegen::emit::emit(&plan, &|_, _| ()).expect("the crate");
    tree.persist(&cargo::folder("reference-lab")).expect("the crate can be written");
    let programs = smithy_reference::examples(&plan);
    let [(name, text)] = programs.as_slice() else { panic!("one operation has one program") };
    let dependency = r#"reference-lab = { path = "../reference-lab" }"#;
    let folder = cargo::program("reference-program", dependency, text);
    cargo::cargo(&["check"], &folder);
    let page = case.site.files().find(|(path, _)| path.ends_with(&format!("/{name}.html")));
    let page = String::from_utf8_lossy(page.expect("the page").1).into_owned();
    let crates = "<code>reference-lab</code>, <code>time</code> and <code>tokio</code>";
    assert!(page.contains(crates), "the crates that the program needs");
}

#[test]
fn it_gives_the_same_again() {
    let (first, second) = (Case::committed(), &Case::make_committed());
    for ((path, contents), (other, again)) in first.site.files().zip(second.site.files()) {
        assert_eq!(path, other);
        assert!(contents == again, "{path} differs");
    }
    let temporary = std::env::temp_dir().to_string_lossy().into_owned();
    for (path, page) in first.pages() {
        assert!(!page.contains(&temporary), "{path} has a path of this machine");
    }
}

#[test]
fn it_reads_without_scripts_and_without_a_network() {
    for case in Case::all() {
        for (path, page) in case.pages() {
            assert!(!page.contains("{{"), "{}: {path} has a template in it", case.name);
            assert!(!page.contains("class=\"playground\""), "{}: {path} would run code elsewhere", case.name);
            if path == "toc.html" {
                assert!(!page.contains("<script"), "the sidebar for readers without scripts has one");
                continue;
            }
            let trail =
                page.split("<nav class=\"trail\"").nth(1).and_then(|rest| rest.split("</nav>").next());
            let links = attributes(trail.expect("a line of links"), "href");
            let root = if path.contains('/') { "../" } else { "" };
            assert!(links.contains(&format!("{root}index.html")), "{}: {path} is a dead end", case.name);
            assert!(links.contains(&format!("{root}operations.html")) || case.plan.operations.is_empty());
            assert!(page.contains("<noscript>") && page.contains("toc.html"), "{}: {path}", case.name);
        }
        let styles = case.site.files().filter(|(path, _)| is(path, "css"));
        for (path, style) in styles {
            let style = String::from_utf8_lossy(style);
            let loads =
                style.contains("@import") || style.contains("url(http") || style.contains("url('http");
            assert!(!loads, "{path} loads something");
        }
    }
}

#[test]
fn pages_read_well() {
    for (name, page) in [
        ("headers", "operations/send.html"),
        ("union", "shapes/reading.html"),
        ("docs", "shapes/guide.html"),
        ("int_enumeration", "shapes/grade.html"),
    ] {
        let case = Case::feature(name);
        let text = case.page(page).split("<main>").nth(1).and_then(|rest| rest.split("</main>").next());
        let lines: Vec<_> =
            text.expect("a page").trim().lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        golden("reference", name, &lines.join("\n"));
    }
}
