package scenario

import "strings"

// longestChain bounds how many files extend one another.
const longestChain = 16

// A chain reads a file and what it extends.
type chain struct {
	tree     *branch
	seen     []string // identities of the files below which we are
	layers   []layer  // what is extended first
	policies []reference
	faults   Faults
}

// add reads a source after what it extends, so that the source wins.
func (c *chain) add(src Source) {
	root, err := parse(src.File, src.Data, "price: {fall: 10x/yr}")
	if err != nil {
		c.report(err)
		return
	}
	w := walk(c.tree, src.File, src.dir, root)
	if w.extends != nil {
		c.extend(src, w.extends.Value, w.at(w.extends))
	}
	c.faults = append(c.faults, w.faults...)
	c.layers = append(c.layers, w.layer)
	if w.policies != nil {
		c.policies = w.policies.from(src)
	}
}

func (c *chain) extend(src Source, ref string, asked place) {
	below, err := scenarios.open(ref, asked, src.shipped)
	if err != nil {
		c.report(atKey(err, extendsKey))
		return
	}
	c.seen = append(c.seen, src.id)
	for _, id := range c.seen {
		if id == below.id {
			c.faults = append(c.faults, asked.fault(extendsKey, "%s extends itself, directly or through others", below.Name))
			return
		}
	}
	if len(c.seen) >= longestChain {
		c.faults = append(c.faults, asked.fault(extendsKey, "expected at most %d files that extend one another", longestChain))
		return
	}
	c.add(below)
	c.dropNames()
}

// dropNames keeps a variant from running under the name of what it varies.
func (c *chain) dropNames() {
	for i, l := range c.layers {
		kept := l[:0:0]
		for _, s := range l {
			if s.key != nameKey {
				kept = append(kept, s)
			}
		}
		c.layers[i] = kept
	}
}

// report keeps faults as they are and makes others into one.
func (c *chain) report(err error) { c.faults = append(c.faults, faultsOf(err)...) }

func faultsOf(err error) Faults {
	if f, ok := err.(Faults); ok {
		return f
	}
	return Faults{{Message: err.Error()}}
}

// atKey names the key whose value led to the faults.
func atKey(err error, key string) Faults {
	out := faultsOf(err)
	for i := range out {
		if out[i].Path == "" {
			out[i].Path = key
		}
	}
	return out
}

const nameKey = "name"

// named puts the file's own name below the file's layer, for files that give none.
func named(src Source) layer {
	return layer{{nameKey, folderName(src.Name), place{file: src.File}}}
}

// folderName makes a file's name fit for a run folder.
func folderName(name string) string {
	fit := func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", r) {
			return r
		}
		return '-'
	}
	name = strings.TrimLeft(strings.Map(fit, name), "-.")
	if len(name) > longestName {
		name = name[:longestName]
	}
	if name == "" {
		return "scenario"
	}
	return name
}

const longestName = 64

// fitName reports whether a name can begin a run folder on every system.
func fitName(name string) bool { return name != "" && name == folderName(name) }
