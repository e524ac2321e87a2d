//go:build wireinject
// +build wireinject

package main

import "github.com/google/wire"

func initApp() (*App, func(), error) {
	panic(wire.Build(NewEngine, NewRepo, NewUserRouter, NewApp))
}
