//! How the generator's time grows with what it writes: a dot for each service, and a table by size.

use crate::results::Table;
use crate::svg::{Anchor, Svg};
use crate::text;

/// Where the sizes of the table begin, in lines.
const BOUNDS: [f64; 8] = [0.0, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, f64::INFINITY];

/// The plot's edges: lines of Rust from left to right, milliseconds from bottom to top.
const X: (f64, f64) = (70.0, 740.0);
const Y: (f64, f64) = (400.0, 50.0);
const LINES: (f64, f64) = (1e3, 1e6);
const TIME: (f64, f64) = (5.0, 3e3);

struct Service {
    name: String,
    lines: f64,
    /// CPU time in milliseconds.
    time: f64,
}

/// Those that were measured, without the row of all.
fn services(table: &Table) -> Vec<Service> {
    let service = |cells: &Vec<String>| match cells.as_slice() {
        [name, lines, time] if name != "all" => {
            Some(Service { name: name.clone(), lines: lines.parse().ok()?, time: time.parse().ok()? })
        }
        _ => None,
    };
    table.rows.iter().filter_map(service).collect()
}

/// A table of sizes, and of all together.
pub fn markdown(table: &Table) -> String {
    let services = services(table);
    let head = ["lines of Rust in a crate", "services", "lines", "CPU s", "CPU s for 100,000 lines"];
    let mut lines = vec![text::row(head), text::rule(head.len())];
    for bounds in BOUNDS.windows(2) {
        let &[from, to] = bounds else { continue };
        let group: Vec<_> = services.iter().filter(|one| (from..to).contains(&one.lines)).collect();
        let name =
            if to.is_finite() { format!("{} to {}", whole(from), whole(to)) } else { "more".to_owned() };
        lines.extend((!group.is_empty()).then(|| row(&name, &group)));
    }
    lines.push(row("all", &services.iter().collect::<Vec<_>>()));
    format!("{}\n\n{}.", lines.join("\n"), table.note)
}

fn row(name: &str, group: &[&Service]) -> String {
    let lines: f64 = group.iter().map(|service| service.lines).sum();
    let seconds = group.iter().map(|service| service.time).sum::<f64>() / 1e3;
    let cost = format!("{:.2}", seconds * 1e5 / lines.max(1.0));
    text::row([name.to_owned(), group.len().to_string(), whole(lines), format!("{seconds:.2}"), cost])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lines are whole and not negative"
)]
fn whole(lines: f64) -> String {
    text::thousands(lines as u64)
}

/// A dot for each service, over the line of the mean.
pub fn draw(table: &Table) -> String {
    let services = services(table);
    let mut svg = Svg::new(780.0, 450.0, "Generator: CPU time of one process, by the size of the crate");
    axes(&mut svg);
    mean(&mut svg, &services);
    for service in &services {
        let (x, y) = (place(service.lines, LINES, X), place(service.time, TIME, Y));
        let name = format!("{}: {} lines, {} ms", service.name, whole(service.lines), service.time);
        svg.dot(x, y, "s0 dot", &name);
    }
    svg.finish()
}

fn axes(svg: &mut Svg) {
    for lines in [1e3, 1e4, 1e5, 1e6] {
        let x = place(lines, LINES, X);
        svg.line((x, Y.0), (x, Y.1), "line");
        svg.text(x, Y.0 + 16.0, Anchor::Middle, "muted", &whole(lines));
    }
    for time in [10.0, 100.0, 1e3] {
        let y = place(time, TIME, Y);
        svg.line((X.0, y), (X.1, y), "line");
        svg.text(X.0 - 8.0, y + 4.0, Anchor::End, "muted", &whole(time));
    }
    svg.text(f64::midpoint(X.0, X.1), Y.0 + 36.0, Anchor::Middle, "muted", "lines of Rust in the crate");
    svg.text(X.0 - 54.0, Y.1 - 4.0, Anchor::Start, "muted", "CPU ms");
}

/// The time that each size would take at the mean of all.
fn mean(svg: &mut Svg, services: &[Service]) {
    let all = |of: fn(&Service) -> f64| services.iter().map(of).sum::<f64>();
    let slope = all(|service| service.time) / all(|service| service.lines).max(1.0);
    if slope <= 0.0 {
        return;
    }
    let end = |lines: f64| (place(lines, LINES, X), place(lines * slope, TIME, Y));
    svg.line(end((TIME.0 / slope).max(LINES.0)), end((TIME.1 / slope).min(LINES.1)), "mark");
    let label = format!("dashed: {:.2} s for 100,000 lines, the mean of all", slope * 100.0);
    svg.text(X.1, Y.0 - 12.0, Anchor::End, "muted over", &label);
}

/// Where a value stands on a logarithmic axis; what lies beyond its ends stands at the end.
fn place(value: f64, (least, most): (f64, f64), (start, end): (f64, f64)) -> f64 {
    let share = (value.clamp(least, most) / least).ln() / (most / least).ln();
    start + share * (end - start)
}
