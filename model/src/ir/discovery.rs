//! Endpoint discovery: an operation of the service returns the endpoints of others.

use super::{Model, Operation, ShapeId, ShapeKind};

/// How the service returns the endpoints of its operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The operation that returns them: `DescribeEndpoints`.
    pub operation: String,
    /// The error of a call that was sent to a wrong endpoint.
    pub error: String,
}

impl Discovery {
    /// The member of the output that lists the endpoints.
    pub const ENDPOINTS: &'static str = "Endpoints";
    /// The member of an endpoint that names its host.
    pub const ADDRESS: &'static str = "Address";
    /// The member of an endpoint that says for how many minutes it is valid.
    pub const MINUTES: &'static str = "CachePeriodInMinutes";
    /// The default for the error.
    pub const ERROR: &'static str = "InvalidEndpointException";
}

impl<State> Model<State> {
    /// Returns the operation that returns the endpoints of others, if it has the form that all such operations have: it
    /// can be called without an input, and returns a list of hosts, each with the minutes for which it is valid.
    pub fn discovering(&self) -> Option<&Operation> {
        let name = &self.service.discovery.as_ref()?.operation;
        let operation = self.operations.iter().find(|operation| operation.name == *name)?;
        let needs_input = self.structure(operation.input).members.iter().any(|member| member.required);
        let endpoints = self.target_of(operation.output, Discovery::ENDPOINTS)?;
        let ShapeKind::List(list) = &self.shape(endpoints).kind else { return None };
        let kind = |name| Some(&self.shape(self.target_of(list.member.target, name)?).kind);
        let is_text = matches!(kind(Discovery::ADDRESS)?, ShapeKind::String { .. });
        let is_long = matches!(kind(Discovery::MINUTES)?, ShapeKind::Long);
        (!needs_input && !operation.discovers_endpoint && !list.sparse && is_text && is_long)
            .then_some(operation)
    }

    fn target_of(&self, structure: ShapeId, name: &str) -> Option<ShapeId> {
        let mut members = self.structure(structure).members.iter();
        members.find(|member| member.name == name).map(|member| member.target)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Diagnostics, Model, Options, Parts, Sources, Unsupported, load};

    /// A service with an operation that returns endpoints, one that needs an endpoint, and a third one.
    const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
        "p#P": {"type": "service",
            "operations": [{"target": "p#Tell"}, {"target": "p#Need"}, {"target": "p#Offer"}],
            "traits": {"aws.protocols#awsJson1_0": {},
                "aws.api#clientEndpointDiscovery": {"operation": "p#Tell", "error": "p#Wrong"}}},
        "p#Tell": {"type": "operation", "input": {"target": "p#Question"}, "output": {"target": "p#Told"}},
        "p#Question": {"type": "structure", "members": {
            "word": {"target": "smithy.api#String", "traits": {"aws.api#clientEndpointDiscoveryId": {}}}}},
        "p#Told": {"type": "structure", "members": {"Endpoints": {"target": "p#Places"}}},
        "p#Places": {"type": "list", "member": {"target": "p#Place"}},
        "p#Place": {"type": "structure", "members": {
            "Address": {"target": "smithy.api#String"}, "CachePeriodInMinutes": {"target": "smithy.api#Long"}}},
        "p#Need": {"type": "operation", "traits": {"aws.api#clientDiscoveredEndpoint": {"required": true}}},
        "p#Offer": {"type": "operation", "traits": {"aws.api#clientDiscoveredEndpoint": {"required": false}}},
        "p#Wrong": {"type": "structure", "traits": {"smithy.api#error": "client"}}}}"#;

    fn read(text: &str, options: Options) -> (Option<Model>, Vec<String>) {
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("smithy.json", text));
        let mut diagnostics = Diagnostics::default();
        let model = load(&sources, parts, options, &mut diagnostics);
        (model, diagnostics.iter().map(|problem| problem.message.clone()).collect())
    }

    #[test]
    fn an_operation_that_tells_endpoints_has_one_form() {
        let (model, messages) = read(MODEL, Options::default());
        let model = model.expect("it is good");
        assert!(messages.is_empty(), "{messages:?}");
        assert_eq!(model.discovering().map(|operation| operation.name.as_str()), Some("Tell"));
        let discovery = model.service.discovery.as_ref().expect("it is there");
        assert_eq!((discovery.operation.as_str(), discovery.error.as_str()), ("Tell", "Wrong"));
        let needs: Vec<_> = model.operations.iter().map(|operation| operation.discovers_endpoint).collect();
        assert_eq!(needs, [true, false, false]);

        let others = [
            (r#""aws.api#clientEndpointDiscoveryId""#, r#""smithy.api#required""#),
            (r#""operation": "p#Tell""#, r#""operation": "p#Ask""#),
            (r#""operation": "p#Tell""#, r#""operation": "p#Need""#),
            (r#""Endpoints""#, r#""Places""#),
            (r#""Endpoints": {"target": "p#Places"}"#, r#""Endpoints": {"target": "p#Place"}"#),
            (r#""type": "list","#, r#""type": "list", "traits": {"smithy.api#sparse": {}},"#),
            (r#""Address""#, r#""Host""#),
            (r#""Address": {"target": "smithy.api#String"}"#, r#""Address": {"target": "smithy.api#Blob"}"#),
            (
                r#""CachePeriodInMinutes": {"target": "smithy.api#Long"}"#,
                r#""CachePeriodInMinutes": {"target": "smithy.api#String"}"#,
            ),
        ];
        for (old, new) in others {
            let (model, messages) = read(&MODEL.replace(old, new), Options::default());
            assert!(model.is_none(), "{new}");
            assert_eq!(messages, ["`Need` needs endpoint discovery, which is not supported"], "{new}");
        }
    }

    #[test]
    fn an_operation_and_the_one_that_tells_its_endpoint_stay_together() {
        let names = |(model, _): (Option<Model>, _)| -> Vec<String> {
            model.expect("it is good").operations.iter().map(|operation| operation.name.clone()).collect()
        };
        let selected = |name: &str| Options { operations: Some(vec![name.into()]), ..Options::default() };
        assert_eq!(names(read(MODEL, selected("Need"))), ["Need", "Tell"]);
        assert_eq!(names(read(MODEL, selected("Offer"))), ["Offer"]);

        let faulty = MODEL.replace(
            r#""members": {
            "word""#,
            r#""members": {
            "loop": {"target": "p#Loop"}, "word""#,
        );
        let faulty = faulty.replace(
            r#""p#Wrong":"#,
            r#""p#Loop": {"type": "list", "member": {"target": "p#Loop"}}, "p#Wrong":"#,
        );
        let options = Options { unsupported: Unsupported::LeaveOut, ..Options::default() };
        assert_eq!(names(read(&faulty, options)), ["Offer"]);
    }
}
