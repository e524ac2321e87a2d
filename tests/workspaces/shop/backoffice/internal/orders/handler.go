// Package orders serves orders and their items.
package orders

import (
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

// Order is what one customer bought.
type Order struct {
	ID    string   `json:"id"`
	Items []string `json:"items"`
}

// Handler answers for orders.
type Handler struct {
	mutex  sync.Mutex
	orders map[string]Order
}

// NewHandler returns a handler without orders.
func NewHandler() *Handler {
	return &Handler{orders: map[string]Order{}}
}

// Mount puts the routes on the API's group.
func (h *Handler) Mount(api *gin.RouterGroup) {
	group := api.Group("/orders")
	group.GET("", h.List)
	group.POST("", h.Create)
	group.GET("/:id", h.Show)

	items := group.Group("/:id/items")
	{
		items.GET("", h.Items)
		items.PUT("/:item", h.Add)
	}
}

// List answers GET /orders.
func (h *Handler) List(c *gin.Context) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	list := make([]Order, 0, len(h.orders))
	for _, order := range h.orders {
		list = append(list, order)
	}
	c.JSON(http.StatusOK, list)
}

// Create answers POST /orders.
func (h *Handler) Create(c *gin.Context) {
	var order Order
	if err := c.ShouldBindJSON(&order); err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
		return
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.orders[order.ID] = order
	c.JSON(http.StatusCreated, order)
}

// Show answers GET /orders/:id.
func (h *Handler) Show(c *gin.Context) {
	h.with(c, func(order Order) { c.JSON(http.StatusOK, order) })
}

// Items answers GET /orders/:id/items.
func (h *Handler) Items(c *gin.Context) {
	h.with(c, func(order Order) { c.JSON(http.StatusOK, order.Items) })
}

// Add answers PUT /orders/:id/items/:item.
func (h *Handler) Add(c *gin.Context) {
	h.with(c, func(order Order) {
		order.Items = append(order.Items, c.Param("item"))
		h.orders[order.ID] = order
		c.Status(http.StatusNoContent)
	})
}

func (h *Handler) with(c *gin.Context, then func(Order)) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	order, found := h.orders[c.Param("id")]
	if !found {
		c.Status(http.StatusNotFound)
		return
	}
	then(order)
}
