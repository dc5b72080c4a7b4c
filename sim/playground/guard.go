package playground

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
)

// policy lets the page load its own script and style sheet and ask its own server, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard refuses what does not come from this machine's own browser to this very address: a name that somebody has pointed
// here, and pages of others.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // the address holds the token
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site"); {
		case !local(r.Host):
			refuse(w, http.StatusForbidden, "expected the host 127.0.0.1 or localhost in the request")
		case origin != "" && origin != "http://"+r.Host:
			refuse(w, http.StatusForbidden, "pages of other origins may not ask here")
		case site == "cross-site" && r.URL.Path != "/":
			refuse(w, http.StatusForbidden, "pages of other sites may not ask here")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// local tells whether a request names this machine, with or without a port.
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return name == "127.0.0.1" || name == "localhost"
}

// withToken lets those through who have the token.
func (s *Server) withToken(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.knows(r) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(w, http.StatusUnauthorized, "expected the header `Authorization: Bearer TOKEN` with the token that `tenfold serve` printed")
			return
		}
		next(w, r)
	})
}

// knows compares the token in constant time.
func (s *Server) knows(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		token = r.URL.Query().Get("token")
	}
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.Token)) == 1
}
