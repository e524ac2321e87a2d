package main

import "github.com/gin-gonic/gin"

type Server struct {
	*gin.Engine
	name string
}

func (s *Server) up(c *gin.Context) {}

type Group struct{ *gin.RouterGroup }

func (g Group) Resource(name string, h gin.HandlerFunc) {
	g.GET("/"+name, h)
	g.POST("/"+name, h)
}

type Admin struct {
	Server
	extra Group
}

func main() {
	s := &Server{Engine: gin.New()}
	s.GET("/up", s.up)
	g := Group{s.Group("/api")}
	g.Resource("users", s.up)
	admin := Admin{Server: *s, extra: Group{&s.RouterGroup}}
	admin.PUT("/admin", admin.up)
	admin.extra.DELETE("/extra", s.Server().up)
	s.Run()
}

func (s *Server) Server() *Server { return s }
