package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"gopkg.in/yaml.v3"
)

// tree is a part of a configuration.
type tree = map[string]any

// theme is what a configuration is mostly about: how often its other parts are there, in percent.
type theme struct {
	name string
	// front is about entry points' own options, models about those that change routers.
	front, models int
	// internal is about Traefik's own routers.
	internal int
	// several is about more files and containers.
	several int
	// trees is about routers below routers.
	trees int
	// services is about services of services, streams about TCP and UDP.
	services, streams int
	// faults is about what is missing or wrong.
	faults int
	// older is about rules of version 2.
	older int
	// oddities is about paths and hosts that are no usual ones.
	oddities int
}

var themes = []theme{
	{name: "front", front: 60, models: 25, oddities: 80, faults: 2},
	{name: "tables", models: 70, front: 10, oddities: 5, faults: 5},
	{name: "trees", trees: 70, models: 30, oddities: 10, faults: 6},
	{name: "services", services: 80, models: 15, oddities: 10, faults: 5},
	{name: "streams", streams: 90, models: 25, services: 20, faults: 8},
	{name: "internal", internal: 75, models: 35, front: 20, oddities: 10, faults: 3},
	{name: "faults", faults: 35, services: 40, streams: 25, several: 40, models: 30, trees: 15},
	{name: "several", several: 90, services: 20, models: 25, faults: 6},
	{name: "older", older: 60, models: 40, oddities: 15, faults: 4},
	{name: "mixed", front: 25, models: 40, internal: 25, several: 30, trees: 20, services: 35, streams: 30, faults: 8, older: 15, oddities: 25},
}

// whole is a configuration on its way.
type whole struct {
	maker
	theme
	static  tree
	entries []string
	udp     []string
	// secure are the entry points that give TLS to their routers.
	secure map[string]bool
	files  map[string]tree
	docker []tree
	// aims are what routers speak of, for requests that fit, or nearly.
	aims []aim
}

// aim is a request that some router may take.
type aim struct {
	on         []string
	host, path string
	method     string
	header     [2]string
	secure     bool
}

// serve is a configuration in static file, dynamic files and containers, with requests that hit, nearly hit and miss.
func (m maker) serve() ask {
	w := &whole{maker: m, theme: one(m, themes...), files: map[string]tree{}, secure: map[string]bool{}}
	w.static = w.install()
	w.files["a.yml"] = w.dynamic(one(m, 1, 2, 2, 3, 4), "")
	if w.chance(w.several) {
		w.files[one(m, "b.yml", "b.yaml", "sub/b.yml")] = w.dynamic(one(m, 1, 2), "")
	}
	if w.chance(w.several) {
		for range one(m, 1, 2, 2, 3) {
			w.docker = append(w.docker, w.dynamic(one(m, 1, 1, 2), "docker"))
		}
	}
	q := ask{"name": w.name, "static": text(w.static)}
	files := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		files[name] = text(w.files[name])
	}
	q["files"] = files
	var docker []string
	for _, part := range w.docker {
		docker = append(docker, text(part))
	}
	if len(docker) > 0 {
		q["docker"] = docker
	}
	var requests []ask
	for range one(m, 10, 12, 14, 16, 18, 20) {
		requests = append(requests, w.request())
	}
	q["requests"] = requests
	return q
}

func text(part tree) string {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(part); err != nil {
		panic(err)
	}
	return out.String()
}

// pick is one of the choices, in percent of cases; else there is nothing.
func pick[T any](w *whole, percent int, into tree, key string, choices ...T) {
	if w.chance(percent) {
		into[key] = one(w.maker, choices...)
	}
}

