package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// patience is how long an answer may take.
const patience = 3 * time.Second

// client asks one Traefik and keeps its connections open: whoever takes one takes all that comes by it.
type client struct {
	traefik *running
	open    map[way]*line
	asked   int
	// datagrams are what came back from entry points that take UDP: all datagrams are the same.
	datagrams map[string]Answer
}

// way is what tells connections apart.
type way struct {
	on, sni string
	tls     bool
}

// line is an open connection.
type line struct {
	net.Conn
	reader *bufio.Reader
}

// sent is an answer and the name of its request in the log; what sends no request has none.
type sent struct {
	answer Answer
	id     string
}

// ask sends all requests, and the log has said all about them.
func (t *running) ask(requests []Request) []Answer { return t.attribute(t.send(requests)) }

// send sends all requests. Their handlers are done when it returns.
func (t *running) send(requests []Request) []sent {
	c := &client{traefik: t, open: map[way]*line{}, datagrams: t.datagrams}
	all := make([]sent, len(requests))
	for i, request := range requests {
		if t.udp[request.On] {
			all[i].answer = c.once(request.On)
			continue
		}
		all[i].answer = c.request(request)
		all[i].id = c.id()
	}
	for way := range c.open {
		// The log speaks when a handler is done, and the next request of a connection waits for that.
		c.request(Request{On: way.on, TLS: way.tls, SNI: way.sni, Host: "done", Target: "/"})
	}
	for _, line := range c.open {
		line.Close()
	}
	return all
}

// attribute adds what the log says.
func (t *running) attribute(all []sent) []Answer {
	answers := make([]Answer, len(all))
	for i, sent := range all {
		answers[i] = sent.answer
		if sent.id != "" && sent.answer.Error == "" && sent.answer.Server == "" {
			answers[i].Router, answers[i].Service, answers[i].Server = t.log.of(sent.id)
		}
	}
	return answers
}

// id names the last request in the log.
func (c *client) id() string { return fmt.Sprintf("%p-%d", c, c.asked) }

func (c *client) request(request Request) Answer {
	c.asked++
	way := way{request.On, request.SNI, request.TLS}
	if line := c.open[way]; line != nil {
		if answer, ok := c.send(line, way, request); ok {
			return answer
		}
	}
	line, answer := c.connect(way)
	if line == nil {
		return answer
	}
	c.open[way] = line
	if answer, ok := c.send(line, way, request); ok {
		return answer
	}
	return Answer{Error: "no answer"}
}

func (c *client) connect(way way) (*line, Answer) {
	address, ok := c.traefik.entryPoints[way.on]
	if !ok {
		return nil, Answer{Error: "no connection"}
	}
	connection, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, Answer{Error: "no connection"}
	}
	_ = connection.SetDeadline(time.Now().Add(patience))
	if !way.tls {
		return &line{connection, bufio.NewReader(connection)}, Answer{}
	}
	first := &peek{Conn: connection}
	secure := tls.Client(first, &tls.Config{ServerName: way.sni, InsecureSkipVerify: true})
	if err := secure.Handshake(); err != nil {
		connection.Close()
		if server, ok := stream(first.seen); ok {
			return nil, Answer{Server: server}
		}
		return nil, Answer{Error: "no handshake"}
	}
	return &line{secure, bufio.NewReader(secure)}, Answer{}
}

// send is not ok where the connection has gone.
func (c *client) send(line *line, way way, request Request) (Answer, bool) {
	_ = line.SetDeadline(time.Now().Add(patience))
	if request.Method == "" {
		request.Method = http.MethodGet
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\n", request.Method, request.Target, request.Host)
	for _, header := range request.Headers {
		fmt.Fprintf(&text, "%s: %s\r\n", header[0], header[1])
	}
	fmt.Fprintf(&text, "%s: %s\r\n\r\n", idField, c.id())
	hangUp := func() {
		line.Close()
		delete(c.open, way)
	}
	if _, err := io.WriteString(line, text.String()); err != nil {
		hangUp()
		return Answer{}, false
	}
	if start, _ := line.reader.Peek(len(streamMark)); string(start) == streamMark {
		said, _ := io.ReadAll(line.reader)
		hangUp()
		server, _ := stream(said)
		return Answer{Server: server}, true
	}
	response, err := http.ReadResponse(line.reader, &http.Request{Method: request.Method})
	if err != nil {
		hangUp()
		return Answer{}, false
	}
	answer := Answer{
		Status:   response.StatusCode,
		Location: response.Header.Get("Location"),
		Sent:     response.Header.Get("X-Got"),
		Prefix:   response.Header.Get("X-Got-Prefix"),
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.Close {
		// Traefik closes when its handler is done.
		_, _ = io.Copy(io.Discard, line)
		hangUp()
	}
	return answer, true
}

// once waits for an answer only once: nobody says that a datagram is dropped.
func (c *client) once(entryPoint string) Answer {
	answer, ok := c.datagrams[entryPoint]
	if !ok {
		answer = c.datagram(entryPoint)
		c.datagrams[entryPoint] = answer
	}
	return answer
}

func (c *client) datagram(entryPoint string) Answer {
	connection, err := net.Dial("udp", c.traefik.entryPoints[entryPoint])
	if err != nil {
		return Answer{Error: "no connection"}
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(200 * time.Millisecond))
	_, _ = io.WriteString(connection, "hello")
	buffer := make([]byte, 1024)
	size, err := connection.Read(buffer)
	if server, ok := stream(buffer[:size]); err == nil && ok {
		return Answer{Server: server}
	}
	return Answer{Error: "no answer"}
}

// stream is the address that a server of ours stands for, which spoke to the client itself.
func stream(said []byte) (string, bool) {
	address, ok := strings.CutPrefix(string(said), streamMark)
	return strings.TrimSpace(address), ok
}

// peek keeps what was read first.
type peek struct {
	net.Conn
	seen []byte
}

func (p *peek) Read(buffer []byte) (int, error) {
	n, err := p.Conn.Read(buffer)
	if len(p.seen) < 256 {
		p.seen = append(p.seen, bytes.Clone(buffer[:n])...)
	}
	return n, err
}
