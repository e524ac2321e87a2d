package main

import (
	"reflect"
	"regexp"
	"strings"

	"conformance/internal/options"

	"github.com/traefik/paerser/parser"
	"github.com/traefik/traefik/v3/cmd"
	"github.com/traefik/traefik/v3/pkg/config/static"
)

type (
	resolverType = static.CertificateResolver
	entryPoints  = static.EntryPoints
)

// pattern is what paerser knows of flags below a name that the user chose.
type pattern struct {
	fits *regexp.Regexp
	kind reflect.Kind
}

// exact and patterns are paerser's table of flags (paerser/flag/flagtype.go).
var exact, patterns = flagTypes()

func flagTypes() (map[string]reflect.Kind, []pattern) {
	exact := map[string]reflect.Kind{}
	var patterns []pattern
	add := func(name string, kind reflect.Kind) {
		if !strings.Contains(name, parser.MapNamePlaceholder) {
			exact[name] = kind
			return
		}
		text := strings.NewReplacer(".", `\.`, parser.MapNamePlaceholder, `([^.]+)`).Replace(name)
		patterns = append(patterns, pattern{regexp.MustCompile(text), kind})
	}
	var walk func(name string, t reflect.Type)
	walk = func(name string, t reflect.Type) {
		switch t.Kind() {
		case reflect.Bool, reflect.Slice:
			add(name, t.Kind())
		case reflect.Map:
			walk(strings.TrimPrefix(name+"."+parser.MapNamePlaceholder, "."), t.Elem())
		case reflect.Pointer:
			if t.Elem().Kind() == reflect.Struct {
				add(name, t.Kind())
			}
			walk(name, t.Elem())
		case reflect.Struct:
			for _, field := range options.Fields(t) {
				walk(strings.TrimPrefix(name+"."+strings.ToLower(field.Go.Name), "."), field.Go.Type)
			}
		}
	}
	walk("", reflect.TypeFor[cmd.TraefikCmdConfiguration]())
	return exact, patterns
}

// randomFlags says why the words may be read in different ways: paerser takes the first of its patterns that fits a flag,
// they fit any beginning, and their order is Go's, which is random (paerser/flag/flagparser.go, getFlagType).
func randomFlags(words []string) string {
	seen := map[string]bool{}
	for _, word := range words {
		name, _, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
		name = strings.ToLower(name)
		if name == word || seen[name] == false && hasValue {
			seen[name] = true
			continue
		}
		seen[name] = true
		if _, known := exact[name]; known {
			continue
		}
		lists, switches := false, false
		for _, pattern := range patterns {
			if pattern.fits.MatchString(name) {
				lists = lists || pattern.kind == reflect.Slice
				switches = switches || pattern.kind != reflect.Slice
			}
		}
		if lists && switches {
			return "a list below a name is also taken for a switch"
		}
	}
	return ""
}
