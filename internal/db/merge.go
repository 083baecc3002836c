package db

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

var schemaName = regexp.MustCompile(`^([0-9]{12})_[a-z]+_[a-z0-9_]+\.sql$`)

// merged is the schema files of all rooms as one flat folder.
type merged map[string]fs.FS

// merge puts the rooms' files for an engine together and refuses what would
// go unnoticed until a later release: a number used twice, a wrong name, a
// file that one engine lacks.
func merge(engine Engine, rooms []fs.FS) (merged, error) {
	all, numbers := merged{}, map[string]string{}
	for _, room := range rooms {
		if sub, err := fs.Sub(room, "schema"); err == nil {
			if _, err := fs.Stat(room, "schema"); err == nil {
				room = sub
			}
		}
		names, err := schemaFiles(room)
		if err != nil {
			return nil, err
		}
		folder, err := fs.Sub(room, string(engine))
		if err != nil {
			return nil, fmt.Errorf("db: schema: %w", err)
		}
		for _, name := range names {
			parts := schemaName.FindStringSubmatch(name)
			if parts == nil {
				return nil, fmt.Errorf("db: schema file %s is not named like 202611240900_place_base.sql", name)
			}
			if other, taken := numbers[parts[1]]; taken {
				return nil, fmt.Errorf("db: schema files %s and %s have the same number", other, name)
			}
			numbers[parts[1]] = name
			all[name] = folder
		}
	}
	if len(all) == 0 {
		return nil, errors.New("db: there are no schema files")
	}
	return all, nil
}

// schemaFiles lists a room's files, the same for both engines.
func schemaFiles(room fs.FS) ([]string, error) {
	var lists [2][]string
	for i, engine := range []Engine{SQLite, Postgres} {
		names, err := fs.Glob(room, path.Join(string(engine), "*.sql"))
		if err != nil {
			return nil, fmt.Errorf("db: schema: %w", err)
		}
		for _, n := range names {
			lists[i] = append(lists[i], path.Base(n))
		}
	}
	if !slices.Equal(lists[0], lists[1]) {
		return nil, fmt.Errorf("db: schema files differ between the engines: sqlite has %s, postgres has %s",
			strings.Join(lists[0], " "), strings.Join(lists[1], " "))
	}
	if len(lists[0]) == 0 {
		return nil, errors.New("db: a room's schema has no files under sqlite/ and postgres/")
	}
	return lists[0], nil
}

// Open gives one of the files.
func (m merged) Open(name string) (fs.File, error) {
	folder, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return folder.Open(name)
}

// ReadDir lists the files in the order of their numbers.
func (m merged) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	list := make([]fs.DirEntry, 0, len(m))
	for file, folder := range m {
		info, err := fs.Stat(folder, file)
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}
