package main

import "fmt"

// crowdSize is the number of routers of a large installation.
const crowdSize = 3000

// crowd is a table like that of a large installation, and requests of which most find their router: for benchmarks.
func (m maker) crowd() ask {
	hosts := make([]string, crowdSize/3)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("%s%d.%s", one(m, "api", "shop", "app", "blog", "team-"), i, one(m, "example.com", "example.org", "internal.example"))
	}
	segments := []string{"/api", "/api/v1", "/api/v2", "/admin", "/static", "/users", "/login", "/ws", "/metrics"}
	routers := make([]ask, crowdSize)
	for i := range routers {
		host := hosts[i%len(hosts)]
		routers[i] = ask{"rule": one(m,
			fmt.Sprintf("Host(`%s`)", host),
			fmt.Sprintf("Host(`%s`) && PathPrefix(`%s`)", host, one(m, segments...)),
			fmt.Sprintf("Host(`%s`) && PathPrefix(`%s`)", host, one(m, segments...)),
			fmt.Sprintf("Host(`%s`) && (PathPrefix(`%s`) || PathPrefix(`%s`))", host, one(m, segments...), one(m, segments...)),
			fmt.Sprintf("(Host(`%s`) || Host(`www.%s`)) && !PathPrefix(`%s`)", host, host, one(m, segments...)),
			fmt.Sprintf("Host(`%s`) && Path(`%s/%d`) && Method(`POST`)", host, one(m, segments...), i),
			fmt.Sprintf("Host(`*.%s`) && PathPrefix(`%s`)", host, one(m, segments...)),
			fmt.Sprintf("Host(`%s`) && Header(`X-Tenant`, `%d`)", host, i),
			fmt.Sprintf("Host(`%s`) && ClientIP(`10.%d.0.0/16`)", host, i%256),
			fmt.Sprintf("HostRegexp(`^[a-z]+%d\\.example\\.(com|org)$`) && PathPrefix(`%s`)", i, one(m, segments...)),
		)}
	}
	requests := make([]ask, 500)
	for i := range requests {
		requests[i] = ask{
			"method": one(m, "GET", "GET", "GET", "POST"), "host": one(m, hosts...),
			"target": one(m, segments...) + one(m, "", "/", "/7", "/a%20b?q=1"), "client": one(m, "10.1.2.3", "192.168.1.7"),
			"header": [][2]string{{"User-Agent", "curl/8"}, {"Accept", "*/*"}, {"X-Tenant", fmt.Sprint(m.random.IntN(crowdSize))}},
		}
	}
	return ask{"protocol": "http", "routers": routers, "requests": requests}
}
