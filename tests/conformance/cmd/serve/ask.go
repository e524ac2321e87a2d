package main

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// Request is sent as it stands.
type Request struct {
	// Port is the entry point's.
	Port int `json:"port"`
	// TLS, with SNI as server name.
	TLS     bool        `json:"tls,omitempty"`
	SNI     string      `json:"sni,omitempty"`
	Method  string      `json:"method"`
	Host    string      `json:"host"`
	Target  string      `json:"target"`
	Headers [][2]string `json:"headers,omitempty"`
}

// Answer is what the client got, who gave it, and what the server got.
type Answer struct {
	Error    string `json:"error,omitempty"`
	Status   int    `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
	Router   string `json:"router,omitempty"`
	Service  string `json:"service,omitempty"`
	Server   string `json:"server,omitempty"`
	Upstream string `json:"upstream,omitempty"`
	Host     string `json:"host,omitempty"`
	Prefix   string `json:"prefix,omitempty"`
}

func (r *running) ask(request Request) Answer {
	address := fmt.Sprintf("127.0.0.1:%d", request.Port)
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return Answer{Error: "no connection"}
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(3 * time.Second))
	if request.TLS {
		secure := tls.Client(connection, &tls.Config{ServerName: request.SNI, InsecureSkipVerify: true})
		if err := secure.Handshake(); err != nil {
			return Answer{Error: "no handshake"}
		}
		connection = secure
	}
	r.log.mark()
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\n", request.Method, request.Target, request.Host)
	for _, header := range request.Headers {
		fmt.Fprintf(&text, "%s: %s\r\n", header[0], header[1])
	}
	text.WriteString("\r\n")
	if _, err := io.WriteString(connection, text.String()); err != nil {
		return Answer{Error: "not sent"}
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: request.Method})
	if err != nil {
		return Answer{Error: "no answer"}
	}
	defer response.Body.Close()
	answer := Answer{
		Status:   response.StatusCode,
		Location: response.Header.Get("Location"),
		Upstream: response.Header.Get("X-Got-Target"),
		Host:     response.Header.Get("X-Got-Host"),
		Prefix:   response.Header.Get("X-Got-Prefix"),
	}
	entry := r.log.next()
	answer.Router, answer.Service, answer.Server = entry.RouterName, entry.ServiceName, entry.ServiceURL
	return answer
}

// tail reads the access log.
type tail struct {
	path string
	at   int64
}

type entry struct{ RouterName, ServiceName, ServiceURL string }

func (t *tail) mark() {
	if info, err := os.Stat(t.path); err == nil {
		t.at = info.Size()
	}
}

// next is the entry of the last request; a request that Traefik refuses early has none.
func (t *tail) next() entry {
	var found entry
	for range 30 {
		if f, err := os.Open(t.path); err == nil {
			_, _ = f.Seek(t.at, io.SeekStart)
			line, err := bufio.NewReader(f).ReadBytes('\n')
			f.Close()
			if err == nil {
				_ = json.Unmarshal(line, &found)
				return found
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return found
}

// backend is every server: Traefik's transport is told to use it as a proxy.
type backend struct{ listener net.Listener }

const proxyAddress = "127.0.0.1:59999"

func init() {
	os.Setenv("HTTP_PROXY", "http://"+proxyAddress)
	os.Setenv("NO_PROXY", "")
}

func listen() *backend {
	listener, err := net.Listen("tcp", proxyAddress)
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go answer(connection)
		}
	}()
	return &backend{listener: listener}
}

func (b *backend) close() { b.listener.Close() }

func answer(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return
		}
		parts := strings.SplitN(strings.TrimSpace(line), " ", 3)
		host, prefix := "", []string{}
		for {
			header, err := reader.ReadString('\n')
			if err != nil {
				return
			}
			header = strings.TrimSpace(header)
			if header == "" {
				break
			}
			name, value, _ := strings.Cut(header, ":")
			switch strings.ToLower(name) {
			case "host":
				host = strings.TrimSpace(value)
			case "x-forwarded-prefix":
				prefix = append(prefix, strings.TrimSpace(value))
			}
		}
		target := ""
		if len(parts) > 1 {
			target = strings.TrimPrefix(parts[1], "http://")
			if slash := strings.IndexAny(target, "/?"); slash >= 0 {
				target = target[slash:]
			}
		}
		body := "ok"
		if parts[0] == "HEAD" {
			body = ""
		}
		fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nX-Got-Target: %s\r\nX-Got-Host: %s\r\nX-Got-Prefix: %s\r\nContent-Length: %d\r\n\r\n%s",
			target, host, strings.Join(prefix, ","), len(body), body)
	}
}
