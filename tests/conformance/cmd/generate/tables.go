package main

import "math"

// table is a set of routers and requests that are near to what they ask for.
func (m maker) table() ask {
	protocol := one(m, "http", "http", "http", "tcp")
	var precedence []string
	if m.chance(50) {
		precedence = some(m, 1+m.random.IntN(3), providers)
	}
	count := one(m, 1, 2, 3, 4, 5, 6, 8, 12)
	if m.chance(10) {
		count = 13 + m.random.IntN(12)
	}
	routers := make([]ask, count)
	for i := range routers {
		syntax := one(m, "v3", "v3", "v3", "v2")
		router := ask{"rule": m.tableRule(protocol, syntax, routers[:i])}
		if syntax == "v2" {
			router["syntax"] = syntax
		}
		if m.chance(40) {
			router["priority"] = m.priority(router["rule"].(string))
		}
		if m.chance(60) {
			router["provider"] = one(m, providers...)
		}
		routers[i] = router
	}
	q := ask{"protocol": protocol, "routers": routers, "requests": m.requests(protocol, 12)}
	if len(precedence) > 0 {
		q["precedence"] = precedence
	}
	return q
}

var providers = []string{"file", "docker", "redis", "internal", ""}

// tableRule is a rule, or that of an earlier router once more, perhaps spelled so that its length differs.
func (m maker) tableRule(protocol, syntax string, earlier []ask) string {
	if len(earlier) > 0 && m.chance(35) {
		return one(m, earlier...)["rule"].(string) + one(m, "", "", " ", "\n", " || "+m.soundCall([2]string{protocol, syntax}))
	}
	if protocol == "tcp" && m.chance(25) {
		return one(m, "HostSNI(`*`)", "HostSNI(`*`)", "hostsni(\"*\")", "HostSNI(`*`) ", "!HostSNI(`*`)", "(HostSNI(`*`))")
	}
	if m.chance(4) {
		return m.mutate(m.soundCall([2]string{protocol, syntax}), pieces)
	}
	return m.expression(func() string { return m.soundCall([2]string{protocol, syntax}) }, 2)
}

// priority is at one of the limits, or the very one that some other rule has.
func (m maker) priority(rule string) int {
	return one(m, 0, 1, -1, 2, 10, 10, 20, len(rule), len(rule)+1, len(rule)-1, math.MaxInt, math.MaxInt-999, math.MaxInt-1000,
		math.MaxInt-1001, math.MinInt, math.MinInt+1)
}
