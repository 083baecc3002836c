package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/testkit"
)

var start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// bench is a queue on one engine with a clock that the test moves.
type bench struct {
	*testing.T
	d     *db.DB
	clock *clock.Manual
}

func onBoth(t *testing.T, fn func(b *bench)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), Schema); err != nil {
			t.Fatal(err)
		}
		fn(&bench{t, d, clock.At(start)})
	})
}

func (b *bench) insert(a Args) {
	b.Helper()
	err := b.d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error { return Insert(ctx, tx, a) })
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) runner() *Runner {
	r := NewRunner(b.d, b.clock, slog.New(slog.DiscardHandler))
	r.poll = 5 * time.Millisecond
	return r
}

// step does one job, or tells that there is none to do now.
func (b *bench) step(r *Runner) bool { return r.workOne(b.Context()) }

func (b *bench) waiting() int {
	b.Helper()
	n, err := Waiting(b.Context(), b.d)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func TestAJobIsDoneOnceAndGone(t *testing.T) {
	onBoth(t, func(b *bench) {
		var got []string
		r := b.runner()
		r.Handle("mail", func(_ context.Context, payload []byte) error {
			var to struct{ To string }
			err := json.Unmarshal(payload, &to)
			got = append(got, to.To)
			return err
		})
		r.Handle("plain", func(_ context.Context, payload []byte) error {
			got = append(got, fmt.Sprintf("%q", payload))
			return nil
		})
		b.insert(Args{Kind: "mail", Payload: map[string]string{"To": "redaktion@example.org"}})
		b.insert(Args{Kind: "plain"})
		b.insert(Args{Kind: "unknown"})
		for range 2 {
			if !b.step(r) {
				b.Fatal("no job")
			}
		}
		if b.step(r) || b.waiting() != 1 || strings.Join(got, " ") != `redaktion@example.org ""` {
			b.Errorf("done %v, waiting %d", got, b.waiting())
		}
	})
}

func TestAJobStandsOrFallsWithItsTransaction(t *testing.T) {
	onBoth(t, func(b *bench) {
		wrong := errors.New("wrong")
		err := b.d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(Insert(ctx, tx, Args{Kind: "mail"}), wrong)
		})
		if !errors.Is(err, wrong) || b.waiting() != 0 {
			b.Errorf("err %v, waiting %d", err, b.waiting())
		}
		err = b.d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(Insert(ctx, tx, Args{}), Insert(ctx, tx, Args{Kind: "x", Payload: make(chan int)}))
		})
		if err == nil || b.waiting() != 0 {
			b.Errorf("a job without a kind or with a payload that is no JSON: %v", err)
		}
	})
}

func TestAJobWaitsForItsTime(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		var order []string
		r.Handle("say", func(_ context.Context, payload []byte) error { order = append(order, string(payload)); return nil })
		b.insert(Args{Kind: "say", Payload: 3, RunAt: start.Add(2 * time.Hour)})
		b.insert(Args{Kind: "say", Payload: 2, RunAt: start.Add(time.Hour)})
		b.insert(Args{Kind: "say", Payload: 1})
		for b.step(r) {
		}
		b.clock.Advance(time.Hour - time.Millisecond)
		if b.step(r) {
			b.Error("ran before its time")
		}
		b.clock.Advance(2 * time.Hour)
		for b.step(r) {
		}
		if strings.Join(order, "") != "123" {
			b.Errorf("order %v", order)
		}
	})
}

func TestPausesGrow(t *testing.T) {
	if rest(1) != 10*time.Second || rest(2) != 20*time.Second || rest(5) != 160*time.Second {
		t.Errorf("%v %v %v", rest(1), rest(2), rest(5))
	}
	var sum time.Duration
	for n := 1; n < maxFailures; n++ {
		if rest(n+1) < rest(n) || rest(n) > longestRest {
			t.Errorf("rest(%d) = %v, then %v", n, rest(n), rest(n+1))
		}
		sum += rest(n)
	}
	if sum < 12*time.Hour || sum > 48*time.Hour {
		t.Errorf("a job is given up after %v", sum)
	}
}

