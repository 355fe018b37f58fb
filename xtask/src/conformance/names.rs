//! Rust names for cases and suites.

use std::collections::HashSet;

use smithy_codegen::plan::ident::RustIdent;

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// Returns a name in snake case, with a number after it if it is taken.
    pub(super) fn claim(&mut self, text: &str) -> String {
        let ident = RustIdent::snake(text);
        let name = ident.map_or_else(|| "unnamed".to_owned(), |ident| ident.bare().to_owned());
        // A keyword is not a valid name; with a word after it, it is.
        let is_keyword = syn::parse_str::<syn::Ident>(&name).is_err();
        let name = if is_keyword { format!("{name}_case") } else { name };
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.0.contains(name));
        let free = free.unwrap_or(name);
        self.0.insert(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_unique() {
        let mut names = Names::default();
        let claimed = ["RestJsonAll", "rest_json-all", "rest json all 2", "type", "self", "1st", "…"]
            .map(|text| names.claim(text));
        let expected = [
            "rest_json_all",
            "rest_json_all_2",
            "rest_json_all_2_2",
            "type_case",
            "self_",
            "_1st",
            "unnamed",
        ];
        assert_eq!(claimed, expected);
    }
}
