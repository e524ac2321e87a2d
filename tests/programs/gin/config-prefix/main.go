package main

import (
	"cmp"
	"flag"
	"os"

	"github.com/gin-gonic/gin"
)

type config struct {
	Prefix string `env:"PREFIX" default:"/app"`
}

func h(c *gin.Context) {}

func main() {
	var base = flag.String("base", "/base", "where")
	flag.Parse()
	r := gin.New()
	prefix := os.Getenv("API_PREFIX")
	if prefix == "" {
		prefix = "/api"
	}
	r.Group(prefix).GET("/users", h)
	r.Group(cmp.Or(os.Getenv("OTHER"), "/other")).GET("/things", h)
	r.GET(*base+"/flag", h)
	cfg := load()
	r.Group(cfg.Prefix).GET("/cfg", h)
	r.Run()
}

func load() (c config) {
	c.Prefix = os.Args[0][:0] + "/loaded"
	return c
}
