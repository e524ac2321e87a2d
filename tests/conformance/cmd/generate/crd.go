package main

import "strings"

const traefikVersion = "traefik.io/v1alpha1"

// crd is a question to the provider of Traefik's own objects.
func (m maker) crd() ask {
	var objects []string
	for range one(m, 1, 1, 1, 2, 2, 3) {
		objects = append(objects, m.traefikObject())
	}
	q := ask{"manifests": strings.Join(objects, "\n---\n")}
	options := map[string]any{}
	flags := []string{
		"allowCrossNamespace", "allowCrossNamespace", "allowExternalNameServices", "allowEmptyServices", "nativeLBByDefault",
		"disableClusterScopeResources", "safeNaming", "safeNaming",
	}
	for _, flag := range flags {
		if m.chance(12) {
			options[flag] = true
		}
	}
	if m.chance(8) {
		options["namespaces"] = one(m, []string{"default"}, []string{"apps"}, []string{"default", "apps"})
	}
	if m.chance(8) {
		options["crossProviderNamespaces"] = one(m, []string{}, []string{"default"}, []string{"apps"})
	}
	if m.chance(6) {
		options["ingressClass"] = one(m, "traefik", "other")
	}
	if m.chance(5) {
		options["labelSelector"] = one(m, "tier=front", "tier!=front", "tier", "tier in (front, back)", "!tier")
	}
	if m.chance(5) {
		options["defaultTLSResourcesNamespace"] = one(m, "default", "apps")
	}
	if len(options) > 0 {
		q["options"] = options
	}
	return q
}

func (m maker) meta() object {
	meta := object{"name": one(m, "a", "a", "b", "a.b", "b-a")}
	if namespace := one[any](m, nil, nil, nil, "default", "apps", "apps-b"); namespace != nil {
		meta["namespace"] = namespace
	}
	if m.chance(10) {
		meta["labels"] = object{"tier": one(m, "front", "back")}
	}
	if m.chance(6) {
		meta["annotations"] = object{"kubernetes.io/ingress.class": one(m, "traefik", "other", "")}
	}
	return meta
}

func (m maker) traefikObject() string {
	kinds := []string{
		"IngressRoute", "IngressRoute", "IngressRoute", "IngressRoute", "Middleware", "Middleware", "TraefikService",
		"TraefikService", "IngressRouteTCP", "IngressRouteTCP", "IngressRouteUDP", "MiddlewareTCP", "ServersTransport",
		"ServersTransportTCP", "TLSOption",
	}
	kind := one(m, kinds...)
	var spec object
	switch kind {
	case "IngressRoute":
		spec = m.ingressRoute()
	case "IngressRouteTCP", "IngressRouteUDP":
		spec = m.streamRoute(kind == "IngressRouteUDP")
	case "Middleware":
		spec = m.middlewareSpec()
	case "MiddlewareTCP":
		spec = one(m, object{"ipAllowList": object{"sourceRange": []string{"10.0.0.0/8"}}}, object{"inFlightConn": object{"amount": 2}}, object{})
	case "TraefikService":
		spec = m.traefikService()
	case "ServersTransport":
		spec = one(m, object{"serverName": "x"}, object{"rootCAs": []any{object{"secret": "ca"}}}, object{"minVersion": "VersionTLS12"}, object{"rootCAs": []any{object{}}})
	case "ServersTransportTCP":
		spec = one(m, object{"dialTimeout": one[any](m, 3, "3s", "3x")}, object{"tls": object{"rootCAs": []any{object{"configMap": "ca"}}}})
	}
	meta := m.meta()
	if kind == "TLSOption" {
		spec = object{"minVersion": "VersionTLS12"}
		meta["name"] = one(m, "default", "strict", "a.b")
	}
	return document(traefikVersion, kind, meta, object{"spec": spec})
}

func (m maker) reference(names ...string) object {
	return object{"name": one(m, names...), "namespace": m.namespace()}
}

func (m maker) middlewareRefs() any {
	if m.chance(55) {
		return nil
	}
	return list(one(m, 1, 1, 2), func() object {
		return m.reference("a", "b", "a.b", "b-a", "x@file", "default-a@kubernetescrd", "a@b@file")
	})
}

