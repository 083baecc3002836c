package importer

import "umland/internal/fault"

// readPosts reads posts as the REST interface of WordPress gives them
// (/wp-json/wp/v2/posts). Drafts and protected posts are not for the public
// and are rejected one by one.
func readPosts(raw []byte, limits Limits) ([]item, error) {
	list, err := readJSON(raw, "", limits)
	if err != nil {
		return nil, err
	}
	for i := range list {
		it := &list[i]
		switch {
		case it.bad != nil:
		case !it.has("title.rendered") || !it.has("content.rendered"):
			return nil, fault.New(fault.Invalid, "import.no_posts", "line", it.line)
		case it.has("status") && it.get("status") != "publish":
			it.bad = fault.New(fault.Invalid, "import.reject.not_public")
		case it.get("content.protected") == "true":
			it.bad = fault.New(fault.Invalid, "import.reject.not_public")
		}
	}
	return list, nil
}
