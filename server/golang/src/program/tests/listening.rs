use expect_test::expect;

use super::check;

#[test]
fn port_of_the_environment() {
    check(
        r#"
package main

import "github.com/gin-gonic/gin"

func main() { gin.Default().Run() }
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :8080 = 8080 by PORT < main.go:5
        "#]],
    );
}

#[test]
fn addresses() {
    check(
        r#"
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

const addr = ":9001"

type config struct {
	Port int    `env:"APP_PORT" envDefault:"9002"`
	Host string `env:"HOST"`
}

func getenv(key, fallback string) string {
	if v := os.Getenv(key); v != "" {
		return v
	}
	return fallback
}

func load(c *config) { json.Unmarshal(nil, c) }

func main() {
	r := gin.New()
	r.Run(addr)
	r.RunTLS("127.0.0.1:9443", "cert", "key")

	port := os.Getenv("PORT")
	if port == "" {
		port = "9003"
	}
	r.Run(":" + port)
	r.Run(":" + cmp.Or(os.Getenv("CMP"), "9004"))
	r.Run(":" + getenv("HELPER", "9005"))
	r.Run(fmt.Sprintf(":%d", 9006))
	var c config
	load(&c)
	r.Run(fmt.Sprintf("%s:%d", c.Host, c.Port))
	flagged := flag.String("addr", ":9007", "")
	r.Run(*flagged)
	var number int
	flag.IntVar(&number, "port", 9008, "")
	http.ListenAndServe(fmt.Sprintf(":%d", number), r)
	ln, err := net.Listen("tcp", "localhost:9009")
	if err == nil {
		r.RunListener(ln)
	}
	http.ListenAndServe("", r)
	http.ListenAndServe(os.Getenv("ADDR"), r)
}
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :9001 = 9001 < main.go:33
              listens 127.0.0.1:9443 = 9443 < main.go:34
              listens :9003 = 9003 by PORT < main.go:40
              listens :9004 = 9004 by CMP < main.go:41
              listens :9005 = 9005 by HELPER < main.go:42
              listens :9006 = 9006 < main.go:43
              listens ⟨c.Host⟩:9002 = 9002 by APP_PORT < main.go:46
              listens :9007 = 9007 by -addr < main.go:48
              listens :9008 = 9008 by -port < main.go:51
              listens localhost:9009 = 9009 < main.go:52
              listens :http = 80 < main.go:56
              listens ⟨os.Getenv("ADDR")⟩ = ? by ADDR < main.go:57
        "#]],
    );
}

#[test]
fn servers() {
    check(
        r#"
package main

import (
	"net"
	"net/http"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/h2c"
)

type App struct {
	server *http.Server
	*gin.Engine
}

func (a *App) Start() error { return a.server.ListenAndServe() }

type logged struct{ next http.Handler }

func (l logged) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.next.ServeHTTP(w, r) }

func wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func main() {
	r := gin.New()
	app := &App{Engine: r}
	app.server = &http.Server{Addr: ":9101", Handler: r}
	go app.Start()

	s := &http.Server{Handler: h2c.NewHandler(r, &http2.Server{})}
	s.Addr = ":9102"
	go func() { _ = s.ListenAndServe() }()

	graceful(&http.Server{Addr: ":9103", Handler: wrap(r)})

	tls := http.Server{Handler: logged{next: wrap(r)}}
	tls.ListenAndServeTLS("", "")

	ln, _ := net.Listen("tcp", ":9104")
	(&http.Server{Handler: r}).Serve(ln)

	mux := http.NewServeMux()
	mux.Handle("/", r)
	http.ListenAndServe(":9105", mux)

	http.Handle("/", r)
	http.ListenAndServe(":9106", nil)
}

func graceful(s *http.Server) { manners.Serve(s) }
"#,
        &expect![[r#"
            shop (gin, main "")
              listens :9101 = 9101 < main.go:30
              listens :9102 = 9102 < main.go:33
              listens :9103 = 9103 < main.go:37
              listens :https = 443 < main.go:39
              listens :9104 = 9104 < main.go:42
            shop#2 (net/http, main "")
              listens :9105 = 9105 < main.go:47
            shop#3 (net/http, main "")
              listens :9106 = 9106 < main.go:50
        "#]],
    );
}
