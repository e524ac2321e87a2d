package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"conformance/internal/options"

	ptypes "github.com/traefik/paerser/types"
)

// table is the text that our decoder reads (server/traefik/src/options/schema.rs): the version, then one struct after the
// other, each where it is first named, breadth first.
func table(root any) ([]byte, error) {
	out := &bytes.Buffer{}
	fmt.Fprintf(out, "Traefik %s\n", options.Version())
	structs := []reflect.Type{reflect.TypeOf(root).Elem()}
	for at := 0; at < len(structs); at++ {
		owner := structs[at]
		fmt.Fprintf(out, "\n%s\n", owner)
		fresh := options.Fresh(owner)
		if at == 0 {
			fresh = reflect.ValueOf(root).Elem()
		}
		for _, field := range options.Fields(owner) {
			if err := row(out, field, fresh.FieldByIndex(field.Index)); err != nil {
				return nil, fmt.Errorf("%s.%s: %w", owner, field.Name, err)
			}
			if inner := structOf(field.Go.Type); inner != nil && !contains(structs, inner) {
				structs = append(structs, inner)
			}
		}
	}
	return out.Bytes(), nil
}

func row(out *bytes.Buffer, field options.Field, value reflect.Value) error {
	typed, err := typeName(field.Go.Type)
	if err != nil {
		return err
	}
	columns := []string{"", field.Name, typed, strings.Join(words(field), " "), ""}
	if made, differs := options.Dump(value, unmade(field.Go.Type)); differs {
		text, err := json.Marshal(made)
		if err != nil {
			return err
		}
		columns[4] = string(text)
	}
	fmt.Fprintln(out, strings.TrimRight(strings.Join(columns, "\t"), "\t"))
	return nil
}

// unmade is what a field holds where nothing sets it; a struct in its place has its own defaults.
func unmade(t reflect.Type) reflect.Value {
	if t.Kind() == reflect.Struct {
		return options.Fresh(t)
	}
	return reflect.Zero(t)
}

func words(field options.Field) []string {
	var words []string
	label, file := field.Go.Tag.Get("label"), field.Go.Tag.Get("file")
	if label == "allowEmpty" || file == "allowEmpty" {
		words = append(words, "empty")
	}
	if file == "-" {
		words = append(words, "no-file")
	}
	if label == "-" {
		words = append(words, "no-label")
	}
	if name := field.Go.Tag.Get("label-slice-as-struct"); name != "" {
		words = append(words, "label="+name)
	}
	return words
}

// typeName is a type as paerser prints it, but for the named kinds, which it treats like their underlying ones.
func typeName(t reflect.Type) (string, error) {
	switch t {
	case reflect.TypeFor[ptypes.Duration]():
		return "duration", nil
	case reflect.TypeFor[time.Duration]():
		return "nanoseconds", nil
	}
	switch t.Kind() {
	case reflect.Struct:
		return t.String(), nil
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Map {
			// The decoder fills none of these.
			return "*any", nil
		}
		inner, err := typeName(t.Elem())
		return "*" + inner, err
	case reflect.Slice:
		inner, err := typeName(t.Elem())
		return "[]" + inner, err
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return named(t, "map[string]any"), nil
		}
		inner, err := typeName(t.Elem())
		return named(t, "map[string]"+inner), err
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint32, reflect.Float64:
		return t.Kind().String(), nil
	default:
		return "", fmt.Errorf("no word for the type %s", t)
	}
}

// named is `name=underlying` where Go has given a map a name.
func named(t reflect.Type, underlying string) string {
	if t.Name() == "" {
		return underlying
	}
	return t.String() + "=" + underlying
}

// structOf is the struct that a type leads to.
func structOf(t reflect.Type) reflect.Type {
	for {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			return t
		default:
			return nil
		}
	}
}

func contains(types []reflect.Type, t reflect.Type) bool {
	for _, known := range types {
		if known == t {
			return true
		}
	}
	return false
}
