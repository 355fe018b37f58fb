//! How figures and rows of tables are written.

/// A saved figure for readers: thousands are set apart, and long ones are in millions.
pub fn figure(saved: &str) -> String {
    match saved.parse::<u64>() {
        Ok(number) if number >= 10_000_000 => format!("{}.{} M", number / 1_000_000, number / 100_000 % 10),
        Ok(number) => thousands(number),
        Err(_) => saved.to_owned(),
    }
}

pub fn thousands(number: u64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", thousands(number / 1000), number % 1000)
    }
}

/// A row of a table in Markdown.
pub fn row(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        row.push(' ');
        row.push_str(cell.as_ref());
        row.push_str(" |");
    }
    row
}

/// The line below the names of the columns; figures stand to the right.
pub fn rule(columns: usize) -> String {
    format!("| --- |{}", " ---: |".repeat(columns.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_set_apart() {
        for (saved, shown) in [
            ("7", "7"),
            ("83635", "83,635"),
            ("1002003", "1,002,003"),
            ("443012345", "443.0 M"),
            ("4.57", "4.57"),
        ] {
            assert_eq!(figure(saved), shown);
        }
    }
}
