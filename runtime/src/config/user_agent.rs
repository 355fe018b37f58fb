//! The value of the header `user-agent`.

use crate::service::ServiceInfo;

/// The maximum length of an application's name, in bytes.
const APP_NAME_MAX: usize = 50;

/// Returns crate, service, system, language and, if set, the application's name.
pub(super) fn text(info: &ServiceInfo, app_name: Option<&str>) -> String {
    let mut text = format!(
        "{}/{} api/{}#{} os/{} lang/rust",
        info.crate_name,
        info.crate_version,
        snake_case(info.id),
        info.api_version,
        std::env::consts::OS,
    );
    if let Some(name) = app_name {
        text.push_str(" app/");
        text.push_str(name);
    }
    text
}

/// The id of a service in lower case with `_` for spaces and hyphens.
pub(super) fn snake_case(id: &str) -> String {
    id.to_ascii_lowercase().replace([' ', '-'], "_")
}

/// Whether an application can have this name: any other text would not be a single word of the header.
pub(super) fn is_app_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (1..=APP_NAME_MAX).contains(&name.len()) && name.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_applications_are_one_short_word() {
        let longest = "a".repeat(APP_NAME_MAX);
        for name in ["a", "Pump_17.2", "!#$%&'*+-.^_`|~", &longest] {
            assert!(is_app_name(name), "{name}");
        }
        for name in ["", "a b", "a/b", "a(b)", "ü", "a\n", &format!("{longest}a")] {
            assert!(!is_app_name(name), "{name}");
        }
    }
}
