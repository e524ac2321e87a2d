package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// file is a configuration in YAML or TOML, now and then broken.
func (m maker) file(language string, root *branch) string {
	var text string
	if language == "yaml" {
		w := &yamlWriter{maker: m}
		w.members(root, 0)
		text = w.before.String() + w.out.String()
	} else {
		text = m.toml(root)
	}
	if m.chance(8) {
		text = m.mutate(text, textPieces[language])
	}
	if m.chance(1) {
		text = one(m, "", "\n", "# nothing\n", "---\n", "a\n", "- a\n", "~\n", "x: 1\n", "{}\n", "---\na: 1\n---\nb: 2\n")
	}
	return text
}

var textPieces = map[string][]string{
	"yaml": {":", ": ", " ", "  ", "\n", "\n\n", "- ", "-", "{", "}", "[", "]", ",", "'", "\"", "#", " #", "&a ", "*a", "!!str ", "!x ",
		"|\n", ">-\n", "? ", "\t", "<<: ", "%", "@", "`", "---\n", "...\n", "a", "\\", "é", "~", "x: 1\n"},
	"toml": {"=", " = ", ".", "[", "]", "[[", "]]", "{", "}", ",", "'", "\"", "'''", "\"\"\"", "#", "\n", " ", "\\", "\\u00e9", "a", "1", "_", "-",
		"+", "é", "x = 1\n", "[x]\n", "true", "1979-05-27"},
}

type yamlWriter struct {
	maker
	out, before strings.Builder
	anchors     []string
	// untagged is above zero where no tags may be written.
	untagged int
}

func (w *yamlWriter) members(node *branch, indent int) {
	pad := strings.Repeat(" ", indent)
	merged := w.merged(node, pad)
	for i, child := range node.children {
		if slices.Contains(merged, i) {
			continue
		}
		w.out.WriteString(pad + w.key(child.name) + ":")
		w.value(child, indent)
	}
}

// merged moves some members into a map that is merged.
func (w *yamlWriter) merged(node *branch, pad string) []int {
	if len(node.children) < 1 || node.children[0].name[0] == '[' || !w.chance(2) {
		return nil
	}
	at := w.random.IntN(len(node.children))
	child := node.children[at]
	// What is merged and then written again is not read: a wrong tag in it goes unnoticed.
	w.untagged++
	defer func() { w.untagged-- }()
	if w.chance(50) {
		fmt.Fprintf(&w.out, "%s<<: {%s: %s}\n", pad, w.key(child.name), w.flow(child))
	} else {
		name := fmt.Sprintf("m%d", len(w.anchors))
		w.anchors = append(w.anchors, name)
		fmt.Fprintf(&w.before, "x-%s: &%s {%s: %s}\n", name, name, w.key(child.name), w.flow(child))
		fmt.Fprintf(&w.out, "%s<<: %s\n", pad, one(w.maker, "*"+name, "*"+name, "[*"+name+"]"))
	}
	if w.chance(30) {
		// It is written as well, and wins.
		return nil
	}
	return []int{at}
}

func (w *yamlWriter) value(node *branch, indent int) {
	pad := strings.Repeat(" ", indent)
	switch {
	case len(node.children) > 0 && w.chance(12):
		w.out.WriteString(" " + w.flow(node) + "\n")
	case len(node.children) > 0 && node.children[0].name == "[0]":
		w.out.WriteString("\n")
		for _, item := range node.children {
			w.out.WriteString(pad + "  -")
			if len(item.children) > 0 {
				w.out.WriteString(" " + w.flow(item) + "\n")
			} else {
				w.value(item, indent+4)
			}
		}
	case len(node.children) > 0:
		if w.chance(3) {
			name := fmt.Sprintf("n%d", len(w.anchors))
			w.anchors = append(w.anchors, name)
			w.out.WriteString(" &" + name)
		}
		w.out.WriteString("\n")
		w.members(node, indent+one(w.maker, 2, 2, 2, 4, 1))
	case len(node.list) > 0 && w.chance(40):
		w.out.WriteString("\n")
		for _, item := range node.list {
			w.out.WriteString(pad + one(w.maker, "  ", "  ", "") + "- " + w.scalar(item, w.chance(60)) + "\n")
			if w.chance(2) {
				break
			}
		}
	case node.value != "" && !node.null && w.chance(3):
		fmt.Fprintf(&w.out, " %s\n%s  %s\n", one(w.maker, "|", "|-", ">", ">-"), pad, strings.ReplaceAll(node.value, "\n", "\n"+pad+"  "))
	case node.value != "" && !node.null && w.chance(2):
		name := fmt.Sprintf("s%d", len(w.anchors))
		w.anchors = append(w.anchors, name)
		w.out.WriteString(" &" + name + " " + w.scalar(node.value, node.quoted) + "\n")
	case len(w.anchors) > 0 && w.chance(4):
		w.out.WriteString(" *" + one(w.maker, w.anchors...) + "\n")
	default:
		w.out.WriteString(" " + w.flow(node) + one(w.maker, "", "", "", "", "", "", "", " # a") + "\n")
	}
}

