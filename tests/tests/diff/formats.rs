//! A diff report in its four formats, on the history of one service.

use smithy_codegen::plan::docs;
use smithy_diff::render::{self, Subject, Version};
use smithy_diff::{Level, Report, Suppression};
use smithy_model::json::{self, Node, Value};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources, load};
use tests::golden::golden;
use tests::history;

const SCHEMA: &str = include_str!("../../../docs/diff-report.schema.json");

/// The history, each link with the previous one.
const PAIRS: [(&str, &str); 8] = [
    ("0-empty", "1-2017-11-29"),
    ("1-2017-11-29", "2-step-timer"),
    ("2-step-timer", "3-limits"),
    ("3-limits", "4-wording"),
    ("4-wording", "5-commands"),
    ("5-commands", "today"),
    ("5-commands", "6-optional-version"),
    ("6-optional-version", "7-new-path"),
];

/// A method on the page of 2017: its call, its parameters in order, the required ones, and the members of its response
/// in order.
struct Method {
    name: &'static str,
    call: &'static str,
    parameters: &'static [&'static str],
    required: &'static [&'static str],
    response: &'static [&'static str],
}

const EXECUTION: &[&str] = &[
    "execution: dict",
    "execution.jobId: string",
    "execution.thingName: string",
    "execution.status: string",
    "execution.statusDetails: dict",
    "execution.queuedAt: integer",
    "execution.startedAt: integer",
    "execution.lastUpdatedAt: integer",
    "execution.versionNumber: integer",
    "execution.executionNumber: integer",
    "execution.jobDocument: string",
];

const METHODS_OF_2017: [Method; 4] = [
    Method {
        name: "StartNextPendingJobExecution",
        call: "client.start_next_pending_job_execution(",
        parameters: &["thingName: string", "statusDetails: dict"],
        required: &["thingName"],
        response: EXECUTION,
    },
    Method {
        name: "GetPendingJobExecutions",
        call: "client.get_pending_job_executions(",
        parameters: &["thingName: string"],
        required: &["thingName"],
        response: &[
            "inProgressJobs: list",
            "inProgressJobs.jobId: string",
            "inProgressJobs.queuedAt: integer",
            "inProgressJobs.startedAt: integer",
            "inProgressJobs.lastUpdatedAt: integer",
            "inProgressJobs.versionNumber: integer",
            "inProgressJobs.executionNumber: integer",
            "queuedJobs: list",
            "queuedJobs.jobId: string",
            "queuedJobs.queuedAt: integer",
            "queuedJobs.startedAt: integer",
            "queuedJobs.lastUpdatedAt: integer",
            "queuedJobs.versionNumber: integer",
            "queuedJobs.executionNumber: integer",
        ],
    },
    Method {
        name: "UpdateJobExecution",
        call: "client.update_job_execution(",
        parameters: &[
            "jobId: string",
            "thingName: string",
            "status: string",
            "statusDetails: dict",
            "expectedVersion: integer",
            "includeJobExecutionState: boolean",
            "includeJobDocument: boolean",
            "executionNumber: integer",
        ],
        required: &["jobId", "thingName", "status"],
        response: &[
            "executionState: dict",
            "executionState.status: string",
            "executionState.statusDetails: dict",
            "executionState.versionNumber: integer",
            "jobDocument: string",
        ],
    },
    Method {
        name: "DescribeJobExecution",
        call: "client.describe_job_execution(",
        parameters: &[
            "jobId: string",
            "thingName: string",
            "includeJobDocument: boolean",
            "executionNumber: integer",
        ],
        required: &["jobId", "thingName"],
        response: EXECUTION,
    },
];

const STATUS_OF_2017: &str = "'QUEUED'|'IN_PROGRESS'|'SUCCEEDED'|'FAILED'|'REJECTED'|'REMOVED'|'CANCELED'";

