package main

import (
	"strings"

	framework_echo4 "github.com/labstack/echo/v4"
)

// Lines are in echo.go.
var echo4 = framework{
	name:     "echo4",
	tables:   300,
	requests: 14,
	table:    echoMaker{}.table,
	request:  echoMaker{}.request,
	build:    buildEcho4,
}

// What an Echo and its groups both have.
type echo4Router interface {
	Add(method, path string, handler framework_echo4.HandlerFunc, middleware ...framework_echo4.MiddlewareFunc) *framework_echo4.Route
	Any(path string, handler framework_echo4.HandlerFunc, middleware ...framework_echo4.MiddlewareFunc) []*framework_echo4.Route
	RouteNotFound(path string, handler framework_echo4.HandlerFunc, middleware ...framework_echo4.MiddlewareFunc) *framework_echo4.Route
	Group(prefix string, middleware ...framework_echo4.MiddlewareFunc) *framework_echo4.Group
}

func buildEcho4(table table) (server, *refusal) {
	echo := framework_echo4.New()
	next := 0
	if refused := fillEcho4(echo, echo, table.Routes, &next); refused != nil {
		return nil, refused
	}
	return func(request request) answer { return askEcho(echo, request) }, nil
}

func passEcho4(next framework_echo4.HandlerFunc) framework_echo4.HandlerFunc { return next }

func fillEcho4(echo *framework_echo4.Echo, router echo4Router, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		handle := func(c framework_echo4.Context) error {
			var params [][2]string
			values := c.ParamValues()
			for place, name := range c.ParamNames() {
				params = append(params, [2]string{name, values[place]})
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
				router.(*framework_echo4.Group).Use(passEcho4)
			case "Host":
				below = fillEcho4(echo, echo.Host(path), line.Below, next)
			case "Group":
				below = fillEcho4(echo, router.Group(path), line.Below, next)
			case "Group!":
				below = fillEcho4(echo, router.Group(path, passEcho4), line.Below, next)
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