func TestAFailedJobIsTriedAgainAndThenGivenUp(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		runs := 0
		r.Handle("mail", func(context.Context, []byte) error { runs++; return fmt.Errorf("no route %d\x00", runs) })
		b.insert(Args{Kind: "mail"})
		for n := 1; n < maxFailures; n++ {
			if !b.step(r) || b.step(r) {
				b.Fatalf("after %d failures it does not rest", n)
			}
			b.clock.Advance(rest(n) - time.Millisecond)
			if b.step(r) {
				b.Fatalf("the pause after %d failures is too short", n)
			}
			b.clock.Advance(time.Millisecond)
		}
		if !b.step(r) || b.waiting() != 0 {
			b.Errorf("waiting %d", b.waiting())
		}
		b.clock.Advance(100 * time.Hour)
		if b.step(r) {
			b.Error("it runs though given up")
		}
		list, err := ListDiscarded(b.Context(), b.d, 10)
		if err != nil || len(list) != 1 || list[0].Error != "no route 15" || list[0].Failures != maxFailures || runs != maxFailures {
			b.Errorf("%d runs, %+v, %v", runs, list, err)
		}
	})
}

func TestCancelAndPanic(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		broken := true
		r.Handle("gone", func(context.Context, []byte) error { return Cancel(errors.New("410")) })
		r.Handle("bug", func(context.Context, []byte) error {
			if broken {
				panic("a bug")
			}
			return nil
		})
		b.insert(Args{Kind: "gone"})
		b.insert(Args{Kind: "bug"})
		for b.step(r) {
		}
		list, err := ListDiscarded(b.Context(), b.d, 10)
		if err != nil || len(list) != 1 || list[0].Kind != "gone" || list[0].Error != "410" || !list[0].At.Equal(start) {
			b.Errorf("given up: %+v, %v", list, err)
		}
		broken = false
		b.clock.Advance(rest(1))
		if !b.step(r) || b.waiting() != 0 {
			b.Error("a panic is not tried again")
		}
	})
}

func TestAUniqueJobWaitsOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		var seen []string
		again := false
		r.Handle("index", func(_ context.Context, payload []byte) error {
			seen = append(seen, string(payload))
			if again {
				again = false
				b.insert(Args{Kind: "index", UniqueKey: "place/1", Payload: "while running"})
				return errors.New("and it failed")
			}
			return nil
		})
		b.insert(Args{Kind: "index", UniqueKey: "place/1", Payload: 1, RunAt: start.Add(time.Hour)})
		b.insert(Args{Kind: "index", UniqueKey: "place/1", Payload: 2})
		b.insert(Args{Kind: "index", UniqueKey: "place/1", Payload: 3, RunAt: start.Add(2 * time.Hour)})
		b.insert(Args{Kind: "index", UniqueKey: "place/2", Payload: 4})
		if b.waiting() != 2 {
			b.Fatalf("waiting %d", b.waiting())
		}
		for b.step(r) {
		}
		if strings.Join(seen, " ") != "3 4" {
			b.Errorf("the newest payload at the earliest time: %v", seen)
		}
		// A change while the job runs needs a job of its own; the failed one
		// gives way to it.
		seen, again = nil, true
		b.insert(Args{Kind: "index", UniqueKey: "place/1", Payload: "first"})
		b.step(r)
		if b.waiting() != 1 {
			b.Errorf("waiting %d", b.waiting())
		}
		for b.step(r) {
		}
		if strings.Join(seen, " ") != `"first" "while running"` || b.waiting() != 0 {
			b.Errorf("seen %v, waiting %d", seen, b.waiting())
		}
	})
}

func TestADeadRunnersJobIsTakenOver(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		r.Handle("mail", func(context.Context, []byte) error { return nil })
		b.insert(Args{Kind: "mail"})
		dead, err := r.take(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.clock.Advance(lease)
		if b.step(r) {
			b.Error("taken over while the lease holds")
		}
		if mine, err := r.prolong(b.Context(), dead); !mine || err != nil {
			b.Errorf("prolong: %v, %v", mine, err)
		}
		b.clock.Advance(lease)
		if b.step(r) {
			b.Error("a prolonged lease does not hold")
		}
		b.clock.Advance(time.Millisecond)
		next, err := r.take(b.Context())
		if err != nil || next.id != dead.id || next.failures != 1 {
			b.Fatalf("take over: %+v, %v", next, err)
		}
		// The first holder wakes up: it must not end the other's job.
		r.end(b.Context(), dead, nil)
		r.end(b.Context(), dead, errors.New("late"))
		if mine, _ := r.prolong(b.Context(), dead); mine || b.waiting() != 1 {
			b.Errorf("the former holder still counts: mine %v, waiting %d", mine, b.waiting())
		}
		r.end(b.Context(), next, nil)
		if b.waiting() != 0 {
			b.Error("not ended")
		}
	})
}