// flow is a value on one line.
func (w *yamlWriter) flow(node *branch) string {
	switch {
	case node.null:
		return one(w.maker, "", "~", "null")
	case len(node.children) > 0:
		isList := strings.HasPrefix(node.children[0].name, "[")
		var parts []string
		for _, child := range node.children {
			if isList {
				parts = append(parts, w.flowIn(child))
			} else {
				parts = append(parts, w.key(child.name)+": "+w.flowIn(child))
			}
		}
		if isList {
			return "[" + strings.Join(parts, ", ") + "]"
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case node.list != nil:
		var items []string
		for _, item := range node.list {
			items = append(items, w.scalar(item, w.chance(60) || strings.ContainsAny(item, ",[]{}")))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case node.empty:
		return one(w.maker, "{}", "{}", "{}", "[]")
	default:
		return w.scalar(node.value, node.quoted)
	}
}

// flowIn is a value within a flow, where an empty one needs a word.
func (w *yamlWriter) flowIn(node *branch) string {
	if text := w.flow(node); text != "" {
		return text
	}
	return "~"
}

func (w *yamlWriter) scalar(text string, quoted bool) string {
	switch {
	case quoted && w.chance(50) && !strings.Contains(text, "\n"):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case quoted || text == "" && w.chance(50):
		return strconv.Quote(text)
	case strings.ContainsAny(text, "\n") && !w.chance(10):
		return strconv.Quote(text)
	case w.untagged == 0 && w.chance(1):
		return one(w.maker, "!!str ", "!!int ", "!!bool ", "!!float ", "!x ", "!!null ", "!!timestamp ") + text
	default:
		return text
	}
}

func (w *yamlWriter) key(name string) string {
	name = w.otherCase(name, 3)
	if w.chance(4) {
		return strconv.Quote(name)
	}
	return name
}

// toml writes tables, inline tables and dotted keys.
func (m maker) toml(root *branch) string {
	out := &strings.Builder{}
	m.tomlTable(out, root, nil)
	return out.String()
}

func (m maker) tomlTable(out *strings.Builder, node *branch, path []string) {
	var tables []*branch
	for _, child := range node.children {
		switch {
		case child.null:
		case len(child.children) > 0 && m.chance(75):
			tables = append(tables, child)
		case len(child.children) == 1 && child.children[0].name[0] != '[' && m.chance(50):
			inner := child.children[0]
			fmt.Fprintf(out, "%s.%s = %s\n", m.tomlKey(child.name), m.tomlKey(inner.name), m.tomlValue(inner))
		default:
			fmt.Fprintf(out, "%s = %s\n", m.tomlKey(child.name), m.tomlValue(child))
		}
	}
	for _, table := range tables {
		own := append(slices.Clone(path), m.tomlKey(table.name))
		if table.children[0].name == "[0]" {
			for _, item := range table.children {
				fmt.Fprintf(out, "[[%s]]\n", strings.Join(own, "."))
				m.tomlTable(out, item, own)
			}
			continue
		}
		if m.chance(85) || len(table.children[0].children) == 0 {
			fmt.Fprintf(out, "[%s]\n", strings.Join(own, "."))
		}
		m.tomlTable(out, table, own)
	}
}

var bareKey = regexp.MustCompile("^[A-Za-z0-9_-]+$")

func (m maker) tomlKey(name string) string {
	name = m.otherCase(name, 3)
	if !bareKey.MatchString(name) || m.chance(4) {
		return strconv.Quote(name)
	}
	return name
}

// What TOML takes for something else than a text.
var bareValue = regexp.MustCompile(`^(true|false|[+-]?(inf|nan)|[+-]?[0-9][0-9_.:eEtTzZ+-]*|0[xob][0-9A-Fa-f_]+)$`)

func (m maker) tomlValue(node *branch) string {
	switch {
	case len(node.children) > 0 && strings.HasPrefix(node.children[0].name, "["):
		var items []string
		for _, item := range node.children {
			items = append(items, m.tomlValue(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case len(node.children) > 0:
		var members []string
		for _, child := range node.children {
			members = append(members, m.tomlKey(child.name)+" = "+m.tomlValue(child))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case node.list != nil:
		var items []string
		for _, item := range node.list {
			items = append(items, m.tomlScalar(item, m.chance(60)))
		}
		return "[" + strings.Join(items, one(m, ", ", ",", ",\n  ")) + one(m, "]", "]", "]", " ]")
	case node.empty:
		return one(m, "{}", "{}", "[]")
	default:
		return m.tomlScalar(node.value, node.quoted)
	}
}

func (m maker) tomlScalar(text string, quoted bool) string {
	switch {
	case !quoted && (bareValue.MatchString(text) || m.chance(2)):
		return text
	case !strings.ContainsAny(text, "'\n\t") && m.chance(30):
		return "'" + text + "'"
	case m.chance(3):
		return `"""` + strings.ReplaceAll(text, `\`, `\\`) + `"""`
	default:
		return strings.ReplaceAll(strconv.Quote(text), `\x`, `\u00`)
	}
}
