package main

import (
	"programs/gin/constants/consts"

	"github.com/gin-gonic/gin"
)

func h(c *gin.Context) {}

const P = "/api"

const (
	version = "/v" + "2"
	users   = P + version + `/users`
)

type Path string

const Typed Path = "/typed"

var prefix = consts.Prefix

type names struct{ One, Two string }

var paths = names{One: "/one", Two: "/two"}

func main() {
	r := gin.New()
	r.GET(P+"/x", h)
	r.GET(users, h)
	r.GET(consts.Prefix+"/y", h)
	r.Group(prefix).GET(consts.Routes.List, h)
	r.GET(string(Typed), h)
	r.GET(paths.One, h)
	r.GET(paths.Two+consts.Suffix(), h)
	name := "z"
	name += "/deep"
	r.GET("/"+name, h)
	r.GET(("/parens"), h)
	r.GET(table["first"], h)
	r.GET(list[1], h)
	r.Run()
}

var table = map[string]string{"first": "/from/map"}

var list = [...]string{"/zero", "/from/list"}
