package main

import (
	"errors"
	"log"
	"sync"

	"github.com/bluenviron/gortsplib/v4"
	"github.com/bluenviron/gortsplib/v4/pkg/base"
	"github.com/bluenviron/gortsplib/v4/pkg/description"
	"github.com/bluenviron/gortsplib/v4/pkg/format"
	"github.com/bluenviron/gortsplib/v4/pkg/liberrors"
	"github.com/pion/rtp"
)

// live is what one path carries while somebody publishes on it.
type live struct {
	stream    *gortsplib.ServerStream
	publisher *gortsplib.ServerSession
}

// relay implements gortsplib's handler interfaces; its methods run in one goroutine per connection
// or session, so the table of paths is guarded.
type relay struct {
	options options
	server  *gortsplib.Server

	mutex sync.RWMutex
	paths map[string]live
}

func newRelay(o options) *relay {
	return &relay{options: o, paths: map[string]live{}}
}

func reply(status base.StatusCode) *base.Response {
	return &base.Response{StatusCode: status}
}

func (r *relay) allowed(conn *gortsplib.ServerConn, request *base.Request) bool {
	return r.options.user == "" ||
		conn.VerifyCredentials(request, r.options.user, r.options.password)
}

func (r *relay) takes(transport gortsplib.Transport) bool {
	switch r.options.transport {
	case "udp":
		return transport == gortsplib.TransportUDP
	case "tcp":
		return transport == gortsplib.TransportTCP
	}
	return true
}

func (r *relay) find(path string) *gortsplib.ServerStream {
	r.mutex.RLock()
	defer r.mutex.RUnlock()
	return r.paths[path].stream
}

// OnDescribe answers a reader: 401 before 404, as MediaMTX does.
func (r *relay) OnDescribe(ctx *gortsplib.ServerHandlerOnDescribeCtx) (
	*base.Response, *gortsplib.ServerStream, error,
) {
	if !r.allowed(ctx.Conn, ctx.Request) {
		return reply(base.StatusUnauthorized), nil, liberrors.ErrServerAuth{}
	}
	stream := r.find(ctx.Path)
	if stream == nil {
		return reply(base.StatusNotFound), nil, errors.New("no stream is available on path " + ctx.Path)
	}
	return reply(base.StatusOK), stream, nil
}

// OnAnnounce takes a publisher; an older one on the same path is dropped with its readers.
func (r *relay) OnAnnounce(ctx *gortsplib.ServerHandlerOnAnnounceCtx) (*base.Response, error) {
	if !r.allowed(ctx.Conn, ctx.Request) {
		return reply(base.StatusUnauthorized), liberrors.ErrServerAuth{}
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if old, ok := r.paths[ctx.Path]; ok {
		if r.options.refuse {
			return reply(base.StatusBadRequest), errors.New("somebody publishes on " + ctx.Path)
		}
		old.stream.Close()
		old.publisher.Close()
	}
	stream := &gortsplib.ServerStream{Server: r.server, Desc: ctx.Description}
	if err := stream.Initialize(); err != nil {
		return reply(base.StatusInternalServerError), err
	}
	r.paths[ctx.Path] = live{stream: stream, publisher: ctx.Session}
	return reply(base.StatusOK), nil
}

// OnSetup serves publishers, who were checked at ANNOUNCE, and readers.
func (r *relay) OnSetup(ctx *gortsplib.ServerHandlerOnSetupCtx) (
	*base.Response, *gortsplib.ServerStream, error,
) {
	if !r.takes(ctx.Transport) {
		return reply(base.StatusUnsupportedTransport), nil, nil
	}
	if ctx.Session.State() == gortsplib.ServerSessionStatePreRecord {
		return reply(base.StatusOK), nil, nil
	}
	if !r.allowed(ctx.Conn, ctx.Request) {
		return reply(base.StatusUnauthorized), nil, liberrors.ErrServerAuth{}
	}
	stream := r.find(ctx.Path)
	if stream == nil {
		return reply(base.StatusNotFound), nil, errors.New("no stream is available on path " + ctx.Path)
	}
	return reply(base.StatusOK), stream, nil
}

// OnPlay only notes the reader.
func (r *relay) OnPlay(ctx *gortsplib.ServerHandlerOnPlayCtx) (*base.Response, error) {
	log.Printf("reader + %s %v", ctx.Path, ctx.Conn.NetConn().RemoteAddr())
	return reply(base.StatusOK), nil
}

// OnRecord passes each packet on as it comes.
func (r *relay) OnRecord(ctx *gortsplib.ServerHandlerOnRecordCtx) (*base.Response, error) {
	r.mutex.RLock()
	entry := r.paths[ctx.Path]
	r.mutex.RUnlock()
	if entry.publisher != ctx.Session {
		return reply(base.StatusNotFound), errors.New("replaced before RECORD")
	}
	log.Printf("publisher + %s %v", ctx.Path, ctx.Conn.NetConn().RemoteAddr())
	ctx.Session.OnPacketRTPAny(func(media *description.Media, _ format.Format, packet *rtp.Packet) {
		if err := entry.stream.WritePacketRTP(media, packet); err != nil {
			log.Printf("%s: %v", ctx.Path, err)
		}
	})
	return reply(base.StatusOK), nil
}

// OnSessionClose frees the path of a publisher that left; its readers are disconnected.
func (r *relay) OnSessionClose(ctx *gortsplib.ServerHandlerOnSessionCloseCtx) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for path, entry := range r.paths {
		if entry.publisher == ctx.Session {
			entry.stream.Close()
			delete(r.paths, path)
			log.Printf("publisher - %s (%v)", path, ctx.Error)
			return
		}
	}
	log.Printf("reader - %s (%v)", ctx.Session.SetuppedPath(), ctx.Error)
}
