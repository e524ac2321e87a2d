use expect_test::expect;

use super::check;

#[test]
fn constants_and_concatenation() {
    check(
        r#"
//- go.mod
module example.com/shop
//- main.go
package main

import (
	"example.com/shop/consts"

	"github.com/gin-gonic/gin"
)

const (
	v1    = consts.Prefix + "/v1"
	users = "/users"
)

const byID = users + "/:id"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	path := v1
	path += users
	r.GET(path, h)
	r.GET(v1+byID, h)
	r.GET(string(consts.Named), h)
	const local = "/local"
	r.GET(local+`/raw`, h)
}
//- consts/consts.go
package consts

type Path string

const Prefix = "/api"

const Named Path = Prefix + "/named"
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /api/named main.h main.go:16 < main.go:24
              GET /api/v1/users main.h main.go:16 < main.go:22
              GET /api/v1/users/:id main.h main.go:16 < main.go:23
              GET /local/raw main.h main.go:16 < main.go:26
        "#]],
    );
}

#[test]
fn functions_that_make_strings() {
    check(
        r#"
package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	for _, folder := range []string{"assets", "images"} {
		r.GET(fmt.Sprintf("/%s/*filepath", folder), h)
	}
	r.GET(fmt.Sprintf("/v%d/x", 2), h)
	r.GET(path.Join("/a", "../b", "c"), h)
	r.GET(strings.TrimSuffix("/slash/", "/"), h)
	r.GET("/"+strings.ToLower("UP"), h)
	r.GET("/"+strings.Join([]string{"j", "k"}, "/"), h)
}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /assets/*filepath main.h main.go:11 < main.go:16
              GET /b/c main.h main.go:11 < main.go:19
              GET /images/*filepath main.h main.go:11 < main.go:16
              GET /j/k main.h main.go:11 < main.go:22
              GET /slash main.h main.go:11 < main.go:20
              GET /up main.h main.go:11 < main.go:21
              GET /v2/x main.h main.go:11 < main.go:18
        "#]],
    );
}

#[test]
fn what_is_not_known_stays_in_the_path() {
    check(
        r#"
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/gin-gonic/gin"
)

type Config struct {
	Prefix string
	Server struct{ Base string }
}

func load() Config { return read([]byte("{}")) }

func read(text []byte) (c Config) { json.Unmarshal(text, &c); return }

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	cfg := load()
	api := r.Group(cfg.Prefix)
	api.GET("/users", h)
	r.Group("/api").GET(cfg.Server.Base+"/x", h)
	name := os.Getenv("NAME")
	r.GET("/"+name, h)
	r.GET(fmt.Sprintf("/%s/y", name), h)
	for _, arg := range os.Args {
		r.GET("/args/"+arg, h)
	}
	prefix := "/a"
	if len(os.Args) > 2 {
		prefix = "/b"
	}
	r.GET(prefix+"/z", h)
}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET /api/⟨cfg.Server.Base⟩/x main.h main.go:20 < main.go:27
              GET /args/⟨arg⟩ main.h main.go:20 < main.go:32 if
              GET /⟨os.Getenv("NAME")⟩ main.h main.go:20 < main.go:29
              GET /⟨os.Getenv("NAME")⟩/y main.h main.go:20 < main.go:30
              GET ⟨cfg.Prefix⟩/users main.h main.go:20 < main.go:26
              GET ⟨prefix⟩/z main.h main.go:20 < main.go:38
        "#]],
    );
}

#[test]
fn relative_paths() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	user := r.Group("user")
	user.POST("login", h)
	orgs := r.Group("/orgs")
	orgs.GET("", h)
	orgs.GET("/", h)
	admin := orgs.Group("/")
	admin.GET("x", h)
	orgs.Group("/x/").GET("", h)
	r.GET("", h)
	r.Group("/a/").Group("../b").GET("//c/", h)
}
"#,
        &expect![[r#"
            shop (gin, main "")
              GET / main.h main.go:5 < main.go:17
              GET /b/c/ main.h main.go:5 < main.go:18
              GET /orgs main.h main.go:5 < main.go:12
              GET /orgs/ main.h main.go:5 < main.go:13
              GET /orgs/x main.h main.go:5 < main.go:15
              GET /orgs/x/ main.h main.go:5 < main.go:16
              POST /user/login main.h main.go:5 < main.go:10
        "#]],
    );
}
