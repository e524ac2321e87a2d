package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// dynamic is one file, or what one container gives.
func (w *whole) dynamic(routers int, provider string) tree {
	prefix := ""
	if provider == "docker" {
		prefix = "d"
	}
	services := w.httpServices(prefix)
	sound := w.sound(prefix)
	middlewares := w.middlewares(prefix, sound)
	web := tree{"routers": w.routers(prefix, routers, sortedKeys(services), sortedKeys(middlewares)), "services": services}
	if len(middlewares) > 0 {
		web["middlewares"] = middlewares
	}
	part := tree{"http": web}
	if w.chance(w.models / 5) {
		part["tls"] = tree{"options": tree{one(w.maker, "strict", "default"): tree{"minVersion": "VersionTLS12"}}}
	}
	w.complete(part, middlewares, sound, prefix)
	if w.chance(w.streams) {
		part["tcp"] = w.tcp(prefix)
	}
	if len(w.udp) > 0 && w.chance(w.streams) {
		part["udp"] = w.udpPart(prefix)
	}
	return part
}

// complete adds what is spoken of and not there, but for some faults.
func (w *whole) complete(part, middlewares, sound tree, prefix string) {
	said := text(part)
	if prefix == "" {
		said += text(w.static)
	}
	speaks := func(name string) bool {
		return regexp.MustCompile(`- `+name+`(@file)?\n`).MatchString(said) && !w.chance(w.faults)
	}
	for _, name := range sortedKeys(sound) {
		if speaks(prefix + name) {
			middlewares[prefix+name] = sound[name]
		}
	}
	if middlewares[prefix+"chain"] != nil {
		middlewares[prefix+"strip"], middlewares[prefix+"add"] = sound["strip"], sound["add"]
	}
	if len(middlewares) > 0 {
		part["http"].(tree)["middlewares"] = middlewares
	}
	if regexp.MustCompile(`serversTransport: tr(@file)?\n`).MatchString(said) && !w.chance(w.faults) {
		part["http"].(tree)["serversTransports"] = tree{"tr": tree{"insecureSkipVerify": true}}
	}
	if regexp.MustCompile(`options: strict(@file)?\n`).MatchString(said) && part["tls"] == nil && !w.chance(w.faults) {
		part["tls"] = tree{"options": tree{"strict": tree{"minVersion": "VersionTLS12"}}}
	}
}

func sortedKeys(of tree) []string { return slices.Sorted(maps.Keys(of)) }

