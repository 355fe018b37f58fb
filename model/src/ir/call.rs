//! Properties of an operation besides its input and output: pagination and request compression.

/// The pagination of an operation. Names are paths of members, separated by dots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pagination {
    /// The member of the input that takes the token of the page.
    pub input_token: Option<String>,
    /// The member of the output with the token of the next page.
    pub output_token: Option<String>,
    /// The member of the output that holds the items.
    pub items: Option<String>,
    /// The member of the input that limits the items of a page.
    pub page_size: Option<String>,
    /// The member of the output that says whether there is another page, if the token does not.
    pub more: Option<String>,
}

impl Pagination {
    /// Returns these names, and those of the service where these are unset.
    #[must_use]
    pub fn over(self, service: &Self) -> Self {
        Self {
            input_token: self.input_token.or_else(|| service.input_token.clone()),
            output_token: self.output_token.or_else(|| service.output_token.clone()),
            items: self.items.or_else(|| service.items.clone()),
            page_size: self.page_size.or_else(|| service.page_size.clone()),
            more: self.more,
        }
    }
}

/// How the service accepts compressed request bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compression {
    /// The encodings, the preferred one first: `gzip`.
    pub encodings: Vec<String>,
}
