package cluster

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/labels"
)

// Server is an API server for many clusters, each below a path of its own.
type Server struct {
	Address  string
	mutex    sync.Mutex
	clusters map[string][]Object
	count    int
}

// Start listens on loopback.
func Start() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &Server{Address: "http://" + listener.Addr().String(), clusters: map[string][]Object{}}
	go func() { _ = http.Serve(listener, server) }()
	return server, nil
}

// Add makes a cluster and returns its endpoint, and what forgets it.
func (s *Server) Add(objects []Object) (string, func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.count++
	name := fmt.Sprintf("c%d", s.count)
	s.clusters[name] = objects
	return s.Address + "/" + name, func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		delete(s.clusters, name)
	}
}

// kinds are what the path of a resource lists.
var kinds = map[string]string{
	"backendtlspolicies": "BackendTLSPolicy", "configmaps": "ConfigMap", "endpointslices": "EndpointSlice",
	"gatewayclasses": "GatewayClass", "gateways": "Gateway", "grpcroutes": "GRPCRoute", "httproutes": "HTTPRoute",
	"ingressclasses": "IngressClass", "ingresses": "Ingress", "ingressroutes": "IngressRoute",
	"ingressroutetcps": "IngressRouteTCP", "ingressrouteudps": "IngressRouteUDP", "middlewares": "Middleware",
	"middlewaretcps": "MiddlewareTCP", "namespaces": "Namespace", "nodes": "Node", "pods": "Pod",
	"referencegrants": "ReferenceGrant", "secrets": "Secret", "serverstransports": "ServersTransport",
	"serverstransporttcps": "ServersTransportTCP", "services": "Service", "tcproutes": "TCPRoute",
	"tlsoptions": "TLSOption", "tlsroutes": "TLSRoute", "tlsstores": "TLSStore", "traefikservices": "TraefikService",
}

// ServeHTTP answers `/<cluster>/{api/v1,apis/<group>/<version>}[/namespaces/<ns>]/<resource>`, listed or watched. What
// is written (only status) is taken and forgotten.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	s.mutex.Lock()
	objects := s.clusters[parts[0]]
	s.mutex.Unlock()
	parts = parts[1:]
	w.Header().Set("Content-Type", "application/json")
	if r.Method != http.MethodGet {
		var echo json.RawMessage
		_ = json.NewDecoder(r.Body).Decode(&echo)
		_, _ = w.Write(echo)
		return
	}
	if len(parts) < 3 {
		http.NotFound(w, r)
		return
	}
	version := parts[1]
	parts = parts[2:]
	if version != "v1" {
		version += "/" + parts[0]
		parts = parts[1:]
	}
	namespace := ""
	if len(parts) > 2 && parts[0] == "namespaces" {
		namespace, parts = parts[1], parts[2:]
	}
	kind, known := kinds[parts[0]]
	if !known {
		http.NotFound(w, r)
		return
	}
	if len(parts) > 1 {
		for _, object := range objects {
			meta := object.child("metadata")
			if object.kind() == kind && meta.text("name") == parts[1] && meta.text("namespace") == namespace {
				_ = json.NewEncoder(w).Encode(object)
				return
			}
		}
		http.NotFound(w, r)
		return
	}
	if r.URL.Query().Get("watch") != "" {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		return
	}
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	field := r.URL.Query().Get("fieldSelector")
	items := []Object{}
	for _, object := range objects {
		meta := object.child("metadata")
		set := labels.Set{}
		for key, value := range meta.child("labels") {
			set[key] = fmt.Sprint(value)
		}
		fits := object.kind() == kind && object["apiVersion"] == version &&
			(namespace == "" || meta.text("namespace") == namespace) && selector.Matches(set) &&
			(field == "" || field == "metadata.name="+meta.text("name"))
		if fits {
			items = append(items, object)
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"apiVersion": version, "kind": kind + "List", "metadata": map[string]any{"resourceVersion": "1"}, "items": items,
	})
}
