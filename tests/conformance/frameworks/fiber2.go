package main

import (
	"strings"

	framework_fiber2 "github.com/gofiber/fiber/v2"
)

// Lines are in fiber.go.
var fiber2 = framework{
	name:     "fiber2",
	tables:   400,
	requests: 12,
	table:    fiberMaker{}.table,
	request:  fiberMaker{}.request,
	build:    buildFiber2,
}

func buildFiber2(table table) (server, *refusal) {
	app := framework_fiber2.New(fiber2Config(
		table.flag("StrictRouting"), table.flag("CaseSensitive"), table.flag("UnescapePath"),
	))
	next := 0
	if refused := fillFiber2(app, table.Routes, &next); refused != nil {
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

func fiber2Config(strict, caseSensitive, unescape bool) framework_fiber2.Config {
	return framework_fiber2.Config{
		StrictRouting: strict, CaseSensitive: caseSensitive, UnescapePath: unescape, DisableStartupMessage: true,
	}
}

func fillFiber2(router framework_fiber2.Router, lines []line, next *int) *refusal {
	for _, line := range lines {
		number := *next
		*next++
		end := func(c *framework_fiber2.Ctx) error {
			var params [][2]string
			for _, name := range c.Route().Params {
				params = append(params, [2]string{name, strings.Clone(c.Params(name))})
			}
			meet(number, params)
			return nil
		}
		pass := func(c *framework_fiber2.Ctx) error { return c.Next() }
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
				router.Add(method, path, end)
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
			case "Static":
				router.Static(path, "/nowhere/at/all")
			case "Group":
				below = fillFiber2(router.Group(path), line.Below, next)
			case "Group!":
				below = fillFiber2(router.Group(path, pass), line.Below, next)
			case "Mount":
				flags, path, _ := strings.Cut(path, " ")
				app := framework_fiber2.New(fiber2Config(
					strings.Contains(flags, "S"), strings.Contains(flags, "C"), strings.Contains(flags, "U"),
				))
				if below = fillFiber2(app, line.Below, next); below == nil {
					router.Mount(path, app)
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
