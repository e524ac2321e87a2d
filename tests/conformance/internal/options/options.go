// Package options knows Traefik's options as its decoder, paerser, sees them: by reflection on the structs that it fills.
package options

import (
	"reflect"
	"runtime/debug"
	"strings"
	"unicode"

	"github.com/traefik/traefik/v3/cmd"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
)

// Roots are the structs that dynamic and static configuration are decoded into, as Traefik makes them before.
var Roots = map[string]func() any{
	"dynamic": func() any {
		// As pkg/config/label/label.go; pkg/provider/file/file.go also makes empty maps, which are the same as none.
		return &dynamic.Configuration{
			HTTP: &dynamic.HTTPConfiguration{},
			TCP:  &dynamic.TCPConfiguration{},
			UDP:  &dynamic.UDPConfiguration{},
			TLS:  &dynamic.TLSConfiguration{},
		}
	},
	"static": func() any { return cmd.NewTraefikConfiguration() },
}

// Version is that of the Traefik this program is built with, as go.mod requires it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, module := range info.Deps {
		if module.Path == "github.com/traefik/traefik/v3" {
			return strings.TrimPrefix(module.Version, "v")
		}
	}
	return ""
}

// Field is one option of a struct.
type Field struct {
	// Name is the documented spelling.
	Name string
	// Index leads to its value, through embedded structs.
	Index []int
	Go    reflect.StructField
}

// Fields of a struct, those of embedded structs in their place, as paerser finds them (nodes_metadata.go,
// findTypedField).
func Fields(t reflect.Type) []Field {
	var fields []Field
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() {
			continue
		}
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			for _, inner := range Fields(field.Type) {
				inner.Index = append([]int{i}, inner.Index...)
				fields = append(fields, inner)
			}
			continue
		}
		fields = append(fields, Field{Name: name(field), Index: []int{i}, Go: field})
	}
	return fields
}

// name is the documented one, which is the same in JSON, TOML and YAML. The decoder knows the field's name only; where
// that is another, or where nothing is documented, it counts.
func name(field reflect.StructField) string {
	for _, tag := range []string{"yaml", "json"} {
		if name, _, _ := strings.Cut(field.Tag.Get(tag), ","); strings.EqualFold(name, field.Name) {
			return name
		}
	}
	// `URLRewrite` is `urlRewrite`.
	capitals := strings.IndexFunc(field.Name, unicode.IsLower)
	switch {
	case capitals < 0:
		return strings.ToLower(field.Name)
	case capitals > 1:
		capitals--
	}
	return strings.ToLower(field.Name[:capitals]) + field.Name[capitals:]
}

// Fresh is a new value of a struct as paerser makes it: with its own defaults, if it has some.
func Fresh(t reflect.Type) reflect.Value {
	value := reflect.New(t)
	if withDefaults, ok := value.Interface().(interface{ SetDefaults() }); ok {
		withDefaults.SetDefaults()
	}
	return value.Elem()
}
