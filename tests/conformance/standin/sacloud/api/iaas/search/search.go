// Package search stands in for a part of a DNS client.
package search

// Filter selects.
type Filter map[FilterKey]any

// FilterKey names a field.
type FilterKey string

// Key names a field.
func Key(name string) FilterKey { return FilterKey(name) }

// ExactMatch wants a value.
func ExactMatch(values ...string) any { return values }