func (m maker) ingressRoute() object {
	return object{
		"entryPoints":      maybe(m, 40, one(m, []string{"web"}, []string{"web", "websecure"}, []string{})),
		"ingressClassName": one[any](m, nil, nil, nil, nil, nil, nil, nil, "traefik", "other", ""),
		"tls":              one(m, nil, nil, nil, m.tls()),
		"parentRefs":       maybe(m, 6, list(one(m, 1, 2), func() object { return m.reference("a", "b") })),
		"routes": list(one(m, 1, 1, 1, 2, 2), func() object {
			return object{
				"match":         m.shortRule(),
				"kind":          one[any](m, nil, "Rule", "Rule", "Rule", "Regex"),
				"priority":      maybe(m, 20, one(m, 0, 10, -5)),
				"syntax":        maybe(m, 10, one(m, "v2", "v3")),
				"middlewares":   m.middlewareRefs(),
				"observability": maybe(m, 5, object{"metrics": true}),
				"services":      list(one(m, 0, 1, 1, 1, 1, 1, 1, 2, 3), m.serviceRef),
			}
		}),
	}
}

func (m maker) tls() any {
	return object{
		"secretName":   maybe(m, 30, one(m, "cert", "half-cert", "gone")),
		"certResolver": maybe(m, 30, "le"),
		"options":      maybe(m, 50, m.reference("default", "strict", "a.b", "x@file", "default-a@kubernetescrd")),
	}
}

// serviceRef is a reference to a Service or TraefikService, with options.
func (m maker) serviceRef() object {
	names := []string{"web", "web", "web", "web", "api", "headless", "ext", "ext6", "node", "none", "sliced", "api.v1", "gone"}
	ref := object{"name": one(m, names...), "namespace": m.namespace(), "port": m.port()}
	if m.chance(15) {
		ref["kind"] = one(m, "Service", "TraefikService", "TraefikService", "Other")
		if ref["kind"] == "TraefikService" {
			ref["name"] = one(m, "a", "b", "a.b", "x@file", "default-a@kubernetescrd", "api@internal")
			delete(ref, one(m, "port", "kind", "port", "port"))
		}
	}
	options := object{
		"scheme": one(m, "http", "https", "h2c", "ftp"), "strategy": one(m, "wrr", "p2c", "RoundRobin", "random"),
		"passHostHeader": m.chance(50), "serversTransport": one(m, "a", "a.b", "x@file", "default-a@kubernetescrd"),
		"weight": one(m, 0, 1, 3), "nativeLB": m.chance(70), "nodePortLB": m.chance(70),
		"healthCheck":        object{"path": "/", "interval": one[any](m, 5, "5s", "5x")},
		"passiveHealthCheck": object{"failureWindow": one[any](m, "5s", "five")},
		"responseForwarding": object{"flushInterval": one(m, "1s", "soon")},
		"middlewares":        list(1, func() object { return m.reference("a", "x@file") }),
		"sticky":             object{"cookie": object{"name": "c"}},
	}
	for name, value := range sorted(options) {
		if m.chance(5) {
			ref[name] = value
		}
	}
	return ref
}

func (m maker) streamRoute(udp bool) object {
	return object{
		"entryPoints":      maybe(m, 60, []string{"tcp"}),
		"ingressClassName": one[any](m, nil, nil, nil, nil, nil, nil, nil, "traefik", "other"),
		"tls":              m.streamTLS(udp),
		"routes": list(one(m, 1, 1, 2), func() object {
			route := object{"services": list(one(m, 0, 1, 1, 1, 2, 3), m.streamRef)}
			if udp {
				return route
			}
			route["match"] = one(m, "HostSNI(`*`)", "HostSNI(`*`)", "HostSNI(`a.b`)", "")
			route["priority"] = maybe(m, 20, 10)
			route["syntax"] = maybe(m, 10, "v3")
			if m.chance(20) {
				route["middlewares"] = list(1, func() object { return m.reference("a", "b", "x@file") })
			}
			return route
		}),
	}
}

func (m maker) streamTLS(udp bool) any {
	if udp || m.chance(60) {
		return nil
	}
	tls := m.tls().(object)
	tls["passthrough"] = maybe(m, 40, true)
	return tls
}

