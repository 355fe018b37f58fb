//! Models of extreme size: depth, width, one enormous line, thousands of faults.

use std::fmt::Write;
use std::time::{Duration, Instant};

use smithy_model::Sources;

use super::harness::{C2J, OVERLAY, SMITHY, faults, golden, load_parts, model_alone};

/// Far more time than any case takes on a busy machine, and far less than quadratic growth would take.
const SOON: Duration = Duration::from_mins(2);

fn render(name: &str, text: String) -> String {
    let mut sources = Sources::default();
    let parts = model_alone(&mut sources, text);
    let begin = Instant::now();
    let rendered = faults(name, &sources, parts);
    assert!(begin.elapsed() < SOON, "{name} took {:?}", begin.elapsed());
    assert!(rendered.len() < 40_000, "{name}: {} bytes", rendered.len());
    assert!(rendered.lines().all(|line| line.chars().count() < 700), "{name}: a line is too long to read");
    rendered
}

/// The good model with more shapes.
fn with_shapes(shapes: &str) -> String {
    SMITHY.replace("\"pond#Name\": {", &format!("{shapes}\n    \"pond#Name\": {{"))
}

fn many(count: usize, shape: impl Fn(usize) -> String) -> String {
    (0..count).map(|number| shape(number) + "\n").collect()
}

/// Returns shapes from `pond#F0`, each the target of a member of the frog.
fn with_reached_shapes(count: usize, shape: impl Fn(usize) -> String) -> String {
    let member = |number| format!("\"f{number}\": {{ \"target\": \"pond#F{number}\" }},");
    let frog = "\"friends\": { \"target\": \"pond#Friends\" },";
    with_shapes(&many(count, shape)).replace(frog, &format!("{frog} {}", many(count, member)))
}

#[test]
fn ten_thousand_levels() {
    let arrays = "[".repeat(10_000) + &"]".repeat(10_000);
    let objects = "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000);
    let inside = SMITHY.replace("\"X-Trace\"", &arrays);
    let unclosed = "[".repeat(10_000);
    let cases = [("arrays", arrays), ("objects", objects), ("in a trait", inside), ("unclosed", unclosed)];
    for (name, text) in cases {
        golden("levels", name, &render(name, text));
    }
}

#[test]
fn one_enormous_line() {
    let line: String = SMITHY.lines().map(str::trim).collect();
    let filler = many(3_000, |number| {
        format!(
            "\"pond#Filler{number}\": {{\"type\":\"string\",\"traits\":{{\"smithy.api#documentation\":\"Fills.\"}}}},"
        )
    });
    let bad = |old: &str, new: &str| {
        line.replace(old, new)
            .replace("\"pond#Volume\": {", &(filler.replace('\n', "") + "\"pond#Volume\": {"))
    };
    let cases = [
        ("fault at the front", bad("\"version\": \"2024", "\"versoin\": \"2024")),
        ("fault at the back", bad("\"smithy.api#httpError\": 503", "\"smithy.api#httpError\": 5030")),
        ("broken at the back", bad("\"smithy.api#httpError\": 503", "\"smithy.api#httpError\": 503,")),
        ("duplicate", bad("\"pond#Gone\": {", "\"pond#Dry\": {")),
    ];
    for (name, text) in &cases {
        assert!(text.len() > 200_000 && !text.contains('\n'), "{name}");
    }
    for (name, text) in cases {
        golden("lines", name, &render(name, text));
    }
}

#[test]
fn enormous_names_and_values() {
    let long = "frog".repeat(50_000);
    let wide = "蛙".repeat(50_000);
    let cases = [
        ("key", SMITHY.replace("\"code\": 204", &format!("\"{long}\": 204"))),
        ("target", SMITHY.replace("\"target\": \"pond#Colour\"", &format!("\"target\": \"pond#{long}\""))),
        ("shape id", SMITHY.replace("\"pond#Volume\": {", &format!("\"pond#{wide}\": {{"))),
        ("URI", SMITHY.replace("/lilies", &format!("/{wide}"))),
        (
            "value",
            SMITHY.replace("\"smithy.api#httpError\": 503", &format!("\"smithy.api#httpError\": \"{long}\"")),
        ),
        ("version", SMITHY.replace("\"smithy\": \"2.0\"", &format!("\"smithy\": [\"{long}\"]"))),
        ("method", SMITHY.replace("\"GET\"", &format!("\"{long}\""))),
        (
            "default",
            SMITHY.replace("\"smithy.api#default\": []", &format!("\"smithy.api#default\": [\"{long}\"]")),
        ),
        ("C2J key", C2J.replace("\"hostLabel\"", &format!("\"{long}\""))),
    ];
    for (name, text) in cases {
        golden("values", name, &render(name, text));
    }
}

#[test]
fn names_cannot_write_to_the_terminal() {
    let name = "\\u001b[2Jgreen\\nred\\u202e\\u0000";
    let text = SMITHY.replace("\"code\": 204", &format!("\"{name}\": 204"));
    let rendered = render("escapes", text);
    assert!(!rendered.contains(['\u{1b}', '\u{202e}', '\0']), "{rendered:?}");
    golden("sizes", "names that write to a terminal", &rendered);
}

