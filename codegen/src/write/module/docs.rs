//! Documentation of a crate as that of a module: links and examples name things by the path of the module.

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta};

use super::features::Features;

/// Changes the doc comments of whatever it visits.
pub(super) struct Adapter<'t> {
    /// The library that examples use: `weather_client`.
    library: &'t str,
    /// The path of the module: `crate::weather`.
    path: String,
    features: Features,
}

impl<'t> Adapter<'t> {
    pub(super) fn new(library: &'t str, path: &TokenStream, features: Features) -> Self {
        Self { library, path: path.to_string().replace(' ', ""), features }
    }

    /// The lines of one doc comment; what is left out is none.
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

    /// Whether what an example needs is in the module.
    fn can_be_shown(&self, code: &[String]) -> bool {
        !code.iter().filter_map(|line| condition(line)).any(|it| self.features.condition(&it) == Some(false))
    }

    /// A line of an example. Features have no meaning in it any more.
    fn code(&self, line: &str) -> Option<String> {
        condition(line).is_none().then(|| replaced(line, self.library, &self.path))
    }
}

/// Leaves out an example of so many lines, and the heading over it with the blank lines around.
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

/// How many backticks a line starts with, where they fence code off.
fn fence(line: &str) -> Option<usize> {
    let ticks = line.trim_start().chars().take_while(|c| *c == '`').count();
    (ticks >= 3).then_some(ticks)
}

/// What stands behind the backticks.
fn info(line: &str) -> &str {
    line.trim().trim_start_matches('`')
}

/// The condition that a hidden line of an example is.
fn condition(line: &str) -> Option<Attribute> {
    let hidden = line.trim().strip_prefix("# ").filter(|code| code.starts_with("#[cfg("))?;
    Attribute::parse_outer.parse_str(hidden).ok()?.pop()
}

impl VisitMut for Adapter<'_> {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let lines: Vec<String> = attributes.iter_mut().filter_map(text).map(|text| text.value()).collect();
        if lines.is_empty() {
            return;
        }
        let mut adapted = self.adapt(&lines).into_iter();
        attributes.retain_mut(|attribute| {
            let Some(text) = text(attribute) else { return true };
            let Some(line) = adapted.next().flatten() else { return false };
            *text = LitStr::new(&line, text.span());
            true
        });
    }

    // Nothing in a function has documentation.
    fn visit_block_mut(&mut self, _: &mut syn::Block) {}
}

/// The line that an attribute documents with.
fn text(attribute: &mut Attribute) -> Option<&mut LitStr> {
    match &mut attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &mut pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The text with another path where one starts at `root`.
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
    use quote::{ToTokens, quote};

    use super::*;

    fn adapted(lines: &[&str]) -> Vec<String> {
        let mut file: syn::File = syn::parse_quote!(#(#[doc = #lines])* struct A;);
        let features = Features::new(&["client".to_owned()]);
        Adapter::new("lab", &quote!(crate::w), features).visit_file_mut(&mut file);
        let [syn::Item::Struct(item)] = file.items.as_mut_slice() else {
            panic!("{}", file.to_token_stream())
        };
        item.attrs.iter_mut().filter_map(text).map(|text| text.value()).collect()
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