func (m maker) streamRef() object {
	names := []string{"web", "web", "web", "api", "headless", "ext", "ext6", "node", "none", "sliced", "gone"}
	return object{
		"name": one(m, names...), "namespace": m.namespace(), "port": m.port(), "weight": maybe(m, 10, 2),
		"nativeLB": maybe(m, 8, m.chance(70)), "nodePortLB": maybe(m, 8, true), "tls": maybe(m, 5, true),
		"serversTransport": maybe(m, 8, one(m, "a", "x@file", "default-a@kubernetescrd")),
		"proxyProtocol":    maybe(m, 5, object{"version": 1}),
	}
}

func (m maker) traefikService() object {
	refs := func() []any { return list(one(m, 0, 1, 2, 2, 3), m.serviceRef) }
	switch one(m, "weighted", "weighted", "mirroring", "highestRandomWeight", "failover", "none") {
	case "weighted":
		return object{"weighted": object{"services": refs()}}
	case "mirroring":
		main := m.serviceRef()
		main["mirrors"] = list(one(m, 0, 1, 2), func() object {
			mirror := m.serviceRef()
			mirror["percent"] = one(m, 10, 100, 101)
			return mirror
		})
		return object{"mirroring": main}
	case "highestRandomWeight":
		return object{"highestRandomWeight": object{"services": refs()}}
	case "failover":
		return object{"failover": object{
			"service": m.serviceRef(), "fallback": m.serviceRef(),
			"errors": maybe(m, 50, object{"status": []string{"500-599"}}),
		}}
	}
	return object{}
}

func (m maker) middlewareSpec() object {
	secrets := []string{"users", "encoded", "broken", "empty", "two", "basic", "basic-half", "gone"}
	kinds := object{
		"addPrefix":   object{"prefix": "/x"},
		"stripPrefix": object{"prefixes": []string{"/a", "/b"}, "forceSlash": m.chance(50)},
		"chain":       object{"middlewares": m.middlewareRefs()},
		"errors":      object{"status": []string{"500-599"}, "query": "/e", "service": m.serviceRef()},
		"basicAuth":   object{"secret": one[any](m, secrets[0], one(m, secrets...), one(m, secrets...), nil), "realm": "r"},
		"digestAuth":  object{"secret": one(m, secrets...)},
		"forwardAuth": object{
			"address": one[any](m, "http://auth", "http://auth", nil),
			"tls": maybe(m, 50, object{
				"caSecret":   maybe(m, 50, one(m, "ca", "users", "half-cert", "gone")),
				"certSecret": maybe(m, 50, one(m, "cert", "half-cert", "blank-cert", "ca", "gone")),
			}),
		},
		"rateLimit": object{
			"average": 10, "period": one[any](m, nil, 1, "1s", "1x"),
			"redis": maybe(m, 30, object{"secret": one(m, "basic", "basic-half", "gone"), "dialTimeout": one[any](m, "1s", "x")}),
		},
		"retry":            object{"attempts": one(m, 3, 0), "initialInterval": one[any](m, nil, "1s", "1x", 5)},
		"circuitBreaker":   object{"expression": "NetworkErrorRatio() > 0.5", "checkPeriod": one[any](m, nil, "1s", "x")},
		"redirectScheme":   object{"scheme": "https", "permanent": m.chance(50)},
		"redirectRegex":    object{"regex": "^/(.*)", "replacement": "/x/$1"},
		"replacePath":      object{"path": "/p"},
		"headers":          one(m, object{}, object{"customRequestHeaders": object{"X-A": "b"}}),
		"ipAllowList":      object{"sourceRange": []string{"10.0.0.0/8"}},
		"compress":         object{},
		"buffering":        object{"maxRequestBodyBytes": 10},
		"plugin":           object{"p": object{"key": one(m, "value", "urn:k8s:secret:users:users", "urn:k8s:secret:users:no", "urn:k8s:secret:gone:x", "urn:k8s:secret:x")}},
		"contentType":      object{},
		"inFlightReq":      object{"amount": 2},
		"stripPrefixRegex": object{"regex": []string{"/[a-z]+"}},
	}
	names := make([]string, 0, len(kinds))
	for name := range sorted(kinds) {
		names = append(names, name)
	}
	names = append(names, "errors", "errors", "chain", "chain", "basicAuth", "basicAuth", "forwardAuth")
	spec := object{}
	for range one(m, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2) {
		name := one(m, names...)
		spec[name] = kinds[name]
	}
	return spec
}
