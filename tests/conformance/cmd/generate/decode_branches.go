package main

import (
	"fmt"
	"slices"
)

// branch is an option as written, with its members.
type branch struct {
	name string
	// value of a leaf, as text; quoted where it must not look like anything else.
	value  string
	quoted bool
	// list holds the items of a list of leaves.
	list []string
	// null and empty: nothing at all, `{}`.
	null, empty bool
	// children are members, or items where their names are `[0]`.
	children []*branch
}

// configuration has the option whose turn it is, some that stand around it, and faults.
func (m maker) configuration(t *table, form string) *branch {
	root := &branch{}
	m.lead(t, form, root, t.root, t.turn())
	for range one(m, 0, 0, 0, 1, 2) {
		m.lead(t, form, root, t.root, one(m, t.paths...))
	}
	for range one(m, 0, 0, 0, 1, 1, 2) {
		m.spoil(t, form, root)
	}
	return root
}

// lead adds what is on the path to an option, and the option.
func (m maker) lead(t *table, form string, node *branch, owner string, path []option) {
	if m.chance(12) {
		m.add(t, form, node, one(m, t.structs[owner]...))
	}
	o := path[0]
	if len(path) == 1 {
		m.add(t, form, node, o)
		return
	}
	child := node.member(m.nameOf(o, form))
	switch {
	case o.kind.keyed:
		child = child.member(m.userName())
	case o.kind.list && !(form == "label" && o.label != o.name):
		child = child.member(fmt.Sprintf("[%d]", one(m, 0, 0, 0, 1, len(child.children))))
	}
	m.lead(t, form, child, o.kind.owner, path[1:])
}

func (m maker) nameOf(o option, form string) string {
	// Each form has names that the other does not know.
	if (form == "label") != m.chance(4) {
		return o.label
	}
	return o.name
}

// member of that name, made where there is none.
func (b *branch) member(name string) *branch {
	for _, child := range b.children {
		if child.name == name {
			return child
		}
	}
	child := &branch{name: name}
	b.value, b.list, b.null, b.empty = "", nil, false, false
	b.children = append(b.children, child)
	return child
}

// add gives an option some value.
func (m maker) add(t *table, form string, node *branch, o option) {
	child := node.member(m.nameOf(o, form))
	child.children = nil
	m.set(t, form, child, o.kind, 0)
}

func (m maker) set(t *table, form string, node *branch, k kind, depth int) {
	if m.chance(6) {
		m.odd(node)
		return
	}
	switch {
	case k.keyed:
		for range one(m, 0, 1, 1, 2) {
			m.set(t, form, node.member(m.userName()), kind{leaf: k.leaf, owner: k.owner}, depth+1)
		}
		node.empty = len(node.children) == 0
	case k.list && k.owner != "":
		for i := range one(m, 0, 1, 1, 2) {
			m.set(t, form, node.member(fmt.Sprintf("[%d]", i)), kind{owner: k.owner}, depth+1)
		}
		node.empty = len(node.children) == 0
	case k.list:
		node.list = []string{}
		for range one(m, 0, 1, 1, 2, 3) {
			node.list = append(node.list, m.leaf(k.leaf))
		}
	case k.owner != "":
		if depth < 3 {
			for _, o := range some(m, min(len(t.structs[k.owner]), one(m, 0, 1, 1, 2)), t.structs[k.owner]) {
				m.set(t, form, node.member(m.nameOf(o, form)), o.kind, depth+1)
			}
		}
		node.empty = len(node.children) == 0
		if form == "label" && node.empty {
			node.value = one(m, "true", "true", "true", "", "false", "True", "1", "x")
		}
	case k.leaf == "any":
		m.anything(node, 2)
	default:
		node.value = m.leaf(k.leaf)
		node.quoted = k.leaf == "string" && m.chance(80) || m.chance(8)
	}
}

// odd is a value that fits few options.
func (m maker) odd(node *branch) {
	switch m.random.IntN(6) {
	case 0:
		node.null = true
	case 1:
		node.empty = true
	case 2:
		node.list = some(m, one(m, 0, 1, 2), oddValues)
	case 3:
		m.set(nil, "", node.member(m.userName()), kind{leaf: "string"}, 0)
	default:
		node.value = one(m, oddValues...)
		node.quoted = m.chance(25)
	}
}

// anything is a plugin's option.
func (m maker) anything(node *branch, depth int) {
	switch {
	case depth > 0 && m.chance(45):
		for range one(m, 1, 1, 2) {
			m.anything(node.member(m.userName()), depth-1)
		}
	case depth > 0 && m.chance(15):
		for i := range one(m, 1, 2) {
			m.anything(node.member(fmt.Sprintf("[%d]", i)), depth-1)
		}
	case m.chance(25):
		node.list = some(m, one(m, 1, 2, 3), []string{"a", "1", "2", "true", "1.5", "b c", "-7"})
	default:
		node.value = one(m, oddValues...)
		node.quoted = m.chance(30)
	}
}

// spoil puts one fault somewhere.
func (m maker) spoil(t *table, form string, root *branch) {
	node := root
	for len(node.children) > 0 && m.chance(75) {
		node = one(m, node.children...)
	}
	switch m.random.IntN(8) {
	case 0:
		node.member(one(m, "unknown", "x", "nmae", "servers", "x-y", "Rule", "1", "true", "null"))
	case 1:
		if node != root && node.name[0] != '[' {
			node.name = m.mutate(node.name, []string{"e", "s", "_", "-", "X", "é"})
			if node.name == "" {
				node.name = "x"
			}
		}
	case 2:
		// The same name in other letters.
		if len(node.children) > 0 {
			child := one(m, node.children...)
			twin := *child
			twin.children = slices.Clone(child.children)
			twin.name = m.otherCase(child.name, 100)
			if twin.name != child.name {
				if len(twin.children) == 0 {
					m.odd(&twin)
				}
				node.children = append(node.children, &twin)
			}
		}
	case 3:
		node.children = nil
		m.odd(node)
	case 4:
		if form == "file" {
			node.member(m.userName()).null = true
		} else if node != root {
			node.member("[0]")
		}
	case 5:
		m.add(t, form, root, one(m, t.structs[t.root]...))
	default:
		if len(node.children) == 0 && node != root {
			node.value = one(m, oddValues...)
		}
	}
}