/// A service with a value of each type, and with recursive shapes.
const TYPES: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "lab#Lab": { "type": "service", "operations": [SERVED], "traits": { "aws.protocols#restJson1": {} } },
    "lab#Grow": {
      "type": "operation",
      "input": { "target": "lab#GrowRequest" },
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/trees" } }
    },
    "lab#GrowRequest": {
      "type": "structure",
      "members": {
        "tree": { "target": "lab#Tree", "traits": { "smithy.api#required": {} } },
        "size": { "target": "lab#Size" },
        "mood": { "target": "lab#Mood" },
        "height": { "target": "smithy.api#Double" },
        "at": { "target": "smithy.api#Timestamp" },
        "photo": { "target": "smithy.api#Blob" },
        "notes": { "target": "smithy.api#Document" },
        "ground": { "target": "lab#Ground" }
      }
    },
    "lab#Tree": {
      "type": "structure",
      "members": { "left": { "target": "lab#Tree" }, "branches": { "target": "lab#Trees" }, "fruit": { "target": "lab#Fruit" } }
    },
    "lab#Trees": {
      "type": "list",
      "member": { "target": "lab#Tree" },
      "traits": { "smithy.api#documentation": "<p>Each <b>grows</b> on its own.</p><ul><li>One</li><li>Two</li></ul>" }
    },
    "lab#Fruit": {
      "type": "union",
      "members": { "seed": { "target": "lab#Tree" }, "none": { "target": "lab#Ground" } }
    },
    "lab#Ground": { "type": "structure", "members": {} },
    "lab#Size": {
      "type": "intEnum",
      "members": {
        "SMALL": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } },
        "LARGE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 2 } }
      }
    },
    "lab#Mood": {
      "type": "enum",
      "members": { "FINE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "it's ```fine```" } } }
    }
  }
}"#;

/// Two models and their differences.
struct Pair {
    old: Model,
    new: Model,
    report: Report,
}

impl Pair {
    fn page(&self) -> String {
        render::page(&self.old, &self.new, &self.report, "2017-11-29", &docs::markdown)
    }
}

fn link(name: &str) -> String {
    match name {
        "today" => include_str!("../../fixtures/iot-jobs-data/smithy.json").to_owned(),
        name => history::model(name),
    }
}

fn pair((old, new): (&str, &str)) -> Pair {
    compare((old, &link(old)), (new, &link(new)))
}

fn compare(old: (&str, &str), new: (&str, &str)) -> Pair {
    let mut sources = Sources::default();
    let mut read = |(name, text): (&str, &str)| {
        let model = sources.add(format!("{name}.json"), text);
        let parts = Parts::new(model);
        let mut diagnostics = Diagnostics::default();
        let model = load(&sources, parts, Options::default(), &mut diagnostics);
        assert_eq!(diagnostics.render(&sources, false), "", "{name}");
        model.expect("it loads")
    };
    let (old, new) = (read(old), read(new));
    let report = smithy_diff::compare(&sources, &old, &new);
    Pair { old, new, report }
}

