package main

import (
	"encoding/json"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
)

// reduce is a configuration without what every configuration has: empty tables, defaults of services, the metadata of
// access logs. Of certificates, TLS options, stores and transports, the names are kept.
func reduce(configuration *dynamic.Configuration) (any, error) {
	data, err := json.Marshal(configuration)
	if err != nil {
		return nil, err
	}
	var tables map[string]map[string]any
	if err := json.Unmarshal(data, &tables); err != nil {
		return nil, err
	}
	for protocol, table := range tables {
		delete(table, "certificates")
		for kind, entries := range table {
			entries, isMap := entries.(map[string]any)
			if !isMap || len(entries) == 0 {
				delete(table, kind)
				continue
			}
			for name, entry := range entries {
				entry := entry.(map[string]any)
				switch kind {
				case "routers":
					delete(entry, "observability")
				case "services":
					delete(entry, "observability")
					reduceService(entry)
				case "serversTransports", "options", "stores":
					entries[name] = map[string]any{}
				}
			}
		}
		if len(table) == 0 {
			delete(tables, protocol)
		}
	}
	return tables, nil
}

func reduceService(service map[string]any) {
	balancer, is := service["loadBalancer"].(map[string]any)
	if !is {
		return
	}
	delete(balancer, "responseForwarding")
	if balancer["passHostHeader"] == true {
		delete(balancer, "passHostHeader")
	}
	if balancer["strategy"] == "wrr" {
		delete(balancer, "strategy")
	}
	if balancer["healthCheck"] != nil {
		balancer["healthCheck"] = true
	}
	delete(balancer, "passiveHealthCheck")
	if balancer["sticky"] != nil {
		balancer["sticky"] = true
	}
}
