package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	traefiktls "github.com/traefik/traefik/v3/pkg/tls"
	"github.com/traefik/traefik/v3/pkg/tls/generate"
	"github.com/traefik/traefik/v3/pkg/types"
	"golang.org/x/net/http2"
)

// world is what stands around Traefik, the same for all cases: servers that answer with what they got. A name leads to
// them whatever it is.
type world struct {
	// backend is the address of the server that speaks HTTP/1.1.
	backend string
	http1   *http.Transport
	http2   *http2.Transport
	// certificate spares Traefik the making of a default one for each case.
	certificate traefiktls.Certificate
	lock        sync.Mutex
	// streams are the loopback addresses that stand for those of TCP and UDP servers.
	streams map[string]string
}

func newWorld() (*world, error) {
	backend, err := listen(serveHTTP1)
	if err != nil {
		return nil, err
	}
	// Health checks and forwarded authentication take the proxy: they always meet somebody who says yes.
	os.Setenv("HTTP_PROXY", "http://"+backend)
	os.Setenv("NO_PROXY", "")
	second, err := listenHTTP2()
	if err != nil {
		return nil, err
	}
	var dialer net.Dialer
	certificate, key, err := generate.KeyPair("serve.example", time.Now().AddDate(1, 0, 0))
	if err != nil {
		return nil, err
	}
	return &world{
		backend: backend,
		http1: &http.Transport{
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, backend)
			},
		},
		http2: &http2.Transport{
			AllowHTTP: true,
			DialTLSContext: func(ctx context.Context, network, _ string, _ *tls.Config) (net.Conn, error) {
				return dialer.DialContext(ctx, network, second)
			},
		},
		certificate: traefiktls.Certificate{
			CertFile: types.FileOrContent(certificate), KeyFile: types.FileOrContent(key),
		},
		streams: map[string]string{},
	}, nil
}

// listen answers connections to a free port of loopback, whose address it returns.
func listen(serve func(net.Conn)) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(connection)
		}
	}()
	return listener.Addr().String(), nil
}

// serveHTTP1 reads requests byte by byte, for Go's server would tidy them, and answers with what it read.
func serveHTTP1(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return
		}
		method, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		target := rest[:max(0, strings.LastIndexByte(rest, ' '))]
		host, prefix, length := "", []string{}, 0
		for {
			field, err := reader.ReadString('\n')
			if err != nil {
				return
			}
			field = strings.TrimSpace(field)
			if field == "" {
				break
			}
			name, value, _ := strings.Cut(field, ":")
			value = strings.TrimSpace(value)
			switch strings.ToLower(name) {
			case "host":
				host = value
			case "x-forwarded-prefix":
				prefix = append(prefix, value)
			case "content-length":
				_, _ = fmt.Sscan(value, &length)
			}
		}
		// Whoever takes us for a proxy says where it thinks the server is.
		target = strings.TrimPrefix(target, "http://"+host)
		if _, err := io.CopyN(io.Discard, reader, int64(length)); err != nil {
			return
		}
		body := "ok"
		if method == http.MethodHead {
			body = ""
		}
		fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nX-Got: %s %s %s\r\nX-Got-Prefix: %s\r\nContent-Length: %d\r\n\r\n%s",
			method, target, host, strings.Join(prefix, ","), len(body), body)
	}
}

func listenHTTP2() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := http.Server{
		Protocols: new(http.Protocols),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Got", r.Method+" "+r.RequestURI+" "+r.Host)
			w.Header().Set("X-Got-Prefix", strings.Join(r.Header.Values("X-Forwarded-Prefix"), ","))
			_, _ = io.WriteString(w, "ok")
		}),
	}
	server.Protocols.SetUnencryptedHTTP2(true)
	go server.Serve(listener)
	return listener.Addr().String(), nil
}

// transports gives Traefik's proxies the way to our servers. What Traefik's own transport would refuse is refused.
type transports struct {
	world *world
	real  interface {
		Get(name string) (*dynamic.ServersTransport, error)
		GetRoundTripper(name string) (http.RoundTripper, error)
		GetTLSConfig(name string) (*tls.Config, error)
	}
}

func (t transports) Get(name string) (*dynamic.ServersTransport, error) { return t.real.Get(name) }

func (t transports) GetTLSConfig(name string) (*tls.Config, error) { return t.real.GetTLSConfig(name) }

func (t transports) GetRoundTripper(name string) (http.RoundTripper, error) {
	if _, err := t.real.GetRoundTripper(name); err != nil {
		return nil, err
	}
	return t.world, nil
}

// RoundTrip sends a request to one of our servers as Traefik would send it to the one it names. TLS is left out: it
// hides what is asked.
func (w *world) RoundTrip(request *http.Request) (*http.Response, error) {
	switch request.URL.Scheme {
	case "https":
		request.URL.Scheme = "http"
		return w.http1.RoundTrip(request)
	case "h2c":
		request.URL.Scheme = "http"
		return w.http2.RoundTrip(request)
	default:
		return w.http1.RoundTrip(request)
	}
}

// standIn is the loopback address of a server that says which address it stands for.
func (w *world) standIn(network, address string) string {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return address
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	key := network + "/" + address
	if own, ok := w.streams[key]; ok {
		return own
	}
	own, err := "", error(nil)
	if network == "udp" {
		own, err = listenUDP(streamMark + address + "\n")
	} else {
		own, err = listen(func(connection net.Conn) {
			defer connection.Close()
			_, _ = io.WriteString(connection, streamMark+address+"\n")
			// Whoever closes first with bytes unread makes the answer vanish.
			_ = connection.(*net.TCPConn).CloseWrite()
			_, _ = io.Copy(io.Discard, connection)
		})
	}
	if err != nil {
		return address
	}
	w.streams[key] = own
	return own
}

// streamMark is how a server of ours begins that does not speak HTTP.
const streamMark = "STREAM "

func listenUDP(answer string) (string, error) {
	connection, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() {
		buffer := make([]byte, 1024)
		for {
			_, from, err := connection.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = connection.WriteTo([]byte(answer), from)
		}
	}()
	return connection.LocalAddr().String(), nil
}

// redirect lets the servers of TCP and UDP services be ours.
func (w *world) redirect(_ context.Context, all dynamic.Configurations) dynamic.Configurations {
	for _, configuration := range all {
		if configuration.TCP != nil {
			for _, service := range configuration.TCP.Services {
				if service.LoadBalancer == nil {
					continue
				}
				for i := range service.LoadBalancer.Servers {
					server := &service.LoadBalancer.Servers[i]
					server.Address = w.standIn("tcp", server.Address)
				}
			}
		}
		if configuration.UDP != nil {
			for _, service := range configuration.UDP.Services {
				if service.LoadBalancer == nil {
					continue
				}
				for i := range service.LoadBalancer.Servers {
					server := &service.LoadBalancer.Servers[i]
					server.Address = w.standIn("udp", server.Address)
				}
			}
		}
	}
	return all
}

// certify puts our certificate where Traefik would make one.
func (w *world) certify(_ context.Context, all dynamic.Configurations) dynamic.Configurations {
	internal := all["internal"]
	if internal == nil || internal.TLS == nil {
		return all
	}
	for name, configuration := range all {
		if name != "internal" && configuration.TLS != nil && len(configuration.TLS.Stores) > 0 {
			return all
		}
	}
	if internal.TLS.Stores == nil {
		internal.TLS.Stores = map[string]traefiktls.Store{}
	}
	internal.TLS.Stores[traefiktls.DefaultTLSStoreName] = traefiktls.Store{DefaultCertificate: &w.certificate}
	return all
}