#[test]
fn thousands_of_faults() {
    let dangling = |number: usize| {
        format!(
            "\"pond#F{number}\": {{ \"type\": \"list\", \"member\": {{ \"target\": \"pond#Missing{number}\" }} }},"
        )
    };
    let unknown = |number: usize| {
        format!(
            "\"pond#F{number}\": {{ \"type\": \"string\", \"traits\": {{ \"smithy.api#new{number}\": {{}} }} }},"
        )
    };
    let cases = [
        ("dangling targets", with_reached_shapes(5_000, dangling)),
        ("unknown traits", with_reached_shapes(5_000, unknown)),
        ("warnings and one error", with_reached_shapes(5_000, unknown).replace("\"GET\"", "\"FETCH\"")),
        (
            "duplicate keys",
            with_shapes(&many(5_000, |_| "\"pond#Same\": { \"type\": \"string\" },".to_owned())),
        ),
    ];
    let mut text = String::new();
    for (name, model) in cases {
        let rendered = render(name, model);
        let lines: Vec<_> = rendered.lines().collect();
        let shown = rendered.matches("error[").count() + rendered.matches("warning[").count();
        let end = lines.len().saturating_sub(12);
        writeln!(text, "#### {name}: {shown} shown\n{}\n", lines.get(end..).unwrap_or_default().join("\n"))
            .expect("memory takes it");
    }
    golden("sizes", "thousands of problems", &text);
}

#[test]
fn one_fault_in_a_shape_that_many_use_is_told_once() {
    let operations: Vec<_> =
        (0..100).map(|number| format!("{{ \"target\": \"pond#Op{number}\" }}")).collect();
    let shapes = many(100, |number| {
        let http = format!("\"smithy.api#http\": {{ \"method\": \"GET\", \"uri\": \"/{number}/{{name}}\" }}");
        format!(
            "\"pond#Op{number}\": {{ \"type\": \"operation\", \"input\": {{ \"target\": \"pond#GetFrogRequest\" }}, \"traits\": {{ {http} }} }},"
        )
    });
    let text = with_shapes(&shapes)
        .replace("[{ \"target\": \"pond#GetFrog\" }]", &format!("[{}]", operations.join(",")));
    let text = text.replace("\"smithy.api#httpHeader\": \"X-Trace\"", "\"smithy.api#httpQuery\": \"depth\"");
    assert_eq!(render("shared input", text).matches("error[").count(), 1);
}

/// Long chains of shapes are unusual but valid: they are loaded, and no stack overflows.
#[test]
fn long_chains_of_shapes() {
    let structures = many(10_000, |number| {
        let next = number + 1;
        format!(
            "\"pond#S{number}\": {{ \"type\": \"structure\", \"members\": {{ \"next\": {{ \"target\": \"pond#S{next}\" }} }} }},"
        )
    });
    let end = "\"pond#S10000\": { \"type\": \"string\" },";
    let text = with_shapes(&(structures + end));
    let members = "\"s\": { \"target\": \"pond#S0\" }, \"mood\":";
    let text = text.replacen("\"mood\":", members, 1);
    let mut sources = Sources::default();
    let parts = model_alone(&mut sources, text);
    let parts = smithy_model::Parts { overlay: Some(sources.add("overlay.json", OVERLAY)), ..parts };
    let begin = Instant::now();
    let (model, diagnostics) = load_parts(&sources, parts);
    assert_eq!(diagnostics.render(&sources, false), "");
    assert!(model.is_some_and(|model| model.shapes.len() > 10_000));
    assert!(begin.elapsed() < SOON, "it took {:?}", begin.elapsed());
}

/// Nested lists become one Rust type, which the compiler would not accept.
#[test]
fn lists_within_lists() {
    let model = |depth: usize| {
        let lists = many(depth, |number| {
            let next = number + 1;
            format!(
                "\"pond#L{number}\": {{ \"type\": \"list\", \"member\": {{ \"target\": \"pond#L{next}\" }} }},"
            )
        });
        let text = with_shapes(&format!("{lists}\"pond#L{depth}\": {{ \"type\": \"string\" }},"));
        text.replacen("\"mood\":", "\"l\": { \"target\": \"pond#L0\" }, \"mood\":", 1)
    };
    let mut sources = Sources::default();
    let parts = model_alone(&mut sources, model(32));
    assert!(load_parts(&sources, parts).0.is_some());
    for depth in [33, 10_000] {
        assert!(render("lists within lists", model(depth)).contains("error[nested-too-deep]"), "{depth}");
    }
}

#[test]
fn thousands_of_faults_on_one_line() {
    let documentation = "ä".repeat(1_000);
    let dangling = |number: usize| {
        format!(
            r#""pond#F{number}": {{ "type": "list", "member": {{ "target": "pond#Missing{number}" }},
            "traits": {{ "smithy.api#documentation": "{documentation}" }} }},"#
        )
    };
    let text: String = with_reached_shapes(2_000, dangling).lines().map(str::trim).collect();
    let place = text.find("pond#Missing1999").expect("it is there");
    let column = text[..place].chars().count();
    let mut sources = Sources::default();
    let parts = model_alone(&mut sources, text);
    let (_, diagnostics) = load_parts(&sources, parts);
    let begin = Instant::now();
    let (people, tools) = (diagnostics.render(&sources, false), diagnostics.render_json(&sources));
    assert!(begin.elapsed() < SOON, "it took {:?}", begin.elapsed());
    assert!(people.len() < 40_000 && tools.lines().count() == 2_000);
    let last = tools.lines().last().expect("there are some");
    assert!(last.contains(&format!("\"column\":{column}")), "{last}");
    assert!(last.contains(&format!("--> smithy.json:1:{column}\\n")), "{last}");
    assert!(last.contains(r#"\"target\": \"pond#Missing1999\""#), "{last}");
}
