package main

import (
	"maps"
	"slices"
)

// dynamic is one file, or what one container gives.
func (w *whole) dynamic(routers int, provider string) tree {
	prefix := ""
	if provider == "docker" {
		prefix = "d"
	}
	services := w.httpServices(prefix)
	middlewares := w.middlewares(prefix)
	web := tree{"routers": w.routers(prefix, routers, sortedKeys(services), sortedKeys(middlewares)), "services": services}
	if len(middlewares) > 0 {
		web["middlewares"] = middlewares
	}
	pick(w, 30, web, "serversTransports", tree{"tr": tree{"insecureSkipVerify": true}})
	part := tree{"http": web}
	if w.chance(w.models / 2) {
		part["tls"] = tree{"options": tree{one(w.maker, "strict", "strict", "strict", "default"): tree{"minVersion": "VersionTLS12"}}}
	}
	if w.chance(w.streams) {
		part["tcp"] = w.tcp(prefix)
	}
	if len(w.udp) > 0 && w.chance(w.streams) {
		part["udp"] = w.udpPart(prefix)
	}
	return part
}

func sortedKeys(of tree) []string { return slices.Sorted(maps.Keys(of)) }

func (w *whole) routers(prefix string, count int, services, middlewares []string) tree {
	routers := tree{}
	var roots []string
	if len(middlewares) == 0 {
		middlewares = []string{"nope"}
	}
	for i := range count {
		own := numbered(prefix+"r", i)
		router := tree{"rule": w.rule(), "service": one(w.maker, services...)}
		below := len(roots) > 0 && w.chance(w.trees)
		if below {
			router["parentRefs"] = some(w.maker, one(w.maker, 1, 1, 1, 2), roots)
		}
		if !below && w.chance(55) {
			router["entryPoints"] = unique(some(w.maker, one(w.maker, 1, 1, 2, 2), w.entries))
		}
		if w.chance(45) && !below || w.chance(15) {
			router["middlewares"] = some(w.maker, one(w.maker, 1, 1, 2, 3), middlewares)
		}
		if !below {
			if w.chance(25 + w.models/6) {
				router["tls"] = one(w.maker, tree{}, tree{}, tree{"options": "strict"}, tree{"options": "default"}, tree{"certResolver": "le"})
			}
			roots = append(roots, own)
		}
		pick(w, 30, router, "priority", 1, 1, 10, 100, 100, 0, -3, 9223372036854774807)
		pick(w, 3, router, "priority", 9223372036854775807, 9223372036854774808)
		pick(w, 3, router, "observability", tree{"accessLogs": true})
		pick(w, w.older/3, router, "ruleSyntax", "v2", "v3", "V2", "default")
		if w.chance(w.internal / 3) {
			router["service"] = one(w.maker, "api@internal", "dashboard@internal", "ping@internal", "noop@internal",
				"prometheus@internal", "rest@internal", "x@internal", "acme-http@internal")
		}
		w.spoil(router)
		routers[own] = router
	}
	// What has routers below it has no service, mostly.
	for _, own := range sortedKeys(routers) {
		parents, _ := routers[own].(tree)["parentRefs"].([]string)
		for _, parent := range parents {
			if above, ok := routers[parent].(tree); ok && !w.chance(w.faults) {
				delete(above, "service")
			}
		}
	}
	return routers
}

// spoil takes something away, or puts something in that is not there.
func (w *whole) spoil(router tree) {
	pick(w, w.faults, router, "service", "nope", "nope@docker", "", "w@file", "x@internal")
	pick(w, w.faults, router, "middlewares", []string{"nope"}, []string{"loop"}, []string{"strip@docker"}, []string{"two"}, []string{"none"})
	pick(w, w.faults/2, router, "entryPoints", []string{"nope"}, []string{"nope", "web"}, []string{"udp"})
	pick(w, w.faults/2, router, "rule", "", "Host(", "Foo(`x`)", "Host(`a.io`) &&", "PathPrefix(`api`)", "PathRegexp(`(`)", "Host(`a.io`, `b.io`)", "HostSNI(`a.io`)")
	pick(w, w.faults/3, router, "tls", tree{"options": "nope"})
	pick(w, w.faults/3, router, "parentRefs", []string{"nope"}, []string{"r0"}, []string{"r1"}, []string{"r0@docker"})
}

