package db

import (
	"context"
	"database/sql"
	"sync"
)

// keptStatements bounds the cache. The product has a few hundred statements;
// lists with many filters make more, which push out what is used least.
const keptStatements = 512

// statements keeps SQLite's prepared statements by their text. PostgreSQL
// needs none: its driver keeps its own.
type statements struct {
	prepare func(ctx context.Context, text string) (*sql.Stmt, error)

	mu    sync.Mutex
	clock uint64
	kept  map[string]*statement
}

type statement struct {
	*sql.Stmt
	used    uint64 // when last, on the cache's own count
	holders int    // calls that are about to use it
	dropped bool
}

func newStatements(prepare func(context.Context, string) (*sql.Stmt, error)) *statements {
	return &statements{prepare: prepare, kept: make(map[string]*statement, keptStatements)}
}

func (c *statements) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer c.release(s)
	return s.QueryContext(ctx, args...)
}

func (c *statements) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer c.release(s)
	return s.ExecContext(ctx, args...)
}

// take gives the prepared statement and keeps it from being closed until
// release.
func (c *statements) take(ctx context.Context, text string) (*statement, error) {
	if s := c.find(text); s != nil {
		return s, nil
	}
	// Prepared without the lock: it may wait for a connection. Two callers may
	// do it at once; the later one's is closed after its use.
	stmt, err := c.prepare(ctx, numbered(text))
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &statement{Stmt: stmt, holders: 1}
	if _, taken := c.kept[text]; taken {
		s.dropped = true
		return s, nil
	}
	c.makeRoom()
	c.clock++
	s.used = c.clock
	c.kept[text] = s
	return s, nil
}

func (c *statements) find(text string) *statement {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.kept[text]
	if s != nil {
		c.clock++
		s.used = c.clock
		s.holders++
	}
	return s
}

// release closes a statement that was dropped meanwhile. Rows still being
// read keep it alive by themselves.
func (c *statements) release(s *statement) {
	c.mu.Lock()
	s.holders--
	last := s.dropped && s.holders == 0
	c.mu.Unlock()
	if last {
		s.Close()
	}
}

// makeRoom drops the statement unused for longest when the cache is full. The
// walk over the map is rare: it happens only on preparing the one too many.
func (c *statements) makeRoom() {
	if len(c.kept) < keptStatements {
		return
	}
	oldest := ""
	for text, s := range c.kept {
		if oldest == "" || s.used < c.kept[oldest].used {
			oldest = text
		}
	}
	s := c.kept[oldest]
	delete(c.kept, oldest)
	s.dropped = true
	if s.holders == 0 {
		s.Close()
	}
}

func (c *statements) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for text, s := range c.kept {
		delete(c.kept, text)
		s.dropped = true
		if s.holders == 0 {
			s.Close()
		}
	}
}