func (w *whole) routers(prefix string, count int, services, middlewares []string) tree {
	routers := tree{}
	var above []string
	goals := map[string]aim{}
	if len(middlewares) == 0 {
		middlewares = []string{"nope"}
	}
	for i := range count {
		own := numbered(prefix+"r", i)
		rule, goal := w.rule()
		router := tree{"rule": rule, "service": one(w.maker, services...)}
		below := len(above) > 0 && w.chance(w.trees)
		var parents []string
		if below {
			parents = some(w.maker, one(w.maker, 1, 1, 1, 2), above)
			router["parentRefs"] = parents
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
		}
		above = append(above, own)
		pick(w, 30, router, "priority", 1, 1, 10, 100, 100, 0, -3, 9223372036854774807)
		pick(w, 1, router, "priority", 9223372036854775807, 9223372036854774808)
		pick(w, 3, router, "observability", tree{"accessLogs": true})
		pick(w, w.older/3, router, "ruleSyntax", "v2", "v3", "V2", "default")
		if w.chance(w.internal / 3) {
			router["service"] = one(w.maker, "api@internal", "dashboard@internal", "ping@internal", "noop@internal",
				"prometheus@internal", "rest@internal", "x@internal", "acme-http@internal")
		}
		w.spoil(router)
		routers[own] = router
		if below {
			parent := goals[parents[0]]
			goal.on, goal.secure = parent.on, parent.secure
			if !strings.Contains(rule, "Host") {
				goal.host = parent.host
			}
			if !strings.Contains(rule, "Path") {
				goal.path = parent.path
			}
		} else {
			goal.on = w.entries
			if own, ok := router["entryPoints"].([]string); ok {
				goal.on = own
			}
			_, goal.secure = router["tls"]
			goal.secure = goal.secure || w.secure[goal.on[0]]
		}
		goals[own] = goal
		w.aims = append(w.aims, goal)
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

// rule is one with a request that it matches.
func (w *whole) rule() (string, aim) {
	host := one(w.maker, "a.io", "a.io", "b.io", "x.b.io", "c.net")
	path := one(w.maker, "/api", "/api", "/api/", "/api/users", "/x", "/", "/a b", "/a%2Fb", "/café", "/v1/api")
	to := aim{host: host, path: strings.ReplaceAll(path, " ", "%20")}
	fits := func(rule string, change ...func(*aim)) func() (string, aim) {
		return func() (string, aim) {
			for _, change := range change {
				change(&to)
			}
			return rule, to
		}
	}
	on := func(host, path string) func(*aim) { return func(to *aim) { to.host, to.path = host, path } }
	post := func(to *aim) { to.method = "POST" }
	field := func(name, value string) func(*aim) { return func(to *aim) { to.header = [2]string{name, value} } }
	query := func(to *aim) { to.path += "?q=1" }
	older := []func() (string, aim){
		fits("Host(`a.io`, `b.io`)", on("b.io", path)), fits("Host(`" + host + "`) && PathPrefix(`" + path + "`)"),
		fits("PathPrefix(`/users/{id:[0-9]+}`)", on(host, "/users/7")), fits("Path(`/{a}/users`)", on(host, "/x/users")),
		fits("HostRegexp(`{sub:[a-z]+}.io`)", on("b.io", path)), fits("Headers(`X-One`, `1`)", field("X-One", "1")),
		fits("Query(`q=1`)", query), fits("Method(`GET`, `POST`)"), fits("PathPrefix(`/api`, `/x`)", on(host, "/x")),
		fits("HostHeader(`" + host + "`)"), fits("Header(`X-One`, `1`)", field("X-One", "1")),
		fits("HeadersRegexp(`X-One`, `[0-9]`)", field("X-One", "2")), fits("PathRegexp(`^/api`)", on(host, "/api")),
	}
	newer := []func() (string, aim){
		fits("Host(`" + host + "`)"), fits("Host(`" + host + "`)"), fits("Host(`" + host + "`) && PathPrefix(`" + path + "`)"),
		fits("Host(`" + host + "`) && PathPrefix(`" + path + "`)"), fits("PathPrefix(`" + path + "`)"), fits("PathPrefix(`" + path + "`)"),
		fits("Path(`" + path + "`)"), fits("PathPrefix(`/`)"), fits("Host(`a.io`) || Host(`b.io`)", on("b.io", path)),
		fits("!Host(`"+host+"`)", on("d.io", path)), fits("Method(`POST`)", post), fits("Header(`X-One`, `1`)", field("X-One", "1")),
		fits("Query(`q`, `1`)", query), fits("ClientIP(`127.0.0.1`)"), fits("HostRegexp(`^.+\\.io$`)", on("b.io", path)),
		fits("PathRegexp(`^/api/[a-z]+$`)", on(host, "/api/users")), fits("Host(`*.b.io`)", on("x.b.io", path)),
		fits("Host(`" + host + "`) && (Path(`" + path + "`) || Method(`PUT`))"),
		fits("HeaderRegexp(`X-Forwarded-Proto`, `^https?$`)"), fits("Query(`q`)", query),
	}
	if w.chance(w.older) {
		return one(w.maker, older...)()
	}
	return one(w.maker, newer...)()
}

// sound are middlewares that work.
func (w *whole) sound(prefix string) tree {
	return tree{
		"strip": tree{"stripPrefix": tree{"prefixes": one(w.maker, []string{"/api"}, []string{"/x", "/api"}, []string{"/api/"}, []string{"/"})}},
		"add":   tree{"addPrefix": tree{"prefix": one(w.maker, "/v1", "/v1/", "pre", "/a b", "/%2F")}},
		"hdr":   tree{"headers": tree{"customRequestHeaders": tree{"X-One": "1", "Host": "h.io"}}},
		"chain": tree{"chain": tree{"middlewares": []string{prefix + "strip", prefix + "add"}}},
		"redir": tree{"redirectRegex": tree{"regex": "^https?://([^/]+)/x(.*)", "replacement": one(w.maker, "https://$1/new$2", "/new$2")}},
		"rs":    tree{"redirectScheme": tree{"scheme": "https", "permanent": one(w.maker, true, false)}},
		"rp":    tree{"replacePath": tree{"path": one(w.maker, "/rp", "/a%2Fb", "rp")}},
		"rpr":   tree{"replacePathRegex": tree{"regex": "^/api/(.*)", "replacement": one(w.maker, "/r/$1", "/$1", "$1")}},
		"enc":   tree{"encodedCharacters": tree{"allowEncodedSlash": true}},
		"ip":    tree{"ipAllowList": tree{"sourceRange": one(w.maker, []string{"127.0.0.1"}, []string{"10.0.0.0/8"})}},
		"cors":  tree{"headers": tree{"accessControlAllowMethods": []string{"GET"}, "accessControlAllowOriginList": []string{"*"}}},
		"gzip":  tree{"compress": tree{}},
		"errs":  tree{"errors": tree{"status": []string{"500-599"}, "service": prefix + "s0", "query": "/{status}"}},
		"retry": tree{"retry": tree{"attempts": 2}},
	}
}

func (w *whole) middlewares(prefix string, all tree) tree {
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
			tree{"loadBalancer": tree{"passHostHeader": true}, "weighted": tree{"services": []any{tree{"name": prefix + "s0"}}}},
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
	} else {
		balancer["passHostHeader"] = true
	}
	pick(w, 25, balancer, "passHostHeader", false, false, true)
	pick(w, 8, balancer, "sticky", tree{"cookie": tree{}})
	pick(w, w.services/6, balancer, "strategy", "wrr", "p2c", "hrw", "leasttime")
	pick(w, w.services/6, balancer, "healthCheck", tree{"path": "/health", "interval": "1h"})
	pick(w, 8, balancer, "serversTransport", "tr", "tr@file")
	service := tree{"loadBalancer": balancer}
	if w.chance(8) {
		service["middlewares"] = []string{own[:len(own)-2] + one(w.maker, "strip", "add", "hdr")}
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
			"HostSNIRegexp(`^.+\\.io$`)", "HostSNI(`*.b.io`)", "!HostSNI(`a.io`)", "HostSNI(`a.io`) || HostSNI(`b.io`)")}
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
