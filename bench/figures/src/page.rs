//! Fills the marked places of a page: what stands between `<!-- table: NAME -->` and `<!-- end -->` is replaced.

use std::fmt::Write as _;

const START: &str = "<!-- table: ";
const END: &str = "<!-- end -->";

pub fn fill(page: &str, table: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut parts = page.split(START);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").ok_or("a mark of a table does not end")?;
        let (_, rest) = rest.split_once(END).ok_or_else(|| format!("the table {name} does not end"))?;
        let content = table(name).unwrap_or_else(|| "Not measured yet.".to_owned());
        let _ = write!(filled, "{START}{name} -->\n{content}\n{END}{rest}");
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_the_marks_is_replaced() {
        let page = "a\n<!-- table: one -->\nold\n<!-- end -->\nb\n<!-- table: two --><!-- end -->";
        let filled = fill(page, &|name| (name == "one").then(|| "new".to_owned()));
        let want = "a\n<!-- table: one -->\nnew\n<!-- end -->\nb\n<!-- table: two -->\nNot measured yet.\n<!-- end -->";
        assert_eq!(filled.as_deref(), Ok(want));
        assert!(fill("<!-- table: one -->", &|_| None).is_err());
    }
}
