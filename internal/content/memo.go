package content

import (
	"context"
	"sync"
)

// memo keeps answers that cost more than a page should until the next change:
// its entries belong to one number of the change log.
type memo struct {
	mu      sync.Mutex
	change  int64
	answers map[string]any
}

// maxAnswers bounds the memo; it is emptied when full.
const maxAnswers = 2000

// Remember gives the answer for a key, computed once per state of the
// database: for what a room works out of many rows. The key must name all that
// the answer depends on, the minute included where it depends on the time.
func Remember[T any](ctx context.Context, s *Spine, key string, compute func() (T, error)) (T, error) {
	return remember(ctx, s, "room "+key, compute)
}

// remember gives the answer for a key, computed once per state of the
// database. The number of the last change is read before the answer, so that
// an answer is never older than the number it is kept under.
func remember[T any](ctx context.Context, s *Spine, key string, compute func() (T, error)) (T, error) {
	var zero T
	change, err := s.LastChange(ctx)
	if err != nil {
		return zero, err
	}
	s.memo.mu.Lock()
	if s.memo.change == change {
		if v, ok := s.memo.answers[key].(T); ok {
			s.memo.mu.Unlock()
			return v, nil
		}
	}
	s.memo.mu.Unlock()
	v, err := compute()
	if err != nil {
		return zero, err
	}
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	if s.memo.change > change {
		return v, nil
	}
	if s.memo.change != change || len(s.memo.answers) >= maxAnswers || s.memo.answers == nil {
		s.memo.change, s.memo.answers = change, map[string]any{}
	}
	s.memo.answers[key] = v
	return v, nil
}
