package main

import (
	"flag"
	"slices"
	"strings"
	"sync"
)

// optionTables is where the options are read from: the tables that cmd/options writes.
var optionTables = flag.String("options", "../../server/traefik/src/options", "folder of the option tables, for decode")

var tables = sync.OnceValue(func() map[string]*table {
	return map[string]*table{
		"dynamic": readTable(*optionTables + "/dynamic.txt"),
		"static":  readTable(*optionTables + "/static.txt"),
	}
})

// forms of a configuration, the common ones more often.
var forms = []string{
	"yaml", "yaml", "yaml", "yaml", "yaml", "yaml", "toml", "toml", "labels", "labels", "labels", "labels", "labels",
	"static-yaml", "static-yaml", "static-yaml", "static-toml", "flags", "flags", "environment",
}

// decode is a configuration in some form. Each has one option of the table at its heart, one after the other.
func (m maker) decode() ask {
	form := one(m, forms...)
	switch form {
	case "yaml", "toml":
		return ask{"form": form, "text": m.file(form, m.configuration(tables()["dynamic"], "file"))}
	case "static-yaml", "static-toml":
		return ask{"form": form, "text": m.file(strings.TrimPrefix(form, "static-"), m.configuration(tables()["static"], "file"))}
	case "labels":
		labels := map[string]string{}
		for _, label := range m.settings(m.configuration(tables()["dynamic"], "label")) {
			labels[m.labelKey(label.key)] = label.value
		}
		return ask{"form": form, "labels": labels}
	case "flags":
		return ask{"form": form, "words": m.flags(m.settings(m.configuration(tables()["static"], "label")))}
	default:
		return ask{"form": form, "words": m.environment(m.settings(m.configuration(tables()["static"], "label")))}
	}
}

// setting is one dotted key with its value.
type setting struct{ key, value string }

// settings are the leaves of a configuration in dotted form.
func (m maker) settings(root *branch) []setting {
	var all []setting
	var walk func(prefix string, node *branch)
	walk = func(prefix string, node *branch) {
		if len(node.children) == 0 || node.value != "" && m.chance(5) {
			all = append(all, setting{prefix, m.flat(node)})
		}
		for _, child := range node.children {
			name := m.otherCase(child.name, 12)
			switch {
			case strings.HasPrefix(name, "["):
				walk(prefix+name, child)
			case prefix == "":
				walk(name, child)
			default:
				walk(prefix+"."+name, child)
			}
		}
	}
	walk("", root)
	if m.chance(10) {
		m.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	return all
}

// flat is the value of a leaf as one text.
func (m maker) flat(node *branch) string {
	if node.list == nil {
		return node.value
	}
	return strings.Join(node.list, one(m, ",", ",", ", ", " , ", ",,"))
}

// labelKey puts the root before a label's key, and now and then something else.
func (m maker) labelKey(key string) string {
	switch {
	case m.chance(2):
		return one(m, "Traefik.", "traefik.foo.", "traefik", "traefik..", "TRAEFIK.", "traefik.docker.", "traefik.swarm.", "") + key
	case m.chance(3):
		return "traefik." + m.mutate(key, []string{".", "..", "[", "]", "[0]", "[1].", " ", "-", "é", "A", "_", ".x", "İ", "ſ"})
	case m.chance(2):
		return one(m, "traefik.enable", "traefik.docker.network", "traefik.docker.lbswarm", "traefik.docker.allownonrunning",
			"traefik.enabled", "traefik.docker.x", "traefik.tls.stores.default.defaultcertificate", "traefik.enable.x")
	default:
		return "traefik." + key
	}
}

func (m maker) flags(settings []setting) []string {
	words := []string{}
	for _, setting := range settings {
		minuses := one(m, "--", "--", "--", "--", "-")
		switch {
		case m.chance(2):
			words = append(words, one(m, "---x", "--=", "--", "-", "x", "--x", "--=a", "-.", "--a..b=c", "--.a=b"))
		case setting.value == "true" && m.chance(60):
			words = append(words, minuses+setting.key)
		case m.chance(12):
			words = append(words, minuses+setting.key, setting.value)
		default:
			words = append(words, minuses+setting.key+"="+setting.value)
		}
		if m.chance(4) {
			words = append(words, minuses+m.otherCase(setting.key, 50)+"="+setting.value)
		}
	}
	if len(words) > 0 && !strings.HasPrefix(words[0], "-") {
		// What comes first and is no flag is a command, not configuration.
		words = slices.Insert(words, 0, "--global.sendanonymoususage=false")
	}
	return words
}

func (m maker) environment(settings []setting) []string {
	words := []string{}
	seen := map[string]bool{}
	for _, setting := range settings {
		name := strings.NewReplacer(".", "_", "-", "_").Replace(strings.ToUpper(setting.key))
		if m.chance(3) {
			name = m.otherCase(name, 100)
		}
		if m.chance(2) {
			name = m.mutate(name, []string{"_", "__", "A", "[0]"})
		}
		name = strings.NewReplacer("=", "", "\x00", "").Replace("TRAEFIK_" + name)
		// A variable has one value. Two that differ in case are two.
		if lower := strings.ToLower(name); !seen[lower] {
			seen[lower] = true
			words = append(words, name+"="+setting.value)
		}
	}
	return words
}

// otherCase is a name with some letters in the other case, in percent of cases.
func (m maker) otherCase(name string, percent int) string {
	if !m.chance(percent) {
		return name
	}
	switch m.random.IntN(3) {
	case 0:
		return strings.ToLower(name)
	case 1:
		return strings.ToUpper(name)
	}
	letters := []byte(name)
	for i := range letters {
		if letter := letters[i] | 0x20; letter >= 'a' && letter <= 'z' && m.chance(30) {
			letters[i] ^= 0x20
		}
	}
	return string(letters)
}
