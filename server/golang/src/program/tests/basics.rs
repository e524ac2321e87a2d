use expect_test::expect;

use super::check;

#[test]
fn a_local_engine() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.Default()
	r.GET("/ping", ping)
	v1 := r.Group("/v1")
	{
		users := v1.Group("/users")
		users.GET("", list)
		users.POST("login", func(c *gin.Context) { c.Status(204) })
	}
	r.Run()
}

func ping(c *gin.Context) {}
func list(c *gin.Context) {}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8080 = 8080 by PORT < main.go:14
              GET /ping main.ping main.go:17 < main.go:7
              GET /v1/users main.list main.go:18 < main.go:11
              POST /v1/users/login main.main.func main.go:12 < main.go:12
        "#]],
    );
}