func (w *whole) rule() string {
	host := one(w.maker, "a.io", "a.io", "b.io", "x.b.io", "c.net")
	path := one(w.maker, "/api", "/api", "/api/", "/api/users", "/x", "/", "/a b", "/a%2Fb", "/café", "/v1/api")
	w.hosts, w.paths = append(w.hosts, host), append(w.paths, path)
	if w.chance(w.older) {
		return one(w.maker,
			"Host(`a.io`, `b.io`)", "Host(`"+host+"`) && PathPrefix(`"+path+"`)", "PathPrefix(`/users/{id:[0-9]+}`)", "Path(`/{a}/users`)",
			"HostRegexp(`{sub:[a-z]+}.io`)", "Headers(`X-One`, `1`)", "Query(`q=1`)", "Method(`GET`, `POST`)", "PathPrefix(`/api`, `/x`)",
			"HostHeader(`"+host+"`)", "Header(`X-One`, `1`)", "HeadersRegexp(`X-One`, `[0-9]`)", "PathRegexp(`^/api`)")
	}
	return one(w.maker,
		"Host(`"+host+"`)", "Host(`"+host+"`)", "Host(`"+host+"`) && PathPrefix(`"+path+"`)", "Host(`"+host+"`) && PathPrefix(`"+path+"`)",
		"PathPrefix(`"+path+"`)", "PathPrefix(`"+path+"`)", "Path(`"+path+"`)", "PathPrefix(`/`)", "Host(`a.io`) || Host(`b.io`)",
		"!Host(`"+host+"`)", "Method(`POST`)", "Header(`X-One`, `1`)", "Query(`q`, `1`)", "ClientIP(`127.0.0.1`)", "HostRegexp(`^.+\\.io$`)",
		"PathRegexp(`^/api/[a-z]+$`)", "Host(`*.b.io`)", "Host(`"+host+"`) && (Path(`"+path+"`) || Method(`PUT`))",
		"HeaderRegexp(`X-Forwarded-Proto`, `^https$`)", "Query(`q`)")
}

func (w *whole) middlewares(prefix string) tree {
	all := tree{
		"strip": tree{"stripPrefix": tree{"prefixes": one(w.maker, []string{"/api"}, []string{"/x", "/api"}, []string{"/api/"}, []string{"/"})}},
		"add":   tree{"addPrefix": tree{"prefix": one(w.maker, "/v1", "/v1/", "pre", "/a b", "/%2F")}},
		"hdr":   tree{"headers": tree{"customRequestHeaders": tree{"X-One": "1", "Host": "h.io"}}},
		"chain": tree{"chain": tree{"middlewares": []string{"strip", "add"}}},
		"redir": tree{"redirectRegex": tree{"regex": "^https?://([^/]+)/x(.*)", "replacement": one(w.maker, "https://$1/new$2", "/new$2")}},
		"rs":    tree{"redirectScheme": tree{"scheme": "https", "permanent": one(w.maker, true, false)}},
		"rp":    tree{"replacePath": tree{"path": one(w.maker, "/rp", "/a%2Fb", "rp")}},
		"rpr":   tree{"replacePathRegex": tree{"regex": "^/api/(.*)", "replacement": one(w.maker, "/r/$1", "/$1", "$1")}},
		"enc":   tree{"encodedCharacters": tree{"allowEncodedSlash": true}},
		"ip":    tree{"ipAllowList": tree{"sourceRange": one(w.maker, []string{"127.0.0.1"}, []string{"10.0.0.0/8"})}},
		"cors":  tree{"headers": tree{"accessControlAllowMethods": []string{"GET"}, "accessControlAllowOriginList": []string{"*"}}},
		"gzip":  tree{"compress": tree{}},
		"errs":  tree{"errors": tree{"status": []string{"500-599"}, "service": "s0", "query": "/{status}"}},
		"retry": tree{"retry": tree{"attempts": 2}},
	}
	broken := tree{
		"loop":  tree{"chain": tree{"middlewares": []string{"hdr", "loop2"}}},
		"loop2": tree{"chain": tree{"middlewares": []string{"loop"}}},
		"two":   tree{"addPrefix": tree{"prefix": "/v1"}, "stripPrefix": tree{"prefixes": []string{"/api"}}},
		"none":  tree{"addPrefix": nil},
		"empty": tree{"addPrefix": tree{"prefix": ""}},
		"bad":   tree{"redirectRegex": tree{"regex": "(", "replacement": "x"}},
		"out":   tree{"chain": tree{"middlewares": []string{"strip@docker", "nope"}}},
		"errn":  tree{"errors": tree{"status": []string{"500"}, "service": "nope", "query": "/"}},
		"plug":  tree{"plugin": tree{"p": tree{"a": "b"}}},
		"auth":  tree{"basicAuth": tree{"users": []string{}}},
		"cidr":  tree{"ipAllowList": tree{"sourceRange": []string{"x"}}},
	}
	chosen := tree{}
	for _, name := range sortedKeys(all) {
		if w.chance(22) {
			chosen[prefix+name] = all[name]
		}
	}
	if _, ok := chosen["chain"]; ok {
		chosen["strip"], chosen["add"] = all["strip"], all["add"]
	}
	for _, name := range sortedKeys(broken) {
		if w.chance(w.faults / 2) {
			chosen[name] = broken[name]
		}
	}
	return chosen
}

