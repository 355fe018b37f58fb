//! Kinds of change of the service itself.

super::declare! {
    SDK_ID_CHANGED "sdk-id-changed" Rust
        "The user agent names the service otherwise"
        "The type of the service and, unless it is set, the name of the crate are others"
    TITLE_CHANGED "title-changed" Documentation
        "Nothing changes"
        "The documentation calls the service otherwise"
    API_VERSION_CHANGED "api-version-changed" Documentation
        "Nothing changes: the version of the API is no part of a request"
        "The version that the service's facts tell is another"
    ENDPOINT_PREFIX_CHANGED "endpoint-prefix-changed" Documentation
        "Nothing changes by itself: the endpoint rules make the host"
        "Nothing changes"
    CLIENT_PROTOCOL_CHANGED "client-protocol-changed" Wire
        "Requests and answers are written in another way; old clients go on as long as the service speaks their protocol"
        "The same calls are sent in another way"
    TARGET_PREFIX_CHANGED "target-prefix-changed" Wire
        "Old clients call the service by a name that it no longer goes by"
        "The same calls name the service otherwise"
    QUERY_COMPATIBILITY_CHANGED "query-compatibility-changed" Wire
        "Requests ask for the error codes of the Query protocol, or no longer do"
        "`code` of an error gives the code that the Query protocol had, or no longer does"
    PROTOCOL_ADDED "protocol-added" Documentation
        "Nothing changes: old clients speak the protocol that they did"
        "Nothing changes by itself: which protocol the client speaks is another rule"
    PROTOCOL_REMOVED "protocol-removed" Documentation
        "Clients that speak the protocol are no longer understood"
        "Nothing changes by itself: which protocol the client speaks is another rule"
    AUTH_ADDED "auth-added" Documentation
        "Nothing changes: old clients authenticate as they did"
        "Nothing changes by itself: what an operation takes is another rule"
    AUTH_REMOVED "auth-removed" Documentation
        "Clients that authenticate so are refused"
        "Nothing changes by itself: what an operation takes is another rule"
    SIGNING_INTRODUCED "signing-introduced" Wire
        "The service refuses the unsigned requests of old clients"
        "Calls need credentials"
    SIGNING_DROPPED "signing-dropped" Additive
        "Signed requests of old clients are as good as unsigned ones"
        "Calls need no credentials"
    SIGNING_NAME_CHANGED "signing-name-changed" Wire
        "Signatures of old clients are for a name that the service no longer goes by"
        "The same calls are signed with another name"
    MUTUAL_TLS_PORT_CHANGED "mutual-tls-port-changed" Wire
        "Old clients present their certificate at a port where nobody expects it"
        "Clients with a certificate connect to another port"
    WRONG_HOSTS_CHANGED "wrong-hosts-changed" Documentation
        "Nothing changes"
        "Clients say something else of hosts that are given by mistake"
    HINTS_CHANGED "hints-changed" Documentation
        "Nothing changes"
        "Errors come with other advice"
}
