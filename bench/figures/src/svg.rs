//! The parts of a plot. Text and lines follow the reader's light or dark mode, and so does the ground below them.

use std::fmt::Write as _;

/// A class for each series; these colours stand out on both grounds.
const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#1f2328}\
.title{font-size:15px;font-weight:600}.muted{fill:#59636e}\
.ground{fill:#fff}.over{paint-order:stroke;stroke:#fff;stroke-width:4px}.line{stroke:#d1d9e0}.mark{stroke:#59636e;stroke-dasharray:4 3}\
.s0{fill:#3f83d1}.s1{fill:#d9822b}.s2{fill:#3f9e6e}.dot{fill-opacity:.65}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.muted{fill:#a0aab4}.ground{fill:#0d1117}.over{stroke:#0d1117}\
.line{stroke:#30363d}.mark{stroke:#a0aab4}}";

pub struct Svg {
    parts: String,
    width: f64,
    height: f64,
}

/// Which end of a text its place is.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    pub fn new(width: f64, height: f64, title: &str) -> Self {
        let mut svg = Self { parts: String::new(), width, height };
        svg.text(16.0, 26.0, Anchor::Start, "title", title);
        svg
    }

    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        self.add(&format!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" class="{class}">{text}</text>"#
        ));
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(&format!(r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" class="{class}"/>"#));
    }

    pub fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        self.add(&format!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" class="{class}"/>"#
        ));
    }

    /// A dot that says what it is when the mouse rests on it.
    pub fn dot(&mut self, x: f64, y: f64, class: &str, name: &str) {
        let dot = format!(
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="3" class="{class}"><title>{name}</title></circle>"#
        );
        self.add(&dot);
    }

    fn add(&mut self, part: &str) {
        let _ = writeln!(self.parts, "{part}");
    }

    pub fn finish(self) -> String {
        let Self { parts, width, height } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\">\n<style>{STYLE}</style>\n\
             <rect width=\"100%\" height=\"100%\" class=\"ground\"/>\n{parts}</svg>\n"
        )
    }
}
