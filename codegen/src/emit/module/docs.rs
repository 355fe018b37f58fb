//! Turns the documentation of a crate into that of a module: paths in links and examples start at the module.

use proc_macro2::TokenStream;

use super::features::Features;

/// Changes the lines of doc comments.
pub(super) struct Adapter {
    /// The library that examples use: `weather_client`.
    pub(super) library: String,
    /// The path of the module: `crate::weather`.
    pub(super) path: String,
    pub(super) features: Features,
}

impl Adapter {
    /// Returns the lines of one doc comment, without those that are left out.
    pub(super) fn lines(&self, lines: &[String]) -> impl Iterator<Item = String> {
        self.adapt(lines).into_iter().flatten()
    }

    /// Returns the lines of one doc comment; a line that is left out is `None`.
    fn adapt(&self, lines: &[String]) -> Vec<Option<String>> {
        let mut adapted: Vec<Option<String>> = Vec::new();
        let mut rest = lines;
        while let Some((line, after)) = rest.split_first() {
            let Some(ticks) = fence(line) else {
                adapted.push(Some(replaced(line, "crate", &self.path)));
                rest = after;
                continue;
            };
            let closes = |line: &String| fence(line) >= Some(ticks) && info(line).is_empty();
            let length = after.iter().position(closes).unwrap_or(after.len());
            let (code, after) = after.split_at(length);
            let (end, after) = after.split_at(after.len().min(1));
            match info(line) {
                "" | "rust" if self.can_be_shown(code) => {
                    adapted.push(Some(line.trim_end_matches("rust").to_owned() + "ignore"));
                    adapted.extend(code.iter().map(|line| self.code(line)));
                    adapted.extend(end.iter().cloned().map(Some));
                }
                "" | "rust" => leave_out(&mut adapted, 1 + code.len() + end.len()),
                _ => adapted.extend([std::slice::from_ref(line), code, end].concat().into_iter().map(Some)),
            }
            rest = after;
        }
        adapted
    }

    /// Whether the module has the features that an example needs.
    fn can_be_shown(&self, code: &[String]) -> bool {
        !code.iter().filter_map(|line| condition(line)).any(|it| self.features.condition(it) == Some(false))
    }

    /// Converts a line of an example. Conditions on features are removed.
    fn code(&self, line: &str) -> Option<String> {
        condition(line).is_none().then(|| replaced(line, &self.library, &self.path))
    }
}

/// Leaves out an example of `lines` lines, and the heading before it with its blank lines.
fn leave_out(adapted: &mut Vec<Option<String>>, lines: usize) {
    let is_blank = |line: &Option<String>| line.as_ref().is_none_or(|line| line.trim().is_empty());
    let above = adapted.iter().rposition(|line| !is_blank(line));
    let is_heading =
        |line: &Option<String>| line.as_ref().is_some_and(|line| line.trim_start().starts_with('#'));
    if let Some(heading) = above.filter(|place| adapted.get(*place).is_some_and(is_heading)) {
        let text = adapted.iter().take(heading).rposition(|line| !is_blank(line));
        adapted.iter_mut().skip(text.map_or(0, |last| last + 1)).for_each(|line| *line = None);
    }
    adapted.extend(std::iter::repeat_n(None, lines));
}

/// Returns the number of backticks at the start of a line, if it is a code fence.
fn fence(line: &str) -> Option<usize> {
    let ticks = line.trim_start().chars().take_while(|c| *c == '`').count();
    (ticks >= 3).then_some(ticks)
}

/// Returns the text after the backticks.
fn info(line: &str) -> &str {
    line.trim().trim_start_matches('`')
}

/// Returns the contents of a `cfg` attribute in a hidden line of an example.
fn condition(line: &str) -> Option<TokenStream> {
    let hidden = line.trim().strip_prefix("# #[")?.strip_suffix(']')?;
    hidden.starts_with("cfg(").then(|| hidden.parse().ok())?
}

/// Replaces paths that start at `root`.
fn replaced(text: &str, root: &str, path: &str) -> String {
    let start = format!("{root}::");
    let mut pieces = text.split(&start);
    let mut replaced = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let within = replaced.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        replaced.extend([if within { root } else { path }, "::", piece]);
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapted(lines: &[&str]) -> Vec<String> {
        let features = Features::new(&["client".to_owned()]);
        let adapter = Adapter { library: "lab".to_owned(), path: "crate::w".to_owned(), features };
        adapter.lines(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn links_and_examples_name_the_module() {
        let lines = [
            (
                " See [`A`](crate::types::A), not [`B`](other_crate::B).",
                " See [`A`](crate::w::types::A), not [`B`](other_crate::B).",
            ),
            (" ```", " ```ignore"),
            (" use lab::types; use my_lab::types;", " use crate::w::types; use my_lab::types;"),
            (" # fn f(a: lab::Client) {}", " # fn f(a: crate::w::Client) {}"),
            (" ```", " ```"),
            (" Of `lab::Client`.", " Of `lab::Client`."),
            (" ```json", " ```json"),
            (" lab::x", " lab::x"),
            (" ```", " ```"),
        ];
        assert_eq!(adapted(&lines.map(|line| line.0)), lines.map(|line| line.1));
    }

    #[test]
    fn examples_of_what_is_not_there_go() {
        let example = |feature: &str| {
            let condition = format!(" # #[cfg(feature = \"{feature}\")]");
            [" A.", "", " # Example", "", " ```", &condition, " lab::f();", " ```", "", " B."]
                .map(str::to_owned)
        };
        let adapt = |feature: &str| adapted(&example(feature).each_ref().map(String::as_str));
        assert_eq!(
            adapt("client"),
            [" A.", "", " # Example", "", " ```ignore", " crate::w::f();", " ```", "", " B."]
        );
        assert_eq!(adapt("blocking"), [" A.", "", " B."]);
    }
}
