// Relay for tests: an RTSP server that hands whatever is published on a path to whoever reads it.
//
// It stands in for MediaMTX, whose RTSP engine is the same gortsplib. Prints one line
// "listening ADDRESS:PORT udp RTP-RTCP" on standard output when ready; readers and publishers
// come and go on standard error. Ends on SIGINT or SIGTERM.
package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/bluenviron/gortsplib/v4"
	"github.com/bluenviron/gortsplib/v4/pkg/auth"
)

type options struct {
	listen    string
	rtpPort   int
	user      string
	password  string
	auth      string
	transport string
	refuse    bool
	cert, key string
}

func parseOptions() options {
	var o options
	flag.StringVar(&o.listen, "listen", "127.0.0.1:8554", "`ADDRESS:PORT` of RTSP; port 0 picks a free one")
	flag.IntVar(&o.rtpPort, "rtp-port", 0, "even `PORT` of RTP over UDP, RTCP is the next one; 0 picks a free pair")
	flag.StringVar(&o.user, "user", "", "`NAME` that readers and publishers must give")
	flag.StringVar(&o.password, "password", "", "its password")
	flag.StringVar(&o.auth, "auth", "any", "what a challenge offers: `basic|digest|any`")
	flag.StringVar(&o.transport, "transport", "any", "what SETUP takes, 461 otherwise: `udp|tcp|any`")
	flag.BoolVar(&o.refuse, "refuse-second", false, "refuse a second publisher on a path instead of dropping the first")
	flag.StringVar(&o.cert, "tls-cert", "", "`FILE` of a certificate: RTSPS, without UDP")
	flag.StringVar(&o.key, "tls-key", "", "`FILE` of its key")
	flag.Parse()
	return o
}

func authMethods(name string) ([]auth.VerifyMethod, error) {
	switch name {
	case "basic":
		return []auth.VerifyMethod{auth.VerifyMethodBasic}, nil
	case "digest":
		return []auth.VerifyMethod{auth.VerifyMethodDigestMD5}, nil
	case "any":
		return []auth.VerifyMethod{auth.VerifyMethodBasic, auth.VerifyMethodDigestMD5}, nil
	}
	return nil, fmt.Errorf("-auth: %q is none of basic, digest, any", name)
}

// listenUDPPair binds an even port and the next one, as RFC 3550 section 11 asks. Port 0 searches.
func listenUDPPair(host string, port int) (net.PacketConn, net.PacketConn, error) {
	attempts := 1
	if port == 0 {
		attempts = 64
	}
	var failure error
	for ; attempts > 0; attempts-- {
		rtp, err := net.ListenPacket("udp", net.JoinHostPort(host, fmt.Sprint(port)))
		if err != nil {
			return nil, nil, err
		}
		bound := rtp.LocalAddr().(*net.UDPAddr).Port
		if bound%2 == 0 {
			rtcp, err := net.ListenPacket("udp", net.JoinHostPort(host, fmt.Sprint(bound+1)))
			if err == nil {
				return rtp, rtcp, nil
			}
			failure = err
		} else {
			failure = errors.New("the RTP port must be even")
		}
		rtp.Close()
	}
	return nil, nil, failure
}

// newServer binds all sockets first, so that free ports are taken without a race.
func newServer(o options, handler *relay) (*gortsplib.Server, string, error) {
	methods, err := authMethods(o.auth)
	if err != nil {
		return nil, "", err
	}
	tcp, err := net.Listen("tcp", o.listen)
	if err != nil {
		return nil, "", err
	}
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return nil, "", err
	}
	rtp, rtcp, err := listenUDPPair(host, o.rtpPort)
	if err != nil {
		return nil, "", err
	}
	server := &gortsplib.Server{
		Handler:        handler,
		RTSPAddress:    tcp.Addr().String(),
		UDPRTPAddress:  rtp.LocalAddr().String(),
		UDPRTCPAddress: rtcp.LocalAddr().String(),
		AuthMethods:    methods,
		WriteQueueSize: 1024,
		Listen:         func(string, string) (net.Listener, error) { return tcp, nil },
		ListenPacket: func(_, address string) (net.PacketConn, error) {
			if address == rtp.LocalAddr().String() {
				return rtp, nil
			}
			return rtcp, nil
		},
	}
	handler.server = server
	if o.cert != "" {
		certificate, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return nil, "", err
		}
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
		// gortsplib takes no plain datagrams beside TLS.
		server.UDPRTPAddress, server.UDPRTCPAddress = "", ""
	}
	ready := fmt.Sprintf("listening %s udp %d-%d", tcp.Addr(),
		rtp.LocalAddr().(*net.UDPAddr).Port, rtcp.LocalAddr().(*net.UDPAddr).Port)
	return server, ready, nil
}

func main() {
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	options := parseOptions()
	handler := newRelay(options)
	server, ready, err := newServer(options, handler)
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
	fmt.Println(ready)

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	server.Close()
}
