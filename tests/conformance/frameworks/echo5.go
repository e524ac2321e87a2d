package main

import (
	"strings"

	framework_echo5 "github.com/labstack/echo/v5"
)

// Lines are in echo.go.
var echo5 = framework{
	name:     "echo5",
	tables:   280,
	requests: 14,
	table:    echoMaker{five: true}.table,
	request:  echoMaker{five: true}.request,
	build:    buildEcho5,
}

// What an Echo and its groups both have.
type echo5Router interface {
	Add(method, path string, handler framework_echo5.HandlerFunc, middleware ...framework_echo5.MiddlewareFunc) framework_echo5.RouteInfo
	Any(path string, handler framework_echo5.HandlerFunc, middleware ...framework_echo5.MiddlewareFunc) framework_echo5.RouteInfo
	RouteNotFound(path string, handler framework_echo5.HandlerFunc, middleware ...framework_echo5.MiddlewareFunc) framework_echo5.RouteInfo
	Group(prefix string, middleware ...framework_echo5.MiddlewareFunc) *framework_echo5.Group
}

func buildEcho5(table table) (server, *refusal) {
	echo := framework_echo5.NewWithConfig(framework_echo5.Config{
		Router: framework_echo5.NewRouter(framework_echo5.RouterConfig{
			AllowOverwritingRoute:     !table.flag("Once"),
			AutoHandleHEAD:            table.flag("AutoHandleHEAD"),
			UseEscapedPathForMatching: table.flag("UseEscapedPathForMatching"),
			UnescapePathParamValues:   table.flag("UnescapePathParamValues"),
		}),
	})
	next := 0
	if refused := fillEcho5(echo, table.Routes, &next); refused != nil {
		return nil, refused
	}
	return func(request request) answer { return askEcho(echo, request) }, nil
}

func passEcho5(next framework_echo5.HandlerFunc) framework_echo5.HandlerFunc { return next }

func fillEcho5(router echo5Router, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		handle := func(c *framework_echo5.Context) error {
			var params [][2]string
			for _, value := range c.PathValues() {
				params = append(params, [2]string{value.Name, value.Value})
			}
			meet(number, params)
			return nil
		}
		verb, path, _ := strings.Cut(line.Call, " ")
		var below *refusal
		refused := recovered(func() {
			switch verb {
			case "Any":
				router.Any(path, handle)
			case "Static":
				router.Add("GET", path+"*", handle)
			case "NotFound":
				router.RouteNotFound(path, handle)
			case "Use":
				router.(*framework_echo5.Group).Use(passEcho5)
			case "Group":
				below = fillEcho5(router.Group(path), line.Below, next)
			case "Group!":
				below = fillEcho5(router.Group(path, passEcho5), line.Below, next)
			default:
				router.Add(verb, path, handle)
			}
		})
		if below != nil {
			return below
		}
		if refused != "" {
			return &refusal{number, refused}
		}
	}
	return nil
}