func (w *whole) httpServices(prefix string) tree {
	services := tree{}
	for i := range one(w.maker, 1, 1, 2, 3) {
		services[numbered(prefix+"s", i)] = w.balancer(numbered(prefix+"s", i))
	}
	child := func() string { return one(w.maker, sortedKeys(services)...) }
	weighted := func() tree {
		var all []any
		for range one(w.maker, 1, 2, 2) {
			all = append(all, tree{"name": child(), "weight": one(w.maker, 1, 1, 1, 0, 3, -1)})
		}
		return tree{"services": all}
	}
	for _, own := range []string{"w", "ww", "m", "f", "h"} {
		if !w.chance(w.services / 2) {
			continue
		}
		service := tree{}
		switch own {
		case "w", "ww":
			service["weighted"] = weighted()
		case "m":
			service["mirroring"] = tree{"service": child(), "mirrors": []any{tree{"name": child(), "percent": one(w.maker, 10, 100, 0)}}}
		case "f":
			failover := tree{"service": child(), "fallback": child()}
			pick(w, 70, failover, "errors", tree{"status": []string{"500-599"}}, tree{"status": []string{"404"}})
			service["failover"] = failover
		case "h":
			service["highestRandomWeight"] = weighted()
		}
		if w.chance(25) {
			service["middlewares"] = []string{one(w.maker, prefix+"strip", prefix+"add", prefix+"hdr")}
		}
		services[prefix+own] = service
	}
	if w.chance(w.faults) {
		services[prefix+"bad"] = one(w.maker,
			tree{"loadBalancer": tree{"servers": []any{tree{"url": "http://a b"}}}}, tree{"weighted": tree{"services": []any{tree{"name": "nope"}}}},
			tree{"weighted": tree{"services": []any{tree{"name": prefix + "bad"}}}}, tree{"loadBalancer": tree{"serversTransport": "nope", "servers": []any{tree{"url": "http://x"}}}},
			tree{"loadBalancer": tree{"strategy": "x"}}, tree{"mirroring": tree{"service": prefix + "s0", "mirrors": []any{tree{"name": prefix + "s0", "percent": 120}}}},
			tree{"loadBalancer": tree{}, "weighted": tree{"services": []any{tree{"name": prefix + "s0"}}}},
			tree{"failover": tree{"service": prefix + "s0", "fallback": prefix + "s0", "healthCheck": tree{}}},
			tree{"loadBalancer": tree{"servers": []any{tree{"url": "http://x"}}}, "middlewares": []string{"nope"}})
	}
	return services
}

