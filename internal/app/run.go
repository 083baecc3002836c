package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// drain is how long running requests may go on after the signal to stop.
const drain = 10 * time.Second

// Run serves until ctx ends, then lets running requests finish. started hears
// the address once the server listens.
func (a *App) Run(ctx context.Context, started func(addr net.Addr)) error {
	srv, err := a.server()
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", a.cfg.Addr)
	if err != nil {
		return err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	warm := a.Spine.Warm()
	wg.Go(func() { a.background(background, warm) })
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	started(l.Addr())
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = shutdown(srv)
	}
	stop()
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func shutdown(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	return srv.Shutdown(ctx)
}
