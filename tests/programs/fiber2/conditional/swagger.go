//go:build !noswagger

package main

import "github.com/gofiber/fiber/v2"

func swagger(r *fiber.App) { r.Get("/swagger/*any", d) }
