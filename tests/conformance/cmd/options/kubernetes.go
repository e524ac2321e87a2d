package main

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"conformance/internal/options"

	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/crd/traefikio/v1alpha1"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/ingress"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// resources are Traefik's own kinds of Kubernetes objects, with what their `spec` holds.
type resources struct {
	IngressRoute        v1alpha1.IngressRouteSpec
	IngressRouteTCP     v1alpha1.IngressRouteTCPSpec
	IngressRouteUDP     v1alpha1.IngressRouteUDPSpec
	Middleware          v1alpha1.MiddlewareSpec
	MiddlewareTCP       v1alpha1.MiddlewareTCPSpec
	ServersTransport    v1alpha1.ServersTransportSpec
	ServersTransportTCP v1alpha1.ServersTransportTCPSpec
	TLSOption           v1alpha1.TLSOptionSpec
	TLSStore            v1alpha1.TLSStoreSpec
	TraefikService      v1alpha1.TraefikServiceSpec
}

// annotations are those of Ingresses (`router`) and of their Services (`service`), behind
// `traefik.ingress.kubernetes.io/`.
type annotations struct {
	Router  *ingress.RouterIng  `json:"router"`
	Service *ingress.ServiceIng `json:"service"`
}

// resourceTable is a table like the others, of fields as the API server knows them: by the name in JSON, exactly.
func resourceTable() ([]byte, error) {
	out := &bytes.Buffer{}
	fmt.Fprintf(out, "Traefik %s\n", options.Version())
	structs := []reflect.Type{reflect.TypeFor[resources]()}
	for at := 0; at < len(structs); at++ {
		fmt.Fprintf(out, "\n%s\n", structs[at])
		for _, field := range jsonFields(structs[at]) {
			typed, err := resourceType(field.Type)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", structs[at], field.Name, err)
			}
			fmt.Fprintf(out, "\t%s\t%s\n", jsonName(field), typed)
			if inner := structOf(field.Type); inner != nil && !leaf(inner) && !contains(structs, inner) {
				structs = append(structs, inner)
			}
		}
	}
	return out.Bytes(), nil
}

// leaf is a struct that stands for one value in JSON.
func leaf(t reflect.Type) bool {
	return t == reflect.TypeFor[intstr.IntOrString]() || t == reflect.TypeFor[apiextensions.JSON]()
}

func resourceType(t reflect.Type) (string, error) {
	switch {
	case t == reflect.TypeFor[map[string]apiextensions.JSON]():
		return "map[string]any", nil
	case leaf(t):
		return "any", nil
	case t.Kind() == reflect.Pointer:
		inner, err := resourceType(t.Elem())
		return "*" + inner, err
	case t.Kind() == reflect.Slice:
		inner, err := resourceType(t.Elem())
		return "[]" + inner, err
	}
	return typeName(t)
}

// jsonFields are the fields that JSON fills, those of embedded structs in their place.
func jsonFields(t reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for i := range t.NumField() {
		field := t.Field(i)
		switch {
		case field.Anonymous:
			fields = append(fields, jsonFields(field.Type)...)
		case jsonName(field) != "-":
			fields = append(fields, field)
		}
	}
	return fields
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if name == "" {
		return field.Name
	}
	return name
}