func (w *whole) balancer(own string) tree {
	balancer, servers := tree{}, []any{}
	for range one(w.maker, 1, 1, 1, 1, 1, 1, 2, 2, 0) {
		server := tree{"url": one(w.maker, "http://", "http://", "http://", "http://", "https://", "h2c://") + own +
			one(w.maker, "", "", "", ":8080", "/base", "/base/", ":81/a%2Fb", "/?q=x", "/")}
		pick(w, max(8, w.services/4), server, "preservePath", true)
		pick(w, w.services/5, server, "weight", 0, 1, 1, 2)
		servers = append(servers, server)
	}
	if w.chance(2) {
		servers = []any{tree{"url": one(w.maker, own, "ftp://x", "http://", "//x/y", "http://user:p@x", "http://x:99999", "unix:///x")}}
	}
	if len(servers) > 0 {
		balancer["servers"] = servers
	}
	pick(w, 25, balancer, "passHostHeader", false, false, true)
	pick(w, 8, balancer, "sticky", tree{"cookie": tree{}})
	pick(w, w.services/6, balancer, "strategy", "wrr", "p2c", "hrw", "leasttime")
	pick(w, w.services/6, balancer, "healthCheck", tree{"path": "/health", "interval": "1h"})
	pick(w, 8, balancer, "serversTransport", "tr", "tr@file")
	service := tree{"loadBalancer": balancer}
	if w.chance(8) {
		service["middlewares"] = []string{one(w.maker, "strip", "add", "hdr")}
	}
	return service
}

func (w *whole) tcp(prefix string) tree {
	services := tree{
		prefix + "t": tree{"loadBalancer": tree{"servers": []any{tree{"address": prefix + "t:1"}}}},
		prefix + "u": tree{"loadBalancer": tree{"servers": one(w.maker, []any{tree{"address": prefix + "u:1"}, tree{"address": prefix + "u:2"}}, []any{}, []any{tree{"address": "u"}})}},
	}
	if w.chance(40) {
		services[prefix+"tw"] = tree{"weighted": tree{"services": []any{tree{"name": prefix + "t", "weight": one(w.maker, 1, 0)}, tree{"name": one(w.maker, prefix+"u", prefix+"t", "nope")}}}}
	}
	routers := tree{}
	for i := range one(w.maker, 1, 2, 3) {
		router := tree{"service": one(w.maker, sortedKeys(services)...), "rule": one(w.maker,
			"HostSNI(`*`)", "HostSNI(`*`)", "HostSNI(`a.io`)", "HostSNI(`t.io`)", "HostSNI(`t.io`) && ClientIP(`127.0.0.1`)", "ClientIP(`127.0.0.1`)",
			"HostSNIRegexp(`^.+\\.io$`)", "HostSNI(`*.b.io`)", "!HostSNI(`a.io`)", "ALPN(`h2`)", "HostSNI(`a.io`) || HostSNI(`b.io`)")}
		pick(w, 60, router, "tls", tree{}, tree{"passthrough": true}, tree{"options": "strict"}, tree{"options": "nope"})
		pick(w, 60, router, "entryPoints", unique(some(w.maker, one(w.maker, 1, 2), w.entries)))
		pick(w, 25, router, "priority", 1, 10, 100, -1)
		pick(w, 15, router, "middlewares", []string{"tm"}, []string{"nope"})
		pick(w, w.older/3, router, "ruleSyntax", "v2")
		pick(w, w.faults, router, "service", "nope", "")
		pick(w, w.faults/2, router, "rule", "", "HostSNI(", "Host(`a.io`)", "HostSNI(`a`, `b`)")
		routers[numbered(prefix+"t", i)] = router
	}
	part := tree{"routers": routers, "services": services}
	pick(w, 50, part, "middlewares", tree{"tm": tree{"ipAllowList": tree{"sourceRange": one(w.maker, []string{"127.0.0.1"}, []string{"10.0.0.0/8"})}}})
	return part
}

func (w *whole) udpPart(prefix string) tree {
	services := tree{prefix + "us": tree{"loadBalancer": tree{"servers": []any{tree{"address": prefix + "us:1"}}}}}
	if w.chance(40) {
		services[prefix+"uw"] = tree{"weighted": tree{"services": []any{tree{"name": prefix + "us", "weight": one(w.maker, 1, 1, 0)}}}}
	}
	routers := tree{}
	for i := range one(w.maker, 1, 1, 2) {
		router := tree{"service": one(w.maker, append(sortedKeys(services), "nope")...)}
		pick(w, 60, router, "entryPoints", []string{"udp"}, []string{"udp"}, []string{"web"}, []string{"udp", "nope"})
		routers[numbered(prefix+"u", i)] = router
	}
	return tree{"routers": routers, "services": services}
}

func unique(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}
