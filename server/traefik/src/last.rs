//! Of double names the last one counts.

use rustc_hash::FxHashSet;

/// The last item of each name, in their order.
pub(crate) fn last_of_each<T>(mut items: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let mut seen = FxHashSet::default();
    // Whether each item is kept, from the last to the first.
    let mut kept: Vec<bool> = items.iter().rev().map(|item| seen.insert(name(item))).collect();
    items.retain(|_| kept.pop().unwrap_or(true));
    items
}

#[cfg(test)]
mod tests {
    use super::last_of_each;

    #[test]
    fn the_last_counts_at_its_own_place() {
        let items = vec![("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5)];
        assert_eq!(last_of_each(items, |item| item.0), [("a", 3), ("c", 4), ("b", 5)]);
    }
}
