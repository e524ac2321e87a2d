package main

import "github.com/gofiber/fiber/v2"

func h(c *fiber.Ctx) error { return nil }

func main() {
	r := fiber.New()
	v1 := r.Group("/v1")
	{
		v1.Get("/a", h)
		repo := v1.Group("/repos")
		{
			repo.Get("", h)
			repo := repo.Group("/:repo")
			{
				repo.Get("/pulls", h)
			}
			repo.Delete("/branches", h)
		}
		repo.Post("/last", h)
	}
	v1.Patch("/end", h)
	r.Listen(":8080")
}
