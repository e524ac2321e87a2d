package orders

import (
	"net/http"

	"github.com/gorilla/mux"
)

type route struct {
	name, method, pattern string
	handler               http.HandlerFunc
}

var routes = []route{
	{"list", "GET", "", list},
	{"show", http.MethodGet, "/{id}", show},
}

func Register(r *mux.Router) {
	for _, route := range routes {
		r.Methods(route.method).Path(route.pattern).Name(route.name).Handler(route.handler)
	}
	r.HandleFunc("/{id}/cancel", cancel).Methods(http.MethodPost)
}

func list(w http.ResponseWriter, r *http.Request) {}

func show(w http.ResponseWriter, r *http.Request) {}

func cancel(w http.ResponseWriter, r *http.Request) {}
