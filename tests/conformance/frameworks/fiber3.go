package main

import (
	"strings"

	framework_fiber3 "github.com/gofiber/fiber/v3"
)

// Lines are in fiber.go.
var fiber3 = framework{
	name:     "fiber3",
	tables:   400,
	requests: 12,
	table:    fiberMaker{three: true}.table,
	request:  fiberMaker{three: true}.request,
	build:    buildFiber3,
}

func buildFiber3(table table) (server, *refusal) {
	app := framework_fiber3.New(framework_fiber3.Config{
		StrictRouting: table.flag("StrictRouting"),
		CaseSensitive: table.flag("CaseSensitive"),
		UnescapePath:  table.flag("UnescapePath"),
	})
	next := 0
	if refused := fillFiber3(app, table.Routes, &next); refused != nil {
		return nil, refused
	}
	var serve server
	if refused := recovered(func() {
		handler := app.Handler()
		serve = func(request request) answer { return askFast(handler, request) }
	}); refused != "" {
		return nil, &refusal{next - 1, refused}
	}
	return serve, nil
}

func fillFiber3(router framework_fiber3.Router, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		end, pass := fiber3End(number), func(c framework_fiber3.Ctx) error { return c.Next() }
		verb, path, hasPath := strings.Cut(line.Call, " ")
		var below *refusal
		refused := recovered(func() {
			switch verb {
			case "Get":
				router.Get(path, end)
			case "All":
				router.All(path, end)
			case "Add":
				method, path, _ := strings.Cut(path, " ")
				router.Add([]string{method}, path, end)
			case "Next":
				router.Get(path, pass)
			case "Use":
				if hasPath {
					router.Use(path, pass)
				} else {
					router.Use(pass)
				}
			case "End":
				router.Use(path, end)
			case "Chain":
				below = chainFiber3(router.RouteChain(path), line.Below, next)
			case "Domain":
				below = fillFiber3(router.Domain(path), line.Below, next)
			case "Group":
				below = fillFiber3(router.Group(path), line.Below, next)
			case "Group!":
				below = fillFiber3(router.Group(path, pass), line.Below, next)
			case "Mount":
				flags, path, _ := strings.Cut(path, " ")
				app := framework_fiber3.New(framework_fiber3.Config{
					StrictRouting: strings.Contains(flags, "S"),
					CaseSensitive: strings.Contains(flags, "C"),
					UnescapePath:  strings.Contains(flags, "U"),
				})
				if below = fillFiber3(app, line.Below, next); below == nil {
					router.Use(path, app)
				}
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

func chainFiber3(chain framework_fiber3.Register, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		refused := recovered(func() {
			if line.Call == "All" {
				chain.All(fiber3End(number))
			} else {
				chain.Add([]string{line.Call}, fiber3End(number))
			}
		})
		if refused != "" {
			return &refusal{number, refused}
		}
	}
	return nil
}

func fiber3End(number int) framework_fiber3.Handler {
	return func(c framework_fiber3.Ctx) error {
		var params [][2]string
		for _, name := range c.Route().Params {
			params = append(params, [2]string{name, strings.Clone(c.Params(name))})
		}
		meet(number, params)
		return nil
	}
}