func (w *whole) install() tree {
	file := tree{"directory": "DIR", "watch": false}
	providers := tree{"file": file}
	static := tree{"providers": providers}
	points := tree{}
	add := func(name, address string) {
		points[name] = w.entryPoint(name, address)
		w.entries = append(w.entries, name)
	}
	if !w.chance(6) {
		add("web", ":80")
		if w.chance(80) {
			add("websecure", one(w.maker, ":443", ":443", ":8443/tcp", "127.0.0.1:443"))
		}
		if w.chance(35) {
			add("alt", ":8081")
		}
		if w.chance(10) {
			add("Edge-1", "[::]:9000")
		}
		if w.chance(max(5, w.streams*2/3)) {
			points["udp"] = tree{"address": ":5000/udp"}
			w.udp = append(w.udp, "udp")
		}
		if w.chance(w.internal / 4) {
			add("traefik", ":8082")
		}
		static["entryPoints"] = points
	} else {
		w.entries = []string{"http"}
	}
	own := slices.Contains(w.entries, "traefik")
	if w.chance(w.internal) {
		api := tree{}
		pick(w, 60, api, "insecure", true)
		pick(w, 30, api, "dashboard", false, true)
		pick(w, 25, api, "debug", true)
		static["api"] = api
		own = true
	}
	if w.chance(w.internal / 2) {
		ping := tree{}
		pick(w, 40, ping, "entryPoint", append([]string{"nope"}, w.entries...)...)
		pick(w, 30, ping, "manualRouting", true)
		static["ping"] = ping
		own = true
	}
	if w.chance(w.internal / 3) {
		prometheus := tree{}
		pick(w, 50, prometheus, "entryPoint", w.entries...)
		pick(w, 30, prometheus, "manualRouting", true)
		static["metrics"] = tree{"prometheus": prometheus}
		own = true
	}
	if w.chance(w.internal / 3) {
		providers["rest"] = tree{"insecure": one(w.maker, true, false)}
		own = true
	}
	if own && !slices.Contains(w.entries, "traefik") {
		w.entries = append(w.entries, "traefik")
	}
	if w.chance(w.internal / 3) {
		static["certificatesResolvers"] = tree{"le": tree{"acme": tree{
			"email": "a@a.io", "storage": "/tmp/acme.json", "httpChallenge": tree{"entryPoint": w.entries[0]},
		}}}
	}
	core := tree{}
	pick(w, w.older, core, "defaultRuleSyntax", "v2", "v2", "v3")
	pick(w, w.models/6, core, "strictTLSOptions", true, false)
	if len(core) > 0 {
		static["core"] = core
	}
	if w.chance(w.several / 3) {
		providers["precedence"] = one(w.maker, []string{"file", "docker"}, []string{"docker"}, []string{"docker", "file"})
	}
	return static
}

func (w *whole) entryPoint(name, address string) tree {
	point, web := tree{"address": address}, tree{}
	pick(w, w.models/3, point, "asDefault", true)
	pick(w, w.front/4, point, "reusePort", true)
	pick(w, w.front/4, point, "allowACMEByPass", true)
	if w.chance(w.front / 3) {
		point["forwardedHeaders"] = one(w.maker,
			tree{"insecure": true}, tree{"trustedIPs": []string{"127.0.0.1/32"}}, tree{"trustedIPs": []string{"10.0.0.0/8"}})
	}
	if w.chance(w.models / 6) {
		point["observability"] = tree{"accessLogs": true}
	}
	if w.chance(w.front / 2) {
		web["sanitizePath"] = one(w.maker, false, false, true)
	}
	if w.chance(w.front / 2) {
		characters := tree{}
		for _, name := range []string{"Slash", "BackSlash", "Percent", "QuestionMark", "Semicolon", "Hash", "NullCharacter"} {
			pick(w, 30, characters, "allowEncoded"+name, true, false)
		}
		if len(characters) > 0 {
			web["encodedCharacters"] = characters
		}
	}
	pick(w, w.front/4, web, "encodeQuerySemicolons", true)
	pick(w, w.front/4, web, "aliasHeadersStrategy", "reject", "delete", "keep")
	pick(w, w.front/20, web, "underscoreHeadersStrategy", "delete", "pass")
	if w.chance(w.models / 2) {
		web["middlewares"] = some(w.maker, one(w.maker, 1, 1, 2), []string{"strip@file", "add@file", "add", "hdr@file", "chain@file"})
		if w.chance(w.faults) {
			web["middlewares"] = []string{"nope@file"}
		}
	}
	if w.chance(w.models/2) && name != "web" {
		web["tls"] = one(w.maker, tree{}, tree{}, tree{}, tree{"options": "strict@file"})
		w.secure[name] = true
		if w.chance(w.faults) {
			web["tls"] = tree{"options": "nope@file"}
		}
	}
	if w.chance(max(w.models, w.internal) / 3) {
		redirection := tree{"to": one(w.maker, "websecure", "websecure", "alt", ":8443", "nope", name)}
		pick(w, 25, redirection, "scheme", "http", "https")
		pick(w, 30, redirection, "permanent", false, true)
		pick(w, 30, redirection, "priority", 1, 10, 1000, 30)
		web["redirections"] = tree{"entryPoint": redirection}
	}
	if len(web) > 0 {
		point["http"] = web
	}
	return point
}

