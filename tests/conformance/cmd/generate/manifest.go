package main

import (
	"fmt"
	"iter"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// object is an object, or a part of one.
type object map[string]any

// quotedText is text that stands in quotes, whatever it looks like.
type quotedText string

// document is an object on one line of YAML.
func document(apiVersion, kind string, meta object, rest object) string {
	all := object{"apiVersion": apiVersion, "kind": kind, "metadata": meta}
	for name, value := range rest {
		all[name] = value
	}
	return flow(all)
}

var plainText = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9._/@-]*$`)

// flow is a value in YAML's flow style, in as few characters as may be.
func flow(value any) string {
	switch value := value.(type) {
	case object:
		parts := make([]string, 0, len(value))
		for name, field := range sorted(value) {
			if field != nil {
				parts = append(parts, flow(name)+": "+flow(field))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, 0, len(value))
		for _, item := range value {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case []string:
		items := make([]any, 0, len(value))
		for _, item := range value {
			items = append(items, item)
		}
		return flow(items)
	case quotedText:
		return "'" + strings.ReplaceAll(string(value), "'", "''") + "'"
	case string:
		switch strings.ToLower(value) {
		case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		default:
			if plainText.MatchString(value) {
				return value
			}
		}
		return flow(quotedText(value))
	case int:
		return strconv.Itoa(value)
	case bool:
		return strconv.FormatBool(value)
	}
	panic(fmt.Sprintf("no YAML for %T", value))
}

// maybe is value in percent of cases, else nothing.
func maybe[T any](m maker, percent int, value T) any {
	if m.chance(percent) {
		return value
	}
	return nil
}

// list of n items.
func list(n int, item func() object) []any {
	items := make([]any, n)
	for i := range items {
		items[i] = item()
	}
	return items
}

// sorted are the fields by name, for maps have no order.
func sorted(all object) iter.Seq2[string, any] {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	return func(yield func(string, any) bool) {
		for _, name := range names {
			if !yield(name, all[name]) {
				return
			}
		}
	}
}
