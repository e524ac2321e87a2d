package main

import "strings"

// sharedObjects are what the questions to each of the Kubernetes providers have in common.
var sharedObjects = map[string]func() string{
	"crd":     clusterObjects,
	"ingress": func() string { return clusterObjects() + "\n---\n" + ingressObjects() },
}

// clusterObjects are what all questions about Kubernetes refer to: Services of every kind, what runs behind them, Secrets.
func clusterObjects() string {
	service := func(namespace, name string, spec object) string {
		return document("v1", "Service", object{"name": name, "namespace": namespace}, object{"spec": spec})
	}
	secret := func(namespace, name string, rest object) string {
		return document("v1", "Secret", object{"name": name, "namespace": namespace}, rest)
	}
	port := func(name string, number int, target any) object {
		p := object{"port": number}
		if name != "" {
			p["name"] = name
		}
		if target != nil {
			p["targetPort"] = target
		}
		return p
	}
	web := []any{port("http", 80, 8080), port("https", 443, 8443), port("admin", 9000, "admin")}
	app := object{"app": "web"}
	slice := func(name string, ports, endpoints []any) string {
		labels := object{"kubernetes.io/service-name": "sliced"}
		return document("discovery.k8s.io/v1", "EndpointSlice", object{"name": name, "labels": labels},
			object{"addressType": "IPv4", "ports": ports, "endpoints": endpoints})
	}
	endpoint := func(address string, conditions object) object {
		return object{"addresses": []string{address}, "conditions": conditions}
	}
	container := object{"name": "web", "image": "web", "ports": []any{object{"name": "admin", "containerPort": 9090}}}
	template := object{"metadata": object{"labels": app}, "spec": object{"containers": []any{container}}}
	return strings.Join([]string{
		service("default", "web", object{"selector": app, "ports": web}),
		service("default", "api", object{"selector": app, "ports": []any{port("", 8080, nil)}}),
		service("default", "headless", object{"selector": app, "clusterIP": "None", "ports": []any{port("", 80, nil)}}),
		service("default", "ext", object{"type": "ExternalName", "externalName": "example.com", "ports": []any{port("https-x", 8443, nil)}}),
		service("default", "ext6", object{"type": "ExternalName", "externalName": "fe80::1"}),
		service("default", "node", object{"type": "NodePort", "selector": app, "ports": []any{port("http", 80, 8080)}}),
		service("default", "none", object{"ports": []any{port("", 80, nil)}}),
		service("default", "sliced", object{"selector": app, "ports": []any{port("http", 80, nil), port("other", 81, nil)}}),
		slice("sliced-a", []any{port("http", 8080, nil)}, []any{
			endpoint("10.0.0.1", object{"ready": true}), endpoint("10.0.0.2", object{"ready": false}),
			endpoint("10.0.0.3", object{"serving": false}), endpoint("10.0.0.4", object{}),
		}),
		slice("sliced-b", []any{port("more", 8081, nil), port("http", 8080, nil)}, []any{
			endpoint("10.0.0.1", object{"ready": true}), endpoint("fd00::1", object{"ready": true}),
		}),
		service("apps", "web", object{"selector": app, "ports": []any{port("http", 80, 8080)}}),
		service("apps", "api.v1", object{"selector": app, "ports": []any{port("https", 8443, nil)}}),
		document("apps/v1", "Deployment", object{"name": "web"}, object{"spec": object{"template": template}}),
		secret("default", "users", object{"stringData": object{"users": "a:b\n\nc:d"}}),
		secret("default", "encoded", object{"data": object{"users": "YTpiCmM6ZA=="}}),
		secret("default", "broken", object{"stringData": object{"users": "a:b:c:d"}}),
		secret("default", "empty", object{"stringData": object{"users": ""}}),
		secret("default", "two", object{"stringData": object{"a": "b:c", "d": "e:f"}}),
		secret("default", "basic", object{"type": "kubernetes.io/basic-auth", "stringData": object{"username": "a", "password": "b"}}),
		secret("default", "basic-half", object{"type": "kubernetes.io/basic-auth", "stringData": object{"username": "a"}}),
		secret("default", "cert", object{"stringData": object{"tls.crt": "c", "tls.key": "k"}}),
		secret("default", "half-cert", object{"stringData": object{"tls.crt": "c", "other": "x"}}),
		secret("default", "blank-cert", object{"stringData": object{"tls.crt": "", "tls.key": "k"}}),
		secret("default", "ca", object{"stringData": object{"ca.crt": "c", "other": "x"}}),
		secret("apps", "users", object{"stringData": object{"users": "a:b"}}),
	}, "\n---\n")
}

// rule of a route, short, so that some are equal.
func (m maker) shortRule() string {
	return one(m, "Host(`a.b`)", "Host(`a.b`)", "Host(`c.d`) && PathPrefix(`/x`)", "PathPrefix(`/`)", "Path(`/x`", "")
}

// namespace of a reference: mostly none.
func (m maker) namespace() any {
	return one[any](m, nil, nil, nil, nil, "default", "apps", "none")
}

// port of a reference: numbers, names, numbers as text, none.
func (m maker) port() any {
	return one[any](m, 80, 80, 80, "http", "http", 443, "https", 8080, 8443, "admin", "other", quotedText("80"), 0, nil, "no", 81)
}
