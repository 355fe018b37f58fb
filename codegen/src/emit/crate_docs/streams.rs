//! The sections of the first page on bodies that come in pieces: bytes and events.

use super::{END, hidden_function, paragraph, section};
use crate::emit::client::Shell;
use crate::emit::sample::{Sample, library};
use crate::plan::Plan;
use crate::plan::operation::OperationPlan;
use crate::plan::structure::MemberPlan;
use crate::plan::types::RustType;

/// Bodies that are bytes.
pub(super) fn bytes(plan: &Plan) -> Vec<String> {
    if !plan.package.member_types.contains(&"ByteStream") {
        return Vec::new();
    }
    let mut lines = section(
        "Bodies that stream",
        &[
            "A [`ByteStream`] is sent and read in pieces, whatever its size. It is made from bytes, a file, a reader or an async",
            "stream. Bytes and files are sent again when a call is repeated; a call with any other stream is not repeated once some",
            "of it has been read, and no other call takes it. Where the service wants the body signed, only bytes and files are taken: a",
            "file is read twice then. An answer that streams has no limit of its size, and the time for an attempt ends with its head.",
            "Between two bytes a minute may pass, unless `stall_timeout` says otherwise.",
        ],
    );
    let Some((operation, member)) = answer(plan, |ty| *ty == RustType::Stream) else { return lines };
    lines.extend(paragraph(&["The async client reads it by `next`, and the blocking one by `Read`:"]));
    let read = [
        format!("while let Some(bytes) = response.output_mut().{}.next().await {{", member.ident),
        "    println!(\"{} bytes\", bytes?.len());".to_owned(),
        "}".to_owned(),
    ];
    lines.extend(example(plan, operation, read));
    lines
}

/// Bodies that are events.
pub(super) fn events(plan: &Plan) -> Vec<String> {
    let is_sent = plan.package.member_types.contains(&"EventSource");
    let found = answer(plan, |ty| matches!(ty, RustType::EventStream(_)));
    if !is_sent && found.is_none() {
        return Vec::new();
    }
    let mut lines = section("Events", &[]);
    if let Some((operation, member)) = found {
        lines.extend(
            [
                "An [`EventStream`] gives the events of an answer one by one, each as soon as it has come. The last one may be an error,",
                "which is one of the operation's own. The async client asks for the next event by `recv`; with the blocking one, a `for`",
                "loop goes through them:",
            ]
            .map(str::to_owned),
        );
        let read = [
            format!("while let Some(event) = response.output_mut().{}.recv().await {{", member.ident),
            "    println!(\"{:?}\", event?);".to_owned(),
            "}".to_owned(),
        ];
        lines.extend(example(plan, operation, read));
    }
    if is_sent {
        let blank = (lines.last().is_some_and(|last| !last.is_empty())).then(String::new);
        lines.extend(blank);
        lines.extend(
            [
                "An [`EventSource`] sends events as they come about: those of an iterator, or in the async client those of a stream, such",
                "as the receiving end of a channel. A call is not repeated once an event has been asked for, and the constraints of events",
                "are not checked.",
            ]
            .map(str::to_owned),
        );
    }
    if !plan.package.client_features.is_empty() {
        lines.extend(paragraph(&[
            "Operations that send and give events at the same time need HTTP/2, which the async client speaks for them. The blocking",
            "client sends all events before it reads the first one.",
        ]));
    }
    lines
}

/// An operation whose answer has such a member, and the member. One that takes plain values is the better example.
fn answer(plan: &Plan, is_wanted: fn(&RustType) -> bool) -> Option<(&OperationPlan, &MemberPlan)> {
    let has =
        |operation: &'_ &OperationPlan| operation.output.members.iter().any(|member| is_wanted(&member.ty));
    let operations = plan.operations.iter().filter(has);
    let operation = operations.min_by_key(|operation| Sample::new(plan, operation).parameters.len())?;
    Some((operation, operation.output.members.iter().find(|member| is_wanted(&member.ty))?))
}

/// An example that makes a call and reads its answer.
fn example(plan: &Plan, operation: &OperationPlan, read: [String; 3]) -> Vec<String> {
    let (library, sample) = (library(plan), Sample::new(plan, operation));
    let client = format!("client: {library}::Client");
    let parameters: Vec<_> = std::iter::once(client).chain(sample.parameters.iter().cloned()).collect();
    let function = format!("async fn example({})", parameters.join(", "));
    let mut lines = vec![String::new(), "```".to_owned()];
    lines.extend(hidden_function(r#"feature = "client""#, &function));
    if sample.uses_types {
        lines.extend([format!("use {library}::types;"), String::new()]);
    }
    let call = sample.call(operation, Shell::Async);
    lines.extend(call.into_iter().map(|line| line.replace("let response", "let mut response")));
    lines.extend(read);
    lines.extend(END.map(str::to_owned));
    lines
}
