package main

import "github.com/gin-gonic/gin"

type Repo struct{}

type UserRouter struct{ repo *Repo }

func NewRepo() *Repo { return &Repo{} }

func NewUserRouter(repo *Repo) *UserRouter { return &UserRouter{repo} }

func (u *UserRouter) Register(r *gin.Engine) { r.GET("/users", u.list) }

func (u *UserRouter) list(c *gin.Context) {}

type App struct {
	engine *gin.Engine
	users  *UserRouter
}

func NewEngine() *gin.Engine { return gin.New() }

func NewApp(engine *gin.Engine, users *UserRouter) *App {
	return &App{engine: engine, users: users}
}

func (a *App) Run() error {
	a.users.Register(a.engine)
	return a.engine.Run(":8080")
}

func main() {
	app, cleanup, err := initApp()
	if err != nil {
		panic(err)
	}
	defer cleanup()
	if err := app.Run(); err != nil {
		panic(err)
	}
}