/// Renders a report as in real use: with file names, and with the version of a client.
fn with_subject<T>(pair: (&str, &str), render: impl FnOnce(&Report, &Subject<'_>) -> T) -> T {
    with_suppressed(pair, &[], render)
}

/// Does the same, with a suppressed change.
fn with_suppressed<T>(
    pair: (&str, &str),
    suppressions: &[&str],
    render: impl FnOnce(&Report, &Subject<'_>) -> T,
) -> T {
    let mut report = self::pair(pair).report;
    let parse = |text: &&str| Suppression::parse(text).expect("it is good");
    let unused = report.suppress(&suppressions.iter().map(parse).collect::<Vec<_>>());
    assert!(unused.is_empty(), "{suppressions:?}");
    let version = Version::new(0, 1, 0);
    let (old, new) = (format!("{}.json", pair.0), format!("{}.json", pair.1));
    render(&report, &Subject { old: &old, new: &new, version: Some(&version) })
}

/// Returns the part of a page about one method.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let start = page.find(heading).expect(heading) + heading.len();
    let rest = &page[start..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// Returns the members in nested lists: `execution.jobId: string`. Items without a name are elements, and represent
/// their list.
fn members(structure: &str) -> Vec<String> {
    let mut path: Vec<(usize, &str)> = Vec::new();
    let mut members = Vec::new();
    for line in structure.lines() {
        let item = line.trim_start();
        let Some((name, rest)) = item.strip_prefix("* **").and_then(|item| item.split_once("** (")) else {
            continue;
        };
        let indent = line.len() - item.len();
        path.retain(|(other, _)| *other < indent);
        path.push((indent, name));
        let names: Vec<_> = path.iter().map(|(_, name)| *name).collect();
        let kind = rest.split(')').next().unwrap_or_default();
        members.push(format!("{}: {kind}", names.join(".")));
    }
    members
}

#[test]
fn the_page_of_2017_tells_each_method_and_each_parameter() {
    let page = pair(("0-empty", "1-2017-11-29")).page();
    assert!(page.starts_with("# AWS IoT Jobs Data Plane\n"), "{page}");
    assert!(page.contains("\n## 2017/11/29 - AWS IoT Jobs Data Plane - 4 new api methods\n"), "{page}");
    assert_eq!(page.matches(" (new)\n").count(), METHODS_OF_2017.len());
    assert_eq!(page.matches(STATUS_OF_2017).count(), 4);
    for Method { name, call, parameters, required, response } in METHODS_OF_2017 {
        let section = section(&page, &format!("\n## {name} (new)\n"));
        assert!(section.contains(call), "{name}");
        let types = section.lines().filter_map(|line| line.strip_prefix("* **type** "));
        assert_eq!(types.map(|line| line.replace('`', "")).collect::<Vec<_>>(), parameters, "{name}");
        let params: Vec<_> = section.lines().filter_map(|line| line.strip_prefix("* **param** ")).collect();
        let marked = params.iter().filter(|line| line.contains("[REQUIRED]"));
        let marked: Vec<_> = marked.filter_map(|line| line.split('`').nth(1)).collect();
        assert_eq!((params.len(), marked.as_slice()), (parameters.len(), required), "{name}");
        let (_, structure) = section.split_once("### Response Structure").expect("a response");
        assert_eq!(members(structure), response, "{name}");
    }
}

#[test]
fn the_page_of_today_tells_what_has_come_since_2017() {
    let page = pair(("1-2017-11-29", "today")).page();
    assert!(page.contains(" - 1 new 3 updated api methods\n"));
    assert!(page.contains("\n## StartCommandExecution (new)\n"));
    let start = section(&page, "\n## StartNextPendingJobExecution (updated)\n");
    for part in [
        "### Changes (request)",
        "- **new** at `stepTimeoutInMinutes`",
        "    stepTimeoutInMinutes=123  # new",
        "* **param** `stepTimeoutInMinutes`: **(new)**",
        "### Changes (response)",
        "- **new** at `execution.approximateSecondsBeforeTimedOut`",
        "        'approximateSecondsBeforeTimedOut': 123,  # new",
        "    * **approximateSecondsBeforeTimedOut** (integer) -- **(new)**",
        "'TIMED_OUT'|'REJECTED'|'REMOVED'|'CANCELED',  # changed",
    ] {
        assert!(start.contains(part), "{part}\n{start}");
    }
    assert!(!start.contains("'thingName': 'string',  #"), "what was there has no mark");
    let names =
        ["StartCommandExecution", "stepTimeoutInMinutes", "TIMED_OUT", "approximateSecondsBeforeTimedOut"];
    for render in [render::markdown, render::json] {
        let text = with_subject(("1-2017-11-29", "today"), render);
        assert!(names.iter().all(|name| text.contains(name)), "{text}");
    }
}

#[test]
fn methods_that_are_gone_are_told_apart() {
    let page = pair(("6-optional-version", "7-new-path")).page();
    assert!(page.contains(" - 4 updated 1 removed api methods\n"), "{page}");
    assert!(!section(&page, "\n## StartCommandExecution (removed)\n").contains("Request Syntax"));
    let described = section(&page, "\n## DescribeJobExecution (updated)\n");
    assert!(described.contains("- **removed** at `execution.executionNumber`"), "{described}");
}

#[test]
fn a_renamed_method_is_not_new_for_a_new_error() {
    let old = TYPES.replace("SERVED", r#"{ "target": "lab#Grow" }"#);
    let error = r#""lab#Frost": { "type": "structure", "traits": { "smithy.api#error": "client" } }, "lab#Raise": {
      "errors": [{ "target": "lab#Frost" }],"#;
    let new = old.replace(r#""lab#Grow": {"#, error).replace("lab#Grow\"", "lab#Raise\"");
    let pair = compare(("old", &old), ("new", &new));
    let rules: Vec<_> = pair.report.changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["operation-renamed", "shape-added", "error-added"]);
    let page = pair.page();
    assert!(page.contains(" - 1 updated api methods\n") && page.contains("\n## Raise (updated)\n"), "{page}");
}

/// Compares each part of a page, from one heading to the next, with a golden.
fn goldens_of(folder: &str, page: &str) {
    let (mut name, mut part) = ("page".to_owned(), String::new());
    let mut method = String::new();
    for line in page.lines().chain(["## "]) {
        let heading = line.strip_prefix("## ").or_else(|| line.strip_prefix("### "));
        if let Some(heading) = heading {
            golden(folder, &name, &part);
            part.clear();
            if line.starts_with("## ") {
                heading.split(' ').next().unwrap_or_default().clone_into(&mut method);
                name.clone_from(&method);
            } else {
                name = format!("{method} {heading}");
            }
        }
        part += line;
        part.push('\n');
    }
}

#[test]
fn pages() {
    goldens_of("diff/page-2017", &pair(("0-empty", "1-2017-11-29")).page());
    goldens_of("diff/page-today", &pair(("1-2017-11-29", "today")).page());
}

#[test]
fn pages_write_every_type_and_end() {
    let served = TYPES.replace("SERVED", r#"{ "target": "lab#Grow" }"#);
    let page = compare(("old", &TYPES.replace("SERVED", "")), ("new", &served)).page();
    golden("diff/page", "types", &page);
}

#[test]
fn pages_tell_nothing_that_the_report_does_not() {
    let mut pair = pair(("1-2017-11-29", "5-commands"));
    pair.report.changes.clear();
    let page = pair.page();
    let heading = "2017/11/29 - AWS IoT Jobs Data Plane - no changed api methods";
    let version = "**none**: Nothing has changed.";
    assert_eq!(page, format!("# AWS IoT Jobs Data Plane\n\n## {heading}\n\n{version}\n"));
}

#[test]
fn reports_for_people() {
    golden("diff/md", "today", &with_subject(("1-2017-11-29", "today"), render::markdown));
    let suppressions = [
        "operation-removed@StartCommandExecution # No device of ours calls it; see |notes|",
        "*@GetPendingJobExecutions",
    ];
    let breaking = with_suppressed(("6-optional-version", "7-new-path"), &suppressions, render::markdown);
    golden("diff/md", "breaking", &breaking);
    golden("diff/md", "nothing", &with_subject(("4-wording", "4-wording"), render::markdown));
}

#[test]
fn what_is_left_out_is_counted() {
    let report = pair(("3-limits", "4-wording")).report;
    let count = report.changes.len();
    let text = render::markdown(&report.without(Level::Documentation), &Subject::default());
    assert!(count > 0 && text.contains(&format!("\nNo changes; {count} left out.\n")), "{text}");
    assert!(text.contains("\n\n**none**: Nothing that counts has changed.\n\n"), "{text}");
}

#[test]
fn reports_for_tools() {
    golden("diff/json", "limits", &with_subject(("2-step-timer", "3-limits"), render::json));
}

#[test]
fn release_notes() {
    let note = |names| render::github(&pair(names).report, Some(&Version::new(0, 2, 0)));
    golden("diff/github", "today", &note(("1-2017-11-29", "today")));
    golden("diff/github", "breaking", &note(("6-optional-version", "7-new-path")));
    golden("diff/github", "nothing", &note(("4-wording", "4-wording")));
}

#[test]
fn release_notes_list_what_breaks_and_tell_additions_from_changes() {
    let old = TYPES.replace("SERVED", r#"{ "target": "lab#Grow" }"#);
    let height = r#""height": { "target": "smithy.api#Double" },"#;
    let photo = r#""photo": { "target": "smithy.api#Blob" },"#;
    let new = old.replace(height, r#""bigHeight": { "target": "lab#Metres", "traits": { "smithy.api#documentation": "How tall. In metres." } },"#).replace(photo, "");
    let new = new.replace(
        r#""lab#Ground": {"#,
        r#""lab#Metres": { "type": "structure", "members": {} },
           "lab#Ground": { "traits": { "smithy.api#deprecated": {} },"#,
    );
    let note = render::notes(&compare(("old", &old), ("new", &new)).report);
    let expected = [
        "### Breaking changes\n\n- In your code: The field and its setters are gone. Earlier releases: ",
        "\n  - `GrowInput::height` is gone.\n  - `GrowInput::photo` is gone.\n",
        "### New\n\n- `GrowInput::big_height` is new. How tall.\n  - With 1 type: `Metres`.\n",
        "### Changed\n\n- `Ground` is deprecated.\n",
    ];
    for part in expected {
        assert!(note.contains(part), "{part}\n{note}");
    }
}

#[test]
fn reports_for_tools_follow_their_schema() {
    let schema = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is one");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
    let check = |text: &str| {
        let report = serde_json::from_str(text).expect("the report is JSON");
        let faults: Vec<_> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
        assert_eq!(faults, [""; 0], "{text}");
    };
    for names in PAIRS {
        check(&with_subject(names, render::json));
        check(&with_suppressed(names, &["*@*"], render::json));
        check(&render::json(&pair(names).report.without(Level::Documentation), &Subject::default()));
    }
    let report = with_subject(("2-step-timer", "3-limits"), render::json);
    for (good, bad) in [
        ("\"format_version\": 1", "\"format_version\": 2"),
        ("\"level\": \"constraint\"", "\"level\": \"odd\""),
        ("\"breaking\": false", "\"broken\": false"),
        ("\"line\": ", "\"line\": -"),
    ] {
        let odd = serde_json::from_str(&report.replacen(good, bad, 1)).expect("it is JSON");
        assert!(!validator.is_valid(&odd), "{bad} has to be a fault");
    }
    for key in ["\"format_version\"", "\"bump\"", "\"rule\"", "\"line\""] {
        check(&report.replacen(key, &format!("\"later\": 1, {key}"), 1));
    }
}

#[test]
fn the_order_of_a_model_does_not_matter() {
    for (old, new) in PAIRS {
        let given = pair((old, new));
        let turned = compare((old, &turned(&link(old))), (new, &turned(&link(new))));
        assert_eq!(given.page(), turned.page(), "{old} {new}");
        assert_eq!(without_lines(&given.report), without_lines(&turned.report), "{old} {new}");
    }
}

/// Returns the report for people, without line numbers.
fn without_lines(report: &Report) -> String {
    let text = render::markdown(report, &Subject::default());
    text.lines().map(|line| line.split(".json:").next().unwrap_or(line).to_owned() + "\n").collect()
}

/// Returns the same model with its JSON objects, and the lists that are sets, in reverse order. A shape's members keep
/// their order, which has a meaning.
fn turned(model: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add("model.json", model);
    let node = json::parse(&sources, source, &mut Diagnostics::default()).expect("the model is JSON");
    text(&node, "")
}

fn text(node: &Node, key: &str) -> String {
    match &node.value {
        Value::Object(members) => {
            let text = |(key, node): &(json::Key, Node)| {
                format!("{}: {}", serde_json::Value::from(key.text.as_str()), text(node, &key.text))
            };
            let mut members: Vec<_> = members.iter().map(text).collect();
            if !matches!(key, "members" | "parameters") {
                members.reverse();
            }
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let mut items: Vec<_> = items.iter().map(|item| text(item, "")).collect();
            if matches!(key, "operations" | "errors") {
                items.reverse();
            }
            format!("[{}]", items.join(","))
        }
        _ => node.to_json().to_string(),
    }
}
