FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /orders ./cmd/orders

FROM gcr.io/distroless/static-debian12
COPY --from=build /orders /orders
EXPOSE 8081
ENTRYPOINT ["/orders"]
