//! Versions of modules, as `go.mod` requires them.

/// Whether `version` (`v1.8.0`, also a pseudo-version) is before `other`. What is not known is taken for the newest.
pub(super) fn is_before(version: Option<&str>, other: [u32; 3]) -> bool {
    let Some(version) = version else { return false };
    let (numbers, pre) = match version.trim_start_matches('v').split_once(['-', '+']) {
        Some((numbers, rest)) => (numbers, !rest.starts_with("incompatible")),
        None => (version.trim_start_matches('v'), false),
    };
    let mut parsed = [0; 3];
    for (place, number) in parsed.iter_mut().zip(numbers.split('.')) {
        match number.parse() {
            Ok(number) => *place = number,
            Err(_) => return false,
        }
    }
    parsed < other || (parsed == other && pre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared() {
        let before = |version| is_before(Some(version), [1, 8, 1]);
        for version in
            ["v1.8.0", "v1.7.4", "v1.8.1-0.20230101000000-abcdefabcdef", "v0.9.0", "v1.8.0+incompatible"]
        {
            assert!(before(version), "{version}");
        }
        for version in ["v1.8.1", "v1.8.2-0.2024", "v2.0.0", "v1.10.0", "latest"] {
            assert!(!before(version), "{version}");
        }
        assert!(!is_before(None, [1, 8, 1]));
    }
}
