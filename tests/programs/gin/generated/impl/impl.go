package impl

import (
	"programs/gin/generated/api"

	"github.com/gin-gonic/gin"
)

type Impl struct{}

var _ api.ServerInterface = (*Impl)(nil)

func New() api.ServerInterface { return &Impl{} }

func (i *Impl) FindPets(c *gin.Context) {}

func (i *Impl) ShowPet(c *gin.Context, id string) {}
