// Package cluster is as much of a Kubernetes API server as Traefik's providers ask for: it lists and watches the objects
// of a few manifests.
package cluster

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/yaml"
	sigs "sigs.k8s.io/yaml"
)

// Object is an object as JSON.
type Object map[string]any

// Read reads manifests as `kubectl apply` does: documents, lists taken apart, the namespace `default` where none is
// written. What the API server and its controllers add is added here: see complete.
func Read(manifests string) ([]Object, error) {
	var objects []Object
	reader := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(manifests)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		data, err := sigs.YAMLToJSON(document)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
			continue
		}
		var object Object
		if err := json.Unmarshal(data, &object); err != nil {
			return nil, err
		}
		objects = append(objects, flat(object)...)
	}
	objects = lastOfEach(objects)
	for i, object := range objects {
		meta := object.grown("metadata")
		if meta["namespace"] == nil && !clusterWide[object.kind()] {
			meta["namespace"] = "default"
		}
		if meta["name"] == nil && meta["generateName"] != nil {
			meta["name"] = fmt.Sprintf("%s%d", meta["generateName"], i)
		}
		meta["uid"] = fmt.Sprintf("00000000-0000-0000-0000-%012d", i+1)
		meta["resourceVersion"] = "1"
		meta["generation"] = 1
		meta["creationTimestamp"] = fmt.Sprintf("2026-01-01T00:%02d:%02dZ", i/60, i%60)
	}
	return complete(objects), nil
}

// lastOfEach are the objects without those that a later one of the same name is applied over.
func lastOfEach(objects []Object) []Object {
	last := map[string]int{}
	key := func(object Object) string {
		meta := object.grown("metadata")
		namespace := meta.text("namespace")
		if namespace == "" {
			namespace = "default"
		}
		return fmt.Sprint(object["apiVersion"], " ", object.kind(), " ", namespace, " ", meta["name"])
	}
	for i, object := range objects {
		last[key(object)] = i
	}
	var left []Object
	for i, object := range objects {
		if last[key(object)] == i || object.child("metadata")["name"] == nil {
			left = append(left, object)
		}
	}
	return left
}

var clusterWide = map[string]bool{
	"GatewayClass": true, "IngressClass": true, "Namespace": true, "Node": true,
}

// flat takes lists apart.
func flat(object Object) []Object {
	items, isList := object["items"].([]any)
	if !isList || !strings.HasSuffix(object.kind(), "List") {
		return []Object{object}
	}
	var objects []Object
	for _, item := range items {
		if inner, ok := item.(map[string]any); ok {
			objects = append(objects, flat(inner)...)
		}
	}
	return objects
}

func (o Object) kind() string {
	kind, _ := o["kind"].(string)
	return kind
}

func (o Object) child(name string) Object {
	child, _ := o[name].(map[string]any)
	return child
}

// grown is a child that is made where there is none.
func (o Object) grown(name string) Object {
	child, is := o[name].(map[string]any)
	if !is {
		child = map[string]any{}
		o[name] = child
	}
	return child
}

func (o Object) text(name string) string {
	text, _ := o[name].(string)
	return text
}

func (o Object) list(name string) []Object {
	items, _ := o[name].([]any)
	var objects []Object
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			objects = append(objects, object)
		}
	}
	return objects
}

// complete does what the API server and its controllers do. A Service gets an address and, where it selects something,
// an EndpointSlice with one endpoint; both addresses are its name in the cluster's DNS, which is all that manifests tell
// of them. Its ports get their protocol. The data of Secrets is encoded. Every namespace that is written exists.
func complete(objects []Object) []Object {
	slices := map[string]bool{}
	namespaces := map[string]bool{}
	for _, object := range objects {
		meta := object.child("metadata")
		switch object.kind() {
		case "EndpointSlice":
			slices[meta.text("namespace")+"/"+meta.child("labels").text("kubernetes.io/service-name")] = true
		case "Namespace":
			namespaces[meta.text("name")] = true
		}
	}
	all := objects
	for _, object := range objects {
		meta := object.child("metadata")
		if namespace := meta.text("namespace"); namespace != "" && !namespaces[namespace] {
			namespaces[namespace] = true
			all = append(all, Object{
				"apiVersion": "v1", "kind": "Namespace",
				"metadata": map[string]any{
					"name": namespace, "labels": map[string]any{"kubernetes.io/metadata.name": namespace},
				},
			})
		}
		switch object.kind() {
		case "Secret":
			data := object.grown("data")
			for key, value := range object.child("stringData") {
				data[key] = []byte(fmt.Sprint(value))
			}
		case "Service":
			address := meta.text("name") + "." + meta.text("namespace")
			spec := object.grown("spec")
			if spec.text("type") != "ExternalName" && spec["clusterIP"] == nil {
				spec["clusterIP"] = address
			}
			for _, port := range spec.list("ports") {
				if port["protocol"] == nil {
					port["protocol"] = "TCP"
				}
			}
			if spec["selector"] != nil && !slices[meta.text("namespace")+"/"+meta.text("name")] {
				all = append(all, endpointSlice(object, address, objects))
			}
		}
	}
	return all
}

func endpointSlice(service Object, address string, objects []Object) Object {
	meta := service.child("metadata")
	var ports []any
	for _, port := range service.child("spec").list("ports") {
		number := targetPort(service, port, objects)
		if number == 0 {
			continue
		}
		ports = append(ports, map[string]any{
			"name": port.text("name"), "port": number, "protocol": port.text("protocol"),
		})
	}
	return Object{
		"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
		"metadata": map[string]any{
			"name": meta.text("name") + "-made", "namespace": meta.text("namespace"),
			"labels": map[string]any{"kubernetes.io/service-name": meta.text("name")},
		},
		"ports":     ports,
		"endpoints": []any{map[string]any{"addresses": []any{address}, "conditions": map[string]any{"ready": true}}},
	}
}

// targetPort is the port of the pods: a number, or the container's port of that name.
func targetPort(service, port Object, objects []Object) int {
	target := port["targetPort"]
	if target == nil {
		target = port["port"]
	}
	switch target := target.(type) {
	case float64:
		return int(target)
	case int64:
		return int(target)
	case string:
		if number, err := strconv.Atoi(target); err == nil {
			return number
		}
		for _, object := range objects {
			pod := podOf(object)
			if pod == nil || !selects(service, object, pod) {
				continue
			}
			for _, container := range pod.child("spec").list("containers") {
				for _, own := range container.list("ports") {
					if own.text("name") == target {
						number, _ := own["containerPort"].(float64)
						return int(number)
					}
				}
			}
		}
	}
	return 0
}

func podOf(object Object) Object {
	switch object.kind() {
	case "Pod":
		return object
	case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet":
		return object.child("spec").child("template")
	}
	return nil
}

func selects(service, owner, pod Object) bool {
	if service.child("metadata").text("namespace") != owner.child("metadata").text("namespace") {
		return false
	}
	labels := pod.child("metadata").child("labels")
	for key, value := range service.child("spec").child("selector") {
		if labels[key] != value {
			return false
		}
	}
	return true
}
