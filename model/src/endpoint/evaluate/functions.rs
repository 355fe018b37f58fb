//! The functions that rules call, on the interpreter's values. Generated code calls the same functions.

use smithy_client::endpoint as library;

use super::Computed;
use crate::endpoint::Function;

/// Calls a function of the library.
pub(super) fn call(function: Function, arguments: &[Computed]) -> Option<Computed> {
    let (Computed::Text(text), rest) = arguments.split_first()? else { return None };
    match (function, rest) {
        (Function::Partition, []) => Some(Computed::Partition(library::Partition::of(text))),
        (Function::ParseArn, []) => library::Arn::parse(text).map(|_| Computed::Arn(text.clone())),
        (Function::ParseUrl, []) => library::Url::parse(text).map(|_| Computed::Url(text.clone())),
        (Function::UriEncode, []) => Some(Computed::Text(library::uri_encode(text).into_owned())),
        (Function::IsValidHostLabel, [Computed::Boolean(subdomains)]) => {
            Some(Computed::Boolean(library::is_valid_host_label(text, *subdomains)))
        }
        (Function::IsVirtualHostableS3Bucket, [Computed::Boolean(subdomains)]) => {
            Some(Computed::Boolean(library::is_virtual_hostable_s3_bucket(text, *subdomains)))
        }
        (
            Function::Substring,
            [Computed::Integer(start), Computed::Integer(stop), Computed::Boolean(reverse)],
        ) => library::substring(text, *start, *stop, *reverse).map(|text| Computed::Text(text.to_owned())),
        (Function::Split, [Computed::Text(delimiter), Computed::Integer(limit)]) => {
            let parts = library::split(text, delimiter, *limit);
            Some(Computed::Texts(parts.into_iter().map(ToOwned::to_owned).collect()))
        }
        _ => None,
    }
}

/// Returns a named part of a value.
pub(super) fn attribute(of: &Computed, name: &str) -> Option<Computed> {
    let text = |text: &str| Some(Computed::Text(text.to_owned()));
    match of {
        Computed::Partition(partition) => match name {
            "name" => text(partition.name),
            "dnsSuffix" => text(partition.dns_suffix),
            "dualStackDnsSuffix" => text(partition.dual_stack_dns_suffix),
            "implicitGlobalRegion" => text(partition.implicit_global_region),
            "supportsFIPS" => Some(Computed::Boolean(partition.supports_fips)),
            "supportsDualStack" => Some(Computed::Boolean(partition.supports_dual_stack)),
            _ => None,
        },
        Computed::Arn(arn) => {
            let arn = library::Arn::parse(arn)?;
            match name {
                "partition" => text(arn.partition),
                "service" => text(arn.service),
                "region" => text(arn.region),
                "accountId" => text(arn.account_id),
                "resourceId" => {
                    Some(Computed::Texts(arn.resource_id.into_iter().map(ToOwned::to_owned).collect()))
                }
                _ => None,
            }
        }
        Computed::Url(url) => {
            let url = library::Url::parse(url)?;
            match name {
                "scheme" => text(url.scheme),
                "authority" => text(url.authority),
                "path" => text(url.path),
                "normalizedPath" => text(&url.normalized_path),
                "isIp" => Some(Computed::Boolean(url.is_ip)),
                _ => None,
            }
        }
        Computed::Boolean(_) | Computed::Integer(_) | Computed::Text(_) | Computed::Texts(_) => None,
    }
}
