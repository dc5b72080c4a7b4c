package scenario

import (
	"strings"

	"tenfold/sim/param"
)

// A branch is a group of settings, or one setting when it has a parameter.
type branch struct {
	key       string
	parameter *param.Parameter
	names     []string // of the children, in the order of declaration
	children  map[string]*branch
}

// grow arranges a set's dotted keys as the nested groups of a file.
func grow(set *param.Set) *branch {
	root := &branch{children: map[string]*branch{}}
	for _, p := range set.All() {
		at := root
		for part := range strings.SplitSeq(p.Key, ".") {
			at = at.child(part)
		}
		at.parameter = p
	}
	return root
}

func (b *branch) child(name string) *branch {
	if b.children[name] == nil {
		b.children[name] = &branch{key: join(b.key, name), children: map[string]*branch{}}
		b.names = append(b.names, name)
	}
	return b.children[name]
}

// find is the group or setting of a dotted key, or nil.
func (b *branch) find(key string) *branch {
	for part := range strings.SplitSeq(key, ".") {
		if b = b.children[part]; b == nil {
			return nil
		}
	}
	return b
}

// keys are all settings and groups below b, as dotted keys.
func (b *branch) keys() []string {
	var out []string
	for _, name := range b.names {
		out = append(out, b.children[name].key)
		out = append(out, b.children[name].keys()...)
	}
	return out
}

// leaves are the settings below b, or b itself.
func (b *branch) leaves() []*param.Parameter {
	if b.parameter != nil {
		return []*param.Parameter{b.parameter}
	}
	var out []*param.Parameter
	for _, name := range b.names {
		out = append(out, b.children[name].leaves()...)
	}
	return out
}

func join(group, name string) string {
	if group == "" {
		return name
	}
	return group + "." + name
}
