//! Which address is the client's, and whether it is in one of the ranges of a list (pkg/ip/checker.go, strategy.go).

use std::net::{IpAddr, Ipv6Addr};

use syntax::Text;

use crate::dynamic::{IpSource, IpStrategy};
use crate::request::Request;
use crate::request::url::split_host_port;
use crate::rule::address::parse;

/// The client's address as text, which may be none: `X-Forwarded-For` holds anything. An error names what is unseen.
pub fn client(strategy: &IpStrategy, request: &Request) -> Result<String, String> {
    let forwarded = || request.header("X-Forwarded-For").split(',').map(str::trim);
    let ip = match &strategy.source {
        IpSource::Peer => request.client_ip.ok_or("the client's address")?.to_string(),
        IpSource::Depth(depth) => {
            let all: Vec<&str> = forwarded().collect();
            match all.len().checked_sub(*depth) {
                Some(at) => all.get(at).map_or_else(String::new, |ip| (*ip).to_owned()),
                None => return Ok(String::new()),
            }
        }
        IpSource::Excluded(ranges) => {
            for ip in forwarded().rev().filter(|ip| !ip.is_empty()) {
                match parse_ip(ip).map(|ip| in_ranges(ip, ranges)) {
                    Some(Some(true)) => {}
                    Some(None) => return Err("which addresses are excluded".to_owned()),
                    Some(Some(false)) | None => return Ok(ip.to_owned()),
                }
            }
            return Ok(String::new());
        }
    };
    Ok(strategy.subnet.and_then(|bits| first_of_subnet(&ip, bits)).unwrap_or(ip))
}

/// The first address of the network of so many bits that an IPv6 address is in. `None` where it is none: an address
/// with a zone has no network.
fn first_of_subnet(ip: &str, bits: i64) -> Option<String> {
    let ip: Ipv6Addr = ip.parse().ok()?;
    let others = 128_u32.checked_sub(u32::try_from(bits).ok()?)?;
    let mask = u128::MAX.checked_shl(others).unwrap_or(0);
    Some(Ipv6Addr::from_bits(ip.to_bits() & mask).to_string())
}

/// An address as `netip.ParseAddr` reads it; its zone does not count.
pub(crate) fn parse_ip(text: &str) -> Option<IpAddr> {
    let (address, zone) = text.split_once('%').map_or((text, None), |(address, zone)| (address, Some(zone)));
    let address: IpAddr = address.parse().ok()?;
    let zoned = zone.is_none_or(|zone| !zone.is_empty() && address.is_ipv6());
    zoned.then_some(address)
}

/// `text` without a port: an address in `X-Forwarded-For` may have one.
pub(crate) fn without_port(text: &str) -> &str {
    split_host_port(text).map_or(text, |(host, _)| host)
}

/// Whether `ip` is in one of `ranges`. `None` where that hangs on a part that the files do not tell, or where a range
/// is none.
pub fn in_ranges(ip: IpAddr, ranges: &[Text]) -> Option<bool> {
    let mut all_seen = true;
    for range in ranges {
        match parse(range.as_str()).filter(|_| range.is_known()) {
            Some(range) if range.contains(ip) => return Some(true),
            Some(_) => {}
            None => all_seen = false,
        }
    }
    all_seen.then_some(false)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{text, unknown};
    use super::*;

    #[test]
    fn ranges() {
        let check = |ip: &str, ranges: &[&str]| {
            let ranges: Vec<Text> = ranges.iter().map(|r| text(r)).collect();
            in_ranges(ip.parse().unwrap(), &ranges)
        };
        assert_eq!(check("10.1.2.3", &["192.168.0.0/16", "10.0.0.0/8"]), Some(true));
        assert_eq!(check("::ffff:10.1.2.3", &["10.1.2.3"]), Some(true));
        assert_eq!(check("10.1.2.3", &["::ffff:10.0.0.0/104"]), Some(true));
        assert_eq!(check("11.1.2.3", &["10.0.0.0/8"]), Some(false));
        assert_eq!(check("11.1.2.3", &["10.0.0.0/33"]), None);
        assert_eq!(in_ranges("10.1.2.3".parse().unwrap(), &[unknown()]), None);
    }
}
