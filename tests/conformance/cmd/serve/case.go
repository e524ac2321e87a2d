package main

import "encoding/json"

// Case is one running Traefik and what it is asked.
type Case struct {
	// Name says what the case is about.
	Name string `json:"name"`
	// Static is traefik.yml; DIR stands for the directory of Files.
	Static string `json:"static"`
	// Files are the file provider's, by path.
	Files map[string]string `json:"files,omitempty"`
	// Docker are configurations as containers give them, in the file provider's form, merged as Docker's are.
	Docker []string `json:"docker,omitempty"`
	// Requests are asked in order.
	Requests []Request `json:"requests,omitempty"`
	// Want is the answer.
	Want *Want `json:"want,omitempty"`
}

// Request is sent as it stands.
type Request struct {
	// On is the entry point: a datagram where it takes UDP, else a request of HTTP/1.1.
	On string `json:"on"`
	// TLS, with SNI as server name.
	TLS bool   `json:"tls,omitempty"`
	SNI string `json:"sni,omitempty"`
	// Method is GET where it is left out.
	Method  string      `json:"method,omitempty"`
	Host    string      `json:"host"`
	Target  string      `json:"target"`
	Headers [][2]string `json:"headers,omitempty"`
}

// Want is what came of it.
type Want struct {
	// Refused says why Traefik does not start.
	Refused string `json:"refused,omitempty"`
	// Unread says why the file provider gives nothing.
	Unread      string          `json:"unread,omitempty"`
	Routers     map[string]Info `json:"routers,omitempty"`
	Middlewares map[string]Info `json:"middlewares,omitempty"`
	Services    map[string]Info `json:"services,omitempty"`
	// Varies names what the API shows otherwise when Traefik reads the same once more.
	Varies []string `json:"varies,omitempty"`
	// Answers come in the order of the requests.
	Answers []Answers `json:"answers,omitempty"`
}

// Info is what the API shows of one thing. Of TCP and UDP the name says so: `tcp/t@file`.
type Info struct {
	Status      string   `json:"status"`
	Errors      []string `json:"errors,omitempty"`
	EntryPoints []string `json:"entryPoints,omitempty"`
	Priority    int      `json:"priority,omitempty"`
	Middlewares []string `json:"middlewares,omitempty"`
	TLS         bool     `json:"tls,omitempty"`
}

// Answers are all that were seen for one request, sorted; mostly there is one.
type Answers []Answer

// Answer is what the client got, who gave it, and what the server got.
type Answer struct {
	// Error is why there is no answer.
	Error    string `json:"error,omitempty"`
	Status   int    `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
	Router   string `json:"router,omitempty"`
	Service  string `json:"service,omitempty"`
	// Server is the server's URL, or the address of one that takes TCP or UDP.
	Server string `json:"server,omitempty"`
	// Sent is method, target and host as the server reads them.
	Sent string `json:"sent,omitempty"`
	// Prefix is X-Forwarded-Prefix there.
	Prefix string `json:"prefix,omitempty"`
}

// MarshalJSON writes a single answer without the list.
func (a Answers) MarshalJSON() ([]byte, error) {
	if len(a) == 1 {
		return text(a[0])
	}
	return text([]Answer(a))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Answers) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, (*[]Answer)(a))
	}
	*a = make(Answers, 1)
	return json.Unmarshal(data, &(*a)[0])
}