func TestAJobThatKillsItsRunnersIsGivenUp(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		r.Handle("bomb", func(context.Context, []byte) error { b.Error("ran"); return nil })
		b.insert(Args{Kind: "bomb"})
		for range maxFailures {
			if _, err := r.take(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.clock.Advance(lease + time.Second)
		}
		b.step(r)
		if list, err := ListDiscarded(b.Context(), b.d, 10); err != nil || len(list) != 1 || b.waiting() != 0 {
			b.Errorf("given up: %+v, %v", list, err)
		}
	})
}

func TestALostLeaseEndsTheHandler(t *testing.T) {
	onBoth(t, func(b *bench) {
		r, other := b.runner(), b.runner()
		r.beat = time.Millisecond
		began, ended := make(chan struct{}), make(chan struct{})
		r.Handle("slow", func(ctx context.Context, _ []byte) error {
			close(began)
			<-ctx.Done()
			close(ended)
			return ctx.Err()
		})
		other.Handle("slow", func(context.Context, []byte) error { return nil })
		b.insert(Args{Kind: "slow"})
		var all sync.WaitGroup
		defer all.Wait()
		all.Go(func() { r.workOne(b.Context()) })
		<-began
		for deadline := time.After(20 * time.Second); ; {
			b.clock.Advance(2 * lease)
			if other.workOne(b.Context()) {
				break
			}
			select {
			case <-deadline:
				b.Fatal("never taken over")
			default:
			}
		}
		<-ended
	})
}

func TestTwoRunnersDoEachJobOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		const count = 60
		var mu sync.Mutex
		done := map[string]int{}
		var left atomic.Int64
		left.Store(count)
		ctx, stop := context.WithCancel(b.Context())
		defer stop()
		for i := range count {
			b.insert(Args{Kind: "say", Payload: i})
		}
		var all sync.WaitGroup
		byRunner := make([]atomic.Int64, 2)
		for n := range 2 {
			r := b.runner()
			r.Handle("say", func(_ context.Context, payload []byte) error {
				mu.Lock()
				defer mu.Unlock()
				done[string(payload)]++
				byRunner[n].Add(1)
				if left.Add(-1) == 0 {
					stop()
				}
				return nil
			})
			all.Go(func() {
				if err := r.Run(ctx); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
		for i := range count {
			if done[fmt.Sprint(i)] != 1 {
				b.Errorf("job %d was done %d times", i, done[fmt.Sprint(i)])
			}
		}
		if b.waiting() != 0 || byRunner[0].Load() == 0 || byRunner[1].Load() == 0 {
			b.Errorf("waiting %d; runners did %d and %d", b.waiting(), byRunner[0].Load(), byRunner[1].Load())
		}
	})
}

func TestStoppingGivesTheJobBack(t *testing.T) {
	onBoth(t, func(b *bench) {
		r := b.runner()
		began := make(chan struct{})
		r.Handle("long", func(ctx context.Context, _ []byte) error { close(began); <-ctx.Done(); return ctx.Err() })
		b.insert(Args{Kind: "long"})
		ctx, stop := context.WithCancel(b.Context())
		ended := make(chan error)
		go func() { ended <- r.Run(ctx) }()
		<-began
		stop()
		if err := <-ended; err != nil {
			b.Fatal(err)
		}
		j, err := r.take(b.Context())
		if err != nil || j.failures != 0 {
			b.Errorf("it waits for its lease or counts as failed: %+v, %v", j, err)
		}
	})
}

// A job that waits is asked for again in a transaction that is still open: no
// runner may take it before that transaction can be seen.
func TestAWaitingJobIsNotTakenUnderAnOpenSave(t *testing.T) {
	if !testkit.HasPostgres(t) {
		return
	}
	d := testkit.Postgres(t)
	if err := d.Migrate(t.Context(), Schema); err != nil {
		t.Fatal(err)
	}
	b := &bench{t, d, clock.At(start)}
	r := b.runner()
	r.Handle("index", func(context.Context, []byte) error { return nil })
	b.insert(Args{Kind: "index", UniqueKey: "place/1"})
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if err := Insert(ctx, tx, Args{Kind: "index", UniqueKey: "place/1"}); err != nil {
			return err
		}
		if b.step(r) {
			t.Error("the job ran before the save could be seen")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !b.step(r) || b.waiting() != 0 {
		t.Error("the job did not run after the save")
	}
}
