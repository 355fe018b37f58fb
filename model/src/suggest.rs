//! "Did you mean": the known name nearest to an unknown one.

/// The maximum length of a name, in characters. Longer ones are no typing errors, and take long to compare.
const LONGEST: usize = 200;

/// Returns the candidate that is nearest to `name`, if it is near enough.
///
/// In absolute shape ids only the names count. A shape of another namespace is near only if its name is the same.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (space, bare) = split(name);
    let length = bare.chars().count();
    let limit = (length / 3).clamp(1, 4);
    let near = |candidate: &'a str| {
        let (other_space, other) = split(candidate);
        let limit = if space == other_space { limit } else { 0 };
        let possible = length <= LONGEST && other.chars().count().abs_diff(length) <= limit;
        let distance = if possible { distance(bare, other) } else { usize::MAX };
        (distance <= limit).then_some((distance, candidate))
    };
    candidates.into_iter().filter_map(near).min().map(|(_, candidate)| candidate)
}

/// Splits an id into the namespace, if it has one, and the name.
fn split(id: &str) -> (Option<&str>, &str) {
    id.split_once('#').map_or((None, id), |(space, name)| (Some(space), name))
}

/// Returns "did you mean `x`?", if there is an `x`.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Returns the edit distance. A difference only in case is the most common slip, so it counts as one edit.
fn distance(name: &str, candidate: &str) -> usize {
    if name.eq_ignore_ascii_case(candidate) {
        usize::from(name != candidate)
    } else {
        strsim::damerau_levenshtein(name, candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_names_only() {
        let known = ["JobExecution", "JobId", "ThingName"];
        assert_eq!(nearest("JobExecutoin", known), Some("JobExecution"));
        assert_eq!(nearest("JOBID", known), Some("JobId"));
        assert_eq!(nearest("Command", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"JobExecution".repeat(20), known), None);
    }

    #[test]
    fn namespaces_do_not_make_names_near() {
        let known = ["smithy.api#auth", "smithy.api#jsonName", "pond#Frog"];
        assert_eq!(nearest("smithy.api#enum", known), None);
        assert_eq!(nearest("smithy.api#jsonname", known), Some("smithy.api#jsonName"));
        assert_eq!(nearest("lake#Frog", known), Some("pond#Frog"));
        assert_eq!(nearest("Frog", known), Some("pond#Frog"));
        assert_eq!(nearest("lake#Forg", known), None);
    }
}
