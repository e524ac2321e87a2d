//! Addresses and networks that `ClientIP`, `ipAllowList` and `trustedIPs` take (pkg/ip/checker.go, net.ParseCIDR).

use std::net::IpAddr;

/// Addresses with a common prefix, as bytes: four for IPv4, which is never within an IPv6 network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    address: Vec<u8>,
    bits: usize,
}

/// The network that `text` is: one address, or `address/bits`.
pub(crate) fn parse(text: &str) -> Option<Network> {
    if let Ok(address) = text.parse::<IpAddr>() {
        let address = octets(address);
        return Some(Network { bits: address.len() * 8, address });
    }
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let bits = Some(bits).filter(|bits| !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit()))?;
    let bits: usize = bits.parse().ok()?;
    match address {
        IpAddr::V4(_) => (bits <= 32).then(|| Network { address: octets(address), bits }),
        // An IPv4 address in IPv6 clothes is IPv4 as long as the mask leaves the clothes on.
        IpAddr::V6(v6) => match address.to_canonical() {
            IpAddr::V4(v4) if (96..=128).contains(&bits) => {
                Some(Network { address: v4.octets().into(), bits: bits - 96 })
            }
            _ => (bits <= 128).then(|| Network { address: v6.octets().into(), bits }),
        },
    }
}

impl Network {
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let other = octets(address);
        let (whole, rest) = (self.bits / 8, self.bits % 8);
        other.len() == self.address.len()
            && other[..whole] == self.address[..whole]
            && other.iter().zip(&self.address).nth(whole).is_none_or(|(a, b)| {
                let mask = !(u8::MAX.checked_shr(u32::try_from(rest).unwrap_or(0)).unwrap_or(0));
                a & mask == b & mask
            })
    }
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().into(),
        IpAddr::V6(v6) => v6.octets().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(network: &str, address: &str) -> Option<bool> {
        Some(parse(network)?.contains(address.parse().unwrap()))
    }

    #[test]
    fn networks() {
        assert_eq!(check("10.0.0.0/8", "10.1.2.3"), Some(true));
        assert_eq!(check("10.1.2.3/9", "10.127.0.1"), Some(true));
        assert_eq!(check("10.1.2.3/9", "10.128.0.1"), Some(false));
        assert_eq!(check("0.0.0.0/0", "::1"), Some(false));
        assert_eq!(check("::/0", "10.1.2.3"), Some(false));
        assert_eq!(check("::ffff:10.0.0.0/104", "10.1.2.3"), Some(true));
        assert_eq!(check("10.1.2.3", "::ffff:10.1.2.3"), Some(true));
        assert_eq!(check("10.0.0.0/33", "10.1.2.3"), None);
        assert_eq!(check("10.0.0.0/+8", "10.1.2.3"), None);
        assert_eq!(check("10.0.0.010", "10.0.0.8"), None);
        assert_eq!(check("fe80::1%eth0", "fe80::1"), None);
    }
}
