package main

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"conformance/internal/options"
)

// forms are the ways in which a configuration is written, with the tag that switches an option off there.
var forms = map[string][][2]string{
	"dynamic": {{"file", "file"}, {"label", "label"}, {"kv", "label"}},
	"static":  {{"file", "file"}, {"flag", "label"}, {"env", "label"}},
}

// tree prints every option with all that is below it. Names that the user chooses are `<name>`, items of lists `[0]`.
func tree(out io.Writer, kind string, root any) error {
	sources := newSources()
	value := reflect.ValueOf(root).Elem()
	return below(out, sources, kind, "", value.Type(), value, nil)
}

func below(
	out io.Writer, sources *sources, kind, path string, owner reflect.Type, fresh reflect.Value, owners []reflect.Type,
) error {
	if slices.Contains(owners, owner) {
		return nil
	}
	owners = append(owners, owner)
	for _, field := range options.Fields(owner) {
		inner := path + field.Name
		value := fresh.FieldByIndex(field.Index)
		typed, err := typeName(field.Go.Type)
		if err != nil {
			return err
		}
		made := ""
		if value, differs := options.Dump(value, unmade(field.Go.Type)); differs {
			text, err := json.Marshal(value)
			if err != nil {
				return err
			}
			made = string(text)
		}
		documented, err := sources.field(owner, field)
		if err != nil {
			return err
		}
		columns := []string{
			kind, inner, kindName(field.Go.Type), typed, made, strings.Join(takenBy(kind, field), ","), documented.deprecated(),
			strings.Join(documented.values, ","), field.Go.Tag.Get("description"),
		}
		fmt.Fprintln(out, strings.TrimRight(strings.Join(columns, "\t"), "\t"))
		next, suffix := descend(field.Go.Type)
		if next == nil {
			continue
		}
		freshNext := options.Fresh(next)
		if field.Go.Type.Kind() == reflect.Struct {
			freshNext = value
		} else if field.Go.Type.Kind() == reflect.Pointer && !value.IsNil() {
			freshNext = value.Elem()
		}
		if err := below(out, sources, kind, inner+suffix+".", next, freshNext, owners); err != nil {
			return err
		}
	}
	return nil
}

// descend is the struct below a type, and what stands in a path between the two.
func descend(t reflect.Type) (reflect.Type, string) {
	suffix := ""
	for {
		switch t.Kind() {
		case reflect.Pointer:
		case reflect.Slice:
			suffix += "[0]"
		case reflect.Map:
			suffix += ".<name>"
		case reflect.Struct:
			return t, suffix
		default:
			return nil, ""
		}
		t = t.Elem()
	}
}

func kindName(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		return "struct"
	case reflect.Slice:
		return "list"
	case reflect.Map:
		return "map"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "switch"
	default:
		return "number"
	}
}

func takenBy(kind string, field options.Field) []string {
	var taken []string
	for _, form := range forms[kind] {
		if field.Go.Tag.Get(form[1]) != "-" {
			taken = append(taken, form[0])
		}
	}
	return taken
}
