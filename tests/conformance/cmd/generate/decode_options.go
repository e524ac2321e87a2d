package main

import (
	"os"
	"strings"
)

// table holds Traefik's options, struct by struct.
type table struct {
	root    string
	structs map[string][]option
	// paths lead to each option once; next is the one whose turn it is.
	paths [][]option
	next  int
}

type option struct {
	name, label string
	kind        kind
}

// kind of an option's value.
type kind struct {
	// list and keyed: `[]T`, `map[string]T`.
	list, keyed bool
	// leaf is a kind of single value, or "".
	leaf string
	// owner is a struct's name, or "".
	owner string
}

func readTable(path string) *table {
	text, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	t := &table{structs: map[string][]option{}}
	owner := ""
	for number, line := range strings.Split(string(text), "\n") {
		row, isRow := strings.CutPrefix(line, "\t")
		switch {
		case number == 0 || line == "":
		case !isRow:
			owner = line
			t.structs[owner] = nil
			if t.root == "" {
				t.root = owner
			}
		default:
			columns := strings.Split(row, "\t")
			o := option{name: columns[0], label: columns[0], kind: kind{leaf: columns[1]}}
			if len(columns) > 2 {
				for word := range strings.FieldsSeq(columns[2]) {
					if label, ok := strings.CutPrefix(word, "label="); ok {
						o.label = label
					}
				}
			}
			t.structs[owner] = append(t.structs[owner], o)
		}
	}
	for _, options := range t.structs {
		for i := range options {
			options[i].kind = t.kindOf(options[i].kind.leaf)
		}
	}
	t.walk(t.root, nil)
	return t
}

func (t *table) kindOf(typed string) kind {
	if _, underlying, named := strings.Cut(typed, "="); named {
		typed = underlying
	}
	typed = strings.TrimPrefix(typed, "*")
	var k kind
	if element, ok := strings.CutPrefix(typed, "[]"); ok {
		k.list, typed = true, element
	} else if element, ok := strings.CutPrefix(typed, "map[string]"); ok {
		k.keyed, typed = true, element
	}
	if _, underlying, named := strings.Cut(typed, "="); named {
		typed = underlying
	}
	typed = strings.TrimPrefix(typed, "*")
	if _, known := t.structs[typed]; known {
		k.owner = typed
	} else {
		k.leaf = typed
	}
	return k
}

func (t *table) walk(owner string, path []option) {
	for _, above := range path[:max(0, len(path)-1)] {
		if above.kind.owner == owner {
			return
		}
	}
	for _, o := range t.structs[owner] {
		own := append(append([]option{}, path...), o)
		t.paths = append(t.paths, own)
		if o.kind.owner != "" {
			t.walk(o.kind.owner, own)
		}
	}
}

// turn is the path to the option whose turn it is.
func (t *table) turn() []option {
	path := t.paths[t.next%len(t.paths)]
	t.next++
	return path
}
