package shared

import "github.com/gofiber/fiber/v2"

func Health(r fiber.Router) { r.Get("/healthz", health) }

func health(c *fiber.Ctx) error { return nil }

func Metrics(c *fiber.Ctx) error { return nil }
