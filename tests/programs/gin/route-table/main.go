package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

type Route struct {
	Name        string
	Method      string
	Pattern     string
	HandlerFunc gin.HandlerFunc
}

type API struct{ groups []gin.HandlerFunc }

func (a *API) List(c *gin.Context) {}

func (a *API) Show(c *gin.Context) {}

func a(c *gin.Context) {}

func b(c *gin.Context) {}

func getRoutes(api *API) []Route {
	return []Route{
		{"List", http.MethodGet, "/pets", api.List},
		{Name: "Show", Method: http.MethodGet, Pattern: "/pets/:id", HandlerFunc: api.Show},
	}
}

var byPath = map[string]gin.HandlerFunc{"/map/a": a, "/map/b": b}

func main() {
	r := gin.New()
	tbl := []struct {
		M, P string
		H    gin.HandlerFunc
	}{{"GET", "/a", a}, {"POST", "/b", b}}
	for _, t := range tbl {
		r.Handle(t.M, t.P, t.H)
	}
	for _, route := range getRoutes(&API{}) {
		switch route.Method {
		case http.MethodGet:
			r.GET(route.Pattern, route.HandlerFunc)
		case http.MethodPost:
			r.POST(route.Pattern, route.HandlerFunc)
		}
	}
	for path, handler := range byPath {
		r.PUT(path, handler)
	}
	for i := 0; i < len(tbl); i++ {
		r.DELETE(tbl[i].P, tbl[i].H)
	}
	r.Run()
}
