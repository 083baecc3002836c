package app

import (
	"context"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A flood of submissions: a thousand a minute, each from a network of its own,
// while readers go on reading.
const (
	floodFor  = 30 * time.Second
	floodRate = time.Minute / 1000
)

var floodPages = []string{"/", "/veranstaltungen", "/orte/place-nr-1"}

// flooded measures pages of a running program before and during the flood, and
// what became of the submissions.
func flooded(b *testing.B, address string, pid int, f figures) {
	b.Helper()
	before := reading(b, address, 5*time.Second)
	own := memory(b, pid)
	ctx, stop := context.WithTimeout(b.Context(), floodFor)
	defer stop()
	tally := flood(ctx, address)
	during := reading(b, address, floodFor)
	counts := tally()
	fmt.Fprintf(f, "pages before a flood of submissions\t%s\t%s\t\t\n", ms(before[len(before)/2]), ms(before[len(before)*99/100]))
	fmt.Fprintf(f, "pages during 1,000 submissions a minute\t%s\t%s\tas before\t\n", ms(during[len(during)/2]), ms(during[len(during)*99/100]))
	fmt.Fprintf(f, "memory before and after the flood\t%s; %s\t\tbounded\t\n", own, memory(b, pid))
	fmt.Fprintf(f, "of the flood: stored %d, told to wait %d, failed %d\t\t\tnone failed\t\n", counts[http.StatusSeeOther], counts[http.StatusTooManyRequests]+counts[http.StatusServiceUnavailable], counts[0])
}

// reading asks for pages one after the other, with the pauses of somebody who
// reads, and gives how long each took.
func reading(b *testing.B, address string, long time.Duration) []time.Duration {
	b.Helper()
	var spans []time.Duration
	for begin := time.Now(); time.Since(begin) < long; {
		start := time.Now()
		if code := get(b, address, "flensburg", floodPages[len(spans)%len(floodPages)]); code != http.StatusOK {
			b.Fatalf("a reader got %d", code)
		}
		spans = append(spans, time.Since(start))
		time.Sleep(5 * time.Millisecond)
	}
	slices.Sort(spans)
	return spans
}

// flood sends a form every 60 ms until ctx ends; the function it gives waits
// for all and counts their answers by status, 0 for none.
func flood(ctx context.Context, address string) (tally func() map[int]int) {
	counts, mu, all := map[int]int{}, sync.Mutex{}, sync.WaitGroup{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(floodRate)
		defer tick.Stop()
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			all.Go(func() {
				code := sendOne(context.WithoutCancel(ctx), address, i)
				mu.Lock()
				defer mu.Unlock()
				counts[code]++
			})
		}
	}()
	return func() map[int]int {
		<-done
		all.Wait()
		return counts
	}
}

var (
	formAction = regexp.MustCompile(`action="([^"#]*entwurf=[^"#]*)`)
	formStamp  = regexp.MustCompile(`name="stand" value="([^"]+)"`)
)

// sendOne goes the four steps of the contact form from an address of its own
// and gives the status of the last answer.
func sendOne(ctx context.Context, address string, n int) int {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(n/250), byte(n%250+1))}, Timeout: 10 * time.Second}
	transport := &http.Transport{DialContext: dialer.DialContext}
	defer transport.CloseIdleConnections()
	ask := func(path string, form url.Values) (int, string, string) {
		method, body := http.MethodGet, io.Reader(http.NoBody)
		if form != nil {
			method, body = http.MethodPost, strings.NewReader(form.Encode())
		}
		req, err := http.NewRequestWithContext(ctx, method, "http://"+address+path, body)
		if err != nil {
			return 0, "", ""
		}
		req.Host = "flensburg.localhost"
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := transport.RoundTrip(req)
		if err != nil {
			return 0, "", ""
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil {
			return 0, "", ""
		}
		to, _, _ := strings.Cut(res.Header.Get("Location"), "#")
		return res.StatusCode, to, string(raw)
	}
	_, _, page := ask("/kontakt", nil)
	first := formAction.FindStringSubmatch(page)
	if first == nil {
		return 0
	}
	at := html.UnescapeString(first[1])
	for _, v := range []url.Values{
		{"betreff": {"allgemein"}}, {"nachricht": {fmt.Sprintf("Nachricht %d der Flut. %s", n, strings.Repeat("Viele Worte. ", 100))}}, {"email": {fmt.Sprintf("flut%d@example.org", n)}},
	} {
		code, next, _ := ask(at, v)
		if code != http.StatusSeeOther {
			return code
		}
		at = next
	}
	_, _, page = ask(at, nil)
	stamp := formStamp.FindStringSubmatch(page)
	if stamp == nil {
		return 0
	}
	time.Sleep(1600 * time.Millisecond)
	code, _, _ := ask(at, url.Values{"stand": {stamp[1]}})
	return code
}
