//! Names from a nasty alphabet, none of which becomes another one's name in Rust.

use std::collections::HashSet;

use heck::{ToPascalCase, ToSnakeCase};

use crate::Dice;

/// Keywords, the prelude, what generated code calls its own, and names whose case can be read in more than one way.
const NASTY: &[&str] = &[
    "name", "id", "value", "type", "self", "Self", "super", "crate", "match", "mod", "fn", "impl", "dyn", "async",
    "await", "gen", "try", "yield", "box", "abstract", "final", "override", "priv", "typeof", "unsized", "virtual",
    "move", "ref", "static", "const", "where", "while", "loop", "in", "as", "use", "extern", "enum", "struct", "union",
    "trait", "true", "false", "become", "macro", "unsafe", "return", "break", "let", "mut", "pub", "raw", "safe",
    "Option", "Some", "None", "Result", "Ok", "Err", "Vec", "String", "Box", "Default", "From", "Into", "Clone",
    "Debug", "Display", "Drop", "Send", "Sync", "Copy", "Eq", "Ord", "Hash", "Iterator", "ToString", "Fn", "str",
    "bool", "u8", "i32", "f64", "char", "usize", "std", "core", "alloc", "serde", "bytes", "http", "time", "Bytes",
    "HashMap", "Duration", "OffsetDateTime", "Serialize", "Deserialize", "Serializer", "Deserializer", "Document",
    "Client", "Config", "ConfigBuilder", "Builder", "Operation", "Response", "Request", "Error", "Exception",
    "Failure", "Unhandled", "Unknown", "Command", "Params", "Params_", "Checks", "Endpoint", "Credentials", "Identity",
    "Trust", "Token", "Caller", "Detached", "Set", "Unset", "Slot", "Validate", "Validator", "Constraints",
    "Violations", "ServiceError", "ErrorMeta", "ErrorResponse", "ClientError", "SendError", "RequestError",
    "RequestBuilder", "ByteStream", "EventStream", "EventSource", "Pages", "Items", "Outcome", "Waiter", "Verdict",
    "BigInteger", "BigDecimal", "Auth", "HostPrefix", "ModeledError", "FromResponse", "Read", "codec", "request",
    "response", "output", "input", "error", "errors", "types", "operation", "operations", "blocking", "client",
    "config", "endpoint", "mqtt", "low_level", "required", "constraints", "builder", "build", "send", "customize",
    "presigned", "call", "invoke", "new", "default", "clone", "into", "from", "fmt", "eq", "source", "description",
    "as_str", "values", "is_empty", "len", "message", "Message", "code", "status", "request_id", "raw_body",
    "retry_kind", "modeled", "meta", "detail", "caller", "serializer", "deserializer", "object", "member", "MEMBERS",
    "complete", "take", "v", "C", "S", "D", "T", "E", "O", "fooBar", "HTTPServer", "x2y", "aB", "ABC", "A1B2C3",
    "iOSVersion", "_1", "_2nd", "__x", "x__y", "snake_case_name", "SCREAMING_NAME", "XMLHttpRequest2", "set_value",
    "is_set", "with", "unit", "Unit", "Blob", "Timestamp", "Struct", "List", "Map", "Key", "Value", "Field", "Cow",
    "Arc", "Pin", "Future", "Stream", "Read_", "Write", "Self_", "self_", "r", "l", "tests", "main", "lib", "doc",
];

/// The names taken in one place.
#[derive(Debug, Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    /// A name that is not taken, in the spelling that the dice give it.
    pub(crate) fn take(&mut self, dice: &mut Dice<'_>) -> String {
        let mut name = dice.pick(NASTY).to_owned();
        if dice.once_in(4) {
            name = respell(&name, dice);
        }
        if dice.once_in(6) {
            name += &dice.pick(NASTY).to_pascal_case();
        }
        while !self.claim(&name) {
            name = format!("{name}N{}", self.0.len());
        }
        name
    }

    /// Takes this very name; false where it, or one that becomes the same in Rust, is taken.
    pub(crate) fn claim(&mut self, name: &str) -> bool {
        let forms = [name.to_snake_case(), name.to_pascal_case().to_lowercase(), name.to_lowercase()];
        let is_free = forms.iter().all(|form| !self.0.contains(form));
        if is_free {
            self.0.extend(forms);
        }
        is_free
    }
}

fn respell(name: &str, dice: &mut Dice<'_>) -> String {
    match dice.below(3) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        _ => {
            let mut characters = name.chars();
            let first = characters.next().unwrap_or('x').to_uppercase();
            first.chain(characters).collect()
        }
    }
}