func (w *whole) request() ask {
	if len(w.udp) > 0 && w.chance(max(4, w.streams/8)) {
		return ask{"on": "udp", "host": "", "target": ""}
	}
	a := aim{on: w.entries, host: one(w.maker, "a.io", "b.io"), path: one(w.maker, "/", "/api", "/x")}
	if len(w.aims) > 0 && w.chance(85) {
		a = one(w.maker, w.aims...)
	}
	host, path := a.host, a.path
	if w.chance(8) {
		host = one(w.maker, "a.io", "b.io", "c.net")
	}
	path += one(w.maker, "", "", "", "", "", "/", "/users", "x", "/x?q=1", "?q=1")
	if w.chance(w.oddities) {
		path = one(w.maker, path+one(w.maker, odds...), one(w.maker, odds...)+path, one(w.maker, odds...))
		if path[0] != '/' && w.chance(95) {
			path = "/" + path
		}
	}
	if w.chance(w.internal / 2) {
		path = one(w.maker, "/api/version", "/dashboard/", "/dashboard", "/ping", "/metrics", "/api/providers/rest",
			"/.well-known/acme-challenge/x", "/debug/vars", "/api/http/routers", "/ping/", "/")
	}
	if w.chance(max(3, w.oddities/3)) {
		host = one(w.maker, host+":80", host+":8443", "A.io", host+".", "[::1]", "[::1]:80", "127.0.0.1", "", "a.io:", " a.io",
			"a_b.io", "x.y.b.io", "a/b", "a.io:x")
	}
	q := ask{"on": one(w.maker, a.on...), "host": host, "target": path}
	if w.chance(6) {
		q["on"] = one(w.maker, w.entries...)
	}
	if a.method != "" && w.chance(80) {
		q["method"] = a.method
	} else if w.chance(15) {
		q["method"] = one(w.maker, "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "get")
	}
	secure := a.secure
	if w.chance(8) {
		secure = !secure
	}
	if secure {
		q["tls"] = true
		if sni := one(w.maker, plain(host), plain(host), plain(host), plain(host), plain(host), plain(host), "a.io", "t.io", ""); sni != "" {
			q["sni"] = sni
		}
	}
	var headers [][2]string
	if a.header[0] != "" && w.chance(80) {
		headers = append(headers, a.header)
	}
	if w.chance(max(6, w.front/2)) {
		headers = append(headers, one(w.maker, [][2]string{
			{"X-One", "1"}, {"X-One", "2"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-Prefix", "/evil"},
			{"X-Forwarded-Host", "evil.io"}, {"X_Forwarded_Proto", "https"}, {"X_One", "1"}, {"X-Forwarded-For", "10.0.0.1"},
			{"Connection", "X-One"}, {"X-Forwarded-Port", "8443"}, {"Origin", "http://o.io"},
		}...))
	}
	if len(headers) > 0 {
		q["headers"] = headers
	}
	return q
}

// plain is a host that may stand in a TLS handshake.
func plain(host string) string {
	for _, c := range host {
		if (c < 'a' || c > 'z') && c != '.' {
			return "a.io"
		}
	}
	if host == "" || host[len(host)-1] == '.' {
		return "b.io"
	}
	return host
}

// odds are pieces of paths that somebody in front of the routers may change or refuse.
var odds = []string{
	"//", "/..", "/../x", "/./", "/%2e%2e/x", "/%2E/x", "%2F", "%2f", "/a%2Fb", "%5C", "%25", "%252F", "%00", "%3B", ";", "%3F",
	"%23", "#x", "%20", "/a b", "/%61pi", "%zz", "%", "/api%2fusers", "/café", "%C3%A9", "%FF", "\"", "<x>", "[x]", "?q=1;r=2",
	"?q=%zz", "?", "??", "*", "/api;v=1", "/a:b", "@", "http://b.io/api", "{x}", "|", "^", "`", "\\", "!", "'", "(x)", "/~x",
}

func numbered(kind string, n int) string { return fmt.Sprint(kind, n) }
