package options

import (
	"reflect"
	"strconv"
	"time"

	ptypes "github.com/traefik/paerser/types"
)

// Dump is what `value` holds and `base` does not, as JSON: options by their documented names, nil where `base` has
// something and `value` nothing. A struct, a list's or a map's item that `base` lacks is told by what sets it apart
// from a fresh one. Durations are texts as Go prints them. The second result is whether they differ at all.
func Dump(value, base reflect.Value) (any, bool) {
	if value.Kind() == reflect.Pointer && value.Type().Elem().Kind() == reflect.Struct && !value.IsNil() {
		if base.IsNil() {
			return whole(value.Elem()), true
		}
		return Dump(value.Elem(), base.Elem())
	}
	switch value.Kind() {
	case reflect.Struct:
		return dumpStruct(value, base)
	case reflect.Map, reflect.Slice:
		if value.IsNil() == base.IsNil() && reflect.DeepEqual(value.Interface(), base.Interface()) {
			return nil, false
		}
	default:
		if reflect.DeepEqual(value.Interface(), base.Interface()) {
			return nil, false
		}
	}
	return whole(value), true
}

func dumpStruct(value, base reflect.Value) (any, bool) {
	different := map[string]any{}
	for _, field := range Fields(value.Type()) {
		if inner, differs := Dump(value.FieldByIndex(field.Index), base.FieldByIndex(field.Index)); differs {
			different[field.Name] = inner
		}
	}
	return different, len(different) > 0
}

// whole is a value that has no counterpart.
func whole(value reflect.Value) any {
	switch value.Type() {
	case reflect.TypeFor[ptypes.Duration](), reflect.TypeFor[time.Duration]():
		return time.Duration(value.Int()).String()
	}
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil
		}
		return whole(value.Elem())
	case reflect.Struct:
		different, _ := dumpStruct(value, Fresh(value.Type()))
		return different
	case reflect.Map:
		if value.IsNil() {
			return nil
		}
		entries := map[string]any{}
		for _, key := range value.MapKeys() {
			entries[key.String()] = whole(value.MapIndex(key))
		}
		return entries
	case reflect.Slice:
		if value.IsNil() {
			return nil
		}
		items := []any{}
		for i := range value.Len() {
			items = append(items, whole(value.Index(i)))
		}
		return items
	case reflect.Float64:
		// A text, for JSON has neither infinities nor one way to print a number.
		return strconv.FormatFloat(value.Float(), 'f', -1, 64)
	default:
		return value.Interface()
	}
}
