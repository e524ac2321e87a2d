//! Whether an address is in one of the ranges of a list (pkg/ip/checker.go).

use std::net::IpAddr;

use syntax::Text;

use crate::rule::address::parse;

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
