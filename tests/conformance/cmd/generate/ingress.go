package main

import "strings"

// ingressObjects are what only questions about Ingresses refer to: classes, and Services with annotations.
func ingressObjects() string {
	class := func(name, controller string) string {
		return document("networking.k8s.io/v1", "IngressClass", object{"name": name}, object{"spec": object{"controller": controller}})
	}
	annotated := func(name string, annotations object) string {
		all := object{}
		for key, value := range annotations {
			all["traefik.ingress.kubernetes.io/service."+key] = value
		}
		spec := object{"selector": object{"app": "web"}, "ports": []any{object{"name": "http", "port": 80}}}
		return document("v1", "Service", object{"name": name, "annotations": all}, object{"spec": spec})
	}
	return strings.Join([]string{
		class("traefik", "traefik.io/ingress-controller"), class("mine", "traefik.io/ingress-controller"),
		class("nginx", "k8s.io/ingress-nginx"),
		annotated("h2c", object{"serversscheme": "h2c", "passhostheader": quotedText("false")}),
		annotated("sticky", object{"sticky.cookie.name": "c", "serverstransport": "default-a@kubernetescrd"}),
		annotated("guarded", object{"middlewares": "default-a@kubernetescrd,b@file"}),
		annotated("native", object{"nativelb": quotedText("true")}),
		annotated("wrong", object{"colour": "red"}),
		annotated("wrong-value", object{"passhostheader": "perhaps"}),
	}, "\n---\n")
}

// ingress is a question to the provider of Ingresses.
func (m maker) ingress() ask {
	var objects []string
	for range one(m, 1, 1, 1, 2) {
		objects = append(objects, m.ingressObject())
	}
	q := ask{"manifests": strings.Join(objects, "\n---\n")}
	options := map[string]any{}
	flags := []string{
		"allowExternalNameServices", "allowEmptyServices", "nativeLBByDefault", "disableClusterScopeResources",
		"disableIngressClassLookup", "strictPrefixMatching", "strictPrefixMatching",
	}
	for _, flag := range flags {
		if m.chance(10) {
			options[flag] = true
		}
	}
	if m.chance(8) {
		options["namespaces"] = one(m, []string{"default"}, []string{"apps"})
	}
	if m.chance(10) {
		options["crossProviderNamespaces"] = one(m, []string{}, []string{"default"}, []string{"apps"})
	}
	if m.chance(8) {
		options["ingressClass"] = one(m, "traefik", "mine", "other")
	}
	if m.chance(5) {
		options["labelSelector"] = one(m, "tier=front", "!tier")
	}
	if len(options) > 0 {
		q["options"] = options
	}
	return q
}

func (m maker) ingressObject() string {
	meta := m.meta()
	annotations, _ := meta["annotations"].(object)
	if annotations == nil {
		annotations = object{}
	}
	choices := object{
		"entrypoints": one(m, "web", "web,websecure"), "middlewares": one(m, "default-a@kubernetescrd", "a@file, b@file"),
		"priority": one(m, quotedText("10"), quotedText("ten")), "pathmatcher": one(m, "Path", "PathRegexp", "PathPrefix", "Exact"),
		"rulesyntax": one(m, "v2", "v3"), "tls": one(m, quotedText("true"), quotedText("false"), "maybe"), "tls.certresolver": "le",
		"tls.options": "strict@file", "tls.domains.0.main": "a.b", "tls.domains.0.sans": "c.d,e.f",
		"observability.metrics": quotedText("false"), "colour": "red", "Priority": quotedText("7"),
	}
	for name, value := range sorted(choices) {
		if m.chance(6) {
			annotations["traefik.ingress.kubernetes.io/router."+name] = value
		}
	}
	if m.chance(4) {
		annotations["traefik.ingress.kubernetes.io/affinity"] = "x"
	}
	if len(annotations) > 0 {
		meta["annotations"] = annotations
	}
	spec := object{
		"ingressClassName": one[any](m, nil, nil, nil, nil, "traefik", "mine", "nginx", "gone"),
		"defaultBackend":   maybe(m, 15, m.backend()),
		"tls":              maybe(m, 10, []any{object{"secretName": one(m, "cert", "gone")}}),
	}
	if m.chance(90) {
		spec["rules"] = list(one(m, 1, 1, 1, 2), func() object {
			rule := object{"host": one[any](m, nil, "a.b", "a.b", "a.b", "*.c.d", "x.example.com")}
			if m.chance(95) {
				rule["http"] = object{"paths": list(one(m, 1, 1, 1, 2), m.ingressPath)}
			}
			return rule
		})
	}
	return document("networking.k8s.io/v1", "Ingress", meta, object{"spec": spec})
}

func (m maker) ingressPath() object {
	return object{
		"path":     one[any](m, nil, "/", "/x", "/x", "/x/", "/a-b", "/a.b", quotedText(`/re\d+"`), "/X/y"),
		"pathType": one[any](m, "Prefix", "Prefix", "Exact", "ImplementationSpecific", nil),
		"backend":  m.backend(),
	}
}

func (m maker) backend() object {
	if m.chance(5) {
		return one(m, object{}, object{"resource": object{"kind": "Bucket", "name": "b"}})
	}
	names := []string{
		"web", "web", "web", "web", "api", "headless", "ext", "ext6", "node", "none", "sliced", "api.v1", "gone", "h2c", "sticky",
		"guarded", "native", "wrong", "wrong-value",
	}
	port := one(m,
		object{"number": 80}, object{"number": 80}, object{"number": 80}, object{"name": "http"}, object{"number": 443}, object{"name": "https"},
		object{"number": 8080}, object{"name": "no"}, object{"number": 81}, object{})
	return object{"service": object{"name": one(m, names...), "port": port}}
}
