package main

import "github.com/gin-gonic/gin"

type API struct {
	rg   *gin.RouterGroup
	name string
}

func NewAPI(rg *gin.RouterGroup) *API {
	api := new(API)
	api.rg = rg
	api.name = "keys"
	return api
}

func (a *API) Init() {
	g := a.rg.Group("/oidc")
	g.GET("/"+a.name, a.keys)
}

func (a *API) keys(c *gin.Context) {}

type Server struct {
	engine *gin.Engine
	groups struct{ admin, public gin.IRouter }
	apis   map[string]*API
}

func newServer() (*Server, error) {
	s := &Server{engine: gin.New(), apis: map[string]*API{}}
	s.groups.admin = s.engine.Group("/admin")
	s.groups.public = s.engine
	s.apis["first"] = NewAPI(s.engine.Group("/api"))
	return s, nil
}

func main() {
	s, err := newServer()
	if err != nil {
		panic(err)
	}
	for _, api := range s.apis {
		api.Init()
	}
	s.groups.admin.GET("/stats", func(c *gin.Context) {})
	s.groups.public.POST("/login", func(c *gin.Context) {})
	s.engine.Run(":8080")
}
