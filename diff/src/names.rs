//! Tells whether two names of a model come out as the same name in Rust.
//!
//! The generator writes names in snake or Pascal case, so a name that only changes its spelling may change nothing for a
//! caller. What counts as a word is decided as the generator's own library does it; keywords and names that are taken do
//! not matter, since they are treated alike in both models.

/// The name of a field, method or module.
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// The name of a type or variant.
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The words in lower case: `IN_PROGRESS` and `inProgress` have the same, `HTTPServer` has `http` and `server`.
fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.flat_map(humps).map(|word| word.to_lowercase()).collect()
}

/// The words of a text without separators: a capital begins one after a small letter, or before one.
fn humps(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut last_case = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek();
        let case = if c.is_lowercase() || c.is_uppercase() { Some(c.is_uppercase()) } else { last_case };
        let ends_capitals =
            last_case == Some(true) && c.is_uppercase() && next.is_some_and(|next| next.is_lowercase());
        if ends_capitals {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
        last_case = case;
        if case == Some(false) && next.is_some_and(|next| next.is_uppercase()) {
            words.push(std::mem::take(&mut word));
            last_case = None;
        } else if ends_capitals {
            last_case = None;
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cased_as_the_generator_does_it() {
        let table = [
            ("thingName", "thing_name", "ThingName"),
            ("BIN", "bin", "Bin"),
            ("OAuth2", "o_auth2", "OAuth2"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("IN_PROGRESS", "in_progress", "InProgress"),
            ("INPROGRESS", "inprogress", "Inprogress"),
            ("us-east-1", "us_east_1", "UsEast1"),
            ("s3:ObjectCreated", "s3_object_created", "S3ObjectCreated"),
            ("__type", "type", "Type"),
            ("größe", "größe", "Größe"),
            ("aB2C", "a_b2c", "AB2c"),
            ("$", "", ""),
        ];
        for (name, as_snake, as_pascal) in table {
            assert_eq!((snake(name).as_str(), pascal(name).as_str()), (as_snake, as_pascal), "{name}");
        }
    }
}
