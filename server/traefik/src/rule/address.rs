//! Addresses and networks that `ClientIP`, `ipAllowList` and `trustedIPs` take (pkg/ip/checker.go, net.ParseCIDR).

use std::net::IpAddr;

/// Addresses with a common prefix. One of IPv4 is never within an IPv6 network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    address: Number,
    /// Bits behind the prefix.
    free: u32,
}

/// An address as a number, and whether it is IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    is_v4: bool,
    value: u128,
}

/// The network that `text` is: one address, or `address/bits`.
pub(crate) fn parse(text: &str) -> Option<Network> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(Network { address: number(address), free: 0 });
    }
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let bits = Some(bits).filter(|bits| !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit()))?;
    let bits: u32 = bits.parse().ok()?;
    match address {
        IpAddr::V4(_) => Some(Network { address: number(address), free: 32u32.checked_sub(bits)? }),
        // An IPv4 address in IPv6 clothes is IPv4 as long as the mask leaves the clothes on.
        IpAddr::V6(v6) => {
            let free = 128u32.checked_sub(bits)?;
            let plain = Number { is_v4: false, value: v6.to_bits() };
            Some(Network { address: if free <= 32 { number(address) } else { plain }, free })
        }
    }
}

impl Network {
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let other = number(address);
        other.is_v4 == self.address.is_v4
            && (other.value ^ self.address.value).checked_shr(self.free).unwrap_or(0) == 0
    }
}

fn number(address: IpAddr) -> Number {
    match address.to_canonical() {
        IpAddr::V4(v4) => Number { is_v4: true, value: v4.to_bits().into() },
        IpAddr::V6(v6) => Number { is_v4: false, value: v6.to_bits() },
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
