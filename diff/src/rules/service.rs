//! Kinds of change of the service itself.

super::declare! {
    SDK_ID_CHANGED "sdk-id-changed" Rust
        "The user agent has another name for the service"
        "The type of the service has another name, and so has the crate unless its name is set"
    TITLE_CHANGED "title-changed" Documentation
        "Nothing changes"
        "The documentation has another name for the service"
    API_VERSION_CHANGED "api-version-changed" Documentation
        "Nothing changes: requests do not have the version of the API"
        "The constant with the version of the API has another value"
    ENDPOINT_PREFIX_CHANGED "endpoint-prefix-changed" Documentation
        "Nothing changes by itself: the endpoint rules make the host"
        "Nothing changes"
    CLIENT_PROTOCOL_CHANGED "client-protocol-changed" Wire
        "Requests and responses have another form; old clients work as long as the service speaks their protocol"
        "The same calls are sent in another way"
    TARGET_PREFIX_CHANGED "target-prefix-changed" Wire
        "Old clients use a name of the service that it no longer has"
        "The same calls use another name of the service"
    QUERY_COMPATIBILITY_CHANGED "query-compatibility-changed" Wire
        "Requests ask for the error codes of the Query protocol, or no longer do"
        "`code` of an error is now the code of the Query protocol, or no longer is"
    PROTOCOL_ADDED "protocol-added" Documentation
        "Nothing changes: old clients keep their protocol"
        "Nothing changes by itself: another rule tells which protocol the client speaks"
    PROTOCOL_REMOVED "protocol-removed" Documentation
        "Clients that speak the protocol are no longer understood"
        "Nothing changes by itself: another rule tells which protocol the client speaks"
    AUTH_ADDED "auth-added" Documentation
        "Nothing changes: old clients authenticate as before"
        "Nothing changes by itself: other rules tell how operations are authenticated"
    AUTH_REMOVED "auth-removed" Documentation
        "The service refuses clients that authenticate this way"
        "Nothing changes by itself: other rules tell how operations are authenticated"
    SIGNING_INTRODUCED "signing-introduced" Wire
        "The service refuses the unsigned requests of old clients"
        "Calls need credentials"
    SIGNING_DROPPED "signing-dropped" Additive
        "The service still accepts signed requests of old clients"
        "Calls need no credentials"
    SIGNING_NAME_CHANGED "signing-name-changed" Wire
        "Signatures of old clients are for a name that the service no longer has"
        "The same calls are signed with another name"
    MUTUAL_TLS_PORT_CHANGED "mutual-tls-port-changed" Wire
        "Old clients present their certificate at the wrong port"
        "Clients with a certificate connect to another port"
    FIXED_HEADERS_CHANGED "fixed-headers-changed" Wire
        "Old clients send other headers than the service wants now"
        "Requests have other headers"
    WRONG_HOSTS_CHANGED "wrong-hosts-changed" Documentation
        "Nothing changes"
        "Clients have other advice on hosts that are given by mistake"
    HINTS_CHANGED "hints-changed" Documentation
        "Nothing changes"
        "Errors come with other advice"
}
